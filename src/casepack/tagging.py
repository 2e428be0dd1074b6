"""Finish a tagged PDF just before it is written: what WeasyPrint leaves open and a screen reader stumbles over.

The letterhead of the first page is read first: who writes, and how confidential it is, stands nowhere else. Running
headers and footers become artifacts (they would be read aloud on every page), header cells say what they head,
pictures and links get what PDF/UA-1 asks for, and no link is met twice. Last of all the file says which standards it
meets.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .form_widgets import finish_fields
from .page_joins import join_over_pages
from .pdf_standards import claim_standards

_PRINT_FLAG = 4
_HEAD = "@top-center"
LETTERHEAD = "/Letterhead"
"""The element that holds what heads the first page; to a viewer it is a section, by the file's own list of roles."""


def finish_pdf(document: Any, pdf: Any) -> None:
    """The finisher that WeasyPrint calls with its document and the `pydyf.PDF`, before anything is serialised."""
    finish_fields(document, pdf)
    objects = {item.reference: item for item in pdf.objects}
    tree = objects[pdf.catalog["StructTreeRoot"]]
    pages = [item for item in pdf.objects if isinstance(item, dict) and item.get("Type") == "/Page"]
    parents = objects[tree["ParentTree"]]["Nums"]
    root = objects[tree["K"][0]]
    _letterhead(document, objects, pages[0], tree)
    join_over_pages(document, pages, objects, root)
    linked = set(_linked(objects, root.reference))
    _header_cells(objects, linked)
    _pictures(objects, linked)
    _one_link_each(objects, linked, pages, parents)
    _links_in_words(document, [objects[annotation] for page in pages for annotation in page.get("Annots", ())])
    by_number = dict(zip(parents[::2], parents[1::2], strict=True))
    for page in pages:
        owners = by_number[page["StructParents"]]
        loose = {n for n, owner in enumerate(owners) if owner not in linked}
        _as_artifacts(objects[page["Contents"]].stream, loose)
        owners[:] = [owner if owner in linked else "null" for owner in owners]
        for annotation in page.get("Annots", ()):
            objects[annotation]["F"] = _PRINT_FLAG
    claim_standards(pdf)


def _letterhead(document: Any, objects: dict[bytes, Any], page: Any, tree: Any) -> None:
    """Put what stands at the head of the first `page` in front of all else that is read."""
    root = objects[tree["K"][0]]
    margins = [box for box in document.pages[0]._page_box.children if hasattr(box, "at_keyword")]
    # WeasyPrint makes an element for each thing in a margin, in their order, and hangs it up nowhere.
    places = [box.at_keyword for box in margins for _ in box.children]
    hung = set(root["K"])
    loose = [item for item in _elements_of(objects, root.reference, page) if item.reference not in hung]
    if len(places) != len(loose):
        return  # a margin that it tags in another way: that is a header like those of the later pages
    for place, item in zip(places, loose, strict=True):
        inside = [objects[reference] for reference in _linked(objects, item.reference)]
        if place == _HEAD and any(isinstance(kid, int) for element in inside for kid in element["K"]):
            item["S"] = LETTERHEAD
            tree["RoleMap"] = type(tree)({LETTERHEAD.strip("/"): "/Sect"})
            root["K"].insert(0, item.reference)


def _elements_of(objects: dict[bytes, Any], parent: bytes, page: Any) -> Iterator[Any]:
    """The elements on a page that say they are of this parent, whether it has them or not."""
    elements = (item for item in objects.values() if isinstance(item, dict) and item.get("Type") == "/StructElem")
    yield from (item for item in elements if item["P"] == parent and item["Pg"] == page.reference)


def _linked(objects: dict[bytes, Any], reference: bytes) -> Iterator[bytes]:
    """The references of every structure element that hangs in the tree under `reference`, itself included."""
    waiting = [reference]
    while waiting:
        current = waiting.pop()
        item = objects.get(current)
        if item is None or item.get("Type") != "/StructElem":
            continue
        yield current
        waiting += [kid for kid in item["K"] if isinstance(kid, bytes)]


def _one_link_each(objects: dict[bytes, Any], linked: set[bytes], pages: list[Any], parents: list[Any]) -> None:
    """One link where WeasyPrint lays one on the other, for a link and for each part of its words: it is read once."""
    dropped: set[bytes] = set()
    for reference in linked:
        if objects[reference]["S"] != "/Link":
            continue
        for inner in set(_linked(objects, reference)) - {reference}:
            item = objects[inner]
            over = [kid for kid in item["K"] if isinstance(kid, bytes) and objects[kid].get("Type") == "/OBJR"]
            dropped |= {objects[kid]["Obj"] for kid in over}
            item["K"][:] = [kid for kid in item["K"] if kid not in over]
            item["S"] = "/Span" if item["S"] == "/Link" else item["S"]
    for annotation in dropped:
        place = parents[::2].index(objects[annotation]["StructParent"])
        del parents[2 * place : 2 * place + 2]
    for page in pages:
        if "Annots" in page:
            page["Annots"][:] = [annotation for annotation in page["Annots"] if annotation not in dropped]


def _links_in_words(document: Any, annotations: list[Any]) -> None:
    """A link within the document says what it leads to; WeasyPrint has it say a name that only programs know."""
    import pydyf  # type: ignore[import-untyped]

    html = document.pages[0]._page_box.children[0].element
    places = {place.get("id"): place for place in html.iter() if place.get("id")}
    for annotation in annotations:
        if "Dest" in annotation:
            place = places.get(annotation["Dest"].string)
            words = "" if place is None else " ".join("".join(place.itertext()).split())
            annotation["Contents"] = pydyf.String(words) if words else annotation["Contents"]


def _header_cells(objects: dict[bytes, Any], linked: set[bytes]) -> None:
    """Scope on every header cell; the Headers lists go, because a table over two pages repeats the ids they name."""
    for reference in linked:
        item = objects[reference]
        if item["S"] == "/TH":
            row = objects[item["P"]]
            group = objects[row["P"]]
            item["A"]["Scope"] = "/Column" if group["S"] == "/THead" else "/Row"
            item.pop("ID", None)
        elif item["S"] == "/TD":
            item["A"].pop("Headers", None)


def _as_artifacts(stream: list[Any], loose: set[int]) -> None:
    """Turn the marked content of the running elements into page artifacts, in the operators of one page."""
    for place in range(2, len(stream)):
        if stream[place] == b"BDC" and isinstance(stream[place - 1], dict) and stream[place - 1].get("MCID") in loose:
            stream[place - 2] = "/Artifact"
            stream[place - 1] = "<</Type/Pagination>>"


def _pictures(objects: dict[bytes, Any], linked: set[bytes]) -> None:
    """The box of each picture in points from the bottom of its page, not in pixels from the top."""
    for reference in linked:
        item = objects[reference]
        if item["S"] == "/Figure":
            height = float(objects[item["Pg"]]["MediaBox"][3])
            left, top, right, bottom = (0.75 * float(side) for side in item["A"]["BBox"])
            item["A"]["BBox"][:] = [left, height - bottom, right, height - top]
