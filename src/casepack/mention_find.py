"""The search for mentions in text: pure, and about linear in the length of the text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace

from .folding import Words, split
from .mention_initials import find_initials
from .mention_model import NAMES, Form, Forms, Mention, MentionBook, MentionKind, Part
from .mention_numbers import find_births, find_numbers, long_numbers
from .name_sense import ABBREVIATIONS, Sense, describes, is_possessive, sense
from .plainwords import PLAIN

TOKEN = re.compile(r"\{{1,3} {0,5}([^{}]{1,60}?) {0,5}\}{1,3}")
"""A token in folded text; spaces inside and doubled braces are tolerated."""

_ONE_NAME_BETWEEN = re.compile(r"[ \t\u00a0]+|\s+(?:[^\W\d_a-z]\.?|[^\W\d_a-z][\w'’-]+)\s+")
_TITLES_BEFORE = re.compile(
    r"(?<![^\W_])(?:(?:mr|mrs|ms|miss|mx|dr|master|mstr)\.?\s*(?:and|&|\+|/)\s*)?"
    r"((?:(?-i:Miss|MISS|Master|MASTER)|mr|mrs|ms|mx|dr|mstr))\.?\s+$",
    re.IGNORECASE,
)
_LOOSE_WORDS = frozenset({"i", "a"})
_HEXADECIMAL = frozenset("abcdef")
_PHRASE_BREAK = re.compile(r"[!?;:]|\.\s")


def find(text: str, book: MentionBook, *, prose: bool = True) -> tuple[Mention, ...]:
    """Every mention in `text`, in order and without overlap; of several at one place the longest.

    In a finished document a school that is told by the words around its name may lie over other mentions.

    A name that is also an ordinary word counts by the rules of `name_sense`; where they leave a doubt (the
    word begins a sentence and nothing tells) it is prose, unless `prose` is False: then it is a name.
    """
    words = split(text)
    found = [*_tokens(words, book), *find_births(words.folded, book.births)]
    found += find_initials(text, book.initials)
    rows = long_numbers(words.folded)
    found += find_numbers(words.folded, rows, book.phones, MentionKind.PHONE, dialled=True)
    found += find_numbers(words.folded, rows, book.numbers, MentionKind.NUMBER, dialled=False)
    found += [m for n in _openings(words, book.forms) for m in _at(words, n, book, book.forms, prose)]
    mentions = _bridged(text, _longest_first(_without_namesakes(found)))
    if not book.finished:
        return mentions
    told = [m for n in _openings(words, book.told) for m in _at(words, n, book, book.told, prose)]
    schools = [m for m in found if m.kind is MentionKind.SCHOOL]
    more = (m for m in _longest_first([*told, *schools]) if m in told)
    return tuple(sorted({*mentions, *more}, key=lambda m: (m.start, m.end, m.kind, m.key)))


def _tokens(words: Words, book: MentionBook) -> Iterator[Mention]:
    text = words.folded.text
    if "{" not in text:
        return
    for found in TOKEN.finditer(text):
        person = book.tokens.get(found.group(1).replace(" ", ""))
        if person:
            start, end = words.folded.span(*found.span())
            possessive = text[found.end() : found.end() + 2] == "'s"
            yield Mention(
                start, end, words.folded.original[start:end], MentionKind.TOKEN, frozenset({person}), "", possessive
            )


def _openings(words: Words, forms: Forms) -> list[int]:
    """The words by number at which one of the forms may begin, so far as this and the next word tell."""
    openings, following = forms.openings, (*words.words[1:], "")
    return [
        n
        for n, (word, after) in enumerate(zip(words.words, following, strict=False))
        if word in openings and ((nexts := openings[word]) is None or after in nexts)
    ]


def _breaks(words: Words, number: int) -> bool:
    """Does a sentence end, or something else begin, before this word?"""
    before = words.words[number - 1]
    gap = words.gap(number)
    return bool(_PHRASE_BREAK.search(gap)) and not (gap[:1] == "." and (len(before) == 1 or before in ABBREVIATIONS))


def _at(words: Words, first: int, book: MentionBook, forms: Forms, prose: bool) -> Iterator[Mention]:
    """Every mention that begins with the word number `first`."""
    word = words.words[first]
    candidates: list[Form] = [*forms.get(word, ())]
    for ending in ("s", "es"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            candidates += [f for f in forms.get(word[: -len(ending)], ()) if len(f.words) == 1]
    after = words.words[first + 1] if first + 1 < len(words) else ""
    for form in candidates:
        if form.words[1:] and not after.startswith(form.words[1]):  # nearly all of those that do not stand here
            continue
        bare = _fits(words, first, form)
        if bare is None or _inside_standing(words, first, form, book) or not _stands(words, first, form, bare, prose):
            continue
        yield _mention(words, first, form, bare)


def _fits(words: Words, first: int, form: Form) -> bool | None:
    """None if the form does not stand here; else whether its last word has an s too many (a missing apostrophe)."""
    last = first + len(form.words) - 1
    if last >= len(words):
        return None
    if words.words[first + 1 : last] != form.words[1:-1]:
        return None
    for n in range(first + 1, last + 1):
        joint = words.joint(n)
        if joint not in form.joints[n - first - 1]:
            return None
        if joint == ". " and len(words.words[n - 1]) > 1 and words.words[n - 1] not in ABBREVIATIONS:
            return None
    there, wanted = words.words[last], form.words[-1]
    if there == wanted:
        return False
    stem_fits = there == wanted + "s" or (there == wanted + "es" and wanted.endswith(("s", "x", "z", "ch", "sh")))
    return True if stem_fits and _takes_bare_s(words, first, form) else None


def _takes_bare_s(words: Words, first: int, form: Form) -> bool:
    if form.kind not in NAMES or len(form.words[-1]) < 3 or form.part in {Part.INITIALLED, Part.SHORTENED, Part.OTHER}:
        return False
    return not form.plain or (first > 0 and words.words[first - 1] == "the" and form.part is Part.FAMILY)


def _inside_standing(words: Words, first: int, form: Form, book: MentionBook) -> bool:
    """Is this only a part of the name of a place, an agency or a member of staff, or of another standing phrase?"""
    if form.kind not in NAMES | {MentionKind.SCHOOL, MentionKind.SERVICE}:
        return False
    last = first + len(form.words)
    for start in range(max(0, last - book.longest), first + 1):
        for phrase in book.phrases.get(words.words[start], ()):
            end = start + len(phrase)
            if (
                end >= last
                and len(phrase) > len(form.words)
                and words.words[start:end] == phrase
                and (form.kind in NAMES or " ".join(phrase) in book.places)
                and not any(_breaks(words, n) for n in range(start + 1, end))
            ):
                return True
    return False


def _stands(words: Words, first: int, form: Form, bare: bool, prose: bool) -> bool:
    """Do the edges and the capitals allow the form to count here?"""
    last = first + len(form.words) - 1
    if not _edges_fit(words, first, last, form):
        return False
    if form.part in {Part.INITIALLED, Part.SHORTENED, Part.REVERSED}:
        return _odd_form_stands(words, first, last, form)
    if not form.plain:
        return True
    if len(form.words) == 1:
        if bare:
            return words.typed(first)[:1].isupper()
        found = sense(words, first, form.own, family=form.part is Part.FAMILY)
        return found is Sense.NAME or (found is Sense.DOUBT and not prose)
    return _plain_words_stand(words, first, last)


def _plain_words_stand(words: Words, first: int, last: int) -> bool:
    """Will Young: both with a capital, or neither; but not "will young people" nor "Will young"."""
    capitals = {not words.typed(n)[:1].islower() for n in range(first, last + 1)}
    return len(capitals) == 1 and not describes(words, last)


def _odd_form_stands(words: Words, first: int, last: int, form: Form) -> bool:
    """C. Exampleby, Callum E and EXAMPLEBY Callum: only as they are written of people."""
    upper = [words.typed(n)[:1].isupper() for n in range(first, last + 1)]
    if form.part is Part.INITIALLED:
        return all(upper) and not describes(words, last) if form.words[-1] in PLAIN else True
    if form.part is Part.SHORTENED:
        stop = words.gap(last + 1)[:1] == "."
        touched = last + 1 < len(words) and words.joint(last + 1) == ""
        return all(upper) and not touched and (stop or form.words[-1] not in _LOOSE_WORDS)
    comma = "," in "".join(words.joint(n) for n in range(first + 1, last + 1))
    if comma:
        return all(upper) or not form.plain
    families = words.typed(first)
    return len(families) > 1 and families.isupper() and not words.typed(last).isupper()


def _edges_fit(words: Words, first: int, last: int, form: Form) -> bool:
    """Nothing may touch the form but, for a name of four letters or more, digits (callum2012)."""
    touched = (first > 0 and words.joint(first) == "") or (last + 1 < len(words) and words.joint(last + 1) == "")
    if not touched:
        return True
    letters = "".join(words.words[first : last + 1])
    return form.kind in NAMES and len(letters) >= 4 and letters.isalpha() and not set(letters) <= _HEXADECIMAL


def _mention(words: Words, first: int, form: Form, bare: bool) -> Mention:
    last = first + len(form.words) - 1
    plural = bare and first > 0 and words.words[first - 1] in {"the", "both", "all"}
    possessive = is_possessive(words, last) or (bare and not plural)
    start, end = words.span(first, last)
    before = _TITLES_BEFORE.search(words.folded.original, max(0, start - 30), start) if form.kind in NAMES else None
    start = before.start() if before else start
    text = words.folded.original[start:end]
    return Mention(start, end, text, form.kind, form.people, form.key, possessive, form.part is Part.WHOLE)


def _without_namesakes(found: list[Mention]) -> list[Mention]:
    """Without schools and services whose name, as it stands there, is somebody's name as well.

    Nothing tells whether Holmbeck is the school or a child of that name: whoever may read of the one may not of both.
    """
    names: dict[int, int] = {}  # from the end of each to its start; a title before a name belongs to it
    for m in found:
        if m.kind in NAMES:
            names[m.end] = min(m.start, names.get(m.end, m.start))
    places = {MentionKind.SCHOOL, MentionKind.SERVICE}
    return [m for m in found if m.kind not in places or names.get(m.end, m.end) > m.start]


def _longest_first(found: Iterable[Mention]) -> list[Mention]:
    """What is left when the longest are taken first; a full name before any other mention of names."""

    def order(mention: Mention) -> tuple[bool, int, int]:
        firm = mention.whole or mention.kind not in NAMES
        return (not firm, mention.start - mention.end, mention.start)

    taken: list[Mention] = []
    starts: list[int] = []
    for mention in sorted(found, key=order):
        place = bisect_left(starts, mention.start)
        clear_before = place == 0 or taken[place - 1].end <= mention.start
        if clear_before and (place == len(starts) or mention.end <= starts[place]):
            taken.insert(place, mention)
            starts.insert(place, mention.start)
    return taken


def _bridged(text: str, found: list[Mention]) -> tuple[Mention, ...]:
    """Names of one person in a row, or with one more name between them, as one mention."""
    out: list[Mention] = []
    for mention in found:
        before = out[-1] if out else None
        if (
            before
            and before.kind is mention.kind is MentionKind.NAME
            and not (before.whole or mention.whole or before.possessive)
            and before.people & mention.people
            and _ONE_NAME_BETWEEN.fullmatch(text[before.end : mention.start])
        ):
            out[-1] = replace(
                mention,
                start=before.start,
                text=text[before.start : mention.end],
                people=before.people & mention.people,
                whole=True,
            )
        else:
            out.append(mention)
    return tuple(out)
