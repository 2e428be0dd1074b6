"""The structure tree of a tagged PDF, flattened to the order in which a reader meets its words. Pure.

The tree says which marked pieces of which page are the document, in which order, and which of them are the
cells of one row. What is drawn on a page and is not in the tree is a running header or footer. The letterhead of the
first page is in the tree, for it is read aloud, and is a header all the same: it is passed over here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from .tagging import LETTERHEAD


class Mark(NamedTuple):
    """A piece of marked content: its page, counted from 1, and its number on that page."""

    page: int
    number: int


class MarkRow(NamedTuple):
    """One table row as tagged: the marks of each cell; `table` counts the table tags from 1."""

    cells: tuple[tuple[Mark, ...], ...]
    head: bool
    table: int
    page: int


class Tree:
    """The structure tree, flattened to reading order.

    `order` holds the marked content in reading order, a row at a time inside tables; `labels` the marks of
    list bullets and numbers, which a Word file does not hold as words; `empty_tables` counts table tags
    without a row.
    """

    def __init__(self, root: Any, pages: Mapping[tuple[int, int], int], listed: Callable[[Any], list[Any]]) -> None:
        """Flatten the tree under `root` (None: not tagged).

        `pages` gives the page number, from 1, for a page's object number; `listed` makes a list of the
        kids of an element.
        """
        self.order: list[Mark | MarkRow] = []
        self.labels: list[Mark] = []
        self.empty_tables = 0
        self._tables = 0
        self._pages = pages
        self._listed = listed
        self._roles: dict[str, str] = {}
        if root is None:
            return
        self._roles = {str(k): str(v) for k, v in root.get("/RoleMap", {}).items()}
        for kid in self._listed(root.get("/K")):
            self._element(kid, self.order, 0)

    def _tag(self, element: Any) -> str:
        tag = str(element.get("/S", ""))
        return self._roles.get(tag, tag)

    def _page(self, element: Any, page: int) -> int:
        there = element.get("/Pg")
        return page if there is None else self._pages.get(there.objgen, page)

    def _element(self, element: Any, out: list[Any], page: int) -> None:
        """Put the marks under `element` into `out`: rows for tables, label marks aside."""
        page = self._page(element, page)
        tag = self._tag(element)
        if element.get("/S") == LETTERHEAD:
            return
        if tag == "/Lbl":
            out = self.labels
        elif tag == "/Table" and out is self.order:
            self._table(element, page)
            return
        for kid in self._listed(element.get("/K")):
            if isinstance(kid, int):
                out.append(Mark(page, kid))
                continue
            kind = kid.get("/Type")
            if kind == "/MCR":
                out.append(Mark(self._page(kid, page), int(kid["/MCID"])))
            elif kind != "/OBJR":
                self._element(kid, out, page)

    def _table(self, table: Any, page: int) -> None:
        self._tables += 1
        before = len(self.order)
        self._rows(table, page, head=False)
        if not any(isinstance(piece, MarkRow) for piece in self.order[before:]):
            self.empty_tables += 1

    def _rows(self, element: Any, page: int, *, head: bool) -> None:
        for kid in self._listed(element.get("/K")):
            if isinstance(kid, int) or kid.get("/Type") in ("/MCR", "/OBJR"):
                continue
            tag = self._tag(kid)
            if tag == "/TR":
                self.order.append(self._row(kid, self._page(kid, page), head=head))
            elif tag == "/Caption":
                self._element(kid, self.order, page)
            else:
                self._rows(kid, self._page(kid, page), head=head or tag == "/THead")

    def _row(self, row: Any, page: int, *, head: bool) -> MarkRow:
        cells = []
        for kid in self._listed(row.get("/K")):
            marks: list[Mark] = []
            self._element(kid, marks, page)
            cells.append(tuple(marks))
        return MarkRow(tuple(cells), head, self._tables, page)
