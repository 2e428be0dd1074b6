"""Is a word that is both a name and an ordinary word a name here?

Rules, in order (`sense`):

1. Lower case: never. After Mr, Miss and the like, after a label such as "Family name:", or with a
   possessive 's: a name.
2. Months, weekdays and seasons beside a day, a year, or words such as in, late, since: a date ("in May",
   "4 May", "by May"). After a verb of harm, `by` leads to a person ("kicked by May").
3. In the middle of a sentence a capital means a name, but in a compound ("Green-space").
4. At the start of a sentence, of a line, of a quotation or after a colon, where everything has a capital: a name
   if a verb in the past or a person's verb follows ("Mark kicked", "Hope wants"), another part of the
   person's name, a comma, a bracket, `and` with a name, or the end of the line (a family name alone on a line
   is more likely the label of a form). Nothing of the kind: in doubt, and the caller decides. Names that hardly
   ever begin a sentence as a word (Rob, Sue, Jack) are names there too; words such as He and So never are.
5. In capitals among ordinary writing: as rule 3, but WILL and MAY may be stressed verbs. Where everything is
   in capitals nothing but the neighbours can tell; then the word is a name, WILL and MAY if a verb follows.
"""

from __future__ import annotations

from enum import Enum

from .folding import APOSTROPHES, HYPHENS, Words
from .plainwords import (
    ADVERBS,
    CALENDAR,
    DESCRIBERS,
    FUNCTION_WORDS,
    HARM_VERBS,
    HOUSE_WORDS,
    MODALS,
    MONTHS,
    NAME_LABELS,
    PERSON_NOUNS,
    PREPOSITIONS,
    SEASONS,
    SELDOM_OPENS,
    TITLES,
    WEEKDAYS,
    is_verb_after,
    word_set,
)

ABBREVIATIONS = word_set("approx cllr co dr eg etc ie inc ltd mr mrs ms no nos prof rev sgt st supt tel vs")
"""Words whose full stop ends no sentence."""

_SENTENCE_ENDS = frozenset(".!?…")
_OPENERS = frozenset(':;"“”«([{|•*\t\n☐☒☑✓✔✗✘■□▪●○◦‣·→')
_LABELS = HOUSE_WORDS | word_set("case day harm loss number page plan police safe school step ward")
"""Words that stand alone in a cell or a heading of the papers."""
_NEVER_ANSWERS = WEEKDAYS | DESCRIBERS | _LABELS
_DATE_PREPOSITIONS = word_set("in late early mid since until till during last next throughout every each")
_DATE_PHRASES = word_set("end start beginning middle month rest week whole half all")
_RANGE_WORDS = word_set("to and or from between after before through until of")
_AFTER_MONTH = word_set("bank day half elections election")
_AFTER_WEEKDAY = word_set("morning mornings afternoon afternoons evening evenings night nights lunchtime")
_AFTER_SEASON = word_set(
    "activities break camp evenings fair half holiday holidays months programme scheme school term terms time"
)
_SAME_LINE = frozenset(" \u00a0")


class Sense(Enum):
    """What a word is here."""

    NAME = "a name"
    PROSE = "an ordinary word"
    DOUBT = "either"


def is_possessive(words: Words, number: int) -> bool:
    """Does 's follow the word, or for a word that ends in s the apostrophe alone (not a closing quotation mark)?"""
    after = words.gap(number + 1)
    if not after or after[0] not in APOSTROPHES:
        return False
    if len(after) == 1 and number + 1 < len(words) and words.words[number + 1] == "s":
        return True
    quoted = words.gap(number)[-1:] in APOSTROPHES and words.gap(number) != ""
    return words.words[number].endswith("s") and not quoted and (len(after) > 1 or number + 1 == len(words))


def sense(words: Words, number: int, own: frozenset[str], *, family: bool = False) -> Sense:
    """Whether the plain word at `number` is a name.

    `own` are all words of the names of whoever it would be; `family` tells that it is a family name of them.
    """
    word, typed = words.words[number], words.typed(number)
    if typed[:1].islower():
        return Sense.PROSE
    if _introduced(words, number):
        return Sense.NAME
    if word in CALENDAR and _in_a_date(words, number):
        return Sense.PROSE
    if is_possessive(words, number):
        return Sense.PROSE if word in FUNCTION_WORDS else Sense.NAME
    if _in_compound(words, number):
        return Sense.PROSE
    if typed.isupper() and len(typed) > 1 and (shouted := _shouted(words, number, own)):
        return shouted
    if not at_start(words, number):
        return Sense.NAME
    if word in FUNCTION_WORDS:
        return Sense.PROSE
    return _at_the_start(words, number, own, family)


def at_start(words: Words, number: int) -> bool:
    """Does the word begin a text, a sentence, a line, a quotation or what follows a colon?"""
    if number == 0:
        return True
    gap = words.gap(number)
    if any(c in _OPENERS for c in gap):
        return True
    if not any(c in _SENTENCE_ENDS for c in gap):
        return False
    before = words.words[number - 1]
    return not (gap.startswith(".") and (before in ABBREVIATIONS or (len(before) == 1 and before.isalpha())))


def describes(words: Words, number: int) -> bool:
    """Does a noun for people follow the word, as in "young people"?"""
    return number + 1 < len(words) and words.joint(number + 1) == " " and words.words[number + 1] in PERSON_NOUNS


def _introduced(words: Words, number: int) -> bool:
    """Mr Young; Surname: Young; known as Young."""
    if number == 0:
        return False
    before = words.words[number - 1]
    gap = words.gap(number).strip()
    if before in TITLES and gap in {"", "."} and not words.typed(number - 1).islower():
        return True
    return before in NAME_LABELS and gap in {"", ":", "|", "-"}


def _in_compound(words: Words, number: int) -> bool:
    after = words.gap(number + 1)
    return len(after) == 1 and after in HYPHENS and number + 1 < len(words) and words.typed(number + 1).islower()


def _near(words: Words, number: int) -> str:
    """The word at `number`, or nothing past the edges."""
    return words.words[number] if 0 <= number < len(words) else ""


def _day_number(word: str) -> bool:
    return word.isdigit() and len(word) <= 2 and 1 <= int(word) <= 31


def _in_a_date(words: Words, number: int) -> bool:
    word, before, after = words.words[number], _near(words, number - 1), _near(words, number + 1)
    gap_before, gap_after = words.gap(number).strip(), words.gap(number + 1).strip()
    if gap_before in {"", ",", "-", "–", "/"} and _date_before(words, number, before):
        return True
    if gap_after in {"", "-", "/"}:
        if word in MONTHS and (_day_number(after) or after in _AFTER_MONTH):
            return True
        if word in WEEKDAYS and (_day_number(after) or after in _AFTER_WEEKDAY):
            return True
        if word in SEASONS and after in _AFTER_SEASON:
            return True
    if gap_after in {"", ","} and len(after) == 4 and after.isdigit() and after[:2] in {"19", "20", "21"}:
        return True
    return _in_a_range(words, number)


def _date_before(words: Words, number: int, before: str) -> bool:
    word = words.words[number]
    second = _near(words, number - 2)
    if before in {"st", "nd", "rd", "th"} and _day_number(second):
        return True
    if _day_number(before) and not (words.joint(number - 1) == "" and second.isalpha()):
        return True
    if before in _DATE_PREPOSITIONS:
        return True
    # "Completed by May" and "will be told by May" are days; "was kicked by May" is not.
    if before == "by" and (second not in HARM_VERBS or _near(words, number - 3) == "be"):
        return True
    if before == "of" and (second in _DATE_PHRASES or _day_number(second) or second in {"st", "nd", "rd", "th"}):
        return True
    return (word in WEEKDAYS and before in {"on", "this"}) or (word in SEASONS and before in {"this", "the", "over"})


def _in_a_range(words: Words, number: int) -> bool:
    """From April to May; between May and July; April, May and June."""
    around = [n for n in range(number - 3, number + 4) if n != number and 0 <= n < len(words)]
    dates = [n for n in around if words.words[n] in CALENDAR and not words.typed(n).islower()]
    joined = {_near(words, number - 1), _near(words, number + 1)} & (_RANGE_WORDS | CALENDAR)
    return bool(dates) and bool(joined) and any(words.words[n] != words.words[number] for n in dates)


def _shouted(words: Words, number: int, own: frozenset[str]) -> Sense | None:
    """What a word in capitals is; None where the ordinary rules for a capital letter hold."""
    word = words.words[number]
    around = [words.typed(n) for n in (number - 1, number + 1) if 0 <= n < len(words)]
    letters = [w for w in around if len(w) > 1 and w.isalpha()]
    all_capitals = bool(letters) and all(w.isupper() for w in letters)
    if word in MODALS:
        after = _near(words, number + 1)
        shown = not after or after in own or is_verb_after(after, word) or words.gap(number + 1).strip() != ""
        if (
            shown
            or _near(words, number - 1) in {"by", "with", "hit", "and"}
            or (not all_capitals and after in PREPOSITIONS | {"and", "or"})
        ):
            return Sense.NAME
        return Sense.DOUBT if letters else None
    if not all_capitals:
        return None
    if word in FUNCTION_WORDS:
        return Sense.PROSE
    if word in DESCRIBERS and not is_verb_after(_near(words, number + 1), word):
        return Sense.PROSE if describes(words, number) else Sense.NAME
    return Sense.NAME


def _at_the_start(words: Words, number: int, own: frozenset[str], family: bool) -> Sense:
    word, after = words.words[number], _near(words, number + 1)
    gap = words.gap(number + 1)
    alone = not after or any(c not in _SAME_LINE and c.isspace() for c in gap) or "|" in gap
    if alone or gap.strip()[:1] in _SENTENCE_ENDS:
        # A line of its own that reads "Day" or "Price" is a label of a form, not somebody's family name.
        label = family and ":" not in words.gap(number)
        return Sense.DOUBT if label or word in _NEVER_ANSWERS else Sense.NAME
    if gap.strip():
        return _before_punctuation(word, gap.strip(), after)
    if after in own or _acts(words, number + 1, word):
        return Sense.NAME
    if word in SELDOM_OPENS:
        return Sense.PROSE if describes(words, number) else Sense.NAME
    return Sense.DOUBT


def _before_punctuation(word: str, punctuation: str, after: str) -> Sense:
    if punctuation[0] in "&+":
        return Sense.DOUBT
    if word in DESCRIBERS | CALENDAR:
        told = after in {"who", "whose", "aged"} or (after.isdigit() and len(after) <= 2)
        return Sense.NAME if told else Sense.DOUBT
    return Sense.NAME


def _acts(words: Words, number: int, name: str) -> bool:
    """Does what follows at `number` show somebody: a verb, who, aged 14, or `and` with another name?"""
    after = words.words[number]
    if after in ADVERBS and number + 1 < len(words) and words.joint(number + 1) == " ":
        return is_verb_after(words.words[number + 1], name)
    if after in {"and", "or"} and name not in DESCRIBERS:
        return words.typed(number + 1)[:1].isupper() if number + 1 < len(words) else False
    if after in {"who", "whose"} or (after == "aged" and _near(words, number + 1).isdigit()):
        return True
    return is_verb_after(after, name)
