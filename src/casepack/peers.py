"""Who appears together: young people in several cases, and who is linked with whom through which cases.

Source: the conference is about the peer group. Only what the pack itself shows by name is laid side by side
(`pack_cases.shown_by_name`), so parts of people harmed and of witnesses make no row, no link, no count and nothing
"possibly the same", whoever else they are; and a case that leaves no trace in the pack leaves none here.

Everyone named in a case of this meeting may stand here; earlier cases only add to how often and with whom, and name
nobody else but as possibly the same. A link says that two people stand in the same case, on whichever side: a link
that was left out between two who harmed each other would tell just that. Adults stand here only where they are
suspected together with a young person, for that is what a conference must not overlook; not among themselves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from .folding import fold
from .identity import Identity, possibly_same, without_homes
from .pack_cases import Shown, first_day, reference_of, shown_by_name
from .peer_graph import spread
from .peer_model import Dot, Line, Link, PeerGroup, PeerRow, Possible, cases_words
from .plan import Case
from .shown import join_words

PICTURE_LIMIT = 40
"""How many people the picture holds; beyond that it shows those in most cases, and the tables show all."""

_Pair = tuple[int, int]
_Links = dict[_Pair, tuple[str, ...]]
"""The references of the cases that two people share, by their places in the list of people."""


def peer_group(meeting: Sequence[Case], earlier: Sequence[Case] = ()) -> PeerGroup:
    """Who appears together over the cases of one meeting, with what earlier cases add.

    All cases of a folder may be given, sensitive ones too: what leaves no trace in the pack leaves none here. Each
    has a reference of its own, as one that was read always has; a case given twice counts once, as one of the meeting.
    """
    people = _people(meeting, earlier)
    links = _links(people)
    linked = {number for pair in links for number in pair}
    rows = [n for n, who in enumerate(people) if who.several and (not who.adult or n in linked)]
    possibly = dict(_possibly(people))
    people = _labelled(people, linked | set(rows) | {number for pair in possibly for number in pair})
    group = PeerGroup(
        rows=tuple(_row(people, n, links) for n in rows),
        links=tuple(sorted((_link(people, pair, refs) for pair, refs in links.items()), key=_link_order)),
        possibly=tuple(sorted((_possible(people, *found) for found in possibly.items()), key=_possible_order)),
    )
    return _drawn(group, people, rows, links)


@dataclass(frozen=True, slots=True)
class _Somebody:
    """One person over all cases: where the pack shows them, in the order of time. `here`: this meeting's cases."""

    seen: tuple[Shown, ...]
    here: frozenset[str]
    cases: Mapping[str, Shown] = field(init=False)
    rows: tuple[Identity, ...] = field(init=False, repr=False)
    at_this_meeting: bool = field(init=False)
    label: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "cases", {shown.reference: shown for shown in self.seen})
        object.__setattr__(self, "rows", without_homes([shown.identity for shown in self.seen]))
        object.__setattr__(self, "at_this_meeting", not self.here.isdisjoint(self.cases))

    @property
    def adult(self) -> bool:
        return all(shown.adult for shown in self.seen)

    @property
    def several(self) -> bool:
        return len(self.cases) > 1 and self.at_this_meeting

    @property
    def printed(self) -> str:
        """The name as the latest case prints it, with a short name where only another case has one."""
        names = [shown.name for shown in reversed(self.seen)]
        return next((name for name in names if name.startswith(f"{names[0]} (known as ")), names[0])

    def split(self, references: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """References as those of this meeting and earlier ones, each in the order of time."""
        asked = frozenset(references)
        wanted = [reference for reference in self.cases if reference in asked]
        return tuple(r for r in wanted if r in self.here), tuple(r for r in wanted if r not in self.here)


def _people(meeting: Sequence[Case], earlier: Sequence[Case]) -> list[_Somebody]:
    """Everyone whom the pack shows, those together who are surely the same; most cases first, then by name."""
    here = frozenset(reference_of(case) for case in meeting)
    cases = {reference_of(case): case for case in (*earlier, *meeting)}
    found: dict[object, list[Shown]] = {}
    for case in sorted(cases.values(), key=lambda c: (first_day(c), reference_of(c))):
        for number, shown in enumerate(shown_by_name(case)):
            found.setdefault(shown.identity.key or (shown.reference, number), []).append(shown)
    people = [_Somebody(tuple(seen), here) for seen in found.values()]
    return sorted(people, key=lambda p: (-len(p.cases), fold(p.printed).text, p.printed, p.seen[-1].age, *p.cases))


def _labelled(people: list[_Somebody], told: set[int]) -> list[_Somebody]:
    """A number behind each name that several of those `told` have, so that no two of them read as one."""
    names = {number: fold(people[number].printed).text for number in sorted(told)}
    alike, met = Counter(names.values()), Counter[str]()
    found = list(people)
    for number, name in names.items():
        met[name] += 1
        which = f" ({met[name]})" if alike[name] > 1 else ""
        found[number] = replace(people[number], label=f"{people[number].printed}{which}")
    return found


def _links(people: Sequence[_Somebody]) -> _Links:
    """Who stands in the same cases: one of them in several cases, and one of them young."""
    there: dict[str, list[int]] = {}
    for number, person in enumerate(people):
        if person.at_this_meeting:
            for reference in person.cases:
                there.setdefault(reference, []).append(number)
    found: _Links = {}
    for reference, numbers in there.items():
        for one, other in combinations(numbers, 2):
            young = not (people[one].adult and people[other].adult)
            if young and (people[one].several or people[other].several):
                found[one, other] = (*found.get((one, other), ()), reference)
    return found


def _link(people: Sequence[_Somebody], pair: _Pair, references: tuple[str, ...]) -> Link:
    one, other = (people[number] for number in pair)
    return Link(one.label, other.label, *one.split(references))


def _link_order(link: Link) -> tuple[object, ...]:
    return -link.count, fold(link.a).text, fold(link.b).text


def _row(people: Sequence[_Somebody], number: int, links: _Links) -> PeerRow:
    person = people[number]
    with_whom = [
        (-len(references), people[other].label)
        for pair, references in links.items()
        if number in pair
        for other in pair
        if other != number
    ]
    linked = sorted(with_whom, key=lambda found: (found[0], fold(found[1]).text))
    return PeerRow(
        person.label,
        person.seen[-1].age,
        _parts(person),
        *person.split(person.cases),
        linked=tuple(f"{label} ({cases_words(-count)})" for count, label in linked),
        adult=person.adult,
    )


def _parts(person: _Somebody) -> str:
    """The part in words; with the cases where it is not the same in all of them."""
    parts: dict[str, list[str]] = {}
    for reference, shown in person.cases.items():
        parts.setdefault(f"{shown.part}, adult" if shown.adult else shown.part, []).append(reference)
    if len(parts) == 1:
        return next(iter(parts))
    return "; ".join(f"{part} ({join_words(references)})" for part, references in parts.items())


def _possibly(people: Sequence[_Somebody]) -> Iterator[tuple[_Pair, str]]:
    """Who may be one person: at least one of them of this meeting, and never two whom one case tells apart."""
    for (one, mine), (other, theirs) in combinations(enumerate(people), 2):
        of_now = mine.at_this_meeting or theirs.at_this_meeting
        if not of_now or (mine.adult and theirs.adult) or not mine.cases.keys().isdisjoint(theirs.cases):
            continue
        reasons = (possibly_same(a, b) for a in mine.rows for b in theirs.rows)
        why = next((reason for reason in reasons if reason), "")
        if why:
            yield (one, other), why


def _possible(people: Sequence[_Somebody], pair: _Pair, why: str) -> Possible:
    one, other = sorted((people[number] for number in pair), key=lambda who: (fold(who.label).text, *who.cases))
    return Possible(one.label, ", ".join(one.cases), other.label, ", ".join(other.cases), why)


def _possible_order(found: Possible) -> tuple[str, ...]:
    return fold(found.a).text, fold(found.b).text, found.case_a, found.case_b


def _drawn(group: PeerGroup, people: Sequence[_Somebody], rows: Sequence[int], links: _Links) -> PeerGroup:
    """The group with its picture: everyone in several cases and who is linked with them, as many as it holds."""
    everyone = sorted({*rows, *(number for pair in links for number in pair)})
    chosen = everyone if len(everyone) <= PICTURE_LIMIT else list(rows)[:PICTURE_LIMIT]
    new = {number: at for at, number in enumerate(chosen)}
    weights = {(new[a], new[b]): len(refs) for (a, b), refs in links.items() if a in new and b in new}
    places = spread(len(chosen), weights)
    drawn = zip((people[number] for number in chosen), places, strict=True)
    return replace(
        group,
        dots=tuple(Dot(who.label, len(who.cases), who.several, who.adult, place) for who, place in drawn),
        lines=tuple(Line(a, b, count) for (a, b), count in sorted(weights.items())),
        undrawn=len(everyone) - len(chosen),
    )
