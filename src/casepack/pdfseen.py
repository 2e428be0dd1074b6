"""Which words of a page can be seen: do they stand out in its picture, in shades of grey? Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

_SEEN = 16
"""Of 256 shades of grey: how far a word must stand out from what is behind it to count as seen."""

_SMALL = 4
"""Pixels, at one to a point, below which a word's box is looked at with a pixel around it."""


class Shades(NamedTuple):
    """A page in shades of grey, a pixel to a point, row by row from the top.

    A row takes `stride` bytes, of which `width` are pixels. `left` and `top` are the edges of the page, in points.
    """

    pixels: bytes
    width: int
    height: int
    stride: int
    left: float
    top: float

    def show_any(self, places: Sequence[int], box_of: Callable[[int], Sequence[float]]) -> bool:
        """Does a word leave a trace in the picture? `box_of` gives the box of each of its letters by its place.

        A box is west, south, east and north in points. A word of which the first letter shows, as it does of nearly
        every word, shows: only where it does not are the others asked for.
        """
        if self._stand_out(*self._within(*box_of(places[0]))):
            return True
        wests, souths, easts, norths = zip(*map(box_of, places), strict=True)
        first, last, upper, lower = self._within(min(wests), min(souths), max(easts), max(norths))
        if first >= last or upper >= lower:
            return False
        if last - first < _SMALL or lower - upper < _SMALL:
            # A full stop can fill its box with ink; it stands out only from what is around the box.
            first, last, upper, lower = first - 1, last + 1, upper - 1, lower + 1
        return self._stand_out(max(first, 0), min(last, self.width), max(upper, 0), min(lower, self.height))

    def _within(self, west: float, south: float, east: float, north: float) -> tuple[int, int, int, int]:
        """The pixels of a box: the first column and the one behind the last, the first row and the one behind the last.

        Where a box holds another, so do its pixels.
        """
        _, width, height, _, left, top = self
        first, last, upper, lower = int(west - left), int(east - left) + 1, int(top - north), int(top - south) + 1
        return max(first, 0), min(last, width), max(upper, 0), min(lower, height)

    def _stand_out(self, first: int, last: int, upper: int, lower: int) -> bool:
        """Is there something light and something dark in these pixels?"""
        if first >= last or upper >= lower:
            return False
        # What shows in the row through its middle, as nearly every word does, shows.
        middle = (upper + lower) // 2 * self.stride
        row = self.pixels[middle + first : middle + last]
        if max(row) - min(row) >= _SEEN:
            return True
        lines = range(upper * self.stride, lower * self.stride, self.stride)
        shades = b"".join(self.pixels[line + first : line + last] for line in lines)
        return max(shades) - min(shades) >= _SEEN
