import json
from typing import Any

import pytest
from pydantic import BaseModel

from casepack.office import Office
from casepack.record import Record
from casepack.schema import office_schema, record_schema


@pytest.mark.parametrize(
    ("made", "title"), [(record_schema(), "casepack record"), (office_schema(), "casepack office")]
)
def test_a_schema_says_what_it_is_and_repeats_exactly(made: dict[str, Any], title: str) -> None:
    assert made["title"] == title
    assert made["$schema"].startswith("https://json-schema.org/")
    again = record_schema() if title == "casepack record" else office_schema()
    assert json.dumps(made) == json.dumps(again)


@pytest.mark.parametrize(("made", "model"), [(record_schema(), Record), (office_schema(), Office)])
def test_every_field_of_every_table_is_described(made: dict[str, Any], model: type[BaseModel]) -> None:
    assert list(made["properties"]) == list(model.model_fields)
    tables = [made, *(d for d in made["$defs"].values() if "properties" in d)]
    said = [field.get("description") or "$ref" in field for table in tables for field in table["properties"].values()]
    assert all(said)


@pytest.mark.parametrize("made", [record_schema(), office_schema()])
def test_no_table_allows_fields_that_it_does_not_know(made: dict[str, Any]) -> None:
    tables = [made, *(d for d in made["$defs"].values() if "properties" in d)]
    assert all(table["additionalProperties"] is False for table in tables)


def test_required_fields_and_allowed_answers_are_those_of_the_models() -> None:
    made = record_schema()
    assert made["required"] == ["incident", "episodes"]
    assert made["$defs"]["Role"]["enum"] == ["suspect", "harmed", "witness"]
    assert made["$defs"]["Person"]["required"] == ["id"]
