"""The objects of a finished PDF, written once: each is asked for twice, for the file and for its fingerprint.

What stands in the file is the same to the byte as what pydyf writes by itself, but for pages and pictures, which are
packed less tightly: a fiftieth larger, in half the time.
"""

from __future__ import annotations

import zlib
from functools import cache, cached_property
from typing import Any

LEVEL = 6
"""How tightly a stream is packed, from 1 to 9; pydyf's own is 9."""
_MOST_NAMES = 500
"""Names of entries that are remembered as bytes: far more than the typesetter has; fonts and pictures count on."""


def write_once(pdf: Any) -> None:
    """Put the bytes of every object of the `pydyf.PDF` in its place. Afterwards nothing in it may be changed."""
    stream_type, written, once = _kinds()
    for place, item in enumerate(pdf.objects):
        # The free object at the head of the list has no content.
        if item.free != "f":
            pdf.objects[place] = written(item)
    add = pdf.add_object

    def add_object(item: Any) -> None:
        add(item)
        # What pydyf itself adds while it writes: the objects of this list in one stream, and where they stand.
        if isinstance(item, stream_type):
            item.__class__ = once

    pdf.add_object = add_object


@cache
def _kinds() -> Any:
    """Of pydyf's objects the streams, those that hold their own bytes, and streams that are packed once."""
    import pydyf  # type: ignore[import-untyped]

    names: dict[Any, bytes] = {}

    def said(item: Any) -> bytes:
        """As pydyf says it, looking at the commonest kinds first; what is bytes already is not asked."""
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
            return b"[" + b" ".join([each if type(each) is bytes else said(each) for each in item]) + b"]"
        if kind is pydyf.Dictionary:
            pairs = [
                (names.get(key) or name(key)) + (each if type(each) is bytes else said(each))
                for key, each in item.items()
            ]
            return b"<<" + b"".join(pairs) + b">>"
        if isinstance(item, pydyf.Stream):
            return stream(item)
        if isinstance(item, pydyf.Object):
            return bytes(item.data)
        return str(item).encode("ascii")

    def name(key: Any) -> bytes:
        found = b"/" + said(key) + b" "
        if len(names) < _MOST_NAMES:
            names[key] = found
        return found

    def stream(item: Any) -> bytes:
        content = b"\n".join([each if type(each) is bytes else said(each) for each in item.stream])
        about = dict(item.extra)
        if item.compress:
            about["Filter"] = "/FlateDecode"
            content = zlib.compress(content, LEVEL)
        about["Length"] = len(content)
        return b"\n".join((said(pydyf.Dictionary(about)), b"stream", content, b"endstream"))

    class Written(pydyf.Object):  # type: ignore[misc]
        """An object of a PDF that is bytes already."""

        data = b""
        compressible = True

        def __init__(self, item: Any) -> None:
            super().__init__()
            self.number, self.generation, self.free = item.number, item.generation, item.free
            self.compressible = item.compressible
            self.data = said(item)

    class Once(pydyf.Stream):  # type: ignore[misc]
        """A stream that keeps its bytes when it is first asked for them."""

        @cached_property
        def data(self) -> bytes:
            """The bytes."""
            return stream(self)

    return pydyf.Stream, Written, Once
