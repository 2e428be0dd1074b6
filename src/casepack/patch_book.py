"""The workbook as a whole: its sheets, a new first one, its stylesheet, and the properties that it carries along."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from .patch_cells import number_of
from .patch_parts import Package
from .patch_xml import (
    DECLARATION,
    MAIN,
    CannotEdit,
    Edit,
    Element,
    Xml,
    attribute,
    changed,
    escape,
    relation_id,
    splice,
)  # fmt: skip

SHEET_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
STYLES_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
MACROS = "macroEnabled"
"""What stands in the kind of a workbook with macros."""

_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_PROPERTIES_KIND = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_PROPERTY_SET = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_BEFORE_NAMES = ("sheets", "functionGroups", "externalReferences")
_LONGEST_NAME = 31

PLAIN_STYLES = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/><name val="Arial"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
).encode()


@dataclass(frozen=True, slots=True)
class BookSheet:
    """A sheet of the workbook: its name, and the part that holds it."""

    name: str
    part: str


class Book:
    """The workbook part of a package, and what can be done to it."""

    def __init__(self, package: Package) -> None:
        """Raises CannotEdit where there is no workbook, or one in the Strict form."""
        self.package = package
        found = next((link.target for link in package.links("") if link.kind == "officeDocument"), None)
        if found is None:
            raise CannotEdit("no workbook")
        self.part = found
        xml = self._xml()
        if any("/revisions/" in name or name.startswith("_xmlsignatures/") for name in package.names()):
            raise CannotEdit("shared or signed: a new sheet would break it")
        links = {link.id: link for link in package.links(found)}
        self.sheets = [
            BookSheet(attribute(tag, "name") or "", links[relation_id(tag) or ""].target)
            for tag in (xml.tag(e) for e in self._listed(xml))
            if (relation_id(tag) or "") in links
        ]

    def sheet(self, name: str) -> BookSheet | None:
        """The sheet of this name, as written or but for capitals and outer spaces."""
        key = name.strip().casefold()
        exact = (s for s in self.sheets if s.name == name)
        return next(exact, None) or next((s for s in self.sheets if s.name.strip().casefold() == key), None)

    def macros(self) -> bool:
        """Is it a workbook with macros?"""
        return MACROS in self.package.kind_of(self.part)

    def styles(self) -> str:
        """The name of the stylesheet, which is made where there is none."""
        found = next((link.target for link in self.package.links(self.part) if link.kind == "styles"), None)
        if found:
            return found
        name = posixpath.join(posixpath.dirname(self.part), "styles.xml")
        if self.package.has(name):
            raise CannotEdit("a stylesheet that nothing leads to")
        self.package.put(name, DECLARATION + PLAIN_STYLES)
        self.package.declare(name, STYLES_KIND)
        self.package.link(self.part, "styles", name)
        return name

    def free_title(self, wanted: str) -> str:
        """A name that no sheet has yet, from the one that is wanted."""
        taken = {s.name.strip().casefold() for s in self.sheets}
        tried = (wanted, *(f"{wanted[: _LONGEST_NAME - 6]} ({n})" for n in range(2, 1000)))
        return next(name for name in tried if name.casefold() not in taken)

    def insert_first(self, title: str, data: bytes, repeated: str) -> str:
        """Put a new sheet before all others, and give the name of its part; `repeated` rows head each printed page.

        Names that belong to one sheet are told by its number, so all of these go up by one.
        """
        part = self._beside("worksheets/sheet{}.xml")
        self.package.put(part, data)
        self.package.declare(part, SHEET_KIND)
        link = self.package.link(self.part, "worksheet", part)
        xml = self._xml()
        box = self._box(xml)
        numbers = [number_of(attribute(xml.tag(e), "sheetId")) or 0 for e in xml.children(box)]
        prefix, declared = xml.relation_prefix()
        told = f'name="{escape(title)}" sheetId="{max(numbers, default=0) + 1}" {declared}{prefix}:id="{link}"'
        sheet = xml.wrap("sheet", told)
        edits = xml.append(box, sheet) if box.empty else [(box.inside, box.inside, sheet)]
        quoted = title.replace("'", "''")
        name = 'name="_xlnm.Print_Titles" localSheetId="0"'
        edits += self._names(xml, xml.wrap("definedName", name, escape(f"'{quoted}'!{repeated}").encode()))
        self.package.put(self.part, splice(xml.data, edits))
        self.sheets.insert(0, BookSheet(title, part))
        return part

    def open_at(self, title: str) -> None:
        """Let the workbook open at this sheet, and at it alone: what is typed goes into every sheet that is chosen."""
        number = next(n for n, s in enumerate(self.sheets) if s.name == title)
        xml = self._xml()
        views = xml.child("bookViews")
        edits: list[Edit] = []
        for view in xml.children(views) if views else ():
            if view.name == "workbookView":
                tag = changed(xml.tag(view), firstSheet=None, activeTab=str(number) if number else None)
                edits.append((view.start, view.inside, tag))
        self.package.put(self.part, splice(xml.data, edits))
        for sheet in self.sheets:
            if sheet.name != title and b"tabSelected" in self.package.read(sheet.part):
                self._let_go(sheet.part)

    def _let_go(self, part: str) -> None:
        xml = self.package.xml(part, MAIN)
        views = xml.child("sheetViews", leap="sheetData")
        tags = [(e.start, e.inside, xml.tag(e)) for e in (xml.children(views) if views else ())]
        edits = [(start, end, changed(tag, tabSelected=None)) for start, end, tag in tags if b"tabSelected" in tag]
        self.package.put(part, splice(xml.data, edits))

    def _names(self, xml: Xml, new: bytes) -> list[Edit]:
        box = xml.child("definedNames")
        if box is None:
            at = max(e.end for e in xml.children() if e.name in _BEFORE_NAMES)
            return [(at, at, xml.wrap("definedNames", "", new))]
        edits: list[Edit] = []
        for element in xml.children(box):
            tag = xml.tag(element)
            number = number_of(attribute(tag, "localSheetId"))
            if number is not None:
                edits.append((element.start, element.inside, changed(tag, localSheetId=str(number + 1))))
        if box.empty:
            return [*edits, *xml.append(box, new)]
        return [*edits, (box.inside, box.inside, new)]

    def _xml(self) -> Xml:
        return self.package.xml(self.part, MAIN)

    def _box(self, xml: Xml) -> Element:
        found = xml.child("sheets")
        if found is None:
            raise CannotEdit("no sheets")
        return found

    def _listed(self, xml: Xml) -> list[Element]:
        return [e for e in xml.children(self._box(xml)) if e.name == "sheet"]

    def _beside(self, pattern: str) -> str:
        folder = self.part.rpartition("/")[0]
        return self.package.free_name(f"{folder}/{pattern}" if folder else pattern)


def custom_property(package: Package, name: str) -> str | None:
    """What a workbook carries along under this name, as words; None where there is nothing."""
    part = properties_part(package)
    if part is None:
        return None
    xml = package.xml(part, _PROPERTIES)
    return next((xml.text(e) for e in xml.children() if attribute(xml.tag(e), "name") == name), None)


def set_property(package: Package, name: str, value: str) -> None:
    """Let a workbook carry words along under a name. Raises CannotEdit where its properties cannot be edited."""
    part = properties_part(package)
    if part is None:
        usual = "docProps/custom.xml"  # where a reader looks that does not follow links
        part = package.free_name("docProps/custom{}.xml") if package.has(usual) else usual
        package.put(part, DECLARATION + f'<Properties xmlns="{_PROPERTIES}"></Properties>'.encode())
        package.declare(part, _PROPERTIES_KIND)
        package.link("", "custom-properties", part)
    xml = package.xml(part, _PROPERTIES)
    numbers = [number_of(attribute(xml.tag(e), "pid")) or 1 for e in xml.children()]
    old: list[Edit] = [(e.start, e.end, b"") for e in xml.children() if attribute(xml.tag(e), "name") == name]
    words = f'<vt:lpwstr xmlns:vt="{_VALUES}">{escape(value)}</vt:lpwstr>'.encode()
    told = f'fmtid="{_PROPERTY_SET}" pid="{max(numbers, default=1) + 1}" name="{escape(name)}"'
    package.put(part, splice(xml.data, [*old, *xml.append(xml.root, xml.wrap("property", told, words))]))


def properties_part(package: Package) -> str | None:
    """The name of the part with the properties; None where there is none."""
    return next((link.target for link in package.links("") if link.kind == "custom-properties"), None)
