"""The manifest as text, and what a run decides about each document."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from casepack.errors import OutputError
from casepack.manifest import SCHEMA, DocumentKey, Made, Manifest
from casepack.versions import Action, Step, Wanted, decide, decide_other, documents_after, settled

REF = "MSC-2026-0417"
FOLDER = "1 partnership work"
LETTER = DocumentKey("school-letter", "P1", "SCH1")
CHECKLIST = DocumentKey("checklist")
DAY, NEXT_DAY = "2026-10-26T09:00:00+00:00", "2026-10-27T09:00:00+00:00"


def want(key: DocumentKey = LETTER, view: str = "v", **changes: object) -> Wanted:
    living = key == CHECKLIST
    made = Wanted(key, "" if living else FOLDER, view, "t", "h", living=living)
    return replace(made, **changes)  # type: ignore[arg-type]


def manifest(*documents: Made, **changes: object) -> Manifest:
    return replace(Manifest(REF, "in", "office", DAY, documents=documents), **changes)  # type: ignore[arg-type]


def hashes(step: Step) -> dict[str, str]:
    return {ext: f"{step.stem}.{ext} as made" for ext in step.writes}


def run(wanted: list[Wanted], old: Manifest | None, disk: dict[str, str], as_of: str = DAY) -> Manifest:
    """One run as the pipeline does it: decide, make, write; `disk` is brought up to date."""
    steps = decide(REF, wanted, old, disk)
    finished = {step.key: hashes(step) for step in steps if step.writes}
    for step in steps:
        disk.update({step.path(ext): digest for ext, digest in hashes(step).items()})
    return manifest(*documents_after(old, steps, finished, as_of))


def first_run(*keys: DocumentKey) -> tuple[Manifest, dict[str, str]]:
    disk: dict[str, str] = {}
    return run([want(key) for key in keys], None, disk), disk


V1, V2 = f"{FOLDER}/{REF} school-letter P1 SCH1 v1", f"{FOLDER}/{REF} school-letter P1 SCH1 v2"
PLAIN, PLAIN_V2 = f"{REF} checklist", f"{REF} checklist v2"
EDIT = "somebody's own words"


@pytest.mark.parametrize(
    ("key", "view", "on_disk", "action", "writes"),
    [
        pytest.param(LETTER, "v", {}, Action.UNCHANGED, [], id="same"),
        pytest.param(LETTER, "new", {}, Action.NEXT, [f"{V2}.docx", f"{V2}.pdf"], id="changed"),
        pytest.param(LETTER, "v", {f"{V1}.docx": EDIT}, Action.EDITED, [], id="word edited"),
        pytest.param(LETTER, "v", {f"{V1}.pdf": EDIT}, Action.EDITED, [], id="pdf edited"),
        pytest.param(LETTER, "v", {f"{V1}.docx": EDIT, f"{V1}.pdf": None}, Action.EDITED, [], id="edited, pdf gone"),
        pytest.param(
            LETTER,
            "new",
            {f"{V1}.docx": EDIT},
            Action.NEXT_BESIDE_EDITED,
            [f"{V2}.docx", f"{V2}.pdf"],
            id="edited and changed",
        ),
        pytest.param(LETTER, "v", {f"{V1}.pdf": None}, Action.REMAKE, [f"{V1}.pdf"], id="pdf missing"),
        pytest.param(
            LETTER,
            "v",
            {f"{V1}.docx": None, f"{V1}.pdf": None},
            Action.REMAKE,
            [f"{V1}.docx", f"{V1}.pdf"],
            id="both missing",
        ),
        pytest.param(
            LETTER,
            "new",
            {f"{V1}.docx": None, f"{V1}.pdf": None},
            Action.NEXT,
            [f"{V2}.docx", f"{V2}.pdf"],
            id="missing and changed: the number is not used twice",
        ),
        pytest.param(
            LETTER,
            "new",
            {f"{V2}.docx": EDIT},
            Action.NEXT,
            [f"{V2[:-1]}3.docx", f"{V2[:-1]}3.pdf"],
            id="an officer's own file has the next name",
        ),
        pytest.param(
            LETTER,
            "v",
            {f"{V1}.docx": None, f"{V1.upper()}.DOCX": f"{REF} school-letter P1 SCH1 v1.docx as made"},
            Action.UNCHANGED,
            [],
            id="renamed in capitals only",
        ),
        pytest.param(CHECKLIST, "v", {}, Action.UNCHANGED, [], id="living, same"),
        pytest.param(CHECKLIST, "new", {}, Action.REPLACED, [f"{PLAIN}.docx", f"{PLAIN}.pdf"], id="living, changed"),
        pytest.param(CHECKLIST, "v", {f"{PLAIN}.pdf": EDIT}, Action.EDITED, [], id="living, edited"),
        pytest.param(
            CHECKLIST,
            "v",
            {f"{PLAIN}.pdf": None},
            Action.REMAKE,
            [f"{PLAIN}.docx", f"{PLAIN}.pdf"],
            id="living, pdf missing: both name the same minute",
        ),
        pytest.param(
            CHECKLIST,
            "new",
            {f"{PLAIN}.docx": EDIT},
            Action.NEXT_BESIDE_EDITED,
            [f"{PLAIN_V2}.docx", f"{PLAIN_V2}.pdf"],
            id="living, edited and changed",
        ),
    ],
)
def test_what_is_done_about_a_document_that_was_made_before(
    key: DocumentKey, view: str, on_disk: dict[str, str | None], action: Action, writes: list[str]
) -> None:
    old, disk = first_run(key)
    now = {path: digest for path, digest in {**disk, **on_disk}.items() if digest is not None}
    (step,) = decide(REF, [want(key, view)], old, now)
    assert (step.action, [step.path(ext) for ext in step.writes]) == (action, writes)


@pytest.mark.parametrize("change", [{"template_hash": "x"}, {"house_hash": "x"}, {"approved": True}], ids=str)
def test_a_new_template_or_look_or_an_approval_makes_the_next_version(change: dict[str, object]) -> None:
    old, disk = first_run(LETTER)
    (step,) = decide(REF, [replace(want(), **change)], old, disk)  # type: ignore[arg-type]
    assert (step.action, step.version) == (Action.NEXT, 2)


@pytest.mark.parametrize(("key", "stem"), [(LETTER, V1), (CHECKLIST, PLAIN)], ids=["letter", "living"])
def test_the_first_version_is_new(key: DocumentKey, stem: str) -> None:
    (step,) = decide(REF, [want(key)], None, {})
    assert (step.action, step.version, step.path("docx")) == (Action.NEW, 1, f"{stem}.docx")


@pytest.mark.parametrize(("key", "stem"), [(LETTER, V1), (CHECKLIST, PLAIN)], ids=["letter", "living"])
def test_a_file_that_no_manifest_knows_is_never_in_the_way_of_a_new_document(key: DocumentKey, stem: str) -> None:
    (step,) = decide(REF, [want(key)], None, {f"{stem}.PDF": EDIT})
    assert (step.action, step.version) == (Action.NEW, 2)


def test_a_superseded_version_is_kept_and_says_what_took_its_place() -> None:
    old, disk = first_run(LETTER)
    after = run([want(view="new")], old, disk, NEXT_DAY)
    assert [(m.version, m.state, m.superseded_by, m.made_as_of) for m in after.documents] == [
        (1, "superseded", 2, DAY),
        (2, "current", None, NEXT_DAY),
    ]
    assert set(disk) == {f"{V1}.docx", f"{V1}.pdf", f"{V2}.docx", f"{V2}.pdf"}


def test_going_back_to_the_first_wording_makes_a_third_version() -> None:
    old, disk = first_run(LETTER)
    after = run([want()], run([want(view="new")], old, disk), disk)
    assert [m.version for m in after.documents if m.state == "current"] == [3]


def test_a_document_no_longer_wanted_is_kept_and_marked_and_said_once() -> None:
    old, disk = first_run(LETTER, CHECKLIST)
    (_, gone) = decide(REF, [want(CHECKLIST)], old, disk)
    after = run([want(CHECKLIST)], old, disk)
    (letter,) = [m for m in after.documents if m.key == LETTER]
    assert (gone.action, gone.key, gone.writes) == (Action.GONE, LETTER, ())
    assert (letter.state, letter.superseded_by) == ("superseded", None)
    assert f"{V1}.docx" in disk
    assert [step.action for step in decide(REF, [want(CHECKLIST)], after, disk)] == [Action.UNCHANGED]


def test_a_document_wanted_again_unchanged_is_current_again() -> None:
    old, disk = first_run(LETTER)
    again = run([want()], run([], old, disk), disk)
    assert [(m.version, m.state) for m in again.documents] == [(1, "current")]


def test_a_living_document_edited_twice_counts_up_and_loses_no_edit() -> None:
    old, disk = first_run(CHECKLIST)
    disk[f"{PLAIN}.docx"] = EDIT
    second = run([want(CHECKLIST, "2")], old, disk)
    third = run([want(CHECKLIST, "3")], second, disk)
    disk[f"{PLAIN_V2}.docx"] = EDIT
    fourth = run([want(CHECKLIST, "4")], third, disk)
    assert disk[f"{PLAIN}.docx"] == disk[f"{PLAIN_V2}.docx"] == EDIT
    assert [(m.version, m.state, m.superseded_by) for m in fourth.documents] == [
        (1, "superseded", 2),
        (2, "superseded", 3),
        (3, "current", None),
    ]


def test_an_edit_stays_an_edit_in_every_later_run() -> None:
    old, disk = first_run(LETTER)
    disk[f"{V1}.docx"] = EDIT
    again = run([want()], run([want()], old, disk), disk)
    assert [step.action for step in decide(REF, [want()], again, disk)] == [Action.EDITED]


def test_a_withheld_document_leaves_the_last_version_and_is_tried_again() -> None:
    old, disk = first_run(LETTER)
    steps = decide(REF, [want(view="new")], old, disk)
    after = manifest(*documents_after(old, steps, {}, NEXT_DAY))
    assert after.documents == old.documents
    assert [step.action for step in decide(REF, [want(view="new")], after, disk)] == [Action.NEXT]


def test_a_version_made_again_keeps_its_day_its_other_file_and_that_it_was_sent() -> None:
    old, disk = first_run(LETTER)
    old = manifest(replace(old.documents[0], sent=True))
    del disk[f"{V1}.pdf"]
    assert run([want()], old, disk, NEXT_DAY).documents == old.documents


def test_a_format_asked_for_later_is_added_to_the_same_version() -> None:
    disk: dict[str, str] = {}
    old = run([want(formats=("docx",))], None, disk)
    (step,) = decide(REF, [want()], old, disk)
    assert (step.action, step.version, step.writes) == (Action.REMAKE, 1, ("pdf",))


def test_a_file_of_somebody_elses_in_the_place_of_a_format_asked_for_later_stays() -> None:
    disk: dict[str, str] = {}
    old = run([want(formats=("docx",))], None, disk)
    (step,) = decide(REF, [want()], old, {**disk, f"{V1}.pdf": EDIT})
    assert (step.version, step.writes) == (2, ("docx", "pdf"))


def test_ids_that_windows_takes_for_the_same_are_refused() -> None:
    twice = [want(), want(DocumentKey("school-letter", "p1", "SCH1"))]
    with pytest.raises(OutputError, match="same file name"):
        decide(REF, twice, None, {})


@pytest.mark.parametrize("part", ["", "a b", "../x", "P1/2", "Zoë"])
def test_a_key_is_made_of_ids_only(part: str) -> None:
    with pytest.raises(ValueError, match="ids"):
        DocumentKey(part, "P1")


@pytest.mark.parametrize(
    ("action", "words"),
    [
        (Action.EDITED, "edited by hand and has been left as it is"),
        (Action.NEXT_BESIDE_EDITED, "v1 was edited by hand"),
        (Action.NEXT, "v2 takes the place of"),
        (Action.GONE, "no longer produced"),
    ],
)
def test_a_step_is_said_in_words(action: Action, words: str) -> None:
    old, disk = first_run(LETTER)
    if action in (Action.EDITED, Action.NEXT_BESIDE_EDITED):
        disk[f"{V1}.docx"] = EDIT
    wanted = {Action.GONE: [], Action.EDITED: [want()]}.get(action, [want(view="new")])
    (step,) = decide(REF, wanted, old, disk)
    assert step.action is action
    assert words in step.said


XLSX, XLSX_V2, XLSX_V4 = (f"disclosure-register{v}.xlsx" for v in ("", " v2", " v4"))


@pytest.mark.parametrize(
    ("known", "on_disk", "digest", "expected"),
    [
        ({}, {}, "a", (XLSX, Action.NEW, True)),
        ({}, {XLSX: EDIT}, "a", (XLSX_V2, Action.NEW, True)),
        ({XLSX: "a"}, {XLSX: "a"}, "a", (XLSX, Action.UNCHANGED, False)),
        ({XLSX: "a"}, {XLSX: "a"}, "b", (XLSX, Action.REPLACED, True)),
        ({XLSX: "a"}, {}, "b", (XLSX, Action.REMAKE, True)),
        ({XLSX: "a"}, {XLSX: EDIT}, "a", (XLSX, Action.EDITED, False)),
        ({XLSX: "a"}, {XLSX: EDIT}, "b", (XLSX_V2, Action.NEXT_BESIDE_EDITED, True)),
        ({XLSX: "a", XLSX_V4: "b"}, {XLSX: EDIT, XLSX_V4: "b"}, "c", (XLSX_V4, Action.REPLACED, True)),
    ],
)
def test_a_file_that_is_not_a_document_is_treated_like_a_living_one(
    known: dict[str, str], on_disk: dict[str, str], digest: str, expected: tuple[str, Action, bool]
) -> None:
    step = decide_other(XLSX, digest, manifest(other=known), on_disk)
    assert (step.path, step.action, step.write) == expected


def test_a_manifest_survives_being_written_and_read() -> None:
    old, _ = first_run(LETTER, CHECKLIST)
    full = replace(
        old,
        software={"casepack": "0.1.0"},
        destroy_by="2033-10-24",
        withheld=({"document": "mash-referral", "reason": "{P2} was named."},),
        not_produced=({"document": "btp-letter", "reason": "No railway."},),
        other={XLSX: "a"},
    )
    assert Manifest.from_json(full.to_json()) == full


def test_the_same_manifest_gives_the_same_text_whatever_the_order() -> None:
    old, _ = first_run(LETTER, CHECKLIST)
    other_way = replace(old, documents=tuple(reversed(old.documents)), software={"b": "2", "a": "1"})
    assert other_way.to_json() == replace(old, software={"a": "1", "b": "2"}).to_json()


def test_a_field_of_a_later_casepack_is_passed_over() -> None:
    old, _ = first_run(LETTER)
    text = json.loads(old.to_json())
    text["colour"] = text["documents"][0]["colour"] = "blue"
    assert Manifest.from_json(json.dumps(text)) == old


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "{}", b"\xff\xfe", '{"reference": 1}', "null"],
)
def test_a_damaged_manifest_is_said_with_what_to_do(text: str | bytes) -> None:
    with pytest.raises(OutputError, match="Move the pack's folder away"):
        Manifest.from_json(text)


def test_a_manifest_whose_key_holds_a_path_is_damaged() -> None:
    old, _ = first_run(LETTER)
    with pytest.raises(OutputError, match="damaged"):
        Manifest.from_json(old.to_json().replace('"subject": "P1"', '"subject": "../P1"'))


def test_a_manifest_of_a_newer_casepack_is_left_alone() -> None:
    with pytest.raises(OutputError, match="newer casepack"):
        Manifest.from_json(manifest(schema=SCHEMA + 1).to_json())


def test_a_run_that_only_happens_later_has_nothing_to_write() -> None:
    old, _ = first_run(LETTER)
    assert settled(replace(old, as_of=NEXT_DAY), old) is old


@pytest.mark.parametrize("change", [{"input_hash": "other"}, {"destroy_by": "2033-10-24"}], ids=str)
def test_a_run_that_changes_anything_else_is_written_with_its_own_moment(change: dict[str, str]) -> None:
    old, _ = first_run(LETTER)
    new = replace(old, as_of=NEXT_DAY, **change)  # type: ignore[arg-type]
    assert settled(new, old) is new
