"""The documents that every engine makes: what casepack itself would fill in, caught on the way.

They are kept in two files for each set: plain data for the rivals, who load nothing of casepack, and what casepack's
own functions take. Every document comes once, so that nobody gains by remembering the last one.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from .phases import users

SHEET = "house.css"
"""casepack's own stylesheet, beside the sets."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture to be printed into a Word file, ready-made, as PNG."""

    png: bytes


@dataclass(frozen=True, slots=True)
class Filled:
    """What a rival needs for one document: which template, what goes into it, and the HTML of the filled file.

    `calls` is what mammoth is to convert for it: the filled file as it is, and the options, with casepack's styles.
    """

    kind: str
    template: str
    context: dict[str, Any]
    html: str
    calls: tuple[tuple[bytes, dict[str, Any]], ...]


@dataclass(frozen=True, slots=True)
class Ordered:
    """What casepack's own function takes to make one document, proof included."""

    kind: str
    arguments: tuple[Any, ...]


def read_filled(folder: Path, number: int) -> list[Filled]:
    """The documents of a set, for a rival."""
    found: list[Filled] = pickle.loads(_filled_path(folder, number).read_bytes())
    return found


def read_ordered(folder: Path, number: int) -> list[Ordered]:
    """The documents of a set, for casepack."""
    found: list[Ordered] = pickle.loads(_ordered_path(folder, number).read_bytes())
    return found


def _filled_path(folder: Path, number: int) -> Path:
    return folder / f"set-{number}-filled.pickle"


def _ordered_path(folder: Path, number: int) -> Path:
    return folder / f"set-{number}-ordered.pickle"


def capture(records: Sequence[Path], as_of: str, folder: Path, mix: Mapping[str, int], sets: int) -> None:
    """Write so many sets of documents, and the templates that they are made from, into `folder`.

    Records are drawn upon until every set has its mix. Raises ValueError where they do not suffice.
    """
    from casepack.assets import asset

    catcher = _Catcher(mix, sets)
    for path in records:
        if not catcher.wanted():
            break
        catcher.draw(path, as_of)
    if lacking := catcher.wanted():
        raise ValueError(f"The records hold too few of: {', '.join(sorted(lacking))}.")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / SHEET).write_bytes(asset(SHEET))
    for name, data in catcher.templates.items():
        (folder / f"{name}.docx").write_bytes(data)
    for number in range(sets):
        pairs = [pair for kind, count in mix.items() for pair in catcher.of(kind, number * count, count)]
        _filled_path(folder, number).write_bytes(pickle.dumps([filled for filled, _ in pairs]))
        _ordered_path(folder, number).write_bytes(pickle.dumps([ordered for _, ordered in pairs]))


class _Catcher:
    """Stands where casepack makes a document, and keeps what it would have been made from."""

    def __init__(self, mix: Mapping[str, int], sets: int) -> None:
        self.needed = {kind: count * sets for kind, count in mix.items()}
        self.caught: dict[str, list[tuple[Filled, Ordered]]] = {kind: [] for kind in mix}
        self.templates: dict[str, bytes] = {}

    def wanted(self) -> set[str]:
        """The kinds of which there are too few."""
        return {kind for kind, count in self.needed.items() if len(self.caught[kind]) < count}

    def of(self, kind: str, start: int, count: int) -> list[tuple[Filled, Ordered]]:
        """So many documents of a kind."""
        return self.caught[kind][start : start + count]

    def draw(self, path: Path, as_of: str) -> None:
        """What one record gives."""
        # Here, not above: it loads much that would count as memory of casepack's where a worker reads what was caught.
        from unittest.mock import patch

        from casepack.finish import finished_bytes
        from casepack.inputs import load_case
        from casepack.make import Before, produce

        loaded = load_case(path, None, as_of)
        with ExitStack() as stack:
            for module, name in users(finished_bytes):
                stack.enter_context(patch.object(module, name, self._instead))
            produce(loaded, Before(None, {}, b""))

    def _instead(self, case: Any, book: Any, job: Any, view: Any, step: Any) -> dict[str, bytes]:
        kind = job.document.id
        if kind in self.wanted():
            filled = self._filled(case, job, view, step)
            self.caught[kind].append((replace(filled, kind=kind), Ordered(kind, (case, book, job, view, step))))
        return dict.fromkeys(job.document.formats, b"")

    def _filled(self, case: Any, job: Any, view: Any, step: Any) -> Filled:
        from unittest.mock import patch

        from casepack import convert, finish
        from casepack.fill import fill

        given: list[tuple[bytes, Mapping[str, Any], str]] = []

        def filling(template: bytes, context: Mapping[str, Any], *, name: str, properties: Any) -> bytes:
            given.append((template, context, name))
            return fill(template, context, name=name, properties=properties)

        with patch.object(finish, "fill", filling):
            docx = finish.filled(case, job, view, step.version)
        [(template, context, name)] = given
        self.templates[name] = template
        return Filled("", name, _plain(context), convert.to_html(docx), ((docx, _style_options()),))


def _style_options() -> dict[str, Any]:
    """What mammoth is told of casepack's styles."""
    from casepack.wordrules import CHARACTER_STYLES, PARAGRAPH_STYLES, TABLE_STYLES

    kinds = (("p", PARAGRAPH_STYLES), ("r", CHARACTER_STYLES), ("table", TABLE_STYLES))
    lines = [f"{kind}[style-name='{name}'] => {path}" for kind, paths in kinds for name, path in paths.items()]
    return {"style_map": "\n".join(lines), "include_default_style_map": False, "include_embedded_style_map": False}


def _plain(value: Any) -> Any:
    """A context without casepack's own types."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return Drawing(value.png) if hasattr(value, "png") else value


def drawn_upon(seed: int, count: int, folder: Path) -> Iterator[Path]:
    """Invented records, written to `folder` with the office they are for; the same for the same seed."""
    from casepack.read import reading_of_office
    from tests.casemaker import write_cases
    from tests.conftest import INPUTS

    office = reading_of_office((INPUTS / "office.json").read_bytes(), "office.json").made
    yield from write_cases(folder, seed, count, office)
