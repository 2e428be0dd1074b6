"""Finish a tagged PDF just before it is written: what WeasyPrint leaves open and a screen reader stumbles over.

Running headers and footers become artifacts (they would be read aloud on every page), header cells say what they
head, pictures and links get what PDF/UA-1 asks for, and no link is met twice. Last of all the file says which
standards it meets.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .form_widgets import finish_fields
from .pdf_standards import claim_standards

_PRINT_FLAG = 4


def finish_pdf(document: Any, pdf: Any) -> None:
    """The finisher that WeasyPrint calls with its document and the `pydyf.PDF`, before anything is serialised."""
    finish_fields(document, pdf)
    objects = {item.reference: item for item in pdf.objects}
    tree = objects[pdf.catalog["StructTreeRoot"]]
    pages = [item for item in pdf.objects if isinstance(item, dict) and item.get("Type") == "/Page"]
    parents = objects[tree["ParentTree"]]["Nums"]
    linked = set(_linked(objects, tree["K"][0]))
    _header_cells(objects, linked)
    _pictures(objects, linked)
    _one_link_each(objects, linked, pages, parents)
    by_number = dict(zip(parents[::2], parents[1::2], strict=True))
    for page in pages:
        owners = by_number[page["StructParents"]]
        loose = {n for n, owner in enumerate(owners) if owner not in linked}
        _as_artifacts(objects[page["Contents"]].stream, loose)
        owners[:] = [owner if owner in linked else "null" for owner in owners]
        for annotation in page.get("Annots", ()):
            objects[annotation]["F"] = _PRINT_FLAG
    claim_standards(pdf)


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
