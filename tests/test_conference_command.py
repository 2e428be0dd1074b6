"""`casepack conference`: what it writes for a meeting, what it says, and that sensitive cases leave no trace in either.

Each run typesets whole packs, so runs are few and read by many tests.
"""

from __future__ import annotations

import json
import re
import shutil
import stat
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from casepack.office import Office
from casepack.plan import Case

from . import outsider
from .builders_case import decision
from .builders_conference import (
    CAL,
    MATEUS,
    MEETING,
    NOOR,
    OFFICE,
    ORLA,
    TODAY,
    WILF,
    ZELDA,
    Part,
    a_month,
    case_of,
    reference,
    write_records,
)
from .casemaker import canonical
from .conftest import Casepack, run_casepack

NO_EXTRACTS = OFFICE.model_copy(
    update={"meetings": tuple(m.model_copy(update={"part_attendees": ()}) for m in OFFICE.meetings)}
)
"""The office without anybody who attends for their own items only: a pack without extracts is quick to make."""

PACK = ["PGC-2026-11 conference-pack.docx", "PGC-2026-11 conference-pack.pdf"]
TRACES = (reference(3), "Zelda", "Brackenhythe", "Gannet", "closed item", "-closed", "sensitive", "restricted")
"""What would tell that there is a sensitive case, and what it is about."""


@dataclass(frozen=True)
class Run:
    """One run: what it read, what it was to write to, and what it said."""

    records: Path
    out: Path
    result: Result

    @property
    def said(self) -> str:
        """All that it printed, without the names of the folders, which are the test's own."""
        told = self.result.stdout + self.result.stderr
        return told.replace(str(self.out), "OUT").replace(str(self.records), "RECORDS")

    @property
    def folder(self) -> Path:
        """The meeting's folder."""
        return self.out / MEETING

    @property
    def json(self) -> dict[str, Any]:
        """What it printed for programs."""
        found: dict[str, Any] = json.loads(self.result.stdout)
        return found

    def table(self, title: str) -> str:
        """What stands under a title on the screen, up to the next one, its line breaks as blanks."""
        after = self.result.stdout.partition(f"\n{title}\n")[2]
        return " ".join(re.split(r"\n\s*\n", after)[0].split())


def hold(records: Path, out: Path, *options: str, as_of: str = TODAY, meeting: str = MEETING) -> Run:
    result = run_casepack("conference", records, "--meeting", meeting, "--as-of", as_of, "--out", out, *options)
    return Run(records, out, result)


def state(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file below a folder with its content and when it was written."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def ordinary(number: int, *parts: Part, **tables: Any) -> Case:
    return case_of(number, *(parts or ((CAL, "suspect"), (MATEUS, "suspect"))), **tables)


def sensitive(number: int = 3, *parts: Part, **tables: Any) -> Case:
    incident = {"sensitivity": "sensitive", **tables.pop("incident", {})}
    return case_of(number, *(parts or ((ZELDA, "harmed"),)), incident=incident, place="Gannet Lock towpath", **tables)


def small(folder: Path, *cases: Case, office: Office = NO_EXTRACTS) -> Path:
    return write_records(folder, list(cases), office)


def spoiled(one: Case) -> str:
    """A record with two answers that are wrong."""
    data = json.loads(canonical(one.record))
    data["incident"]["team_told_at"] = "yesterday"
    data["people"][0]["date_of_birth"] = "2011-02-30"
    return json.dumps(data)


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A month of every kind of case, with one ordinary and one sensitive record that are wrong."""
    folder = tmp_path_factory.mktemp("month")
    records = write_records(folder / "records", a_month())
    (records / "late.json").write_text(spoiled(ordinary(20)), encoding="utf-8")
    (records / "Zelda.json").write_text(spoiled(sensitive(21)), encoding="utf-8")
    return hold(records, folder / "out")


@pytest.fixture(scope="module")
def again(month: Run) -> tuple[dict[str, tuple[bytes, int]], Run]:
    """The same a minute later, for programs, with the actions beside the records; first what was on disk before."""
    records = shutil.copytree(month.records, month.records.with_name("records again"))
    shutil.copy(month.folder / f"{MEETING} actions.xlsx", records)
    before = state(month.out)
    return before, hold(records, month.out, "--json", as_of="2026-11-10 12:01")


# What is made


def test_a_meeting_gets_a_folder_with_its_pack_its_extracts_and_its_actions(month: Run) -> None:
    extracts = [f"{MEETING} conference-extract {key}.{ext}" for key in ("SCH1", "SCH2") for ext in ("docx", "pdf")]
    assert names(month.folder) == sorted([*PACK, *extracts, f"{MEETING} actions.xlsx", "manifest.json"])
    assert names(month.out) == [MEETING, "restricted"]


def test_the_screen_says_which_cases_are_in_it_and_how_each_paper_stands(month: Run) -> None:
    assert f"Cases   2: {reference(1)}, {reference(2)}\n" in month.result.stdout
    made = month.table("Made")
    assert "Conference pack The core attendees new Ready to send" in made
    assert "Conference extract SCH1 Holmbeck Academy new Draft, not approved for sending" in made
    assert "Actions Whoever takes the minutes new To fill in at the meeting" in made


def test_a_case_that_is_missing_is_listed_with_every_reason_and_the_rest_is_made(month: Run) -> None:
    missing = month.table("Missing from the pack, and why")
    assert "late.json 2 things are wrong in it: see below" in missing
    assert f"{reference(6)} " in missing
    assert "the name of somebody in a case that is not told of here" in missing
    assert "incident.team_told_at" in month.result.stderr
    assert "people[0] (P1).date_of_birth" in month.result.stderr
    assert month.result.exit_code == 4


def test_what_a_pack_needs_for_its_manifest_is_there_and_tells_of_its_own_cases_only(month: Run) -> None:
    manifest = json.loads((month.folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["reference"] == MEETING
    assert set(manifest["answers"]) == {reference(1), reference(2), reference(6), reference(7)}
    assert {made["stem"] for made in manifest["documents"]} == {
        f"{MEETING} {key}" for key in ("conference-pack", "conference-extract SCH1", "conference-extract SCH2")
    }


# What leaves no trace


@pytest.mark.parametrize("word", TRACES)
def test_nothing_of_a_sensitive_case_is_said(month: Run, again: tuple[object, Run], word: str) -> None:
    assert word.casefold() not in month.said.casefold()
    assert word.casefold() not in again[1].said.casefold()


@pytest.mark.parametrize("word", TRACES[:4])
def test_nothing_of_a_sensitive_case_stands_in_any_file_outside_the_restricted_folder(month: Run, word: str) -> None:
    files = [path for path in month.folder.iterdir() if path.is_file()]
    texts = {(path.name, layer): text for path in files for layer, text in outsider.layers(path).items()}
    assert len(texts) > 50
    assert [place for place, text in texts.items() if outsider.fold(word) in outsider.fold(text)] == []


def test_the_chair_gets_a_note_on_each_closed_item_which_only_its_owner_may_read(month: Run) -> None:
    closed = month.out / "restricted" / f"{MEETING}-closed"
    stem = f"{MEETING}-closed closed-item-note {reference(3)} v1"
    assert names(closed) == [f"{stem}.docx", f"{stem}.pdf", "manifest.json"]
    if sys.platform != "win32":
        assert [stat.S_IMODE(p.stat().st_mode) for p in (closed.parent, closed)] == [0o700, 0o700]
    assert "Zelda" not in outsider.word_text((closed / f"{stem}.docx").read_bytes())


def test_a_sensitive_case_changes_neither_a_byte_outside_the_restricted_folder_nor_a_word(tmp_path: Path) -> None:
    plain = hold(small(tmp_path / "plain", ordinary(1), ordinary(2)), tmp_path / "one")
    beside = hold(small(tmp_path / "beside", ordinary(1), sensitive(), ordinary(2)), tmp_path / "two")
    assert (plain.said, plain.result.exit_code) == (beside.said, beside.result.exit_code)
    files = [{name: data for name, (data, _) in state(run.folder).items()} for run in (plain, beside)]
    assert files[0] == files[1]
    assert names(plain.out) == names(beside.out)
    assert [names(run.out / "restricted") for run in (plain, beside)] == [[], [f"{MEETING}-closed"]]


def test_a_meeting_with_closed_items_only_is_told_of_like_one_with_no_case_at_all(tmp_path: Path) -> None:
    later = ordinary(5, conference={"meeting": "PGC-2026-12"})
    nothing = hold(small(tmp_path / "nothing", later), tmp_path / "one")
    closed = hold(small(tmp_path / "closed", later, sensitive()), tmp_path / "two")
    assert (nothing.said, nothing.result.exit_code) == (closed.said, closed.result.exit_code)
    assert closed.result.exit_code == 2
    assert not nothing.out.exists()
    assert len(names(closed.out / "restricted" / f"{MEETING}-closed")) == 3
    asked = hold(closed.records, closed.out, "--include-restricted")
    assert (asked.result.exit_code, "No pack was made" in asked.said) == (0, True)
    assert reference(3) in asked.table("Made")


def test_who_asks_for_it_is_told_what_was_made_for_sensitive_cases_and_which_records_are_wrong(month: Run) -> None:
    asked = hold(month.records, month.out, "--include-restricted", "--json").json
    assert asked["closed_items"]["folder"].endswith(f"{MEETING}-closed")
    assert [(note["action"], note["cases"]) for note in asked["closed_items"]["files"]] == [
        ("unchanged", [reference(3)])
    ]
    assert {Path(one["record"]).name for one in asked["missing"] if "record" in one} == {"late.json", "Zelda.json"}


# For programs, and a second run


def test_programs_are_told_the_same(again: tuple[object, Run]) -> None:
    told = again[1].json
    assert told["meeting"] == MEETING
    assert (told["cases"], told["earlier_cases"]) == ([reference(1), reference(2)], [reference(7)])
    assert [(one["title"], one["action"], one["cases"]) for one in told["files"]] == [
        ("Conference pack", "unchanged", [reference(1), reference(2)]),
        ("Actions", "unchanged", []),
        ("Conference extract SCH1", "unchanged", [reference(1), reference(2)]),
        ("Conference extract SCH2", "unchanged", [reference(1), reference(6), reference(2)]),
    ]
    assert [one.get("what") or Path(one["record"]).name for one in told["missing"]] == ["late.json", reference(6)]
    assert len(told["missing"][0]["why"]) == 2
    assert {problem["code"] for problem in told["problems"]} == {"not-a-date", "not-a-moment"}
    assert told["exit_code"] == again[1].result.exit_code == 4


def test_a_second_run_on_the_same_records_a_minute_later_writes_nothing(
    month: Run, again: tuple[dict[str, tuple[bytes, int]], Run]
) -> None:
    assert again[1].json["changed"] is False
    assert state(month.out) == again[0]


def test_minutes_and_actions_typed_in_are_kept_and_the_next_goes_beside_them(tmp_path: Path) -> None:
    records, out = small(tmp_path / "records", ordinary(1)), tmp_path / "out"
    first = hold(records, out)
    minutes, actions = first.folder / PACK[0], first.folder / f"{MEETING} actions.xlsx"
    for path in (minutes, actions):
        path.write_bytes(path.read_bytes() + b"typed in")
    small(records, ordinary(1), ordinary(2, actions=[{"id": "ACT1", "what": "Mend the light.", "owner": "SC-01"}]))
    second = hold(records, out)
    assert all(path.read_bytes().endswith(b"typed in") for path in (minutes, actions))
    beside = [f"{MEETING} actions v2.xlsx", *(f"{MEETING} conference-pack v2.{ext}" for ext in ("docx", "pdf"))]
    assert names(second.folder) == sorted([*PACK, *beside, actions.name, "manifest.json"])
    assert "conference-pack was edited by hand and has been left as it is" in second.table("To know")
    third = hold(records, out, as_of="2026-11-11 09:00")
    assert names(third.folder) == names(second.folder)
    assert all(path.read_bytes().endswith(b"typed in") for path in (minutes, actions))


def test_a_pack_that_told_of_a_case_which_is_sensitive_now_goes_to_the_restricted_folder_with_its_edits(
    tmp_path: Path,
) -> None:
    records, out = small(tmp_path / "records", ordinary(1), ordinary(3, (ZELDA, "suspect"))), tmp_path / "out"
    minutes = hold(records, out).folder / PACK[0]
    minutes.write_bytes(minutes.read_bytes() + b"typed in")
    small(records, sensitive(3, (ZELDA, "suspect")))
    second = hold(records, out)
    assert names(second.folder) == sorted([*PACK, f"{MEETING} actions.xlsx", "manifest.json"])
    assert not minutes.read_bytes().endswith(b"typed in")
    assert reference(3) not in (second.folder / "manifest.json").read_text(encoding="utf-8")
    [moved] = (out / "restricted").glob(f"{MEETING}-until-*")
    assert (moved / PACK[0]).read_bytes().endswith(b"typed in")
    assert moved.name in second.said
    assert reference(3) not in second.said


# What is given twice, and what cannot be read


def test_of_two_records_with_one_reference_the_second_is_missing_and_said(tmp_path: Path) -> None:
    records = small(tmp_path / "records", ordinary(1))
    (records / "copy of it.json").write_text(canonical(ordinary(1, (ORLA, "suspect")).record), encoding="utf-8")
    run = hold(records, tmp_path / "out")
    assert f"Cases   1: {reference(1)}\n" in run.result.stdout
    assert "copy of it.json 1 thing is wrong in it" in run.table("Missing from the pack, and why")
    assert f"Is also the reference of {reference(1)}.json" in " ".join(run.result.stderr.split())
    assert run.result.exit_code == 3


def test_an_ordinary_copy_of_a_case_that_is_sensitive_now_is_in_no_pack(tmp_path: Path) -> None:
    records = small(tmp_path / "records", ordinary(1), ordinary(3, (WILF, "suspect")))
    (records / "new.json").write_text(canonical(sensitive(3, (WILF, "suspect")).record), encoding="utf-8")
    run = hold(records, tmp_path / "out")
    assert f"Cases   1: {reference(1)}\n" in run.result.stdout
    assert "new.json" not in run.said
    assert "Is also the reference of another record" in " ".join(run.result.stderr.split())
    assert "Wilfred" not in outsider.word_text((run.folder / PACK[0]).read_bytes())


def test_a_record_kept_as_a_workbook_and_as_json_counts_once(tmp_path: Path) -> None:
    records = small(tmp_path / "records", ordinary(1))
    file = records / f"{reference(1)}.json"
    assert run_casepack("convert", file, file.with_suffix(".xlsx")).exit_code == 0
    run = hold(records, tmp_path / "out")
    assert f"Cases   1: {reference(1)}\n" in run.result.stdout
    assert run.result.exit_code == 0


def test_a_file_that_may_be_a_sensitive_record_is_not_named_but_said_to_be_there(tmp_path: Path) -> None:
    records = small(tmp_path / "records", ordinary(1))
    (records / "Zelda.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    run = hold(records, tmp_path / "out")
    assert "Something in RECORDS has the name of a record but cannot be read" in " ".join(run.said.split())
    assert "Zelda" not in run.said
    assert run.result.exit_code == 3
    assert (run.folder / PACK[1]).is_file()


def test_a_pack_of_which_nothing_is_left_is_said_to_be_withheld(tmp_path: Path) -> None:
    giving_away = ordinary(1, conference={"questions": ["What does Noor Inventa need?"]})
    later = ordinary(2, (NOOR, "harmed"), conference={"meeting": "PGC-2026-12"})
    run = hold(small(tmp_path / "records", giving_away, later), tmp_path / "out")
    assert "Conference pack" in run.table("Withheld: this failed its check and was not kept")
    assert run.result.exit_code == 4
    assert names(run.folder) == ["manifest.json"]


# What stops a run


@pytest.mark.parametrize(
    ("meeting", "cases", "said"),
    [
        pytest.param("PGC-2026-13", [ordinary(1)], "Did you mean PGC-2026-1", id="no such meeting"),
        pytest.param(MEETING, [], "There is no record in", id="an empty folder"),
        pytest.param("PGC-2026-10", [ordinary(1)], "None of these records", id="no case of that meeting"),
    ],
)
def test_a_meeting_for_which_there_is_nothing_to_make_writes_nothing(
    tmp_path: Path, meeting: str, cases: list[Case], said: str
) -> None:
    run = hold(small(tmp_path / "records", *cases), tmp_path / "out", meeting=meeting)
    assert said in run.said
    assert run.result.exit_code == 2
    assert not run.out.exists()


def test_records_that_are_all_wrong_are_listed_and_nothing_is_written(tmp_path: Path) -> None:
    records = small(tmp_path / "records")
    (records / "late.json").write_text(spoiled(ordinary(1)), encoding="utf-8")
    run = hold(records, tmp_path / "out")
    assert "No pack was made" in run.said
    assert "late.json" in run.table("Missing from the pack, and why")
    assert run.result.exit_code == 3
    assert not run.out.exists()


def test_a_folder_that_cannot_be_written_is_said_and_the_records_are_not_touched(tmp_path: Path) -> None:
    records, out = small(tmp_path / "records", ordinary(1)), tmp_path / "out"
    out.write_text("a file")
    before = state(records)
    run = hold(records, out)
    assert "is a file, and casepack needs a folder there" in run.said
    assert run.result.exit_code == 7
    assert state(records) == before


@pytest.mark.parametrize("there", [[ordinary(1)], [ordinary(1), sensitive()]], ids=["no closed item", "a closed item"])
def test_a_restricted_folder_that_cannot_be_written_says_nothing_of_what_would_be_in_it(
    tmp_path: Path, there: list[Case]
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "restricted").write_text("a file")
    run = hold(small(tmp_path / "records", *there), tmp_path / "out")
    assert "The restricted folder beside the pack could not be read or written" in run.result.stderr
    assert run.result.exit_code == 7
    assert (run.folder / PACK[0]).is_file()


def test_the_help_shows_how_it_is_called(casepack: Casepack) -> None:
    said = casepack("conference", "--help").stdout
    assert "casepack conference cases --meeting PGC-2026-11" in said
    assert casepack("conference", "cases").exit_code == 2


def test_a_decision_keeps_somebody_unnamed_in_every_file_of_the_meeting(tmp_path: Path) -> None:
    kept = ordinary(1, (CAL, "suspect"), (ORLA, "suspect"), decisions=[decision("P1", "pgc", "hold")])
    run = hold(small(tmp_path / "records", kept), tmp_path / "out")
    texts = [text for path in run.folder.iterdir() for text in outsider.layers(path).values()]
    assert any("Penhallow" in text for text in texts)
    assert not any("Exampleby" in text for text in texts)
