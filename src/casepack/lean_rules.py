"""WeasyPrint's own rules of style without those for footnotes, which no document of the house has.

They are for the notes of every element there could be: with them each element of a document is given five more styles,
a tenth of the time that its PDF takes. This looks inside WeasyPrint, so it is done only with versions with which the
tests have found the same bytes with and without it; any other is left as it is.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

KNOWN = frozenset({"70.0"})
"""Versions of WeasyPrint of which it is known that nothing else changes."""

_NOTES = re.compile(r"^::(?:footnote|note)-\w+ \{.*\}$", re.MULTILINE)


@cache
def lean_html(weasyprint: Any) -> Any:
    """The `HTML` of the library, for documents without footnotes; the library's own where it is another version."""
    if weasyprint.VERSION not in KNOWN:
        return weasyprint.HTML
    rules = (files("weasyprint") / "css" / "html5_ua.css").read_text(encoding="utf-8")
    lean = weasyprint.CSS(string=_NOTES.sub("", rules))

    class Lean(weasyprint.HTML):  # type: ignore[misc]
        """A document whose rules are fewer."""

        def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
            return [lean, *super()._ua_stylesheets(forms)[1:]]

    return Lean
