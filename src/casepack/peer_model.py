"""What is told of who appears together: rows, links, what may be the same person, and the picture. Words only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PeerRow:
    """Somebody in more than one case. `cases` are those of this meeting and `earlier` the others, by reference.

    `linked` says with whom, such as "Mateus Grunwick (2 cases)".
    """

    name: str
    age: str
    parts: str
    cases: tuple[str, ...]
    earlier: tuple[str, ...]
    linked: tuple[str, ...]
    adult: bool = False

    @property
    def count(self) -> int:
        """In how many cases."""
        return len(self.cases) + len(self.earlier)


@dataclass(frozen=True, slots=True)
class Link:
    """Two people who stand in the same cases, at least one of them in more than one case."""

    a: str
    b: str
    cases: tuple[str, ...]
    earlier: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """In how many cases together."""
        return len(self.cases) + len(self.earlier)


@dataclass(frozen=True, slots=True)
class Possible:
    """Two who may be one person, each with their cases, and why; counted as two until somebody has looked."""

    a: str
    case_a: str
    b: str
    case_b: str
    why: str


@dataclass(frozen=True, slots=True)
class Dot:
    """One person in the picture. `place`: where, in steps of about one between two who are linked."""

    name: str
    count: int
    several: bool
    adult: bool
    place: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Line:
    """One link in the picture, between the dots with these numbers from 0."""

    a: int
    b: int
    count: int


@dataclass(frozen=True, slots=True)
class PeerGroup:
    """Who appears together. `undrawn` more stand in the tables only."""

    rows: tuple[PeerRow, ...] = ()
    links: tuple[Link, ...] = ()
    possibly: tuple[Possible, ...] = ()
    dots: tuple[Dot, ...] = ()
    lines: tuple[Line, ...] = ()
    undrawn: int = 0


def cases_words(count: int) -> str:
    """ "1 case", "3 cases"."""
    return f"{count} case{'' if count == 1 else 's'}"
