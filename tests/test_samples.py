"""The sample office and records: valid, consistent in themselves, and wholly invented."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from casepack.office import Office
from casepack.record import Episode, Record

ROOT = Path(__file__).parent.parent
INPUTS = ROOT / "inputs"
RECORDS = ("sample-ordinary", "sample-minimal", "sample-sensitive")
ORACLES = ("ordinary", "sensitive")
PLACE_OF_IDS = re.compile(r"P\d+|[A-Z]{1,3}\d+|SC-\d+|HOS")
TOKEN = re.compile(r"\{([^{}]*)\}")

OFFICE_REFERENCES = {
    "organisation.manager": "officers",
    "organisation.agreement_partners": "agencies",
    "safeguarding_leads.school": "schools",
    "meetings.core_attendees": "agencies",
    "meetings.part_attendees": "agencies schools",
}
RECORD_REFERENCES = {
    "incident.officer": "officers",
    "incident.signatory": "officers",
    "incident.routine_sharing_approved_by": "officers",
    "episodes.force": "agencies",
    "people.school": "schools",
    "involvements.person": "people",
    "involvements.episode": "episodes",
    "involvements.against": "people businesses",
    "involvements.source": "sources",
    "carers.people": "people",
    "support.person": "people",
    "support.agency": "agencies schools",
    "decisions.person": "people",
    "decisions.others_needed": "people",
    "referrals.person": "people",
    "referrals.service": "agencies",
    "survey_answers.business": "businesses",
    "requests.to": "agencies schools members resident_groups",
    "requests.episodes": "episodes",
    "conflicts.member": "members",
    "progress.step": "steps",
    "conference.meeting": "meetings",
    "conference.closed_item_attendees": "agencies",
    "ecins.lead_officer": "officers",
    "disclosures.about": "people",
}
IDS_OR_WORDS = {
    "incident.sensitivity_decided_by",
    "incident.access_list",
    "decisions.decided_by",
    "requests.approved_by",
    "progress.done_by",
    "actions.owner",
    "ecins.access",
    "ecins.uploaded_by",
    "ecins.checked_by",
    "disclosures.to",
    "disclosures.decided_by",
}


def _json(name: str) -> Any:
    return json.loads((INPUTS / f"{name}.json").read_text(encoding="utf-8"))


def _office() -> Office:
    return Office.model_validate(_json("office"))


def _record(name: str) -> Record:
    return Record.model_validate(_json(name))


def _rows(whole: BaseModel) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every row of every table, with the name of the table."""
    for table, value in whole.model_dump(mode="json", exclude_none=True).items():
        for row in value if isinstance(value, list) else [value]:
            yield table, row


def _cells(whole: BaseModel) -> Iterator[tuple[str, str]]:
    """Every text in every cell (each item of a list by itself), with `table.field`."""
    for table, row in _rows(whole):
        for field, value in row.items():
            for item in value if isinstance(value, list) else [value]:
                if isinstance(item, str):
                    yield f"{table}.{field}", item


def _ids(*wholes: BaseModel) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for whole in wholes:
        for table, row in _rows(whole):
            if "id" in row:
                found.setdefault(table, set()).add(row["id"])
    return found


def _reference_fields(model: type[BaseModel]) -> set[str]:
    """`table.field` of every field that the model says holds ids, but for a row's own id.

    An id is known by its pattern; the JSON Schema does not carry it, the model's own description does.
    """
    pattern = re.search(r"pattern='([^']+)'", repr(Episode.model_fields["id"]))
    assert pattern
    found = set()
    for table, described in model.model_fields.items():
        arguments = [a for a in get_args(described.annotation) if isinstance(a, type)]
        row = arguments[0] if arguments else described.annotation
        assert isinstance(row, type)
        assert issubclass(row, BaseModel)
        for field, shape in row.model_fields.items():
            if field != "id" and pattern[1] in repr(shape):
                found.add(f"{table}.{field}")
    return found


def _dangling(whole: BaseModel, references: dict[str, str], ids: dict[str, set[str]]) -> list[str]:
    return [
        f"{place}: {text}"
        for place, text in _cells(whole)
        if place in references and not any(text in ids.get(table, set()) for table in references[place].split())
    ]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize("name", ["office", *RECORDS])
def test_a_sample_is_written_as_the_models_read_it(name: str) -> None:
    model = Office if name == "office" else Record
    text = (INPUTS / f"{name}.json").read_text(encoding="utf-8")
    kept = model.model_validate_json(text).model_dump(mode="json", exclude_unset=True)
    assert json.dumps(kept, indent=2, ensure_ascii=False) + "\n" == text


@pytest.mark.parametrize("name", ["office", *RECORDS])
def test_a_sample_leaves_out_what_is_not_recorded(name: str) -> None:
    def empty(value: Any) -> bool:
        if isinstance(value, dict):
            return not value or any(empty(v) for v in value.values())
        if isinstance(value, list):
            return not value or any(empty(v) for v in value)
        return value is None or value == ""

    assert not empty(_json(name))


def test_every_field_that_holds_ids_is_followed_by_these_tests() -> None:
    assert _reference_fields(Office) == set(OFFICE_REFERENCES)
    assert _reference_fields(Record) == set(RECORD_REFERENCES)


def test_the_office_refers_only_to_what_it_holds() -> None:
    office = _office()
    assert _dangling(office, OFFICE_REFERENCES, _ids(office)) == []


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_refers_only_to_rows_of_its_own_and_of_the_office(name: str) -> None:
    record, office = _record(name), _office()
    assert _dangling(record, RECORD_REFERENCES, _ids(record, office)) == []


@pytest.mark.parametrize("name", RECORDS)
def test_what_looks_like_an_id_among_words_is_one(name: str) -> None:
    record = _record(name)
    known = set().union(*_ids(record, _office()).values())
    odd = [
        text
        for place, text in _cells(record)
        if place in IDS_OR_WORDS and PLACE_OF_IDS.fullmatch(text) and text not in known
    ]
    assert odd == []


@pytest.mark.parametrize("name", RECORDS)
def test_a_decision_names_a_reader_that_the_office_knows(name: str) -> None:
    ids = _ids(_office())
    readers = ids["agencies"] | ids["schools"] | {"members", "all"}
    assert {d.audience for d in _record(name).decisions} <= readers


@pytest.mark.parametrize("name", ["office", *RECORDS])
def test_no_two_rows_of_a_table_have_the_same_id(name: str) -> None:
    whole: BaseModel = _office() if name == "office" else _record(name)
    ids = [(table, row["id"]) for table, row in _rows(whole) if "id" in row]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", RECORDS)
def test_every_token_is_a_person_of_the_record(name: str) -> None:
    people = {p.id for p in _record(name).people}
    tokens = {t for text in _texts(_json(name)) for t in TOKEN.findall(text)}
    assert tokens <= people


@pytest.mark.parametrize("name", RECORDS)
def test_free_text_names_people_by_token_only(name: str) -> None:
    record = _record(name)
    names = {n for p in record.people for n in (p.given_name, p.family_name, p.known_as) if n}
    own = {f"people.{f}" for f in ("given_name", "family_name", "known_as")} | {"carers.name", "carers.email"}
    holding_ids = set(RECORD_REFERENCES) | {"people.id"}
    bare = re.compile(r"\bP\d+\b|\b(?:" + "|".join(map(re.escape, sorted(names))) + r")\b")
    found = [
        f"{place}: {text}"
        for place, text in _cells(record)
        if place not in own | holding_ids and bare.search(TOKEN.sub("", text))
    ]
    assert found == []


@pytest.mark.parametrize("name", ["office", *RECORDS])
def test_every_telephone_number_is_one_that_nobody_has(name: str) -> None:
    public = {"0800 555 111"}  # Crimestoppers, printed as public information
    invented = re.compile(r"01632 960\d{3}|07700 900\d{3}")
    numbers = {n for text in _texts(_json(name)) for n in re.findall(r"(?<![\w-])\+?0[\d ]{8,}\d", text)}
    assert [n for n in numbers - public if not invented.fullmatch(n)] == []


@pytest.mark.parametrize("name", ["office", *RECORDS])
def test_every_address_of_mail_web_and_post_is_invented(name: str) -> None:
    texts = list(_texts(_json(name)))
    mails = [m for t in texts for m in re.findall(r"\S+@\S+", t)]
    hosts = [h for t in texts for h in re.findall(r"https?://([^/\s]+)", t)]
    postcodes = [p for t in texts for p in re.findall(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", t)]
    assert [m for m in mails if not m.rstrip(",").endswith("@example.org")] == []
    assert [h for h in hosts if h != "example.org"] == []
    assert [p for p in postcodes if not p.startswith("ZZ")] == []


def test_the_minimal_sample_holds_one_name_one_date_and_one_paragraph() -> None:
    record = _json("sample-minimal")
    assert {(table, *sorted(row)) for table in ("episodes", "people") for row in record[table]} == {
        ("episodes", "date", "id"),
        ("people", "given_name", "id"),
    }
    assert (len(record["episodes"]), len(record["people"]), list(record["incident"])) == (1, 1, ["what_happened"])
    assert set(record) == {"incident", "episodes", "people"}
    assert "\n" not in record["incident"]["what_happened"]


def test_the_steps_of_the_office_are_those_of_the_procedure() -> None:
    steps = {s.id: (s.strand, s.rule.value, s.amount) for s in _office().steps}
    assert steps == {
        "obtain-details": ("Start", "hours", 24),
        "information-sharing": ("Partnership work", "hours", 48),
        "systems-update": ("Partnership work", "hours", 48),
        "community-reassurance": ("Community impact", "at once", 0),
        "mapping": ("Community impact", "hours", 48),
        "business-surveys": ("Community impact", "weeks", 1),
        "support-in-place": ("Young person support", "hours", 48),
        "further-support": ("Young person support", "weeks", 1),
        "wider-support": ("Young person support", "weeks", 1),
        "conference": ("Conference", "next conference within months", 1),
    }


def test_the_power_to_disclose_to_authorities_is_claimed_only_for_those_that_the_act_lists() -> None:
    claimed = {b.audience for b in _office().legal_bases if "section 115" in b.text}
    assert claimed == {"mash", "social care", "yjs", "police"}


def test_agreement_is_never_given_as_the_basis_for_sharing() -> None:
    assert [b.audience for b in _office().legal_bases if "consent" in b.text.casefold()] == []


@pytest.mark.parametrize("name", ORACLES)
def test_the_conference_of_a_sample_is_the_next_in_the_calendar(name: str) -> None:
    record, office = _record(f"sample-{name}"), _office()
    first = min(f"{e.date} {e.start_time}" for e in record.episodes)
    following = sorted((m.at, m.id) for m in office.meetings if m.at and m.at > first)
    assert following[0][1] == record.conference.meeting


@pytest.mark.parametrize("name", ORACLES)
def test_an_oracle_speaks_of_the_steps_people_and_schools_of_its_sample(name: str) -> None:
    oracle = json.loads((ROOT / "tests" / "oracles" / f"{name}.json").read_text(encoding="utf-8"))
    ids = _ids(_record(f"sample-{name}"), _office())
    assert set(oracle["expected_deadlines"]) == ids["steps"]
    assert {r["school"] for r in oracle["must_never_contain"] if "school" in r} <= ids["schools"]
    assert {r["person"] for r in oracle["must_never_contain"] if "person" in r} <= ids["people"]
    named = {t for t in _texts(oracle["documents_expected"]) if PLACE_OF_IDS.fullmatch(t)}
    assert named <= set().union(*ids.values())


@pytest.mark.parametrize("name", ORACLES)
def test_whoever_is_expected_at_a_reader_has_what_the_document_needs(name: str) -> None:
    record = _record(f"sample-{name}")
    shared = {(d.person, d.audience) for d in record.decisions if d.decision.value.startswith("share")}
    agreed = {(r.person, r.service) for r in record.referrals if r.agreement.value == "agreed"}
    oracle = json.loads((ROOT / "tests" / "oracles" / f"{name}.json").read_text(encoding="utf-8"))
    by_decision = ("school-letter", "mash-referral", "social-care-letter", "yjs-letter")
    by_agreement = ("victim-support-referral", "reboot-referral", "youth-information-referral")
    for documents, granted in ((by_decision, shared), (by_agreement, agreed)):
        expected = {
            (person, reader)
            for document in documents
            for reader, people in oracle["documents_expected"].get(document, {}).items()
            for person in people
        }
        assert expected <= granted


def test_a_concern_is_recorded_just_where_a_referral_is_expected() -> None:
    for name in ORACLES:
        oracle = json.loads((ROOT / "tests" / "oracles" / f"{name}.json").read_text(encoding="utf-8"))
        concerned = [p.id for p in _record(f"sample-{name}").people if p.concern]
        assert concerned == oracle["documents_expected"]["mash-referral"]["mash"]


def test_the_sensitive_sample_describes_no_act_and_names_no_category_in_words_for_others() -> None:
    record = _record("sample-sensitive")
    assert [i.id for i in record.involvements if i.account or i.short] == []
    outward = [record.incident.title, record.incident.for_partners, record.incident.handling]
    outward += [d.may_be_told for d in record.decisions]
    outward += [text for place, text in _cells(record) if place.startswith("requests.")]
    assert [t for t in outward if t and re.search(r"sexual|assault|offence|complainant", t, re.IGNORECASE)] == []
