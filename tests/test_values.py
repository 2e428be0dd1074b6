"""The kinds of answer: what is cleaned stays clean, and no answer is longer than a workbook can hold."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from casepack.values import (
    LONGEST_CELL,
    LONGEST_TEXT,
    Clock,
    Day,
    MaybeText,
    Moment,
    Refs,
    Text,
    Texts,
    clean,
    length,
    tidied,
)


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("  a \n b  \n", "a\n b"),
        ("a\r\nb\rc\x85d\u2028e\x0bf", "a\nb\nc\nd\ne\nf"),
        ("a_x000D_\nb", "a\nb"),
        ("_x0_x000D_00D_b", "b"),
        ("_x00\u200b0D_b", "b"),
        ("a\u2000b\u2003c\u00a0d", "a b c d"),
        ("e\u200b\u0301", "é"),
        ("Sia\u0302n", "Siân"),
        ("👩\u200d👧 می\u200cخواهم", "👩\u200d👧 می\u200cخواهم"),
        ("_x0041_", "_x0041_"),
    ],
)
def test_text_is_cleaned_of_what_nobody_sees(typed: str, cleaned: str) -> None:
    assert clean(typed) == cleaned


PRINTABLE = st.characters(
    exclude_categories=("Cc", "Cs"),
    exclude_characters="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffe\uffff",
)


@given(st.text(PRINTABLE | st.sampled_from("_x000D_\u200b\u2000\u0301 \n\r\t")))
def test_clean_text_stays_as_it_is(text: str) -> None:
    once = tidied(text)
    assert tidied(once) == once


@given(st.lists(st.sampled_from(["_x000D_", "_x00", "0D_", "_", "x", "\u200b"]), max_size=12).map("".join))
def test_what_cleaning_puts_together_is_not_cleaned_again(text: str) -> None:
    assert clean(clean(text)) == clean(text)


def test_codes_that_excel_would_change_are_refused() -> None:
    assert clean("_x0041_ _x0042_") == "_x0041_ _x0042_"
    with pytest.raises(ValueError, match="holds _x0041_x0042_, of which Excel would make something else"):
        clean("a_x0041_x0042_b")


@pytest.mark.parametrize(("text", "units"), [("abc", 3), ("😀", 2), ("é", 1), ("", 0)])
def test_length_is_counted_as_excel_does(text: str, units: int) -> None:
    assert length(text) == units


FITS = "x" * LONGEST_TEXT


@pytest.mark.parametrize("kind", [Text, MaybeText, Texts], ids=["text", "maybe", "texts"])
@pytest.mark.parametrize("text", [f"{FITS}x", "😀" * (LONGEST_TEXT // 2 + 1)], ids=["letters", "emoji"])
def test_a_text_longer_than_a_cell_is_refused(kind: Any, text: str) -> None:
    with pytest.raises(ValidationError, match=f"shorten it to at most {LONGEST_TEXT}"):
        TypeAdapter(kind).validate_python(text)


def test_a_text_as_long_as_may_be_fits_a_cell_with_a_mark_before_it() -> None:
    assert TypeAdapter(Text).validate_python(f" {FITS}\u200b ") == FITS
    assert length(f"as written: {FITS}") <= LONGEST_CELL


@pytest.mark.parametrize(
    ("kind", "items"),
    [(Texts, ["x" * 400] * 79), (Texts, ["x\n" * 99 + "x"] * 80), (Refs, ["P1"] * 1_924)],
    ids=["texts", "lines", "ids"],
)
def test_a_list_longer_than_a_cell_is_refused(kind: Any, items: list[str]) -> None:
    with pytest.raises(ValidationError, match="shorten it to at most"):
        TypeAdapter(kind).validate_python(items)
    assert len(TypeAdapter(kind).validate_python(items[:-1])) == len(items) - 1


@pytest.mark.parametrize(
    ("kind", "text"),
    [(Day, "٢٠٢٦-10-24"), (Moment, "2026-10-24 0٨:55"), (Clock, "0٨:55")],
    ids=["day", "moment", "clock"],
)
def test_days_and_times_have_plain_digits(kind: Any, text: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python(text)
