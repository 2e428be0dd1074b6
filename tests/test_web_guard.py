"""What stands before every page: who is let in, what every answer carries, how long and how large a request may be."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from casepack.web_guard import CONTENT_POLICY, Guard
from casepack.web_settings import Limits, Settings

from .web_house import NOW, OWN, Page, opened

SMALL = Settings(limits=Limits(request=4_000, pause_seconds=0.05, upload_seconds=0.2))


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with opened(tmp_path_factory.mktemp("guard")) as found:
        found.get("/")
        yield found


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/static/casepack.css", 200),
        ("GET", "/health", 200),
        ("GET", "/files/state", 200),
        ("GET", "/nowhere", 404),
        ("GET", "/r/unknown", 404),
        ("GET", "/static/../web_app.py", 404),
        ("GET", "/static/%2e%2e%2fbase.html", 404),
        ("GET", "/" + "a" * 400, 404),
        ("POST", "/files", 400),
        ("POST", "/", 405),
        ("GET", "/sign-out", 405),
        ("HEAD", "/", 405),
        ("OPTIONS", "/", 405),
        ("PUT", "/files", 405),
        ("TRACE", "/", 405),
    ],
)
def test_every_answer_is_kept_nowhere_framed_nowhere_and_fetches_nothing(
    page: Page, method: str, path: str, status: int
) -> None:
    answer = page.client.request(method, path)
    assert answer.status_code == status
    told = {name: answer.headers.get_list(name) for name in ("cache-control", "content-security-policy")}
    assert told == {"cache-control": ["no-store"], "content-security-policy": [CONTENT_POLICY]}
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8700", 200),
        ("localhost", 200),
        ("LOCALHOST:1", 200),
        ("[::1]:8700", 200),
        ("rebound.example.org", 421),
        ("127.0.0.1.example.org", 421),
        ("127.0.0.1@example.org", 421),
        ("example.org@127.0.0.1", 421),
        ("127.0.0.1:8700, example.org", 421),
        ("", 421),
    ],
)
def test_the_page_answers_to_its_own_names_only(page: Page, host: str, status: int) -> None:
    assert page.get("/", headers={"host": host}).status_code == status


OWN_ORIGIN = "http://127.0.0.1:8700"


@pytest.mark.parametrize(
    ("site", "origin", "let_in"),
    [
        ("same-origin", None, True),
        ("same-origin", OWN_ORIGIN, True),
        ("same-origin", "null", True),  # what a browser sends from a page that tells no referrer
        (None, OWN_ORIGIN, True),
        ("same-origin", "http://example.org", False),
        ("cross-site", OWN_ORIGIN, False),
        ("same-site", OWN_ORIGIN, False),
        ("none", OWN_ORIGIN, False),
        (None, None, False),
        (None, "null", False),
        (None, "https://127.0.0.1:8700", False),
        (None, "http://127.0.0.1:8701", False),
        (None, "http://127.0.0.1:8700.example.org", False),
    ],
)
def test_only_a_page_of_this_site_may_have_something_done(
    page: Page, site: str | None, origin: str | None, let_in: bool
) -> None:
    sent = {key: value for key, value in (("sec-fetch-site", site), ("origin", origin)) if value}
    token = page.csrf()
    page.client.headers.pop("sec-fetch-site")
    try:
        answer = page.client.post("/files", data={"csrf": token}, headers=sent)
    finally:
        page.client.headers.update(OWN)
    assert answer.status_code == (400 if let_in else 403)  # 400: no file was chosen
    assert ("No file was chosen" in answer.text) is let_in


@pytest.mark.parametrize("chunked", [False, True])
def test_a_request_that_is_too_large_is_refused_however_it_comes(tmp_path: Path, chunked: bool) -> None:
    def pieces() -> Iterator[bytes]:
        yield from [bytes(1_000)] * 6

    with opened(tmp_path, SMALL) as page:
        kind = {"content-type": "application/x-www-form-urlencoded"}
        page.get("/")
        answer = page.client.post("/files", content=pieces() if chunked else bytes(6_000), headers=kind)
    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b"{}"),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\n--x--"),
        ("multipart/form-data; boundary=x", b"--x\r\n" + b"A: b\r\n" * 50),
        ("multipart/form-data; boundary=x", b"--x\r\nA: " + b"b" * 9_000),
        ("application/x-www-form-urlencoded", b"csrf=" + b"a" * 20_000),
        ("application/x-www-form-urlencoded", b"a&" * 2_000),
    ],
)
def test_a_form_that_no_browser_sends_is_refused(page: Page, kind: str, body: bytes) -> None:
    assert page.client.post("/files", content=body, headers={"content-type": kind}).status_code == 400


def asked(app: Any, settings: Settings, received: list[dict[str, Any]], **scope: Any) -> tuple[list[Any], list[str]]:
    """What a guard answers to one request that arrives in these pieces and then not at all; and its log."""
    sent: list[Any] = []
    lines: list[str] = []

    async def receive() -> Any:
        if received:
            return received.pop(0)
        await asyncio.sleep(60)

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"host", b"127.0.0.1"), (b"sec-fetch-site", b"same-origin")]
    whole = {"type": "http", "method": "POST", "path": "/", "headers": headers, "client": ("127.0.0.1", 1)} | scope
    guard = Guard(app, settings, lambda refusal: refusal.heading.encode(), lambda: NOW, lines.append)
    asyncio.run(guard(whole, receive, send))
    return sent, lines


async def reads_all(scope: Any, receive: Any, send: Any) -> None:
    while (await receive()).get("more_body"):
        pass


def test_a_request_that_does_not_arrive_is_given_up() -> None:
    piece = {"type": "http.request", "body": b"a", "more_body": True}
    sent, lines = asked(reads_all, SMALL, [piece])
    assert (sent[0]["status"], sent[1]["body"]) == (408, b"The files did not arrive")
    assert (b"connection", b"close") in sent[0]["headers"]
    assert lines[0].startswith("2026-10-25T12:10:00Z POST - 408 ")


def test_a_request_that_trickles_in_is_given_up_at_its_time() -> None:
    taken = []

    async def slowly(scope: Any, receive: Any, send: Any) -> None:
        while True:
            await asyncio.sleep(0.03)
            taken.append(await receive())

    sent, _ = asked(slowly, SMALL, [{"type": "http.request", "body": b"a", "more_body": True} for _ in range(100)])
    assert sent[0]["status"] == 408
    assert len(taken) < 10


def test_a_fault_is_told_of_without_what_it_was_about() -> None:
    async def breaks(scope: Any, receive: Any, send: Any) -> None:
        raise ValueError("Asha Canary")

    sent, lines = asked(breaks, SMALL, [])
    assert (sent[0]["status"], sent[1]["body"]) == (500, b"casepack has made a mistake")
    assert "Canary" not in str(sent) + str(lines)


def test_a_large_answer_goes_out_in_pieces_so_that_a_reader_who_takes_nothing_is_noticed() -> None:
    async def large(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": bytes(600_000)})

    sent, _ = asked(large, SMALL, [], method="GET")
    assert [(len(one["body"]), one["more_body"]) for one in sent[1:]] == [
        (262_144, True),
        (262_144, True),
        (75_712, False),
    ]


def test_a_cookie_is_for_this_site_and_no_script_and_under_https_for_this_host_alone(tmp_path: Path) -> None:
    with opened(tmp_path) as page:
        plain = page.get("/").headers["set-cookie"].lower()
    assert plain.startswith("casepack-8700=")
    assert {"httponly", "samesite=strict", "path=/"} <= set(plain.split("; "))
    settings = replace(Settings(), https=True, names=frozenset({"page.example.org"}))
    with opened(tmp_path, settings, base="https://page.example.org") as page:
        safe = page.get("/").headers["set-cookie"]
        assert safe.startswith("__Host-casepack=")
        assert {"Secure", "HttpOnly", "SameSite=strict", "Path=/"} <= set(safe.split("; "))
        assert "domain" not in safe.lower()
        assert page.post("/files", files=[("files", ("a.xlsx", b"record"))]).status_code == 303
