"""JSON files that are broken, that mean harm, or that only look like a record: each made when it is asked for."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from .builders import involvement, office_data, person, record_data

Make = Callable[[], bytes]
Row = dict[str, Any]


def as_json(data: object, encoding: str = "utf-8") -> bytes:
    """`data` as an editor would save it."""
    return json.dumps(data, ensure_ascii=False, indent=1).encode(encoding, "surrogatepass")


def right() -> bytes:
    """A right record in as many lines as it takes."""
    return as_json(record_data())


def changed(*path: Any) -> Make:
    """The right record with the last but one of `path` set to the last; what is not there yet is added."""
    *way, last, value = path

    def make() -> bytes:
        data = record_data()
        node: Any = data
        for key in way:
            node = node[key]
        if isinstance(node, list) and last == len(node):
            node.append(value)
        else:
            node[last] = value
        return as_json(data)

    return make


def rows(**tables: Any) -> Make:
    """The right record with these tables in place of its own."""
    return lambda: as_json(record_data(**tables))


def typed(table: str, *others: str) -> Make:
    """The right record with text put into its JSON as it stands: pairs of what is there and what comes instead."""
    pairs = (table, *others)

    def make() -> bytes:
        text = right().decode()
        for old, new in zip(pairs[::2], pairs[1::2], strict=True):
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        return text.encode("utf-8", "surrogatepass")

    return make


def cut(after: str, *, keep: int = 0) -> Make:
    """The right record broken off behind these words; `keep` counts from the end of them."""

    def make() -> bytes:
        data = right()
        return data[: data.index(after.encode()) + len(after) + keep]

    return make


def deep(levels: int, opening: str, closing: str = "") -> Make:
    """Brackets inside brackets at the place of a text."""
    return typed('"There was a fight. {P1} was hurt."', opening * levels + closing * levels)


def padded(size: int, sign: bytes) -> Make:
    """The right record with so many bytes of `sign` behind it."""
    return lambda: right() + sign * size


_TITLE = '"reference": "MSC-2026-0417"'


def titled(json_text: str) -> Make:
    """The right record with a title that is typed as this JSON text."""
    return typed(_TITLE, f'{_TITLE}, "title": {json_text}')


def people(count: int) -> list[Row]:
    """So many people, each with an id of their own."""
    return [person(f"P{n}") for n in range(1, count + 1)]


def _reference(reference: str) -> Make:
    return changed("incident", "reference", reference)


def _person_id(key: str) -> Make:
    incident = {**record_data()["incident"], "what_happened": "There was a fight."}
    return rows(incident=incident, people=[person(key)], involvements=[involvement(who=key)])


def _mixed_encoding() -> bytes:
    return right().replace(b"Tobias", "Siân".encode("latin-1"))


def _wrong_everywhere() -> bytes:
    """An answer of a wrong kind in every field that the right record has."""
    data = record_data()
    kinds: tuple[Any, ...] = (7, True, ["a", 1], {"a": 1}, -1.5)
    for number, table in enumerate(("incident", "episodes", "people", "involvements")):
        row = data[table] if table == "incident" else data[table][0]
        for at, field in enumerate(sorted(row)):
            row[field] = kinds[(number + at) % len(kinds)]
    return as_json(data)


_BACKSLASH = "\\"

TRUNCATED: dict[str, Make] = {
    "nothing but an opening bracket": lambda: b"{",
    "cut in a name of a field": cut('"referen'),
    "cut behind a name of a field": cut('"reference"'),
    "cut behind a colon": cut('"reference":'),
    "cut in a text": cut("There was a fi"),
    "cut behind a backslash": lambda: cut('"MSC-2026')() + _BACKSLASH.encode(),
    "cut in the number of a sign": lambda: cut('"MSC-2026')() + b"\\u00",
    "cut behind a comma": cut('"MSC-2026-0417",'),
    "cut in a table": cut('"episodes": ['),
    "cut between two rows": cut('"people": [', keep=-1),
    "cut in a number": lambda: b'{"area": {"asb_reports": 1',
    "cut in a word": lambda: b'{"incident": {"filmed": tru',
    "cut in the middle of a letter": lambda: right()[:-40] + "â".encode()[:1],
    "without its last bracket": lambda: right().rstrip()[:-1],
    "a bracket too many": lambda: right() + b"}",
    "a whole second record behind it": lambda: right() + b"\n" + right(),
}
ENCODED: dict[str, Make] = {
    "a mark of byte order": lambda: b"\xef\xbb\xbf" + right(),
    "two marks of byte order": lambda: b"\xef\xbb\xbf" * 2 + right(),
    "UTF-16 with its mark": lambda: as_json(record_data(), "utf-16"),
    "UTF-16 without its mark": lambda: as_json(record_data(), "utf-16-le"),
    "UTF-32": lambda: as_json(record_data(), "utf-32"),
    "UTF-16 of an odd length": lambda: as_json(record_data(), "utf-16")[:-1],
    "UTF-16 that is cut": lambda: as_json(record_data(), "utf-16")[:400],
    "latin-1 in one place": _mixed_encoding,
    "code page 1252": lambda: as_json(record_data(people=[person(given_name="Zoë", family_name="O’Dray")]), "cp1252"),
    "an overlong slash": lambda: right().replace(b"Tobias", b"Tob\xc0\xafias"),
    "half a character written out": titled('"a \\ud83d b"'),
    "half a character in bytes": lambda: right().replace(b"Tobias", b"Tob\xed\xa0\x80ias"),
    "a NUL in the file": lambda: right().replace(b"Tobias", b"Tob\x00ias"),
    "NULs behind the record": padded(4_000, b"\x00"),
    "a NUL written out": titled('"a \\u0000 b"'),
}
LOOKS_LIKE: dict[str, Make] = {
    "JavaScript": lambda: b"var record = " + right(),
    "lines of JSON": lambda: b'{"incident": {}}\n{"incident": {}}\n',
    "a text with a record in it": lambda: as_json(right().decode()),
    "a list with a record in it": lambda: as_json([record_data()]),
    "the office's data": lambda: as_json(office_data()),
    "an empty object": lambda: b"{}",
    "null": lambda: b"null",
    "a web page": lambda: b"<!doctype html><title>case.json</title>",
    "a PDF": lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(1, 200)),
    "YAML": lambda: b"incident:\n  reference: MSC-2026-0417\n",
    "comments": lambda: right().replace(b'"people"', b'/* who */ "people"'),
    "single quotes": lambda: right().replace(b'"', b"'"),
}
NUMBERS: dict[str, Make] = {
    "NaN": changed("area", {"asb_reports": float("nan")}),
    "Infinity": changed("area", {"asb_reports": float("inf")}),
    "1e999": typed('"episodes"', '"area": {"asb_reports": 1e999}, "episodes"'),
    "ten thousand digits": typed('"episodes"', f'"area": {{"asb_reports": {"9" * 10_000}}}, "episodes"'),
    "minus nothing": changed("area", {"asb_reports": -0.0}),
    "one more than may be": changed("area", {"asb_reports": 100_001}),
    "a number with a point": changed("area", {"asb_reports": 1.0}),
    "a number as text": changed("area", {"asb_reports": "12"}),
    "yes as a number": changed("area", {"asb_reports": True}),
    "a hexadecimal number": typed('"episodes"', '"area": {"asb_reports": 0x1f}, "episodes"'),
    "a number that begins with zero": typed('"episodes"', '"area": {"asb_reports": 007}, "episodes"'),
}
KEYS: dict[str, Make] = {
    "a field twice": typed(_TITLE, f'{_TITLE}, "reference": "MSC-2026-0418"'),
    "a table twice": typed('"people": [', '"people": [], "people": ['),
    "whether it is sensitive, twice": typed(_TITLE, f'{_TITLE}, "sensitivity": "sensitive", "sensitivity": "ordinary"'),
    "a field twice in a row": typed('"given_name"', '"family_name": "Other", "given_name"'),
    "a name near a field": changed("incident", "senstivity", "sensitive"),
    "a name near a table": changed("persons", []),
    "a name far from any": changed("xyzzy", {"a": [1]}),
    "a name with a capital": changed("incident", "Title", "x"),
    "a name that is empty": changed("incident", "", "x"),
    "a name of blanks": changed("incident", "  ", "x"),
    "a name with a line break": changed("incident", "ti\ntle", "x"),
    "a name with an escape sequence": changed("incident", "\x1b[2J\x1b[31mtitle", "x"),
    "a name of 100,000 letters": changed("incident", "t" * 100_000, "x"),
    "a name of Python": changed("incident", "__class__", "x"),
    "a name of JavaScript": changed("__proto__", {"sensitivity": "ordinary"}),
    "a name that runs backwards": changed("incident", "\u202eeltit", "x"),
    "a thousand names that nobody knows": rows(**{f"odd{n}": n for n in range(1_000)}),
}
KINDS: dict[str, Make] = {
    "a wrong kind in every field": _wrong_everywhere,
    "the incident as a list": changed("incident", [1]),
    "the incident as a text": changed("incident", "x"),
    "a table as an object": changed("people", {"P1": person()}),
    "a table as a text": changed("episodes", "E1"),
    "a row as a text": changed("people", 0, "P1"),
    "a row as a list": changed("people", 0, ["P1", "Tobias"]),
    "a row as null": changed("people", 0, None),
    "a table inside a table": changed("people", [[person()]]),
    "a list inside a list of texts": changed("incident", "types", [["fight"]]),
    "an object in place of a text": changed("people", 0, "given_name", {"first": "Tobias"}),
    "a date with a time": changed("people", 0, "date_of_birth", "2011-03-09T00:00:00"),
    "a date as a number": changed("people", 0, "date_of_birth", 1299628800),
    "a day that is none": changed("people", 0, "date_of_birth", "2011-02-29"),
    "the year 9999": changed("people", 0, "date_of_birth", "9999-12-31"),
    "digits of another script": changed("people", 0, "date_of_birth", "٢٠١١-٠٣-٠٩"),
    "an hour that is none": changed("episodes", 0, "start_time", "25:61"),
    "yes in another language": changed("incident", "filmed", "ja"),
    "sensitive in a way that nobody knows": changed("incident", "sensitivity", "very"),
    "whether it is sensitive, as yes": changed("incident", "sensitivity", True),
    "an id of every row alike": rows(people=[person("P1"), person("P1")]),
    "ids alike but for capitals": rows(people=[person("P1"), person("p1")]),
}
TEXTS: dict[str, Make] = {
    "a text over the limit": changed("incident", "what_happened", "x" * 32_701),
    "a text at the limit": changed("incident", "what_happened", "x" * 32_700),
    "emoji over the limit": changed("incident", "what_happened", "😀" * 16_351),
    "texts that are too long together": rows(
        people=[person(f"P{n}", medical_attention="x" * 30_000) for n in range(1, 19)]
    ),
    "a bell": changed("incident", "what_happened", "a\x07b"),
    "an escape sequence": changed("people", 0, "given_name", "\x1b]0;owned\x07Tobias"),
    "a C1 sign": changed("people", 0, "given_name", "Tob\x9bias"),
    "delete": changed("people", 0, "given_name", "Tob\x7fias"),
    "an override of direction": changed("people", 0, "given_name", "Tob\u202eias"),
    "an isolate of direction": changed("people", 0, "given_name", "Tob\u2066ias"),
    "no character at all": changed("people", 0, "given_name", "Tob\uffffias"),
    "codes of Excel": changed("people", 0, "given_name", "_x0041_x0042_"),
    "a token of nobody": changed("incident", "what_happened", "{P9} was there."),
    "a token that is no token": changed("incident", "what_happened", "{{P1}} {P1 {p1} {} {P 1}"),
    "a tag of a template": changed("incident", "what_happened", "{{ 7*7 }} {% for x in y %}"),
    "nothing but invisible signs": changed("incident", "what_happened", "\u200b\u200b\ufeff"),
    "a thousand accents on one letter": changed("people", 0, "given_name", "T" + "\u0301" * 1_000),
}
IDS: dict[str, Make] = {
    "a reference that leads up": _reference("../x"),
    "a reference that is a path": _reference("/etc/passwd"),
    "a reference of Windows": _reference("C:\\x"),
    "a reference on the network": _reference("\\\\server\\share"),
    "a reference of dots": _reference(".."),
    "a reference that hides": _reference(".hidden"),
    "a reference that is a device": _reference("CON"),
    "a reference that is a device with an ending": _reference("nul.txt"),
    "a reference that ends in a dot": _reference("MSC-2026."),
    "a reference that is a folder of ours": _reference("restricted"),
    "a reference that is that folder in capitals": _reference("RESTRICTED"),
    "a reference with a line break": _reference("MSC-2026\n0417"),
    "a reference with a line break behind it": _reference("MSC-2026-0417\n"),
    "a reference with a NUL": _reference("MSC\x00"),
    "a reference of another script": _reference("МSC-2026-0417"),
    "a reference of 41 signs": _reference("M" * 41),
    "a reference like an option": _reference("--out=x"),
    "a person's id that leads up": _person_id("../P1"),
    "a person's id that is a device": _person_id("CON"),
    "a person's id that ends in a dot": _person_id("P1."),
    "a person's id with a slash": _person_id("P/1"),
    "a person's id with a line break": _person_id("P1\nP2"),
    "a person's id with a star": _person_id("P*"),
    "a person's id of 41 signs": _person_id("P" * 41),
}
MUCH: dict[str, Make] = {
    "a hundred thousand brackets": deep(100_000, "["),
    "a hundred thousand brackets, closed": deep(100_000, "[", "]"),
    "a hundred thousand objects": deep(100_000, '{"a":'),
    "forty brackets": deep(40, "[", "]"),
    "10,000 people": rows(people=people(10_000)),
    "251 people": rows(people=people(251)),
    "10,000 actions": rows(actions=[{"id": f"ACT{n}", "what": "Ring."} for n in range(10_000)]),
    "200,000 zeros in a table": lambda: b'{"people": [' + b"0," * 200_000 + b"0]}",
    "5,000 names of fields": lambda: as_json({f"k{n}": n for n in range(5_000)}),
    "a thousand fields twice": lambda: b"{" + b",".join(b'"k%d": 1, "k%d": 2' % (n, n) for n in range(1_000)) + b"}",
    "a list of 20,000 types": changed("incident", "types", ["x"] * 20_000),
    "a list of 2,000 numbers": changed("incident", "types", list(range(2_000))),
    "more than 20 MB of blanks": padded(20_000_001, b" "),
}
CASES: dict[str, Make] = {
    **TRUNCATED, **ENCODED, **LOOKS_LIKE, **NUMBERS, **KEYS, **KINDS, **TEXTS, **IDS, **MUCH,
}  # fmt: skip
"""Every file, by what is wrong with it."""
