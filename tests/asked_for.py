"""What a template asks for of a View, by path (`child.carers[].name`), read from its tags; and canaries put there.

asked(template)         what it prints, what it only tests, what it compares with words
leaves(view)            every text of a View with its path
planted(view, kept)     the View with a word of its own at every path, and which word stands for which
turned(view, asked)     the View with what the template tests the other way round
"""

from __future__ import annotations

import random
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from jinja2 import nodes

from casepack import wordtags
from casepack.template_language import language
from casepack.wordparts import parts


@dataclass
class Asked:
    """Paths by what a template does with them."""

    printed: set[str] = field(default_factory=set)
    tested: set[str] = field(default_factory=set)
    compared: dict[str, set[str]] = field(default_factory=dict)
    """Those of the tested ones that are held against words of the template, with these words."""
    optional: set[str] = field(default_factory=set)
    """Those of which a template asks whether they are there at all."""


def asked(template: bytes) -> Asked:
    """Every path that the tags of a Word template name."""
    found = Asked()
    for tags in wordtags.read_tags(parts(template)).by_part.values():
        source = "\n".join(_plain(tag) for tag in tags if tag.sign != "#")
        _walk(language().parse(source).body, {}, found)
    return found


def _plain(tag: wordtags.Tag) -> str:
    """A tag without the letters that say what it takes along, and with its quotes as Jinja knows them."""
    text = tag.text[:2] + tag.text[2 + len(tag.level) :]
    return text.translate({0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"'})


def _walk(body: list[Any], names: dict[str, str], found: Asked) -> None:
    for node in body:
        if isinstance(node, nodes.For):
            [path] = _paths(node.iter, names)
            found.tested.add(path)
            assert isinstance(node.target, nodes.Name)
            _walk(node.body, {**names, node.target.name: f"{path}[]"}, found)
        elif isinstance(node, nodes.If):
            _tested(node.test, names, found)
            _walk(node.body, names, found)
            _walk(list(node.elif_), names, found)
            _walk(node.else_, names, found)
        elif isinstance(node, nodes.Output):
            for item in node.nodes:
                _printed(item, names, found)


def _printed(node: Any, names: dict[str, str], found: Asked) -> None:
    if isinstance(node, nodes.CondExpr):
        _tested(node.test, names, found)
        for one in (node.expr1, node.expr2):
            _printed(one, names, found)
    elif isinstance(node, nodes.Filter) and node.name == "join":
        found.printed |= {f"{path}[]" for path in _paths(node.node, names)}
    else:
        found.printed |= set(_paths(node, names))


def _tested(node: Any, names: dict[str, str], found: Asked) -> None:
    found.tested |= set(_paths(node, names))
    for one in [node, *node.find_all(nodes.Test)]:
        if isinstance(one, nodes.Test) and one.name == "defined":
            found.optional |= set(_paths(one, names))
    for one in [node, *node.find_all(nodes.Compare)]:
        if isinstance(one, nodes.Compare):
            words = {str(const.value) for const in one.find_all(nodes.Const)}
            for path in _paths(one, names):
                found.compared.setdefault(path, set()).update(words)


def _paths(node: Any, names: dict[str, str]) -> Iterator[str]:
    """The paths that an expression names, each whole: `child.name`, not `child` as well."""
    path = _path(node, names)
    if path is not None:
        yield from [path] if path else []
        return
    for child in node.iter_child_nodes():
        yield from _paths(child, names)


def _path(node: Any, names: dict[str, str]) -> str | None:
    """The path of a name with what follows it; "" for what the repetition itself tells, None for all else."""
    if isinstance(node, nodes.Name):
        return "" if node.name == "loop" else names.get(node.name, node.name)
    if isinstance(node, nodes.Getattr | nodes.Getitem) and (owner := _path(node.node, names)) is not None:
        if not owner:
            return ""
        if isinstance(node, nodes.Getattr):
            return f"{owner}.{node.attr}"
        key = node.arg.value if isinstance(node.arg, nodes.Const) else None
        return f"{owner}.{key}" if isinstance(key, str) else f"{owner}[]"
    return None


def leaves(view: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a View with its path; a text that is empty too."""
    if isinstance(view, dict):
        for key, value in view.items():
            yield from leaves(value, f"{path}.{key}".lstrip("."))
    elif isinstance(view, list):
        for value in view:
            yield from leaves(value, f"{path}[]")
    elif isinstance(view, str):
        yield path, view


def pictures(view: Any, path: str = "") -> Iterator[str]:
    """The paths at which a View holds a picture, of which a template makes no words."""
    if isinstance(view, dict):
        for key, value in view.items():
            yield from pictures(value, f"{path}.{key}".lstrip("."))
    elif isinstance(view, list):
        for value in view:
            yield from pictures(value, f"{path}[]")
    elif not isinstance(view, str | int):
        yield path


def planted(view: Any, kept: Collection[str], words: dict[str, str], path: str = "", *, empty: bool = False) -> Any:
    """The View with a coined word for each text, noted in `words`, for an `empty` one too; the `kept` paths stay."""
    if isinstance(view, dict):
        return {
            key: planted(value, kept, words, f"{path}.{key}".lstrip("."), empty=empty) for key, value in view.items()
        }
    if isinstance(view, list):
        return [planted(value, kept, words, f"{path}[]", empty=empty) for value in view]
    if not isinstance(view, str) or not (view or empty) or path in kept:
        return view
    word = f"Canary{len(words)}y"
    words[word] = path
    return word


def turned(view: Any, asked: Asked, dice: random.Random, path: str = "") -> Any:
    """The View with some of what a template tests the other way round: said or not, empty, one item of many."""
    if isinstance(view, dict):
        paths = {key: f"{path}.{key}".lstrip(".") for key in view}
        there = [key for key, one in paths.items() if one not in asked.optional or dice.random() < 0.7]
        made = {key: turned(view[key], asked, dice, paths[key]) for key in there}
        more = _built(path, asked) if path.endswith("[]") and dice.random() < 0.5 else {}
        return {**more, **made} if isinstance(more, dict) else made
    if isinstance(view, list):
        items = view or [_built(f"{path}[]", asked)]
        kept = items[: dice.randint(0, 1)] if path in asked.tested and dice.random() < 0.3 else items
        return [turned(value, asked, dice, f"{path}[]") for value in kept]
    if path not in asked.tested or dice.random() < 0.5:
        return view
    if isinstance(view, str):
        return dice.choice(sorted(asked.compared.get(path, {"", "said"})) or [view])
    return not view if isinstance(view, bool) else view


def _built(path: str, asked: Asked) -> Any:
    """An item as a template asks for it, of a list that no View at hand has filled."""
    under = {one.removeprefix(f"{path}.") for one in asked.printed | asked.tested if one.startswith(f"{path}.")}
    if under:
        return {key: _built(f"{path}.{key}", asked) for key in sorted({re.split(r"[.\[]", one)[0] for one in under})}
    if any(one.startswith(f"{path}[]") for one in asked.printed | asked.tested):
        return []
    return "said" if path in asked.printed else True
