"""A record or an office as JSON in one settled form: equal models give equal text, and reading it gives the model."""

from __future__ import annotations

import json

from .office import Office
from .record import Record


def to_json(model: Record | Office) -> str:
    """The model as JSON: answers that are as if nobody had given them are left out, the rest in the model's order."""
    told = model.model_dump(mode="json", exclude_defaults=True)
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"
