"""The objects of a finished PDF, written once: each is asked for twice, for the file and for its fingerprint.

What stands in the file is the same to the byte as what pydyf writes by itself.
"""

from __future__ import annotations

from functools import cache
from typing import Any


def write_once(pdf: Any) -> None:
    """Put the bytes of every object of the `pydyf.PDF` in its place. Afterwards nothing in it may be changed."""
    written = _kinds()
    for place, item in enumerate(pdf.objects):
        # The free object at the head of the list has no content.
        if item.free != "f":
            pdf.objects[place] = written(item)


@cache
def _kinds() -> Any:
    """The kind of object that holds its own bytes."""
    import pydyf  # type: ignore[import-untyped]

    def said(item: Any) -> bytes:
        """As pydyf says it, looking at the commonest kinds first."""
        kind = type(item)
        if kind is bytes:
            return item  # type: ignore[no-any-return]
        if kind is str:
            return item.encode("ascii")  # type: ignore[no-any-return]
        if kind is int:
            return b"%d" % item
        if kind is float:
            text = str(int(item)) if item.is_integer() else f"{item:f}".rstrip("0")
            return text.encode("ascii")
        if kind is pydyf.Array:
            return b"[" + b" ".join([said(each) for each in item]) + b"]"
        if kind is pydyf.Dictionary:
            return b"<<" + b"".join([b"/" + said(key) + b" " + said(each) for key, each in item.items()]) + b">>"
        if isinstance(item, pydyf.Object):
            return bytes(item.data)
        return str(item).encode("ascii")

    class Written(pydyf.Object):  # type: ignore[misc]
        """An object of a PDF that is bytes already."""

        data = b""
        compressible = True

        def __init__(self, item: Any) -> None:
            super().__init__()
            self.number, self.generation, self.free = item.number, item.generation, item.free
            self.compressible = item.compressible
            self.data = said(item)

    return Written
