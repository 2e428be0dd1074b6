"""The disclosure register as a workbook: one row per disclosure, to be sorted and searched."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from .plain_workbook import PlainList, plain_workbook

BEFORE = (
    ("When", "when", 26),
    ("To", "to", 34),
    ("Told, refused or not shared", "direction", 16),
    ("How", "how", 22),
    ("About", "about", 12),
    ("What", "what", 40),
    ("Why", "why", 44),
    ("Basis", "basis", 44),
    ("Decided by", "by", 24),
    ("Family told", "family", 14),
)
MADE = (
    ("Document", "title", 34),
    ("To", "to", 34),
    ("About", "about", 12),
    ("What it tells", "what", 44),
    ("Why", "why", 44),
    ("Basis", "basis_text", 50),
    ("Family told", "family", 14),
    ("State", "state", 24),
    ("Approved", "by", 34),
    ("Fingerprint of the Word file (SHA-256)", "sha256", 68),
)
REFUSED = (("Document", "title", 40), ("Why it was not produced", "reason", 90))


def register_workbook(register: Mapping[str, Any], *, created: datetime) -> bytes:
    """The register's View as an Excel workbook with three sheets; the same View and day give the same bytes.

    `created` is the moment of the run, local to the office.
    """
    doc = register["doc"]
    lists = (
        ("Documents in this pack", MADE, register["made"]),
        ("Told before this pack", BEFORE, register["before"]),
        ("Not produced", REFUSED, register["not_made"]),
    )
    note = f"People are shown by code. Review on {doc['review_on']}."
    return plain_workbook(
        [PlainList(name, f"{name}, {doc['reference']}", note, columns, rows) for name, columns, rows in lists],
        title=doc["title"],
        author=doc["organisation"],
        marking=doc["marking"],
        foot=doc["reference"],
        created=created,
    )
