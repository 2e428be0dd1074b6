"""The picture of who appears together: every name whole and readable, the same each time, with a text beside it."""

from __future__ import annotations

import itertools
import math
import re
import struct
import zlib
from functools import cache
from html import unescape

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from casepack.errors import TypesetError
from casepack.peer_drawing import TALLEST, draw
from casepack.peer_graph import spread
from casepack.peer_labels import SIZE, broken, width_of
from casepack.peer_model import Dot, Line, Link, PeerGroup, PeerRow
from casepack.peer_places import SIGN, WIDTH, settle
from casepack.peer_words import alternative
from casepack.picture import SCALE, picture_png
from casepack.typeset import FONTS

GIVEN = ["Callum", "Aaliyah", "Rhys", "Łukasz", "Zoë", "Noor", "Tomos", "Dev", "Orla", "Imogen", "Siobhán", "Esme"]
LONG = ["Featherstonehaugh-Cholmondeley", "Grunwick-Quillfeather", "O’Sampleton"]
FAMILY = ["Exampleby", "Mockridge", "Inventa", "Storeyteller", "Penhallow", "Vellum", *LONG]
Weights = dict[tuple[int, int], int]


def circles(count: int, size: int) -> Weights:
    """People in circles of `size` who are together twice or more, each circle joined to the next by one line."""
    weights: Weights = {}
    for start in range(0, count, size):
        circle = range(start, min(start + size, count))
        weights |= {pair: 1 + (pair[0] + pair[1]) % 4 for pair in itertools.combinations(circle, 2)}
        if start:
            weights[start - size, start] = 1
    return weights


def group_of(count: int, weights: Weights) -> PeerGroup:
    """A group of so many people of all kinds, some with a very long name."""
    people = list(itertools.islice(itertools.product(GIVEN, FAMILY), 0, count * 2, 2))
    names = [f"{given} {family}{' (known as Ziggy)' if n % 7 == 3 else ''}" for n, (given, family) in enumerate(people)]
    places = spread(count, weights)
    dots = [Dot(names[n], 1 + n % 5, n % 5 > 0, n % 9 == 8, places[n]) for n in range(count)]
    rows = [
        PeerRow(d.name, "15", "Suspected", tuple(f"MSC-{n}" for n in range(d.count)), (), ()) for d in dots if d.several
    ]
    links = [Link(names[a], names[b], tuple(f"MSC-{n}" for n in range(w))) for (a, b), w in weights.items()]
    lines = [Line(a, b, weight) for (a, b), weight in sorted(weights.items())]
    return PeerGroup(tuple(rows), tuple(links), (), tuple(dots), tuple(lines))


GROUPS = {
    "one person": group_of(1, {}),
    "two who are not linked": group_of(2, {}),
    "two": group_of(2, {(0, 1): 2}),
    "five": group_of(5, circles(5, 5)),
    "a chain of 12": group_of(12, {(n, n + 1): 1 for n in range(11)}),
    "one with 20 others": group_of(21, {(0, n): 1 + n % 2 for n in range(1, 21)}),
    "15 in circles": group_of(15, circles(15, 5)),
    "40 in circles": group_of(40, circles(40, 5)),
    "40 in pairs": group_of(40, {(n, n + 1): 1 for n in range(0, 40, 2)}),
    "40 who are not linked": group_of(40, {}),
}


@cache
def drawn(name: str) -> str:
    return draw(GROUPS[name])


@pytest.mark.parametrize("name", GROUPS)
def test_no_name_and_no_sign_touches_another_and_all_are_on_the_page(name: str) -> None:
    people = settle(GROUPS[name].dots, GROUPS[name].lines)
    for one, other in itertools.combinations(people, 2):
        mine, theirs = one.box, other.box
        apart = mine[2] <= theirs[0] or theirs[2] <= mine[0] or mine[3] <= theirs[1] or theirs[3] <= mine[1]
        assert apart, f"{one.dot.name} touches {other.dot.name}"
    assert min(person.box[0] for person in people) >= 0
    assert min(person.box[1] for person in people) >= 0
    assert max(person.box[2] for person in people) <= WIDTH
    assert len({(round(person.x), round(person.y)) for person in people}) == len(people)


@pytest.mark.parametrize("name", GROUPS)
def test_the_picture_fits_on_one_page_in_letters_that_can_be_read(name: str) -> None:
    size = re.search(r'width="([\d.]+)pt" height="([\d.]+)pt" viewBox="0 0 ([\d.]+)', drawn(name))
    assert size is not None
    assert float(size[2]) <= TALLEST
    assert float(size[1]) / float(size[3]) * SIZE > 6


@pytest.mark.parametrize("name", GROUPS)
def test_every_name_stands_whole_in_the_picture(name: str) -> None:
    said = re.findall(r"<text [^>]*>([^<]*)</text>", drawn(name))
    text = unescape("".join("".join(said).split()))
    for dot in GROUPS[name].dots:
        assert "".join(dot.name.split()) in text


@pytest.mark.parametrize("name", [name for name, group in GROUPS.items() if group.lines])
def test_a_line_runs_through_nobody_elses_sign(name: str) -> None:
    svg = drawn(name)
    signs = [(float(x), float(y)) for x, y in re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="7"', svg)]
    curves = re.findall(r'<path d="M([\d.-]+) ([\d.-]+)(?:Q([\d.-]+) ([\d.-]+) |L)([\d.-]+) ([\d.-]+)"', svg)
    assert curves
    for x1, y1, bend_x, bend_y, x2, y2 in curves:
        start, end = (float(x1), float(y1)), (float(x2), float(y2))
        bend = (float(bend_x), float(bend_y)) if bend_x else ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
        others = [sign for sign in signs if min(math.dist(sign, start), math.dist(sign, end)) > 1]
        points = [on_curve(start, bend, end, t / 20) for t in range(1, 20)]
        assert all(math.dist(point, sign) > SIGN for point in points for sign in others)


Point = tuple[float, float]


def on_curve(start: Point, bend: Point, end: Point, t: float) -> Point:
    one, two, three = (1 - t) ** 2, 2 * t * (1 - t), t**2
    return one * start[0] + two * bend[0] + three * end[0], one * start[1] + two * bend[1] + three * end[1]


def test_how_often_two_are_together_is_told_by_a_number_and_by_the_width_of_the_line() -> None:
    for count, width in ((1, "0.8"), (2, "2"), (3, "3.4"), (7, "3.4")):
        svg = draw(group_of(2, {(0, 1): count}))
        first = re.search(r'<path [^>]*stroke-width="([\d.]+)"', svg)
        assert first is not None
        assert first[1] == width
        assert (f">{count}</text>" in svg) is (count > 1)


def test_only_the_signs_that_occur_are_explained() -> None:
    svg = draw(group_of(2, {}))
    assert "Young person in one case" in svg
    assert "Adult" not in svg
    assert "Together" not in svg


def test_a_name_is_text_and_never_markup() -> None:
    dot = Dot('<b> & "Cal" </text>', 2, True, False, (0.0, 0.0))
    svg = draw(PeerGroup(dots=(dot,)))
    assert "&lt;b&gt; &amp; &quot;Cal&quot;" in svg
    assert picture_png(svg).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Orla Vellum", ("Orla Vellum",)),
        ("Featherstonehaugh-Cholmondeley", ("Featherstonehaugh-", "Cholmondeley")),
        ("Orla Featherstonehaugh-Cholmondeley", ("Orla", "Featherstonehaugh-", "Cholmondeley")),
        ("Anne-Marie Lee", ("Anne-Marie Lee",)),
    ],
)
def test_a_long_name_is_broken_at_spaces_and_hyphens(name: str, lines: tuple[str, ...]) -> None:
    assert broken(name, 90) == lines


@pytest.mark.parametrize("name", ["W" * 60, "a-" * 40, "x", "Łukasz  Żółć-Ąę", "- -"])
def test_of_any_name_no_letter_is_lost_and_no_line_is_too_wide(name: str) -> None:
    lines = broken(name, 90)
    assert "".join("".join(lines).split()) == "".join(name.split())
    assert all(width_of(line) <= 90 for line in lines)


@cache
def letter_widths() -> dict[str, float]:
    with TTFont(FONTS / "LiberationSans-Bold.ttf", lazy=True) as font:
        units, cmap, widths = font["head"].unitsPerEm, font.getBestCmap(), font["hmtx"]
        return {chr(code): widths[name][0] / units for code, name in cmap.items() if 0x20 <= code < 0x180}


def test_no_letter_is_wider_than_it_is_taken_to_be() -> None:
    too_wide = {letter for letter, width in letter_widths().items() if width > width_of(letter) / SIZE + 1e-9}
    assert {letter for letter in too_wide if letter.isalpha()} == set()
    assert set("’'-,.() 0123456789") & too_wide == set()


def test_the_picture_is_the_same_each_time_and_sharp_enough_to_print() -> None:
    svg = drawn("five")
    png = picture_png(svg)
    assert png == picture_png(svg)
    width, height = struct.unpack(">II", png[16:24])
    tall = re.search(r'height="([\d.]+)pt"', svg)
    assert tall is not None
    assert (width, height) == (round(WIDTH * SCALE), math.ceil(float(tall[1]) * SCALE - 0.01))
    dots_a_metre = struct.unpack(">I", png[png.index(b"pHYs") + 4 : png.index(b"pHYs") + 8])[0]
    assert dots_a_metre == round(288 / 0.0254)


def test_the_picture_says_the_same_without_colour() -> None:
    png = picture_png(drawn("five"))
    width, height = struct.unpack(">II", png[16:24])
    start = png.index(b"IDAT")
    length = struct.unpack(">I", png[start - 4 : start])[0]
    data = zlib.decompress(png[start + 4 : start + 4 + length])
    assert len(data) == height * (3 * width + 1)
    grey = [sum(data[at : at + 3]) / 3 for at in range(1, len(data) - 3, 997 * 3)]
    assert max(grey) > 250  # paper
    assert min(grey) < 90  # ink, also where only grey is left of the colour


def test_a_letter_that_no_font_has_stops_the_picture_with_a_reason() -> None:
    with pytest.raises(TypesetError, match="U\\+4E2D"):
        picture_png(draw(PeerGroup(dots=(Dot("中", 2, True, False, (0.0, 0.0)),))))


def test_a_drawing_that_does_not_say_how_large_it_is_makes_no_picture() -> None:
    with pytest.raises(TypesetError, match="how large"):
        picture_png("<svg></svg>")


# In words


def test_the_alternative_tells_who_is_in_how_many_cases_and_who_is_together() -> None:
    rows = (
        PeerRow("Cal", "15", "Suspected", ("A", "B"), ("C",), ()),
        PeerRow("Orla", "14", "Suspected", ("A", "B"), (), ()),
    )
    links = (Link("Cal", "Orla", ("A", "B")), Link("Cal", "Finn", ("A",)))
    dots = [Dot(name, count, count > 1, False, (0.0, 0.0)) for name, count in (("Cal", 3), ("Orla", 2), ("Finn", 1))]
    assert alternative(PeerGroup(rows, links, (), tuple(dots), ())) == (
        "A drawing of 3 people and the lines between them. 2 of them are in more than one case. "
        "Cal is in 3 cases. Orla is in 2 cases. Cal and Orla are together in 2 cases. "
        "Together in one case: Cal and Finn."
    )


def test_many_links_through_one_case_are_counted_and_left_to_the_table() -> None:
    group = group_of(15, dict.fromkeys(itertools.combinations(range(15), 2), 1))
    assert "105 more lines join people who are together in one case: the table of links names them." in alternative(
        group
    )


# Where people stand


def test_the_same_links_give_the_same_places_and_linked_people_stand_near() -> None:
    weights = circles(20, 5)
    places = spread(20, weights)
    assert places == spread(20, dict(reversed(weights.items())))
    near = [math.dist(places[a], places[b]) for a, b in weights]
    far = [math.dist(places[0], places[n]) for n in range(15, 20)]
    assert sum(near) / len(near) < 1.2
    assert min(far) > 2


def test_parts_that_no_line_joins_stand_apart() -> None:
    places = spread(6, {(0, 1): 1, (1, 2): 1, (3, 4): 1, (4, 5): 1})
    assert all(math.dist(places[a], places[b]) > 0.6 for a in range(3) for b in range(3, 6))


def test_nobody_has_no_place() -> None:
    assert spread(0, {}) == ()
