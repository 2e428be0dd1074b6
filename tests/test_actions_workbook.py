"""The workbook of a meeting's actions: what stands in it, what it offers, and above all whom it does not tell of."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from casepack import clock
from casepack.actions_people import people_told
from casepack.actions_workbook import actions_workbook
from casepack.cells import address
from casepack.conference_actions import action_lines
from casepack.conference_cases import Gathering, gather
from casepack.conference_people import people_view
from casepack.inputs import load_case

from .builders import Row
from .builders_actions import (
    AFTER,
    BEFORE,
    CAL,
    CREATED,
    MATEUS,
    NEW,
    NOOR,
    NOVEMBER,
    SO_FAR,
    WILF,
    Folder,
    a_record,
    action,
    folder,
    new_row,
    usual,
)
from .builders_case import decision, sample_office
from .casemaker import write_cases

SENSITIVE: Row = {"sensitivity": "sensitive"}
ZELDA: Row = {"given_name": "Zelda", "family_name": "Brackenhythe", "date_of_birth": "2012-02-14"}


@pytest.fixture
def month(tmp_path: Path) -> Folder:
    """A month of its own, to be changed."""
    return a_month(tmp_path)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The workbook of a month."""
    return a_month(tmp_path_factory.mktemp("month")).made()


def a_month(path: Path) -> Folder:
    """One case here, one of the last meeting, one sensitive, one kept out, one of a later meeting."""
    last = [
        action("ACT1", "Meet {P1}.", due="2026-10-30", status="done", outcome="He came"),
        action("ACT2", "Ring {P2}.", "the family worker", None),
        action("PGC-2026-09-1", "Mend the gate.", status="done"),
        action("PGC-2026-09-2", "Paint the gate."),
    ]
    secret = [action("ACT9", "Visit {P1} at Gannet Lock.")]
    return folder(
        path / "month",
        usual(),
        a_record(2, (CAL, "suspect"), (WILF, "harmed"), day="2026-10-02", actions=last),
        a_record(3, (ZELDA, "harmed"), (CAL, "suspect"), incident=SENSITIVE, actions=secret),
        a_record(4, (ZELDA, "suspect"), conference={"in_pack": "no"}, actions=secret),
        a_record(5, (ZELDA, "suspect"), conference={"meeting": "PGC-2026-12"}, actions=secret),
    )


def rows(workbook: bytes, sheet: str) -> list[list[Any]]:
    """The rows of a sheet below its headings, as far as anything stands in them."""
    page = load_workbook(io.BytesIO(workbook))[sheet]
    found = [[cell.value for cell in row] for row in page.iter_rows(6, page.max_row)]
    return [row for row in found if any(value is not None for value in row)]


def test_it_holds_every_open_action_and_those_of_the_last_meeting(made: bytes) -> None:
    found = [row[:6] for row in rows(made, SO_FAR)]
    assert found == [
        ["MSC-2026-0001", "ACT1", "Ring young person H1 about Callum.", "Robin Draftwell", at(2026, 12, 1), "Open"],
        ["MSC-2026-0001", "ACT2", "Mend the light.", "Southmere police", at(2026, 11, 20), "Open"],
        ["MSC-2026-0002", "ACT1", "Meet Callum.", "Robin Draftwell", at(2026, 10, 30), "Done"],
        ["MSC-2026-0002", "ACT2", "Ring young person H1.", "the family worker", None, "Open"],
        ["MSC-2026-0002", "PGC-2026-09-2", "Paint the gate.", "Robin Draftwell", at(2026, 12, 1), "Open"],
    ]


def at(*day: int) -> datetime:
    return datetime(*day)  # type: ignore[arg-type]  # noqa: DTZ001 (as a cell holds a day)


def test_nobody_has_filled_in_what_is_to_be_filled_in(made: bytes) -> None:
    assert {tuple(row[6:9]) for row in rows(made, SO_FAR)} == {(None, None, None)}
    assert [row[:6] for row in rows(made, NEW)][:2] == [
        ["PGC-2026-11-1", None, None, None, None, None],
        ["PGC-2026-11-2", None, None, None, None, None],
    ]


def offered(workbook: bytes, sheet: str, heading: str) -> list[str]:
    """What the drop-down under a heading offers."""
    book = load_workbook(io.BytesIO(workbook))
    page = book[sheet]
    headings = [str(cell.value).removesuffix(" *") for cell in page[5]]
    first = address(6, headings.index(heading) + 1)
    [rule] = [r for r in page.data_validations.dataValidation if first in r.sqref and r.formula1]
    lists, _, cells = str(book.defined_names[rule.formula1.removeprefix("=")].attr_text).partition("!")
    return [str(cell.value) for (cell,) in book[lists][cells.replace("$", "")]]


@pytest.mark.parametrize(
    ("sheet", "heading", "wanted"),
    [
        (SO_FAR, "How it stands now", ["Open", "Done", "Overtaken"]),
        (NEW, "Case", ["MSC-2026-0001", "MSC-2026-0002"]),
        (
            NEW,
            "Person",
            [
                "MSC-2026-0001: Callum Exampleby",
                "MSC-2026-0001: Mateus Grunwick",
                "MSC-2026-0001: H1",
                "MSC-2026-0002: Callum Exampleby",
                "MSC-2026-0002: H1",
            ],
        ),
    ],
)
def test_a_drop_down_offers_what_the_meeting_may_know(made: bytes, sheet: str, heading: str, wanted: list[str]) -> None:
    assert offered(made, sheet, heading) == wanted


def test_owners_are_offered_by_name_with_the_id_behind(made: bytes) -> None:
    found = offered(made, NEW, "Owner")
    assert "Robin Draftwell (SC-01)" in found
    assert "Southmere csc (csc)" in found
    assert "Holmbeck Academy (SCH1)" in found


def everything(workbook: bytes) -> str:
    """Every part of the file, hidden sheets and properties too, as text."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


@pytest.mark.parametrize(
    "secret",
    ["Noor", "Inventa", "Wilfred", "Quillmore", "Orla", "Penhallow", "Zelda", "Brackenhythe", "Gannet", "ACT9",
     "MSC-2026-0003", "MSC-2026-0004", "MSC-2026-0005", "P1", "P2", "P3", "P4", "{"],
)  # fmt: skip
def test_nothing_of_what_the_conference_may_not_read_stands_in_any_part_of_it(made: bytes, secret: str) -> None:
    text = re.sub(r"\{[0-9A-F-]{36}\}", "", everything(made))  # what marks a property in the file format
    assert re.search(rf"(?<![\w]){re.escape(secret)}(?![\w])", text) is None


def test_a_sensitive_case_changes_not_a_byte(month: Folder) -> None:
    with_it = month.made()
    for number in (3, 4):
        (month.path / f"MSC-2026-{number:04d}.json").unlink()
    assert month.made() == with_it


def test_who_is_kept_from_being_named_is_offered_by_code(tmp_path: Path) -> None:
    hold = [decision("P2", "conference", "hold", why="Not identified")]
    here = folder(tmp_path, usual(decisions=hold))
    assert offered(here.made(), NEW, "Person") == [
        "MSC-2026-0001: Callum Exampleby",
        "MSC-2026-0001: H1",
        "MSC-2026-0001: N1",
    ]
    assert "Mateus" not in everything(here.made())


def test_nothing_tells_that_somebody_suspected_is_also_somebody_harmed(tmp_path: Path) -> None:
    here = folder(tmp_path, a_record(1, (NOOR, "harmed"), (CAL, "harmed+suspect"), (MATEUS, "suspect")))
    assert offered(here.made(), NEW, "Person") == [
        "MSC-2026-0001: Callum Exampleby",
        "MSC-2026-0001: Mateus Grunwick",
        "MSC-2026-0001: H1",
        "MSC-2026-0001: H2",
    ]


def test_the_first_sheet_says_which_meeting_and_what_to_do(made: bytes) -> None:
    page = load_workbook(io.BytesIO(made))["Start here"]
    text = "\n".join(str(cell.value) for row in page.iter_rows(1, 14, 1, 2) for cell in row if cell.value)
    assert "Actions of the Peer Group Conference PGC-2026-11" in text
    assert "10am, Wednesday 18 November 2026" in text
    assert "lay it beside the records of the cases" in text


def test_every_sheet_carries_the_marking_on_paper(made: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        pages = [archive.read(f"xl/worksheets/sheet{number}.xml").decode() for number in (1, 2, 3)]
    marks = [re.findall(r"<odd(Header|Footer)>[^<]*OFFICIAL-SENSITIVE[^<]*<", page) for page in pages]
    assert marks == [["Header", "Footer"]] * 3


def test_the_same_input_gives_the_same_bytes(month: Folder) -> None:
    assert month.made() == month.made()


def test_a_month_without_actions_gives_a_workbook_to_begin_in(tmp_path: Path) -> None:
    here = folder(tmp_path, usual(actions=[]))
    assert [row[:9] for row in rows(here.made(), SO_FAR)] == [[None] * 9]
    assert len(rows(here.made(), NEW)) == 40


# Generated cases


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Gathering]:
    """Generated cases with the workbook that is made of them."""
    path = tmp_path_factory.mktemp("generated")
    cases = [load_case(p, None, BEFORE).case for p in write_cases(path, 23, 30, sample_office())]
    return path, gather(cases, NOVEMBER)


def test_the_people_of_generated_cases_are_called_as_their_summaries_call_them(
    generated: tuple[Path, Gathering],
) -> None:
    _, gathering = generated
    offered_at_all = 0
    for told in gathering.here:
        view = people_view(told.case, told.lens)
        names = {row["name"] for row in view["suspected"]}
        names |= {text.partition(":")[0] for text in view["children_present"]}
        codes = {row["code"] for row in (*view["unnamed"], *view["harmed"])}
        found = set(people_told(told.case.record, told.lens))
        offered_at_all += len(found)
        assert found <= names | codes
        assert codes <= found
    assert offered_at_all > 20


def test_left_unfilled_it_changes_nothing_of_generated_cases(generated: tuple[Path, Gathering]) -> None:
    path, gathering = generated
    lines = [line for told in (*gathering.here, *gathering.earlier) for line in action_lines(told)]
    records = sorted(path.glob("GEN-*.json"))
    before = [load_case(p, None, AFTER) for p in records]
    (path / f"{NOVEMBER} actions.xlsx").write_bytes(actions_workbook(gathering, lines, created=CREATED))
    after = [load_case(p, None, AFTER) for p in records]
    assert len(lines) > 20
    assert [(c.record, c.record_hash, c.to_check) for c in after] == [
        (c.record, c.record_hash, c.to_check) for c in before
    ]


def test_the_day_it_was_made_is_all_that_it_says_of_when(month: Folder) -> None:
    book = load_workbook(io.BytesIO(month.made()))
    assert book.properties.created.date() == date(2026, 11, 10)
    assert clock.say_date(date(2026, 11, 10)) not in everything(month.made())


def test_a_workbook_made_again_gives_no_number_twice(month: Folder) -> None:
    month.lay(new_row() + new_row(8, what="Ask the police."))
    made = month.made(as_of=AFTER)
    assert [row[1] for row in rows(made, SO_FAR)][2:4] == ["PGC-2026-11-1", "PGC-2026-11-3"]
    assert [row[0] for row in rows(made, NEW)][:2] == ["PGC-2026-11-4", "PGC-2026-11-5"]
