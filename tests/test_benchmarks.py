"""What the benchmark makes of its measurements: medians, ratios, targets, the page. Nothing is timed here."""

from __future__ import annotations

import ast
import hashlib
import json
import shutil
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from lxml import etree

from benchmarks import engines, rivals_office, runs, work_product
from benchmarks.__main__ import DOCS, bench
from benchmarks.captured import Drawing
from benchmarks.chart import Bar, chart
from benchmarks.commands import BARE, LIBRARIES
from benchmarks.engines import Say
from benchmarks.figures import Lap, middle, per_document, ratio, rotated, series
from benchmarks.measure import DAY, Keep, rounded
from benchmarks.page import NAMES, alternative, page, picture
from benchmarks.phases import COLLECTOR, DOCUMENT, PACK, REST, Stopwatch, find
from benchmarks.runs import CHANGES, ORDINARY
from benchmarks.sizes import MIX, SIZES
from benchmarks.targets import Target, targets
from benchmarks.work_common import NAIVE_SHEET, with_images
from casepack.documents import DOCUMENTS

from .conftest import INPUTS
from .test_architecture import declared, distributions


def _laps(*times: float) -> list[Lap]:
    return [Lap((number,), time, time * 2) for number, time in enumerate(times)]


def test_a_ratio_compares_the_same_documents_of_the_same_round() -> None:
    base = [_laps(10, 20, 30), _laps(100, 200, 300)]
    found = series([[Lap((0, 1, 2), 120, 90)], [Lap((2,), 1500, 900)]], base)
    assert (found.cpu_ratios, found.wall_ratios) == ((2.0, 5.0), (0.75, 1.5))
    assert (found.cpu, found.wall) == ((40.0, 1500.0), (30.0, 900.0))
    assert series(base, base).cpu_ratios == (1.0, 1.0)


@pytest.mark.parametrize(
    ("rounds", "base"),
    [
        ([[Lap((0, 3), 1, 1)]], [_laps(1, 1)]),
        ([[Lap((0,), 1, 1), Lap((0,), 1, 1)]], [_laps(1, 1)]),
        ([_laps(1, 1)], [[Lap((0, 1), 2, 2)]]),
        ([_laps(1), _laps(1)], [_laps(1)]),
        ([_laps(1)], [_laps(0)]),
    ],
)
def test_what_cannot_be_compared_is_refused(rounds: Sequence[list[Lap]], base: Sequence[list[Lap]]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        series(rounds, base)


def test_a_median_takes_no_notice_of_one_slow_round_and_of_nothing_there_is_none() -> None:
    assert middle([3, 1000, 1]) == 3
    assert per_document([(2.0, 10), (40.0, 10), (1.0, 10)]) == 200
    with pytest.raises(ValueError, match="Nothing was measured"):
        middle([])
    with pytest.raises(ValueError, match="no measurement"):
        ratio(1, 0)


def test_every_engine_has_its_turn_in_every_round_and_stands_before_each_as_often_as_behind() -> None:
    names = ["a", "b", "c", "d"]
    orders = [rotated(names, number) for number in range(8)]
    assert all(sorted(order) == names for order in orders)
    assert {order[0] for order in orders} == {order[-1] for order in orders} == set(names)
    before = [order.index("a") < order.index("c") for order in orders]
    assert before.count(True) == before.count(False)


def test_a_stopwatch_counts_time_inside_another_phase_for_that_one_only() -> None:
    now = [0.0]
    watch = Stopwatch(lambda: now[0])

    def passes(seconds: float) -> None:
        now[0] += seconds

    def outer() -> None:
        passes(1)
        watch.timed("inner", passes)(10)
        passes(2)

    def fails() -> None:
        passes(5)
        raise KeyError

    watch.timed("outer", outer)()
    passes(100)
    with pytest.raises(KeyError):
        watch.timed("failed", fails)()
    watch.timed("outer", outer)()
    assert watch.spent == {"outer": 6, "inner": 20, "failed": 5}


def test_every_function_that_the_profile_times_is_there() -> None:
    names = [name for _, _, functions in (*DOCUMENT, *PACK) for name in functions]
    assert [name for name in names if find(name) is None] == []
    assert find("casepack.prove:_Proof.gone") is find("casepack.gone:at_all") is None


@pytest.mark.parametrize(
    ("target", "state"),
    [
        (Target("", 2.0, 2.5, 2.5), "aim reached"),
        (Target("", 2.0, 2.49, 2.5), "reached"),
        (Target("", 2.0, 1.99, 2.5), "not reached"),
        (Target("", 2.0, None, 2.5), "not measured"),
        (Target("", 1.25, 1.25, most=True), "reached"),
        (Target("", 1.25, 1.26, most=True), "not reached"),
        (Target("", 0, 0, most=True), "reached"),
        (Target("", 0, 1, most=True), "not reached"),
    ],
)
def test_a_target_is_reached_where_the_figure_is_on_its_side_of_the_bound(target: Target, state: str) -> None:
    assert target.state == state


def _result() -> dict[str, Any]:
    """A run as it could have been, with round figures."""

    def engine(times: float) -> dict[str, list[float]]:
        return {"cpu": [100 * times], "wall": [110 * times], "cpu_ratios": [times], "wall_ratios": [times]}

    ahead = {engines.PRODUCT: 1, engines.FLOOR: 0.5, engines.FLOOR_TUNED: 0.4, engines.ONE_CALL: 1.1}
    ahead |= {engines.NAIVE: 2.6, engines.NAIVE_LEAN: 1.5, engines.EACH: 7.0, engines.FILL: 0.2}
    rows = [{"group": group, "what": what, "ms": 4.0} for group, what, _ in DOCUMENT]
    sample = {"documents": 40, "cold": [8.0], "one": [8.0], "two": [5.0], "warm": [6.0], "again_cold": [1.0]}
    return {
        "size": "quick", "seed": 1,
        "machine": {"processor": "P", "cores": "2", "memory": "8 GB", "system": "S", "load": "0.1"},
        "versions": {"Python": "3"}, "missing": {engines.SERVER: "install python3-uno"}, "not_found": ["gone:by"],
        "engines": {name: engine(times) for name, times in ahead.items()},
        "kinds": {"checklist": {engines.PRODUCT: 100.0, engines.FLOOR: 50.0, engines.NAIVE: 260.0}},
        "phases": [*rows, {"group": "", "what": COLLECTOR, "ms": 1.0}, {"group": "", "what": REST, "ms": 2.0}],
        "floor_steps": {"fill": 5.0, "convert": 5.0, "typeset": 40.0},
        "pack_phases": [{"group": "pack", "what": "the pack is written", "ms": 3.0}],
        "folders": [
            {"records": 10, "documents": 100, "1": [10.0], "2": [6.0], "again": [1.0]},
            {"records": 50, "documents": 500, "1": [52.0], "2": [27.0], "again": [2.0]},
        ],
        "sample": sample | {"again_warm": [0.1]},
        "changes": [{"what": "a number", "made": 3, "of": 40, "needless": 1, "seconds": 2.0}],
        "memory": {"after": [{"documents": 100, "mb": 120.0}, {"documents": 2000, "mb": 126.0}]},
        "starts": {
            name: {"cpu": [cpu], "wall": [cpu]}
            for name, cpu in {BARE: 10.0, LIBRARIES: 100.0, "casepack --help": 69.0}.items()
        },
        "check_loads": ["pikepdf"],
    }  # fmt: skip


def test_the_targets_are_held_against_the_figures_of_the_run() -> None:
    found: dict[str, Any] = {t.what.partition(",")[0]: (t.measured, t.state) for t in targets(_result())}
    assert found["ahead of docxtpl and WeasyPrint as their tutorials show them"] == (2.6, "aim reached")
    assert found["ahead of docxtpl and a warm unoserver"] == (None, "not measured")
    assert found["ahead of docxtpl and one LibreOffice call for all"] == (1.1, "reached")
    assert found["ahead of docxtpl and a LibreOffice process for each"] == (7.0, "not reached")
    assert found["the whole"] == (2.0, "not reached")
    assert found["time for one document"] == (pytest.approx(1.04), "reached")
    assert found["growth of a worker's memory from 100 documents to 2"] == (pytest.approx(5), "reached")
    assert found["an unchanged second run"] == (8.0, "not reached")  # the last of two: from the command line
    assert found["documents made anew for one changed answer that say the same as before"] == (1, "not reached")
    assert found["`casepack --help`"] == (59.0, "reached")
    assert found["of WeasyPrint and docxtpl"] == (0, "reached")
    by_two = [target.measured for target in targets(_result()) if target.what.startswith("two workers")]
    assert by_two == [pytest.approx(52 / 27), 1.6]


def test_the_page_names_what_was_measured_what_was_missing_and_what_was_not_reached() -> None:
    said = page(_result())
    assert all(told in said for told in NAMES.values())
    assert "install python3-uno" in said
    assert "**not reached**" in said
    assert "`gone:by`" in said
    assert all(what in said for _, what, _ in DOCUMENT)


def test_the_chart_can_be_read_without_colours_and_says_its_bars_in_words() -> None:
    bars = [Bar("us & them", 100, "own"), Bar("floor", 50, "floor"), Bar("a rival", 1234.4, "rival")]
    root = etree.fromstring(chart("A <title>", "told", bars, "ms").encode())
    texts = [element.text for element in root.iter("{*}text")]
    assert texts == ["A <title>", "us & them", "100 ms", "floor", "50 ms", "a rival", "1,234 ms"]
    fills = [element.get("fill") for element in root.iter("{*}rect") if element.get("height") == "22"]
    assert len(set(fills)) == 3
    widths = [float(element.get("width", "")) for element in root.iter("{*}rect") if element.get("height") == "22"]
    assert widths[0] == pytest.approx(2 * widths[1], rel=0.01)
    assert "casepack, proof included 100" in alternative(_result())


def test_the_page_and_the_chart_are_what_the_command_makes_of_the_numbers_beside_them(tmp_path: Path) -> None:
    shutil.copy(DOCS / "performance.json", tmp_path)
    done = CliRunner().invoke(bench, ["--page", "--out", str(tmp_path)])
    assert done.exit_code == 0, done.output
    for name in ("performance.json", "performance.md", "performance.svg"):
        assert (tmp_path / name).read_text(encoding="utf-8") == (DOCS / name).read_text(encoding="utf-8"), name


def test_the_numbers_in_the_documentation_are_of_a_whole_run_and_have_no_needless_digits() -> None:
    result = json.loads((DOCS / "performance.json").read_text(encoding="utf-8"))
    assert set(NAMES) - set(result["engines"]) <= set(result["missing"])
    assert result["not_found"] == []
    assert rounded(result) == result
    assert picture(result).count("<rect") > 5


def test_a_run_that_fails_says_where_the_numbers_are_that_it_had(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(name: str, seed: int, say: Say, keep: Keep) -> dict[str, Any]:
        keep({"size": name, "seed": seed})
        raise RuntimeError("no more memory")

    monkeypatch.setattr("benchmarks.__main__.measure", fails)
    there = tmp_path / "out"
    done = CliRunner().invoke(bench, ["--out", str(there), "--seed", "3"])
    assert (done.exit_code, str(done.exception)) == (1, "no more memory")
    [kept] = there.iterdir()
    assert f"What it had measured is in {kept}." in done.output
    assert json.loads(kept.read_text(encoding="utf-8")) == {"size": "normal", "seed": 3}


def test_memory_counts_what_is_withheld_and_records_that_end_too_soon_cost_no_figure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Here:
        """A worker that makes packs of forty documents, two of them withheld, and grows by a megabyte with each."""

        packs = 0

        def do(self, work: Any, *arguments: Any) -> Any:
            if work is work_product.memory:
                return 100.0 + self.packs
            self.packs += 1
            arguments[-1].mkdir()
            return work_product.Packed(40, 2, 1.0, 1.0)

    monkeypatch.setattr(runs, "worker", lambda kind: nullcontext(Here()))
    said: list[str] = []
    records = [tmp_path / f"{number}.json" for number in range(5)]
    found = runs.memory(records, DAY, tmp_path, (60, 70, 150, 1000), said.append)
    assert found["after"] == [
        {"documents": 80, "mb": 102.0}, {"documents": 160, "mb": 104.0}, {"documents": 200, "mb": 105.0},
    ]  # fmt: skip
    assert found["withheld"] == 10
    assert "2 of 40 documents of 0.json were withheld" in said
    assert "the records ended before 1000 documents were made" in said


@pytest.mark.parametrize(
    ("arguments", "exit_code", "said"),
    [
        (["--help"], 0, "--size [quick|normal|full]"),
        (["--size", "enormous"], 2, "enormous"),
        (["--seed", "eight"], 2, "eight"),
        (["--quick"], 2, "--quick"),
        (["--page", "--out", "nowhere-at-all"], 1, "Measure first"),
    ],
)
def test_the_command_takes_its_options_and_no_others(arguments: list[str], exit_code: int, said: str) -> None:
    done = CliRunner().invoke(bench, arguments)
    assert (done.exit_code, said in done.output) == (exit_code, True)


def test_a_rival_that_is_not_there_says_which_package_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert "libreoffice-writer-nogui" in rivals_office.lacking_soffice()
    assert "libreoffice-writer-nogui" in rivals_office.lacking_unoserver()


def test_the_mix_is_of_documents_that_there_are_and_the_sizes_grow() -> None:
    assert set(MIX) <= set(DOCUMENTS)
    assert sum(MIX.values()) == 20
    sizes = list(SIZES.values())
    assert [s.rounds for s in sizes] == sorted({s.rounds for s in sizes})
    assert all(1 <= s.alone <= 20 and s.memory and s.packs for s in sizes)
    assert any(records == 500 for records, _ in SIZES["full"].packs)


def test_each_changed_answer_is_one_of_the_sample_and_changes_it() -> None:
    record = json.loads((INPUTS / ORDINARY).read_text(encoding="utf-8"))
    for _, path, value in CHANGES:
        place = record
        for step in path:
            place = place[step]
        assert isinstance(place, str)
        assert place != value


def test_pictures_reach_the_rivals_ready_made_wherever_they_stand() -> None:
    png = (DOCS / "gallery" / "checklist.png").read_bytes()
    made = with_images({"a": [{"b": Drawing(png)}], "c": "words"}, None)
    assert made["c"] == "words"
    assert made["a"][0]["b"].image_descriptor.getvalue() == png


def test_the_rivals_stylesheet_is_as_it_was_when_the_first_figures_were_made() -> None:
    frozen = hashlib.sha256(NAIVE_SHEET.read_bytes()).hexdigest()
    assert frozen == "61f85fba87074de0c040b5a4fb0d076addd1e91af3c876a3c3f704980133399a", (
        "figures with another stylesheet cannot be compared with earlier ones"
    )


def test_every_library_that_the_benchmark_imports_is_one_that_the_project_asks_for() -> None:
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in (DOCS.parent / "benchmarks").glob("*.py"))
    assert distributions(trees) - declared("dev") - {"tests"} == set()


def test_no_module_of_the_benchmark_is_too_long_to_read() -> None:
    lengths = {
        path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in NAIVE_SHEET.parent.glob("*.py")
    }
    assert {name: count for name, count in lengths.items() if count >= 300} == {}
