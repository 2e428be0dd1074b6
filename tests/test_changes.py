"""Which answers have changed since the last pack: what is said of them, and what leaves no trace in a pack."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from casepack.changes import Touched, changed_answers
from casepack.documents import DOCUMENTS
from casepack.fates import fate_of
from casepack.form_record import RECORD_FORM
from casepack.manifest import DocumentKey
from casepack.plan import titled
from casepack.record import Record
from casepack.traces import WHERE_SOMEBODY_LIVES, answer_of, answers_of, fingerprint, fingerprints, is_key, rows_of
from casepack.traces import Row as Place

from . import fate_finder
from .builders import Row
from .builders_case import carers, cast_data, changed, decision, incident, sample_office, sensitive
from .conftest import Casepack

HOME = {"address": "77 Zorbick Lane, Brackwater", "postcode": "ZZ9 9ZZ", "previous_address": "5 Zorbick Mews"}
HIDDEN = HOME | {
    "address_note": "At 77 Zorbick Lane",
    "household": "H77",
    "household_note": "Zorbick",
    "home_area": "Zorb",
}


def said(before: Row, after: Row, *touched: Touched) -> list[tuple[str, str]]:
    """The places of the answers that changed, and what happened to each."""
    return [(c.where, c.what) for c in changes(before, after, *touched)]


def changes(before: Row, after: Row, *touched: Touched) -> tuple[Any, ...]:
    kept = fingerprints(Record.model_validate(before))
    return changed_answers(Record.model_validate(after), kept, touched)


def document(kind: str, subject: str = "", recipient: str = "") -> Touched:
    return Touched(DocumentKey(kind, subject, recipient), titled(DOCUMENTS[kind].name, subject, recipient))


def really_touched(before: Row, after: Row) -> tuple[Touched, ...]:
    """The documents that are different with the one record and with the other."""
    office = sample_office()
    seen = [fate_finder.see(fate_finder.case_of(data, office, fate_finder.SUNDAY)) for data in (before, after)]
    keys = [key for key, _ in fate_finder.differences(seen[0], seen[1], ()) if key[0] in DOCUMENTS]
    return tuple(document(*key) for key in keys)


def people(who: str, **answers: Any) -> Row:
    """The cast with one person's answers changed."""
    return cast_data(people=changed(cast_data()["people"], who, **answers))


# What is said


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        pytest.param(people("P2", school="SCH2"), [("People, P2: School", "changed")], id="changed"),
        pytest.param(people("P2", concern="Afraid"), [("Safeguarding, P2: Safeguarding concern", "new")], id="new"),
        pytest.param(people("P2", phone=None), [("People, P2: Phone", "taken out")], id="taken out"),
        pytest.param(people("P2", kind="adult"), [("People, P2: Child or adult?", "changed")], id="no more as assumed"),
        pytest.param(
            cast_data(incident=incident(group_size="about 12")), [("Incident: Size of the group", "new")], id="a form"
        ),
        pytest.param(
            cast_data(progress=[{"step": "mapping", "status": "done"}]),
            [("Progress, mapping: Status", "changed")],
            id="a step that had no row",
        ),
        pytest.param(
            cast_data(actions=[{"id": "ACT1", "what": "Ask", "owner": "SC-01"}]),
            [("Actions, ACT1", "new")],
            id="a new row is one thing",
        ),
        pytest.param(cast_data(carers=carers()[:1]), [("Carers, P1", "taken out")], id="a row taken out is one thing"),
        pytest.param(
            cast_data(decisions=[decision("P1", "SCH1"), decision(None, "members", "hold")]),
            [("Decisions, P1 and SCH1", "new"), ("Decisions, everyone and members", "new")],
            id="decisions go by person and reader",
        ),
    ],
)
def test_a_changed_answer_is_called_as_the_officer_knows_it(after: Row, expected: list[tuple[str, str]]) -> None:
    assert said(cast_data(), after) == expected


def test_nothing_is_said_of_a_record_that_is_as_it_was() -> None:
    assert said(cast_data(), cast_data()) == []


def test_an_answer_that_is_only_written_in_another_way_has_not_changed() -> None:
    assert said(cast_data(), people("P2", safe_to_call=True, given_name=" Orla ", other_names=[])) == []


def _moved(table: str) -> Row:
    data = cast_data(decisions=[decision("P1", "SCH1"), decision("P2", "SCH1"), decision("P1", "mash")])
    return data | {table: [*reversed(data[table])]}


@pytest.mark.parametrize("table", ["people", "involvements", "carers", "decisions", "episodes"])
def test_the_order_of_rows_means_nothing(table: str) -> None:
    data = _moved(table)
    assert said(data | {table: [*reversed(data[table])]}, data) == []


@pytest.mark.parametrize(
    ("table", "row", "expected"),
    [
        ("people", {"id": "P9", "given_name": "Ada", "family_name": "Inkpen"}, "People, P9"),
        ("involvements", {"id": "A9", "person": "P2", "role": "witness", "episode": "E1"}, "Roles and allegations, A9"),
        ("carers", {"people": ["P1"], "name": "Una Sampleford", "phone": "07700 900133"}, "Carers, P1"),
        (
            "decisions",
            {"person": "P2", "audience": "SCH1", "decision": "hold", "why": "Wait"},
            "Decisions, P2 and SCH1",
        ),
    ],
)
def test_a_row_put_in_at_the_top_moves_nothing(table: str, row: Row, expected: str) -> None:
    data = cast_data(decisions=[decision("P2", "SCH1", why="Support"), decision("P1", "SCH1")])
    [(where, what)] = said(data, data | {table: [row, *data[table]]})
    assert (where.removesuffix(", number 2"), what) == (expected, "new")


def test_one_of_two_rows_that_share_a_key_is_told_from_the_other() -> None:
    mother, father = [{**carers()[1], "name": name, "phone": phone} for name, phone in (("Una", "1"), ("Grant", "2"))]
    both = cast_data(carers=[mother, father])
    assert said(both, cast_data(carers=[father])) == [("Carers, P1", "taken out")]
    assert said(both, cast_data(carers=[mother, father | {"email": "g@example.org"}])) == [
        ("Carers, P1, number 2: E-mail", "new")
    ]


def _every_answer() -> Iterator[tuple[str, str, Record]]:
    """The full sample with each answer changed in turn in the first row of its table."""
    base, record = fate_finder.bases()["full"], fate_finder.finder("full").record
    for place, column in fate_finder.columns().items():
        others = fate_finder.other_answers(column, base.data, base.office) if place[1] != "id" else []
        made = (fate_finder.with_answer(record, place, value, [0]) for value in others)
        if other := next((one for one in made if one and one != record), None):
            yield *place, other


def test_every_answer_that_can_touch_a_document_is_noticed_and_no_place_is_told_in_the_names_of_fields() -> None:
    kept = fingerprints(fate_finder.finder("full").record)
    fields = {field for _, field in fate_finder.columns() if "_" in field}
    noticed = 0
    for table, field, after in _every_answer():
        found = changed_answers(after, kept, ())
        words = " ".join(change.where for change in found)
        assert not fields & set(re.findall(r"\w+", words)), words
        assert fate_finder.CANARY not in words
        expected = bool(fate_of(table, field).touches) or is_key(table, field)
        assert bool(found) == expected or field == "reference", (table, field)
        noticed += bool(found)
    assert noticed > 200


# Which documents


def test_the_changed_school_of_one_young_person_touches_their_documents_and_nobody_elses() -> None:
    after = people("P2", school="SCH2")
    touched = really_touched(cast_data(), after)
    [change] = changes(cast_data(), after, *touched)
    assert {"School letter P2 SCH1", "School letter P2 SCH2"} <= set(change.documents)
    assert change.documents == tuple(t.title for t in touched)
    both = after | {"people": changed(after["people"], "P4", year_group="Year 12")}
    moved, year = changes(cast_data(), both, *touched, document("school-letter", "P4", "SCH1"))
    assert "School letter P4 SCH1" in year.documents
    assert moved.documents == change.documents


def test_each_of_two_changes_is_told_with_its_own_documents() -> None:
    after = people("P2", school="SCH2") | {"incident": incident(weapons="A stick")}
    touched = (document("school-letter", "P2", "SCH2"), document("conference-summary"), document("checklist"))
    weapons, school = changes(cast_data(), after, *touched)
    assert weapons.documents == ("Conference summary",)
    assert "School letter P2 SCH2" in school.documents


def test_a_changed_name_accounts_for_documents_in_whose_texts_it_was_typed() -> None:
    letter = document("school-letter", "P4", "SCH1")
    [change] = changes(cast_data(), people("P2", family_name="Penhaligon"), letter)
    assert change.documents == (letter.title,)


@pytest.mark.parametrize(
    ("touched", "documents"),
    [
        pytest.param((), (), id="nothing was made"),
        pytest.param((document("checklist"),), (), id="only what changes with the day"),
        pytest.param((document("mapping-sheet"),), None, id="something that nothing accounts for"),
    ],
)
def test_an_answer_is_said_to_change_no_document_only_where_that_is_sure(
    touched: tuple[Touched, ...], documents: tuple[str, ...] | None
) -> None:
    [change] = changes(cast_data(), cast_data(incident=incident(weapons="A stick")), *touched)
    assert change.documents == documents


# What leaves no trace


def home_prints(data: Row, who: str = "P2") -> set[str]:
    """The fingerprints that the answers on somebody's home would have."""
    record = Record.model_validate(data)
    models = dict(rows_of(record))
    row = Place("people", who)
    found = {f: answer_of(models[row], f) for f in WHERE_SOMEBODY_LIVES}
    return {fingerprint(record, row, field, answer) for field, answer in found.items() if answer}


def test_what_tells_where_somebody_lives_has_no_fingerprint_where_the_address_is_protected() -> None:
    data = people("P2", **HIDDEN, address_protected="yes")
    kept = fingerprints(Record.model_validate(data))
    assert {place for place in kept if place.startswith("people[P2].")} & {
        f"people[P2].{field}" for field in WHERE_SOMEBODY_LIVES
    } == set()
    assert len(home_prints(data)) == len(WHERE_SOMEBODY_LIVES)
    assert home_prints(data) & set(kept.values()) == set()


def test_the_same_answers_of_somebody_whose_address_is_not_protected_have_one() -> None:
    data = people("P2", **HOME)
    assert len(home_prints(data) & set(fingerprints(Record.model_validate(data)).values())) >= len(HOME)


@pytest.mark.parametrize(("was", "now"), [("no", "yes"), ("yes", "no")])
def test_an_address_that_becomes_protected_or_is_so_no_more_is_not_itself_called_changed(was: str, now: str) -> None:
    before, after = (people("P2", **HIDDEN, address_protected=answer) for answer in (was, now))
    assert said(before, after) == [("People, P2: Is the address protected?", "changed")]


def test_an_answer_that_is_printed_nowhere_has_no_fingerprint() -> None:
    nowhere = [place for place in fate_finder.columns() if not (fate_of(*place).touches or is_key(*place))]
    kept = fingerprints(Record.model_validate(fate_finder.bases()["full"].data))
    rows = {re.sub(r"\[[^]]*\]", "", place) for place in kept}
    assert {f"{table}.{field}" for table, field in nowhere} & rows == set()
    assert len(nowhere) > 5


def test_a_sensitive_case_keeps_no_fingerprint_of_what_its_papers_do_not_rest_on() -> None:
    data = cast_data(incident=sensitive(weapons="A stick", injuries="None"))
    kept = fingerprints(Record.model_validate(data))
    assert "incident.weapons" not in kept
    assert "incident.sensitivity" in kept
    ordinary = fingerprints(Record.model_validate(cast_data(incident=incident(weapons="A stick"))))
    assert "incident.weapons" in ordinary


def test_a_case_that_becomes_sensitive_is_told_as_that_and_nothing_else() -> None:
    before = cast_data(incident=incident(weapons="A stick"))
    after = copy.deepcopy(before)
    after["incident"]["sensitivity"] = "sensitive"
    assert said(before, after) == [("Incident: Ordinary or sensitive?", "changed")]
    assert said(after, before) == [("Incident: Ordinary or sensitive?", "changed")]


def test_a_place_in_the_manifest_holds_ids_and_never_words() -> None:
    data = cast_data(decisions=[decision("P1", "the family's friend Orla")])
    places = fingerprints(Record.model_validate(data))
    assert not [place for place in places if "Orla" in place or "friend" in place]
    assert "decisions[P1 other].decision" in places


def test_every_place_that_a_pack_keeps_is_read_again() -> None:
    data = fate_finder.bases()["full"].data
    twice = data | {"carers": [*data["carers"], *data["carers"]]}
    assert said(twice, twice) == []
    gone = {what for _, what in said(twice, data)}
    assert gone == {"taken out"}
    assert len(said(twice, data)) == len(data["carers"])


# From run to run, as an officer meets it


REFERENCE = "MSC-2026-0902"
LATER = "2026-10-25 14:10"


def small(**changes: Any) -> Row:
    """A record of two young people at two schools, one of whom lives at a protected address."""
    data: Row = {
        "incident": incident(reference=REFERENCE, title="Incident at Brackwater station", officer="SC-02"),
        "episodes": [{"id": "E1", "date": "2026-10-23", "start_time": "17:40", "place": "Brackwater station"}],
        "people": [
            {"id": "P1", "given_name": "Rosalind", "family_name": "Quartermane", "school": "SCH2"}
            | {"date_of_birth": "2012-05-17", "address": "14 Inkwell Road, Brackwater", "postcode": "ZZ1 4AB"},
            {"id": "P2", "given_name": "Bertrand", "family_name": "Ferndale", "school": "SCH1"}
            | {"date_of_birth": "2011-03-09", "address_protected": "yes", **HIDDEN},
        ],
        "involvements": [
            {"id": "A1", "person": "P1", "role": "harmed", "episode": "E1", "account": "{P1} was pushed by {P2}."},
            {"id": "A2", "person": "P2", "role": "suspect", "episode": "E1", "account": "{P2} pushed {P1}."},
        ],
        "conference": {"in_pack": "no"},
    }
    data["incident"]["what_happened"] = "{P1} is reported to have been pushed by {P2}."
    return data | changes


Make = Callable[..., Result]


@pytest.fixture
def make(tmp_path: Path, casepack: Casepack) -> Make:
    """Makes the pack of a record with few agencies in the office, so that a run makes few documents."""
    office = json.loads((fate_finder.ROOT / "inputs" / "office.json").read_text(encoding="utf-8"))
    office["agencies"] = [agency for agency in office["agencies"] if agency["id"] in {"mash", "yjs"}]
    office["organisation"]["agreement_partners"] = ["mash", "yjs"]
    office["meetings"] = office["resident_groups"] = []
    (tmp_path / "office.json").write_text(json.dumps(office), encoding="utf-8")

    def run(record: Row, *more: str, as_of: str = LATER) -> Result:
        (tmp_path / "case.json").write_text(json.dumps(record), encoding="utf-8")
        done = casepack("make", tmp_path / "case.json", "--as-of", as_of, "--out", tmp_path / "out", *more)
        assert done.exit_code == 0, done.output
        return done

    return run


def pack(tmp_path: Path) -> Path:
    return tmp_path / "out" / REFERENCE


def section(output: str) -> str:
    """What a run said under "Changed since the last pack", on one line."""
    told = output.partition("Changed since the last pack\n")[2].partition("\n\n")[0]
    return " ".join(told.split())


def test_a_month_of_runs(make: Make, tmp_path: Path) -> None:
    """One pack from its first run on, so that it is made no oftener than it takes."""
    people_before = small()["people"]
    assert "Changed since" not in make(small()).output

    # No fingerprint of where P2 lives in any file, but one of where P1 does.
    held = b"".join(path.read_bytes() for path in pack(tmp_path).rglob("*") if path.is_file())
    assert [p for p in home_prints(small()) if p.encode() in held] == []
    assert [p for p in home_prints(small(), "P1") if p.encode() in held] != []

    again = make(small())
    assert "Nothing has changed" in again.output
    assert "Changed since" not in again.output

    moved = small(people=[people_before[0] | {"school": "SCH3"}, people_before[1]])
    found = json.loads(make(moved, "--json").output)["records"][0]
    [change] = found["changed_answers"]
    assert (change["where"], change["what"]) == ("People, P1: School", "changed")
    assert {"School letter P1 SCH2", "School letter P1 SCH3"} <= set(change["documents"])
    assert not {title for title in change["documents"] if " P2" in title}
    assert found["changed_otherwise"] == ""
    assert "SCH3" not in change["where"]

    # An answer that no document of this case prints, beside one that none prints at all.
    drinks = moved | {"incident": moved["incident"] | {"drugs_alcohol": "Cans"}}
    assert section(make(drinks).output) == "- Incident: Drugs or alcohol (new): changes no document"
    filmed = drinks | {"incident": drinks["incident"] | {"filmed": "yes"}}
    assert section(make(filmed).output) == (
        "- The file of the record has changed, but no answer that a document rests on."
    )

    # A pack of an older casepack kept no trace of the answers: nothing can be said of it.
    manifest = pack(tmp_path) / "manifest.json"
    kept = json.loads(manifest.read_text(encoding="utf-8"))
    assert kept.pop("answers")
    manifest.write_text(json.dumps(kept), encoding="utf-8")
    assert "Changed since" not in make(moved).output
    assert json.loads(manifest.read_text(encoding="utf-8"))["answers"]

    # Many changes are counted, and no answer is repeated.
    texts = [column.field for column in RECORD_FORM.sheets_of("area")[0].columns if column.kind == "text"][:13]
    told = section(make(moved | {"area": {field: f"Zorbick {n}" for n, field in enumerate(texts)}}).output)
    assert told.count("- Area: ") == 10
    assert told.endswith("- And 3 more")
    assert "Zorbick" not in told


def test_a_record_written_as_a_whole_leaves_the_traces_of_its_rows_written_one_by_one() -> None:
    the_record = fate_finder.finder("full").record
    answers = {row.path(f): a for row, model in rows_of(the_record) for f, a in answers_of(model).items()}
    places = {row.path(f): (row, f) for row, model in rows_of(the_record) for f in answers_of(model)}
    kept = fingerprints(the_record)
    assert len(kept) > 100
    assert kept == {place: fingerprint(the_record, *places[place], answers[place]) for place in kept}
