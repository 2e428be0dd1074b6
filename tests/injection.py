"""One record in which every field of free text carries something that some program would act on, and its plain twin.

Each answer has a mark of its own before and behind what it carries, so that it can be found again, letter for letter,
wherever it was printed; the twin has harmless words of the same shape between the same marks.
"""

from __future__ import annotations

import copy
import re
from functools import cache
from typing import Any

from casepack.form import Column, Kind

from .fate_finder import bases, columns, rows_of

Row = dict[str, Any]

PAYLOADS = (
    "<b onmouseover=alert(1)>x</b><script>alert(1)</script>",
    "</w:t></w:r></w:p><w:p><w:r><w:t>x",
    "</td></tr></table><h1>x</h1><!-- ",
    "<img src=https://example.org/x.png><iframe src=file:///etc/hostname>",
    "<style>@import url(file:///etc/hostname);</style><link rel=attachment href=file:///etc/hostname>",
    "\" style=\"display:none\" x=\"' onclick='x",
    "color:red; display:none; @import url(https://example.org/x.css) /* ",
    "&lt;b&gt; &amp;amp; &#65; &x; ]]> <![CDATA[x]]> <!ENTITY a SYSTEM 'x'>",
    "DDEAUTO c:\\\\x cmd INCLUDEPICTURE \"https://example.org/x\" MERGEFIELD x \\* MERGEFORMAT",
    "HYPERLINK \"javascript:alert(1)\" javascript:alert(1) file:///x \\\\server\\share",
    "=1+1 =HYPERLINK(\"https://example.org\",\"x\")",
    "+cmd|' /C calc'!A0",
    "-1+1 @SUM(A1:A9)",
    "x\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\nEND:VALARM\r\nEND:VEVENT",
    "x\nDTSTART:20260101T000000Z\n ;CN=x:mailto:x@example.org,\\n\\;\\,",
    "%s %(x)s $x $(id) `id` ; rm -rf / | cat %PATH%",
    "../../x \\..\\x CON: nul.txt ~$x",
    "_x000A_ _x0041_ \\u0041 \\n \\x1b[31m %0A%0D",
    "*bold* # x [x](https://example.org) | x | ```",
    "' OR 1=1 -- x",
)  # fmt: skip
"""What programs act on: HTML, CSS, XML, fields of Word, formulas, calendars, shells, paths, codes of Excel."""
BRACES = (
    "{{ 7*7 }}", "{{ ''.__class__ }}", "{% for x in y %}", "{# x #}", "{_{ x }_}", "{%p if x %}", "{}", "a } b",
    "a { b", "{P99}", "{x}", "p{display:none}", "${x}",
)  # fmt: skip
"""What templates act on. Braces are for people: whatever else stands in them is refused where a record is read."""
STARTS = ("=1+1;", "@SUM(1);", "+1;", "-1;", "=cmd|' /C calc'!A0;", "%0A;", "<b>", "&lt;")
"""What a cell must not begin with to be a formula, and more that stands at the very beginning of an answer."""
_FREE = (Kind.TEXT, Kind.LIST, Kind.WORDS_OR_REF)
LOOKED_FOR = (
    ("people", "given_name"),
    ("people", "family_name"),
    ("people", "known_as"),
    ("people", "other_names"),
    ("people", "address"),
    ("people", "postcode"),
    ("people", "previous_address"),
    ("people", "phone"),
    ("people", "email"),
    ("people", "contact_via_phone"),
    ("carers", "name"),
    ("carers", "address"),
    ("carers", "postcode"),
    ("carers", "phone"),
    ("carers", "email"),
    ("episodes", "ward"),
)
"""Who and where people are: what stands here is looked for in all other answers, so it is tried by itself."""
LEFT_OUT = frozenset(
    {
        *LOOKED_FOR,
        ("incident", "reference"),
        ("incident", "status"),
        ("incident", "linked_cases"),
        ("actions", "status"),
        ("decisions", "audience"),
        ("disclosures", "direction"),
        ("disclosures", "to"),
        ("survey_answers", "question"),
        ("requests", "ages"),
        ("requests", "not_for_this_case"),
    }
)
"""Fields that decide what is made, or are tried by themselves."""
MARK = re.compile(r"qz\d{4}")


@cache
def free_fields() -> tuple[Column, ...]:
    """Every field in which an officer may write what they like."""
    return tuple(c for place, c in columns().items() if c.kind in _FREE and place not in LEFT_OUT)


def _carried(number: int, *, harmless: bool) -> str:
    start, payload = STARTS[number % len(STARTS)], PAYLOADS[number % len(PAYLOADS)]
    if harmless:
        # As long as what they stand for: some papers print short answers only.
        start, payload = _words(start), re.sub(r"[^\n]+", lambda m: _words(m.group()), payload.replace("\r\n", "\n"))
    return f"{start}qz{number:04d} {payload} zq{number:04d}"


def _words(text: str) -> str:
    return ("words" * len(text))[: len(text)]


def printed(number: int) -> str:
    """What stands between the marks of an answer, as it should be wherever the answer is printed."""
    return _carried(number, harmless=False).replace("\r\n", "\n").partition(f"qz{number:04d}")[2]


def called(*, harmless: bool = False) -> Row:
    """The record in which names, addresses and numbers carry something, in every row; its twin has plain ones."""
    data = copy.deepcopy(bases()["full"].data)
    number = 0
    for table, field in LOOKED_FOR:
        for row in rows_of(data, table):
            if row.get(field) in (None, [], ""):
                continue
            number += 1
            start, payload = STARTS[number % len(STARTS)], PAYLOADS[number % len(PAYLOADS)].partition("\r")[0]
            text = f"Zqx{number}" if harmless else f"{start}{payload.partition(chr(10))[0]} Zqx{number}"
            row[field] = [text] if isinstance(row[field], list) else text
    return data


def loaded(*, harmless: bool = False) -> tuple[Row, dict[int, str]]:
    """The record, and the field of each answer by the number of its mark."""
    data = copy.deepcopy(bases()["full"].data)
    fields: dict[int, str] = {}
    for column in free_fields():
        for row in rows_of(data, column.table):
            if row.get(column.field) in (None, [], ""):
                continue
            number = len(fields)
            fields[number] = f"{column.table}.{column.field}"
            text = _carried(number, harmless=harmless)
            row[column.field] = [text] if column.kind is Kind.LIST else text
    return data, fields
