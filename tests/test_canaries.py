"""Nothing leaks, and nothing is lost: canaries in every field, held against a table of its own, over seeded records.

`python -m tests.assure_leaks` does the same over thousands. The mutants at the end show that the harness would see it.
"""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from itertools import islice
from pathlib import Path

import pytest
from click.testing import CliRunner

from casepack import cli, clock, run
from casepack.documents import DOCUMENTS
from casepack.jigsaw import PieceKind
from casepack.lens import _RULES
from casepack.mention_model import MentionKind
from casepack.plan import Case
from casepack.planning import make_plan
from casepack.read import read_record
from casepack.record import Record

from . import outsider
from .builders_case import sample_office
from .canary_census import census, lacking
from .canary_fields import CONTROL, names
from .canary_maker import salted
from .canary_meetings import Group, apart, with_strangers
from .canary_model import Salted
from .canary_table import ABOUT_THE_CASE, FIELDS, MATRIX, SENSITIVE
from .casemaker import canonical
from .leak_hunt import Figures, Pack, files_in, hunt, word_pack
from .leak_search import catch, coined
from .mutant_hunt import Trials
from .mutant_model import Mutant
from .mutant_scenes import SCENES
from .mutants import all_mutants
from .mutants_guards import NOT_RULED
from .mutants_table import NEVER, closed_cells, rows

SEED = 11
COUNT = 50
MOST, OTHERS = 3, 1
"""People in a record; episodes and businesses in it."""
AS_OF = "2026-11-10 12:00"
MEETING = "PGC-2026-11"
WHOLE = 10
"""Which record is made whole, with its PDFs."""
OFFICE = sample_office()
NOW = clock.moment(AS_OF, clock.zone(OFFICE))


@cache
def records() -> tuple[Salted, ...]:
    """Fifty records with few people, for time is short here: the long run has them with many."""
    return tuple(islice(salted(SEED, 12 * COUNT, OFFICE, wanted=small), COUNT))


def small(_: int, record: Record) -> bool:
    """Is it quickly made?"""
    return len(record.people) <= MOST and max(len(record.episodes), len(record.businesses)) <= OTHERS


def laid_out(record: Salted, folder: Path) -> Path:
    """The record's file, with the office's beside it."""
    (folder / "office.json").write_text(canonical(OFFICE), encoding="utf-8")
    path = folder / f"{record.reference}.json"
    path.write_text(canonical(record.record), encoding="utf-8")
    return path


def sensitive(record: Salted) -> bool:
    return record.record.incident.sensitivity.value == "sensitive"


@cache
def closed() -> tuple[Salted, ...]:
    """The sensitive ones of twice as many, however many people are in them."""
    return tuple(salted(SEED, 2 * COUNT, OFFICE, wanted=lambda _, record: record.incident.sensitivity == "sensitive"))


@cache
def meeting() -> Group:
    """A few small cases of one meeting, and a sensitive one; somebody of that is named in another."""
    here = [r for r in apart((*records(), *closed())) if r.record.conference.meeting in {None, MEETING}]
    here = [r for r in here if not (r.record.conference.in_pack and r.record.conference.in_pack.value == "no")]
    ordered = sorted(here, key=lambda r: (not r.record.conference.questions, len(r.record.people)))
    ordinary = [r for r in ordered if not sensitive(r) and r.record.conference.meeting == MEETING][:3]
    return Group(with_strangers([*ordinary, next(filter(sensitive, ordered))]), OFFICE, MEETING)


@cache
def trials() -> Trials:
    return Trials([*records(), *closed()], OFFICE, NOW, meeting())


def test_records_full_of_canaries_are_as_valid_as_any_other() -> None:
    for record in records()[:5]:
        read_record(canonical(record.record).encode(), f"{record.reference}.json", OFFICE)


def test_every_canary_of_a_record_is_found_where_it_was_put() -> None:
    for record in records()[:10]:
        numbers = [key for key, canary in record.ledger.items() if canary.shape == "number"]
        text = canonical(record.record)
        for school in OFFICE.schools:
            text = text.replace(f'"school": "{school.id}"', school.name)
        for agency in OFFICE.agencies:
            text = text.replace(f'"agency": "{agency.id}"', agency.name)
        assert set(record.ledger) - catch(text).hits(record.ledger, numbers) == set()


@pytest.mark.parametrize(
    "typed",
    [
        "Balfyzpab",
        "BALFYZPAB’s",
        "bál\nfyz-páb",
        "Bal\u00adfyz\u200bpab",
        "mr.balfyzpab2@example.org",
        "B a l f y z p a b",
    ],
)
def test_a_canary_is_found_however_it_is_written(typed: str) -> None:
    assert coined(f"There was {typed} again.") == {"balfyzpab"}


def test_the_table_has_a_rule_for_every_field_that_a_paper_may_print() -> None:
    """A field without one may stand nowhere: this is the list of those, and every other name must be a field."""
    known = set(FIELDS) | set(ABOUT_THE_CASE)
    tables = {field.partition(".")[0] for field in known | CONTROL}
    fields = {f"{table}.{name}" for table in tables for name in names(table)}
    assert known <= fields
    assert fields >= CONTROL
    assert set(MATRIX) <= set(DOCUMENTS) | {"police-letter"}
    assert set(SENSITIVE) <= set(MATRIX)


def test_everything_that_the_rules_are_about_comes_up_in_the_fifty_records() -> None:
    """Every field of every table has its canary, every way of typing a name, every kind of decision and of family."""
    assert lacking(sum((census(record) for record in records()), Counter())) == []


def test_every_rule_of_the_product_has_a_mutant() -> None:
    """Each cell of the disclosure table that keeps anything, each kind of mention, each kind of piece, each scene."""
    mutants = all_mutants()
    names_of = [mutant.name for mutant in mutants]
    assert len(set(names_of)) == len(names_of)
    tables = {table: {reader for reader, _ in rows(table)} for table in ("ORDINARY", "SENSITIVE")}
    made = {(table, reader) for table, reader, _ in closed_cells()}
    open_rows = {("ORDINARY", "mash")}  # but for special categories a concern is told of whole
    never = {(table, reader) for table, reader, _ in NEVER}
    never |= {("ORDINARY", "sexual violence adviser")}
    assert {(table, reader) for table, readers in tables.items() for reader in readers} - made <= never | open_rows
    for kind in set(MentionKind) - NOT_RULED:
        assert f"whatever is typed may stand: {kind.value}" in names_of
    assert set(_RULES) == set(MentionKind) - NOT_RULED
    for piece in PieceKind:
        assert f"overlooked in texts for everybody: {piece.value}" in names_of
    assert {mutant.scene for mutant in mutants} == {"word", "meeting", *SCENES}


def test_no_canary_stands_where_its_reader_may_not_know_it() -> None:
    figures = Figures()
    for record in records():
        hunt(record, OFFICE, word_pack(record, OFFICE, NOW), figures)
    assert [str(leak) for leak in figures.leaks] == []
    assert figures.records == COUNT
    assert figures.allowed > 200 * COUNT, "a hunt that finds nothing proves nothing"
    assert figures.caught, "pieces of a jigsaw are there, and the proof holds their papers back"


def _papers(record: Salted) -> tuple[bool, int]:
    """For picking a record of which few papers are made, one of them about somebody."""
    jobs = make_plan(Case(record.record, OFFICE, NOW)).jobs
    return sensitive(record) or not any(job.document.id == "school-letter" for job in jobs), len(jobs)


def test_a_whole_pack_with_its_pdfs_and_what_is_printed_on_the_screen_holds_no_more(tmp_path: Path) -> None:
    record = min(records(), key=_papers)
    path = laid_out(record, tmp_path)
    said = {}
    for name, options in (("result.json", ["--json"]), ("result.txt", [])):
        told = CliRunner().invoke(
            cli.main, ["make", str(path), "--as-of", AS_OF, "--out", str(tmp_path / "out"), *options]
        )
        assert told.exit_code in {0, 4}
        said[name] = told.stdout.encode()
    pack = Pack(files_in(tmp_path / "out" / record.reference) | said, [])
    figures = Figures()
    hunt(record, OFFICE, pack, figures)
    assert [str(leak) for leak in figures.leaks] == []
    assert any(name.endswith(".pdf") for name in pack.files)


def test_a_fault_of_casepack_leaves_no_canary_in_its_traceback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = records()[WHOLE]
    path = laid_out(record, tmp_path)

    def fault(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(run, "finished_bytes", fault)
    command = ["make", str(path), "--as-of", AS_OF, "--out", str(tmp_path / "out"), "--workers", "1"]
    said = CliRunner().invoke(cli.main, command)
    assert isinstance(said.exception, ZeroDivisionError)
    assert catch(said.output).hits(record.ledger, []) == set()


def test_the_papers_of_a_meeting_hold_nothing_of_those_who_are_not_told_of() -> None:
    leaks, withheld = trials().meeting_as_it_is()
    assert [str(leak) for leak in leaks] == []
    assert trials().of_the_meeting.allowed > 0
    assert withheld, "the case in which somebody of another case is named is left out"


SOME = [
    mutant
    for mutant in all_mutants()
    if mutant.name
    in {
        "table: school, suspected opened",
        "table: patrol, suspected opened",
        "table of sensitive cases: ecins, harmed opened",
        "free text is printed as it was typed",
        "whatever is typed may stand: carer",
        "decided, not followed: hold",
        "no search for pieces of a jigsaw",
        "Word: a name in hidden words",
        "calendar: what an action is",
        "screen: a name with --json",
        "sensitive: problems beside those of others",
        "meeting: the watch over other cases is off",
    }
]
"""Mutants for every run of the tests; `assure_leaks` makes all of them."""


@pytest.mark.parametrize("mutant", SOME, ids=lambda mutant: mutant.name)
def test_the_harness_notices_when_a_rule_is_switched_off(mutant: Mutant) -> None:
    verdict = trials().verdict(mutant)
    assert verdict.leak is not None, str(verdict)


def test_a_calendar_and_a_manifest_are_read_as_whoever_opens_them_reads_them() -> None:
    folded = b"BEGIN:VCALENDAR\r\nSUMMARY:Ring Balf\r\n yzpab\\, today\r\nEND:VCALENDAR\r\n"
    assert "Ring Balfyzpab, today" in outsider.layers_of("deadlines.ics", folded)["text"]
    escaped = json.dumps({"note": "Łukasz"}).encode()
    assert "Łukasz" in outsider.layers_of("manifest.json", escaped)["text"]
