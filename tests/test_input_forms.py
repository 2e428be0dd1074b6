"""The samples and the sample office are kept as workbooks and as JSON, and both forms say the same."""

from __future__ import annotations

import io
import os
import zipfile
from importlib.metadata import version

import pytest

from casepack.canonical import to_json
from casepack.form_office import OFFICE_FORM
from casepack.form_record import RECORD_FORM
from casepack.office import Office
from casepack.read import read_office, read_record
from casepack.record import Record
from casepack.workbook_build import build_workbook

from .conftest import INPUTS

NAMES = ("office", "sample-ordinary", "sample-minimal", "sample-sensitive")
WRITE = "CASEPACK_INPUTS"


def _office() -> Office:
    return read_office((INPUTS / "office.json").read_bytes(), "office.json")[0]


def _read(name: str, ending: str) -> Record | Office:
    data = (INPUTS / f"{name}{ending}").read_bytes()
    if name == "office":
        return read_office(data, f"{name}{ending}")[0]
    return read_record(data, f"{name}{ending}", _office())[0]


def _forms(name: str) -> dict[str, bytes]:
    """The two files as casepack writes them, from the JSON that is kept."""
    model = _read(name, ".json")
    form = OFFICE_FORM if isinstance(model, Office) else RECORD_FORM
    office = None if isinstance(model, Office) else _office()
    built = build_workbook(form, office, model, made_by=version("casepack"))
    return {".json": to_json(model).encode(), ".xlsx": built}


def _parts(workbook: bytes) -> dict[str, bytes]:
    """What is in a workbook: how tightly it is packed may differ from one machine to another."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("name", NAMES)
def test_both_forms_of_an_input_say_the_same(name: str) -> None:
    assert _read(name, ".xlsx") == _read(name, ".json")


@pytest.mark.parametrize("name", NAMES)
def test_an_input_is_kept_as_casepack_writes_it(name: str) -> None:
    forms = _forms(name)
    if os.environ.get(WRITE) == "write":
        for ending, data in forms.items():
            (INPUTS / f"{name}{ending}").write_bytes(data)
        pytest.fail("written anew: look at the workbooks and review the diff, then run without the variable")
    assert (INPUTS / f"{name}.json").read_bytes() == forms[".json"]
    kept, built = _parts((INPUTS / f"{name}.xlsx").read_bytes()), _parts(forms[".xlsx"])
    assert {part for part in kept.keys() | built.keys() if kept.get(part) != built.get(part)} == set()


def test_two_records_that_are_equal_give_the_same_json_whatever_was_written_out() -> None:
    bare = Record.model_validate({"incident": {"what_happened": "A"}, "episodes": [{"id": "E1", "date": "2026-10-23"}]})
    told = {
        "people": [], "episodes": [{"date": "2026-10-23", "id": "E1", "place": None}],
        "incident": {"types": [], "what_happened": " A ", "sensitivity": "ordinary"},
    }  # fmt: skip
    assert to_json(Record.model_validate(told)) == to_json(bare)
    assert to_json(bare) == (
        '{\n  "incident": {\n    "what_happened": "A"\n  },\n'
        '  "episodes": [\n    {\n      "id": "E1",\n      "date": "2026-10-23"\n    }\n  ]\n}\n'
    )


def test_an_answer_that_was_taken_back_differs_from_one_that_is_as_if_not_given() -> None:
    office = _office()
    none = office.model_copy(update={"organisation": office.organisation.model_copy(update={"never_outside": ()})})
    assert '"never_outside": []' in to_json(none)
    assert "never_outside" not in to_json(office)
