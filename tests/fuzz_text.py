"""Free text with tokens and names that are half right, and days and times as nobody should write them."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ValidationError

from casepack import clock
from casepack.answer_clock import read_day_cell, read_moment_cell, read_time_cell
from casepack.answer_dates import (
    FIRST_YEAR,
    LAST_YEAR,
    MomentRead,
    TimeRead,
    UnreadableError,
    read_day,
    read_moment,
    read_time,
)
from casepack.cells import Cell, Value
from casepack.disclosure import Audience
from casepack.form import Column
from casepack.form_record import RECORD_FORM
from casepack.lens import Lens
from casepack.mention_rewrite import nearest_token, odd_tokens, unknown_tokens
from casepack.mentions import MentionKind, find
from casepack.plan import Case
from casepack.values import Clock, DayOrUnknown, Moment

from .builders_case import cast_case, lens
from .fuzz_kit import ODD_WORDS, Tried, faults_of_words, odd_text, spoilt_text

# Free text

_PEOPLE = (
    "P1",
    "P2",
    "P3",
    "P4",
    "P5",
    "P99",
    "p1",
    "P 1",
    " P1",
    "P1 ",
    "P-1",
    "P1.",
    "P\u200b1",
    "Р1",
    "Ｐ1",
    "P١",
    "",
)
_OPEN = ("{", "{", "{", "{{", "{{{", "{{{{", "｛", "(", "", "{ ", "{\n", "{\u00a0", "[", "<")
_CLOSE = ("}", "}", "}", "}}", "}}}", "｝", ")", "", " }", "\n}", "}'s", "}’s", "}s", "}}}}", "]")
_NAMES = (
    "Tobias", "Sampleford", "Tobias Sampleford", "SAMPLEFORD Tobias", "Sampleford, Tobias", "T. Sampleford", "Tobias S",
    "Orla", "Penhallow", "the Penhallows", "Orla's", "Orlas", "Finn", "Mateus Grunwick", "Mateus and Orla", "Farida",
    "Mrs Penhallow", "Mr & Mrs Penhallow", "tobias2011", "Tob\u200bias", "T\u0301obias", "ТОВІАЅ", "To\nbias",
    "Tobi-as",
    "07700 900111", "07700900111", "+44 7700 900111", "(07700) 900-111", "07700\u00a0900\u00a0111", "9/3/2011",
    "9 March 2011", "2011-03-09", "09.03.11", "14 Inkwell Road", "14 Inkwell Rd.", "Inkwell Road", "ZZ1 4AB", "zz14ab",
    "3 Blotter Close", "Holmbeck Academy", "SCH1", "@orla", "orla.penhallow@example.org",
)  # fmt: skip
_BETWEEN = (
    "was hurt by", "saw", "and", ".", "!", "\n", ", ", " ", "", "The", "the", "will", "may", "said: “", "”", "…", "-",
    "/",
    "Another", "a", "Mr", "who", "(", ")", "'s", "’", "\u00a0", "\u2009", "1", "as", "\n\n- ", "Road", "\u0301",
)  # fmt: skip


def _token(rng: random.Random) -> str:
    return rng.choice(_OPEN) + rng.choice(_PEOPLE) + rng.choice(_CLOSE)


def free_text(rng: random.Random, *, glued: bool) -> str:
    """Some sentences of tokens, names and odd words, in no order; `glued` leaves out spaces, too, and spoils words."""
    known = ("{P1}", "{P2}", "{P3}", "{P4}", "{p1}", "{P 2}", "{{P3}}", "{P4}'s", "{P1}’s")
    pieces = []
    for _ in range(rng.choice((1, 3, 8, 25))):
        token = _token(rng) if glued else rng.choice(known)
        pieces.append(rng.choice((token, token, rng.choice(_NAMES), rng.choice(_NAMES), rng.choice(_BETWEEN))))
    if not glued:
        return rng.choice((" ", " ", "\n", ". ")).join(pieces)
    pieces += rng.choices(ODD_WORDS, k=rng.choice((0, 0, 1)))
    text = rng.choice(("", " ")).join(pieces)
    return spoilt_text(rng, text, ("{", "}", "P1", " ", "\n", "'", "s", ".")) if rng.random() < 0.3 else text


@cache
def _case() -> Case:
    return cast_case()


@cache
def _lenses() -> tuple[Lens, ...]:
    """Readers who may be told different things: nobody, one person, several, all."""
    alone = set(Audience) - {Audience.OFFICE, Audience.CONFERENCE}
    one = [lens(_case(), audience, "P2") for audience in sorted(alone)]
    everybody = [lens(_case(), audience, "P1", "P2", "P3", "P4") for audience in ("conference", "office", "police")]
    return (*one, *everybody, lens(_case(), "school", "P1", school="SCH1"), lens(_case(), "mash", "P1"))


def fuzz_tokens(rng: random.Random) -> Tried:
    """Odd free text: what is found lies in it, in order; what is rewritten holds no known token and gives nobody away.

    Words that run into one another may come apart when one of them is rewritten; there the proof withholds.
    """
    reader = rng.choice(_lenses())
    glued = rng.random() < 0.4
    text = free_text(rng, glued=glued)
    wrong = []
    for prose in (True, False):
        at = 0
        for mention in find(text, reader.book, prose=prose):
            if not at <= mention.start < mention.end <= len(text) or text[mention.start : mention.end] != mention.text:
                wrong.append(f"a mention that does not lie in its text: {mention} in {text!r}")
            at = mention.end
    said = reader.say(text)
    left = [mention for mention in find(said, reader.book) if mention.kind is MentionKind.TOKEN]
    if left and not unknown_tokens(text, reader.book):  # such a text is refused where the record is read
        wrong.append(f"a token is left: {text!r} as {said!r}")
    if not glued and (leaks := reader.leaks(said)):
        wrong.append(f"given away to {reader.reader.audience}: {text!r} as {said!r}: {leaks}")
    for token in unknown_tokens(text, reader.book):
        near = nearest_token(token, reader.book)
        if token not in text or (near and near not in {"{P1}", "{P2}", "{P3}", "{P4}"}):
            wrong.append(f"a token that does not stand there: {token!r}")
    known = [token for token in odd_tokens(text, reader.book) if token in unknown_tokens(text, reader.book)]
    if known:
        wrong.append(f"tokens both known and unknown: {known}")
    return Tried("rewritten" if said != text else "left as it is", wrong)


# Days and times

_MONTHS = ("Jan", "january", "Feb", "Sept", "Sep", "OCT", "oktober", "Dec", "May", "Ma", "13", "March.")
_DAYS = ("Mon", "Monday", "mondays", "Tues", "Weds", "Thurs", "Funday", "on Fri", "Sat,", "sun")
_JOINS = ("/", "-", ".", " ", " / ", "–", "", ",", " of ", "th ", "st ", "'", "  ", "\t", "\u00a0")
_CLOCKS = (
    "17:40", "5:40pm", "5.40 p.m.", "0000", "2400", "24:00", "12am", "12 noon", "noon", "midnight", "midday",
    "00:00 BST",
    "01:30 BST", "01:30 GMT", "1:30 (BST)", "25:61", "13pm", "0pm", "9", "1740hrs", "17h40", "17:40:59", "9:5",
    "12:00 Z",
    "01:30+01:00", "17:40 CEST", "1:30am bst", "1000000", "１７:４０", "١٧:٤٠", "17：40", "5 o'clock", "half five",
)  # fmt: skip
_BETWEEN_TIMES = (" ", " at ", ", ", "T", ",", " on ", " of ", "  ", "\n", "")


def _day_words(rng: random.Random) -> str:
    day, month = str(rng.randint(0, 33)), rng.choice((str(rng.randint(0, 14)), rng.choice(_MONTHS)))
    year = rng.choice(
        (f"{rng.randint(0, 99):02d}", str(rng.randint(1850, 2250)), "26", "2026", "2011", "", "0", "٢٠٢٦")
    )
    parts = rng.choice(((day, month, year), (year, month, day), (month, day, year), (f"{day.zfill(2)}", month, year)))
    join, other = rng.choice(_JOINS), rng.choice(_JOINS)
    text = f"{parts[0]}{join}{parts[1]}{rng.choice((join, other))}{parts[2]}"
    return f"{rng.choice(_DAYS)} {text}" if rng.random() < 0.2 else text


def _when(rng: random.Random) -> str:
    words = rng.choice(
        (
            _day_words(rng),
            rng.choice(_CLOCKS),
            f"{_day_words(rng)}{rng.choice(_BETWEEN_TIMES)}{rng.choice(_CLOCKS)}",
            f"{rng.choice(_CLOCKS)}{rng.choice(_BETWEEN_TIMES)}{_day_words(rng)}",
            f"{date.fromordinal(rng.randint(690_000, 800_000)).isoformat()} {rng.choice(_CLOCKS)}",
            odd_text(rng),
        )
    )
    return spoilt_text(rng, words) if rng.random() < 0.25 else words


class _Answers(BaseModel):
    """The kinds of answer that hold days and times."""

    day: DayOrUnknown = None
    clock: Clock = None
    moment: Moment = None


def fuzz_dates(rng: random.Random) -> Tried:
    """Days and times in words: read, or refused in words; what is read is read the same in its settled form."""
    text = _when(rng)
    wrong: list[str] = []
    read_so = 0
    for read in (read_day, lambda words: read_day(words, birth=True), read_time, read_moment):
        try:
            found = read(text)
        except UnreadableError as error:
            wrong += faults_of_words(f"{error.what} {error.fix}")
            continue
        read_so += 1
        if isinstance(found, TimeRead):
            same = read_time(found.time).time == found.time and bool(_Answers(clock=found.time).clock)
        elif isinstance(found, MomentRead):
            settled = f"{found.day.isoformat()} {found.time}"
            same = (read_moment(settled).day, read_moment(settled).time) == (found.day, found.time)
            same = same and bool(_Answers(moment=settled).moment)
        else:
            same = read_day(found.day.isoformat()).day == found.day and FIRST_YEAR <= found.day.year <= LAST_YEAR
        if not same:
            wrong.append(f"{text!r} is read otherwise the second time: {found}")
    for field in ("day", "clock", "moment"):
        _held(text, field, wrong)
    return Tried("read" if read_so else "refused", wrong)


def _held(text: str, field: str, wrong: list[str]) -> None:
    try:
        made = _Answers.model_validate({field: text})
    except ValidationError:
        return
    again = _Answers.model_validate(made.model_dump(mode="json"))
    if again != made:
        wrong.append(f"{text!r} as a {field} is held otherwise the second time: {made}, {again}")


# Moments of a time zone

_ZONES = (
    "Europe/London", "Europe/London", "Europe/London", "Europe/Dublin", "America/New_York", "Australia/Lord_Howe",
    "Africa/Casablanca", "Pacific/Apia", "Asia/Kathmandu", "UTC",
)  # fmt: skip
_CHANGES = (date(2026, 3, 29), date(2026, 10, 25), date(2011, 12, 30), date(1968, 2, 18), date(1941, 5, 4))


def fuzz_clock(rng: random.Random) -> Tried:
    """Local times around the nights when clocks change: one moment, or a question; said and read back the same."""
    tz = ZoneInfo(rng.choice(_ZONES))
    day = rng.choice(_CHANGES) if rng.random() < 0.6 else date.fromordinal(rng.randint(693_600, 803_000))
    written = f"{rng.choice((0, 1, 1, 1, 2, 2, 3, 12, 23)):02d}:{rng.randint(0, 59):02d}"
    named = rng.choice(("", "", "", " BST", " GMT", " IST", " EST", " CEST", " UTC"))
    text = f"{day.isoformat()}{rng.choice((' ', 'T'))}{written}{named}"
    if rng.random() < 0.15:
        text = spoilt_text(rng, text)
    try:
        found = clock.moment(text, tz)
    except clock.ClockError as error:
        return Tried(f"refused: {error.kind}", list(faults_of_words(str(error))))
    wrong = []
    if found.tzinfo is not tz or f"{found:%Y-%m-%d %H:%M}" != f"{text[:10]} {text[11:16]}":
        wrong.append(f"{text!r} is read as {found.isoformat()}")
    if clock.instant(found).astimezone(tz).isoformat() != found.isoformat():
        wrong.append(f"{text!r} never was: {found.isoformat()}")
    twice = clock.say_time(found).endswith(str(found.tzname()))
    settled = f"{found:%Y-%m-%d %H:%M}" + (f" {found.tzname()}" if twice else "")
    if clock.moment(settled, tz) != found or clock.moment(settled, tz).fold != found.fold:
        wrong.append(f"{text!r} is read otherwise the second time, as {settled!r}")
    if "midnight" in clock.say_deadline(found) + clock.say_deadline_short(found):
        wrong.append(f"a deadline at midnight: {found.isoformat()}")
    for said in (clock.say_moment(found), clock.say_short(found), clock.say_range(found, found)):
        wrong += [] if said.isprintable() and said else [f"{text!r} is said as {said!r}"]
    return Tried("read", wrong)


# Cells of a workbook

_FORMATS = ("General", "dd/mm/yyyy", "hh:mm", "[h]:mm", "yyyy-mm-dd hh:mm", "d", "0", "@", "00000000000", "mmm-yy", "")

_FIRST, _LAST = datetime.fromisoformat("0001-01-01"), datetime.fromisoformat("9999-12-31 23:59:59.999999")


@cache
def _columns() -> tuple[Column, ...]:
    return tuple(c for sheet in RECORD_FORM.sheets for c in sheet.columns)


def _value(rng: random.Random) -> Value:
    kinds: tuple[Any, ...] = (
        _when(rng),
        _when(rng),
        rng.choice((-1, 0, 1, 59, 60, 61, 1462, 46318, 2958465, 10**9, -(10**20), 100, 1740, 2359, 2360, True, False)),
        rng.choice(
            (0.0, -0.0, 0.5, 0.999999999, 1e-12, 46318.372, 46318.99999999, 1e15, 1e308, float("nan"), float("inf"))
        ),
        rng.uniform(-10, 110_000),
        rng.random(),
        date.fromordinal(rng.randint(1, date.max.toordinal())),
        _FIRST + timedelta(days=rng.randint(0, 3_652_058), microseconds=rng.randint(0, 86_399_999_999)),
        rng.choice((_LAST, _FIRST, time.max, time.min, timedelta.max, timedelta.min, date.max, date.min)),
        time(rng.randint(0, 23), rng.randint(0, 59), rng.choice((0, 29, 30, 59)), rng.choice((0, 499_999, 999_999))),
        timedelta(seconds=rng.randint(-100_000, 400_000), microseconds=rng.choice((0, 999_999))),
    )
    made: Value = rng.choice(kinds)
    return made


def fuzz_cells(rng: random.Random) -> Tried:
    """A cell where a day, a time or both should be: read in a form that the record takes, or refused in words."""
    cell = Cell(_value(rng), number_format=rng.choice(_FORMATS))
    from_1904 = rng.random() < 0.3
    wrong: list[str] = []
    kinds = []
    found = {
        "day": read_day_cell(rng.choice(_columns()), cell, counts_from_1904=from_1904),
        "clock": read_time_cell(cell),
        "moment": read_moment_cell(cell, counts_from_1904=from_1904),
    }
    for field, answered in found.items():
        for remark in answered.remarks:
            wrong += faults_of_words(f"{remark.what} {remark.fix}", str(remark.found))
        if answered.refused:
            continue
        kinds.append(field)
        try:
            _Answers.model_validate({field: answered.value})
        except ValidationError as error:
            wrong.append(f"{cell} is read as {answered.value!r}, which a record does not take as {field}: {error}")
    return Tried(" and ".join(kinds) or "refused", wrong)
