"""The pass phrase with which copies for sending are sealed: where it comes from, and when it is too weak.

It is never an argument of a command, for other users of a machine can read those, and it is written nowhere.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path

from .errors import UsageError
from .folding import fold

SHORTEST, LONGEST = 12, 127
"""Characters; Office takes no more than 255, PDF no more than 127 bytes."""
_DIFFERENT = 6
"""Different characters that a pass phrase has at least."""
_TOO_WELL_KNOWN = (
    "password", "passphrase", "letmein", "qwerty", "asdfgh", "abcdef", "123456", "654321", "welcome", "casepack",
    "confidential", "official", "sensitive", "safercommunities", "iloveyou", "football", "monkey", "dragon",
)  # fmt: skip
_RIGHTS_SHOW = os.name == "posix"
"""Does the mode of a file say who may read it? On Windows it does not: there a list of accounts does."""
ADVICE = "Take four words that have nothing to do with one another, such as a machine or a book of words gives them."


def checked(phrase: str, near: Iterable[str] = ()) -> str:
    """The pass phrase, if it is strong enough. Raises UsageError with the reason if it is not.

    `near` are words that somebody who is after these papers would try first: the council's name, case references.
    """
    if reason := _weakness(phrase, near):
        raise UsageError(f"The pass phrase {reason} {ADVICE}")
    return phrase


def _weakness(phrase: str, near: Iterable[str]) -> str:
    if not phrase.isascii() or not phrase.isprintable():
        return "may hold letters, digits, spaces and signs of an English keyboard only: others are typed differently."
    if not SHORTEST <= len(phrase) <= LONGEST:
        return f"must have from {SHORTEST} to {LONGEST} characters, and has {len(phrase)}."
    if phrase != phrase.strip():
        return "must not begin or end with a space, which nobody sees."
    if len(set(phrase.casefold())) < _DIFFERENT:
        return f"has fewer than {_DIFFERENT} different characters."
    letters = "".join(sign for sign in phrase.casefold() if sign.isalnum())
    if letters.isdigit():
        return "has digits alone, such as dates and telephone numbers have."
    for known in (*_TOO_WELL_KNOWN, *("".join(filter(str.isalnum, fold(word).text)) for word in near)):
        if len(known) > 3 and known in letters and len(letters) - len(known) < SHORTEST - 2:
            return "is mostly a word that others would try first."
    return ""


def phrase_in(path: Path) -> str:
    """The pass phrase in a file that nobody but its owner may read: its only line.

    Raises UsageError where others may read it too, or it holds no pass phrase. See `not_looked_at` for Windows.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise UsageError(f"{path.name} is not a file. Name the file that holds the pass phrase.")
        if _RIGHTS_SHOW and stat.S_IMODE(status.st_mode) & 0o077:
            raise UsageError(
                f"{path.name} may be read by others than its owner, so it keeps no secret. Close it (chmod 600) and "
                "take a new pass phrase."
            )
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        raise UsageError(f"{path} cannot be found. Check the name and the folder.") from None
    except OSError:
        raise UsageError(f"{path.name} cannot be opened. Check that it is yours to read.") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path.name} is no text. Write the pass phrase into a text file, on one line.") from None
    if len(lines) != 1 or not lines[0]:
        raise UsageError(f"{path.name} must hold the pass phrase on one line, and nothing else.")
    return lines[0]


def not_looked_at(path: Path) -> str:
    """What nobody has checked about this file of a pass phrase, and what to do; nothing where all has been."""
    if _RIGHTS_SHOW:
        return ""
    return (
        f"On Windows casepack cannot tell who else may read {path.name}. Keep it in a folder of your own account, "
        "never on a shared drive. To see who may: right-click it, Properties, Security."
    )
