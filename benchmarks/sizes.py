"""How much is measured: a look in a few minutes, the run whose figures stand in the documentation, everything."""

from __future__ import annotations

from dataclasses import dataclass

MIX = {
    "school-letter": 3, "business-survey": 2, "mash-referral": 1, "yjs-letter": 1, "social-care-letter": 1,
    "details-request": 1, "patrol-request": 1, "reporting-information": 1, "mapping-sheet": 1, "support-enquiry": 1,
    "victim-support-referral": 1, "schools-engagement-request": 1, "conference-summary": 1, "conference-extract": 1,
    "ecins-record": 1, "checklist": 1, "disclosure-register": 1,
}  # fmt: skip
"""Twenty documents of a pack, about in the shares that the ordinary sample has them."""


@dataclass(frozen=True, slots=True)
class Size:
    """How often and how much; see `docs/performance.md` for what each is for."""

    rounds: int
    """Rounds of twenty documents through every engine, after one that is thrown away."""
    alone: int
    """Documents of each round that get a LibreOffice process to themselves."""
    packs: tuple[tuple[int, int], ...]
    """Whole runs from the command line: so many records, so many times with one worker and with two."""
    sample: int
    """How often the sample's pack is made, cold and warm, and by one worker and two."""
    memory: tuple[int, ...]
    """After so many documents the memory of a worker is read."""
    starts: int
    """How often each command is started."""
    profiled: int
    """Whole packs that are looked at phase by phase."""


SIZES = {
    "quick": Size(3, 3, ((4, 1),), 1, (50, 100, 150), 5, 2),
    "normal": Size(5, 8, ((10, 1), (50, 1)), 3, (100, 500, 1000, 2000), 9, 4),
    "full": Size(9, 20, ((10, 5), (50, 3), (500, 1)), 7, (100, 500, 1000, 2000, 4000), 25, 10),
}
