"""What the page says where it does not do as it was asked: one kind of error, with the words for whoever asked.

None of them holds a detail of a case: they may stand in front of anybody.
"""

from __future__ import annotations


class Refusal(Exception):
    """A request that is not answered as asked: the status, and in words what it was and what to do."""

    def __init__(self, status: int, heading: str, said: str, to_do: str = "", *, way_on: bool = True) -> None:
        """`heading` is the head of the page, `said` what is the matter, `to_do` what to do now.

        `way_on`: may whoever asked go on to other pages?
        """
        self.status, self.heading, self.said, self.to_do, self.way_on = status, heading, said, to_do, way_on
        super().__init__(heading)


_BEGIN = "Go to the start page and begin again."


def not_there() -> Refusal:
    """The same words for what never was, what is gone and what is another officer's."""
    return Refusal(
        404,
        "This page is not here",
        "It never was, or it has been removed: casepack keeps nothing for longer than it is needed.",
        _BEGIN,
    )


def not_so() -> Refusal:
    """A way of asking that the page does not know."""
    return Refusal(405, "This cannot be done", "The page was asked in a way that it does not answer.", _BEGIN)


def not_understood() -> Refusal:
    """A request that no browser sends."""
    return Refusal(400, "This was not understood", "What arrived was not what this page sends.", _BEGIN)


def from_elsewhere() -> Refusal:
    """A request that another site may have had the officer's browser send."""
    return Refusal(
        403,
        "This was not done",
        "The request did not come from a page of casepack.",
        "If you sent it yourself, go to the start page and do it from there.",
    )


def out_of_date() -> Refusal:
    """A form whose session has ended."""
    return Refusal(
        403,
        "This page was too old",
        "It had been open for too long, or another page was opened since. Nothing was done.",
        _BEGIN,
    )


def not_known() -> Refusal:
    """Somebody whom the proxy does not name, or who is not among those who may come in."""
    return Refusal(
        403,
        "You cannot use this page",
        "casepack was not told who you are, or your account is not among those that may use it.",
        "Ask whoever looks after casepack in your council.",
        way_on=False,
    )


def wrong_host() -> Refusal:
    """The page called by a name that is not its own."""
    return Refusal(
        421,
        "Not at this address",
        "The page does not answer to this address.",
        "Use the address that you were given.",
        way_on=False,
    )


def too_large(most: str) -> Refusal:
    """More than one request may hold."""
    return Refusal(
        413,
        "Too much at once",
        f"Together the files are larger than {most}. None of them was kept.",
        "Go back and drop fewer files at a time.",
    )


def too_many(most: int) -> Refusal:
    """More files than one request may hold."""
    return Refusal(
        413,
        "Too many files at once",
        f"More than {most} files were dropped. None of them was kept.",
        "Go back and drop fewer files at a time.",
    )


def too_slow() -> Refusal:
    """A request that does not arrive."""
    return Refusal(
        408, "The files did not arrive", "They took too long on their way, and none was kept.", "Go back and try again."
    )


def full() -> Refusal:
    """No room for another officer, or for more files."""
    return Refusal(
        503,
        "casepack is busy",
        "So many officers or files are being looked after that there is no room for more.",
        "Try again in a few minutes. If you have finished with files here, remove them first.",
    )


def too_many_desks() -> Refusal:
    """One officer who has as many desks as one may have."""
    return Refusal(
        503,
        "You have too many desks",
        "Each browser in which you open this page gives you a desk of its own, and you have as many as you may have.",
        "Sign out in the other browsers, or wait a quarter of an hour.",
    )


def no_file() -> Refusal:
    """Nothing was dropped."""
    return Refusal(400, "No file was chosen", "Nothing arrived.", "Go back and choose one or more files.")


def failed(words: str) -> Refusal:
    """A task that came to nothing; `words` are those of the product, without details where it was a fault."""
    return Refusal(500, "This could not be done", words, "Go back and try again, or remove the file.")


def fault() -> Refusal:
    """A fault of casepack's own."""
    return Refusal(
        500,
        "casepack has made a mistake",
        "Something went wrong that is not your doing. Nothing of it was written down.",
        "Go to the start page. If it happens again, tell whoever looks after casepack what you were doing.",
    )
