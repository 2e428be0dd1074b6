"""What stands before every page: which requests are let in, how long they may take, what every answer carries.

The log has one line for each request: when, how, the pattern of the address, what was answered, how long it took. No
token, no name, no query ever stands in it.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from . import web_refusal
from .web_refusal import Refusal
from .web_settings import MIB, Settings

CONTENT_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: tuple[tuple[str, str], ...] = (
    ("cache-control", "no-store"),
    ("content-security-policy", CONTENT_POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=(), usb=(), payment=(), interest-cohort=()"),
    ("x-robots-tag", "noindex, nofollow"),
)
"""What every answer carries, whatever it is: source of the rule is the promise that nothing is kept or framed."""

SLOW = 408
_PLAIN = b"<!doctype html><html lang=en><title>casepack</title><h1>casepack has made a mistake</h1>"
_METHODS = ("GET", "POST")
_PIECE = 256 * 1024
_SEND_SECONDS = 60.0
_UNTOLD = ("/files/state", "/health")
"""What pages and watchers ask for by themselves every few seconds: the log tells of it only where it fails."""
_LONGEST_PATH = 300
_OWN = "same-origin"
_HOST = re.compile(r"(?:(?P<name>[A-Za-z0-9.-]+)|\[(?P<six>[0-9A-Fa-f:.]+)\])(?::[0-9]{1,5})?")


@dataclass
class Guard:
    """An application behind its guard. `refuse` makes a page (bytes of HTML) of a refusal; `now` tells the time in UTC
    for the log, which `log` takes line by line.
    """

    app: ASGIApp
    settings: Settings
    refuse: Callable[[Refusal], bytes]
    now: Callable[[], datetime]
    log: Callable[[str], None]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            await _Answer(self, scope, receive, send).give()


class _Answer:
    """One request on its way through: what has arrived of it, and what was answered."""

    def __init__(self, guard: Guard, scope: Scope, receive: Receive, send: Send) -> None:
        self.guard, self.scope, self._receive, self._send = guard, scope, receive, send
        self.limits = guard.settings.limits
        self.begun = time.monotonic()
        self.status = 0
        self.arrived = 0
        self.whole = scope["method"] == "GET"
        self.headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]

    async def give(self) -> None:
        """Check, answer, log."""
        try:
            try:
                self._check()
                await self.guard.app(self.scope, self.receive, self.send)
            except Refusal as refusal:
                await self._refuse(refusal)
            except HTTPException as error:
                await self._refuse(web_refusal.not_so() if error.status_code == 405 else web_refusal.not_there())
            except (ClientDisconnect, ConnectionError):
                self.status = self.status or 499
            except Exception:  # noqa: BLE001 - its text may hold what an officer's file says: nobody is to see it
                await self._refuse(web_refusal.fault())
        finally:
            self._log()

    def _check(self) -> None:
        """Raise `Refusal` for what no page of casepack sends."""
        method = self.scope["method"]
        if method not in _METHODS:
            raise web_refusal.not_so()
        proxy, client = self.guard.settings.proxy, self.scope.get("client")
        if proxy and not (client and proxy.calls_from(client[0])):
            raise web_refusal.not_known()
        hosts = self._all("host")
        if len(hosts) != 1 or not self._is_own(hosts[0]):
            raise web_refusal.wrong_host()
        if len(self.scope["path"]) > _LONGEST_PATH:
            raise web_refusal.not_there()
        if method == "POST":
            self._check_origin(hosts[0])
            self._check_length()

    def _is_own(self, host: str) -> bool:
        """Is this one of the page's names, with any port? A name of another site that leads here is none."""
        named = _HOST.fullmatch(host)
        return named is not None and (named["name"] or named["six"]).lower() in self.guard.settings.names

    def _check_origin(self, host: str) -> None:
        """Let in only what a page of this very site sends. The browser says so in Sec-Fetch-Site; where it is too old
        for that, in Origin, which it withholds ("null") on pages that tell no referrer, as these are.
        """
        sites, origins = self._all("sec-fetch-site"), self._all("origin")
        if len(sites) > 1 or len(origins) > 1 or (sites and sites[0] != _OWN) or not (sites or origins):
            raise web_refusal.from_elsewhere()
        own = f"{'https' if self.guard.settings.https else 'http'}://{host}".lower()
        if origins and origins[0].lower() != own and not (sites and origins[0] == "null"):
            raise web_refusal.from_elsewhere()

    def _check_length(self) -> None:
        lengths = self._all("content-length")
        if lengths and (not lengths[0].isdecimal() or int(lengths[0]) > self.limits.request):
            raise web_refusal.too_large(size_words(self.limits.request))

    def _all(self, name: str) -> list[str]:
        return [value.strip() for told, value in self.headers if told.lower() == name]

    async def receive(self) -> Message:
        """The next piece of the request; `Refusal` where it is too much, or takes too long to arrive."""
        left = self.begun + self.limits.upload_seconds - time.monotonic()
        if left <= 0:  # said here, for what is there already is handed over without a wait that could be cut short
            raise web_refusal.too_slow()
        try:
            async with asyncio.timeout(min(self.limits.pause_seconds, left)):
                message = await self._receive()
        except TimeoutError:
            raise web_refusal.too_slow() from None
        if message["type"] == "http.request":
            self.arrived += len(message.get("body", b""))
            self.whole = not message.get("more_body", False)
            if self.arrived > self.limits.request:
                raise web_refusal.too_large(size_words(self.limits.request))
        else:
            self.whole = True
        return message

    async def _take_in(self) -> None:
        """Let the rest of a request arrive, within limits: a browser that is still sending reads no answer."""
        with suppress(Exception):
            async with asyncio.timeout(self.limits.pause_seconds):
                while not self.whole and self.arrived <= 2 * self.limits.request:
                    message = await self._receive()
                    self.arrived += len(message.get("body", b""))
                    self.whole = message["type"] != "http.request" or not message.get("more_body", False)

    async def send(self, message: Message) -> None:
        """Hand on the answer with the headers that every answer carries, in pieces that must each be taken in time."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            if not self.whole and self.status != SLOW:
                await self._take_in()
            await self._out({**message, "headers": self._with_ours(message.get("headers", []))})
            return
        body, more = message.get("body", b""), message.get("more_body", False)
        for at in range(0, max(len(body), 1), _PIECE):
            rest = more or at + _PIECE < len(body)
            await self._out({**message, "body": body[at : at + _PIECE], "more_body": rest})

    def _with_ours(self, told: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        ours = [(name.encode(), value.encode()) for name, value in HEADERS]
        if not self.whole:
            ours.append((b"connection", b"close"))
        names = {name for name, _ in ours}
        return [pair for pair in told if pair[0].lower() not in names] + ours

    async def _out(self, message: Message) -> None:
        try:
            async with asyncio.timeout(_SEND_SECONDS):
                await self._send(message)
        except TimeoutError:
            raise ConnectionError from None

    async def _refuse(self, refusal: Refusal) -> None:
        """Answer with the words of a refusal, if nothing has been answered yet."""
        if self.status:
            return
        try:
            body = self.guard.refuse(refusal)
        except Exception:  # noqa: BLE001 - a page that cannot be made: what stands in its place is made of nothing
            body = _PLAIN
        headers = [
            (b"content-type", b"text/html; charset=utf-8"),
            (b"content-length", str(len(body)).encode()),
        ]
        if refusal.status == 405:
            headers.append((b"allow", b"GET, POST"))
        with suppress(ConnectionError):
            await self.send({"type": "http.response.start", "status": refusal.status, "headers": headers})
            # An answer to HEAD has no body.
            shown = b"" if self.scope["method"] == "HEAD" else body
            await self.send({"type": "http.response.body", "body": shown})

    def _log(self) -> None:
        route = getattr(self.scope.get("route"), "path", "-")
        if route in _UNTOLD and self.status == 200:
            return
        method = self.scope["method"] if self.scope["method"] in (*_METHODS, "HEAD", "OPTIONS") else "-"
        spent = round((time.monotonic() - self.begun) * 1000)
        self.guard.log(f"{self.guard.now():%Y-%m-%dT%H:%M:%SZ} {method} {route} {self.status or 499} {spent} ms")


def size_words(size: int) -> str:
    """A limit in words: "60 MB"."""
    return f"{size // MIB} MB"
