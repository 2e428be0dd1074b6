"""The proof of what lays cases side by side: nothing of anybody who is not shown there, from any record at hand.

A case's own part is proved by its own reader's lens, as its summary is (`part_findings`). A `Watch` knows all the
records at once, also those that the pack does not tell of: what it finds is a name, an address, a number or a date of
birth of somebody who is shown nowhere in the pack, or a trace of a case that leaves none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

from .conference_cases import Gathering, Told
from .finish import leaks_for, standing_phrases
from .folding import words_of
from .jigsaw_fields import guarded
from .lens_words import KIND_WORDS
from .mention_model import NAMES
from .mention_union import person_key, union
from .mentions import Mention, MentionBook, MentionKind, build_book, find, with_standing
from .pack_cases import reference_of
from .plainwords import PLAIN
from .plan import Case, Job
from .prove import prove

Leaks = Callable[[str], list[str]]
Words = tuple[str, ...]

_BY_THE_CASE_ITSELF = frozenset({MentionKind.SCHOOL, MentionKind.SERVICE, MentionKind.TOKEN})
"""Schools and services are the office's, not a case's: whose they are told of is proved case by case."""


class Watch:
    """What may stand in no paper over several cases; `named` are those whom it shows, by the reference of the case."""

    def __init__(self, gathering: Gathering, named: Mapping[str, Iterable[str]], *templates: bytes) -> None:
        """Know every record of the gathering; what `templates` say is the paper's own, whoever is called so.

        A heading of one word, such as Places, and the name of a town or of a place of what is told are no trace of a
        family of that name in another case: in the part of their own case its lens is stricter.
        """
        self._told = {told.reference for told in (*gathering.here, *gathering.earlier)}
        books = {told.reference: told.book for told in (*gathering.here, *gathering.earlier)}
        books |= {reference_of(case): build_book(case.record, case.office) for case in gathering.others}
        said = {phrase for template in templates for phrase in standing_phrases(template)}
        self._places = _public_places(gathering)
        self._headings = [{"page"}, {"page", "numpages"}, *(set(phrase) for phrase in said if len(phrase) == 1)]
        self._book: MentionBook = with_standing(union(books), said)
        self._named = {person_key(reference, person) for reference, people in named.items() for person in people}
        self._traces = _by_first_word(_traces(gathering))
        self.leaks: Leaks = lru_cache(maxsize=None)(self._leaks)

    def _leaks(self, text: str) -> list[str]:
        """What stands in a text that nobody may read there, each in words without the thing itself."""
        if "\n" in text:
            return list(dict.fromkeys(found for line in text.split("\n") if line.strip() for found in self.leaks(line)))
        found = [self._words(mention) for mention in find(text, self._book) if not self._may(mention)]
        return list(dict.fromkeys([*found, *self._trace(words_of(text))]))

    def _may(self, mention: Mention) -> bool:
        if mention.kind in _BY_THE_CASE_ITSELF:
            return True
        words = words_of(mention.text)
        if mention.kind in NAMES and (set(words) in self._headings or (not mention.whole and words in self._places)):
            return True
        return mention.kind is MentionKind.NAME and bool(mention.people & self._named)

    def _words(self, mention: Mention) -> str:
        """The kind of thing and whose it is; people of cases that are not told of stay without a code, too."""
        told = sorted(p for p in mention.people if p.rpartition("/")[0] in self._told)
        whose = " or ".join(f"{person} of {case}" for case, _, person in (p.rpartition("/") for p in told[:3]))
        return f"{KIND_WORDS[mention.kind]} of {whose or 'somebody in a case that is not told of here'}"

    def _trace(self, words: Words) -> Iterator[str]:
        for number, word in enumerate(words):
            for phrase, what in self._traces.get(word, ()):
                if words[number : number + len(phrase)] == phrase:
                    yield what


def _public_places(gathering: Gathering) -> set[Words]:
    """The places and wards of what is told, and those of the office's data."""
    told = [told.case for told in (*gathering.here, *gathering.earlier)]
    return {phrase for case in told for phrase in _places(case)} | set(map(words_of, _office_places(gathering)))


def _traces(gathering: Gathering) -> Iterator[tuple[Words, str]]:
    """What would betray a case that is in no pack: its reference, and of a sensitive one the places, too.

    But for places that are told of anyway, in whatever order their words stand: "Library, Holmside" is the Holmside
    library.
    """
    told = [told.case for told in (*gathering.here, *gathering.earlier)]
    public = [set(words_of(f"{e.place} {e.address} {e.ward}")) for case in told for e in case.record.episodes]
    public += [set(words_of(text)) for text in _office_places(gathering)]
    for case in gathering.untold:
        yield words_of(reference_of(case)), "the reference of a case that is not told of here"
        if case.sensitive:
            for phrase in _places(case):
                if not any(set(phrase) <= place for place in public) and not set(phrase) <= PLAIN:
                    yield phrase, "the place of a case that is not told of here"


def _places(case: Case) -> set[Words]:
    texts = (text for e in case.record.episodes for text in (e.place, e.address, e.ward))
    return {words for words in (words_of(text or "") for text in texts) if words}


def _office_places(gathering: Gathering) -> Iterator[str]:
    office = gathering.office
    yield from (school.name for school in office.schools)
    yield from (town for school in office.schools if (town := school.town))
    yield from (ward for member in office.members for ward in member.wards)
    yield from (area for area in (office.organisation.area, gathering.meeting.place) if area)


def _by_first_word(found: Iterable[tuple[Words, str]]) -> dict[str, list[tuple[Words, str]]]:
    by_word: dict[str, list[tuple[Words, str]]] = {}
    for phrase, what in found:
        by_word.setdefault(phrase[0], []).append((phrase, what))
    return by_word


def part_leaks(told: Told, job: Job, watch: Watch) -> Leaks:
    """What a text in one case's part gives away: of its own people by its reader's lens, and of everybody else's."""
    own = leaks_for(told.case, told.book, job)
    return lambda text: [*own(text), *watch.leaks(text)]


def part_findings(
    told: Told, job: Job, docx: bytes, watch: Watch, *, title: str, marking: str, author: str
) -> list[str]:
    """Every reason why a filled document may not become a part of the paper, in words without names."""
    stem = f"{told.reference} {job.document.id}"
    leaks = guarded(part_leaks(told, job, watch), told.case.record, told.case.office, job.reader.audience, stem)
    findings = prove(
        docx, None, name=job.title, marking=marking, file_stem=stem, title=title, leaks=leaks, author=author
    )
    return list(dict.fromkeys(finding.what for finding in findings))
