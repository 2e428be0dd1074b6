"""Documents for WeasyPrint as the house's are: well-formed, and without footnotes.

WeasyPrint's own rules of style for footnotes are for the notes of every element there could be: with them each element
of a document is given five more styles, a tenth of the time that its PDF takes. And it reads HTML in a way that is fit
for any page of the net. This looks inside WeasyPrint, so it is done only with versions with which the tests have found
the same bytes with and without it; any other is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from .page_tree import tree_of

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

    class Named(weasyprint.cssselect2.ElementWrapper):  # type: ignore[misc]
        """An element, in which others are sought by their names alone."""

        def query_all(self, *names: str) -> Iterator[Any]:
            """Those of these names."""
            return (Named.from_html_root(found) for found in self.etree_element.iter() if found.tag in names)

    class Lean(weasyprint.HTML):  # type: ignore[misc]
        """A document that is read more quickly, and whose rules are fewer."""

        def __init__(self, *, string: str, base_url: str, url_fetcher: Any) -> None:
            tree = tree_of(string)
            if tree is None:
                super().__init__(string=string, base_url=base_url, url_fetcher=url_fetcher)
                return
            self.base_url, self.url_fetcher, self.media_type = base_url, url_fetcher, "print"
            self.wrapper_element = Named.from_html_root(tree)
            self.etree_element = tree

        def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
            return [lean, *super()._ua_stylesheets(forms)[1:]]

    return Lean
