"""What reading a finished file back can find, in words for an officer.

A finding goes to logs and into the manifest of a pack, so it never repeats what a file says: it gives the
file, the place in it and the kind of thing, and names a person only by their id in the record.
"""

from __future__ import annotations

from dataclasses import dataclass

CODES: dict[str, str] = {
    "leak": "A file holds something that its reader may not know.",
    "text-differs": "The PDF does not say what the Word file says, word for word.",
    "text-unseen": "Words are in the PDF but cannot be seen on the page.",
    "margin-differs": "The header or footer of a PDF page differs from the Word file's.",
    "marking": "The protective marking is missing from a header or footer.",
    "page-number": "'Page x of y' is missing or wrong.",
    "left-over": "Something that a template should have replaced is still there.",
    "none-printed": "A missing answer was printed as a computer word instead of in plain words.",
    "table-empty": "A table has no rows, or headings only.",
    "title": "The title in the file's properties is not the document's title.",
    "author": "The file's properties name somebody other than the organisation.",
    "unreadable": "The file cannot be read back.",
    "pdf-language": "The PDF does not say that it is in British English.",
    "pdf-untagged": "The PDF is not tagged, so a screen reader cannot read it in order.",
    "pdf-active": "The PDF would do something when opened or clicked.",
    "pdf-attachment": "The PDF carries another file inside it.",
    "pdf-annotation": "The PDF carries a note or other annotation.",
    "form-differs": "The boxes to fill in of the PDF are not those of the Word file.",
    "form-field": "A form field of the PDF is filled in, does something, or cannot be read aloud or seen.",
    "pdf-encrypted": "The PDF is encrypted.",
    "pdf-property": "The PDF's properties hold an entry that casepack never writes.",
    "pdf-earlier-version": "The PDF still holds an earlier version of itself.",
    "word-comment": "The Word file holds comments.",
    "word-tracked": "The Word file holds tracked changes.",
    "word-custom": "The Word file holds custom properties or data.",
    "word-external": "The Word file points to something outside it.",
    "word-hidden": "The Word file holds hidden or unreadably small text.",
    "word-embedded": "The Word file holds an embedded object, macro or other file.",
    "word-field": "The Word file holds a field that could change or fetch what it says.",
}
"""Every code that a finding can have, with what it means. Codes are stable."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason to withhold a finished document.

    `code` is one of `CODES`. `layer` is the place inside the file, for example "PDF page 2" or "Word
    comments". `what` is a sentence for the officer; it never holds the words that were found.
    """

    code: str
    layer: str
    what: str

    def as_dict(self) -> dict[str, str]:
        """The finding for the manifest and `--json`."""
        return {"code": self.code, "layer": self.layer, "what": self.what}
