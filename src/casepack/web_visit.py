"""One request of one officer: who it is, which desk is theirs, the forms they fill in, the pages they get."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from . import web_refusal
from .web_crew import Crew, Dropped, TaskFailed
from .web_desk import Desk, Desks, Entry
from .web_forms import Form, answers_of, form_of
from .web_guard import size_words
from .web_identity import Caller, PhraseDoor, caller_of, named_by_proxy
from .web_model import FileRow, Limits
from .web_settings import Settings

UPLOADS = 16
"""Forms that may arrive at once: what arrives is in memory until all of it is there."""
_TURN = 30.0

Handler = Callable[["Visit"], Awaitable[Response]]


class Tasks(Protocol):
    """What workers do for the page: the functions of `web_tasks`, or stand-ins of the same shape."""

    look: Callable[..., Any]
    make_pack: Callable[..., Any]
    hold: Callable[..., Any]
    due: Callable[..., Any]
    blank: Callable[..., Any]
    pages: Callable[..., Any]
    zipped: Callable[..., Any]


@dataclass
class House:
    """What all the visits of a server share. `now` tells the time in UTC; `secret` is known to this server only."""

    settings: Settings
    organisation: str
    office: Path
    templates: Path | None
    desks: Desks
    crew: Crew
    tasks: Tasks
    render: Callable[..., str]
    static: Callable[[str], tuple[bytes, str]]
    now: Callable[[], datetime]
    log: Callable[[str], None]
    door: PhraseDoor | None = None
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    following: set[asyncio.Task[None]] = field(default_factory=set)
    uploads: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(UPLOADS))

    @property
    def limits(self) -> Limits:
        """The limits as pages tell them."""
        limits = self.settings.limits
        return Limits(limits.files, size_words(limits.file), int(limits.idle_seconds // 60))

    def sign(self, purpose: str, session: str) -> str:
        """A word that nobody but this server can make, for one purpose and one session."""
        return hmac.new(self.secret, f"{purpose} {session}".encode(), hashlib.sha256).hexdigest()

    async def clear_desk(self, session: str) -> None:
        """Take a desk away, end what is done for it, and remove its folder."""
        desk = self.desks.close(session)
        if desk is not None:
            await self.crew.drop(desk.key)
            await asyncio.to_thread(self.desks.clear, desk.folder)

    async def clear_entry(self, desk: Desk, entry: Entry) -> None:
        """The same for one entry."""
        desk.entries.pop(entry.token, None)
        desk.due = None
        await self.crew.drop(desk.key, entry.token)
        await asyncio.to_thread(self.desks.clear, entry.folder)


class Visit:
    """One request, with what is known of who sent it."""

    def __init__(self, house: House, request: Request) -> None:
        """Raises `Refusal` (403) where the proxy names nobody who may come in."""
        self.house, self.request = house, request
        settings = house.settings
        address = request.client.host if request.client else ""
        self.caller: Caller = caller_of(settings, address, request.scope["headers"])
        self.who = named_by_proxy(settings.proxy, address, request.scope["headers"]) if settings.proxy else ""
        self._told = self._session_told()
        self.session = self._told or secrets.token_urlsafe(32)
        self.desk_or_none = house.desks.find(self._told, self.who)
        self._forget = False

    def _session_told(self) -> str | None:
        """The session in the cookie, if this server has issued it."""
        session, _, sign = self.request.cookies.get(self.house.settings.cookie, "").partition(".")
        known = session and hmac.compare_digest(sign.encode(), self.house.sign("session", session).encode())
        return session if known else None

    @property
    def may_enter(self) -> bool:
        """Is it known that this officer may use the page?"""
        return self.house.door is None or self.desk_or_none is not None

    @property
    def from_elsewhere(self) -> bool:
        """Did a link on another site lead here? Then the browser holds the cookie back, whatever there is of one."""
        site = self.request.headers.get("sec-fetch-site", "")
        return self._told is None and site in ("cross-site", "same-site")

    @property
    def desk(self) -> Desk:
        """The officer's desk; a refusal (404) where they have none."""
        if self.desk_or_none is None:
            raise web_refusal.not_there()
        return self.desk_or_none

    @property
    def listed(self) -> list[Entry]:
        """What may be listed of what is on the desk."""
        return self.desk_or_none.listed if self.desk_or_none else []

    @property
    def unlisted(self) -> list[str]:
        """The tokens of what is not."""
        return self.desk_or_none.unlisted if self.desk_or_none else []

    def entry(self) -> Entry:
        """The entry that the address names; a refusal (404) where it is not on this officer's desk."""
        return self.desk.entry(self.request.path_params["token"])

    def number(self, name: str = "n") -> int:
        """The number that the address names."""
        return int(self.request.path_params[name])

    async def take_desk(self) -> Desk:
        """The officer's desk, a new one under a new session if there is none.

        An id that was known before, to whomever, opens nothing.
        """
        if self.desk_or_none is None:
            self._told, self.session = None, secrets.token_urlsafe(32)
            self.desk_or_none = self.house.desks.open(self.session, self.who)
        return self.desk_or_none

    async def leave(self) -> None:
        """End the session and remove all that belongs to it."""
        await self.house.clear_desk(self.session)
        self.desk_or_none, self._forget = None, True

    async def answers(self) -> Form:
        """The form that was sent, one without files. Raises `Refusal` where it is not one of this session's."""
        return self._own(await answers_of(self.request, self.house.settings.limits))

    async def form(self, *, largest: int | None = None) -> Form:
        """The same with files, when it is its turn: only so many are taken in at once."""
        async with _turn(self.house.uploads):
            return self._own(await form_of(self.request, self.house.settings.limits, largest=largest))

    def _own(self, form: Form) -> Form:
        told = form.word("csrf").encode("utf-8", "replace")
        if self._told is None or not hmac.compare_digest(told, self.house.sign("form", self.session).encode()):
            raise web_refusal.out_of_date()
        return form

    def page(self, name: str, *, code: int = 200, refresh: int | None = None, **context: Any) -> Response:
        """One of the pages, which refreshes itself after `refresh` seconds where no script does."""
        text = self.house.render(
            name,
            csrf=self.house.sign("form", self.session),
            signed_in=self.may_enter,
            who=self.who,
            organisation=self.house.organisation,
            refresh=refresh,
            can_sign_out=self.desk_or_none is not None,
            unfolded=self.request.query_params.get("all") == "1",
            **context,
        )
        return self.finished(Response(text, code, media_type="text/html"))

    def to(self, path: str) -> Response:
        """Send the browser on to another page."""
        return self.finished(RedirectResponse(path, 303))

    def download(self, data: bytes, name: str, media: str) -> Response:
        """A file to be kept, never to be shown by the browser under this site's name."""
        plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in " ._-()") else "_" for sign in name)
        told = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
        return self.finished(Response(data, media_type=media, headers={"content-disposition": told}))

    async def file(self, row: FileRow) -> Response:
        """One file of those that were made."""
        try:
            data = await asyncio.to_thread(row.path.read_bytes)
        except OSError:
            raise web_refusal.not_there() from None
        return self.download(data, row.name, row.media)

    def finished(self, response: Response) -> Response:
        """The answer with the session's cookie, where the browser has none yet or is to forget it."""
        settings = self.house.settings
        if self._forget:
            response.delete_cookie(settings.cookie, path="/", secure=settings.https, httponly=True, samesite="strict")
            response.headers["clear-site-data"] = '"cache", "storage"'
        elif self._told is None and not self.from_elsewhere:
            response.set_cookie(
                settings.cookie,
                f"{self.session}.{self.house.sign('session', self.session)}",
                path="/",
                secure=settings.https,
                httponly=True,
                samesite="strict",
            )
        return response

    async def run(self, entry: str, work: Callable[..., Any], *args: Any) -> Any:
        """What a worker makes of a task. Raises `Refusal` with words where nothing comes of it."""
        key = self.desk_or_none.key if self.desk_or_none else "nobody"
        try:
            return await self.house.crew.run(key, entry, work, *args)
        except TaskFailed as error:
            raise web_refusal.failed(str(error)) from None
        except Dropped:
            raise web_refusal.not_there() from None


@asynccontextmanager
async def _turn(uploads: asyncio.Semaphore) -> AsyncIterator[None]:
    """Wait for one's turn, but not for ever."""
    try:
        async with asyncio.timeout(_TURN):
            await uploads.acquire()
    except TimeoutError:
        raise web_refusal.full() from None
    try:
        yield
    finally:
        uploads.release()


def answered(
    house: House, handler: Handler, *, open_to_all: bool = False, counts: bool = True
) -> Callable[[Request], Awaitable[Response]]:
    """A handler as an endpoint. Unless it is open to all, whoever is not known is sent to sign in.

    A request that a page makes by itself does not count as one of the officer's own.
    """

    async def endpoint(request: Request) -> Response:
        visit = Visit(house, request)
        if request.method == "GET" and visit.from_elsewhere:
            # Coming from another site the browser holds the cookie back: once more, from a page of this site.
            return _once_more(visit)
        if not visit.may_enter and not open_to_all:
            return visit.to("/sign-in")
        if visit.desk_or_none is not None and (counts or visit.desk_or_none.under_way):
            house.desks.touch(visit.desk_or_none)
        return await handler(visit)

    return endpoint


def _once_more(visit: Visit) -> Response:
    response = visit.page(
        "message.html",
        heading="casepack is opening",
        said="You came here from another page.",
        to_do="If nothing happens, go to the start page.",
        status=200,
    )
    response.headers["refresh"] = "0; url=/"
    return response
