"""The long checks on templates: each of casepack's own tried in every branch, the catalogue held against all Views.

Not part of the suite: `python -m pytest tests/assure_templates.py`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from casepack.template_check import findings
from casepack.view_fields import TEMPLATES, fields_of

from .template_spoils import SPOILED, TEMPLATE, Spoiled, spoiled
from .view_samples import held, of_another_kind, said_to_be_there, seen

HOUSE = Path(__file__).parent.parent / "templates"
FILLED = tuple(name for name in TEMPLATES if name != "house")


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_of_the_house_has_nothing_wrong_in_any_branch(name: str) -> None:
    found = findings((HOUSE / f"{name}.docx").read_bytes(), name, fields_of(name))
    assert [f.sentence() for f in found] == []


@pytest.mark.parametrize("way", SPOILED, ids=lambda way: way.name)
def test_a_spoiled_template_is_told_of_once_when_it_is_filled_too(way: Spoiled) -> None:
    found = findings(spoiled(way.spoil), TEMPLATE, fields_of(TEMPLATE))
    told = [f for f in found if f.code == way.code and way.where in f.where and all(s in f.said for s in way.said)]
    assert (len(told) > 0, len(found)) == (True, way.count), [f.sentence() for f in found]


@pytest.mark.parametrize("template", FILLED)
def test_the_catalogue_holds_for_every_made_up_record(template: str) -> None:
    found = seen(every=True)[template]
    assert held(template, found).keys() == fields_of(template).keys()
    assert (of_another_kind(template, found), said_to_be_there(template, found)) == ({}, [])
