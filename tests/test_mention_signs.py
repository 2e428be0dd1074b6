"""The quick look before the search lets nothing past that the search would tell; the search stays the measure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from casepack.disclosure import Audience
from casepack.lens import Lens, Reader
from casepack.lens_words import describe
from casepack.mention_book import build_book, with_standing
from casepack.mention_find import find
from casepack.mention_model import MentionBook

from .builders_case import cast, cast_case, changed, child, lens, sample

BIRTHS = ("%d/%m/%Y", "%d %B %Y", "%Y-%m-%d", "%d.%m.%y", "%B %d, %Y", "%d%m%Y", "%Y%m%d", "%m/%d/%Y", "%d-%b-%y")


def searched(seen: Lens, text: str) -> list[str]:
    """What a lens tells of a text when nothing is passed over."""
    return list(dict.fromkeys(describe(m) for m in find(text, seen.book) if not seen.may(m)))


def written(book: MentionBook) -> Iterator[str]:
    """Everything that counts as a mention, in words and figures, each in a text of its own."""
    for forms in (*book.forms.values(), *book.told.values()):
        for form in forms:
            words = " ".join(form.words).title()
            yield from (f"He saw {words}.", f"{words.upper()}s\n", f"of {words.replace(' ', chr(160))}’s bag")
    yield from (f"Ring {number[:4]} {number[4:]}" for number in (*book.phones, *book.numbers))
    yield from (f"Born {born:{way}}, in it" for born in book.births for way in BIRTHS)
    yield from (f"Ask {two[0].upper()}.{two[1].upper()}. now" for two in book.initials)
    yield from (f"{{{token.upper()}}} and {{{{ {token} }}}}" for token in book.tokens)


@pytest.mark.parametrize("finished", [False, True], ids=["while filling in", "in a finished file"])
@pytest.mark.parametrize("audience", list(Audience))
def test_whatever_the_search_tells_the_quick_look_lets_through(audience: Audience, finished: bool) -> None:
    known = changed(cast(), "P1", upn="A123456789012", ecins_profile=None)
    people = [*known, child("P5", given_name="Will", family_name="Green", school="SCH2")]
    seen = lens(cast_case(people=people), audience, "P1", "P4", agreed=True, school="SCH1")
    if finished:
        book = with_standing(seen.book, [("green", "lane"), ("peer", "group", "conference")])
        seen = Lens(seen.record, seen.office, book, seen.reader, seen.day)
    texts = list(written(seen.book))
    told = {text: found for text in texts if (found := searched(seen, text))}
    assert told, "nothing is kept from this reader: the test shows nothing"
    let_through = {text: found for text in texts if (found := seen.leaks(text))}
    assert let_through == told


def test_a_school_that_is_told_by_the_words_around_its_name_is_let_through() -> None:
    """Thistledown is a school and a ward."""
    the_case = sample("ordinary", "2026-06-26T10:00")
    first, *others = the_case.record.people
    record = the_case.record.model_copy(update={"people": (first.model_copy(update={"school": "SCH5"}), *others)})
    book = with_standing(build_book(record, the_case.office), [])
    seen = Lens(record, the_case.office, book, Reader(Audience.BUSINESS), the_case.day)
    forms = [" ".join(form.words) for forms in book.told.values() for form in forms][::7]
    told = {text: found for text in forms if (found := searched(seen, text))}
    let_through = {text: found for text in forms if (found := seen.leaks(text))}
    assert len(told) > 50
    assert let_through == told


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("O\u00adrla Pen\u200bhallow", id="invisible marks"),
        pytest.param("Ｏｒｌａ saw it", id="full-width letters"),
        pytest.param("Órlà saw it", id="accents"),
        pytest.param("☐ Orla·Penhallow …", id="signs around it"),
        pytest.param("orla2012", id="digits that touch"),
        pytest.param("Жук Orla", id="letters of another alphabet beside it"),
        pytest.param("١٧/٠٥/٢٠١٢", id="other digits"),
        pytest.param("17. 5. 12", id="a short year"),
        pytest.param("0 7 7 0 0 9 0 0 1 1 2", id="digits apart"),
    ],
)
def test_a_mention_in_an_odd_dress_is_let_through(text: str) -> None:
    seen = lens(cast_case(), "school", "P4", school="SCH1")
    assert seen.leaks(text) == searched(seen, text) != []


def test_two_names_that_may_be_told_apart_and_not_together_are_let_through() -> None:
    def named(number: str, given: str, family: str) -> dict[str, Any]:
        return child(number, given_name=given, family_name=family)

    people = [named("P1", "Mateus", "Errata"), named("P2", "Mateus", "Quillon"), named("P4", "Lenka", "Quillon")]
    parts = [row for row in cast_case().record.involvements if row.person in {"P1", "P4"}]
    rows = [row.model_dump(mode="json") | {"against": [], "account": "It was so."} for row in parts]
    seen = lens(cast_case(people=people, involvements=rows, carers=[]), "school", "P1", "P4", school="SCH1")
    assert seen.leaks("Mateus came.") == seen.leaks("Quillon came.") == []
    assert seen.leaks("Mateus Jay Quillon came.") == ["the name of P2"]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param("Ask O.\nP. now", id="initials"),
        pytest.param("Ring 07700\n      900112 now", id="a number"),
        pytest.param("Born 17\n    5\n    2012", id="a date of birth"),
        pytest.param("Orla\n     Penhallow", id="a name"),
    ],
)
def test_what_stands_on_several_lines_is_found_on_one_line_after_it_was_asked_about_as_it_stands(lines: str) -> None:
    seen = lens(cast_case(), "school", "P4", school="SCH1")
    before, one_line = seen.leaks(lines), " ".join(lines.split())
    assert before == searched(seen, lines)
    assert seen.leaks(one_line) == searched(seen, one_line) != []
