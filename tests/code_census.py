"""Every code that casepack can give to a problem or a finding, read out of its own source.

A code begins as a literal somewhere and travels through parameters, tuples and results until it stands in a `Problem`,
a `Finding` or another class with a field `code`. The census follows it backwards. What it cannot follow is told in
`UNFOLLOWED` by hand, and anything else that it cannot follow is a fault.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).resolve().parent.parent / "src" / "casepack"

UNFOLLOWED: dict[str, frozenset[str]] = {
    "complaints._words": frozenset({"unprintable", "too-long"}),
    "answer_read.read_answer": frozenset({"unprintable", "too-long"}),
    "rowchecks.bad_clock": frozenset({"time-unreadable", "time-impossible", "time-ambiguous", "time-wrong-zone"}),
}
"""Function by function, the codes that are put together there: from the kinds of error in `values` and in `clock`."""

Function = ast.FunctionDef


@dataclass
class Census:
    """What was found so far: codes with the functions in which they are written, and what could not be followed."""

    codes: dict[str, set[str]] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)
    takers: dict[ast.AST, tuple[int, str]] = field(default_factory=dict)
    """Each function and class that is handed a code: at which place, and under which name."""


class _Source:
    """The parsed modules, with the functions around every node."""

    def __init__(self, folder: Path) -> None:
        self.modules = {path.stem: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.py"))}
        self.around: dict[ast.AST, tuple[str, list[Function]]] = {}
        self.functions: dict[str, list[Function]] = {}
        self.classes: dict[tuple[str, str], ast.ClassDef] = {}
        self._imported: dict[tuple[str, str], tuple[str, str]] = {}
        for module, tree in self.modules.items():
            self._walk(module, tree, [])

    def _walk(self, module: str, node: ast.AST, outer: list[Function]) -> None:
        self.around[node] = (module, outer)
        if isinstance(node, Function):
            self.functions.setdefault(node.name, []).append(node)
            outer = [node, *outer]
        elif isinstance(node, ast.ClassDef):
            self.classes[module, node.name] = node
        elif isinstance(node, ast.ImportFrom) and node.level:
            for alias in node.names:
                self._imported[module, alias.asname or alias.name] = ((node.module or ""), alias.name)
        for child in ast.iter_child_nodes(node):
            self._walk(module, child, outer)

    def calls(self) -> Iterator[ast.Call]:
        return (node for node in self.around if isinstance(node, ast.Call))

    def attribute(self, node: ast.Attribute, module: str) -> list[Function]:
        """The functions that `something.name` may mean: of a module by that name, otherwise every method called so."""
        functions = self.functions.get(node.attr, [])
        if isinstance(node.value, ast.Name) and ("", node.value.id) == self._imported.get((module, node.value.id)):
            return [f for f in functions if self.around[f][0] == node.value.id]
        return [f for f in functions if f.args.args and f.args.args[0].arg == "self"]

    def named(self, name: str, module: str, *, method: bool) -> list[Any]:
        """What a call may mean: a method of this name anywhere, or the module's own, or imported, function or class."""
        if method:
            return list(self.functions.get(name, []))
        home, name = self._imported.get((module, name), (module, name))
        functions = [f for f in self.functions.get(name, []) if self.around[f][0] == home]
        return functions or [c for c in [self.classes.get((home, name))] if c]


def census(folder: Path = SOURCE) -> Census:
    """All codes of the modules in a folder."""
    source, found = _Source(folder), Census()
    found.takers.update((node, (place, "code")) for node, place in _classes(source))
    follower = _Follower(source, found)
    before = -1
    while before != len(found.takers):
        before = len(found.takers)
        for call in source.calls():
            follower.call(call)
    return found


def _classes(source: _Source) -> Iterator[tuple[ast.ClassDef, int]]:
    """The classes with a field `code` that holds words, and its place among the arguments."""
    for module, tree in source.modules.items():
        for node in ast.walk(tree) if module != "codes" else ():  # that one holds the explanations
            if isinstance(node, ast.ClassDef):
                fields = [
                    (f.target.id, ast.unparse(f.annotation))
                    for f in node.body
                    if isinstance(f, ast.AnnAssign) and isinstance(f.target, ast.Name)
                ]
                if ("code", "str") in fields:
                    yield node, fields.index(("code", "str"))


class _Follower:
    def __init__(self, source: _Source, found: Census) -> None:
        self.source, self.found = source, found
        self._busy: set[tuple[int, int | None]] = set()

    def call(self, call: ast.Call) -> None:
        """What is handed over as a code in this call."""
        module, _ = self.source.around[call]
        for place, name in self._takers(call, module):
            given = next((k.value for k in call.keywords if k.arg == name), None)
            if given is not None:
                self.follow(given)
                continue
            for number, argument in enumerate(call.args):
                if isinstance(argument, ast.Starred):
                    self.follow(argument.value, place - number)
                    break
                if number == place:
                    self.follow(argument)
                    break

    def _takers(self, call: ast.Call, module: str) -> Iterator[tuple[int, str]]:
        """At which place, and under which name, this call hands over a code."""
        if isinstance(call.func, ast.Name):
            found: list[ast.AST] = list(self.source.named(call.func.id, module, method=False))
        elif isinstance(call.func, ast.Attribute):
            found = [f for f in self.source.attribute(call.func, module) if _fits(call, f)]
        else:
            return
        yield from (self.found.takers[node] for node in found if node in self.found.takers)

    def follow(self, node: ast.expr, index: int | None = None, *, each: bool = False) -> None:
        """Find the codes of an expression; with `index`, of that item of the tuple it gives; `each`: of every row."""
        if (id(node), index) in self._busy:
            return
        self._busy.add((id(node), index))
        try:
            self._follow(node, index, each)
        finally:
            self._busy.discard((id(node), index))

    def _follow(self, node: ast.expr, index: int | None, each: bool) -> None:
        if isinstance(node, ast.IfExp):
            self.follow(node.body, index, each=each)
            self.follow(node.orelse, index, each=each)
        elif isinstance(node, ast.BoolOp):
            for value in node.values:
                self.follow(value, index, each=each)
        elif each and isinstance(node, (ast.List, ast.Tuple)):
            for row in node.elts:
                self.follow(row, index)
        elif each and isinstance(node, ast.GeneratorExp):
            self.follow(node.elt, index)
        elif index is not None and not each and isinstance(node, ast.Tuple):
            self.follow(node.elts[index])
        elif index is None and isinstance(node, ast.Constant):
            if isinstance(node.value, str) and node.value:
                module, outer = self.source.around[node]
                self.found.codes.setdefault(node.value, set()).add(f"{module}.{outer[0].name}" if outer else module)
        elif isinstance(node, ast.Name):
            self._name(node, index, each)
        elif isinstance(node, ast.Call):
            self._result(node, index, each)
        elif isinstance(node, ast.Subscript) and isinstance(node.value, (ast.Dict, ast.Name)):
            self._values(node.value, index)
        elif isinstance(node, ast.Attribute) and node.attr == "code":
            pass  # every class with such a field is followed where it is made
        elif index is None and isinstance(node, (ast.Tuple, ast.List, ast.Dict)):
            pass  # no code: a method of the same name takes something else here
        else:
            self._lost(node)

    def _values(self, node: ast.expr, index: int | None) -> None:
        """The values of a table, written here or given a name in the module."""
        if isinstance(node, ast.Name):
            module, _ = self.source.around[node]
            node = next(
                (
                    a.value
                    for a in ast.walk(self.source.modules[module])
                    if isinstance(a, (ast.Assign, ast.AnnAssign)) and a.value is not None and _binds(a, node.id)
                ),
                node,
            )
        if not isinstance(node, ast.Dict):
            self._lost(node)
            return
        for value in node.values:
            self.follow(value, index)

    def _name(self, node: ast.Name, index: int | None, each: bool) -> None:
        module, outer = self.source.around[node]
        for function in outer:
            arguments = [*function.args.posonlyargs, *function.args.args]
            names = [a.arg for a in arguments]
            if index is None and node.id in [*names, *(a.arg for a in function.args.kwonlyargs)]:
                is_method = names[:1] == ["self"]
                place = names.index(node.id) - is_method if node.id in names else 99
                self.found.takers[function] = (place, node.id)
                return
            if self._bound(function, node.id, index, each):
                return
        if not self._bound(self.source.modules[module], node.id, index, each):
            self._lost(node)

    def _bound(self, scope: ast.AST, name: str, index: int | None, each: bool) -> bool:
        """Follow what a name stands for in a function or a module."""
        done = False
        for node in ast.walk(scope):
            pairs: list[tuple[ast.expr, ast.expr, bool]] = []
            if isinstance(node, ast.Assign):
                pairs = [(target, node.value, False) for target in node.targets]
            elif isinstance(node, (ast.AnnAssign, ast.NamedExpr)) and node.value is not None:
                pairs = [(node.target, node.value, False)]
            elif isinstance(node, (ast.For, ast.comprehension)):
                pairs = [(node.target, node.iter, True)]
            for target, value, rows in pairs:
                if isinstance(target, ast.Name) and target.id == name:
                    self.follow(value, index, each=rows or each)
                    done = True
                elif isinstance(target, ast.Tuple) and index is None:
                    for place, part in enumerate(target.elts):
                        if isinstance(part, ast.Name) and part.id == name:
                            self.follow(value, place, each=rows)
                            done = True
        return done

    def _result(self, call: ast.Call, index: int | None, each: bool) -> None:
        """What a function of casepack gives, or what a table written on the spot may give."""
        module, _ = self.source.around[call]
        if isinstance(call.func, ast.Attribute) and call.func.attr == "get":
            self._values(call.func.value, index)
            for default in call.args[1:]:
                self.follow(default, index)
            return
        name, method = (
            (call.func.id, False) if isinstance(call.func, ast.Name) else (getattr(call.func, "attr", ""), True)
        )
        functions = [f for f in self.source.named(name, module, method=method) if isinstance(f, Function)]
        if not functions and not name[:1].isupper():
            self._lost(call)
        for function in functions:
            for node in ast.walk(function):
                if isinstance(node, ast.Return) and node.value is not None and not each:
                    if not (isinstance(node.value, ast.Constant) and node.value.value is None):
                        self.follow(node.value, index)
                elif isinstance(node, ast.Yield) and node.value is not None and each:
                    self.follow(node.value, index)
                elif isinstance(node, ast.YieldFrom) and each:
                    self.follow(node.value, index, each=True)

    def _lost(self, node: ast.AST) -> None:
        module, outer = self.source.around[node]
        here = f"{module}.{outer[0].name}" if outer else module
        if here in UNFOLLOWED:
            for code in UNFOLLOWED[here]:
                self.found.codes.setdefault(code, set()).add(here)
        else:
            self.found.lost.add(f"{here}, line {getattr(node, 'lineno', 0)}: {ast.unparse(node)[:80]}")


def _fits(call: ast.Call, function: Function) -> bool:
    """Can a method take what this call hands it?"""
    names = [*function.args.posonlyargs, *function.args.args]
    takes = len(names) - any(a.arg == "self" for a in names[:1])
    starred = any(isinstance(a, ast.Starred) for a in call.args)
    plain = sum(not isinstance(a, ast.Starred) for a in call.args) + len(call.keywords)
    enough = starred or plain >= takes - len(function.args.defaults)
    return enough and plain + starred <= takes + len(function.args.kwonlyargs)


def _binds(node: ast.Assign | ast.AnnAssign, name: str) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return any(isinstance(t, ast.Name) and t.id == name for t in targets)
