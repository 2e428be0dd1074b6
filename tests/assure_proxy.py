"""The officer's whole way through a real nginx, with the very settings of `docs/serving.md`; and what outsiders try.

Run by `./dev assure`; skipped, loudly, where nginx or openssl is missing. nginx listens on this machine alone, with a
certificate that is thrown away afterwards; in place of oauth2-proxy stands a small server that answers as it does.
"""

from __future__ import annotations

import io
import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from casepack.manifest import MANIFEST
from casepack.web_guard import HEADERS
from casepack.web_identity import MOST

from . import serving
from .conftest import INPUTS
from .serving import Officer, Serving, free_port

LACKING = [name for name in ("nginx", "openssl") if shutil.which(name, path="/usr/sbin:/usr/bin:/sbin:/bin") is None]
WHY = (
    f"not here: {' and '.join(LACKING)}; so the settings for nginx were NOT tried: apt-get install nginx-light openssl"
)
pytestmark = pytest.mark.skipif(bool(LACKING), reason=WHY)

DOCS = (Path(__file__).resolve().parent.parent / "docs" / "serving.md").read_text(encoding="utf-8")
NAME = "casepack.example.org"
ANNA, BEN = "a.shah@example.org", "b.thwaite@example.org"
PHRASE = "copper lantern orbit meadow"
SECRET = "a secret of forty letters, made by hand"
MEGABYTE = 1024 * 1024
OUTER = """
daemon off;
pid HOME/nginx.pid;
error_log HOME/error.log info;
events {}
http {
    access_log HOME/access.log;
    client_body_temp_path HOME/temp/body;
    proxy_temp_path HOME/temp/proxy;
    fastcgi_temp_path HOME/temp/fastcgi;
    uwsgi_temp_path HOME/temp/uwsgi;
    scgi_temp_path HOME/temp/scgi;
    INNER
}
"""


def block(language: str, holding: str) -> str:
    """The piece of the documentation in this language that holds these words."""
    [found] = [one for one in re.findall(rf"```{language}\n(.*?)```", DOCS, re.DOTALL) if holding in one]
    return str(found)


class SignOn(BaseHTTPRequestHandler):
    """oauth2-proxy with `--reverse-proxy --set-xauthrequest`, as nginx sees it: whoever has a cookie is that person."""

    def do_GET(self) -> None:
        told = re.search(r"_oauth2_proxy=([^;]+)", self.headers.get("Cookie", ""))
        known = self.path == "/oauth2/auth" and told is not None
        page = self.path.startswith("/oauth2/sign_in")
        self.send_response(202 if known else 200 if page else 401)
        if known and told is not None:
            self.send_header("X-Auth-Request-Email", told[1])
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@dataclass
class Nginx(threading.Thread):
    """nginx as it runs, and what it ever had in its own folders (looked at a hundred times a second)."""

    home: Path
    port: int
    plain: int
    seen: set[str] = field(default_factory=set)
    done: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        while not self.done.wait(0.01):
            with suppress(OSError):
                self.seen |= {str(path) for path in (self.home / "temp").rglob("*") if path.is_file()}

    def log(self, name: str) -> str:
        return (self.home / f"{name}.log").read_text(encoding="utf-8")

    def officer(
        self, server: Serving, headers: dict[str, str] | None = None, source: str = "127.0.0.1", who: str = ""
    ) -> Officer:
        """Somebody whose browser knows the page by its name and trusts its certificate."""
        trust = ssl.create_default_context(cafile=str(self.home / "page.pem"))
        transport = Named(trust, source)
        one = Officer(server, source=source, origin=f"https://{NAME}")
        one.client.close()
        one.client = httpx.Client(
            base_url=f"https://127.0.0.1:{self.port}",
            transport=transport,
            timeout=serving.PATIENCE,
            headers={"Host": NAME, **(headers or {})},
            cookies={"_oauth2_proxy": who} if who else None,
        )
        return one


class Named(httpx.HTTPTransport):
    """Calls the address of the test by the name of the page, as if the name led there."""

    def __init__(self, trust: ssl.SSLContext, source: str) -> None:
        super().__init__(verify=trust, local_address=source)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.extensions = {**request.extensions, "sni_hostname": NAME}
        return super().handle_request(request)


@contextmanager
def nginx(home: Path, inner: str, changes: dict[str, str]) -> Iterator[Nginx]:
    """nginx with this piece of the documentation, in which nothing is changed but addresses and paths."""
    (home / "temp").mkdir(parents=True)
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
         "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}",
         "-keyout", str(home / "page.key"), "-out", str(home / "page.pem")],
        check=True, capture_output=True,
    )  # fmt: skip
    port, plain = free_port(), free_port()
    usual = {
        "listen 443 ssl;": f"listen 127.0.0.1:{port} ssl;",
        "/etc/ssl/casepack.pem": str(home / "page.pem"),
        "/etc/ssl/private/casepack.key": str(home / "page.key"),
    }
    inner = inner.replace("listen 80;", f"listen 127.0.0.1:{plain};")
    for there, here in {**usual, **changes}.items():
        assert there in inner, there
        inner = inner.replace(there, here)
    whole = OUTER.replace("HOME", str(home)).replace("INNER", inner)
    (home / "nginx.conf").write_text(whole, encoding="utf-8")
    command = ["nginx", "-p", str(home), "-e", str(home / "error.log"), "-c", str(home / "nginx.conf")]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    assert "warn" not in checked.stderr
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    one = Nginx(home, port, plain)
    one.start()
    try:
        until = time.monotonic() + serving.PATIENCE
        while time.monotonic() < until:
            with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
        yield one
    finally:
        one.done.set()
        one.join()
        process.terminate()
        process.wait(timeout=20)


@dataclass
class Place:
    """casepack behind nginx."""

    server: Serving
    front: Nginx

    def officer(self, who: str = "", **headers: str) -> Officer:
        """Somebody who is signed in with this name, or not at all."""
        return self.front.officer(self.server, headers, who=who)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """The settings for single sign-on, those of casepack and those of nginx, as they stand in the documentation."""
    home = tmp_path_factory.mktemp("proxy")
    (home / "secret").write_text(SECRET, encoding="utf-8")
    (home / "secret").chmod(0o600)
    toml = block("toml", "[proxy]").replace("/etc/casepack/proxy-secret", str(home / "secret"))
    assert toml.startswith('[page]\nnames = ["casepack.example.org"]')
    toml = re.sub(r"^\[page\]\n|^scratch = .*\n", "", toml, flags=re.MULTILINE)
    sign_on = ThreadingHTTPServer(("127.0.0.1", 0), SignOn)
    threading.Thread(target=sign_on.serve_forever, daemon=True).start()
    server = serving.start(home / "casepack", toml)
    changes = {
        "http://127.0.0.1:8700": server.url,
        "http://127.0.0.1:4180": f"http://127.0.0.1:{sign_on.server_port}",
        "what stands in the secret-file": SECRET,
    }
    try:
        until_ready(server)
        with nginx(home / "nginx", block("nginx", "auth_request"), changes) as front:
            yield Place(server, front)
            assert front.seen == set()
            errors = [line for line in front.log("error").splitlines() if "[error]" in line or "[warn]" in line]
            assert [line for line in errors if "client intended to send too large body" not in line] == []
    finally:
        server.stop()
        sign_on.shutdown()
        sign_on.server_close()


def until_ready(server: Serving) -> None:
    """Wait until it listens: to whoever is not the proxy it answers nothing but a refusal."""
    until = time.monotonic() + serving.PATIENCE
    while time.monotonic() < until and server.process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", server.port)):
            return
        time.sleep(0.05)
    raise AssertionError(server.said())


def test_the_whole_way_of_an_officer_through_the_proxy(place: Place) -> None:
    with place.officer(ANNA) as anna:
        start = anna.get("/")
        assert (start.status_code, ANNA in start.text) == (200, True)
        told = {name: start.headers.get_list(name) for name, _ in HEADERS}
        assert told == {name: [value] for name, value in HEADERS}
        assert start.headers["strict-transport-security"] == "max-age=31536000"
        assert [name for name in anna.client.cookies if name.startswith("__Host-")] != []
        assert (start.headers["server"], "uvicorn" in str(start.headers)) == ("nginx", False)
        assert anna.get("/static/casepack.css").headers["content-type"].startswith("text/css")
        blank = anna.get("/workbook")
        assert zipfile.ZipFile(io.BytesIO(blank.content)).testzip() is None
        [token] = anna.drop_paths(INPUTS / "sample-minimal.xlsx")
        plan = anna.get(f"/r/{token}").text
        assert ("What it tells about whom" in plan, ANNA in plan) == (True, True)
        assert anna.make(token) == "made"
        assert anna.get(f"/r/{token}/d/0").status_code == 200
        assert anna.get(f"/r/{token}/d/0/1.png").content.startswith(b"\x89PNG")
        with zipfile.ZipFile(io.BytesIO(anna.take(token))) as archive:
            assert archive.testzip() is None
            assert any(name.endswith(f"/{MANIFEST}") for name in archive.namelist())
        assert token not in anna.states()
        anna.post("/sign-out")
    assert "sample" not in place.front.log("access")


def test_who_is_not_signed_in_is_sent_to_sign_in_whatever_they_say(place: Place) -> None:
    forged = {"X-Remote-User": ANNA, "X-Casepack-Proxy": SECRET, "X-Auth-Request-Email": ANNA}
    for headers in ({}, forged, {"X_Remote_User": ANNA}):
        with place.officer(**headers) as nobody:
            for path in ("/", "/files", "/health", "/static/casepack.css"):
                answer = nobody.get(path)
                assert answer.status_code == 302, path
                assert answer.headers["location"].startswith(f"https://{NAME}")
                assert "/oauth2/sign_in?rd=" in answer.headers["location"]
            assert nobody.client.post("/files", data={"csrf": "0"}).status_code == 302
            assert nobody.get("/oauth2/auth").status_code == 404  # it is for nginx alone


@pytest.mark.parametrize("header", ["X-Remote-User", "X-REMOTE-USER", "X_Remote_User", "X-Auth-Request-Email"])
def test_a_name_that_comes_from_outside_takes_nobody_s_place(place: Place, header: str) -> None:
    with place.officer(ANNA, **{header: BEN}) as anna:
        anna.get("/")
        anna.drop(("a.json", b"{}"))
        page = anna.get("/")
        assert (page.status_code, ANNA in page.text, BEN in page.text) == (200, True, False)
        anna.post("/sign-out")
    with place.officer(BEN, **{header: ANNA}) as ben:  # signed in, but not among the users of the settings
        assert ben.get("/").status_code == 403


def test_past_the_proxy_nothing_is_answered_without_its_secret(place: Place) -> None:
    for headers in ({}, {"X-Casepack-Proxy": "a guess"}):
        answer = httpx.get(place.server.url, headers={"Host": NAME, "X-Remote-User": ANNA, **headers}, trust_env=False)
        assert answer.status_code == 403


def test_a_form_is_taken_from_the_page_s_own_address_alone(place: Place) -> None:
    with place.officer(ANNA) as anna:
        anna.get("/")
        for headers in (
            {"Origin": "https://example.org", "Sec-Fetch-Site": "cross-site"},
            {"Origin": f"http://{NAME}"},
            {"Origin": f"https://{NAME}.example.org"},
        ):
            sent = {"Sec-Fetch-Site": "same-origin", **headers}
            assert anna.post("/files", files=[("files", ("a.json", b"{}"))], headers=sent).status_code == 403
        elsewhere = anna.client.get("/", headers={"Host": "another.example.org"})
        assert elsewhere.status_code == 421


def test_large_files_arrive_and_too_large_ones_are_refused_in_words(place: Place) -> None:
    with place.officer(ANNA) as anna:
        anna.get("/")
        tokens = anna.drop(*((f"{n}.xlsx", bytes(9 * MEGABYTE)) for n in range(6)))
        assert len(tokens) == 6
        whole = [("files", (f"{n}.xlsx", bytes(9 * MEGABYTE))) for n in range(7)]
        refused = anna.post("/files", files=whole)
        assert (refused.status_code, "Together the files are larger than 60 MB" in refused.text) == (413, True)
        assert anna.post("/files", files=[*whole, *whole]).status_code == 413
        anna.post("/sign-out")


def test_http_leads_to_https(place: Place) -> None:
    headers = {"Host": "another.example.org"}
    answer = httpx.get(f"http://127.0.0.1:{place.front.plain}/help", headers=headers, trust_env=False)
    assert (answer.status_code, answer.headers["location"]) == (301, f"https://{NAME}/help")


def test_behind_nginx_whoever_guesses_the_pass_phrase_locks_out_nobody_else(tmp_path: Path) -> None:
    (tmp_path / "phrase.txt").write_text(PHRASE, encoding="utf-8")
    (tmp_path / "phrase.txt").chmod(0o600)
    toml = block("toml", "front-header")
    toml = toml.replace("[page]\n", "").replace("phrase.txt", str(tmp_path / "phrase.txt"))
    server = serving.start(tmp_path / "casepack", toml)
    try:
        until_ready(server)
        with nginx(
            tmp_path / "nginx", block("nginx", "X-Forwarded-For"), {"http://127.0.0.1:8700": server.url}
        ) as front:
            with front.officer(server, {"X-Forwarded-For": "127.0.0.9"}, "127.0.0.8") as guesser:
                guesser.get("/sign-in")
                answers = [guesser.post("/sign-in", {"phrase": "wrong"}).status_code for _ in range(MOST)]
                assert answers[:3] + answers[-1:] == [403, 403, 403, 429]
            with front.officer(server, source="127.0.0.9") as officer:
                officer.get("/sign-in")
                assert officer.post("/sign-in", {"phrase": PHRASE}).headers["location"] == "/"
                assert officer.get("/").status_code == 200
    finally:
        server.stop()
