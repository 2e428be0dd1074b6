"""Every word and number in a drawing stands out from what is drawn behind it by 4.5 to 1 (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

import pytest

from casepack.house_check import contrast
from casepack.peer_drawing import draw
from casepack.survey_drawing import survey_chart
from casepack.survey_words import QUESTIONS, counted

from .test_peer_drawing import GROUPS
from .test_timeline import CASES, drawn, strip_of

ENOUGH = 4.5
BARS = [(QUESTIONS[2].words, choice) for choice in QUESTIONS[2].choices for _ in range(3)]
DRAWINGS = {
    "the answers to a survey": str(survey_chart(counted(BARS))),
    **{f"timeline, {name}": str(drawn(case)) for name, case in CASES.items()},
    **{f"progress, {name}": str(strip_of(case)) for name, case in CASES.items()},
    **{f"who appears together, {name}": draw(group) for name, group in GROUPS.items()},
}


def too_pale(svg: str) -> list[str]:
    """The words of a drawing that can hardly be told from the last shape drawn under them, or from paper."""
    shapes: list[tuple[float, float, float, float, str]] = []
    found = []
    for item in ET.fromstring(svg).iter():
        kind, fill = item.tag.rpartition("}")[2], item.get("fill", "none")
        if kind == "text":
            size = float(item.get("font-size", "9"))
            x, y = _at(item, "x") + {"start": 1, "end": -1}.get(item.get("text-anchor", "start"), 0), _at(item, "y")
            behind = (s[4] for s in reversed(shapes) if s[0] <= x <= s[2] and s[1] <= y - size / 3 <= s[3])
            ground = next(behind, "#ffffff")
            if contrast(_six(fill), _six(ground)) < ENOUGH:
                found.append(f"{item.text}: {fill} on {ground}")
        elif fill != "none":
            shapes += [(*edges, fill) for edges in _edges(kind, item)]
    return found


def _edges(kind: str, item: ET.Element) -> Iterator[tuple[float, float, float, float]]:
    if kind == "rect":
        x, y = _at(item, "x"), _at(item, "y")
        yield x, y, x + _at(item, "width"), y + _at(item, "height")
    elif kind == "circle":
        x, y, r = _at(item, "cx"), _at(item, "cy"), _at(item, "r")
        yield x - r, y - r, x + r, y + r
    elif kind == "polygon":
        places = [float(number) for number in re.findall(r"-?[\d.]+", item.get("points", ""))]
        yield min(places[::2]), min(places[1::2]), max(places[::2]), max(places[1::2])


def _at(item: ET.Element, name: str) -> float:
    return float(item.get(name, "0"))


def _six(colour: str) -> str:
    digits = colour.removeprefix("#")
    return digits if len(digits) == 6 else "".join(2 * digit for digit in digits)


@pytest.mark.parametrize("name", DRAWINGS)
def test_every_word_of_a_drawing_stands_out_from_what_is_behind_it(name: str) -> None:
    assert "<text" in DRAWINGS[name]
    assert too_pale(DRAWINGS[name]) == []


def test_pale_words_are_seen() -> None:
    behind = '<rect x="0" y="0" width="20" height="20" fill="#4f87a0"/>'
    for words, expected in (("#ffffff", ["3: #ffffff on #4f87a0"]), ("#000", [])):
        svg = f'<svg>{behind}<text x="10" y="12" text-anchor="middle" font-size="8" fill="{words}">3</text></svg>'
        assert too_pale(svg) == expected


def test_a_line_of_who_appears_together_stands_out_from_paper() -> None:
    drawn_with = {colour for group in GROUPS.values() for colour in re.findall(r'stroke="(#\w+)"', draw(group))}
    assert min(contrast(_six(colour), "ffffff") for colour in drawn_with - {"#fff", "#ffffff"}) >= 3
