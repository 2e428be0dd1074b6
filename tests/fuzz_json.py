"""Records and offices as JSON, spoilt in their structure and in their text; what comes of each is looked at twice."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from casepack import clock
from casepack.canonical import to_json
from casepack.complaints import Path, place
from casepack.errors import Problem, RecordError
from casepack.inputs import with_reference
from casepack.office import Office
from casepack.plan import Case
from casepack.planning import make_plan
from casepack.read import read_office, read_record
from casepack.record import Record
from casepack.values import Unknown, YesNo

from .builders import office_data, record_data
from .builders_case import cast_data, sample_office, wide_office
from .conftest import AS_OF, INPUTS
from .fuzz_kit import ODD_WORDS, Tried, faults_of_problem, kind_of_error, odd_text, spoilt_bytes, spoilt_text

RECORD, OFFICE = "case.json", "office.json"
_TABLES = ("people", "carers", "involvements", "episodes", "sources")
_OF_PEOPLE = frozenset(
    (
        "given_name", "family_name", "known_as", "date_of_birth", "address", "postcode", "phone", "email", "name",
        "account", "what_happened", "medical_attention", "school_contact", "notes", "ecins_profile",
    )
)  # fmt: skip
"""Answers that a message about another answer never shows."""
_ANSWERS = frozenset((*Unknown, *YesNo))
_ROW = re.compile(r" \([^)]*\)")
_SHORTEST_SECRET = 6

_VALUES: tuple[Callable[[random.Random], Any], ...] = (
    lambda rng: rng.choice(ODD_WORDS),
    odd_text,
    lambda rng: rng.choice((None, True, False, 0, -1, 1, 0.5, 10**18, -(10**30), 1e308, float("nan"), float("-inf"))),
    lambda rng: rng.choice(
        ([], {}, [[]], [None], [{}], {"": ""}, [[[[]]]], {"id": "P1"}, ["P1", "P1"], [1, "a", None])
    ),
    lambda rng: [rng.choice(ODD_WORDS)] * rng.choice((1, 3, 40)),
    lambda rng: _nested(rng.choice((3, 11, 13, 60)), rng.random() < 0.5),
    lambda rng: "x" * rng.choice((40, 41, 60, 32_700, 32_701)),
    lambda rng: f"{rng.randint(1850, 2250):04d}-{rng.randint(0, 14):02d}-{rng.randint(0, 33):02d}",
    lambda rng: f"{rng.randint(0, 26):02d}:{rng.randint(0, 62):02d}{rng.choice(('', ' BST', ' GMT', ' CET', ' bst'))}",
    lambda rng: f"2026-{rng.choice(('03-29', '10-25'))} 01:{rng.randint(0, 59):02d}{rng.choice(('', ' BST', ' GMT'))}",
)


def _nested(levels: int, as_list: bool) -> Any:
    made: Any = "x"
    for _ in range(levels):
        made = [made] if as_list else {"a": made}
    return made


@cache
def _record_texts() -> tuple[str, ...]:
    samples = [(INPUTS / f"sample-{name}.json").read_text(encoding="utf-8") for name in ("minimal", "sensitive")]
    more = (INPUTS / "sample-ordinary.json").read_text(encoding="utf-8")
    built = [json.dumps(data, ensure_ascii=False) for data in (record_data(), cast_data(), cast_data())]
    return (*built, *samples, more)


@cache
def _office_texts() -> tuple[str, ...]:
    return (INPUTS / "office.json").read_text(encoding="utf-8"), json.dumps(office_data())


@cache
def _offices() -> tuple[Office, Office]:
    return wide_office(), sample_office()


# Spoiling


def _nodes(root: Any) -> list[tuple[Any, Any]]:
    """Every place in a tree: what holds it, and its key."""
    found: list[tuple[Any, Any]] = []
    stack = [root]
    while stack:
        node = stack.pop()
        children = (
            list(node.items()) if isinstance(node, dict) else list(enumerate(node)) if isinstance(node, list) else []
        )
        found += [(node, key) for key, _ in children]
        stack.extend(child for _, child in children)
    return found


def _spoil_tree(rng: random.Random, root: Any) -> None:
    """A few changes to what the tree holds and how."""
    for _ in range(rng.choice((1, 1, 1, 2, 3, 8))):
        nodes = _nodes(root)
        if not nodes:
            return
        (node, key), (other, at) = rng.choice(nodes), rng.choice(nodes)
        there = node[key]
        match rng.randrange(12):
            case 0:
                del node[key]
            case 1 if isinstance(node, list):
                node.extend([there] * rng.choice((1, 2, 300)))
            case 1:
                node[rng.choice((key + "s", key.upper(), key.title(), f" {key}", "id", rng.choice(ODD_WORDS)))] = there
            case 2:
                node[key] = json.loads(json.dumps(other[at]))
            case 3:
                node[key] = [there]
            case 4:
                node[key] = {"id": there}
            case 5 | 6 | 7 if isinstance(there, str):
                node[key] = spoilt_text(rng, there)
            case 5 if isinstance(there, list):
                rng.shuffle(there)
            case 6 if isinstance(node, dict):
                node[rng.choice(ODD_WORDS)] = rng.choice(_VALUES)(rng)
            case _:
                node[key] = rng.choice(_VALUES)(rng)


def _written(rng: random.Random, root: Any) -> bytes:
    """The tree as some editor or some accident would leave it."""
    text = json.dumps(root, ensure_ascii=rng.random() < 0.2, indent=rng.choice((None, 1, 2)))
    if rng.random() < 0.75:
        return text.encode("utf-8", "surrogatepass")
    match rng.randrange(8):
        case 0:
            return text.encode(rng.choice(("utf-8-sig", "utf-16", "utf-16-le", "utf-32", "utf-7")), "replace")
        case 1:
            return text[: rng.randrange(len(text) + 1)].encode("utf-8", "surrogatepass")
        case 2:
            text = re.sub(r'"(\w+)": ', lambda m: f'"{m[1]}": 1, {m[0]}' if rng.random() < 0.05 else m[0], text)
        case 3:
            text = text.replace(rng.choice((",", ":", "{", "]", '"')), rng.choice((",,", "", ";", "'", "//")), 1)
        case 4:
            return spoilt_bytes(rng, text.encode("utf-8", "surrogatepass"))
        case 5:
            text = rng.choice(("[" * 2_000, '{"a":' * 2_000, "// x\n", "\x00", "{")) + text
        case 6:
            text += rng.choice((text, "}", "\x00" * 40, "// x", " " * 5_000))
        case _:
            text = spoilt_text(rng, text)
    return text.encode("utf-8", "surrogatepass")


def _spoilt(rng: random.Random, text: str) -> bytes:
    root = json.loads(text)
    if rng.random() < 0.9:
        _spoil_tree(rng, root)
    return _written(rng, root)


# Looking at what comes of it


def _leaves(root: Any) -> Iterator[tuple[Path, str]]:
    stack: list[tuple[Path, Any]] = [((), root)]
    while stack:
        path, node = stack.pop()
        if isinstance(node, str):
            yield path, node
        children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
        stack.extend(((*path, key), child) for key, child in children)


def shown_elsewhere(data: bytes, problems: tuple[Problem, ...], name: str) -> Iterator[str]:
    """Answers about a person that a report on quite another place shows; nothing where the data is no JSON at all."""
    try:
        root = json.loads(data)
    except (ValueError, RecursionError):
        return
    leaves = [(place(name, path, {}), text) for path, text in _leaves(root)]
    kept = {
        (place(name, path, {}), text)
        for path, text in _leaves(root)
        if len(path) > 1 and path[0] in _TABLES and path[-1] in _OF_PEOPLE and len(text) >= _SHORTEST_SECRET
    }
    texts = [text for _, text in _leaves(root)]
    kept = {(where, text) for where, text in kept if texts.count(text) == 1 and text.isprintable()}
    kept = {(where, text) for where, text in kept if text not in _ANSWERS}
    for problem in problems:
        if problem.severity != "problem":
            continue
        here = _ROW.sub("", problem.where)
        said = " ".join((problem.where, problem.what, problem.fix, problem.found))
        own = " ".join(text for where, text in leaves if where.startswith(here) or here.startswith(where))
        for where, text in kept:
            if text not in own and text in said:
                yield f"{problem.code} at {problem.where} shows what stands at {where}: {said}"


def fuzz_record(rng: random.Random) -> Tried:
    """A spoilt record: read, or refused in words; what is read is read the same again, and can be planned."""
    the_office = rng.choice(_offices())
    data = _spoilt(rng, rng.choice(_record_texts()))
    try:
        made, problems = read_record(data, RECORD, the_office)
    except RecordError as error:
        wrong = [fault for problem in error.problems for fault in faults_of_problem(problem, RECORD)]
        return Tried(kind_of_error(error), [*wrong, *shown_elsewhere(data, error.problems, RECORD)])
    tried = Tried("read", [fault for problem in problems for fault in faults_of_problem(problem, RECORD)])
    settled = to_json(made)
    again, told = read_record(settled.encode(), RECORD, the_office)
    if again != made or to_json(again) != settled or [p.code for p in told] != [p.code for p in problems]:
        tried.wrong.append("a record that is read otherwise the second time")
    _plan(made, the_office)
    return tried


def _plan(made: Record, the_office: Office) -> None:
    """The documents of a record that was read: whatever was accepted can be planned."""
    moment = clock.moment(AS_OF, clock.zone(the_office))
    make_plan(Case(with_reference(made, RECORD), the_office, moment))


def fuzz_office(rng: random.Random) -> Tried:
    """Spoilt data of an office: read, or refused in words; what is read is read the same again."""
    data = _spoilt(rng, rng.choice(_office_texts()))
    try:
        made, problems = read_office(data, OFFICE)
    except RecordError as error:
        return Tried(
            kind_of_error(error), [fault for problem in error.problems for fault in faults_of_problem(problem, OFFICE)]
        )
    wrong = [fault for problem in problems for fault in faults_of_problem(problem, OFFICE)]
    settled = to_json(made)
    again, _ = read_office(settled.encode(), OFFICE)
    if again != made or to_json(again) != settled:
        wrong.append("an office that is read otherwise the second time")
    _read_with(made)
    return Tried("read", wrong)


def _read_with(made: Office) -> None:
    """A record is read, and planned, with this office, or refused in words."""
    try:
        record, _ = read_record(json.dumps(cast_data()).encode(), RECORD, made)
        _plan(record, made)
    except RecordError:
        pass
