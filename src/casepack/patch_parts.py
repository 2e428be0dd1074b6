"""A workbook as the parts in its zip: which lead to which, and of which kind. What is not changed stays as it was."""

from __future__ import annotations

import io
import posixpath
import re
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote

from .patch_xml import DECLARATION, RELATIONS, CannotEdit, Xml, attribute, escape, splice, well_formed
from .zipsafe import CANNOT_OPEN, MOST_PARTS, READ_PACKED, open_zip

TYPES_PART = "[Content_Types].xml"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"

MOST_BYTES = 120_000_000
"""Bytes that a part to be edited may have; a sheet of a million formatted rows has more, and none of them is needed."""
MOST_ALL = 500_000_000
"""Bytes that all parts together may unpack to."""

_BAD = (*CANNOT_OPEN, KeyError)
_NEW = (1980, 1, 1, 0, 0, 0)
_LEVEL = 6


@dataclass(frozen=True, slots=True)
class Link:
    """A relationship: its id, the last word of its type, and the part (or the place outside) that it leads to."""

    id: str
    kind: str
    target: str
    outside: bool


class Package:
    """The parts of a workbook. What is not changed goes into the new file as it was."""

    def __init__(self, data: bytes) -> None:
        """Raises CannotEdit where `data` is no zip file, or one in which it is not certain what stands where."""
        archive = open_zip(data)
        if archive is None:
            raise CannotEdit("no zip file")
        self._zip = archive
        if any(not name or name.startswith("/") or "\\" in name for name in archive.namelist()):
            raise CannotEdit("a part whose name Excel never writes, and which it may take for another's")
        everything = [info for info in archive.infolist() if not info.is_dir()]
        self._infos = {info.filename.casefold(): info for info in everything}
        if len(self._infos) < len(everything) or any(i.compress_type not in READ_PACKED for i in everything):
            raise CannotEdit("a part that stands twice, or is packed in another way")
        if sum(info.file_size for info in everything) > MOST_ALL:
            raise CannotEdit("too large")
        self._new: dict[str, tuple[str, bytes]] = {}
        self._gone: set[str] = set()
        self._unproved: set[str] = set()

    def has(self, name: str) -> bool:
        """Is there a part of this name?"""
        key = name.casefold()
        return key in self._new or (key in self._infos and key not in self._gone)

    def names(self) -> list[str]:
        """The names of all parts, new ones last."""
        kept = [info.filename for key, info in self._infos.items() if key not in self._gone and key not in self._new]
        return kept + [name for name, _ in self._new.values()]

    def read(self, name: str) -> bytes:
        """A part as it is now. Raises CannotEdit where it is not there, damaged or too large to be edited."""
        key = name.casefold()
        if key in self._new:
            return self._new[key][1]
        info = self._infos.get(key)
        if info is None or key in self._gone or info.file_size > MOST_BYTES:
            raise CannotEdit(f"{name} is not there, or too large")
        try:
            return self._zip.read(info)
        except _BAD:
            raise CannotEdit(f"{name} is damaged") from None

    def xml(self, name: str, namespace: str) -> Xml:
        """A part to be edited. Raises CannotEdit as `read` and `Xml` do."""
        return Xml(self.read(name), namespace)

    def put(self, name: str, data: bytes, *, proved: bool = True) -> None:
        """Change a part, or add one. `proved` is false for drawings of the old kind, which need not be good XML."""
        key = name.casefold()
        info = self._infos.get(key)
        self._new[key] = (info.filename if info else name, data)
        self._gone.discard(key)
        (self._unproved.discard if proved else self._unproved.add)(key)

    def drop(self, name: str) -> None:
        """Take a part out, with its links and its entry among the kinds."""
        for each in (name, _links_part(name)):
            self._new.pop(each.casefold(), None)
            self._gone.add(each.casefold())
        types = self.xml(TYPES_PART, TYPES)
        entries = [
            (e.start, e.end, b"")
            for e in types.children()
            if (attribute(types.tag(e), "PartName") or "").lstrip("/").casefold() == name.casefold()
        ]
        self.put(TYPES_PART, splice(types.data, entries))

    def forget_links(self, part: str) -> None:
        """Let a part lead nowhere any more."""
        key = _links_part(part).casefold()
        self._new.pop(key, None)
        self._gone.add(key)

    def free_name(self, pattern: str) -> str:
        """The first name that no part has, from a pattern such as "xl/comments{}.xml"."""
        return next(n for i in range(1, MOST_PARTS * 2) if not self.has(n := pattern.format(i)))

    def links(self, part: str) -> list[Link]:
        """Where a part leads to; "" is the workbook as a whole."""
        name = _links_part(part)
        if not self.has(name):
            return []
        xml = self.xml(name, LINKS)
        found = []
        for element in xml.children():
            tag = xml.tag(element)
            target, kind = attribute(tag, "Target") or "", attribute(tag, "Type") or ""
            outside = attribute(tag, "TargetMode") == "External"
            found.append(
                Link(
                    attribute(tag, "Id") or "",
                    kind.rpartition("/")[2],
                    target if outside else _at(part, target),
                    outside,
                )
            )
        return found

    def link(self, part: str, kind: str, target: str, *, base: str = RELATIONS) -> str:
        """Let a part lead to another, and give the id of that link."""
        taken = {link.id.casefold() for link in self.links(part)}
        new = next(f"rId{n}" for n in range(1, MOST_PARTS * 4) if f"rid{n}" not in taken)
        name = _links_part(part)
        path = posixpath.relpath("/" + target, "/" + posixpath.dirname(part))
        told = f'Id="{new}" Type="{base}/{kind}" Target="{escape(quote(path))}"'
        if self.has(name):
            xml = self.xml(name, LINKS)
            self.put(name, splice(xml.data, xml.append(xml.root, xml.wrap("Relationship", told))))
        else:
            inner = f'<Relationships xmlns="{LINKS}"><Relationship {told}/></Relationships>'.encode()
            self.put(name, DECLARATION + inner)
        return new

    def declare(self, part: str, content_type: str) -> None:
        """Say of which kind a new part is."""
        xml = self.xml(TYPES_PART, TYPES)
        told = f'PartName="/{escape(quote(part))}" ContentType="{content_type}"'
        self.put(TYPES_PART, splice(xml.data, xml.append(xml.root, xml.wrap("Override", told))))

    def kind_of(self, part: str) -> str:
        """The kind of a part, as the list of kinds gives it; "" where it gives none."""
        xml = self.xml(TYPES_PART, TYPES)
        ending = part.rpartition(".")[2].casefold()
        by_ending = ""
        for element in xml.children():
            tag = xml.tag(element)
            if unquote(attribute(tag, "PartName") or "").lstrip("/").casefold() == part.casefold():
                return attribute(tag, "ContentType") or ""
            if (attribute(tag, "Extension") or "").casefold() == ending:
                by_ending = attribute(tag, "ContentType") or ""
        return by_ending

    def fingerprints(self) -> Iterator[tuple[str, int]]:
        """Every part by name with its checksum, in the order of the names."""
        told = {info.filename: info.CRC for key, info in self._infos.items() if key not in self._gone}
        told |= {name: zlib.crc32(data) for name, data in self._new.values()}
        return iter(sorted(told.items()))

    def save(self) -> bytes:
        """The workbook. Raises CannotEdit where a part to be copied is damaged, or an edited one came out wrong."""
        for key, (name, data) in self._new.items():
            if key not in self._unproved and not well_formed(data):
                raise CannotEdit(f"{name} came out wrong")
        out = io.BytesIO()
        try:
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as target:
                self._write(target)
        except _BAD:
            raise CannotEdit("a part is damaged") from None
        return out.getvalue()

    def _write(self, target: zipfile.ZipFile) -> None:
        for key, old in self._infos.items():
            if key in self._gone:
                continue
            with target.open(_entry(old.filename, old), "w") as sink:
                if key in self._new:
                    sink.write(self._new[key][1])
                else:
                    with self._zip.open(old) as source:
                        shutil.copyfileobj(source, sink, 1 << 20)
        for key, (name, data) in self._new.items():
            if key not in self._infos:
                target.writestr(_entry(name), data)


def _entry(name: str, old: zipfile.ZipInfo | None = None) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, old.date_time if old else _NEW)
    entry.create_system, entry.external_attr = 0, 0
    entry.compress_type = old.compress_type if old and old.compress_type == zipfile.ZIP_STORED else zipfile.ZIP_DEFLATED
    return entry


def _links_part(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _at(part: str, target: str) -> str:
    """The name of the part that a link in `part` leads to."""
    path = re.split("[?#]", unquote(target).replace("\\", "/"), maxsplit=1)[0]
    joined = path if path.startswith("/") else posixpath.join("/", posixpath.dirname(part), path)
    return posixpath.normpath(joined).lstrip("/")
