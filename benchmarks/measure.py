"""Everything that is measured, in one run, as plain numbers for `docs/performance.json`."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from . import commands, engines, machine, runs
from .captured import capture, drawn_upon
from .engines import Rounds, Say
from .figures import Lap, middle, series
from .phases import COLLECTOR, DOCUMENT, PACK, REST
from .sizes import MIX, SIZES, Size

SEED = 8
DAY = "2026-11-10 12:00"
"""The moment as of which invented records are made into packs: the one that they were invented for."""
Keep = Callable[[Mapping[str, Any]], None]
ENOUGH = 260
"""Invented records: enough for every set, and for the documents after which memory is read."""


def measure(name: str, seed: int, say: Say, keep: Keep) -> dict[str, Any]:
    """Measure everything, as much as the size `name` says. Takes minutes to hours; tells `say` how far it is.

    After each part `keep` is given all that there is so far, so that a part that fails loses nothing but itself.
    """
    from casepack import typeset
    from tests.conftest import INPUTS

    size = SIZES[name]
    with tempfile.TemporaryDirectory(prefix="casepack-bench-") as folder:
        out = Path(folder)
        # Every engine that loads fonts gets those of casepack, and no others: what is on a machine makes no difference.
        os.environ["FONTCONFIG_FILE"] = str(typeset.FONTS / "fonts.conf")
        os.environ["XDG_CACHE_HOME"] = str(out / "cache")
        # Python keeps what it has compiled, as it does on a user's machine; otherwise each start compiles everything.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        say("inventing records")
        most = max(count for count, _ in size.packs)
        records = list(drawn_upon(seed, max(ENOUGH, most + 1), out / "records"))
        warm_up = records.pop(), DAY
        result: dict[str, Any] = {"size": name, "seed": seed, "machine": machine.machine()}
        result |= {"versions": machine.versions(), "missing": {}}
        result |= _mix(records, out, size, warm_up, say)
        keep(rounded(result))
        say("whole packs, phase by phase")
        packs = runs.pack_phases(records[: size.profiled], DAY, out / "profiled", warm_up)
        result["pack_phases"] = _table(PACK, packs["phases"])
        result["not_found"] = sorted({*result["not_found"], *packs["not_found"]})
        say("starting commands")
        result["starts"] = commands.starts(INPUTS, runs.AS_OF, out / "starts", size.starts)
        result["check_loads"] = commands.loaded_by_check(INPUTS, runs.AS_OF)
        keep(rounded(result))
        say("the sample's pack")
        result["sample"] = runs.sample(INPUTS, out / "sample", warm_up, size.sample)
        say("one changed answer")
        result["changes"] = runs.changes(INPUTS, out / "changes")
        keep(rounded(result))
        result["folders"] = runs.folders(records, DAY, out / "folders", size.packs, say)
        keep(rounded(result))
        say("memory")
        result["memory"] = runs.memory(records[::-1], DAY, out / "memory", size.memory, say)
    written: dict[str, Any] = rounded(result)
    return written


def _mix(records: Sequence[Path], out: Path, size: Size, warm_up: tuple[Path, str], say: Say) -> dict[str, Any]:
    say("catching the documents that every engine is to make")
    capture(records, DAY, out / "sets", MIX, size.rounds + 1)
    rounds = Rounds(out / "sets", out / "mix", size, say)
    rounds.run(warm_up)
    base = rounds.laps[engines.PRODUCT]
    shown = {name: asdict(series(laps, base)) for name, laps in rounds.laps.items()}
    documents = len(base[0])
    per_document = 1000 / documents
    return {
        "mix": dict(MIX),
        "engines": shown,
        "missing": rounds.missing,
        "kinds": _kinds(rounds.laps),
        "phases": _table(DOCUMENT, _middles(rounds.phases, per_document)),
        "floor_steps": _middles(rounds.steps, per_document),
        "not_found": rounds.not_found,
    }


def _kinds(laps: Mapping[str, Sequence[Sequence[Lap]]]) -> dict[str, dict[str, float]]:
    """Milliseconds of processor for one document of each kind, for the engines that time each by itself."""
    kinds = [kind for kind, count in MIX.items() for _ in range(count)]
    found: dict[str, dict[str, float]] = {kind: {} for kind in MIX}
    for name in (engines.PRODUCT, engines.FLOOR, engines.NAIVE):
        for kind in MIX:
            found[kind][name] = middle(lap.cpu for one in laps[name] for lap in one if kinds[lap.documents[0]] == kind)
    return found


def _middles(rounds: Sequence[Mapping[str, float]], factor: float) -> dict[str, float]:
    names = dict.fromkeys(name for one in rounds for name in one)
    return {name: middle(one.get(name, 0.0) * factor for one in rounds) for name in names}


def _table(phases: Sequence[tuple[str, str, tuple[str, ...]]], spent: Mapping[str, float]) -> list[dict[str, Any]]:
    """The phases in their order, with milliseconds for one document; what belongs to none of them at the end."""
    rows = [(group, what, spent.get(f"{group}: {what}", 0.0)) for group, what, _ in phases]
    rows += [("", what, spent[what]) for what in (COLLECTOR, REST) if what in spent]
    return [{"group": group, "what": what, "ms": ms} for group, what, ms in rows]


def rounded(value: Any) -> Any:
    """The same with no more digits than mean something."""
    if isinstance(value, float):
        return float(f"{value:.4g}")
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    return [rounded(item) for item in value] if isinstance(value, list | tuple) else value
