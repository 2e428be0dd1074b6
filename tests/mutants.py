"""The product with one rule at a time switched off: what the hunt for canaries must notice, each of it.

A mutant changes one cell of the disclosure table, one guard, one replacement, one kind of mention, one way of writing
a name, one gate of the decisions, or the proof. It is applied to the running modules and undone. `documents` are those
that it is tried on; "conference" stands for the pack and the extracts of a meeting.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from casepack import (
    conference_cases,
    contact,
    decisions,
    finish,
    jigsaw_fields,
    lens,
    mention_book,
    mention_find,
    mention_names,
    mention_rewrite,
    naming,
    person_view,
    plan,
    plan_agencies,
    plan_partners,
    planning,
    referrals,
    run,
)
from casepack.folding import words_of
from casepack.lens import Lens
from casepack.mention_find import find
from casepack.mention_model import MentionKind, Part
from casepack.mention_names import Named, forms_of, people_named
from casepack.mention_rewrite import rewrite
from casepack.pack_cases import summary_job
from casepack.planning import make_plan
from casepack.record import Sensitivity

from .mutant_model import Mutant, Patch, mutant
from .mutants_guards import guard_mutants, meeting_mutants
from .mutants_layers import layer_mutants
from .mutants_table import cell_mutants

# Guards


def _no(*_: object) -> bool:
    return False


def _yes(*_: object) -> bool:
    return True


def _all_numbers(record: Any, person: str) -> tuple[str, ...]:
    who = record.person(person)
    return tuple(n for n in (who.phone, who.contact_via_phone, *(c.phone for c in record.carers_of(person))) if n)


def _guards() -> Iterator[Mutant]:
    letters = "mash-referral ecins-record"
    yield mutant(
        "a protected address counts as any other", letters, (lens, "protected", _no), (person_view, "protected", _no)
    )
    yield mutant("episodes other than the reader's", "btp-letter", (Lens, "_in_scope", _yes))
    yield mutant(
        "numbers that are not safe",
        "social-care-letter btp-letter youth-information-referral",
        (lens, "safe_numbers", _all_numbers),
        (person_view, "safe_numbers", _all_numbers),
        (contact, "safe_numbers", _all_numbers),
    )
    yield mutant("special categories for whoever asks", "agency-letter", (Lens, "special", _yes))
    yield mutant("every reader has been agreed to", "victim-support-referral", (referrals, "_refusal", lambda *_: None))
    yield mutant("carers whom it is not safe to contact", letters, (person_view, "_carer", _any_carer))


def _any_carer(seen: Lens, carer: Any) -> dict[str, Any]:
    return _CARER(seen, carer.model_copy(update={"safe_to_contact": None}))


_CARER = person_view._carer


# Words


def _words() -> Iterator[Mutant]:
    letters = "school-letter social-care-letter ecins-record"
    yield mutant("a token always becomes a name", letters, (Lens, "label", _always_named))
    yield mutant("free text is printed as it was typed", letters, (lens, "rewrite", lambda text, *_: text))
    yield mutant("only tokens are rewritten", letters, (lens, "rewrite", _tokens_only))
    sides: Patch = (person_view, "_conference_sides", lambda *_: (set(), set()))
    yield mutant(
        "the conference reads who it was that was hurt", "conference-summary", (Lens, "_coded_here", _no), sides
    )
    papers = "mash-referral social-care-letter conference-summary checklist"
    for kind in (
        MentionKind.NAME, MentionKind.CARER, MentionKind.SCHOOL, MentionKind.PHONE, MentionKind.EMAIL,
        MentionKind.BIRTH_DATE, MentionKind.ADDRESS, MentionKind.POSTCODE, MentionKind.NUMBER,
    ):  # fmt: skip
        blind = partial(_find_without, kind)
        yield mutant(
            f"blind to mentions: {kind.value}", papers, (lens, "find", blind), (mention_rewrite, "find", blind)
        )
    for part in (Part.GIVEN, Part.FAMILY):
        yield mutant(
            f"blind to names: {part.value} alone", papers, (mention_book, "forms_of", partial(_forms_without, part))
        )
    for name in ("known_as", "others"):
        yield mutant(f"blind to names: {name}", papers, (mention_book, "people_named", partial(_named_without, name)))
    yield mutant("blind to half a double name", papers, (mention_names, "_parts", lambda name, *_: (name,)))
    yield mutant("blind to a missing apostrophe", papers, (mention_find, "_takes_bare_s", _no))
    yield mutant("blind to accents left out", papers, (mention_names, "words_of", _with_accents))


def _always_named(seen: Lens, person: str, **_: object) -> str:
    return naming.short_name(seen.record.person(person))


def _tokens_only(text: str, book: Any, say: Callable[[Any], str | None]) -> str:
    return rewrite(text, book, lambda mention: say(mention) if mention.kind is MentionKind.TOKEN else None)


def _find_without(kind: MentionKind, text: str, book: Any, **options: Any) -> tuple[Any, ...]:
    return tuple(mention for mention in find(text, book, **options) if mention.kind is not kind)


def _forms_without(part: Part, somebody: Any) -> Iterator[Any]:
    return (form for form in forms_of(somebody) if form.part is not part)


def _named_without(field: str, record: Any) -> Iterator[Named]:
    for named in people_named(record):
        yield replace(named, known_as=()) if field == "known_as" else replace(named, others=())


def _with_accents(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", text.casefold())) if not text.isascii() else words_of(text)


# Decisions


def _decided() -> Iterator[Mutant]:
    readers = "school-letter mash-referral agency-letter social-care-letter yjs-letter"
    for word in ("do not share", "hold"):
        yield mutant(f"decided, not followed: {word}", readers, (decisions, "decision_for", partial(_deaf, word)))
    yield mutant("a refusal for all goes under", readers, (decisions, "decision_for", _no_wide_refusal))
    yield mutant("nobody is kept from E-CINS", "ecins-record", (plan_partners, "decision_for", lambda *_: None))
    yield mutant(
        "nobody is kept from the railway police", "btp-letter", (plan_agencies, "decision_for", lambda *_: None)
    )
    yield mutant(
        "nobody is kept from the conference", "conference-summary", (planning, "keeps_from_conference", lambda *_: None)
    )
    yield mutant(
        "nobody is kept from the extracts",
        "conference-extract",
        (plan_partners, "_extract_gate", lambda *_: decisions.Approval(True)),
    )
    yield mutant(
        "a sensitive case is shared without a decision",
        readers,
        (plan, "gate", _any_gate),
        (plan_agencies, "gate", _any_gate),
    )


_DECISION_FOR = decisions.decision_for


def _deaf(word: str, record: Any, *rest: Any) -> Any:
    rows = tuple(d for d in record.decisions if d.decision.value != word)
    return _DECISION_FOR(record.model_copy(update={"decisions": rows}), *rest)


def _no_wide_refusal(record: Any, *rest: Any) -> Any:
    rows = tuple(d for d in record.decisions if d.audience.casefold() != "all")
    return _DECISION_FOR(record.model_copy(update={"decisions": rows}), *rest)


_GATE = decisions.gate


def _any_gate(record: Any, *rest: Any) -> Any:
    found = _GATE(record, *rest)
    sensitive = record.incident.sensitivity.value == "sensitive"
    return decisions.Approval(True) if sensitive and isinstance(found, decisions.Refusal) else found


# What nobody is told, the proof, and what a file carries besides its words


def _last_nets() -> Iterator[Mutant]:
    public = "members-briefing business-survey patrol-request outreach-request mapping-sheet reporting-information"
    yield mutant(
        "no search for pieces of a jigsaw", public, (jigsaw_fields, "finder", lambda *_, **__: lambda text: ())
    )
    yield mutant("the proof knows nobody", f"{public} checklist", (Lens, "leaks", lambda *_: []))
    yield mutant(
        "the proof knows nothing of sensitive cases",
        "school-letter",
        (finish, "restricted_leaks", lambda *_, **__: lambda text: []),
    )
    yield mutant("the officer's own account for partners", "mash-referral yjs-letter", (run, "make_plan", _told_all))
    yield mutant("sensitive cases in the pack", "", (conference_cases, "summary_job", _summary_of_any), scene="meeting")


def _summary_of_any(case: Any) -> Any:
    """As if the case were an ordinary one."""
    incident = case.record.incident.model_copy(update={"sensitivity": Sensitivity.ORDINARY})
    return summary_job(replace(case, record=case.record.model_copy(update={"incident": incident})))


def _told_all(case: Any) -> Any:
    """As if what happened had been written for partners."""
    incident = case.record.incident
    told = incident.model_copy(update={"for_partners": incident.what_happened})
    object.__setattr__(case, "record", case.record.model_copy(update={"incident": told}))
    return make_plan(case)


def all_mutants() -> tuple[Mutant, ...]:
    """Every mutant."""
    own = (*_guards(), *_words(), *_decided(), *_last_nets())
    return (*cell_mutants(), *own, *guard_mutants(), *layer_mutants(), *meeting_mutants())
