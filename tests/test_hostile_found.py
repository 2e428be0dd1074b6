"""What the hostile inputs have found: each fault by itself, in its smallest form, as it should be."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from casepack import cli_batch
from casepack.errors import RecordError, TemplateError
from casepack.fill import fill
from casepack.manifest import MANIFEST
from casepack.read import read_record
from casepack.workers import Elsewhere

from .builders import office, record_data
from .conftest import AS_OF, run_casepack
from .fault_injection import light, unreadable
from .faulty_runs import REF, each, folder, lived_in, names, new_home, one, visible
from .hostile_json import as_json
from .hostile_templates import LET_THROUGH, NOT_REFUSED
from .test_batch import Here
from .test_hostile_arguments import _without_rights
from .test_hostile_templates import PROPERTIES, harmful


def test_a_file_of_fields_written_twice_is_refused_as_a_whole() -> None:
    data = b"{" + b",".join(b'"k%d": 1, "k%d": 2' % (n, n) for n in range(9_000)) + b"}"
    with pytest.raises(RecordError) as caught:
        read_record(data, "case.json", office())
    assert len(caught.value.problems) < 1_000


def test_a_file_of_nothing_but_mistakes_is_refused_as_a_whole() -> None:
    with pytest.raises(RecordError) as caught:
        read_record(as_json({f"k{n}": n for n in range(20_000)}), "case.json", office())
    assert len(caught.value.problems) < 1_000


@pytest.mark.parametrize("reference", ["CON", "nul.txt", "MSC-2026.", "restricted", "RESTRICTED"])
def test_a_reference_that_no_folder_can_have_is_said_where_the_record_is_read(reference: str) -> None:
    data = record_data()
    data["incident"]["reference"] = reference
    with pytest.raises(RecordError, match="reference"):
        read_record(as_json(data), "case.json", office())


def test_a_picture_with_zeros_in_it_is_called_a_picture() -> None:
    with pytest.raises(RecordError, match="is a picture"):
        read_record(b"\x89PNG\r\n\x1a\n" + bytes(40), "case.json", office())


@pytest.mark.parametrize("name", LET_THROUGH)
def test_a_template_is_refused_or_what_it_hides_is_left_out(name: str) -> None:
    try:
        made = fill(LET_THROUGH[name](), {}, name="letter", properties=PROPERTIES)
    except TemplateError:
        return
    assert harmful(made) == []


@pytest.mark.parametrize("name", NOT_REFUSED)
def test_a_template_that_word_cannot_open_or_that_nobody_writes_is_refused(name: str) -> None:
    with pytest.raises(TemplateError):
        fill(NOT_REFUSED[name](), {"x": "words"}, name="letter", properties=PROPERTIES)


@pytest.mark.parametrize("name", ["\x1b[31m\x1b]0;owned\x07red", "case\u202egnp"])
def test_the_doctor_shows_no_sign_that_steers_the_window(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"")
    said = run_casepack("doctor", "--out", tmp_path / name).output
    assert not [sign for sign in said if not sign.isprintable() and sign != "\n"]


@pytest.mark.parametrize("command", [["check", "--annotate"], ["conference", "--meeting", "PGC-2026-11"]])
def test_a_path_that_is_too_long_is_no_fault(command: list[str], tmp_path: Path) -> None:
    done = run_casepack(*command, tmp_path / ("x/" * 2_500))
    assert done.exit_code in {2, 3}
    assert "too long" in " ".join(done.output.split())


def test_a_folder_that_may_not_be_looked_into_is_no_fault_where_a_copy_is_to_be_marked(tmp_path: Path) -> None:
    home = new_home(tmp_path / "home")
    home.chmod(0o600)
    done = _without_rights("check", "--annotate", home / "case.json", "--as-of", AS_OF)
    home.chmod(0o700)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)


def test_packs_beside_their_records_do_not_make_a_record_of_the_list_of_problems(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("casepack.make.produce", light)
    home = new_home(tmp_path / "home")
    (home / "problems.xlsx").write_bytes(b"what an earlier run has found")
    status = run_casepack("status", home, "--as-of", AS_OF)
    assert (status.exit_code, status.stderr) == (0, "")


def test_the_next_list_of_problems_is_not_left_behind_where_it_is_no_longer_wanted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("casepack.batch.produce", light)
    monkeypatch.setattr(cli_batch, "_crew", lambda workers, cluster, tasks: Elsewhere(Here(), 1))
    home = new_home(tmp_path / "home")
    assert run_casepack(*folder(home)).exit_code == 0
    (home / "out" / ".problems.xlsx.next").write_bytes(b"the names of a run that was killed")
    assert run_casepack(*folder(home)).exit_code == 0
    assert names(home / "out") == [REF, "problems.xlsx"]


@pytest.mark.parametrize("name", ["CON.xlsx", "nul.xlsx", "aux.old.xlsx", "a:b.xlsx"])
def test_a_file_is_not_given_a_name_that_windows_does_not_take(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("casepack.intake_files.build_workbook", lambda *_, **__: b"a workbook")
    home = new_home(tmp_path / "home")
    done = run_casepack("new", home / name)
    assert (done.exit_code, (home / name).exists()) == (2, False)


def test_a_manifest_that_cannot_be_looked_at_is_not_taken_for_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("casepack.make.produce", light)
    home = new_home(tmp_path / "home")
    lived_in(home)
    for tried in each(home, one, partial(unreadable, name=MANIFEST)):
        assert tried.run is not None
        assert tried.run.exit_code in {0, 7}
        assert visible(tried.now) == (tried.before if tried.run.exit_code else tried.after)
