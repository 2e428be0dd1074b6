"""Whole cases for tests: a small cast of invented people, lenses, plans and views, on top of `builders`.

The cast: P1 was hurt at the station (E1, railway) by P4 and is suspected of hurting P2 at the parade (E2).
P2 and P3 are siblings at two schools; P3 saw E2. P1, P2 and P4 are at SCH1, P3 is at SCH2.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from casepack import clock
from casepack.decisions import Refusal, gate
from casepack.disclosure import Audience
from casepack.lens import Lens, Reader
from casepack.mentions import build_book
from casepack.office import Office
from casepack.papers import ABOUT_A_CASE
from casepack.plan import Case, Job
from casepack.planning import Plan, make_plan
from casepack.record import Record
from casepack.views import View, lens_for
from casepack.views_office import Finished, Outcomes, checklist
from casepack.views_register import register

from .builders import Row, agency, episode, involvement, office_data, person, record, record_data

ROOT = Path(__file__).parent.parent
SUNDAY = "2026-10-25 12:10"


# The two inputs


def wide_office(**changes: Any) -> Office:
    """An office with every kind of service, and with another county's front door and youth justice service."""
    data = office_data()
    data["agencies"] += [
        agency("fio", "youth information", age_from=11, age_to=25),
        agency("outreach", "youth outreach"),
        agency("health", "health"),
        agency("harbour", name="Harbour Support", phone="01632 960150", name_is_a_clue="yes"),
        agency("mash-north", "mash", area="Northmere County"),
        agency("yjs-north", "youth justice", area="Northmere County"),
    ]
    return Office.model_validate(data | changes)


def with_agency(key: str, **changes: Any) -> Office:
    """The wide office with one agency changed."""
    agencies = [a.model_dump(mode="json") for a in wide_office().agencies]
    return wide_office(agencies=[{**a, **(changes if a["id"] == key else {})} for a in agencies])


def child(key: str = "P1", **changes: Any) -> Row:
    """A young person of 15 at the first school, with a phone that is safe to ring and a home."""
    row = person(key, address="14 Inkwell Road, Brackwater", postcode="ZZ1 4AB", phone="07700 900111")
    row |= {"safe_to_call": "yes", "safe_to_write": "yes", "school": "SCH1", "year_group": "Year 10"}
    return row | changes


def cast() -> list[Row]:
    """P1 hurt and suspected, P2 harmed, her brother P3 a witness at another school, P4 suspected."""
    home = {"address": "3 Blotter Close, Brackwater", "postcode": "ZZ1 4QT"}
    return [
        child(),
        child(
            "P2", given_name="Orla", family_name="Penhallow", phone="07700 900112", date_of_birth="2012-05-17", **home
        ),
        child("P3", given_name="Finn", family_name="Penhallow", phone=None, school="SCH2", **home)
        | {"date_of_birth": "2014-07-02", "contact_via": "Mother"},
        child("P4", given_name="Mateus", family_name="Grunwick", phone="07700 900114", date_of_birth="2010-01-21")
        | {"address": "9 Galley Lane, Brackwater", "postcode": "ZZ1 5GL"},
    ]


def parts() -> list[Row]:
    """What each of the cast did, had done to them or saw."""
    return [
        involvement("A1", "P4", "suspect", account="{P4} is reported to have punched {P1}.", short="assault")
        | {"against": ["P1"], "status": "suspected, not yet interviewed"},
        involvement("A2", "P1", "harmed", account="{P1} is reported to have been punched by {P4}."),
        involvement("A3", "P1", "suspect", episode="E2", account="{P1} is reported to have kicked {P2}.")
        | {"short": "assault", "against": ["P2"], "status": "suspected, interview planned"},
        involvement("A4", "P2", "harmed", episode="E2", account="{P2} is reported to have been kicked by {P1}."),
        involvement("A5", "P3", "witness", episode="E2", account="{P3} saw {P1} and {P2}."),
    ]


def carers() -> list[Row]:
    """The mother of the siblings and the father of P1."""
    return [
        {"people": ["P2", "P3"], "name": "Farida Penhallow", "relationship": "mother", "phone": "07700 900122"},
        {"people": ["P1"], "name": "Grant Sampleford", "relationship": "father", "phone": "07700 900121"},
    ]


def cast_data(**changes: Any) -> Row:
    """The record of the cast as JSON would give it."""
    episodes = [
        episode(railway="yes", police_reference="BTP-0417"),
        episode("E2", start="18:10", place="Kestrel Parade", police_reference="SMP-4726"),
    ]
    data = record_data(episodes=episodes, people=cast(), involvements=parts(), carers=carers())
    return data | changes


def incident(**changes: Any) -> Row:
    """The incident's own row with changes."""
    return {**record_data()["incident"], **changes}


def sensitive(**changes: Any) -> Row:
    """The incident's own row, handled as sensitive."""
    return incident(sensitivity="sensitive", types=["reported sexual offence"], **changes)


def changed(rows: list[Row], key: str, **changes: Any) -> list[Row]:
    """The rows with one of them changed."""
    assert any(row["id"] == key for row in rows)
    return [{**row, **(changes if row["id"] == key else {})} for row in rows]


def decision(who: str | None, audience: str, what: str = "share", **changes: Any) -> Row:
    """A recorded decision."""
    return {"person": who, "audience": audience, "decision": what, "decided_by": "SC-01", **changes}


def referral(who: str, service: str, agreement: str = "agreed", **changes: Any) -> Row:
    """A referral with what was said about it."""
    return {"id": "F1", "person": who, "service": service, "agreement": agreement, "agreed_by": "self", **changes}


# Cases, plans, views


def case(the_record: Record, the_office: Office | None = None, as_of: str = SUNDAY) -> Case:
    """A case as of a moment in the office's zone."""
    the_office = the_office or wide_office()
    return Case(the_record, the_office, clock.moment(as_of, clock.zone(the_office)))


def cast_case(the_office: Office | None = None, as_of: str = SUNDAY, **changes: Any) -> Case:
    """The case of the cast; `changes` replace whole tables."""
    return case(record(**cast_data(**changes)), the_office, as_of)


def one_child(the_office: Office | None = None, as_of: str = SUNDAY, role: str = "harmed", **changes: Any) -> Case:
    """A case of one child in one part; `changes` are to the child, but `tables` are to the record."""
    tables = changes.pop("tables", {})
    data = {"people": [child(**changes)], "involvements": [involvement(role=role, account="{P1} was there.")], **tables}
    return case(record(**data), the_office, as_of)


def sample(name: str, as_of: str) -> Case:
    """One of the sample records with the sample office."""
    return case(Record.model_validate(_json(f"inputs/sample-{name}")), sample_office(), as_of)


def sample_office() -> Office:
    """The sample office."""
    return Office.model_validate(_json("inputs/office"))


def oracle(name: str) -> Any:
    """What the sample record is expected to give."""
    return _json(f"tests/oracles/{name}")


def _json(name: str) -> Any:
    return json.loads((ROOT / f"{name}.json").read_text(encoding="utf-8"))


def lens(the_case: Case, audience: Audience | str, *subjects: str, **reader: Any) -> Lens:
    """The sight of a reader on the case, without a plan."""
    book = build_book(the_case.record, the_case.office)
    seen = Reader(Audience(audience), subjects, **reader)
    return Lens(the_case.record, the_case.office, book, seen, the_case.day)


def job(the_case: Case, document: str, subject: str = "", recipient: str = "") -> Job:
    """The one planned job of this kind about this person, for this recipient where one is given."""
    found = [
        j
        for j in make_plan(the_case).jobs
        if j.document.id == document and subject in {"", j.subject} and recipient in {"", j.recipient}
    ]
    assert len(found) == 1, f"{len(found)} jobs: {document} {subject} {recipient}"
    return found[0]


def context(the_case: Case, the_job: Job) -> dict[str, Any]:
    """What the template of a job may print."""
    book = build_book(the_case.record, the_case.office)
    seen = lens_for(the_case, book, the_job)
    if the_job.document.id == "checklist":
        return checklist(the_case, seen, the_job, outcomes(the_case))
    if the_job.document.id == "disclosure-register":
        return register(the_case, seen, the_job, outcomes(the_case), book)
    return ABOUT_A_CASE[the_job.document.id](the_case, seen, the_job)


def outcomes(the_case: Case) -> Outcomes:
    """What a run would have made, without making it."""
    plan = make_plan(the_case)
    done = [Finished(j, j.title, 1, "Ready to send") for j in plan.jobs if j.document.id in ABOUT_A_CASE]
    return Outcomes(plan, tuple(done))


def seen(the_case: Case, document: str, subject: str = "", recipient: str = "") -> dict[str, Any]:
    """The context of the one job of this kind about this person."""
    return context(the_case, job(the_case, document, subject, recipient))


def view_hash(the_case: Case, document: str, subject: str = "", recipient: str = "") -> str:
    """The fingerprint of what one document discloses."""
    return View(seen(the_case, document, subject, recipient), {}).hash()


def planned(plan: Plan, document: str) -> set[tuple[str, str]]:
    """About whom and for whom documents of this kind are made."""
    return {(j.subject, j.recipient) for j in plan.jobs if j.document.id == document}


def refused(plan: Plan, document: str) -> dict[tuple[str, str], str]:
    """About whom and for whom documents of this kind are not made, and why."""
    return {(n.subject, n.recipient): n.reason for n in plan.not_made if n.document.id == document}


def answer(the_case: Case, who: str, recipient: str, *kinds: str) -> str:
    """What the recorded decisions say, in a word: yes, draft, or the reason why not."""
    found = gate(the_case.record, the_case.office, who, recipient, kinds)
    if isinstance(found, Refusal):
        return f"no: {found.reason}"
    return "yes" if found.approved else f"draft: {found.why}"


def strings(value: Any) -> Iterator[str]:
    """Every text in a view, at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def text_of(value: Any) -> str:
    """Every text in a view, one a line."""
    return "\n".join(strings(value))
