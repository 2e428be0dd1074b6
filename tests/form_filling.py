"""Forms filled in as others do it: Word's way in the XML, a PDF by its objects, a PDF by mouse and keyboard."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
from pypdfium2 import raw

DOCUMENT = "word/document.xml"
_CONTROL = re.compile(r"<w:sdt>.*?</w:sdt>", re.DOTALL)

TICK = "x"
"""The answer that ticks a box."""


def with_document(docx: bytes, change: Callable[[str], str]) -> bytes:
    """A Word file with another body; every other part as it was."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            new.writestr(info, change(data.decode()).encode() if info.filename == DOCUMENT else data)
    return out.getvalue()


def fill_word(docx: bytes, answers: Mapping[str, str]) -> bytes:
    """A Word file with boxes filled in, by their names, as Word saves them."""
    return with_document(docx, lambda body: _CONTROL.sub(lambda found: _filled(found.group(), answers), body))


def _filled(control: str, answers: Mapping[str, str]) -> str:
    name = re.search(r'<w:tag w:val="([^"]*)"', control)
    answer = answers.get(name[1] if name else "")
    if answer is None:
        return control
    if "w14:checkbox" in control:
        font = '<w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic" w:hint="eastAsia"/>'
        ticked = control.replace('<w14:checked w14:val="0"/>', '<w14:checked w14:val="1"/>').replace("☐", "☒")
        return ticked.replace('<w:rStyle w:val="Box"/>', f'<w:rStyle w:val="Box"/>{font}')
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in answer.split("\n"))
    plain = control.replace("<w:showingPlcHdr/>", "")
    return re.sub(r"<w:r><w:rPr>.*?</w:r>", f"<w:r>{lines}</w:r>", plain, flags=re.DOTALL)


def widgets(file: pikepdf.Pdf) -> list[tuple[str, Any]]:
    """Every form field of a PDF that can be seen, by name, page by page; a tick of a group with its state."""
    return [found for page in file.pages for found in _on(page)]


def _on(page: Any) -> list[tuple[str, Any]]:
    found = []
    for widget in page.obj.get("/Annots", []):
        if widget.get("/Subtype") == "/Widget":
            group = widget.get("/Parent")
            found.append((str(widget.T) if group is None else f"{group.T}={_state(widget)}", widget))
    return found


def _state(widget: Any) -> str:
    return next(str(key)[1:] for key in widget.AP.N if key != "/Off")


def fill_pdf(pdf: bytes, answers: Mapping[str, str]) -> bytes:
    """A PDF with boxes filled in, by their names."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        for name, widget in widgets(file):
            if name not in answers:
                continue
            owner = widget.get("/Parent", widget)
            if owner.FT == "/Btn":
                owner.V = widget.AS = pikepdf.Name("/" + _state(widget))
            else:
                owner.V = pikepdf.String(answers[name].replace("\n", "\r"))
        out = io.BytesIO()
        file.save(out)
    return out.getvalue()


def fill_by_hand(pdf: bytes, answers: Mapping[str, str]) -> bytes:
    """A PDF filled in by clicks and keys, as a viewer does it."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        places = [
            (number, name, tuple(float(side) for side in widget.Rect), widget.get("/FT") == "/Ch")
            for number, page in enumerate(file.pages)
            for name, widget in _on(page)
        ]
    document = pypdfium2.PdfDocument(pdf)
    try:
        document.init_forms()
        form = document.formenv.raw
        for number in range(len(document)):
            page = document[number]
            for _, name, (left, low, right, high), a_list in (place for place in places if place[0] == number):
                if name in answers:
                    keys = answers[name][:1] if a_list else answers[name]  # a letter picks from a list
                    _type(form, page.raw, ((left + right) / 2, (low + high) / 2), keys)
            raw.FORM_ForceToKillFocus(form)
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()
    finally:
        document.close()


def _type(form: Any, page: Any, where: tuple[float, float], answer: str) -> None:
    raw.FORM_OnMouseMove(form, page, 0, *where)
    raw.FORM_OnLButtonDown(form, page, 0, *where)
    raw.FORM_OnLButtonUp(form, page, 0, *where)
    if answer != TICK:
        for letter in answer:
            raw.FORM_OnChar(form, page, ord(letter), 0)
    raw.FORM_ForceToKillFocus(form)
