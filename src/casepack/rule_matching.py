"""Which rules of the stylesheets are for an element: asked once for a tag and class in a place, not for every element.

Most rules ask for an element's tag and class, and for those of what it stands in. What they say of one is true of all
that are alike in this, in every document of the stylesheet. Only a rule that has looked at what stands beside or within
an element (`p + p`, `tr:has(p.keep)`) is asked of each. Of a document nothing is kept but tags, classes and widths.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_KEPT = frozenset({"class", "lang", "scope", "style"})
"""What an element may say of itself and still be like others; anything else may be a word of the document."""


class Place:
    """Elements that are alike, within others that are: the rules that are for them, and those to be asked of each."""

    def __init__(self, top: Place | None = None) -> None:
        """A place under the `top` one, which counts those that are kept."""
        self.top, self.count = top or self, 0
        self.within: dict[Any, Place] = {}
        self.rules: list[tuple[list[Any], list[Any]]] = []

    def of(self, element: Any) -> Place:
        """The place of an element within these; one of its own, that is not kept, where it is like no other."""
        if not _KEPT.issuperset(element.attrib):
            return Place(self.top)
        key = element.tag, *element.attrib.items()
        if key not in self.within:
            self.within[key] = Place(self.top)
            self.top.count += 1
        return self.within[key]


def matching(cssselect2: Any) -> Any:
    """The function that finds, for every element of a tree, the rules that are for it."""
    looked = [False]

    class Seen(cssselect2.ElementWrapper):  # type: ignore[misc]
        """An element as rules see it. It notes when one looks at its neighbours, or at what it holds."""

        in_html_document, transport_content_language, _ancestors, _previous_siblings = True, None, None, None

        def __init__(self, element: Any, parent: Any, number: int) -> None:
            self.etree_element, self.parent, self.number = element, parent, number
            children = [child for child in element if isinstance(child.tag, str)]
            self.inside = [Seen(child, self, place) for place, child in enumerate(children)]

        @property
        def index(self) -> int:
            looked[0] = True
            return self.number

        @property
        def etree_children(self) -> list[Any]:
            looked[0] = True
            return [child.etree_element for child in self.inside]

        @property
        def etree_siblings(self) -> list[Any]:
            return self.parent.etree_children if self.parent else [self.etree_element]

        @property
        def previous(self) -> Any:
            return self.parent.inside[self.number - 1] if self.index else None

        def iter_children(self) -> Iterator[Any]:
            looked[0] = True
            return iter(self.inside)

    class Asking(cssselect2.Matcher):  # type: ignore[misc]
        """A stylesheet's rules. Those that look further are set apart."""

        def __init__(self, matcher: Any) -> None:
            self.__dict__.update(matcher.__dict__)
            self.apart: list[Any] = []

        def add_relevant_selectors(self, element: Any, selectors: Any, relevant: list[Any]) -> None:
            for rule in selectors:
                looked[0] = False
                matches = rule[0](element)
                if looked[0]:
                    self.apart.append(rule)
                elif matches:
                    relevant.append(rule[1:])

    def rules_for(matchers: list[Any], root: Any, top: Place) -> Iterator[tuple[Any, Any, list[list[Any]]]]:
        """Every element, what it stands in, and for each stylesheet what `cssselect2.Matcher.match` says of it."""
        waiting = [(Seen(root, None, 0), top.of(root))]
        while waiting:
            seen, place = waiting.pop()
            if not place.rules:
                for asking in map(Asking, matchers):
                    place.rules.append((asking.match(seen), asking.apart))
            found = [
                sorted([*sure, *(rule[1:] for rule in apart if rule[0](seen))]) if apart else sure
                for sure, apart in place.rules
            ]
            yield seen.etree_element, seen.parent and seen.parent.etree_element, found
            waiting += [(child, place.of(child.etree_element)) for child in reversed(seen.inside)]

    return rules_for
