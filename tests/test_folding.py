"""Text that a person would call the same folds to the same words, and leads back to the text as typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casepack.folding import edit_distance, fold, split, words_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zoë", "ZOE"),
        ("Zoe\u0308", "Zoë"),
        ("Łukasz", "lukasz"),
        ("Søren", "soren"),
        ("Đorđe", "Dorde"),
        ("Straße", "STRASSE"),
        ("Æthel", "aethel"),
        ("Cœur", "coeur"),
        ("Þór", "thor"),
        ("Guðrún", "Gudrun"),
        ("Işıl", "ISIL"),
        ("İpek", "ipek"),
        ("Ｃａｌｌｕｍ", "callum"),
        ("ﬁzz", "fizz"),
        ("O’Sampleton", "O'Sampleton"),
        ("O‘Sampleton", "O`Sampleton"),
        ("OʼSampleton", "O´Sampleton"),
        ("O′Sampleton", "o'sampleton"),
        ("Mary‐Jane", "Mary-Jane"),
        ("Mary\u2011Jane", "Mary–Jane"),
        ("Cal\u200blum", "Callum"),
        ("Cal\u00adlum", "Callum"),
        ("\ufeffCal", "Cal"),
        ("Cal\u00a0Exampleby", "Cal Exampleby"),
        ("Cal\nExampleby", "Cal Exampleby"),
        ("１７", "17"),
    ],
)
def test_two_spellings_of_the_same_fold_alike(one: str, other: str) -> None:
    assert fold(one).text == fold(other).text


@pytest.mark.parametrize(
    ("text", "word", "there"),
    [
        ("Hello Zoe\u0308!", "zoe", "Zoe\u0308"),
        ("(Łukasz)", "lukasz", "Łukasz"),
        ("a Straße b", "strasse", "Straße"),
        ("x Cal\u200blum y", "callum", "Cal\u200blum"),
        ("plain Cal here", "cal", "Cal"),
        ("ßß Cal", "cal", "Cal"),
    ],
)
def test_a_folded_place_leads_back_to_what_was_typed(text: str, word: str, there: str) -> None:
    folded = fold(text)
    at = folded.text.index(word)
    start, end = folded.span(at, at + len(word))
    assert text[start:end] == there


def test_words_are_runs_of_letters_and_runs_of_digits() -> None:
    assert words_of("O’Sampleton, 14a Inkwell-Road_ZZ1") == (
        "o", "sampleton", "14", "a", "inkwell", "road", "zz", "1",
    )  # fmt: skip


def test_the_gap_between_words_is_kept_as_typed_and_folded() -> None:
    words = split("Cal \n –  Exampleby")
    assert (words.typed(1), words.gap(1), words.joint(1)) == ("Exampleby", " \n –  ", " - ")


@given(st.text(max_size=80))
def test_every_word_of_any_text_leads_back_into_it(text: str) -> None:
    words = split(text)
    ends = [words.span(n, n) for n in range(len(words))]
    assert all(0 <= start < end <= len(text) for start, end in ends)
    assert all(words.words[n] in fold(text[start:end]).text for n, (start, end) in enumerate(ends))


@pytest.mark.parametrize(
    ("one", "other", "steps"), [("", "", 0), ("cal", "cal", 0), ("rhys", "rys", 1), ("ana", "ava", 1), ("al", "", 2)]
)
def test_edit_distance_counts_letters_to_change(one: str, other: str, steps: int) -> None:
    assert edit_distance(one, other) == steps
