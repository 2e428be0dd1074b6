"""The style of an element, worked out once for a stylesheet instead of anew in every document.

WeasyPrint works out some hundred properties of each kind of element that a document has, and the next document has the
same kinds. What an element looks like follows from the rules that are for it and from the look of what it stands in:
under these it is kept here, as long as the stylesheet is. Nothing of a document's words is in it, only its widths. Each
document gets styles of its own, filled in from those kept, so that what WeasyPrint changes in one reaches no other.

A document that brings rules of its own has all its styles worked out by WeasyPrint.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from math import inf
from typing import Any
from weakref import WeakKeyDictionary
from xml.etree.ElementTree import Element

from .rule_matching import Place, matching

_MOST = 1_000
"""Kinds of element kept for a stylesheet; with more, all are forgotten and the next document begins anew."""


class _Kind:
    """Elements that look alike: their style, those of what is made up beside them, and the kinds within them."""

    def __init__(self, style: Any) -> None:
        self.style = style
        self.beside: dict[str, Any] = {}
        self.within: dict[Any, _Kind] = {}


class _Shelf:
    """What is kept for one stylesheet, by the other sheets and the fonts that it is used with."""

    def __init__(self) -> None:
        self.kinds: dict[Any, _Kind] = {}
        self.places: dict[Any, Place] = {}
        self.count = 0

    def keep(self, kinds: dict[Any, _Kind], key: Any, kind: _Kind) -> _Kind:
        """Keep a kind under `key` among those of the same place."""
        kinds[key] = kind
        self.count += 1
        return kind

    def tidy(self) -> None:
        """Before a document: forget everything where it has become too much."""
        if self.count + sum(place.count for place in self.places.values()) > _MOST:
            self.kinds, self.places, self.count = {}, {}, 0


def keeping_styles(css: Any) -> Any:
    """The `StyleFor` of `weasyprint.css`, except that it keeps what it has worked out."""
    shelves: WeakKeyDictionary[Any, _Shelf] = WeakKeyDictionary()
    own_style, rules_for = _own_style(css), matching(css.cssselect2)

    class KeepingStyles(css.StyleFor):  # type: ignore[misc]
        """The styles of one document."""

        def __init__(self, html: Any, sheets: Any, hints: Any, fonts: Any, targets: Any) -> None:
            origins = [origin for _, origin, _ in sheets]
            self._kinds: dict[Any, _Kind] = {}
            if hints or "author" in origins or origins[-1:] != ["user"]:
                super().__init__(html, sheets, hints, fonts, targets)
                return
            self._cascaded_styles: dict[Any, Any] = {}
            self._computed_styles: dict[Any, Any] = {}
            self.initial_page_sizes = {"box": None, "area": None}
            self._sheets, self.font_config = sheets, fonts
            self._shelf = shelves.setdefault(sheets[-1][0], _Shelf())
            self._shelf.tidy()
            # The last sheet has the shelf, and so needs no name; the others, and the fonts, outlive it.
            self._style_all(html, (*(id(sheet) for sheet, _, _ in sheets[:-1]), id(fonts), html.base_url), targets)

        def _style_all(self, html: Any, start: Any, targets: Any) -> None:
            styles, kinds, alike = self._computed_styles, self._kinds, {}
            matchers = [sheet.matcher for sheet, _, _ in self._sheets]
            places = self._shelf.places.setdefault(start, Place())
            for element, parent, found in rules_for(matchers, html.etree_element, places):
                get = element.get
                own = get("style"), get("lang"), get("id"), get("name") if element.tag == "a" else None
                key = own, tuple([tuple([match[1] for match in matches]) for matches in found])
                near, over = (self._shelf.kinds, None) if parent is None else (kinds[parent].within, kinds[parent])
                if over is None:
                    key = *start, *key
                kind = near.get(key) or self._shelf.keep(near, key, self._learn(html, element, found, over))
                kinds[element] = kind
                parent_style = styles.get((parent, None))
                same = id(parent_style), id(kind)
                if same not in alike:
                    alike[same] = own_style(kind.style, parent_style)
                    if targets and kind.style["anchor"]:
                        targets.collect_anchor(kind.style["anchor"])
                styles[element, None] = alike[same]
                for pseudo, style in kind.beside.items():
                    styles[element, pseudo] = own_style(style, alike[same])

        def _learn(self, html: Any, element: Any, found: Any, over: _Kind | None) -> _Kind:
            """The kind of an element within another, from the rules that were found for it."""
            rules: dict[str | None, dict[str, Any]] = {None: {}}
            alone = Element(element.tag, element.attrib)
            for specificity, _, written, base in css.find_style_attributes(alone, False, html.base_url):
                said = css.preprocess_declarations(base, written)
                _take(rules[None], said, css.declaration_precedence, "author", (inf, specificity))
            for (sheet, origin, instead), matches in zip(self._sheets, found, strict=True):
                for specificity, _, pseudo, (said, layer) in matches:
                    weight = (inf if layer is None else sheet.layers.index(layer), instead or specificity)
                    _take(rules.setdefault(pseudo, {}), said, css.declaration_precedence, origin, weight)
            kind = _Kind(self._worked_out(over, rules.pop(None), None, html.base_url))
            kind.beside = {
                str(pseudo): self._worked_out(kind, said, pseudo, html.base_url) for pseudo, said in rules.items()
            }
            return kind

        def _worked_out(self, over: _Kind | None, rules: Any, pseudo: str | None, base_url: Any) -> Any:
            root = next(iter(self._kinds.values())).style if self._kinds else None
            outside = over.style if over else None
            first = root or (outside if pseudo else None) or css.InitialStyle(self.font_config)
            # Without the size of the page: no rule of the house has a part of it as a length.
            style = css.ComputedStyle(outside, rules, pseudo, first, base_url, self.font_config, {})
            style["display"]
            return style

        def set_computed_styles(
            self,
            element: Any,
            parent: Any,
            root: Any = None,
            pseudo_type: Any = None,
            base_url: Any = None,
            target_collector: Any = None,
        ) -> None:
            """The style of a page, or of a box in its margin."""
            if not self._kinds:
                super().set_computed_styles(element, parent, root, pseudo_type, base_url, target_collector)
                return
            rules = self._cascaded_styles.get((element, pseudo_type), {})
            over = self._kinds[parent]
            # The values are those of the sheets, which no other can take the place of while the kind is kept.
            key = pseudo_type, tuple([(name, id(value), *weight[2]) for name, (value, weight) in rules.items()])
            kind = over.within.get(key)
            if kind is None:
                worked_out = self._worked_out(over, dict(rules), pseudo_type, base_url)
                kind = self._shelf.keep(over.within, key, _Kind(worked_out))
            if pseudo_type is None:
                self._kinds[element] = kind
            parent_style = self._computed_styles[parent, None]
            self._computed_styles[element, pseudo_type] = own_style(kind.style, parent_style)

    return KeepingStyles


def _take(
    rules: dict[str, Any], said: Iterable[Any], precedence: Callable[[str, bool], int], origin: str, weight: Any
) -> None:
    """Add declarations to the rules for an element, where those there have no more weight."""
    for name, value, important in said:
        ours = (precedence(origin, important), *weight)
        if name not in rules or rules[name][1] <= ours:
            rules[name] = value, ours


def _own_style(css: Any) -> Any:
    """Styles of a document that take their values from one that is kept."""

    class OwnStyle(css.ComputedStyle):  # type: ignore[misc]
        """The style of an element: the values of the one that is `known`, and what is changed for this document."""

        def __init__(self, known: Any, parent_style: Any) -> None:
            super().__init__(
                parent_style,
                known.cascaded,
                known.pseudo_type,
                known.root_style,
                known.base_url,
                known.font_config,
                known.initial_page_sizes,
            )
            self.known, self.changed = known, False
            self.cache, self.specified = known.cache, known.specified.copy()
            self.update(known)

        def __missing__(self, key: str) -> Any:
            value = self[key] = self.known[key]
            return value

        def copy(self) -> Any:
            """A style to be changed."""
            copied = OwnStyle(self.known, self.parent_style)
            copied.update(self)
            copied.specified, copied.changed = self.specified.copy(), True
            return copied

        @cached_property
        def anonymous_style(self) -> Any:
            """The style of a box without an element in this one."""
            return css.AnonymousStyle(self) if self.changed else OwnAnonymous(self, self.known.anonymous_style)

    class OwnAnonymous(css.AnonymousStyle):  # type: ignore[misc]
        """The style of a box without an element."""

        def __init__(self, parent_style: Any, known: Any) -> None:
            super().__init__(parent_style)
            self.known, self.changed = known, False
            self.update(known)

        def __missing__(self, key: str) -> Any:
            value = self[key] = self.known[key]
            return value

        def copy(self) -> Any:
            """A style to be changed."""
            copied = OwnAnonymous(self.parent_style, self.known)
            copied.update(self)
            copied.changed = True
            return copied

    return OwnStyle
