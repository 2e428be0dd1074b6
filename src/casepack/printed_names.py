"""Which names of a View a Word template speaks of, so that what it never prints makes no new version of a letter.

A View holds what its reader may know; a template prints a part of that. Whoever was told nothing new is not to be told
of a correction.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

_PARTS = re.compile(r"word/(?:document|header\d*|footer\d*)\.xml")
_XML = re.compile(r"<[^>]*>")
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_NAME = re.compile(r"[^\W\d]\w*")
_WORKED_OUT = re.compile(r"\[(?!\s*-?\d*\s*(?::\s*-?\d*\s*)?\])")
"""An index that is no number: the name that it stands for may be anything."""
_WHOLE = frozenset({"doc"})
"""What goes into every document besides its template: title, organisation, marking."""


@lru_cache(maxsize=64)
def printed_names(template: bytes) -> frozenset[str] | None:
    """Every name in the tags of a template; None where a name may be worked out there, or it cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as archive:
            inside = [archive.read(name).decode() for name in archive.namelist() if _PARTS.fullmatch(name)]
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError):
        return None
    tags = [tag for part in inside for tag in _TAG.findall(_XML.sub("", part))]
    if any(_WORKED_OUT.search(tag) for tag in tags):
        return None
    return frozenset(name for tag in tags for name in _NAME.findall(tag))


def only_printed(view: Mapping[str, Any], names: frozenset[str] | None) -> Mapping[str, Any]:
    """The part of a View that a template with these names can print; whether a group holds anything stays known."""
    if names is None:
        return view
    return {
        name: value if name in _WHOLE else _kept(value, names) for name, value in view.items() if name in names | _WHOLE
    }


def _kept(value: Any, names: frozenset[str]) -> Any:
    if isinstance(value, Mapping):
        # An empty name is none that a template could ask for: a template may ask whether there is anything at all.
        return {"": bool(value), **{name: _kept(item, names) for name, item in value.items() if name in names}}
    if isinstance(value, list | tuple):
        return [_kept(item, names) for item in value]
    return value
