"""Spoilt workbooks: whatever was done to one, it is read or refused in plain words, and a copy of it can be marked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from casepack.errors import Problem
from casepack.form_record import RECORD_FORM

from .spoiling import faults_of, judged, spoilt

SEED, COUNT, AT_ONCE = 4, 150, 10


@pytest.mark.parametrize("first", range(0, COUNT, AT_ONCE))
def test_a_spoilt_workbook_is_read_or_refused_in_plain_words(first: int) -> None:
    for number in range(first, first + AT_ONCE):
        one = spoilt(SEED, number, few=True)
        assert judged(one, mark=number % 5 == 0).wrong == [], (number, one.how)


def test_the_same_seed_spoils_in_the_same_way() -> None:
    assert [spoilt(SEED, n, few=True).data for n in range(3)] == [spoilt(SEED, n, few=True).data for n in range(3)]
    assert len({spoilt(SEED, n, few=True).how for n in range(40)}) > 4


def test_a_report_that_is_not_in_plain_words_is_seen() -> None:
    right = Problem("missing", "case.xlsx: People!A6 (Person)", "is needed and is empty.", "Write P1.", sheet="People")
    assert list(faults_of(right, RECORD_FORM)) == []
    for what in ("", "KeyError: 'x'", "is not a field.", "is None.", "is odd\x1b[31m.", "x" * 2_000):
        assert list(faults_of(replace(right, what=what), RECORD_FORM)) != []
    assert list(faults_of(replace(right, where="People!A6"), RECORD_FORM)) != []
