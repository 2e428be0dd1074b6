"""The page served: sockets, connections that take too long, and an end in good order. Only here is uvicorn used."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
import ssl
import sys
from collections.abc import Callable
from contextlib import nullcontext, suppress
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from .errors import UsageError
from .web_guard import HEADERS
from .web_settings import Settings

HEADER_SECONDS = 10.0
"""Seconds within which the head of a request must be there."""
TAKE_SECONDS = 30.0
"""Seconds after which a connection is ended whose reader takes nothing of what waits for it."""
GRACE = 5
"""Seconds for what is under way when the server is ended."""
_LONGEST_HEAD = 16 * 1024
_NOT_UNDERSTOOD = "This was not understood. What arrived was not what a browser sends. Go to the start page.\n"
_NOT_HTTP = "\r\n".join(
    (
        "HTTP/1.1 400 Bad Request",
        "content-type: text/plain; charset=utf-8",
        f"content-length: {len(_NOT_UNDERSTOOD)}",
        "connection: close",
        *(f"{name}: {value}" for name, value in HEADERS),
        "",
        _NOT_UNDERSTOOD,
    )
).encode("ascii")
"""What answers where no request can be made out: it never comes as far as the guard."""
_BACKLOG = 128


class PatientProtocol(H11Protocol):
    """HTTP/1.1 as uvicorn speaks it, with an end to patience: for the head of a request, and for taking an answer."""

    _most: int | None = None
    _head: asyncio.TimerHandle | None = None
    _take: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request; one connection too many is ended at once."""
        super().connection_made(transport)
        # From here on the limit is kept here alone: uvicorn would answer the last ones with a page of its own.
        self._most, self.limit_concurrency = self.limit_concurrency, None
        if self._most is not None and len(self.connections) > self._most:
            transport.abort()
            return
        self._wait_for_head()
        self._wait_for_taking(0)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        for timer in (self._head, self._take):
            if timer is not None:
                timer.cancel()
        self._head = self._take = None
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Wait on for as long as no request is there: pieces that trickle in do not make it longer."""
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            if self._head is not None:
                self._head.cancel()
                self._head = None
        elif self._head is None:
            self._wait_for_head()

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP as everything is answered: in plain words, kept nowhere, shown in no frame."""
        begun = self.cycle is not None and self.cycle.response_started and not self.cycle.response_complete
        if not begun:  # nothing can be put into the middle of an answer that is on its way
            self.transport.write(_NOT_HTTP)
        self.transport.close()

    def _wait_for_head(self) -> None:
        self._head = self.loop.call_later(HEADER_SECONDS, self._too_slow)

    def _too_slow(self) -> None:
        self._head = None
        if self.cycle is None or self.cycle.response_complete:
            # What is still on its way to a slow reader is for the other timer.
            if self.transport.get_write_buffer_size():
                self._wait_for_head()
            else:
                self.transport.abort()

    def _wait_for_taking(self, before: int) -> None:
        self._take = self.loop.call_later(TAKE_SECONDS, self._nothing_taken, before)

    def _nothing_taken(self, before: int) -> None:
        left = self.transport.get_write_buffer_size()
        if left and left == before:
            self.transport.abort()
        else:
            self._wait_for_taking(left)


def listening(settings: Settings) -> socket.socket:
    """A socket for the address of the settings. Raises UsageError where there can be none, or no https."""
    _refuse_certificate(settings)
    where = f"{settings.host}:{settings.port}"
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
        made = socket.socket(family, kind, protocol)
    except OSError:
        raise UsageError(f"{where} is no address of this machine. Check --host.") from None
    try:
        if sys.platform == "win32":
            made.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
        made.listen(_BACKLOG)  # who comes before the server is ready is kept waiting, and not sent away
    except OSError:
        made.close()
        raise UsageError(
            f"Nothing can listen at {where}: another program does already, or you may not. Choose another --port."
        ) from None
    return made


def _refuse_certificate(settings: Settings) -> None:
    """Raise where the certificate and its key are none that a server could use."""
    if settings.certificate is None or settings.key is None:
        return
    try:
        # A key under a pass phrase would have it asked for where nobody sits.
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(settings.certificate, settings.key, lambda: "")
    except (OSError, ValueError):
        raise UsageError(
            f"{settings.certificate.name} and {settings.key.name} cannot be used for https: one is missing or may not "
            "be read, they do not belong together, or the key is locked. Check certificate and key under [page]."
        ) from None


def serve(app: ASGIApp, settings: Settings, listener: socket.socket) -> None:
    """Serve the page until Ctrl-C, SIGTERM or the end of the terminal. Returns once all has been put away."""
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "asyncio", "concurrent.futures"):
        quiet = logging.getLogger(name)  # what they log may hold what was sent
        quiet.setLevel(logging.CRITICAL + 1)
        quiet.propagate = False
    config = uvicorn.Config(
        app,
        http=PatientProtocol,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=settings.limits.connections,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=GRACE,
        h11_max_incomplete_event_size=_LONGEST_HEAD,
        ssl_certfile=settings.certificate,
        ssl_keyfile=settings.key,
        workers=1,
    )
    server = _Server(config)
    with _ended_by_signals(server.end):
        server.run(sockets=[listener])


class _Server(uvicorn.Server):
    """A server that ends in good order and raises nothing afterwards."""

    def end(self, *_: Any) -> None:
        """Ask it to end; asked again it does so without waiting for what is under way."""
        self.force_exit = self.should_exit
        self.should_exit = True

    def capture_signals(self) -> Any:
        """Leave signals to `serve`: uvicorn would raise them anew before what is on disk has been removed."""
        return nullcontext()


class _ended_by_signals:
    """While it lasts, the signals that end a program call `end`."""

    NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")

    def __init__(self, end: Callable[..., None]) -> None:
        self.end = end
        self.before: dict[int, Any] = {}

    def __enter__(self) -> None:
        for name in self.NAMES:
            number = getattr(signal, name, None)
            if number is not None:
                with suppress(ValueError):  # not in the main thread: there nobody sends signals
                    self.before[number] = signal.signal(number, self.end)

    def __exit__(self, *_: object) -> None:
        for number, before in self.before.items():
            signal.signal(number, before)
