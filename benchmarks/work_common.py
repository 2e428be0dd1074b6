"""What the rivals' workers and the floor's share: the HTML and Word steps as a library's own tutorial shows them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from .captured import Drawing
from .figures import Lap

HERE = Path(__file__).resolve().parent
NAIVE_SHEET = HERE / "house-naive.css"


def laps(tasks: Iterable[Callable[[], None]]) -> list[Lap]:
    """What each task takes, one after the other, in milliseconds of this process."""
    found = []
    for number, task in enumerate(tasks):
        cpu, wall = time.process_time(), time.perf_counter()
        task()
        found.append(Lap((number,), (time.process_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000))
    return found


def environment() -> Any:
    """Jinja for docxtpl, with the one filter that the templates use besides Jinja's own."""
    from jinja2 import Environment

    made = Environment(autoescape=True)
    made.filters["first_capital"] = lambda text: str(text)[:1].upper() + str(text)[1:]
    return made


def with_images(value: Any, document: Any) -> Any:
    """A context with its pictures as docxtpl wants them, for one document."""
    if isinstance(value, Drawing):
        import io

        from docxtpl import InlineImage  # type: ignore[import-untyped]

        return InlineImage(document, io.BytesIO(value.png))
    if isinstance(value, dict):
        return {key: with_images(item, document) for key, item in value.items()}
    if isinstance(value, list):
        return [with_images(item, document) for item in value]
    return value
