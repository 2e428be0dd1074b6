"""The graph of who appears together: where people stand so that those who are linked are near. Owns networkx.

No chance, no order of sets and no function that differs between machines: the same links give the same places.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

Weights = Mapping[tuple[int, int], int]
"""In how many cases two people are together, by their numbers from 0, the smaller first."""
Point = tuple[float, float]

_NEAR, _NEARER = 1.0, 0.8
"""How far apart two stand who are together in one case, and in more than one."""
_ACROSS, _DOWN = 1.1, 0.7
"""How far apart parts of the graph stand that no line joins."""
_ROW = 4.4
"""How wide a row of parts may always be: as much as the page holds."""
_ROUNDS, _STARTS = 60, 4


def spread(count: int, weights: Weights) -> tuple[Point, ...]:
    """A place for each number from 0 to `count`, about 1 apart where two are linked; each part by itself."""
    import networkx  # type: ignore[import-untyped]

    graph = networkx.Graph()
    graph.add_nodes_from(range(count))
    for (one, other), weight in sorted(weights.items()):
        graph.add_edge(one, other, apart=_NEARER if weight > 1 else _NEAR)
    parts = sorted((sorted(part) for part in networkx.connected_components(graph)), key=lambda p: (-len(p), p))
    laid = []
    for part in parts:
        steps = dict(networkx.all_pairs_dijkstra_path_length(graph.subgraph(part), weight="apart"))
        apart = [[float(steps[one][other]) for other in part] for one in part]
        laid.append(_laid_out(apart))
    places: list[Point] = [(0.0, 0.0)] * count
    for part, offset, points in zip(parts, _in_rows(laid), laid, strict=True):
        for number, (x, y) in zip(part, points, strict=True):
            places[number] = (round(x + offset[0], 3), round(y + offset[1], 3))
    return tuple(places)


def _laid_out(apart: Sequence[Sequence[float]]) -> list[Point]:
    """One part of the graph, so that places are as far apart as the ways between them are long; wider than tall."""
    tries = [_settled(apart, turn) for turn in range(_STARTS)]
    best = min(tries, key=lambda points: round(_strain(points, apart), 6))
    left, top = min(x for x, _ in best), min(y for _, y in best)
    moved = [(x - left, y - top) for x, y in best]
    return [(y, x) for x, y in moved] if max(y for _, y in moved) > max(x for x, _ in moved) else moved


def _settled(apart: Sequence[Sequence[float]], turn: int) -> list[Point]:
    """From places around a circle, each two are moved towards their right distance, less and less so."""
    count = len(apart)
    order = [(number * (turn + 1) + number * turn // count) % count for number in range(count)]
    seats = sorted(range(count), key=lambda n: (order[n], n))
    points = [(0.0, 0.0)] * count
    for seat, number in enumerate(seats):
        angle = 2 * math.pi * seat / count
        # Rounded, because sine and cosine differ in the last digit between machines; all else does not.
        points[number] = (round(math.cos(angle), 6), round(math.sin(angle), 6))
    for turn_of in range(_ROUNDS):
        pace = 1.0 if turn_of < _ROUNDS // 4 else 1.0 - (turn_of - _ROUNDS // 4) / _ROUNDS
        for one in range(count):
            for other in range(one + 1, count):
                points[one], points[other] = _moved(points[one], points[other], apart[one][other], pace)
    return points


def _moved(one: Point, other: Point, wanted: float, pace: float) -> tuple[Point, Point]:
    """Both a little nearer to being `wanted` apart; a long way counts less than a short one."""
    dx, dy = other[0] - one[0], other[1] - one[1]
    distance = math.sqrt(dx * dx + dy * dy) or 1e-6
    step = (distance - wanted) / 2 * min(1.0, pace / (wanted * wanted)) / distance
    return (one[0] + dx * step, one[1] + dy * step), (other[0] - dx * step, other[1] - dy * step)


def _strain(points: Sequence[Point], apart: Sequence[Sequence[float]]) -> float:
    total = 0.0
    for one, (x, y) in enumerate(points):
        for other in range(one + 1, len(points)):
            dx, dy = points[other][0] - x, points[other][1] - y
            short = math.sqrt(dx * dx + dy * dy) / apart[one][other] - 1
            total += short * short
    return total


def _in_rows(parts: Sequence[Sequence[Point]]) -> list[Point]:
    """Where each part of the graph begins, the parts in rows as wide as the page, or as the widest of them."""
    sizes = [(max(x for x, _ in points) + _ACROSS, max(y for _, y in points) + _DOWN) for points in parts]
    widest = max([_ROW, *(width for width, _ in sizes)])
    found: list[Point] = []
    left = top = tallest = 0.0
    for width, height in sizes:
        if left and left + width > widest + _ACROSS:
            left, top, tallest = 0.0, top + tallest, 0.0
        found.append((left, top))
        left, tallest = left + width, max(tallest, height)
    return found
