"""What a message says on the page, where its own words speak of the command line.

Messages are written once, by whoever finds what is wrong, and mostly for both places. Those that tell an officer to
type something, or to run again, are put here into what there is to do in the page; only here, so that no page forgets.
"""

from __future__ import annotations

import re
from dataclasses import replace

from .errors import Problem

_ASK = "Tell whoever looks after casepack in your team"
_ANEW = "Go back to the plan and make the documents once more"

SAID: tuple[tuple[str, str], ...] = (
    (r"Check the date, and --as-of\.", "Check the date: the page reads every record as it is today."),
    (
        r', or find the right name in the list that "casepack schema" prints\.',
        ", or ask whoever looks after casepack for its right name.",
    ),
    (
        r'begin a workbook with "casepack new"\.',
        "take a blank workbook from the start page.",
    ),
    (r"Put the office's file there, or name it with --office FILE or in CASEPACK_OFFICE\.", f"{_ASK}."),
    (r"Keep the one that is right and move the other away, or name one with --office FILE\.", f"{_ASK}."),
    (
        r"Name a folder that lies beside the office's file, such as templates, or give another one with "
        r"--templates FOLDER\.",
        f"{_ASK}: the folder has to lie beside the office's file.",
    ),
    (r'--as-of "[^"\n]*": ', ""),
    (r"(?:casepack \w+)? ?--include-restricted says which it is\.", " Open each file by itself to see which it is."),
    (r"(?:casepack \w+)? ?--include-restricted says more\.", f"{_ASK}."),
    (
        r"Use the newer one, or move the pack's folder away and run again\.",
        f"{_ASK}, or go on without that zip: a new pack is made then.",
    ),
    (
        r"Move the pack's folder away and run again: a new pack is made, and nothing in the old one is lost\.",
        "Go on without that zip: a new pack is made then, and nothing in the old one is lost.",
    ),
    (r"Move the pack's folder away and run again\.", "Go on without that zip: a new pack is made then."),
    (r"Move it away and run again\.", "Go on without that zip: a new pack is made then."),
    (
        r"Wait until it has finished and run again\. If it is stuck, close its window first\.",
        f"Wait a moment. {_ANEW}.",
    ),
    (r"Close the documents of this pack and run again\.", f"{_ANEW}."),
    (r"Close its documents and run again\.", f"{_ANEW}."),
    (r"Free some space, then run again\.", f"{_ASK}."),
    (r"Close it in .{1,40}? and run again\.", "Try again."),
    (r"Ask for access to it|Choose another output folder", "Try again"),
    (r"or ask whoever looks after this one\.", "or tell whoever looks after casepack in your team."),
    (r"Choose an output folder with a shorter path\.", f"{_ASK}."),
    (r"Connect its drive, or choose another output folder\.", f"{_ASK}."),
    (
        r"Run again; if it happens again, ask for help with the disk\.",
        f"Try again. If it happens again, {_ASK[0].lower()}{_ASK[1:]}.",
    ),
    (r"\bRun again\.", "Try again."),
    (r"\bName the record instead\.", "Choose the record instead."),
    (
        r"Lay it beside the records of the cases, where casepack finds it by itself, and name a record instead\.",
        "Drop it with the records of the cases: it counts with each of them.",
    ),
    (
        r"Right-click it, choose Extract All, and use the workbook or the JSON file in it\.",
        "Right-click it, choose Extract All, and drop the workbook or the JSON file in it. If it is the zip of an "
        "earlier pack, drop the record of the case, and choose the zip on the page of its plan.",
    ),
)
"""The words of a message, as a pattern, and what the page says in their place."""

_RULES = tuple((re.compile(pattern), said) for pattern, said in SAID)


def for_the_page(text: str) -> str:
    """A message of casepack's in the words of the page; whatever speaks of no command stays as it is."""
    for rule, said in _RULES:
        text = rule.sub(lambda _, said=said: said, text)  # type: ignore[misc]
    return text


def problem_for_the_page(problem: Problem) -> Problem:
    """The same of what is wrong in a file. What stood there stays as it was typed."""
    return replace(problem, what=for_the_page(problem.what), fix=for_the_page(problem.fix))
