"""What the codes beside casepack's messages mean: for each its meaning, how it comes about, and what to do.

A message says where, what and what to do by itself; a code is for a program, for a search, and for whoever wants to
read more. `tests/test_docs.py` holds this list complete against the source.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache

FINISHED = "Finished documents"
"""The group of codes of a document that was withheld; they stand in the manifest of the pack and with `--json`."""
TEMPLATES = "Word templates"
"""The group of codes of `casepack templates check`; shown with `--json`."""

EXIT_CODES: dict[int, str] = {
    0: "Done.",
    1: "A fault in casepack. Give what it printed to whoever looks after casepack, and to nobody else.",
    2: "The command was asked for something that it cannot take.",
    3: "A record or the office's data are wrong, or a template that was checked; nothing was written for it.",
    4: "A document failed its proof and was withheld; the rest was made.",
    5: "A Word template is wrong.",
    6: "Typesetting failed, or a part that it needs is missing.",
    7: "The pack, or a file asked for, could not be written; nothing was changed.",
    130: "Stopped with Ctrl-C; every pack is whole.",
}
"""How a command can end. Over many records it is the highest of them all."""


@dataclass(frozen=True, slots=True)
class Code:
    """One code, in words: what it says, how it usually comes about, what to do."""

    code: str
    group: str
    meaning: str
    cause: str
    remedy: str

    def as_dict(self) -> dict[str, str]:
        """The code for `--json`."""
        return asdict(self)


@cache
def all_codes() -> tuple[Code, ...]:
    """Every code, group by group. A code may stand in two groups, with another meaning in each."""
    from . import codes_answers, codes_documents, codes_files, codes_papers

    told = (codes_files.FILES, codes_answers.ANSWERS, codes_papers.PAPERS, codes_documents.DOCUMENTS)
    return tuple(code for text in told for code in _read(text))


def explained(code: str) -> tuple[Code, ...]:
    """What a code means, in each group that has it; empty for one that does not exist."""
    return tuple(one for one in all_codes() if one.code == code.strip().casefold())


def _read(text: str) -> Iterator[Code]:
    """The codes of a text: a line "# group", or a block of four lines, the code first."""
    group = ""
    for block in filter(None, (block.strip() for block in text.split("\n\n"))):
        first, *lines = (line.strip() for line in block.splitlines())
        if first.startswith("# "):
            group = first.removeprefix("# ")
        else:
            meaning, cause, remedy = lines
            yield Code(first, group, meaning, cause, remedy)
