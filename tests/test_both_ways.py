"""Whatever a record may hold goes into a workbook and back, and into JSON and back, without loss."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, given, settings

from casepack.canonical import to_json
from casepack.form_record import RECORD_FORM
from casepack.labels import labels_of
from casepack.record import Record
from casepack.workbook_build import build_workbook
from casepack.workbook_cells import open_workbook
from casepack.workbook_read import read_form

from .forms import raw_records, tricky_office

OFFICE = tricky_office()


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(raw_records(OFFICE))
def test_every_record_is_read_from_its_workbook_as_it_was(raw: dict[str, Any]) -> None:
    record = Record.model_validate(raw)
    book = open_workbook(build_workbook(RECORD_FORM, OFFICE, record, made_by="9.9.9"), "case.xlsx")
    read = read_form(book, RECORD_FORM, labels_of(OFFICE), "case.xlsx")
    assert Record.model_validate(read.data) == record
    # Names that two rows share, and the like, are worth a look in any file; nothing that casepack wrote is wrong.
    assert [f.problem for f in read.findings if f.problem.severity == "problem"] == []


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(raw_records(OFFICE, most_tables=3))
def test_every_record_is_read_from_its_json_as_it_was(raw: dict[str, Any]) -> None:
    record = Record.model_validate(raw)
    told = to_json(record)
    again = Record.model_validate(json.loads(told))
    assert (again, to_json(again)) == (record, told)
