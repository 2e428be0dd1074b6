"""One file put where an officer keeps their own: never over a file, never half of it, never through a link."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

import pytest

from casepack import safefs
from casepack.errors import OutputError
from casepack.keep import keep_beside, keep_new


def _ours(data: bytes) -> bool:
    return data.startswith(b"ours")


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file_is_written_for_its_owner_only_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    keep_new(tmp_path / "a.xlsx", b"ours")
    assert ((tmp_path / "a.xlsx").read_bytes(), _names(tmp_path)) == (b"ours", ["a.xlsx"])
    assert os.name == "nt" or stat.S_IMODE((tmp_path / "a.xlsx").stat().st_mode) == 0o600


@pytest.mark.parametrize("there", ["file", "folder", "link", "link to nothing"])
def test_a_new_file_is_never_written_over_or_through_anything(tmp_path: Path, there: str) -> None:
    place, other = tmp_path / "a.xlsx", tmp_path / "other"
    if there == "folder":
        place.mkdir()
    elif there == "file":
        place.write_bytes(b"theirs")
    else:
        place.symlink_to(other)
    if there == "link":
        other.write_bytes(b"theirs")
    before = _names(tmp_path)
    with pytest.raises(OutputError, match="is there already, and is never written over"):
        keep_new(place, b"ours")
    assert _names(tmp_path) == before
    assert not other.exists() or other.read_bytes() == b"theirs"


def test_a_new_file_where_somebody_was_faster_is_theirs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "a.xlsx"
    monkeypatch.setattr(safefs, "stands", lambda path: False)
    place.write_bytes(b"theirs")
    with pytest.raises(OutputError, match=r"a\.xlsx could not be written: something else stands at"):
        keep_new(place, b"ours")
    assert (place.read_bytes(), _names(tmp_path)) == (b"theirs", ["a.xlsx"])


def test_a_file_that_cannot_be_looked_at_is_left_alone_and_so_is_one_saved_at_this_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [tmp_path / "a.xlsx", tmp_path / "b.xlsx"]
    names[0].write_bytes(b"theirs")

    def broken(path: Path) -> bool:
        raise OSError(5, "Input/output error", str(path))

    stands = safefs.stands
    monkeypatch.setattr(safefs, "stands", broken)
    with pytest.raises(OutputError, match=r"b\.xlsx could not be written"):
        keep_beside(names, b"ours, now", _ours)
    monkeypatch.setattr(safefs, "stands", stands)
    assert (names[0].read_bytes(), _names(tmp_path)) == (b"theirs", ["a.xlsx"])

    def saved_meanwhile(data: bytes) -> bool:
        names[0].write_bytes(b"theirs, saved again")
        return True

    with pytest.raises(OutputError, match="was changed while casepack was working"):
        keep_beside(names, b"ours, now", saved_meanwhile)
    assert (names[0].read_bytes(), _names(tmp_path)) == (b"theirs, saved again", ["a.xlsx"])


def test_what_a_stopped_run_left_beside_a_whole_file_is_cleared_up(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"ours")
    for keep in (
        lambda: keep_beside([tmp_path / "a.xlsx"], b"ours", _ours),
        lambda: keep_new(tmp_path / "a.xlsx", b""),
    ):
        (tmp_path / "a.xlsx").with_name(".a.xlsx.casepack").write_bytes(b"ours")
        with suppress(OutputError):
            keep()
        assert _names(tmp_path) == ["a.xlsx"]


def test_a_file_in_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"The folder .*nowhere is not there"):
        keep_new(tmp_path / "nowhere" / "a.xlsx", b"ours")


def test_on_a_disk_without_second_names_a_file_is_renamed_into_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, target: Path) -> None:
        raise OSError(95, "not supported")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    keep_new(tmp_path / "a.xlsx", b"ours")
    assert ((tmp_path / "a.xlsx").read_bytes(), _names(tmp_path)) == (b"ours", ["a.xlsx"])


def test_what_is_ours_is_replaced_what_is_somebodys_is_passed_over_and_what_is_equal_is_left_alone(
    tmp_path: Path,
) -> None:
    names = [tmp_path / f"{n}.xlsx" for n in range(4)]
    names[0].write_bytes(b"theirs")
    names[1].symlink_to(names[0])
    names[2].write_bytes(b"ours, of last time")
    assert keep_beside(names, b"ours, now", _ours) == (names[2], True)
    assert keep_beside(names, b"ours, now", _ours) == (names[2], False)
    assert [path.read_bytes() for path in names[:3]] == [b"theirs", b"theirs", b"ours, now"]
    assert _names(tmp_path) == ["0.xlsx", "1.xlsx", "2.xlsx"]


def test_where_every_name_is_taken_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"theirs")
    with pytest.raises(OutputError, match=r"a\.xlsx and all names like it are taken"):
        keep_beside([tmp_path / "a.xlsx"], b"ours", _ours)


def test_a_write_that_fails_leaves_what_was_there_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "a.xlsx"
    place.write_bytes(b"ours, of last time")
    honest = safefs.write_new

    def fail(path: Path, data: bytes) -> None:
        honest(path, data[:3])
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(safefs, "write_new", fail)
    with pytest.raises(OutputError, match="there is no room left on the disk"):
        keep_beside([place], b"ours, now", _ours)
    assert (place.read_bytes(), _names(tmp_path)) == (b"ours, of last time", ["a.xlsx"])


def test_what_a_run_that_was_killed_left_behind_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / ".a.xlsx.casepack").write_bytes(b"half")
    keep_new(tmp_path / "a.xlsx", b"ours")
    assert _names(tmp_path) == ["a.xlsx"]


def test_a_file_that_excel_holds_open_is_said_to_be_open_in_excel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "a.xlsx"
    place.write_bytes(b"ours, of last time")

    def held(self: Path, target: Path) -> Path:
        raise OSError(16, "Device or resource busy", str(target))

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(OutputError, match=r"is open in another program\. Close it in Excel and run again"):
        keep_beside([place], b"ours, now", _ours)
    assert (place.read_bytes(), _names(tmp_path)) == (b"ours, of last time", ["a.xlsx"])
