"""The page under attack: what is tried against a real server, and what answers.

One server knows officers by the header of a proxy on its own machine, another by a pass phrase. Nothing is imitated but
the clock; limits are smaller than usual, so that reaching them takes no time.
"""

from __future__ import annotations

import asyncio
import io
import json
import re
import socket
import stat
import time
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from casepack.web_desk import EACH
from casepack.web_guard import HEADERS

from . import serving
from .conftest import INPUTS
from .injection import called, loaded
from .serving import Officer, Serving
from .test_injection import Skeleton
from .web_house import opened

HEADER = "X-Remote-User"
PROXY = f'[proxy]\naddresses = ["127.0.0.1"]\nheader = "{HEADER}"\n'
ANNA, BEN = "anna.okoro@example.org", "ben.thwaite@example.org"
PHRASE = "copper lantern orbit meadow"
SMALL = {"file": 600_000, "files": 30, "request": 1_500_000, "workers": 1, "tasks_each": 1000}
IMPATIENT = {**SMALL, "pause_seconds": 2.0, "upload_seconds": 4.0}
MINIMAL = (INPUTS / "sample-minimal.json").read_bytes()
JUNK = b"this is no record"
LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ (GET|POST|HEAD|OPTIONS|-) (-|/[\w/{}.:-]*) \d{3} \d+ ms")
"""A line of the log: nothing in it comes from whoever asked."""


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Serving, Serving]]:
    """Both servers, started side by side."""
    home = tmp_path_factory.mktemp("attacks")
    (home / "phrase.txt").write_text(PHRASE, encoding="utf-8")
    (home / "phrase.txt").chmod(0o600)
    one = serving.start(home / "proxy", PROXY, limits=SMALL)
    other = serving.start(home / "phrase", "", "--pass-phrase-file", home / "phrase.txt", limits=IMPATIENT)
    try:
        yield serving.ready(one), serving.ready(other)
    finally:
        assert [one.stop(), other.stop()] == [0, 0]


@pytest.fixture(scope="module")
def server(servers: tuple[Serving, Serving]) -> Serving:
    return servers[0]


@pytest.fixture(scope="module", autouse=True)
def waiting(servers: tuple[Serving, Serving]) -> Iterator[list[socket.socket]]:
    """Connections over which nothing is asked, or not to the end, from before the first test."""
    begun = []
    for sent in (b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "):
        begun.append(socket.create_connection(("127.0.0.1", servers[0].port), timeout=30))
        begun[-1].sendall(sent)
    yield begun
    for one in begun:
        one.close()


@pytest.fixture
def anna(server: Serving) -> Iterator[Officer]:
    with Officer(server, headers={HEADER: ANNA}) as officer:
        officer.get("/")
        yield officer
        officer.post("/sign-out")


@pytest.fixture
def ben(server: Serving) -> Iterator[Officer]:
    with Officer(server, headers={HEADER: BEN}) as officer:
        officer.get("/")
        yield officer
        officer.post("/sign-out")


# Requests that no page of casepack sends


@dataclass(frozen=True)
class Asked:
    """One request, as an officer who is signed in would send it but for what is told here; and what answers."""

    status: int
    method: str = "POST"
    path: str = "/files"
    headers: tuple[tuple[str, str | None], ...] = ()
    csrf: str | None = "own"


OWN = "the server's own address"
REFUSED = {
    "another site's name in Host": Asked(421, headers=(("host", "casepack.example.org"),)),
    "another site's name with the right port": Asked(421, "GET", "/", (("host", "example.org:80"),)),
    "an empty Host": Asked(421, "GET", "/", (("host", ""),)),
    "an address that looks like ours": Asked(421, "GET", "/", (("host", "127.0.0.1.example.org"),)),
    "somebody before an at sign": Asked(421, "GET", "/", (("host", "127.0.0.1@example.org"),)),
    "a form on another site": Asked(403, headers=(("origin", "https://example.org"), ("sec-fetch-site", None))),
    "a form on another site that says it is not": Asked(403, headers=(("origin", "https://example.org"),)),
    "another port of this machine": Asked(403, headers=(("origin", "http://127.0.0.1:1"), ("sec-fetch-site", None))),
    "https where we are http": Asked(403, headers=(("origin", "https://127.0.0.1"), ("sec-fetch-site", None))),
    "a browser's word that it is another site": Asked(403, headers=(("sec-fetch-site", "cross-site"),)),
    "a neighbouring site": Asked(403, headers=(("sec-fetch-site", "same-site"),)),
    "typed by hand": Asked(403, headers=(("sec-fetch-site", "none"),)),
    "neither Origin nor Sec-Fetch-Site": Asked(403, headers=(("origin", None), ("sec-fetch-site", None))),
    "an Origin that is kept back": Asked(403, headers=(("origin", "null"), ("sec-fetch-site", None))),
    "no token": Asked(403, csrf=None),
    "an empty token": Asked(403, csrf=""),
    "an invented token": Asked(403, csrf="0" * 64),
    "a token in other letters": Asked(403, csrf="ünïcödé\x00"),
    "another officer's token": Asked(403, csrf="another's"),
    "something other than a form": Asked(400, headers=(("content-type", "application/json"),)),
    "a form with no end marks": Asked(400, headers=(("content-type", "multipart/form-data"),)),
    "PUT": Asked(405, "PUT"),
    "DELETE": Asked(405, "DELETE", "/"),
    "TRACE": Asked(405, "TRACE", "/"),
    "OPTIONS": Asked(405, "OPTIONS", "/"),
    "a method of one's own": Asked(405, "QZQZ", "/"),
    "GET where something is done": Asked(405, "GET", "/sign-out"),
    "POST where something is shown": Asked(405, "POST", "/help"),
    "a page that is not there": Asked(404, "GET", "/admin"),
    "out of the folder": Asked(404, "GET", "/static/../web_app.py"),
    "out of the folder, in code": Asked(404, "GET", "/static/%2e%2e/web_app.py"),
    "out of the folder, twice in code": Asked(404, "GET", "/static/%252e%252e%252fweb_app.py"),
    "out of the folder, with backslashes": Asked(404, "GET", "/static/..%5c..%5cweb_app.py"),
    "a template instead of a stylesheet": Asked(404, "GET", "/static/base.html"),
    "a zero in the name": Asked(404, "GET", "/static/casepack.css%00.html"),
    "another site after two slashes": Asked(404, "GET", "//example.org/"),
    "another site behind a backslash": Asked(404, "GET", "/%5cexample.org/"),
    "a token that is none": Asked(404, "GET", "/r/..%2f..%2fetc%2fpasswd"),
    "an address without end": Asked(404, "GET", "/r/" + "a" * 5000),
    "a number below nothing": Asked(404, "GET", "/r/aaaaaaaaaaaaaaaaaaaaaa/f/-1"),
    "a number without end": Asked(404, "GET", f"/r/aaaaaaaaaaaaaaaaaaaaaa/f/{'9' * 200}"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_page_of_casepack_sends_is_refused_and_nothing_is_done(name: str, anna: Officer, ben: Officer) -> None:
    asked = REFUSED[name]
    token = {"own": anna.csrf, "another's": ben.csrf}.get(str(asked.csrf), asked.csrf)
    headers = {"origin": anna.server.url, "sec-fetch-site": "same-origin", **dict(asked.headers)}
    told = {key: value for key, value in headers.items() if value is not None}
    fields = {} if token is None else {"csrf": token}
    body: dict[str, object] = {}
    if asked.method == "POST":
        files = {"files": ("case.json", MINIMAL)}
        body = {"content": b"x"} if "content-type" in told else {"data": fields, "files": files}
    request = anna.client.build_request(asked.method, anna.server.url, headers=told, **body)  # type: ignore[arg-type]
    # As it stands, with dots and slashes that a client would put straight.
    request.url = httpx.URL(anna.server.url).copy_with(raw_path=asked.path.encode())
    answer = anna.client.send(request)
    assert answer.status_code == asked.status, answer.text[:500]
    assert "location" not in answer.headers
    assert anna.states() == {}


def test_a_request_that_is_no_http_is_refused_without_a_word_of_the_program(server: Serving) -> None:
    post = b"POST /files HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    odd = {
        b"GET / HTTP/1.1\r\n\r\n": {400, 421},
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: example.org\r\n\r\n": {400, 421},
        b"GET /\x00 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n": {400},
        post + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n": {400, 403},
        post + b"Content-Length: -5\r\n\r\n": {400},
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"a" * 200_000 + b"\r\n\r\n": {400, 431},
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03": {400},
    }  # fmt: skip
    for sent, statuses in odd.items():
        answer = _exchange(server, sent)
        status = int(answer.split(b" ", 2)[1])
        assert status in statuses, (sent[:60], answer[:300])
        assert b"Traceback" not in answer
        assert b"site-packages" not in answer


def _exchange(server: Serving, *sent: bytes, pause: float = 0.0) -> bytes:
    """Send pieces over a connection of its own, with a pause between them; what comes until the other side closes."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as one:
        one.settimeout(30)
        try:
            for piece in sent:
                one.sendall(piece)
                if pause:
                    time.sleep(pause)
        except OSError:
            pass  # the other side has had enough; what it said can still be read
        answer = b""
        try:
            while piece := one.recv(65536):
                answer += piece
                if _is_whole(answer):
                    break
        except ConnectionError:
            pass
    return answer


def _is_whole(answer: bytes) -> bool:
    head, found, body = answer.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
    return bool(found) and length is not None and len(body) >= int(length[1])


# What every answer carries


def test_every_answer_says_that_nothing_is_to_be_kept_framed_or_loaded_from_elsewhere(anna: Officer) -> None:
    [token] = anna.drop(("case.json", MINIMAL))
    paths = [
        "/", "/files", "/files/state", "/help", "/workbook", "/deadlines", "/deadlines.ics", "/conference", "/sign-in",
        "/health", "/static/casepack.css", "/static/casepack.js", "/static/nothing", "/nothing", f"/r/{token}",
        f"/r/{token}/pack", f"/r/{token}/marked/9", f"/r/{token}/d/9", f"/r/{token}/d/0/1.png", f"/r/{token}/f/0",
        "/r/nothing",
    ]  # fmt: skip
    answers = [anna.get(path) for path in paths]
    answers += [
        anna.client.post("/files"),
        anna.post("/nothing"),
        anna.post(f"/r/{token}/forget"),
        anna.post("/sign-out"),
    ]
    answers += [anna.client.request("PUT", "/"), anna.client.head("/"), anna.client.get("/", headers={"host": "x"})]
    assert {200, 303, 403, 404, 405, 421} <= {one.status_code for one in answers}
    for one in answers:
        missing = {name: value for name, value in HEADERS if one.headers.get_list(name) != [value]}
        assert missing == {}, (one.request.method, one.request.url, one.status_code)
        told = {name.lower() for name in one.headers}
        assert told & {"server", "x-powered-by", "etag", "last-modified", "access-control-allow-origin"} == set()
        if one.status_code >= 400:
            assert one.headers["content-type"] == "text/html; charset=utf-8"
            assert "Traceback" not in one.text


def test_the_promises_of_the_headers_are_those_of_the_security_page() -> None:
    told = dict(HEADERS)
    assert told["cache-control"] == "no-store"
    policy = dict(part.strip().split(" ", 1) for part in told["content-security-policy"].split(";"))
    assert policy.pop("default-src") == "'none'"
    assert (policy.pop("base-uri"), policy.pop("frame-ancestors")) == ("'none'", "'none'")
    assert set(policy.values()) == {"'self'"}
    assert (told["x-content-type-options"], told["referrer-policy"]) == ("nosniff", "no-referrer")


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(server: Serving) -> None:
    with Officer(server, headers={HEADER: ANNA}) as officer:
        [cookie] = officer.get("/").headers.get_list("set-cookie")
    name, *rest = (part.strip().lower() for part in cookie.split(";"))
    assert {"httponly", "samesite=strict", "path=/"} <= set(rest)
    assert not [part for part in rest if part.startswith(("domain", "expires", "max-age"))]
    assert "okoro" not in cookie
    assert len(name.partition("=")[2]) > 40


# Who somebody is


@pytest.mark.parametrize(
    ("source", "headers"),
    [
        pytest.param("127.0.0.2", [(HEADER, ANNA)], id="forged from elsewhere"),
        pytest.param(
            "127.0.0.2", [(HEADER, ANNA), ("X-Forwarded-For", "127.0.0.1")], id="and said to come from the proxy"
        ),
        pytest.param(
            "127.0.0.2", [(HEADER, ANNA), ("Forwarded", "for=127.0.0.1"), ("X-Real-IP", "127.0.0.1")], id="twice"
        ),
        pytest.param("127.0.0.1", [], id="nobody named"),
        pytest.param("127.0.0.1", [(HEADER, "")], id="named nothing"),
        pytest.param("127.0.0.1", [(HEADER, b"\xa0")], id="named a blank"),
        pytest.param("127.0.0.1", [(HEADER, ANNA), (HEADER.lower(), BEN)], id="named two"),
        pytest.param("127.0.0.1", [("X_Remote_User", ANNA)], id="the name of the header slightly wrong"),
        pytest.param("127.0.0.1", [(HEADER, "anna\x7f")], id="a name that cannot be printed"),
        pytest.param("127.0.0.1", [(HEADER, "a" * 5000)], id="a name without end"),
    ],
)
def test_nobody_comes_in_whom_the_proxy_does_not_name(
    server: Serving, source: str, headers: list[tuple[str, str | bytes]]
) -> None:
    told = [(name.encode(), value if isinstance(value, bytes) else value.encode()) for name, value in headers]
    transport = httpx.HTTPTransport(local_address=source, verify=False)
    with httpx.Client(base_url=server.url, transport=transport) as client:
        answers = [client.get(path, headers=told) for path in ("/", "/files", "/workbook", "/files/state", "/r/x")]
        answers.append(
            client.post("/files", headers=[*told, (b"Origin", server.url.encode())], files={"files": ("a", b"b")})
        )
        assert {one.status_code for one in answers} == {403}
        assert not any("set-cookie" in one.headers for one in answers)
        assert client.get("/health").status_code == (200 if source == "127.0.0.1" else 403)


def test_another_officers_desk_is_as_if_it_were_not_there(server: Serving, anna: Officer, ben: Officer) -> None:
    [token] = anna.drop(("Wexcombe, Orla.json", MINIMAL))
    [own] = ben.drop(("case.json", MINIMAL))
    for path in ("", "/pack", "/marked/0", "/d/0", "/d/0/1.png", "/f/0"):
        theirs, nobodys = ben.get(f"/r/{token}{path}"), ben.get(f"/r/{'q' * len(token)}{path}")
        assert (theirs.status_code, theirs.text) == (404, nobodys.text.replace("q" * len(token), token))
    for path in ("confirm", "make", "forget", "take"):
        assert ben.post(f"/r/{token}/{path}").status_code == 404
    assert ben.post("/conference", {"meeting": "PGC-2026-11", "record": token}).status_code in {303, 400, 404}
    assert "Wexcombe" not in "".join(ben.get(path).text for path in ("/", "/files", "/deadlines", "/conference"))
    # Nor does the officer's own session open it under another name, or another's session under theirs.
    for cookies, who in ((anna, BEN), (ben, ANNA)):
        with Officer(server, headers={HEADER: who}) as thief:
            thief.client.cookies = cookies.client.cookies
            assert thief.get(f"/r/{token}").status_code == 404
            assert thief.states() == {}
    assert (anna.states(), ben.settled()[own]) == ({token: "read"}, "read")


def test_what_is_taken_forgotten_or_signed_out_of_cannot_be_had_again(server: Serving, anna: Officer) -> None:
    [token] = anna.drop(("case.json", MINIMAL))
    form = anna.csrf
    anna.get(f"/r/{token}")
    before = httpx.Cookies(anna.client.cookies)
    assert anna.post(f"/r/{token}/forget").status_code == 303
    assert [anna.post(f"/r/{token}/{what}").status_code for what in ("forget", "take", "make")] == [404, 404, 404]
    assert anna.post("/sign-out").status_code == 303
    # The old cookie and the old token, as somebody who had copied both would send them.
    with Officer(server, headers={HEADER: ANNA}) as thief:
        thief.client.cookies = httpx.Cookies(before)
        thief.csrf = form
        answer = thief.post("/files", files=[("files", ("case.json", MINIMAL))])
        if answer.status_code == 303:
            taken_over = answer.headers.get_list("set-cookie") == []
            assert not taken_over, "a session goes on after its officer has signed out"
        assert thief.get(f"/r/{token}").status_code == 404


def test_an_officer_who_opens_desk_after_desk_is_stopped_and_nobody_else(server: Serving, ben: Officer) -> None:
    greedy = [Officer(server, headers={HEADER: "greedy@example.org"}) for _ in range(EACH + 1)]
    for one in greedy:
        one.get("/")
    answers = [one.post("/files", files=[("files", ("a.json", JUNK))]) for one in greedy]
    assert [one.status_code for one in answers] == [303] * EACH + [503]
    assert len(ben.drop(("a.json", JUNK))) == 1
    for one in greedy:
        one.post("/sign-out")
        one.client.close()


def test_a_session_that_somebody_invented_or_planted_is_never_taken_over(servers: tuple[Serving, Serving]) -> None:
    behind_phrase = servers[1]
    with Officer(behind_phrase) as officer:
        page = officer.get("/sign-in")
        assert page.status_code == 200
        planted = dict(officer.client.cookies)
        assert officer.post("/sign-in", {"phrase": PHRASE}).status_code == 303
        own = dict(officer.client.cookies)
        assert officer.get("/files").status_code == 200
        assert own.keys() == planted.keys() == {f"casepack-{behind_phrase.port}"}
        assert own != planted
        invented = {name: "A" * 43 + "." + "0" * 64 for name in own}
        for cookies in (planted, invented, {}):
            with Officer(behind_phrase) as thief:
                thief.client.cookies.update(cookies)
                assert thief.get("/files").headers["location"] == "/sign-in"
        assert officer.post("/sign-out").status_code == 303
        with Officer(behind_phrase) as thief:
            thief.client.cookies.update(own)
            assert thief.get("/files").headers["location"] == "/sign-in"


def test_guessing_the_pass_phrase_is_slowed_for_whoever_guesses_and_not_for_the_others(
    servers: tuple[Serving, Serving],
) -> None:
    with Officer(servers[1], source="127.0.0.3") as guesser, Officer(servers[1], source="127.0.0.4") as officer:
        guesser.get("/sign-in")
        guesses = [guesser.post("/sign-in", {"phrase": guess}) for guess in ("", "copper", PHRASE.upper(), PHRASE)]
        assert [one.status_code for one in guesses[:3]] == [403, 403, 403]
        assert guesses[3].status_code == 429, "even the right one has to wait"
        assert int(guesses[3].headers["retry-after"]) >= 1
        assert guesser.get("/files").headers["location"] == "/sign-in"
        officer.get("/sign-in")
        assert officer.post("/sign-in", {"phrase": PHRASE}).status_code == 303


def test_behind_a_pass_phrase_nothing_is_shown_or_done_before_it(servers: tuple[Serving, Serving]) -> None:
    with Officer(servers[1]) as stranger:
        stranger.get("/sign-in")
        for path in ("/", "/files", "/files/state", "/workbook", "/deadlines", "/deadlines.ics", "/conference", "/r/x"):
            assert stranger.get(path).headers.get("location") == "/sign-in", path
        for path in ("/files", "/conference", "/r/x/make", "/r/x/take"):
            answer = stranger.post(path, files=[("files", ("case.json", MINIMAL))])
            assert answer.headers.get("location") == "/sign-in", path
    assert not any(path.endswith("case.json") for path in servers[1].left())


# What is brought


NAMES = {
    "../../../../evil.json": "evil.json",
    "..\\..\\evil two.json": "evil two.json",
    "/etc/passwd.json": "passwd.json",
    "C:\\Windows\\system.json": "system.json",
    "evil\x00three.json": "evilthree.json",
    "evil\r\nX-Evil: four.json": "evil%0D%0AX-Evil four.json",
    "evil\u202enosj.json": "evilnosj.json",
    "CON.json": "file.json",
    "nul": "file",
    "aux.json.json": "file.json",
    ".": "file",
    "..": "file",
    "evil.json::$DATA": "evil.json$DATA",
    "~$evil.json": None,
    ".hidden.json": None,
    "-rf .json": None,
    "x" * 3000 + ".json": None,
    "<img src=x onerror=alert(1)>.json": "img src=x onerror=alert(1).json",
    "{{ 7*7 }}{% x %}.json": None,
    "%2e%2e%2fevil.json": None,
    "\u0000": "file",
    "évil  \U0001f600.json": None,
    "\udce9vil.json": None,
}
"""Names as a browser could tell them; under which they lie in their folder, where that is worth knowing."""


def test_the_name_of_a_file_leads_nowhere_and_does_nothing(anna: Officer, tmp_path: Path) -> None:
    server = anna.server
    around = {path for path in server.scratch.parent.iterdir()}
    content, kind = _multipart(anna.csrf, [(name, JUNK) for name in NAMES])
    answer = anna.client.post("/files", content=content, headers={"content-type": kind, "origin": server.url})
    assert answer.status_code == 303, answer.text[:500]
    states = anna.settled()
    assert len(states) == len(NAMES)
    assert {path for path in server.scratch.parent.iterdir()} == around
    stored = {Path(path).name for path in server.left()}
    assert {name for name in NAMES.values() if name} <= stored
    assert all(name == name.strip(" .") and name.isprintable() and len(name.encode()) < 200 for name in stored)
    pages = [anna.get("/files"), anna.get("/"), *(anna.get(f"/r/{token}") for token in states)]
    for page in pages:
        assert page.status_code == 200
        assert "<img src=x" not in page.text
        assert "49.json" not in page.text
        assert "\u202e" not in page.text
        assert "X-Evil" not in page.headers
    modes = {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in server.scratch.rglob("*")}
    assert modes == {0}
    anna.post("/sign-out")
    assert not [path for path in server.left() if Path(path).name in stored - {".lock"} and "evil" in path]


def _multipart(csrf: str, files: list[tuple[str, bytes]], field: str = "files") -> tuple[bytes, str]:
    """A form with files whose names stand in it as they are."""
    mark = b"----casepack"
    parts = [b'Content-Disposition: form-data; name="csrf"\r\n\r\n' + csrf.encode()]
    for name, data in files:
        told = name.replace('"', "%22").encode("utf-8", "surrogateescape")
        if b"\r" in told or b"\n" in told:
            told = told.replace(b"\r", b"%0D").replace(b"\n", b"%0A")  # as browsers do
        parts.append(
            b'Content-Disposition: form-data; name="' + field.encode() + b'"; filename="' + told + b'"\r\n\r\n' + data
        )
    body = b"".join(b"--" + mark + b"\r\n" + part + b"\r\n" for part in parts) + b"--" + mark + b"--\r\n"
    return body, f"multipart/form-data; boundary={mark.decode()}"


def test_more_than_the_page_takes_on_is_refused_in_words_and_none_of_it_is_kept(anna: Officer) -> None:
    small, many = ("a.json", b"x"), [("files", (f"{n}.json", b"x")) for n in range(SMALL_FILES + 1)]
    large = ("files", ("large.json", b"x" * 700_000))
    fields = {f"field {n}": "x" for n in range(400)}
    refused = [
        (413, anna.post("/files", files=many)),
        (413, anna.post("/files", files=[large, large, large])),
        (400, anna.post("/files", fields, files=[("files", small)])),
        (400, anna.post("/files", {"field": "x" * 1_000_000}, files=[("files", small)])),
        (400, anna.post("/files", files=[("files", ("x" * 9000 + ".json", b"x"))])),
        (400, anna.post("/files")),
        (400, anna.post("/files", files=[("files", ("", b""))])),
    ]
    for status, answer in refused:
        assert answer.status_code == status, answer.text[:500]
        assert "<h1" in answer.text
    assert anna.states() == {}
    # One that is too large among others is told of by itself, and stops none of them.
    assert anna.post("/files", files=[large, ("files", ("case.json", MINIMAL))]).status_code == 303
    states = anna.settled()
    assert sorted(states.values()) == ["failed", "read"]
    [failed] = (token for token, state in states.items() if state == "failed")
    assert "too large" in anna.get(f"/r/{failed}").text or "larger than" in anna.get(f"/r/{failed}").text
    assert not any(path.endswith("large.json") for path in anna.server.left())


SMALL_FILES = int(SMALL["files"])


def test_an_upload_that_never_ends_or_stands_still_is_given_up(servers: tuple[Serving, Serving]) -> None:
    with Officer(servers[1]) as officer:
        officer.get("/sign-in")
        assert officer.post("/sign-in", {"phrase": PHRASE}).status_code == 303
        body, kind = _multipart(officer.csrf, [("case.json", MINIMAL)])
        cookie = officer.client.cookies.get(f"casepack-{servers[1].port}", domain="127.0.0.1")
        head = (
            f"POST /files HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: casepack-{servers[1].port}={cookie}\r\n"
            f"Content-Type: {kind}\r\nOrigin: http://127.0.0.1\r\nSec-Fetch-Site: same-origin\r\n"
        )
        begun = body[: len(body) // 2]
        said_less = f"{head}Content-Length: {len(body) + 1000}\r\n\r\n".encode()
        said_far_more = f"{head}Content-Length: 999999999\r\n\r\n".encode()
        chunked = f"{head}Transfer-Encoding: chunked\r\n\r\n{len(begun):x}\r\n".encode() + begun + b"\r\n"
        chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
        sent: dict[str, tuple[bytes, tuple[bytes, ...], float]] = {
            "stands still in the middle": (b"408", (said_less, begun), 0.0),
            "says that more is to come": (b"408", (said_less, body), 0.0),
            "drips": (b"408", (said_less, begun, *[b"x"] * 30), 0.2),
            "never ends": (b"413", (chunked, *[chunk] * 200), 0.0),
            "announces more than it may": (b"413", (said_far_more,), 0.0),
        }
        with ThreadPoolExecutor(len(sent)) as pool:
            answers = {
                name: (status, pool.submit(_exchange, servers[1], *pieces, pause=pause))
                for name, (status, pieces, pause) in sent.items()
            }
        for name, (status, coming) in answers.items():
            assert coming.result().startswith(b"HTTP/1.1 " + status), (name, coming.result()[:300])
        assert officer.states() == {}
        officer.post("/sign-out")


def test_a_connection_that_asks_for_nothing_is_closed(waiting: list[socket.socket]) -> None:
    assert len(waiting) == 3
    for one in waiting:
        try:
            while one.recv(65536):
                pass
        except ConnectionError:
            pass  # closed all the same


# The zip of an earlier pack


def _zip(*parts: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts:
            archive.writestr(name, data)
    return out.getvalue()


def _link(name: str, target: str) -> tuple[zipfile.ZipInfo, bytes]:
    info = zipfile.ZipInfo(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info, target.encode()


def _understated() -> bytes:
    """A zip that says of a large part that it is small."""
    data = bytearray(_zip(("UNREF/manifest.json", b"{}"), ("UNREF/large", b"\0" * 100_000_000)))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = data.rfind(mark)
        data[place + at : place + at + 4] = (10).to_bytes(4, "little")
    return bytes(data)


MANIFEST = ("UNREF/manifest.json", b"{}")
ZIPS: dict[str, Callable[[], bytes]] = {
    "no zip": lambda: b"PK\x03\x04 nothing",
    "an empty one": lambda: _zip(),
    "out of its folder": lambda: _zip(MANIFEST, ("UNREF/../../../evil.txt", b"x")),
    "to the top of the disk": lambda: _zip(MANIFEST, ("/etc/evil.txt", b"x")),
    "out of its folder, with backslashes": lambda: _zip(MANIFEST, ("UNREF\\..\\..\\evil.txt", b"x")),
    "to a drive": lambda: _zip(MANIFEST, ("C:/evil.txt", b"x")),
    "a link": lambda: _zip(MANIFEST, _link("UNREF/evil", "/etc")),
    "a file behind a link": lambda: _zip(MANIFEST, _link("UNREF/evil", "/tmp"), ("UNREF/evil/evil.txt", b"x")),
    "a bomb": lambda: _zip(MANIFEST, ("UNREF/large", b"\0" * 100_000_000)),
    "a bomb that says it is none": _understated,
    "many thousands of parts": lambda: _zip(MANIFEST, *((f"UNREF/{n}", b"") for n in range(6_000))),
    "two parts of one name": lambda: _zip(MANIFEST, ("UNREF/a", b"x"), ("UNREF/A", b"y")),
    "two packs": lambda: _zip(MANIFEST, ("OTHER/manifest.json", b"{}")),
    "a manifest that is none": lambda: _zip(MANIFEST),
    "a manifest of another shape": lambda: _zip(("x/manifest.json", b'{"format": 99, "documents": {}}')),
    "a name that no disk takes": lambda: _zip(MANIFEST, ("UNREF/CON", b"x"), ("UNREF/a\n.txt", b"x")),
}  # fmt: skip


def test_an_earlier_pack_that_is_none_does_no_harm_and_stops_with_words(anna: Officer) -> None:
    [token] = anna.drop(("case.json", MINIMAL))
    around = {path for path in anna.server.scratch.parent.iterdir()}
    for name, made in ZIPS.items():
        assert anna.make(token, made()) in {"failed", "read"}, name
        page = anna.get(f"/r/{token}").text + anna.get(f"/r/{token}/pack").text
        assert "earlier pack" in page or "This zip" in page, name
        assert not any("evil" in path or path.endswith("large") for path in anna.server.left()), name
        assert {path for path in anna.server.scratch.parent.iterdir()} == around, name
    assert not list(Path("/tmp").glob("evil*"))
    assert not Path("/etc/evil.txt").exists()


# What is typed into a record


def _elements(page: str) -> set[str]:
    """The elements of a page with their attributes, but for those that hold a token of the page's own."""
    assert page.startswith("<!doctype html>")
    return set(Skeleton(re.sub(r"[0-9a-f]{64}", "TOKEN", page)).found)


@pytest.mark.parametrize("which", [loaded, called], ids=["in every field of free text", "in every name and place"])
def test_what_is_typed_into_a_record_is_shown_as_the_words_it_is(which: Callable[..., Any], anna: Officer) -> None:
    shown = []
    for made in (which(), which(harmless=True)):
        data = made[0] if which is loaded else made
        [token] = anna.drop(("case.json", json.dumps(data).encode()))
        paths = [f"/r/{token}", "/", "/files", "/deadlines", "/conference"]
        shown.append({path.replace(token, ""): anna.get(path).text.replace(token, "TOKEN") for path in paths})
        assert anna.post(f"/r/{token}/forget").status_code == 303
    for path, page in shown[0].items():
        assert _elements(page) <= _elements(shown[1][path]), path
        assert not re.search(r"(?:href|src|action)=\"(?!/|#)", page), path
        assert "javascript:" not in re.sub(r">[^<]*<", "><", page), path
        assert "<script>alert" not in page
    assert re.search(r"qz\d{4}|Zqx\d", shown[0]["/r/"]), "nothing of what was typed is shown at all"


# What is written down


def test_the_log_holds_nothing_that_anybody_asked_for_or_brought(servers: tuple[Serving, Serving]) -> None:
    with Officer(servers[0], headers={HEADER: ANNA}) as officer:
        [token] = officer.drop(("Wexcombe, Orla MSC-2026-0417.json", MINIMAL))
        officer.get(f"/r/{token}?name=Orla", headers={"user-agent": "Wexcombe", "referer": "http://x/Orla"})
        officer.get("/Wexcombe/Orla")
        officer.client.request("ORLA", "/")
    for server in servers:
        lines = server.said().splitlines()
        asked = [line for line in lines if LINE.fullmatch(line)]
        assert len(asked) > 10
        said = "\n".join(lines)
        for word in ("Wexcombe", "Orla", "ORLA", "okoro", "MSC-2026", token, "copper", "Traceback", "evil", ".json"):
            assert word not in said, word
        assert len(lines) - len(asked) <= 5, [line for line in lines if line not in asked]


def test_whoever_has_not_signed_in_can_send_no_more_than_signing_in_needs(servers: tuple[Serving, Serving]) -> None:
    with Officer(servers[1]) as stranger:
        stranger.get("/sign-in")
        large = {"phrase": "x" * 10_000, **{f"more {n}": "x" * 10_000 for n in range(8)}}
        assert stranger.post("/sign-in", large).status_code == 413
        assert stranger.post("/sign-in", files=[("files", ("a.json", b"x" * 100_000))]).status_code == 413


def test_forms_without_files_are_taken_while_as_many_files_arrive_as_may_at_once(tmp_path: Path) -> None:
    with opened(tmp_path) as page:
        [token] = page.drop(("case.json", b"record"))
        page.house.uploads = asyncio.Semaphore(0)
        assert page.post(f"/r/{token}/forget").status_code == 303
        assert page.post("/sign-out").status_code == 303
