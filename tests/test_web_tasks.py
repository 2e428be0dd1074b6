"""What the page asks of casepack: a file looked at, a pack made and brought along again, deadlines, pictures."""

from __future__ import annotations

import io
import json
import pickle
import shutil
import stat
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from icalendar import Calendar
from PIL import Image

from casepack import web_tasks, web_zip
from casepack.conference_results import LeftOut, Meeting, Sheet
from casepack.errors import OutputError, Problem, RecordError, UsageError
from casepack.manifest import MANIFEST, Manifest
from casepack.record_folder import Unread
from casepack.web_looking import NOT_YOURS
from casepack.web_model import size_words
from casepack.web_packs import NOT_SHOWN, meeting_pack

from .builders_actions import NOVEMBER, folder, new_row, usual
from .conftest import INPUTS, SamplePack

NOW = datetime(2026, 10, 25, 12, 10, tzinfo=UTC)
SPRING = datetime(2026, 3, 30, 16, 15, tzinfo=UTC)
OFFICE = INPUTS / "office.json"


def dropped(folder: Path, name: str) -> Path:
    """A sample as an officer drops it: a copy in a folder of its own."""
    (folder / name).mkdir(parents=True)
    return Path(shutil.copy(INPUTS / name, folder / name / name))


# Looking


def test_a_record_with_nothing_wrong_is_told_by_its_plan(tmp_path: Path) -> None:
    looked = web_tasks.look(dropped(tmp_path, "sample-ordinary.json"), OFFICE, None, NOW, tmp_path / "out")
    assert (looked.readable, looked.to_be_opened_alone, looked.problems) == (True, False, ())
    assert (looked.reference, looked.as_of) == ("MSC-2026-0417", "12:10pm, Sunday 25 October 2026")
    letter = next(one for one in looked.planned if one.title == "School letter P1 SCH1")
    assert (letter.section, letter.to, letter.state) == (
        "For partners",
        "Holmbeck All-Through Academy",
        "Ready to send",
    )
    assert [told.who for told in letter.tells] == ["P1"]
    draft = next(one for one in looked.planned if not one.approved)
    assert draft.state == "Draft, not approved for sending"
    assert draft.why.endswith(".")
    assert looked.meetings[0].words == "10am, Wednesday 18 November 2026 (PGC-2026-11)"
    assert pickle.loads(pickle.dumps(looked)) == looked
    assert not (tmp_path / "out").exists()


def test_the_record_of_a_sensitive_case_is_known_as_one(tmp_path: Path) -> None:
    looked = web_tasks.look(dropped(tmp_path, "sample-sensitive.json"), OFFICE, None, SPRING, tmp_path / "out")
    assert (looked.sensitive, looked.to_be_opened_alone, looked.readable) == (True, True, True)


def test_a_workbook_with_something_wrong_is_told_by_cell_and_as_a_marked_copy(tmp_path: Path) -> None:
    path = tmp_path / "case.xlsx"
    path.write_bytes(web_tasks.blank(OFFICE))
    looked = web_tasks.look(path, OFFICE, None, NOW, tmp_path / "out")
    assert (looked.readable, looked.hidden, looked.planned) == (False, False, ())
    assert ("Incident", "B6") in {(problem.sheet, problem.cell) for problem in looked.problems}
    [marked] = looked.marked
    assert (marked.name, marked.label, marked.number) == ("case (checked).xlsx", "Excel", 0)
    assert marked.path.parent == tmp_path / "out"
    assert stat.S_IMODE(marked.path.stat().st_mode) == 0o600


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b'{"incident": {"sensitivity": "sensitive"', b"\x00" * 40])
def test_a_file_that_cannot_be_read_and_may_be_a_sensitive_case_is_not_to_be_listed(
    content: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "case.xlsx"
    path.write_bytes(content)
    looked = web_tasks.look(path, OFFICE, None, NOW, tmp_path / "out")
    assert (looked.hidden, looked.to_be_opened_alone, looked.readable) == (True, True, False)
    assert looked.problems


def no_office(folder: Path) -> tuple[Path, Path | None, str]:
    return folder / "no.json", None, "no.json cannot be found."


def spoilt_office(folder: Path) -> tuple[Path, Path | None, str]:
    office = json.loads(OFFICE.read_text(encoding="utf-8"))
    office["organisation"] |= {f"answer_{n}": "x" for n in range(5)}
    (folder / "office.json").write_text(json.dumps(office), encoding="utf-8")
    return folder / "office.json", None, "And 2 more."


def no_templates(folder: Path) -> tuple[Path, Path | None, str]:
    return OFFICE, folder / "templates", "The templates folder templates is not there"


@pytest.mark.parametrize("amiss", [no_office, spoilt_office, no_templates])
def test_what_is_amiss_on_the_server_is_no_slip_of_the_officer_s(
    amiss: Callable[[Path], tuple[Path, Path | None, str]], tmp_path: Path
) -> None:
    office, templates, said = amiss(tmp_path)
    case = dropped(tmp_path, "sample-minimal.json")
    looked = web_tasks.look(case, office, templates, NOW, tmp_path / "out")
    assert (looked.readable, looked.problems, looked.marked) == (False, (), ())
    assert looked.trouble.startswith(NOT_YOURS)
    assert said in looked.trouble
    assert str(tmp_path) not in looked.trouble
    with pytest.raises(UsageError, match="nothing to do with your file"):
        web_tasks.make_pack(case, office, templates, NOW, tmp_path / "out", None, tmp_path / "progress")
    if templates is None:
        with pytest.raises(UsageError, match="nothing to do with your file"):
            web_tasks.due((case,), office, NOW)
        with pytest.raises(UsageError, match="nothing to do with your file"):
            web_tasks.blank(office)


def test_the_actions_of_a_meeting_have_no_plan_and_count_beside_records(tmp_path: Path) -> None:
    work = folder(tmp_path / "all", usual())
    actions, office = work.lay(new_row()), work.path / "office.json"
    looked = web_tasks.look(actions, office, None, NOW, tmp_path / "out")
    assert (looked.holds, looked.readable, looked.planned) == ("actions", True, ())
    assert (looked.reference, looked.title) == (NOVEMBER, f"Actions of the meeting {NOVEMBER}")
    plain = Path(shutil.copy(actions, tmp_path / "meeting.xlsx"))
    looked = web_tasks.look(plain, office, None, NOW, tmp_path / "out")
    assert (looked.holds, looked.readable) == ("actions", False)
    assert 'Give it a name with the word "actions" in it' in looked.trouble


# Packs


def test_a_pack_is_taken_as_a_zip_and_the_next_run_goes_on_from_it(minimal_pack: SamplePack, tmp_path: Path) -> None:
    zipped = tmp_path / "earlier.zip"
    zipped.write_bytes(web_tasks.zipped(minimal_pack.folder))
    record, progress = dropped(tmp_path, "sample-minimal.json"), tmp_path / "progress"
    pack = web_tasks.make_pack(record, OFFICE, None, NOW, tmp_path / "out", zipped, progress)
    assert (pack.changed, pack.exit_code, pack.withheld) == (False, 0, ())
    assert {one.action for one in pack.documents if one.section != "For the team"} == {"unchanged"}
    assert progress.read_text(encoding="ascii") == "8 8\n"
    assert [file.number for file in pack.files] == list(range(len(pack.files)))
    assert [one.number for one in pack.documents] == list(range(len(pack.documents)))
    by_title = {one.title: [file.label for file in one.files] for one in pack.documents}
    assert by_title["E-CINS record"] == ["Word", "PDF", "Plain text"]
    assert by_title["Disclosure register"] == ["Word", "PDF", "Excel"]
    assert by_title["Deadline calendar"] == ["Calendar"]
    assert all(file.path.is_relative_to(pack.folder) and file.size for file in pack.files)
    assert web_tasks.zipped(pack.folder) == zipped.read_bytes()
    assert (pack.title, pack.zip_name) == ("Incident", f"{minimal_pack.folder.name}.zip")
    assert pickle.loads(pickle.dumps(pack)) == pack


def test_what_an_officer_edited_in_an_earlier_pack_is_left_as_it_is(minimal_pack: SamplePack, tmp_path: Path) -> None:
    edited = Path(shutil.copytree(minimal_pack.folder, tmp_path / minimal_pack.folder.name))
    [letter] = edited.rglob("*mapping-sheet*.docx")
    letter.write_bytes(letter.read_bytes() + b"\x00")
    zipped = tmp_path / "earlier.zip"
    zipped.write_bytes(web_tasks.zipped(edited))
    record = dropped(tmp_path, "sample-minimal.json")
    pack = web_tasks.make_pack(record, OFFICE, None, NOW, tmp_path / "out", zipped, tmp_path / "progress")
    sheet = next(one for one in pack.documents if one.title == "Mapping sheet")
    assert (sheet.action, sheet.state, sheet.ready) == ("edited by hand, left alone", "Edited by hand", False)
    assert sheet.files[0].path.read_bytes() == letter.read_bytes()


def test_the_pack_of_another_case_is_refused_and_nothing_of_it_stays(minimal_pack: SamplePack, tmp_path: Path) -> None:
    zipped = tmp_path / "earlier.zip"
    zipped.write_bytes(web_tasks.zipped(minimal_pack.folder))
    record = dropped(tmp_path, "sample-ordinary.json")
    with pytest.raises(
        UsageError, match=r"The earlier pack is that of UNREF-2026-10-23-\w+, and this record is that of"
    ):
        web_tasks.make_pack(record, OFFICE, None, NOW, tmp_path / "out", zipped, tmp_path / "progress")
    assert not (tmp_path / "out").exists()


def test_a_pack_of_the_same_reference_made_from_another_case_is_refused(
    minimal_pack: SamplePack, tmp_path: Path
) -> None:
    other = Path(shutil.copytree(minimal_pack.folder, tmp_path / minimal_pack.folder.name))
    made = Manifest.from_json((other / MANIFEST).read_bytes())
    (other / MANIFEST).write_text(replace(made, marks=("0000", "0001")).to_json(), encoding="utf-8")
    zipped = tmp_path / "earlier.zip"
    zipped.write_bytes(web_tasks.zipped(other))
    record = dropped(tmp_path, "sample-minimal.json")
    with pytest.raises(RecordError, match="made from a file of another name about another day"):
        web_tasks.make_pack(record, OFFICE, None, NOW, tmp_path / "out", zipped, tmp_path / "progress")
    assert list((tmp_path / "out").glob("*")) == []


def test_the_zip_says_nothing_of_this_machine_and_holds_what_the_folder_holds(minimal_pack: SamplePack) -> None:
    with zipfile.ZipFile(io.BytesIO(web_tasks.zipped(minimal_pack.folder))) as archive:
        infos = archive.infolist()
        names = {info.filename for info in infos}
        held = {str(path.relative_to(minimal_pack.out).as_posix()) for path in minimal_pack.files()}
        assert names == held
        assert {info.date_time for info in infos} == {(2026, 10, 25, 12, 10, 0)}
        assert {(info.external_attr >> 16, info.extra, info.comment) for info in infos} == {
            (stat.S_IFREG | 0o600, b"", b"")
        }


def test_the_pack_of_a_sensitive_case_stands_in_its_zip_and_comes_back_as_restricted(
    sensitive_pack: SamplePack, tmp_path: Path
) -> None:
    data = web_tasks.zipped(sensitive_pack.folder)
    earlier = web_zip.earlier_pack(data)
    assert {name.split("/")[0] for name in zipfile.ZipFile(io.BytesIO(data)).namelist()} == {"restricted"}
    web_zip.unpack(earlier, tmp_path)
    [folder] = tmp_path.glob("restricted/*")
    assert {path.name for path in folder.rglob("*")} == {path.name for path in sensitive_pack.folder.rglob("*")}
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "restricted").rglob("*")} == {0o600, 0o700}
    (tmp_path / "earlier.zip").write_bytes(data)
    record = dropped(tmp_path, "sample-sensitive.json")
    pack = web_tasks.make_pack(
        record, OFFICE, None, SPRING, tmp_path / "out", tmp_path / "earlier.zip", tmp_path / "progress"
    )
    assert (pack.sensitive, pack.changed, pack.folder.parent.name) == (True, False, "restricted")
    # Zipped again by hand, without that folder, it is still known for what it is.
    again = zip_of({path.name: path.read_bytes() for path in sensitive_pack.folder.iterdir() if path.is_file()})
    assert web_zip.earlier_pack(again).restricted


# Hostile zips


def zip_of(files: dict[str, bytes], *, mode: int = 0, flags: int = 0) -> bytes:
    """A zip of these files by name, written as they stand."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = mode << 16
            archive.writestr(info, data, zipfile.ZIP_DEFLATED)
    whole = bytearray(out.getvalue())
    if flags:
        at = whole.rindex(b"PK\x01\x02") + 8
        whole[at] |= flags
    return bytes(whole)


def manifest(reference: str = "MSC-2026-0417") -> bytes:
    return Manifest(reference, "a", "b", "2026-10-25T12:10:00+00:00").to_json().encode()


TOP = "MSC-2026-0417"
WITH_MANIFEST = {f"{TOP}/{MANIFEST}": manifest()}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no zip",
        zip_of({}),
        zip_of({f"{TOP}/letter.docx": b"x"}),
        zip_of({**WITH_MANIFEST, "letter.docx": b"x"}),
        zip_of({**WITH_MANIFEST, "MSC-2026-0418/letter.docx": b"x"}),
        zip_of({**WITH_MANIFEST, f"{TOP}/../../letter.docx": b"x"}),
        zip_of({**WITH_MANIFEST, f"{TOP}/..\\..\\letter.docx": b"x"}),
        zip_of({**WITH_MANIFEST, "/etc/letter.docx": b"x"}),
        zip_of({**WITH_MANIFEST, f"{TOP}/C:/letter.docx": b"x"}),
        zip_of({**WITH_MANIFEST, f"{TOP}/con.docx": b"x"}),
        zip_of({**WITH_MANIFEST, f"{TOP}/a//letter.docx": b"x"}),
        zip_of({**WITH_MANIFEST, f"{TOP}/A.docx": b"x", f"{TOP}/a.docx": b"y"}),
        zip_of({**WITH_MANIFEST, f"{TOP}/link": b"/etc/passwd"}, mode=stat.S_IFLNK | 0o777),
        zip_of({**WITH_MANIFEST, f"{TOP}/pipe": b""}, mode=stat.S_IFIFO | 0o600),
        zip_of({**WITH_MANIFEST, f"{TOP}/letter.docx": b"x"}, flags=1),
        zip_of({f"{TOP}/{MANIFEST}": b"{"}),
        zip_of({f"{TOP}/{MANIFEST}": manifest("../../etc")}),
        zip_of({f"{TOP}/{MANIFEST}": manifest("restricted")}),
        zip_of(WITH_MANIFEST)[:-30],
        zip_of({**WITH_MANIFEST, **{f"{TOP}/{n}": b"" for n in range(6000)}}),
    ],
)
def test_a_zip_that_is_not_one_whole_pack_is_refused_in_words_and_leaves_nothing(data: bytes, tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    with pytest.raises((UsageError, OutputError)) as refused:
        web_zip.unpack(web_zip.earlier_pack(data), out)
    assert str(refused.value).endswith(".")
    assert list(tmp_path.iterdir()) == []


def test_a_zip_that_unpacks_without_end_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(web_zip, "MOST_BYTES", 50_000)
    data = zip_of({**WITH_MANIFEST, **{f"{TOP}/{n}.docx": bytes(20_000) for n in range(3)}})
    with pytest.raises(UsageError, match="unpacks to more than a pack can hold"):
        web_zip.unpack(web_zip.earlier_pack(data), tmp_path)
    monkeypatch.setattr(web_zip, "MOST_OF_ONE", 10_000)
    with pytest.raises(UsageError, match="holds a file that is too large"):
        web_zip.earlier_pack(data)
    # What the zip says of a size is not believed.
    lying = bytearray(zip_of({**WITH_MANIFEST, f"{TOP}/0.docx": bytes(20_000)}))
    at = lying.rindex(b"PK\x01\x02") + 24
    lying[at : at + 4] = (5_000).to_bytes(4, "little")
    with pytest.raises(UsageError):
        web_zip.unpack(web_zip.earlier_pack(bytes(lying)), tmp_path / "other")


def test_what_systems_add_to_a_zip_by_themselves_is_passed_over(tmp_path: Path) -> None:
    odd = {"__MACOSX/._x": b"", f"{TOP}/.DS_Store": b"", f"{TOP}/~$letter.docx": b"", f"{TOP}/desktop.ini": b""}
    earlier = web_zip.earlier_pack(zip_of({**WITH_MANIFEST, **odd, f"{TOP}/4 conference/a.docx": b"x"}))
    web_zip.unpack(earlier, tmp_path)
    found = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert found == {f"{TOP}/{MANIFEST}", f"{TOP}/4 conference/a.docx"}


# Meetings, deadlines, pictures


def meeting(**changes: object) -> Meeting:
    found = {
        "reference": "PGC-2026-11",
        "when": "10am",
        "folder": Path("no"),
        "changed": True,
        "cases": (),
        "earlier": (),
    }
    return Meeting(**{**found, "sheets": (), **changes})  # type: ignore[arg-type]


def test_of_a_file_that_may_be_a_sensitive_case_the_pack_of_a_meeting_says_no_name(tmp_path: Path) -> None:
    bad, odd = tmp_path / "bad.json", tmp_path / "P1 Sampleford.json"
    bad.write_text("{}")
    odd.write_text('{"incident": {"sensitivity": "sensitive"}')
    wrong = RecordError([Problem("x", bad.name, "is wrong.", "Mend it.")])
    left = LeftOut("Conference pack", "MSC-2026-0417", ("It holds the name of P2",), 4)
    pack = meeting_pack(meeting(unread=(Unread(bad, wrong), Unread(odd, wrong)), missing=(left,)))
    assert [(one.title, one.to, one.why) for one in pack.not_made] == [
        ("bad.json", "", "1 thing is wrong in it. Open it to see them."),
        (NOT_SHOWN, "", "It is not in the pack. Open it by itself to see what is wrong."),
        ("Conference pack", "MSC-2026-0417", "It holds the name of P2."),
    ]


def test_the_papers_of_a_meeting_are_told_with_their_files(tmp_path: Path) -> None:
    (tmp_path / "pack.pdf").write_bytes(b"x")
    sheet = Sheet("Conference pack", "Core attendees", "new", "Ready to send", ("pack.docx", "pack.pdf"))
    pack = meeting_pack(meeting(folder=tmp_path, sheets=(sheet,), cases=("MSC-1", "MSC-2")))
    [one] = pack.documents
    assert (one.section, one.ready, [file.name for file in one.files]) == ("For the meeting", True, ["pack.pdf"])
    assert pack.notes == ("2 cases: MSC-1, MSC-2.",)


def test_deadlines_leave_a_sensitive_case_out_without_a_trace_and_are_one_calendar(tmp_path: Path) -> None:
    names = ("sample-minimal.json", "sample-sensitive.json", "sample-ordinary.json")
    paths = tuple(dropped(tmp_path, name) for name in names)
    bad, odd = tmp_path / "bad.json", tmp_path / "odd.json"
    bad.write_text("{}")
    odd.write_text('{"incident": {"sensitivity": "sensitive"}')
    due = web_tasks.due((*paths, bad, odd), OFFICE, NOW)
    assert (due.cases, due.as_of) == (2, "12:10pm, Sunday 25 October 2026")
    assert [group.heading for group in due.groups][:2] == ["Overdue", "Due today"]
    assert {row.case[:9] for group in due.groups for row in group.rows} == {"MSC-2026-", "UNREF-202"}
    assert [(one.name, one.why.split(".")[0][2:]) for one in due.unread] == [("bad.json", "things are wrong in it")]
    assert "0098" not in repr(due)
    events = Calendar.from_ical(due.calendar).walk("VEVENT")
    uids = [str(event["uid"]) for event in events]
    assert len(uids) == len(set(uids))
    assert {uid.split("+")[0][:9] for uid in uids} == {"MSC-2026-", "UNREF-202"}


def test_without_a_record_there_is_no_deadline_and_no_calendar() -> None:
    due = web_tasks.due((), OFFICE, NOW)
    assert (due.cases, due.groups, due.calendar) == (0, (), b"")


def test_each_page_of_a_document_is_a_picture_with_its_words(minimal_pack: SamplePack, tmp_path: Path) -> None:
    [pdf] = minimal_pack.folder.rglob("*mapping-sheet*.pdf")
    images = web_tasks.pages(pdf, tmp_path / "pages")
    assert [image.number for image in images] == list(range(1, len(images) + 1))
    for image in images:
        with Image.open(image.path) as picture:
            picture.verify()
            assert picture.size == (image.width, image.height) == (1191, 1684)
    assert "Mapping sheet" in images[0].words
    assert images[0].words.startswith("OFFICIAL-SENSITIVE")
    assert web_tasks.pages(pdf, tmp_path / "pages") == images


def test_what_is_no_pdf_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"no")
    with pytest.raises(OutputError, match=r"a\.pdf cannot be shown here"):
        web_tasks.pages(tmp_path / "a.pdf", tmp_path / "pages")


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "0 bytes"), (1023, "1023 bytes"), (35_840, "35 KB"), (10 << 20, "10 MB"), (1_600_000, "1.5 MB")],
)
def test_sizes_are_said_as_people_say_them(size: int, words: str) -> None:
    assert size_words(size) == words
