"""A few hundred spoilt inputs of every kind: each gives a result, or words. `assure_fuzz` tries thousands."""

from __future__ import annotations

import random
import subprocess
from pathlib import Path

import pytest

from casepack.errors import Problem

from .assure_fuzz import FUZZERS, hunt
from .fuzz_json import shown_elsewhere
from .fuzz_kit import TooSlow as TooSlowError
from .fuzz_kit import Tried, faults_of_problem, faults_of_words, told_of_others, tried, within

SEED = 4
COUNTS = {
    "records": 40, "offices": 15, "tokens": 100, "dates": 100, "clock": 100, "cells": 100, "templates": 12, "edited": 4,
    "phrases": 60, "actions": 10,
}  # fmt: skip


@pytest.mark.parametrize("name", FUZZERS)
def test_whatever_is_spoilt_gives_a_result_or_words(name: str) -> None:
    kinds = set()
    for number in range(COUNTS[name]):
        one = tried(name, FUZZERS[name][0], SEED, number)
        assert one.wrong == [], (name, number)
        kinds.add(one.kind)
    assert len(kinds) > 1, "a fuzzer of which all tries end alike tries nothing"


def test_the_same_seed_spoils_in_the_same_way() -> None:
    for name in ("records", "templates", "phrases"):
        fuzzer = FUZZERS[name][0]
        assert [tried(name, fuzzer, 7, n) for n in range(4)] == [tried(name, fuzzer, 7, n) for n in range(4)]


# A fuzzer that notices nothing proves nothing


def _raising(rng: random.Random) -> Tried:
    raise KeyError("x")


def _endless(rng: random.Random) -> Tried:
    while True:
        pass


def test_an_error_of_another_kind_and_a_loop_without_an_end_are_faults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.fuzz_kit.SECONDS", 0.05)
    assert "KeyError" in tried("x", _raising, 1, 1).wrong[0]
    assert "took more than" in tried("x", _endless, 1, 1).wrong[0]
    with pytest.raises(TooSlowError), within(0.05):
        _endless(random.Random(1))


def test_a_message_that_is_not_fit_to_print_is_seen() -> None:
    right = Problem("missing", "case.json: people[0]", "is needed and is missing.", "Add it.")
    assert list(faults_of_problem(right, "case.json")) == []
    for wrong in (
        Problem("x", "people[0]", "is odd.", "Mend it."),
        Problem("x", "case.json", "", "Mend it."),
        Problem("x", "case.json", "is a KeyError: x.", "Mend it."),
        Problem("x", "case.json", "is odd\x1b[31m.", "Mend it."),
        Problem("x", "case.json", "x" * 2_000, "Mend it."),
    ):
        assert list(faults_of_problem(wrong, "case.json")) != []
    assert list(faults_of_words(" ")) != []
    assert list(told_of_others("Tobias was there", ["Tobias"])) != []


def test_an_answer_that_stands_in_a_message_about_another_is_seen() -> None:
    data = b'{"people": [{"id": "P1", "given_name": "Tobias", "phone": "01632 960001"}]}'
    here = Problem("x", "case.json: people[0] (P1).given_name", "is odd.", "Mend it.", "Tobias")
    there = Problem("x", "case.json: people[0] (P1).phone", "is odd.", "Mend it.", "Tobias")
    assert list(shown_elsewhere(data, (here,), "case.json")) == []
    assert list(shown_elsewhere(data, (there,), "case.json")) != []


def test_a_process_that_dies_in_a_try_is_told_and_the_next_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = iter([1, 0])

    def run(command: list[str], *, check: bool) -> subprocess.CompletedProcess[bytes]:
        first, told = int(command[6]), Path(command[8])
        with told.open("a", encoding="utf-8") as file:
            for number in range(first, 1 if next(ended) else 3):
                file.write(f'{{"number": {number}, "kind": "read", "wrong": [], "seconds": 0, "mb": 1}}\n')
        return subprocess.CompletedProcess(command, -9)

    monkeypatch.setattr(subprocess, "run", run)
    lines = list(hunt("dates", 1, 3, tmp_path))
    assert [(line["number"], line["kind"]) for line in lines] == [(0, "read"), (1, "a dead process"), (2, "read")]
    assert lines[1]["wrong"]
