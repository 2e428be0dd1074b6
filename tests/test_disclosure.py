"""The disclosure table, cell by cell, against the council's matrix written out a second time by hand."""

from __future__ import annotations

import pytest

from casepack.disclosure import Audience, row
from casepack.record import Role, Sensitivity

S, H, W = Role.SUSPECT, Role.HARMED, Role.WITNESS
FULL = "N D A C S R F U"

ORDINARY = [
    ("ecins", S, FULL),
    ("ecins", H, FULL),
    ("ecins", W, "N r f"),
    ("mash", S, FULL),
    ("mash", H, FULL),
    ("mash", W, FULL),
    ("social care", S, "N D A c S R F U"),
    ("social care", H, "N D A c S R F U"),
    ("social care", W, "N D r f"),
    ("yjs", S, FULL),
    ("yjs", H, "H"),
    ("yjs", W, ""),
    ("btp", S, "N D A c R F u"),
    ("btp", H, "N D c R F"),
    ("btp", W, "N c r"),
    ("police", S, "N D A c R F u"),
    ("police", H, "N D c R F"),
    ("police", W, "N c r"),
    ("school", S, "N D S r f u"),
    ("school", H, "N D S r f u"),
    ("school", W, "N S r f"),
    ("agency", S, "N D r f u"),
    ("agency", H, "N D r f u"),
    ("agency", W, "N r f"),
    ("support enquiry", S, "N D a s"),
    ("support enquiry", H, "N D a s"),
    ("support enquiry", W, "N D a s"),
    ("victim support", S, ""),
    ("victim support", H, "[ N D A c r F u"),
    ("victim support", W, "[ N d c r f"),
    ("reboot", S, "[ N D A C S r f U"),
    ("reboot", H, "[ N D A C S r f U"),
    ("reboot", W, ""),
    ("youth information", S, "[ N d c"),
    ("youth information", H, "[ N d c"),
    ("youth information", W, "[ N d c"),
    ("conference", S, "N d a S R F U"),
    ("conference", H, "code d R f U"),
    ("conference", W, "count"),
    ("conference extract", S, "N R f U"),
    ("conference extract", H, "N R f U"),
    ("conference extract", W, ""),
    ("office", S, "code R F U"),
    ("office", H, "code R F U"),
    ("office", W, "code R F U"),
    *[
        (name, role, "")
        for name in [
            "members",
            "business",
            "residents",
            "patrol",
            "outreach",
            "schools engagement",
            "mapping",
            "sexual violence adviser",
        ]
        for role in (S, H, W)
    ],
]

SENSITIVE = [
    ("mash", S, "N D A C S R U"),
    ("mash", H, "N D A c S R U"),
    ("mash", W, "N D A c S R"),
    ("social care", S, "N D A C S R U"),
    ("social care", H, "N D A c S R U"),
    ("social care", W, "N D A c S R"),
    ("police", S, "N D A C S R U"),
    ("police", H, "N D A c S R U"),
    ("police", W, "N D A c S R"),
    ("ecins", S, "N d R"),
    ("ecins", H, "N d R"),
    ("ecins", W, "code"),
    ("school", S, ""),
    ("school", H, "N"),
    ("school", W, "N"),
    ("sexual violence adviser", S, ""),
    ("sexual violence adviser", H, "[ N D c"),
    ("sexual violence adviser", W, ""),
    ("office", S, "code"),
    ("office", H, "code"),
    ("office", W, "code"),
    ("support enquiry", S, "N D a s"),
    ("support enquiry", H, "N D a s"),
    ("support enquiry", W, "N D a s"),
    *[
        (audience, role, "")
        for audience in (
            "yjs",
            "btp",
            "agency",
            "victim support",
            "reboot",
            "youth information",
            "conference",
            "conference extract",
            "members",
            "business",
            "residents",
            "patrol",
            "outreach",
            "schools engagement",
            "mapping",
        )
        for role in (S, H, W)
    ],
]


def cell_text(audience: str, role: Role, sensitivity: Sensitivity) -> set[str]:
    cell = row(Audience(audience), sensitivity).cell(role)
    words = set(cell.letters)
    words |= {word for word, there in (("code", cell.code), ("count", cell.count), ("[", cell.agreement)) if there}
    return words


@pytest.mark.parametrize(("audience", "role", "letters"), ORDINARY, ids=lambda v: str(v))
def test_an_ordinary_cell_of_the_table_allows_just_these_letters(audience: str, role: Role, letters: str) -> None:
    assert cell_text(audience, role, Sensitivity.ORDINARY) == set(letters.split())


@pytest.mark.parametrize(("audience", "role", "letters"), SENSITIVE, ids=lambda v: str(v))
def test_a_sensitive_cell_of_the_table_allows_just_these_letters(audience: str, role: Role, letters: str) -> None:
    assert cell_text(audience, role, Sensitivity.SENSITIVE) == set(letters.split())


@pytest.mark.parametrize("sensitivity", list(Sensitivity))
def test_every_audience_has_been_looked_at_in_both_tables(sensitivity: Sensitivity) -> None:
    looked_at = {a for a, _, _ in (ORDINARY if sensitivity is Sensitivity.ORDINARY else SENSITIVE)}
    assert looked_at == {a.value for a in Audience}


@pytest.mark.parametrize(
    ("audience", "special"),
    [
        ("ecins", "K"),
        ("mash", "EHXKG"),
        ("social care", "EHXKG"),
        ("yjs", "EXK"),
        ("btp", "KG"),
        ("police", "KG"),
        ("victim support", "KG"),
        ("reboot", "XK"),
        ("youth information", "K"),
        ("conference", ""),
        ("office", ""),
        ("members", ""),
        ("business", ""),
        ("support enquiry", ""),
    ],
)
def test_special_categories_reach_only_the_readers_that_the_table_names(audience: str, special: str) -> None:
    found = row(Audience(audience))
    assert found.special == set(special)
    assert not found.special_if_needed


@pytest.mark.parametrize("audience", ["school", "agency"])
def test_a_school_or_an_agency_learns_a_special_category_only_where_a_decision_says_so(audience: str) -> None:
    assert row(Audience(audience)).special_if_needed


@pytest.mark.parametrize("audience", ["members", "business", "residents", "patrol", "outreach", "mapping"])
def test_readers_of_the_community_strand_get_no_personal_data(audience: str) -> None:
    assert not row(Audience(audience)).personal
