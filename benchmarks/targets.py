"""What casepack set out to reach, and whether the figures of a run say that it has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from . import engines
from .commands import BARE
from .figures import middle, per_document, ratio

State = Literal["aim reached", "reached", "not reached", "not measured"]


@dataclass(frozen=True, slots=True)
class Target:
    """One thing to reach: what must be, what is aimed at, what was measured (None: it was not), and its unit."""

    what: str
    needed: float
    measured: float | None
    aimed: float | None = None
    unit: str = ""
    most: bool = False
    """Is it the most that may be, and not the least that must?"""

    @property
    def state(self) -> State:
        """Whether it is reached."""
        if self.measured is None:
            return "not measured"
        if self.aimed is not None and self._holds(self.aimed):
            return "aim reached"
        return "reached" if self._holds(self.needed) else "not reached"

    def _holds(self, bound: float) -> bool:
        assert self.measured is not None
        return self.measured <= bound if self.most else self.measured >= bound


def targets(result: Mapping[str, Any]) -> list[Target]:
    """Every target with what the run measured."""
    return [*_rivals(result), *_workers(result), *_memory(result), *_again(result), *_starts(result)]


def ahead(result: Mapping[str, Any], name: str, kind: str = "cpu") -> float | None:
    """How many times as long an engine takes as casepack, the median of the rounds; None where it was not measured."""
    engine = result["engines"].get(name)
    return middle(engine[f"{kind}_ratios"]) if engine else None


def _rivals(result: Mapping[str, Any]) -> list[Target]:
    floor = ahead(result, engines.FLOOR)
    return [
        Target("ahead of docxtpl and WeasyPrint as their tutorials show them", 2.0, ahead(result, engines.NAIVE), 2.5),
        Target("ahead of docxtpl and a warm unoserver", 1.5, ahead(result, engines.SERVER), 2.0),
        Target("ahead of docxtpl and one LibreOffice call for all", 1.0, ahead(result, engines.ONE_CALL), 1.3),
        Target("ahead of docxtpl and a LibreOffice process for each", 8.0, ahead(result, engines.EACH), 9.7),
        Target("the whole, against the floor", 1.25, floor and 1 / floor, unit="of the floor", most=True),
    ]


def _workers(result: Mapping[str, Any]) -> list[Target]:
    folders, sample = result["folders"], result["sample"]
    largest = folders[-1]
    by_fifty = next((row for row in folders if row["records"] == 50), largest)
    gain = ratio(middle(by_fifty["1"]), middle(by_fifty["2"]))
    told = f"two workers against one, {by_fifty['records']} records"
    found = [Target(told, 1.8, gain, unit="times as fast")]
    lone = ratio(middle(sample["one"]), middle(sample["two"]))
    found.append(Target("two workers against one, a single record", 1.5, lone, unit="times as fast"))
    if len(folders) > 1:
        first, last = (per_document([(s, row["documents"]) for s in row["1"]]) for row in (folders[0], largest))
        told = f"time for one document, {largest['records']} records against {folders[0]['records']}"
        found.append(Target(told, 1.1, ratio(last, first), unit="times as long", most=True))
    return found


def _memory(result: Mapping[str, Any]) -> list[Target]:
    after = result["memory"]["after"]
    first, last = after[0], after[-1]
    growth = (last["mb"] - first["mb"]) / first["mb"] * 100
    told = f"growth of a worker's memory from {first['documents']:,} documents to {last['documents']:,}"
    return [
        Target(told, 10, growth, unit="%", most=True),
        Target("a worker's memory, the most that was seen", 150, max(one["mb"] for one in after), unit="MB", most=True),
    ]


def _again(result: Mapping[str, Any]) -> list[Target]:
    sample = result["sample"]
    cold, warm = (ratio(middle(sample[way]), middle(sample[f"again_{way}"])) for way in ("cold", "warm"))
    needless = sum(row["needless"] for row in result["changes"])
    return [
        Target("an unchanged second run, in a warm worker", 30, warm, unit="times as fast"),
        Target("an unchanged second run, from the command line", 30, cold, unit="times as fast"),
        Target("documents made anew for one changed answer that say the same as before", 0, needless, most=True),
    ]


def _starts(result: Mapping[str, Any]) -> list[Target]:
    starts = {name: middle(times["cpu"]) for name, times in result["starts"].items()}
    heavy = {"weasyprint", "docxtpl"} & set(result["check_loads"])
    above = starts["casepack --help"] - starts[BARE]
    return [
        Target("`casepack --help`, above bare Python", 60, above, unit="ms", most=True),
        Target("of WeasyPrint and docxtpl, loaded by `casepack check` of a workbook", 0, len(heavy), most=True),
    ]
