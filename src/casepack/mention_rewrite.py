"""Free text rewritten for a reader: every mention in other words, and the sentence around it kept whole."""

from __future__ import annotations

import re
from collections.abc import Callable

from .folding import APOSTROPHES, edit_distance, fold
from .mention_find import TOKEN, find
from .mention_model import Mention, MentionBook
from .name_sense import ABBREVIATIONS
from .shown import first_capital

_ARTICLE_BEFORE = re.compile(r"\b(?:the|an?|another)\s+$", re.IGNORECASE)
_STARTS_WITH_ARTICLE = re.compile(r"(?:the|an?|another|some|no)\b", re.IGNORECASE)
_BEFORE_SENTENCE = re.compile(r"(?P<end>^|[.!?…]|\n)(?P<between>[\s\"“”'‘’(\[•*–-]*)$")
_NEAR = 80
"""How far back the beginning of a sentence or an article is looked for."""
_LAST_WORD = re.compile(r"([^\W\d_]+)$")
_BRACED = re.compile(r"\{{1,3}[^{}\n]{0,80}\}{1,3}|\{{1,3}[^{}\s]{0,40}|[^{}\s]{0,40}\}{1,3}")


def rewrite(text: str, book: MentionBook, say: Callable[[Mention], str | None]) -> str:
    """`text` with the words of `say` in place of each mention; where it says None the mention stays as typed.

    A possessive keeps its 's, a sentence its first capital, and an article before words that have their own
    ("the {P2}" as "another young person") goes. A mention in the middle of a doubtful sentence start is
    judged as in `find`.
    """
    out: list[str] = []
    done = 0
    for mention in find(text, book):
        words = say(mention)
        if words is None:
            continue
        place = max(done, mention.start - _NEAR)
        if _STARTS_WITH_ARTICLE.match(words) and (article := _ARTICLE_BEFORE.search(text, place, mention.start)):
            place = article.start()
        else:
            place = mention.start
        out.append(text[done:place])
        ending, done = _ending(text, mention)
        out.append((first_capital(words) if opens_sentence(text[max(0, place - _NEAR) : place]) else words) + ending)
    return "".join([*out, text[done:]])


def _ending(text: str, mention: Mention) -> tuple[str, int]:
    """What comes straight behind the new words, and where the text goes on."""
    if not mention.possessive:
        return "", mention.end
    after = text[mention.end : mention.end + 2]
    if after[:1] in APOSTROPHES and after[:1]:
        # James' becomes another young person's.
        return ("", mention.end) if after[1:] in {"s", "S"} else (f"{after[0]}s", mention.end + 1)
    return "'s", mention.end


def opens_sentence(before: str) -> bool:
    """Does what follows `before` begin a sentence or a line?"""
    found = _BEFORE_SENTENCE.search(before)
    if not found:
        return False
    if found.group("end") != ".":
        return True
    if "\n" in found.group("between"):
        return True
    word = _LAST_WORD.search(before[: found.start()])
    ends = not word or (word.group().lower() not in ABBREVIATIONS and len(word.group()) > 1)
    return ends and bool(found.group("between"))


def unknown_tokens(text: str, book: MentionBook) -> tuple[str, ...]:
    """What looks like a token in `text` and leads to nobody, as typed: {P99}, {Cal}, and {P2 without its end."""
    found = dict.fromkeys(m.group() for m in _BRACED.finditer(text) if not _resolved(m.group(), book))
    return tuple(found)


def odd_tokens(text: str, book: MentionBook) -> tuple[str, ...]:
    """Tokens that are understood but not written as they should be, as typed: {p2}, {P 2}, {{P2}}."""
    proper = {f"{{{person}}}" for person in book.tokens.values()}
    found = (m.group() for m in _BRACED.finditer(text) if _resolved(m.group(), book))
    return tuple(dict.fromkeys(token for token in found if token not in proper))


def nearest_token(token: str, book: MentionBook) -> str | None:
    """The token of the record that was probably meant, or None where none is near."""
    typed = "".join(c for c in fold(token).text if c.isalnum())
    ranked = sorted(
        (edit_distance(typed, folded), place, key) for place, (folded, key) in enumerate(book.tokens.items())
    )
    return f"{{{ranked[0][2]}}}" if ranked and ranked[0][0] <= 1 else None


def _resolved(token: str, book: MentionBook) -> bool:
    found = TOKEN.fullmatch(fold(token).text)
    return bool(found) and found is not None and found.group(1).replace(" ", "") in book.tokens
