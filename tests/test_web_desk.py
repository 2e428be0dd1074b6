"""Desks and the private folder: names that lead nowhere, and nothing left of a server that was killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from casepack.errors import UsageError
from casepack.safefs import check_name
from casepack.web_desk import EACH, Desks, Entry, basename, lay_beside, put
from casepack.web_model import Looked
from casepack.web_refusal import Refusal
from casepack.web_scratch import remove_leftovers, scratch, used, usual_place
from casepack.web_settings import Limits


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("case.xlsx", "case.xlsx"),
        ("Case of Ffion & Siân.xlsx", "Case of Ffion & Siân.xlsx"),
        ("Sia\u0302n.xlsx", "Siân.xlsx"),
        ("C:\\Users\\officer\\case.xlsx", "case.xlsx"),
        ("/etc/passwd", "passwd"),
        ("../../case.xlsx", "case.xlsx"),
        ("..", "file"),
        ("", "file"),
        (".xlsx", "xlsx"),
        (" . case.xlsx . ", "case.xlsx"),
        ("con.xlsx", "file.xlsx"),
        ("NUL", "file"),
        ('a<b>:"|?*.xlsx', "ab.xlsx"),
        ("a\x00\n\x1b\u202eb.xlsx", "ab.xlsx"),
        ("a.xlsx\u200b", "a.xlsx"),
        ("~$case.xlsx", "~$case.xlsx"),
    ],
)
def test_a_file_is_called_by_its_own_name_and_no_name_leads_out_of_its_folder(told: str, name: str) -> None:
    assert basename(told) == name


@pytest.mark.parametrize("told", ["a" * 500 + ".xlsx", "ŵ" * 300 + ".xlsx", "a." + "x" * 400, "😀" * 99 + ".json"])
def test_a_long_name_is_cut_so_that_every_disk_takes_it_and_keeps_its_ending(told: str) -> None:
    name = basename(told)
    check_name(name)
    assert len(name.encode()) <= 120
    assert name.rpartition(".")[2] == told.rpartition(".")[2][:10]


def test_a_desk_is_its_officers_alone_and_only_for_so_long(tmp_path: Path) -> None:
    clock = [0.0]
    desks = Desks(tmp_path, Limits(idle_seconds=10), lambda: clock[0])
    desk = desks.open("session", "anna")
    assert desks.find("session", "anna") is desk
    assert desks.find("session", "ben") is None
    assert desks.find("other", "anna") is None
    assert desks.find(None, "anna") is None
    clock[0] = 11
    assert desks.find("session", "anna") is None
    assert desks.idle() == ["session"]
    assert desks.close("session") is desk
    assert desks.close("session") is None


def test_one_officer_cannot_take_every_desk(tmp_path: Path) -> None:
    desks = Desks(tmp_path, Limits(desks=EACH + 1))
    for number in range(EACH):
        desks.open(str(number), "anna")
    with pytest.raises(Refusal):
        desks.open("one more", "anna")
    desks.open("first", "ben")
    with pytest.raises(Refusal):
        desks.open("second", "ben")


def test_what_cannot_be_removed_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desks = Desks(tmp_path, Limits())
    folder = tmp_path / "entry"
    folder.mkdir()
    (folder / "file").write_bytes(b"12345")

    def fails(path: Path) -> None:
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr("casepack.web_scratch.remove_tree", fails)
        desks.clear(folder)
    desks.sweep()
    assert not folder.exists()
    assert (desks.doomed, desks.held) == ([], 0)


def test_what_is_written_is_open_to_its_owner_only(tmp_path: Path) -> None:
    desks = Desks(tmp_path / "desks", Limits())
    entry = desks.add(desks.open("session", ""), "case.xlsx")
    put(entry, b"12345")
    desks.sweep()
    assert desks.held == 5
    if os.name == "posix":
        modes = {path.stat().st_mode & 0o777 for path in entry.path.parents if path.is_relative_to(desks.folder)}
        assert (modes, entry.path.stat().st_mode & 0o777) == ({0o700}, 0o600)


def test_beside_a_record_lies_what_meetings_agreed_and_nothing_else(tmp_path: Path) -> None:
    desks = Desks(tmp_path, Limits())
    desk = desks.open("session", "")
    record, one, same = (desks.add(desk, name) for name in ("case.xlsx", "PGC actions.xlsx", "CASE.xlsx"))
    for entry in (record, one, same):
        put(entry, entry.file_name.encode())
    looked = Looked("", "", sensitive=False, hidden=False, readable=True, holds="actions")
    one.looked = same.looked = looked

    def beside(entry: Entry) -> list[str]:
        return sorted(path.name for path in entry.path.parent.iterdir())

    lay_beside(record, desk.actions)
    assert beside(record) == ["PGC actions.xlsx", "case.xlsx"]
    assert record.path.read_bytes() == b"case.xlsx"
    lay_beside(record, [])
    assert beside(record) == ["case.xlsx"]


def test_the_private_folder_is_gone_afterwards_with_all_that_is_in_it(tmp_path: Path) -> None:
    place = tmp_path / "place"
    with scratch(place) as folder:
        (folder / "desk").mkdir()
        (folder / "desk" / "file").write_bytes(b"123")
        assert used(folder) == 3
        assert folder.stat().st_mode & 0o077 == 0 or os.name == "nt"
        with scratch(place):
            assert remove_leftovers(place) == 0
            assert (folder / "desk" / "file").exists()  # the other server is alive
    assert list(place.iterdir()) == []


KILLED = """
import sys, time
from pathlib import Path
from casepack.web_scratch import scratch
with scratch(Path(sys.argv[1])) as folder:
    (folder / "desk").mkdir()
    (folder / "desk" / "Asha Canary.xlsx").write_bytes(b"record")
    print("ready", flush=True)
    time.sleep(60)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signal that cannot be caught")
def test_nothing_is_left_of_a_server_that_was_killed(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path)], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert server.stdout.readline() == "ready\n"
        assert remove_leftovers(tmp_path) == 0  # it lives
        server.send_signal(signal.SIGKILL)
    assert len(list(tmp_path.rglob("Asha*"))) == 1
    (tmp_path / "server-without-lock").mkdir()
    (tmp_path / "server-without-folder.lock").touch()
    with scratch(tmp_path) as folder:
        assert {path.name for path in tmp_path.iterdir()} == {folder.name, f"{folder.name}.lock"}


@pytest.mark.skipif(os.name == "nt", reason="making a link needs a right of its own there")
def test_a_link_is_no_private_folder(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with pytest.raises(UsageError, match="is a link"), scratch(tmp_path / "link"):
        pass


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_somebody_elses_is_no_private_folder(tmp_path: Path) -> None:
    os.chown(tmp_path, 12_345, 12_345)
    with pytest.raises(UsageError, match="belongs to somebody else"), scratch(tmp_path):
        pass


def test_the_usual_place_is_the_users_own_and_in_memory_where_there_is_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert usual_place() == tmp_path / "casepack-serve"
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "not there"))
    assert usual_place().name.startswith("casepack-serve")
    assert not usual_place().is_relative_to(tmp_path / "not there")
