"""The timeline as SVG: a row for each episode and deadline, the moment on a common scale, beside it what the row says.

Everything is in words too: no sign, shade or place in the picture says what its row does not. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from . import clock
from .drawn import Drawing, box, drawing, line, number, text
from .peer_labels import LEADING, SIZE, broken, width_of
from .signs import COLOURS, GREY, INK, NAVY, PALE, RULE, sign
from .timeline import Due, Form, Happening, Timeline
from .timeline_axis import Axis, Gap, axis
from .timeline_rows import Row, due_rows, happening_rows, key_lines, timeline_words

WIDTH = 482.0
"""Points: the width of the text on the house's page."""
TALLEST = 600.0
"""Points: what the picture may take of a page that bears a heading too; a taller one is drawn smaller."""

_LEFT, _RIGHT = 114.0, 338.0
"""Between where the scale runs; before it stands what a row is, behind it what it says."""
_BESIDE = 344.0
_SMALL = 7.5
_FLAG, _HEAD, _SECTION, _KEY = 11.0, 20.0, 16.0, 11.0
_ROOM, _MOST_LINES, _SPACE = 4.0, 4, 3.0
_BAR = 7.0
_LEAST_BAR = 2.4
"""Points: an episode of a few minutes is still seen."""


def timeline_picture(line_: Timeline) -> Drawing | str:
    """The picture; empty where there is nothing to show. The same timeline gives the same text."""
    if not line_.happenings and not line_.dues:
        return ""
    morning = clock.start_of_day(line_.now)
    return Drawing(_picture(line_), _picture(replace(line_, now=morning)))


def _picture(line_: Timeline) -> Drawing:
    scale = axis(line_.moments(), _LEFT, _RIGHT)
    now = f"As at {clock.say_short(line_.now)}"
    told = f"Team told {clock.say_short(line_.told)}" if line_.told else ""
    happenings, dues = happening_rows(line_.happenings), due_rows(line_.dues)
    sections = [(title, rows) for title, rows in (("What happened", happenings), ("Deadlines", dues)) if rows]
    flags = [*([(line_.told, told, True)] if line_.told else []), (line_.now, now, False)]
    body = _HEAD + _FLAG * len(flags) + 2
    bottom = body + sum(_SECTION + sum(map(_height, rows)) for _, rows in sections)
    shapes = list(_calendar(scale, body, bottom))
    shapes += _rules(sections, body)
    shapes += (late for row, y in _placed(sections, body) for late in _lateness(row, scale, line_, y))
    shapes += (shape for gap in scale.gaps for shape in _gap(gap, bottom))
    shapes += _flags([(scale.at(moment), words, dotted) for moment, words, dotted in flags], bottom)
    shapes += (shape for title, rows in _titles(sections, body) for shape in _title(title, rows))
    shapes += (shape for row, y in _placed(sections, body) for shape in _row(row, scale, y))
    total = bottom + 2
    for words in key_lines(line_.happenings):
        total += _KEY
        shapes.append(text(words, 0, total - 2, size=_SMALL, colour=GREY))
    said = timeline_words(line_, [*happenings, *dues], scale, now, told)
    return _fitted(said, total + 2, shapes)


def _fitted(words: str, height: float, shapes: Sequence[str]) -> Drawing:
    """The drawing, made smaller as a whole where it would be taller than a page has room for."""
    shrink = min(1.0, TALLEST / height)
    inner = shapes if shrink == 1.0 else [f'<g transform="scale({shrink:.3f})">', *shapes, "</g>"]
    return drawing("Timeline", words, WIDTH * shrink, height * shrink, inner)


# Where things stand


def _words_of(row: Row) -> tuple[list[str], list[list[tuple[str, bool]]]]:
    """What stands before the scale and behind it, line by line; behind it in pieces that are bold or not."""
    label = list(broken(row.label, _LEFT - 6))
    if len(label) > _MOST_LINES:
        label = [*label[: _MOST_LINES - 1], f"{label[_MOST_LINES - 1]} …"]
    room = WIDTH - _BESIDE
    if row.bold and width_of(row.bold) + _SPACE + width_of(row.plain) <= room:
        return label, [[(row.bold, True), (row.plain, False)]]
    beside = [[(part, True)] for part in broken(row.bold, room) if part]
    return label, beside + [[(part, False)] for part in broken(row.plain, room) if part]


def _height(row: Row) -> float:
    label, beside = _words_of(row)
    return max(len(label), len(beside)) * LEADING + _ROOM


def _placed(sections: Sequence[tuple[str, list[Row]]], top: float) -> Iterator[tuple[Row, float]]:
    """Each row, and where it begins."""
    for _, rows in sections:
        top += _SECTION
        for row in rows:
            yield row, top
            top += _height(row)


def _titles(sections: Sequence[tuple[str, list[Row]]], top: float) -> Iterator[tuple[str, float]]:
    for title, rows in sections:
        yield title, top
        top += _SECTION + sum(map(_height, rows))


# The frame


def _calendar(scale: Axis, body: float, bottom: float) -> Iterator[str]:
    """The days along the scale, every other one on a ground of its own."""
    yield '<g class="scale">'
    for place, band in enumerate(scale.bands()):
        if place % 2 == 0:
            yield box(band.left, 0, band.right - band.left, bottom, f'fill="{PALE}"')
        middle = (band.left + band.right) / 2
        for row, words in enumerate(band.words):
            if words:
                yield text(words, middle, 8 + 9 * row, size=_SMALL, colour=GREY, anchor="middle")
    yield "</g>"
    yield line(_LEFT, body, _RIGHT, body, f'stroke="{GREY}" stroke-width="0.8"')


def _rules(sections: Sequence[tuple[str, list[Row]]], body: float) -> Iterator[str]:
    for row, y in _placed(sections, body):
        end = y + _height(row)
        yield line(0, end, WIDTH, end, f'stroke="{RULE}" stroke-width="0.5"')


def _gap(gap: Gap, bottom: float) -> Iterator[str]:
    """A time that is left out: the scale is torn, and says how long it is."""
    left, right, half = gap.left + 1.5, gap.right - 1, round(bottom / 9)
    yield box(left, 0, right - left, bottom, 'fill="#fff"')
    for x in (left, right):
        steps = "".join(f"l{1.5 if n % 2 else -1.5} {number(bottom / 2 / half)}" for n in range(2 * half))
        yield f'<path d="M{number(x)} 0{steps}" fill="none" stroke="{GREY}" stroke-width="0.7"/>'
    for row, words in enumerate((gap.words, "left out")):
        size = min(_SMALL - 0.5, (right - left - 2) * SIZE / width_of(words))
        yield text(words, (left + right) / 2 - 0.7, 8 + 9 * row, size=size, colour=GREY, anchor="middle")


def _flags(flags: Sequence[tuple[float, str, bool]], bottom: float) -> Iterator[str]:
    """Moments that run through all rows, each with its words on top, on the side where there is room."""
    for row, (x, _, dotted) in enumerate(flags):
        look = f'stroke="{GREY}" stroke-width="0.9" stroke-dasharray="1 2"'
        if not dotted:
            look = f'stroke="{NAVY}" stroke-width="1.3" stroke-dasharray="5 2"'
        yield line(x, _HEAD + _FLAG * row + 2, x, bottom, look)
    for row, (x, words, dotted) in enumerate(flags):
        size = _SMALL + 0.5
        wide = width_of(words) * size / SIZE
        right = x + 3 + wide < WIDTH
        left, top = (x + 3 if right else x - 3 - wide), _HEAD + _FLAG * row + 1
        yield box(left - 1, top + 0.5, wide + 2, _FLAG - 1, 'fill="#fff" fill-opacity="0.9"')
        anchor, place = ("start", left) if right else ("end", x - 3)
        colour = GREY if dotted else NAVY
        yield text(words, place, top + 8.5, size=size, colour=colour, bold=not dotted, anchor=anchor)


def _title(words: str, y: float) -> Iterator[str]:
    yield text(words, 0, y + _SECTION - 4, size=SIZE + 0.5, colour=NAVY, bold=True)


# Rows


def _row(row: Row, scale: Axis, top: float) -> Iterator[str]:
    label, beside = _words_of(row)
    for place, words in enumerate(label):
        yield text(words, 0, top + 2 + LEADING * (place + 0.78), size=SIZE, colour=INK)
    colour = COLOURS[row.sign][0] if row.sign else INK
    for place, pieces in enumerate(beside):
        x, y = _BESIDE, top + 2 + LEADING * (place + 0.78)
        for words, bold in pieces:
            yield text(words, x, y, size=SIZE, colour=colour if bold else INK, bold=bold)
            x += width_of(words) + _SPACE
    middle = top + _height(row) / 2
    for happening in row.happenings:
        yield _happening(happening, scale, middle)
    if row.sign:
        for x in dict.fromkeys(scale.at(due.at) for due in row.dues):
            yield sign(row.sign, x, middle)


def _happening(one: Happening, scale: Axis, middle: float) -> str:
    start, end = scale.at(one.start), scale.at(one.end)
    fill = NAVY if one.exact else "#fff"
    if one.form is Form.BEGINNING:
        where = f'cx="{number(start)}" cy="{number(middle)}" r="3.2"'
        return f'<circle {where} fill="{fill}" stroke="{NAVY}" stroke-width="1.2"/>'
    top = middle - _BAR / 2
    if one.form is Form.DAY:
        look = f'fill="#fff" fill-opacity="0.6" stroke="{NAVY}" stroke-width="1" stroke-dasharray="3 2"'
        return box(start, top, max(end - start, _LEAST_BAR), _BAR, look)
    wide = max(end - start, _LEAST_BAR if one.exact else _LEAST_BAR + 2)
    return box(start, top, wide, _BAR, f'fill="{fill}" stroke="{NAVY}" stroke-width="1"')


def _lateness(row: Row, scale: Axis, line_: Timeline, top: float) -> Iterator[str]:
    """From when an overdue step was due until now."""
    if len(row.dues) == 1 and _late(row.dues[0], line_):
        y = top + _height(row) / 2
        look = f'stroke="{COLOURS[row.dues[0].sign][0]}" stroke-width="1" stroke-dasharray="2 1.5"'
        yield line(scale.at(row.dues[0].at), y, scale.at(line_.now), y, look)


def _late(due: Due, line_: Timeline) -> bool:
    return due.sign.value == "overdue" and clock.instant(due.at) < clock.instant(line_.now)
