"""The wards in which an incident happened: by name for readers, by a plain key for file names."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from .plan import Case
from .record import Episode


@dataclass(frozen=True, slots=True)
class Ward:
    """A ward in which something happened: how it is called in file names, its name, and every name it goes by."""

    key: str
    name: str
    known_as: frozenset[str]


def wards(case: Case) -> tuple[Ward, ...]:
    """The wards of the episodes, in order; where only the division is recorded, that.

    In a sensitive case a key does not tell which ward it is.
    """
    names: dict[str, set[str]] = {}
    spelled: dict[str, str] = {}
    for episode in case.record.episodes:
        name = episode.ward or episode.division
        if name:
            spelled.setdefault(name.casefold(), name)
            known = names.setdefault(name.casefold(), {name.casefold()})
            known |= {episode.division.casefold()} if episode.division else set()
    found: list[Ward] = []
    for number, (folded, name) in enumerate(spelled.items(), start=1):
        key = f"ward-{number}" if case.sensitive else _slug(name) or f"ward-{number}"
        key = f"{key}-{number}" if key in {w.key for w in found} else key
        found.append(Ward(key, name, frozenset(names[folded])))
    return tuple(found)


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-")


def in_ward(episode: Episode, ward: Ward) -> bool:
    """Did the episode happen in this ward?"""
    return (episode.ward or episode.division or "").casefold() == ward.name.casefold()
