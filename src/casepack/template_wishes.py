"""What has to hold for a condition of a template to be true, or false: so that both its branches can be tried. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from jinja2 import nodes

from .template_shapes import Shape

How = Literal["yes", "no", "there", "absent", "is", "not"]


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing that has to hold for the field `path`; `word` is what it is to be, or not to be."""

    path: str
    how: How
    word: str = ""


Named = Callable[[nodes.Node], Shape | None]


def wishes(node: nodes.Expr, truth: bool, named: Named) -> Iterator[Wish]:
    """What makes `node` true, or not; nothing where that cannot be told. `named`: what a name stands for."""
    if isinstance(node, nodes.Not):
        yield from wishes(node.node, not truth, named)
    elif isinstance(node, nodes.And | nodes.Or):
        yield from wishes(node.left, truth, named)
        if isinstance(node, nodes.And) is truth:
            yield from wishes(node.right, truth, named)
    elif isinstance(node, nodes.Test) and node.name in ("defined", "undefined"):
        yield from _on(node.node, "there" if (node.name == "defined") is truth else "absent", named)
    elif isinstance(node, nodes.Compare):
        yield from _compared(node, truth, named)
    elif isinstance(node, nodes.Name | nodes.Getattr | nodes.Getitem):
        yield from _on(node, "yes" if truth else "no", named)


def _compared(node: nodes.Compare, truth: bool, named: Named) -> Iterator[Wish]:
    """`family.state == 'told'`, and its reverse; nothing for any other comparison."""
    operand, *more = node.ops
    other = operand.expr
    if not more and operand.op in ("eq", "ne") and isinstance(other, nodes.Const) and isinstance(other.value, str):
        yield from _on(node.expr, "is" if (operand.op == "eq") is truth else "not", named, other.value)


def _on(node: nodes.Node, how: How, named: Named, word: str = "") -> Iterator[Wish]:
    shape = named(node)
    if shape is not None and shape.path and shape.path != "loop":
        yield Wish(shape.path, how, word)


def together(branches: Iterable[Iterable[Wish]]) -> list[Mapping[str, Wish]]:
    """The branches put into as few sets as come of taking each where it contradicts nothing."""
    sets: list[dict[str, Wish]] = []
    for branch in branches:
        wanted: dict[str, Wish] = {}
        for wish in branch:
            # `is defined and …` asks twice of one thing: the second says more.
            wanted[wish.path] = wish
        home = next((s for s in sets if all(s.get(path, wish) == wish for path, wish in wanted.items())), None)
        if home is None:
            home = {}
            sets.append(home)
        home.update(wanted)
    return list(sets)
