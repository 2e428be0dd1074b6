"""What every fuzzer shares: one try and what came of it, its bounds, odd words, and whether a message is fit to print.

A try gives a result or an error of casepack's own, in words. Any other exception is a fault, and so are a try that
takes too long and a message that shows what it has no business to show.
"""

from __future__ import annotations

import random
import re
import signal
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType

from casepack.errors import CasepackError, Problem, RecordError

SECONDS = 20.0
"""Of this processor: what one try may take at most; nearly all take a hundredth of one."""
LONGEST_MESSAGE = 1_300
JARGON = re.compile(r"Traceback|\w+Error\b|Exception\b|\bNone\b|<class|object at 0x|\bpydantic\b|\blxml\b|\bregex\b")

ODD_WORDS = (
    "", " ", "\n", "\t", "\x00", "\x07", "\x1b[31m", "\x7f", "\x9b", "\u200b", "\u202eabc", "\u2066", "\ufeff",
    "\uffff",
    "a\u0301" * 20, "😀" * 30, "👩‍👩‍👧", "Łódź", "Siân", "محمد", "ﬀ", "İ", "ß", "Ǆ", "½", "²", "١٢/٠٣/٢٠٢٦", "ⅷ",
    "（P1）",
    "{P1}", "{P1", "P1}", "{}", "{{P1}}", "{{{P1}}}", "{P1}{P2}", "{{P1}", "{ P1 }", "{p1}", "{P 1}", "{P99}", "{Р1}",
    "｛P1｝", "{P1\u200b}", "{P1\n}", "{P1}'s", "{P1}s", "{" * 50, "}" * 50, "{P1" * 30, "{% if x %}", "{{ 7*7 }}",
    "{# x #}", "$" * 9, "%s%n", "\\", "'\"<>&", "</w:t>", "<b>x</b>", "]]>", "&amp;", "&#0;", "_x0000_",
    "_x0041_x0042_",
    "=1+1", "@SUM(A1)", "../../x", "/etc/passwd", "CON", "nul.txt", "C:\\x", "a" * 300, "x " * 400, "NaN", "null",
    "true", "yes", "no", "not known", "n/k", "0", "-1", "1e400", "0x10", "9" * 40, "2026-02-30", "2026-13-01",
    "0000-00-00", "9999-12-31", "24:00", "25:61", "01:30", "12/12", "P1", "P2", "E1", "SCH1", "mash", "sensitive",
)  # fmt: skip
"""Words that have broken one program or another."""


@dataclass
class Tried:
    """What came of one try: a word for it, and every way in which it is not as it should be."""

    kind: str = "read"
    wrong: list[str] = field(default_factory=list)


Fuzzer = Callable[[random.Random], Tried]


class TooSlow(BaseException):
    """A try took longer than it may; not an Exception, so that nothing passes over it."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise `TooSlow` where what is inside takes longer than so many seconds of the processor."""

    def too_slow(_: int, __: FrameType | None) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGPROF, too_slow)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def tried(name: str, fuzzer: Fuzzer, seed: int, number: int) -> Tried:
    """One try, the same for the same seed and number; whatever else is raised is what is wrong."""
    try:
        with within(SECONDS):
            return fuzzer(random.Random(f"{name} {seed} {number}"))
    except TooSlow:
        return Tried("too slow", [f"took more than {SECONDS:.0f} seconds\n{traceback.format_exc()}"])
    except Exception:  # noqa: BLE001  (every kind of error is what is looked for)
        return Tried("a fault", [traceback.format_exc()])


def odd_text(rng: random.Random, words: Sequence[str] = ODD_WORDS, most: int = 4) -> str:
    """Some of these words, one after the other."""
    return rng.choice(("", " ", "", "\n")).join(rng.choices(words, k=rng.randint(1, most)))


def spoilt_text(rng: random.Random, text: str, words: Sequence[str] = ODD_WORDS) -> str:
    """`text` with something put in, cut out, doubled, turned round or in other capitals."""
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        at = rng.randrange(len(text) + 1)
        to = min(len(text), at + rng.choice((1, 1, 2, 5, 30)))
        match rng.randrange(7):
            case 0:
                text = text[:at] + text[to:]
            case 1:
                text = text[:to] + text[at:]
            case 2:
                text = text[:at] + text[at:to][::-1] + text[to:]
            case 3:
                text = rng.choice((str.upper, str.lower, str.title, str.swapcase))(text)
            case _:
                text = text[:at] + rng.choice(words) + text[at:]
    return text


def spoilt_bytes(rng: random.Random, data: bytes) -> bytes:
    """`data` with some bytes flipped, cut out, put in or set to zero."""
    spoilt = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 5, 40))):
        at = rng.randrange(len(spoilt) + 1)
        size = rng.choice((1, 2, 8, 300))
        match rng.randrange(5):
            case 0:
                del spoilt[at : at + size]
            case 1:
                spoilt[at:at] = rng.randbytes(size)
            case 2:
                spoilt[at : at + size] = bytes(len(spoilt[at : at + size]))
            case _ if at < len(spoilt):
                spoilt[at] ^= 1 << rng.randrange(8)
    return bytes(spoilt)


def kind_of_error(error: CasepackError) -> str:
    """The word under which an error is counted."""
    if isinstance(error, RecordError):
        wrong = [p.code for p in error.problems if p.severity == "problem"]
        return f"refused: {wrong[0] if wrong else 'nothing'}"
    return f"refused: {type(error).__name__}"


def faults_of_problem(problem: Problem, name: str) -> Iterator[str]:
    """What is wrong with a report: no place, not one line, too long, or in the words of programmers."""
    if not problem.where.startswith(name) or not problem.what or not problem.fix:
        yield f"no place, or nothing said: {problem}"
    yield from faults_of_words(f"{problem.where}: {problem.what} {problem.fix}", problem.found)
    if not all(sign.isprintable() for sign in problem.sentence() + problem.found):
        yield f"cannot be printed: {problem}"


def faults_of_words(text: str, found: str = "") -> Iterator[str]:
    """What is wrong with a message; `found` is what was typed, and may stand in it."""
    plain = re.sub('"[^"]*"|“[^”]*”', "", text.replace(found, "") if found else text)
    if JARGON.search(plain):
        yield f"not in plain words: {text}"
    if len(text) > LONGEST_MESSAGE:
        yield f"too long ({len(text)}): {text[:200]}"
    if not text.strip():
        yield "an error without a word"


def told_of_others(text: str, secrets: Iterable[str]) -> Iterator[str]:
    """Which of `secrets`, which have nothing to do with this message, stand in it."""
    yield from (f"a message that shows {secret!r}: {text}" for secret in secrets if secret in text)
