"""The officer's way through the page, with stand-ins for what takes seconds: who sees what, and what is left behind."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from casepack.web_settings import Limits, Settings

from .web_house import Page, opened

NAME = "Asha Canary.xlsx"
RECORD = (NAME, b"record")


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    with opened(tmp_path) as found:
        yield found


def on_disk(page: Page) -> list[str]:
    folder = page.house.desks.folder
    return sorted(path.name for path in folder.rglob("*") if path.is_file()) if folder.exists() else []


def test_one_file_goes_to_its_own_page_and_many_go_to_the_list(page: Page) -> None:
    assert page.post("/files", files=[("files", RECORD)]).headers["location"].startswith("/r/")
    assert page.post("/files", files=[("files", RECORD), ("files", ("b.json", b"r"))]).headers["location"] == "/files"
    assert page.get("/files").text.count(NAME) == 2


def test_an_officer_goes_all_the_way_from_a_file_to_its_pack_and_nothing_stays(page: Page) -> None:
    (token,) = page.drop(RECORD)
    assert "Read with nothing beside it" in page.get(f"/r/{token}").text
    assert page.get(f"/r/{token}/marked/0").content == b"marked record"
    page.made(token)
    assert "Letter" in page.get(f"/r/{token}/pack").text
    shown = page.get(f"/r/{token}/d/0")
    assert f"/r/{token}/d/0/1.png" in shown.text
    assert "Words of the page" in shown.text
    assert page.get(f"/r/{token}/d/0/1.png").content == b"PNG of %PDF of record"
    single = page.get(f"/r/{token}/f/1")
    assert (single.content, single.headers["content-type"]) == (b"%PDF of record", "application/pdf")
    assert single.headers["content-disposition"].startswith('attachment; filename="letter.pdf"')
    whole = page.post(f"/r/{token}/take")
    assert zipfile.ZipFile(io.BytesIO(whole.content)).namelist() == [
        "MSC-2026-0001/letter.docx",
        "MSC-2026-0001/letter.pdf",
    ]
    assert page.get(f"/r/{token}/pack").status_code == 404
    assert on_disk(page) == []


def test_a_pack_goes_on_from_an_earlier_one(page: Page) -> None:
    (token,) = page.drop(RECORD)
    page.made(token, files={"earlier": ("pack.zip", b"earlier pack")})
    assert page.get(f"/r/{token}/f/0").content == b"earlier pack"
    page.made(token, files={"earlier": ("", b"")})  # as a browser sends a field in which nothing was chosen
    assert page.get(f"/r/{token}/f/0").content == b"first"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"fails", "The office&#39;s data cannot be read."),
        (b"breaks", "a fault of its own"),
        (b"wrong", "Is odd."),
        (b"far too large" * 100_000, "It is larger than 1 MB."),
    ],
)
def test_a_file_that_is_wrong_says_why_and_stops_no_other(tmp_path: Path, content: bytes, said: str) -> None:
    with opened(tmp_path, Settings(limits=Limits(file=1024 * 1024))) as page:
        bad, good = page.drop(("bad.xlsx", content), RECORD)
        shown = page.get(f"/r/{bad}").text
        assert said in shown
        assert "CANARY" not in shown
        assert page.states()[good] == "read"


def test_a_pack_that_cannot_be_made_says_why_and_may_be_tried_again(page: Page) -> None:
    (token,) = page.drop(("a.xlsx", b"record that cannot be made"))
    page.made(token)
    assert "The template is missing." in page.get(f"/r/{token}/pack").text
    assert f"/r/{token}/make" in page.get(f"/r/{token}").text


@pytest.mark.parametrize("kind", [b"sensitive", b"hidden"])
def test_a_sensitive_file_is_never_listed_and_shows_only_after_it_is_confirmed(page: Page, kind: bytes) -> None:
    first, token = page.drop(("plain.xlsx", b"record"), (NAME, kind))
    lists = [page.get(path).text for path in ("/", "/files", "/deadlines", "/conference", "/files/state")]
    assert not any("Canary" in text or "MSC-2026-0001\\" in text for text in lists)
    assert f'href="/r/{token}"' in lists[1]
    for path in ("pack", "marked/0", "d/0", "f/0", "d/0/1.png"):
        assert page.get(f"/r/{token}/{path}").status_code == 403
    for path in ("make", "take"):
        assert page.post(f"/r/{token}/{path}").status_code == 403
    asked = page.get(f"/r/{token}").text
    assert "Canary" not in asked
    assert "Read with" not in asked
    assert page.post(f"/r/{token}/confirm").status_code == 303
    assert "Read with" in page.get(f"/r/{token}").text
    assert page.get(f"/r/{first}").status_code == 200


def test_a_file_is_called_by_its_number_until_it_is_known_that_it_may_be_listed(page: Page) -> None:
    page.crew.slow.add("look")
    page.post("/files", files=[("files", RECORD), ("files", ("other.xlsx", b""))])
    shown = page.get("/files").text
    assert "File 1" in shown
    assert "Canary" not in shown


def test_a_file_whose_reading_fails_is_not_called_by_its_name(page: Page) -> None:
    page.drop((NAME, b"fails"), ("b.xlsx", b"record"))
    assert "Canary" not in page.get("/files").text


PLACES = ["", "/pack", "/marked/0", "/d/0", "/d/0/1.png", "/f/0"]
DEEDS = ["/confirm", "/make", "/take", "/forget"]


def test_another_officers_token_opens_nothing_and_is_answered_like_one_that_never_was(page: Page) -> None:
    (token,) = page.drop(RECORD)
    page.made(token)
    page.get(f"/r/{token}/d/0")
    with page.other_officer():
        page.drop(("own.xlsx", b"record"))
        for place in PLACES:
            answers = [page.get(f"/r/{one}{place}") for one in (token, "A" * 22)]
            assert [answer.status_code for answer in answers] == [404, 404]
            assert answers[0].text == answers[1].text
        for deed in DEEDS:
            answers = [page.post(f"/r/{one}{deed}") for one in (token, "A" * 22)]
            assert [answer.status_code for answer in answers] == [404, 404]
        assert token not in page.states()
    assert page.states() == {token: "made"}


def test_what_a_meeting_agreed_is_laid_beside_every_record_and_they_are_read_again(page: Page) -> None:
    (token,) = page.drop(("case.xlsx", b"record"))
    page.made(token)
    (agreed,) = page.drop(("PGC actions.xlsx", b"actions"))
    page.until(lambda: page.states()[token] == "read")
    assert "Read with PGC actions.xlsx" in page.get(f"/r/{token}").text
    (later,) = page.drop(("later.xlsx", b"record"))
    assert "Read with PGC actions.xlsx" in page.get(f"/r/{later}").text
    assert page.post(f"/r/{agreed}/forget").status_code == 303
    page.until(lambda: "Read with nothing" in page.get(f"/r/{later}").text)


def test_a_meeting_is_held_over_the_chosen_records_and_whatever_is_never_listed(page: Page) -> None:
    first, _, _, _ = page.drop(
        ("a.xlsx", b"record"), ("b.xlsx", b"record"), ("s.xlsx", b"sensitive"), ("m actions.xlsx", b"actions")
    )
    page.until(lambda: set(page.states().values()) == {"read"})
    assert page.post("/conference", meeting="PGC-2026-12").status_code == 400
    answer = page.post("/conference", meeting="PGC-2026-11", record=[first])
    place = answer.headers["location"]
    page.until(lambda: page.states()[place.split("/")[2]] == "made")
    assert page.get(place.replace("pack", "f/0")).text == "PGC-2026-11: a.xlsx s.xlsx"
    assert page.get(place.removesuffix("/pack")).headers["location"] == place


def test_deadlines_come_as_a_page_and_as_a_calendar(page: Page) -> None:
    page.drop(RECORD)
    assert "1 record" in page.get("/deadlines").text
    calendar = page.get("/deadlines.ics")
    assert (calendar.content, calendar.headers["content-type"]) == (b"BEGIN:VCALENDAR", "text/calendar; charset=utf-8")


def test_a_blank_workbook_is_there_for_the_taking(page: Page) -> None:
    answer = page.get("/workbook")
    assert answer.content == b"an empty workbook"
    assert 'filename="incident.xlsx"' in answer.headers["content-disposition"]


def test_signing_out_removes_all_that_is_there_and_the_session_opens_nothing_any_more(page: Page) -> None:
    (token,) = page.drop(RECORD)
    cookie = page.cookie
    answer = page.post("/sign-out")
    assert answer.status_code == 303
    assert "cookies" not in answer.headers["clear-site-data"]  # that would sign an officer out of other services, too
    assert on_disk(page) == []
    page.client.cookies.set(page.house.settings.cookie, cookie)
    assert page.get(f"/r/{token}").status_code == 404


def test_a_file_that_is_being_read_may_be_removed_and_nothing_of_it_stays(page: Page) -> None:
    page.crew.slow.add("look")
    token = page.post("/files", files=[("files", RECORD)]).headers["location"].split("/")[2]
    page.until(lambda: bool(page.crew.under_way))
    assert page.post(f"/r/{token}/forget").status_code == 303
    assert page.states() == {}
    assert on_disk(page) == []


@pytest.mark.parametrize("sent", [{}, {"csrf": ""}, {"csrf": "0" * 64}, {"csrf": "é"}])
def test_a_form_without_the_sessions_own_token_does_nothing(page: Page, sent: dict[str, str]) -> None:
    page.get("/")
    answer = page.client.post("/files", data=sent, files=[("files", RECORD)])
    assert answer.status_code == 403
    assert page.states() == {}


def test_a_forms_token_is_good_for_its_own_session_only(page: Page) -> None:
    token = page.csrf()
    with page.other_officer():
        page.get("/")
        assert page.client.post("/files", data={"csrf": token}, files=[("files", RECORD)]).status_code == 403


def test_a_session_that_the_server_never_gave_is_replaced_and_one_from_before_gets_a_new_id(page: Page) -> None:
    given = page.get("/", headers={"cookie": f"{page.house.settings.cookie}=planted.0000"})
    assert "planted" not in given.headers["set-cookie"]
    before = page.cookie
    page.drop(RECORD)
    assert page.cookie != before


def test_whoever_comes_from_another_site_keeps_the_session(page: Page) -> None:
    page.drop(RECORD)
    with page.other_officer():  # the browser holds a strict cookie back
        answer = page.get("/", headers={"sec-fetch-site": "cross-site"})
        assert answer.headers["refresh"] == "0; url=/"
        assert "set-cookie" not in answer.headers
    assert NAME in page.get("/files").text


def test_there_is_room_for_so_many_officers_and_files_only(tmp_path: Path) -> None:
    limits = Limits(desks=1, files=2, entries=3)
    with opened(tmp_path, Settings(limits=limits)) as page:
        three = [("files", (f"{n}.xlsx", b"record")) for n in range(3)]
        assert page.post("/files", files=three).status_code == 413
        page.drop(*[file for _, file in three[:2]])
        assert page.post("/files", files=three[:2]).status_code == 503
        assert len(page.states()) == 2
        with page.other_officer():
            assert page.post("/files", files=three[:1]).status_code == 503
    with opened(tmp_path, Settings(limits=replace(limits, disk=10))) as page:
        assert page.post("/files", files=[("files", ("a.xlsx", b"more than ten bytes"))]).status_code == 503


def test_a_desk_left_alone_is_gone_and_a_page_that_asks_by_itself_does_not_count(tmp_path: Path) -> None:
    clock = [0.0]
    with opened(tmp_path, moment=lambda: clock[0]) as page:
        (token,) = page.drop(RECORD)
        clock[0] = 899
        assert page.get(f"/r/{token}").status_code == 200
        clock[0] += 800
        assert page.states() == {token: "read"}
        clock[0] += 101
        assert page.states() == {}
        assert page.get(f"/r/{token}").status_code == 404


def test_what_a_file_is_called_leads_nowhere(page: Page) -> None:
    names = ["../../../../etc/passwd.xlsx", "C:\\secret\\a.xlsx", "..", "con.xlsx", "a\x00b.xlsx", "<img src=x>.xlsx"]
    page.drop(*[(name, b"record") for name in names])
    assert all(path.is_relative_to(page.house.desks.folder) for path in _paths(page))
    assert "<img" not in page.get("/files").text


def _paths(page: Page) -> list[Path]:
    return [entry.path.resolve() for desk in page.house.desks.by_session.values() for entry in desk.entries.values()]


def test_the_log_says_what_was_asked_and_nothing_of_what_it_was_about(page: Page) -> None:
    (token,) = page.drop(RECORD)
    page.get(f"/r/{token}/d/7?name=Asha")
    page.get("/Asha/Canary")
    text = "\n".join(page.lines)
    assert "2026-10-25T12:10:00Z GET /r/{token}/d/{n:int} 404" in text
    assert "GET - 404" in text
    assert not any(word in text for word in (token, "Asha", "Canary", page.cookie[:20]))


def test_no_file_is_written_but_on_the_desk(page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))  # what is put down there fails
    page.drop(("large.xlsx", bytes(9 * 1024 * 1024)), RECORD)
    assert set(page.states().values()) == {"read"}
    assert {path.relative_to(tmp_path).parts[0] for path in tmp_path.rglob("*") if path.is_file()} == {"desks"}
