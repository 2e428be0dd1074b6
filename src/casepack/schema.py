"""The JSON Schema of the two inputs, made from the models: what editors and other programs check against."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from .office import Office
from .record import Record

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def record_schema() -> dict[str, Any]:
    """JSON Schema of a record: every field with its description, and the allowed answers."""
    return _schema(Record, "casepack record", "One incident involving young people, whole.")


def office_schema() -> dict[str, Any]:
    """JSON Schema of the office's standing data."""
    return _schema(Office, "casepack office", "The standing data of one office.")


def _schema(model: type[BaseModel], title: str, about: str) -> dict[str, Any]:
    made = model.model_json_schema()
    return {"$schema": DIALECT} | made | {"title": title, "description": about}
