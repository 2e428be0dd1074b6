"""Packs on disk: whole or not at all, nobody's edit lost, nothing written without need, nothing left behind."""

from __future__ import annotations

import errno
import hashlib
import os
import pickle
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from casepack import packlock, safefs
from casepack.errors import OutputError
from casepack.manifest import MANIFEST, DocumentKey, Manifest
from casepack.versions import Wanted, decide, documents_after, settled
from casepack.write import WriteResult, heal, hold_pack, move_pack, read_pack, write_pack

REF = "MSC-2026-0417"
WORK = "1 partnership work"
LETTER = f"{WORK}/{REF} school-letter P1 SCH1"
CHECKLIST = f"{REF} checklist"
CHANGING = (
    "open",
    "write",
    "fsync",
    "mkdir",
    "rename",
    "replace",
    "link",
    "symlink",
    "unlink",
    "rmdir",
    "utime",
    "chmod",
)
Content = tuple[dict[str, bytes], dict[str, str], Manifest]


def next_state(root: Path, view: str, *, restricted: bool = False) -> Content:
    """What a run whose Views are `view` hands to the writer."""
    old, seen = read_pack(root, restricted=restricted, reference=REF)
    letter = Wanted(DocumentKey("school-letter", "P1", "SCH1"), WORK, view, "t", "h")
    checklist = Wanted(DocumentKey("checklist"), "", view, "t", "h", living=True)
    steps = decide(REF, [letter, checklist], old, seen)
    made = {s.key: {ext: f"{s.stem} {ext} {view}".encode() for ext in s.writes} for s in steps if s.writes}
    sums = {key: {ext: hashlib.sha256(data).hexdigest() for ext, data in files.items()} for key, files in made.items()}
    files = {s.path(ext): data for s in steps for ext, data in made.get(s.key, {}).items()}
    day = "2026-10-26T09:00:00+00:00"
    after = Manifest(REF, f"input {view}", "office", day, documents=documents_after(old, steps, sums, day))
    return files, seen, settled(after, old)


def make(root: Path, view: str, *, restricted: bool = False) -> WriteResult:
    files, seen, manifest = next_state(root, view, restricted=restricted)
    return write_pack(root, restricted=restricted, reference=REF, files=files, seen=seen, manifest=manifest)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def signs_of(folder: Path) -> dict[str, tuple[int, int]]:
    return {str(p): (p.lstat().st_ino, p.lstat().st_mtime_ns) for p in [folder, *folder.rglob("*")]}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "outputs"


@pytest.fixture
def lived_in(root: Path) -> Path:
    """A pack that people have worked in: a letter edited, a note, a folder of their own, a document open in Word."""
    make(root, "1")
    folder = root / REF
    (folder / f"{LETTER} v1.docx").write_bytes(b"the officer's own words")
    (folder / "notes").mkdir()
    (folder / "notes" / "call.txt").write_bytes(b"rang at 3pm")
    (folder / "~$checklist.docx").write_bytes(b"open in Word")
    return root


class Killed(BaseException):
    """Stands for a kill: nothing in casepack may catch it."""


class Faults:
    """Counts the calls that change files and makes one of them, or all from one on, fail."""

    def __init__(self, at: int, error: Callable[[], BaseException], *, for_good: bool) -> None:
        self.at, self.error, self.for_good, self.calls = at, error, for_good, 0

    def wrap(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **kwargs: Any) -> Any:
            self.calls += 1
            if self.calls == self.at or (self.for_good and self.calls > self.at):
                raise self.error()
            return None if call is os_fsync else call(*args, **kwargs)

        return counted

    @contextmanager
    def injected(self) -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patch:
            for name in CHANGING:
                patch.setattr(os, name, self.wrap(getattr(os, name)))
            patch.setattr(safefs, "exchange", self.wrap(safefs.exchange))
            yield


os_fsync = os.fsync


def killed(at: int) -> Faults:
    return Faults(at, Killed, for_good=True)


def failing(at: int) -> Faults:
    return Faults(at, lambda: OSError(errno.EIO, "Input/output error", "x"), for_good=False)


def stopped(at: int) -> Faults:
    return Faults(at, KeyboardInterrupt, for_good=False)


@pytest.fixture(params=["exchange", "two renames"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways in which the next state takes its place."""
    if request.param == "two renames":
        monkeypatch.setattr(safefs, "exchange", lambda one, other: False)
    return str(request.param)


def each_fault(
    lived_in: Path, tmp_path: Path, kind: Callable[[int], Faults]
) -> Iterator[tuple[Path, dict[str, bytes], dict[str, bytes], BaseException | None]]:
    """One write for every call that can fail: where it was, the pack before, as it should be, and what came of it."""
    import shutil

    before = contents(lived_in / REF)
    whole = tmp_path / "whole"
    shutil.copytree(lived_in, whole)
    make(whole, "2")
    after = contents(whole / REF)
    at, caught = 0, True
    while caught:
        at += 1
        place = tmp_path / f"try {at}"
        shutil.copytree(lived_in, place)
        files, seen, manifest = next_state(place, "2")
        faults, came = kind(at), None
        with faults.injected():
            try:
                write_pack(place, restricted=False, reference=REF, files=files, seen=seen, manifest=manifest)
            except (Killed, KeyboardInterrupt, OutputError) as error:
                came = error
        caught = faults.calls >= at
        yield place, before, after, came
    assert at > 20  # it was indeed stopped at many places


def test_a_first_run_makes_a_pack_closed_to_others(root: Path) -> None:
    result = make(root, "1")
    folder = root / REF
    assert result.changed
    assert sorted(contents(folder)) == sorted(
        [f"{LETTER} v1.docx", f"{LETTER} v1.pdf", f"{CHECKLIST}.docx", f"{CHECKLIST}.pdf", MANIFEST]
    )
    assert list(result.written) == sorted(contents(folder))
    assert names(root) == [REF]
    modes = {stat.S_IMODE(p.stat().st_mode) for p in folder.rglob("*") if p.is_file()}
    assert modes == {0o600}
    assert {stat.S_IMODE(p.stat().st_mode) for p in (root, folder, folder / WORK)} == {0o700}


def test_a_restricted_pack_is_apart_and_shares_no_file_with_the_others(root: Path) -> None:
    make(root, "1", restricted=True)
    assert names(root) == ["restricted"]
    assert names(root / "restricted") == [REF]
    assert stat.S_IMODE((root / "restricted").stat().st_mode) == 0o700


def test_what_others_could_read_is_closed_to_them_by_the_next_run_that_writes(root: Path) -> None:
    make(root, "1", restricted=True)
    home = root / "restricted"
    for path in (home, *home.rglob("*")):
        path.chmod(0o777 if path.is_dir() else 0o666)
    make(root, "2", restricted=True)
    assert {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in (home, *home.rglob("*"))} == {0}


def test_a_second_run_writes_nothing(root: Path, way: str) -> None:
    make(root, "1")
    before = signs_of(root / REF)
    assert make(root, "1").changed is False
    assert signs_of(root / REF) == before


def test_what_does_not_change_keeps_its_file_and_times(lived_in: Path, way: str) -> None:
    before = signs_of(lived_in / REF)
    result = make(lived_in, "2")
    kept = [LETTER + " v1.docx", LETTER + " v1.pdf", "notes/call.txt", "~$checklist.docx"]
    now = signs_of(lived_in / REF)
    assert all(now[str(lived_in / REF / path)] == before[str(lived_in / REF / path)] for path in kept)
    assert set(result.written) == {
        f"{LETTER} v2.docx",
        f"{LETTER} v2.pdf",
        f"{CHECKLIST}.docx",
        f"{CHECKLIST}.pdf",
        MANIFEST,
    }
    assert contents(lived_in / REF)[f"{CHECKLIST}.docx"].endswith(b"docx 2")


def test_a_disk_without_hard_links_keeps_content_and_times(lived_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    note, shortcut = lived_in / REF / "notes" / "call.txt", lived_in / REF / "shortcut"
    shortcut.symlink_to("notes")
    os.utime(note, ns=(1_700_000_000_000_000_000, 1_700_000_000_123_456_789))
    monkeypatch.setattr(os, "link", refuse)
    make(lived_in, "2")
    assert (note.read_bytes(), note.stat().st_mtime_ns) == (b"rang at 3pm", 1_700_000_000_123_456_789)
    assert shortcut.readlink() == Path("notes")


def test_an_edited_living_document_is_never_replaced(root: Path, way: str) -> None:
    make(root, "1")
    (root / REF / f"{CHECKLIST}.docx").write_bytes(b"ticked by hand")
    for view in ("2", "3"):
        make(root, view)
    found = contents(root / REF)
    assert found[f"{CHECKLIST}.docx"] == b"ticked by hand"
    assert found[f"{CHECKLIST} v2.docx"].endswith(b"docx 3")


def test_a_file_renamed_in_capitals_only_is_still_the_same_file(root: Path) -> None:
    make(root, "1")
    renamed = root / REF / f"{CHECKLIST}.DOCX"
    (root / REF / f"{CHECKLIST}.docx").rename(renamed)
    make(root, "2")
    assert renamed.read_bytes().endswith(b"docx 2")
    assert not (root / REF / f"{CHECKLIST}.docx").exists()


def test_a_kill_at_any_call_leaves_the_old_pack_or_the_new_one_and_the_next_run_heals(
    lived_in: Path, tmp_path: Path, way: str
) -> None:
    states = set()
    for place, before, after, _ in each_fault(lived_in, tmp_path, killed):
        if way == "two renames":
            assert heal(place) in ((), (REF,))
        now = contents(place / REF)
        states.add("old" if now == before else "new")
        assert now in (before, after)
        make(place, "2")
        assert contents(place / REF) == after
        assert names(place) == [REF]
    assert states == {"old", "new"}


@pytest.mark.parametrize("kind", [failing, stopped])
def test_a_failing_disk_or_ctrl_c_at_any_call_leaves_the_old_pack_or_the_new_one_and_nothing_beside_it(
    lived_in: Path, tmp_path: Path, way: str, kind: Callable[[int], Faults]
) -> None:
    for place, before, after, error in each_fault(lived_in, tmp_path, kind):
        now = contents(place / REF)
        assert now in ((before, after) if isinstance(error, KeyboardInterrupt) else (before if error else after,))
        if now == before:
            assert [name for name in names(place) if name.endswith((".next", ".old"))] == []
        make(place, "2")
        assert contents(place / REF) == after
        assert names(place) == [REF]


def test_a_first_run_killed_at_any_call_leaves_no_pack_or_the_whole_one(root: Path, tmp_path: Path) -> None:
    root.mkdir()
    for place, _, after, _ in each_fault(root, tmp_path, killed):
        assert contents(place / REF) in ({}, after)
        make(place, "2")
        assert contents(place / REF) == after
        assert names(place) == [REF]


def test_everything_new_is_seen_onto_the_disk_before_it_takes_its_place(
    lived_in: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: set[int] = set()
    at_exchange: list[set[int]] = []
    real = safefs.exchange

    def note(handle: int) -> None:
        synced.add(os.fstat(handle).st_ino)

    def exchange(one: Path, other: Path) -> bool:
        at_exchange.append(set(synced))
        return real(one, other)

    monkeypatch.setattr(os, "fsync", note)
    monkeypatch.setattr(safefs, "exchange", exchange)
    result = make(lived_in, "2")
    folder = lived_in / REF
    new = {(folder / path).stat().st_ino for path in (*result.written, WORK, "notes", ".")}
    assert new <= at_exchange[0]
    assert lived_in.stat().st_ino in synced - at_exchange[0]


def test_what_a_killed_run_left_is_read_as_the_pack_that_it_was(
    lived_in: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(safefs, "exchange", lambda one, other: False)
    for place, before, after, _ in each_fault(lived_in, tmp_path, killed):
        _, seen = read_pack(place, restricted=False, reference=REF)
        states = [
            {path: hashlib.sha256(data).hexdigest() for path, data in state.items() if not path.startswith("~$")}
            for state in (before, after)
        ]
        assert seen in states


KILL = f"""
import os, pickle, sys
from pathlib import Path
from casepack import safefs
from casepack.write import write_pack
files, seen, manifest = pickle.loads(Path(sys.argv[1]).read_bytes())
left = int(sys.argv[3])
def wrap(call):
    def counted(*args, **kwargs):
        global left
        left -= 1
        if not left:
            os._exit(9)
        return call(*args, **kwargs)
    return counted
for name in {CHANGING}:
    setattr(os, name, wrap(getattr(os, name)))
safefs.exchange = wrap(safefs.exchange)
write_pack(Path(sys.argv[2]), restricted=False, reference={REF!r}, files=files, seen=seen, manifest=manifest)
"""


def test_a_process_that_dies_at_once_leaves_the_old_pack_or_the_new_one(lived_in: Path, tmp_path: Path) -> None:
    state = tmp_path / "state"
    state.write_bytes(pickle.dumps(next_state(lived_in, "2")))
    before = contents(lived_in / REF)
    codes, number = [], 3
    while 0 not in codes:
        run = [sys.executable, "-c", KILL, str(state), str(lived_in), str(number)]
        codes.append(subprocess.run(run, check=False, capture_output=True).returncode)
        if codes[-1] == 9 and contents(lived_in / REF) != before:
            break
        number += 6
    assert codes.count(9) >= 5
    make(lived_in, "2")
    found = contents(lived_in / REF)
    assert found[f"{LETTER} v1.docx"] == b"the officer's own words"
    assert found[f"{LETTER} v2.docx"].endswith(b"docx 2")
    assert names(lived_in) == [REF]


HOLD = """
import sys
from pathlib import Path
from casepack.write import hold_pack
with hold_pack(Path(sys.argv[1]), restricted=False, reference=sys.argv[2]):
    sys.stdout.write("held\\n"); sys.stdout.flush(); sys.stdin.read()
"""


def test_a_second_run_at_the_same_time_is_told_who_holds_the_pack(root: Path) -> None:
    make(root, "1")
    before = contents(root / REF)
    run = [sys.executable, "-c", HOLD, str(root), REF]
    with subprocess.Popen(run, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(OutputError, match=rf"process {other.pid}\).*Wait until"):
            make(root, "2")
        assert contents(root / REF) == before
        assert heal(root) == ()
        other.kill()
    assert make(root, "2").changed
    assert names(root) == [REF]


def test_a_lock_whose_file_was_removed_while_it_was_taken_is_taken_anew(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, removals = packlock._take, iter([True])

    def take(handle: int) -> bool:
        if next(removals, False):  # the run before lets go just now
            (root / f".{REF}.lock").unlink()
        return real(handle)

    monkeypatch.setattr(packlock, "_take", take)
    with hold_pack(root, restricted=False, reference=REF), pytest.raises(OutputError, match="another run"):
        make(root, "1")


def test_a_held_pack_is_written_by_its_holder(root: Path) -> None:
    with hold_pack(root, restricted=False, reference=REF) as held:
        files, seen, manifest = next_state(root, "1")
        result = write_pack(root, restricted=False, reference=REF, files=files, seen=seen, manifest=manifest, held=held)
    assert result.changed
    assert names(root) == [REF]


def test_an_error_while_a_pack_is_held_is_passed_on_as_it_is(root: Path) -> None:
    with pytest.raises(FileNotFoundError), hold_pack(root, restricted=False, reference=REF):
        raise FileNotFoundError(errno.ENOENT, "a font")
    assert names(root) == []


def test_another_run_in_between_is_noticed(root: Path) -> None:
    make(root, "1")
    mine = next_state(root, "2")
    make(root, "3")
    before = contents(root / REF)
    with pytest.raises(OutputError, match="changed while casepack was working"):
        write(root, mine)
    assert contents(root / REF) == before


def write(root: Path, content: Content, **changes: Any) -> WriteResult:
    files, seen, manifest = content
    given = {"restricted": False, "reference": REF, "files": files, "seen": seen, "manifest": manifest, **changes}
    return write_pack(root, **given)


def test_an_edit_between_reading_and_writing_is_not_written_over(root: Path) -> None:
    make(root, "1")
    mine = next_state(root, "2")
    (root / REF / f"{CHECKLIST}.docx").write_bytes(b"ticked meanwhile")
    with pytest.raises(OutputError, match=r"checklist\.docx” was changed while"):
        write(root, mine)
    assert (root / REF / f"{CHECKLIST}.docx").read_bytes() == b"ticked meanwhile"


def test_the_writer_itself_refuses_to_write_over_an_edit(root: Path) -> None:
    make(root, "1")
    files, _, manifest = next_state(root, "2")
    (root / REF / f"{CHECKLIST}.docx").write_bytes(b"ticked")
    _, seen = read_pack(root, restricted=False, reference=REF)
    with pytest.raises(OutputError, match="not as casepack made it"):
        write(root, (files, seen, manifest))


def test_a_document_saved_at_the_very_moment_of_writing_is_not_lost(
    root: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(root, "1")
    real, letter = safefs.exchange, root / REF / f"{LETTER} v1.docx"
    saves = iter([True])

    def save_first(one: Path, other: Path) -> bool:
        if next(saves, False):  # as Word does: a new file in the place of the old one
            letter.unlink()
            letter.write_bytes(b"saved just now")
        return real(one, other)

    monkeypatch.setattr(safefs, "exchange", save_first)
    with pytest.raises(OutputError, match="at the moment it was written"):
        make(root, "2")
    assert letter.read_bytes() == b"saved just now"
    assert names(root) == [REF]


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        ("write", OSError(errno.ENOSPC, "No space left on device"), "no room left on the disk"),
        ("mkdir", PermissionError(errno.EACCES, "Permission denied", "outputs"), "may not write at “outputs”"),
        ("mkdir", FileNotFoundError(errno.ENOENT, "No such file", "S:/packs"), "is not there .* Connect its drive"),
        ("mkdir", PermissionError(errno.EACCES, "Permission denied", "outputs/.a.lock"), "not write at “outputs”"),
        ("mkdir", OSError(errno.EROFS, "Read-only file system", "outputs"), "may not write at “outputs”"),
        ("open", OSError(errno.ENAMETOOLONG, "File name too long", "x.docx"), "path of “x.docx” is too long"),
        ("write", OSError(errno.EIO, "Input/output error"), "Input/output error"),
    ],
    ids=lambda value: str(value) if isinstance(value, str) else type(value).__name__,
)
def test_a_disk_that_refuses_is_explained_and_the_pack_is_as_it_was(
    lived_in: Path, monkeypatch: pytest.MonkeyPatch, call: str, error: OSError, words: str
) -> None:
    before = contents(lived_in / REF)
    content = next_state(lived_in, "2")

    def refuse(*_: object, **__: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(os, call, refuse)
        with pytest.raises(OutputError, match=words):
            write(lived_in, content)
    assert contents(lived_in / REF) == before
    assert [name for name in names(lived_in) if name.endswith((".next", ".old"))] == []


def test_a_document_open_in_word_on_windows_is_named(lived_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents(lived_in / REF)
    monkeypatch.setattr(safefs, "exchange", lambda one, other: False)
    real = os.rename

    def in_use(source: Path, target: Path) -> None:
        if Path(source).name == REF:
            error = PermissionError(errno.EACCES, "Access is denied", str(source))
            error.winerror = 32  # type: ignore[attr-defined, unused-ignore]
            raise error
        real(source, target)

    monkeypatch.setattr(os, "rename", in_use)
    with pytest.raises(OutputError, match=rf"“{REF}”, or a file in it, is open .* Close it in Word and run again"):
        make(lived_in, "2")
    assert contents(lived_in / REF) == before
    assert names(lived_in) == [REF]


def test_a_disk_that_takes_a_few_bytes_at_a_time_gets_them_all(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: real(handle, bytes(data[:7])))
    make(root, "1")
    assert contents(root / REF)[f"{CHECKLIST}.docx"] == f"{REF} checklist docx 1".encode()
    assert make(root, "1").changed is False


def renamed(content: Content, path: str) -> Content:
    """The same content, with one more file at `path` that the manifest knows."""
    from dataclasses import replace

    files, seen, manifest = content
    return {**files, path: b"x"}, seen, replace(manifest, other={path: hashlib.sha256(b"x").hexdigest()})


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("../outside.docx", "not a path inside"),
        ("/etc/outside.docx", "not a path inside"),
        ("a//b.docx", "not a path inside"),
        ("P1: letter.docx", "Windows does not take"),
        ("a\\b.docx", "Windows does not take"),
        ("letter.", "Windows does not take"),
        ("CON.docx", "Windows does not take"),
        ("line\nbreak", "Windows does not take"),
        ("x" * 240, "Windows allows 259"),
        (f"{CHECKLIST}.docx/inside", "needs a folder there"),
        (WORK, "is a folder, and casepack needs a file"),
    ],
)
def test_a_path_that_cannot_be_is_refused_before_anything_is_written(root: Path, path: str, words: str) -> None:
    make(root, "1")
    before = signs_of(root / REF)
    content = renamed(next_state(root, "1"), path)
    with pytest.raises(OutputError, match=words):
        write(root, content)
    assert signs_of(root / REF) == before
    assert names(root) == [REF]


@pytest.mark.parametrize("reference", ["restricted", "Restricted", "..", "a/b", "", ".hidden", "NUL", "MSC 1", "MSC."])
def test_a_reference_that_cannot_name_a_folder_is_refused(root: Path, reference: str) -> None:
    with pytest.raises(OutputError, match="reference"):
        read_pack(root, restricted=False, reference=reference)


def test_bytes_that_the_manifest_does_not_vouch_for_are_never_written(root: Path) -> None:
    files, seen, manifest = next_state(root, "1")
    files[f"{CHECKLIST}.docx"] = b"something else"
    with pytest.raises(ValueError, match="does not give the hash"):
        write(root, (files, seen, manifest))
    assert names(root) == []


def test_a_folder_in_the_place_of_a_file_is_said(root: Path) -> None:
    make(root, "1")
    (root / REF / f"{CHECKLIST}.pdf").unlink()
    (root / REF / f"{CHECKLIST}.pdf").mkdir()
    with pytest.raises(OutputError, match=r"checklist\.pdf” is a folder"):
        make(root, "2")


def test_a_folder_that_holds_the_pack_of_another_reference_is_refused(root: Path) -> None:
    make(root, "1")
    (root / REF).rename(root / REF.lower())  # to Windows it is the same folder
    with pytest.raises(OutputError, match=f"holds the pack of {REF}"):
        read_pack(root, restricted=False, reference=REF.lower())


def test_a_pack_that_may_not_be_read_is_said(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> str:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    make(root, "1")
    monkeypatch.setattr(safefs, "digest", refuse)
    with pytest.raises(OutputError, match=r"could not be read: casepack may not read at “.*Ask for access"):
        read_pack(root, restricted=False, reference=REF)


@pytest.mark.parametrize("what", ["pack", "restricted", "root"])
def test_a_file_in_the_place_of_a_folder_is_said(root: Path, what: str) -> None:
    place = {"pack": root / REF, "restricted": root / "restricted", "root": root}[what]
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(b"")
    content: Content = ({}, {}, Manifest(REF, "", "", ""))
    with pytest.raises(OutputError, match=f"“{place.name}” is a file"):
        write(root, content, restricted=what == "restricted")


@pytest.mark.parametrize("what", [REF, "restricted"])
def test_a_link_in_the_place_of_a_folder_is_never_followed(root: Path, tmp_path: Path, what: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    root.mkdir()
    (root / what).symlink_to(outside)
    content: Content = ({}, {}, Manifest(REF, "", "", ""))
    with pytest.raises(OutputError, match=f"“{what}” is a link"):
        write(root, content, restricted=what == "restricted")
    assert names(outside) == []


def test_links_inside_a_pack_are_carried_and_never_followed(root: Path, tmp_path: Path) -> None:
    make(root, "1")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "private.txt").write_bytes(b"private")
    (root / REF / "shortcut").symlink_to(outside)
    (root / REF / f"{CHECKLIST}.pdf").unlink()
    (root / REF / f"{CHECKLIST}.pdf").symlink_to(outside / "private.txt")
    make(root, "2")
    assert (root / REF / "shortcut").readlink() == outside
    assert (root / REF / f"{CHECKLIST}.pdf").readlink() == outside / "private.txt"
    assert (outside / "private.txt").read_bytes() == b"private"
    assert (root / REF / f"{CHECKLIST} v2.pdf").is_file()
    assert b"private" not in contents(root / REF)[MANIFEST]


def test_a_folder_of_the_pack_that_became_a_link_is_refused(root: Path, tmp_path: Path) -> None:
    make(root, "1")
    outside = tmp_path / "outside"
    (root / REF / WORK).rename(outside)
    (root / REF / WORK).symlink_to(outside)
    before = contents(outside)
    with pytest.raises(OutputError, match="needs a folder there"):
        make(root, "2")
    assert contents(outside) == before


def test_links_with_the_names_of_leftovers_are_removed_and_not_followed(root: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "private.txt").write_bytes(b"private")
    root.mkdir()
    (root / f".{REF}.next").symlink_to(outside)
    make(root, "1")
    assert names(outside) == ["private.txt"]
    assert names(root) == [REF]


def test_a_damaged_manifest_stops_the_run_and_nothing_is_written(root: Path) -> None:
    make(root, "1")
    (root / REF / MANIFEST).write_bytes(b"{")
    with pytest.raises(OutputError, match="Move the pack's folder away"):
        make(root, "2")
    assert names(root) == [REF]


def test_healing_touches_nothing_but_leftovers(root: Path) -> None:
    make(root, "1")
    for other in (".git", ".MSC-2026-0001.next.keep", "MSC-2026-0002"):
        (root / other).mkdir()
    (root / f".{REF}.old").mkdir()
    (root / ".MSC-2026-0003.next").mkdir()
    before = signs_of(root / REF)
    assert heal(root) == ("MSC-2026-0003", REF)
    assert names(root) == sorted([".git", ".MSC-2026-0001.next.keep", "MSC-2026-0002", REF])
    assert signs_of(root / REF) == before


def test_there_is_nothing_to_heal_where_there_is_no_folder(root: Path) -> None:
    assert heal(root) == ()
    assert not root.exists()


def test_reading_where_there_is_no_pack_finds_nothing_and_makes_nothing(root: Path) -> None:
    assert read_pack(root, restricted=True, reference=REF) == (None, {})
    assert not root.exists()


@pytest.fixture(params=["one disk", "two disks"])
def disks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "two disks":
        real = os.rename

        def across(source: Path, target: Path) -> None:
            if Path(source).parent != Path(target).parent:
                raise OSError(errno.EXDEV, "Invalid cross-device link", str(source))
            real(source, target)

        monkeypatch.setattr(os, "rename", across)


@pytest.mark.usefixtures("disks")
def test_a_pack_that_became_sensitive_moves_whole_and_is_closed_to_others(lived_in: Path) -> None:
    before = contents(lived_in / REF)
    (lived_in / REF / "notes" / "call.txt").chmod(0o666)
    (lived_in / REF / "notes").chmod(0o777)
    assert move_pack(lived_in, REF)
    moved = lived_in / "restricted" / REF
    assert contents(moved) == before
    assert names(lived_in) == ["restricted"]
    assert names(lived_in / "restricted") == [REF]
    assert {stat.S_IMODE(p.stat().st_mode) & 0o077 for p in [moved, *moved.rglob("*")]} == {0}
    assert make(lived_in, "2", restricted=True).changed


def test_a_move_killed_at_any_call_loses_nothing_and_is_finished_by_the_next(
    lived_in: Path, tmp_path: Path, disks: None
) -> None:
    import shutil

    before, at, reached = contents(lived_in / REF), 0, True
    while reached:
        at += 1
        place = tmp_path / f"try {at}"
        shutil.copytree(lived_in, place)
        faults = killed(at)
        with faults.injected(), suppress(Killed):
            move_pack(place, REF)
        reached = faults.calls >= at
        assert before in (contents(place / REF), contents(place / "restricted" / REF))
        move_pack(place, REF)
        assert contents(place / "restricted" / REF) == before
        assert names(place) == ["restricted"]
        make(place, "2", restricted=True)
        assert names(place / "restricted") == [REF]
    assert at > 5


def test_two_different_packs_of_one_reference_are_never_merged(root: Path) -> None:
    make(root, "1", restricted=True)
    (root / REF).mkdir()
    (root / REF / "other.txt").write_bytes(b"other")
    with pytest.raises(OutputError, match="two packs"):
        move_pack(root, REF)
    assert contents(root / REF) == {"other.txt": b"other"}


@pytest.mark.parametrize("restricted", [True, False])
def test_a_record_is_never_half_in_the_restricted_folder_and_half_outside(root: Path, restricted: bool) -> None:
    make(root, "1", restricted=not restricted)
    with pytest.raises(OutputError, match="already a pack of"):
        make(root, "1", restricted=restricted)


def test_there_may_be_nothing_to_move(root: Path) -> None:
    assert move_pack(root, REF) is False
    assert not root.exists()
