"""The page as an application: which address leads to what, and what is done when it starts and ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from . import web_making, web_records, web_refusal
from .web_guard import Guard
from .web_refusal import Refusal
from .web_visit import Handler, House, Visit, answered
from .workers import give_back

SWEEP = 15.0
"""Seconds between two looks at which desks have been left alone."""


def application(house: House) -> ASGIApp:
    """The page of a house, behind its guard."""
    asked: list[tuple[str, Handler, str]] = [
        ("/", web_records.start, "GET"),
        ("/workbook", web_records.workbook, "GET"),
        ("/files", web_records.dropped, "POST"),
        ("/files", web_records.files, "GET"),
        ("/r/{token}", web_records.record, "GET"),
        ("/r/{token}/confirm", web_records.confirm, "POST"),
        ("/r/{token}/marked/{n:int}", web_records.marked, "GET"),
        ("/r/{token}/make", web_making.make, "POST"),
        ("/r/{token}/forget", web_records.forget, "POST"),
        ("/r/{token}/pack", web_making.pack, "GET"),
        ("/r/{token}/d/{n:int}", web_making.document, "GET"),
        ("/r/{token}/d/{n:int}/{k:int}.png", web_making.picture, "GET"),
        ("/r/{token}/f/{n:int}", web_making.single, "GET"),
        ("/r/{token}/take", web_making.take, "POST"),
        ("/deadlines", web_making.deadlines, "GET"),
        ("/deadlines.ics", web_making.calendar, "GET"),
        ("/conference", web_making.conference, "GET"),
        ("/conference", web_making.hold, "POST"),
        ("/sign-out", sign_out, "POST"),
    ]
    routes = [Route(path, answered(house, handler), methods=[method]) for path, handler, method in asked]
    routes += [
        Route("/files/state", answered(house, web_records.state, counts=False), methods=["GET"]),
        Route("/help", answered(house, web_records.help_page, open_to_all=True), methods=["GET"]),
        Route("/sign-in", answered(house, sign_in_page, open_to_all=True), methods=["GET"]),
        Route("/sign-in", answered(house, sign_in, open_to_all=True), methods=["POST"]),
        Route("/static/{name}", _static(house), methods=["GET"]),
        Route("/health", _health, methods=["GET"]),
        Route("/favicon.ico", _no_picture, methods=["GET"]),  # every browser asks for one
    ]
    router = Router(routes, redirect_slashes=False, default=_nothing, lifespan=_lifespan(house))

    async def inner(scope: Scope, receive: Receive, send: Send) -> None:
        scope["app"] = router  # so that the router raises what the guard puts into words
        await router(scope, receive, send)

    return Guard(inner, house.settings, _refused(house), house.now, house.log)


async def _nothing(scope: Scope, receive: Receive, send: Send) -> None:
    raise HTTPException(404)


def _refused(house: House) -> Callable[[Refusal], bytes]:
    """How a refusal looks: a page without a form, for nobody in particular."""

    def page(refusal: Refusal) -> bytes:
        text = house.render(
            "message.html",
            csrf="",
            signed_in=refusal.way_on,
            who="",
            organisation=house.organisation,
            refresh=None,
            can_sign_out=False,
            heading=refusal.heading,
            said=refusal.said,
            to_do=refusal.to_do,
            status=refusal.status,
        )
        return text.encode()

    return page


async def sign_in_page(visit: Visit) -> Response:
    """Where the pass phrase is asked for."""
    door = visit.house.door
    if door is None or visit.may_enter:
        return visit.to("/")
    return visit.page("signin.html", failed=False, wait=door.wait(visit.caller))


async def sign_in(visit: Visit) -> Response:
    """The pass phrase is tried; whoever knows it gets a desk, under a new session."""
    form = await visit.answers()
    door = visit.house.door
    if door is None:
        return visit.to("/")
    wait = door.wait(visit.caller)
    if wait:
        answer = visit.page("signin.html", code=429, failed=False, wait=wait)
        answer.headers["retry-after"] = str(wait)
        return answer
    if not door.opens(visit.caller, form.word("phrase")):
        return visit.page("signin.html", code=403, failed=True, wait=door.wait(visit.caller))
    if visit.desk_or_none is None:
        await visit.take_desk()
    return visit.to("/")


async def sign_out(visit: Visit) -> Response:
    """The officer is done: nothing of theirs stays."""
    await visit.answers()
    await visit.leave()
    return visit.to("/")


def _static(house: House) -> Callable[[Request], Any]:
    async def static(request: Request) -> Response:
        try:
            data, media = house.static(request.path_params["name"])
        except KeyError:
            raise web_refusal.not_there() from None
        return Response(data, media_type=media)

    return static


async def _health(request: Request) -> Response:
    return PlainTextResponse("ok\n")


async def _no_picture(request: Request) -> Response:
    return Response(status_code=204)


def _lifespan(house: House) -> Callable[[Any], Any]:
    @asynccontextmanager
    async def lifespan(_: Any) -> AsyncIterator[None]:
        await house.crew.start()
        sweeping = asyncio.create_task(_sweep(house))
        try:
            yield
        finally:
            sweeping.cancel()
            with suppress(asyncio.CancelledError):
                await sweeping
            await house.crew.close()
            for session in list(house.desks.by_session):
                await house.clear_desk(session)

    return lifespan


async def _sweep(house: House) -> None:
    """Take away the desks that were left alone, for as long as the server runs; a sweep that fails stops no other."""
    while True:
        await asyncio.sleep(SWEEP)
        try:
            await swept(house)
        except Exception:  # noqa: BLE001 - what it was must not be told, and the next sweep must come
            house.log(f"{house.now():%Y-%m-%dT%H:%M:%SZ} a sweep failed")


async def swept(house: House) -> None:
    """One sweep: desks left alone are taken away, what could not be removed is tried again, memory is given back."""
    for session in house.desks.idle():
        await house.clear_desk(session)
    await asyncio.to_thread(house.desks.sweep)
    # Packs go through the memory of many threads, each of which would keep room for the largest that it ever held.
    await asyncio.to_thread(give_back)
