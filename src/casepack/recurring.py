"""Which places recur, on which days and at what hours, over the cases of a meeting and earlier ones: nobody in it.

Source: the place page of the conference's pack. Only cases that stand in the pack count, so a sensitive case leaves
no trace; a place is told as the pack tells it, and not at all where its words touch on a person. A place that is the
home of anybody in any record is left out, also of somebody in a case that is not told: that says nothing of the case.

The same place is one of the same name in the same postcode area. What is only alike (a spelling, the same postcode,
one name within the other) is offered as possibly the same, and counted apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from .contact import postcode_area
from .folding import words_of
from .homes import Homes
from .hours import day_words, hour_words
from .identity import nearly
from .lens import Lens
from .mentions import MentionKind, build_book, find
from .pack_cases import first_day, reference_of, summary_job
from .person_view import when
from .plan import Case
from .record import Episode
from .shown import NOT_RECORDED, join_words

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Occasion:
    """One time at which something happened there: in which case, and when, as printed."""

    case: str
    when: str


@dataclass(frozen=True, slots=True)
class RecurringPlace:
    """A place at which something happened in more than one case or on more than one day.

    `cases` are those of this meeting and `earlier` the others, by reference in the order of time; `days` and `hours`
    words such as "Fridays and Saturdays" and "5pm to 7pm".
    """

    place: str
    ward: str
    times: int
    cases: tuple[str, ...]
    earlier: tuple[str, ...]
    days: str
    hours: str
    occasions: tuple[Occasion, ...]

    @property
    def days_and_hours(self) -> str:
        """Such as "Fridays and Saturdays, 5pm to 7pm"."""
        return f"{self.days}, {self.hours}"


@dataclass(frozen=True, slots=True)
class PossiblePlace:
    """Two names that may be of one place, each with its cases, and why."""

    a: str
    cases_a: tuple[str, ...]
    b: str
    cases_b: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class PlacePage:
    """The places that recur, the most frequent first, and names that may be of one place."""

    places: tuple[RecurringPlace, ...] = ()
    possibly: tuple[PossiblePlace, ...] = ()


@dataclass(frozen=True, slots=True)
class _Seen:
    """One episode at a place that may be told."""

    case: str
    of_meeting: bool
    episode: Episode
    place: str
    words: Words
    when: str

    @property
    def area(self) -> str:
        return "".join(words_of(postcode_area(self.episode.postcode)))

    @property
    def ward(self) -> str:
        return "".join(words_of(self.episode.ward or ""))

    @property
    def postcode(self) -> str:
        return "".join(words_of(self.episode.postcode or ""))


def recurring_places(meeting: Sequence[Case], earlier: Sequence[Case] = ()) -> PlacePage:
    """The place page of one meeting. All cases of a folder may be given, also those that the pack does not tell of.

    A case given twice, by its reference, counts once and as one of the meeting.
    """
    of_meeting = {reference_of(case) for case in meeting}
    cases = {reference_of(case): case for case in (*earlier, *meeting)}
    homes = Homes(case.record for case in (*earlier, *meeting))
    in_order = sorted(cases.values(), key=lambda case: (first_day(case), reference_of(case)))
    seen = [one for case in in_order for one in _seen(case, homes, reference_of(case) in of_meeting)]
    groups = list(_groups(seen))
    told = sorted((_place(group) for group in groups if _recurs(group)), key=lambda p: (-p.times, words_of(p.place)))
    return PlacePage(tuple(told), tuple(_possibly(groups)))


def _seen(case: Case, homes: Homes, of_meeting: bool) -> Iterator[_Seen]:
    """The episodes of a case whose place may be told, in the order of time."""
    job = summary_job(case)
    if job is None:
        return
    lens = Lens(case.record, case.office, build_book(case.record, case.office), job.reader, case.day)
    for episode in sorted(case.record.episodes, key=lambda e: (e.date, e.start_time or "", e.id)):
        place = episode.place or ""
        words = _place_words(place)
        if words and _tells_of_nobody(lens, place) and not homes.hold(place, episode.address):
            yield _Seen(reference_of(case), of_meeting, episode, place, words, when(lens, episode.id))


def _place_words(place: str) -> Words:
    words = words_of(place)
    return words[1:] if words[:1] == ("the",) else words


def _tells_of_nobody(lens: Lens, place: str) -> bool:
    """Does the reader see these words as they stand, and is nobody in them, named or meant? A school is a place."""
    touched = [m for m in find(place, lens.book, prose=False) if m.kind is not MentionKind.SCHOOL]
    return not touched and lens.say(place) == place


# Which are one place

_Group = list[_Seen]


def _groups(seen: Iterable[_Seen]) -> Iterator[_Group]:
    """Those of one name together, apart where their postcode areas differ, in the order of their names."""
    by_name: dict[str, _Group] = {}
    for one in seen:
        by_name.setdefault("".join(one.words), []).append(one)
    for _, alike in sorted(by_name.items()):
        for group in _by_area(alike):
            yield sorted(group, key=lambda one: (one.episode.date, one.episode.start_time or "", one.case))


def _by_area(alike: _Group) -> list[_Group]:
    """By postcode area; without one, with the only group of their ward, or else with the only group there is."""
    found: dict[str, _Group] = {}
    for one in alike:
        if one.area:
            found.setdefault(one.area, []).append(one)
    for one in alike:
        if not one.area and one.ward:
            there = [group for group in found.values() if one.ward in {other.ward for other in group}]
            (there[0] if len(there) == 1 else found.setdefault(f"in {one.ward}", [])).append(one)
    nowhere = [one for one in alike if not one.area and not one.ward]
    groups = list(found.values())
    if len(groups) == 1:
        return [groups[0] + nowhere]
    return [*groups, nowhere] if nowhere else groups


def _recurs(group: _Group) -> bool:
    return len({one.case for one in group}) > 1 or len({one.episode.date for one in group}) > 1


def _place(group: _Group) -> RecurringPlace:
    cases = dict.fromkeys(one.case for one in group if one.of_meeting)
    earlier = dict.fromkeys(one.case for one in group if not one.of_meeting)
    episodes = [one.episode for one in group]
    return RecurringPlace(
        place=group[-1].place,
        ward=_wards(episodes),
        times=len(group),
        cases=tuple(cases),
        earlier=tuple(earlier),
        days=day_words(episodes),
        hours=hour_words(episodes),
        occasions=tuple(Occasion(one.case, one.when) for one in group),
    )


def _wards(episodes: Sequence[Episode]) -> str:
    """Every ward that is recorded for the place; the latest spelling of each."""
    found = {"".join(words_of(episode.ward)): episode.ward for episode in episodes if episode.ward}
    return join_words([ward for _, ward in sorted(found.items())]) or NOT_RECORDED


# Which may be one place


def _possibly(groups: Sequence[_Group]) -> Iterator[PossiblePlace]:
    for one, other in combinations(groups, 2):
        why = _why(one, other)
        if why:
            yield PossiblePlace(one[-1].place, _cases(one), other[-1].place, _cases(other), why)


def _cases(group: _Group) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.case for one in group))


def _why(one: _Group, other: _Group) -> str:
    """Why two names may be of one place; empty where nothing says so, and where their postcode areas differ."""
    areas = [{seen.area for seen in group} - {""} for group in (one, other)]
    if areas[0] and areas[1] and not areas[0] & areas[1]:
        return ""
    mine, theirs = one[0].words, other[0].words
    if mine == theirs:
        return "The same name; where it is, is not recorded in every case."
    if _numbers(mine) == _numbers(theirs) and _spelled_alike("".join(mine), "".join(theirs)):
        return "The names are spelled nearly alike."
    if _within(mine, theirs) or _within(theirs, mine):
        return "One name is part of the other."
    if {seen.postcode for seen in one} & {seen.postcode for seen in other} - {""}:
        return "The same postcode."
    return ""


def _spelled_alike(one: str, other: str) -> bool:
    shortest = min(len(one), len(other))
    return shortest > _SHORT and nearly(one, other, 2 if shortest >= _LONG else 1)


_SHORT, _LONG = 5, 12
"""Letters up to which every letter counts, and from which two may differ."""


def _numbers(words: Words) -> list[str]:
    """What tells Platform 1 from Platform 2, and Block A from Block B."""
    return [word for word in words if len(word) == 1 or word.isdigit()]


def _within(part: Words, whole: Words) -> bool:
    """Do these words, two at least, stand in the others in their order?"""
    return len(part) > 1 and any(whole[at : at + len(part)] == part for at in range(len(whole) - len(part) + 1))


def places_view(page: PlacePage) -> dict[str, Any]:
    """The page as a template may print it: text and lists, and `none` where no place recurs."""
    none = "No case"
    return {
        "none": "" if page.places else "No place recurs.",
        "places": [
            {
                "place": place.place,
                "ward": place.ward,
                "times": str(place.times),
                "cases": ", ".join(place.cases) or none,
                "earlier": ", ".join(place.earlier) or none,
                "days_and_hours": place.days_and_hours,
                "occasions": [f"{one.case}: {one.when}" for one in place.occasions],
                "now": [f"{one.case}: {one.when}" for one in place.occasions if one.case in place.cases],
            }
            for place in page.places
        ],
        "possibly": [
            {"a": p.a, "cases_a": ", ".join(p.cases_a), "b": p.b, "cases_b": ", ".join(p.cases_b), "why": p.why}
            for p in page.possibly
        ],
    }
