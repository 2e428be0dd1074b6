"""Whether a template asks for what is there: every tag worked out by the catalogue of fields, without any case.

Tags are taken in the order in which they stand, each by itself, so that one that is wrong hides no other.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from jinja2 import nodes

from . import template_language as language
from .template_shapes import LOOP, NUMBER, UNKNOWN, WORDS, YES_NO, Catalogue, Shape
from .template_wishes import Wish, wishes
from .view_field import Field
from .view_fields import TEMPLATES, fields_of
from .wordtags import Tag

_QUOTES = str.maketrans("‘’“”", "''\"\"")
_ON_TEXT = frozenset({"lower", "upper", "first_capital"})


@dataclass(frozen=True, slots=True)
class NameFault:
    """What is wrong with one tag."""

    tag: Tag
    said: str


@dataclass(frozen=True, slots=True)
class Branch:
    """What has to hold for a part of the template to be printed."""

    wishes: tuple[Wish, ...]


@dataclass
class _Block:
    """An open condition or repetition: what it binds, what is certain within it, and what must hold to be there."""

    keyword: str
    bound: dict[str, Shape] = field(default_factory=dict)
    known: frozenset[str] = frozenset()
    wishes: tuple[Wish, ...] = ()
    known_if_not: frozenset[str] = frozenset()
    wishes_if_not: tuple[Wish, ...] = ()


class Reading:
    """The tags of one part of a template read in order: what is wrong, and which branches there are."""

    def __init__(self, fields: Mapping[str, Field]) -> None:
        """`fields` by their path: what the document's reader may see."""
        self.catalogue = Catalogue(fields)
        self.faults: list[NameFault] = []
        self.branches: list[Branch] = []
        self._open: list[_Block] = []
        self._tag: Tag | None = None

    def read(self, tags: Sequence[Tag]) -> None:
        """Read the tags of a part."""
        self._open = []
        for tag in tags:
            self._tag = tag
            if tag.sign == "{":
                self._printed(tag)
            elif tag.sign == "%":
                self._instruction(tag)

    def _fault(self, said: str) -> None:
        if self._tag is not None:
            self.faults.append(NameFault(self._tag, said))

    def _printed(self, tag: Tag) -> None:
        tree = self._parsed(f"{{{{ {_inner(tag)} }}}}")
        output = None if tree is None else tree.find(nodes.Output)
        if output is not None and isinstance(node := output.nodes[0], nodes.Expr):
            shape = self._worth(node)
            self._printable(shape, tag.text)
            if shape.kind == "picture" and tag.story:
                self._fault(f"{tag.text} prints a picture where words are needed. Move it into the text.")

    def _printable(self, shape: Shape, what: str) -> None:
        wrong = {"list": "a list", "group": "a group of values", "yes/no": "yes or no"}.get(shape.kind)
        if wrong:
            instead = "repeat it with {% for %}" if shape.kind == "list" else "test it with {% if %}"
            instead = "ask for one of the values in it" if shape.kind == "group" else instead
            self._fault(f"{what} prints {wrong} where words are needed: {instead}.")

    def _instruction(self, tag: Tag) -> None:
        word = tag.keyword
        if word in ("if", "elif"):
            self._condition(tag, word)
        elif word == "for":
            self._repetition(tag)
        elif word == "else" and self._open:
            self._next_branch(self._open[-1])
        elif word in ("endif", "endfor") and self._open:
            self._open.pop()

    def _condition(self, tag: Tag, word: str) -> None:
        if word == "elif" and self._open:
            self._next_branch(self._open[-1])
        block = _Block("if") if word == "if" or not self._open else self._open[-1]
        tree = self._parsed(f"{{% if {_inner(tag)[len(word) :]} %}}{{% endif %}}")
        found = None if tree is None else tree.find(nodes.If)
        if found is not None:
            test = _expression(found.test)
            self._worth(test)
            block.known |= self._certain(test, True)
            block.known_if_not |= self._certain(test, False)
            after = block.wishes
            block.wishes = (*after, *self._wishes(test, True))
            block.wishes_if_not = (*after, *self._wishes(test, False))
        if word == "if" or not self._open:
            self._open.append(block)
        self._branch()

    def _next_branch(self, block: _Block) -> None:
        """What holds in the rest of a condition; behind a repetition's `else`, nothing is bound."""
        block.bound = {}
        block.known, block.wishes = block.known_if_not, block.wishes_if_not
        block.known_if_not, block.wishes_if_not = block.known, block.wishes
        self._branch()

    def _repetition(self, tag: Tag) -> None:
        block = _Block("for")
        self._open.append(block)
        tree = self._parsed(f"{{% {_inner(tag)} %}}{{% endfor %}}")
        found = None if tree is None else tree.find(nodes.For)
        if found is None:
            return
        repeated = _expression(found.iter)
        shape = self._worth(repeated)
        if shape.kind not in ("list", "unknown"):
            self._fault(f"{tag.text} repeats something that is not a list. Repeat a list, or use {{% if %}}.")
        item = self.catalogue.item(shape) if shape.kind == "list" else UNKNOWN
        for name in found.target.find_all(nodes.Name) if not isinstance(found.target, nodes.Name) else (found.target,):
            block.bound[name.name] = item if name is found.target else UNKNOWN
        block.bound["loop"] = Shape("group", "loop")
        if found.test is not None:
            self._worth(_expression(found.test))
            block.known = self._certain(_expression(found.test), True)
        block.wishes = tuple(self._wishes(repeated, True))
        block.wishes_if_not = tuple(self._wishes(repeated, False))
        self._branch()

    def _branch(self) -> None:
        self.branches.append(Branch(tuple(wish for block in self._open for wish in block.wishes)))

    def _parsed(self, source: str) -> nodes.Template | None:
        """A tag by itself; None, with the fault noted, where the language does not have it."""
        try:
            language.compiled(source)
            return language.language().parse(source)
        except language.RENDER_ERRORS as error:
            self._fault(language.explain(error, self._tag.text if self._tag else "a tag", {}))
            return None

    def _certain(self, node: nodes.Expr, truth: bool) -> frozenset[str]:
        """The paths that are there for certain when `node` is true, or not."""
        if isinstance(node, nodes.Not):
            return self._certain(node.node, not truth)
        if isinstance(node, nodes.And | nodes.Or):
            left, right = self._certain(node.left, truth), self._certain(node.right, truth)
            return left | right if isinstance(node, nodes.And) is truth else left & right
        if isinstance(node, nodes.Test) and node.name in ("defined", "undefined"):
            shape = self._named(node.node, quiet=True)
            return (
                frozenset({shape.path}) if shape and shape.path and (node.name == "defined") is truth else frozenset()
            )
        if truth and isinstance(node, nodes.Name | nodes.Getattr) and (shape := self._named(node, quiet=True)):
            return frozenset({shape.path} - {""})
        return frozenset()

    def _wishes(self, node: nodes.Expr, truth: bool) -> Iterator[Wish]:
        return wishes(node, truth, lambda name: self._named(name, quiet=True))

    def _worth(self, node: nodes.Expr, known: frozenset[str] = frozenset()) -> Shape:
        """What an expression gives; what is wrong in it is noted. `known`: certain from what stands before it."""
        if isinstance(node, nodes.Name | nodes.Getattr | nodes.Getitem):
            return self._named(node, known=known) or UNKNOWN
        if isinstance(node, nodes.Const):
            return YES_NO if isinstance(node.value, bool) else NUMBER if isinstance(node.value, int) else WORDS
        if isinstance(node, nodes.And | nodes.Or):
            self._worth(node.left, known)
            self._worth(node.right, known | self._certain(node.left, isinstance(node, nodes.And)))
            return UNKNOWN
        if isinstance(node, nodes.CondExpr):
            self._worth(node.test, known)
            first = self._worth(node.expr1, known | self._certain(node.test, True))
            if node.expr2 is not None:
                self._worth(node.expr2, known | self._certain(node.test, False))
            return first
        if isinstance(node, nodes.Test):
            if node.name not in ("defined", "undefined"):
                self._worth(node.node, known)
            elif self._named(node.node, quiet=True) is None:
                self._named(node.node, tested=True)
            return YES_NO
        if isinstance(node, nodes.Filter) and node.node is not None:
            return self._filtered(node, self._worth(node.node, known))
        for child in node.iter_child_nodes():
            if isinstance(child, nodes.Operand):
                self._worth(child.expr, known)
            elif isinstance(child, nodes.Expr):
                self._worth(child, known)
        return YES_NO if isinstance(node, nodes.Compare | nodes.Not) else UNKNOWN

    def _filtered(self, node: nodes.Filter, shape: Shape) -> Shape:
        if node.name in _ON_TEXT and shape.kind in ("list", "group", "yes/no", "picture"):
            self._printable(Shape("group") if shape.kind == "picture" else shape, f"|{node.name}")
        if node.name in ("first", "last"):
            return self.catalogue.item(shape) if shape.kind == "list" else UNKNOWN
        if node.name == "join" and shape.kind == "list" and self.catalogue.item(shape).kind == "group":
            self._fault("|join puts words together, and this is a list of groups: repeat it with {% for %}.")
        for argument in node.args:
            between = self._worth(argument)
            if between.kind in ("list", "group", "yes/no", "picture"):
                self._fault(f"|{node.name} needs words in its brackets, such as ', '.")
        return NUMBER if node.name == "length" else WORDS

    def _named(
        self, node: nodes.Node, *, known: frozenset[str] = frozenset(), quiet: bool = False, tested: bool = False
    ) -> Shape | None:
        """What a name stands for; None where there is nothing, which is noted unless `quiet`."""
        if isinstance(node, nodes.Name):
            bound = next((block.bound[node.name] for block in reversed(self._open) if node.name in block.bound), None)
            return bound or self._below(Shape("group"), node.name, node, known, quiet=quiet, tested=tested)
        if not isinstance(node, nodes.Getattr | nodes.Getitem):
            return self._worth(node, known) if isinstance(node, nodes.Expr) and not quiet else UNKNOWN
        owner = self._named(node.node, known=known, quiet=quiet)
        if owner is None or owner.kind == "unknown":
            return owner
        name = node.attr if isinstance(node, nodes.Getattr) else getattr(node.arg, "value", None)
        if isinstance(node, nodes.Getitem) and not isinstance(name, str):
            return self.catalogue.item(owner) if owner.kind == "list" and isinstance(name, int) else UNKNOWN
        if owner.path == "loop":
            if str(name) not in LOOP:
                return self._none(quiet, f"loop.{name} does not exist. There is: {', '.join(LOOP)}.")
            return YES_NO if name in ("first", "last") else NUMBER
        if owner.kind != "group":
            what = "a list" if owner.kind == "list" else "a single value"
            return self._none(quiet, f"the template asks for {_said(node)}: what stands before {name} is {what}.")
        return self._below(owner, str(name), node, known, quiet=quiet, tested=tested)

    def _below(
        self, owner: Shape, name: str, node: nodes.Node, known: frozenset[str], *, quiet: bool, tested: bool
    ) -> Shape | None:
        found = self.catalogue.below(owner.path, name)
        if found is None:
            said = self.catalogue.missing(owner.path, name, _said(node), elsewhere=_names_elsewhere())
            return self._none(quiet, said)
        certain = known.union(*(block.known for block in self._open))
        if not quiet and not tested and not self.catalogue.is_there(found.path, certain):
            self._fault(
                f"the template asks for {_said(node)}, which only some documents of this kind hold. Put it between"
                f" {{% if {_said(node)} is defined %}} and {{% endif %}}."
            )
        return found

    def _none(self, quiet: bool, said: str) -> Shape | None:
        """Nothing stands there, which is noted unless `quiet`."""
        if not quiet:
            self._fault(said)
        return None


@functools.cache
def _names_elsewhere() -> frozenset[str]:
    """Every name that some document may use."""
    paths = (path for template in TEMPLATES for path in fields_of(template))
    return frozenset(part.removesuffix("[]") for path in paths for part in path.split("."))


def _inner(tag: Tag) -> str:
    """What a tag says, without its brackets and level, as docxtpl gives it to the language."""
    return tag.text[2 + len(tag.level) : -2].translate(_QUOTES).strip()


def _expression(node: nodes.Node) -> nodes.Expr:
    """What Jinja types more widely than it is."""
    return cast("nodes.Expr", node)


def _said(node: nodes.Node) -> str:
    """A name as it was typed: `child.carers[0].name`."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_said(node.node)}.{node.attr}"
    if isinstance(node, nodes.Getitem):
        key = getattr(node.arg, "value", "…")
        return f"{_said(node.node)}.{key}" if isinstance(key, str) else f"{_said(node.node)}[{key}]"
    return "…"
