"""The officer's files: dropped, read in a worker, shown with what is wrong and what would be made of them."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Coroutine
from contextlib import suppress

from starlette.responses import JSONResponse, Response

from . import web_refusal
from .actions_files import called_actions
from .web_crew import Dropped, TaskFailed
from .web_desk import Desk, Entry, lay_beside, put
from .web_guard import size_words
from .web_refusal import Refusal
from .web_visit import House, Visit

REFRESH = 3
"""Seconds after which a page refreshes itself while something is under way, where no script does."""
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NO_ROOM = "There was no room for it. Remove what you no longer need, then drop it again."


async def start(visit: Visit) -> Response:
    """Where files are dropped."""
    desk = visit.desk_or_none
    return visit.page(
        "start.html",
        entries=visit.listed,
        unlisted=visit.unlisted,
        meetings=desk.meetings if desk else [],
        limits=visit.house.limits,
    )


async def help_page(visit: Visit) -> Response:
    """How the page is used."""
    return visit.page("help.html", limits=visit.house.limits)


async def workbook(visit: Visit) -> Response:
    """An empty intake workbook of this office."""
    data = await visit.run(secrets.token_hex(4), visit.house.tasks.blank, visit.house.office)
    return visit.download(data, "incident.xlsx", WORKBOOK)


async def dropped(visit: Visit) -> Response:
    """Files are dropped: each gets its place on the desk, and is read when it is its turn."""
    house = visit.house
    form = await visit.form()
    brought = form.brought("files")
    if not brought:
        raise web_refusal.no_file()
    desk = await visit.take_desk()
    house.desks.room_for(desk, len(brought), sum(len(file.data or b"") for file in brought))
    entries = []
    for file in brought:
        entry = house.desks.add(desk, file.name)
        entries.append(entry)
        if file.data is None:
            most = size_words(house.settings.limits.file)
            entry.state, entry.trouble = "failed", f"It is larger than {most}. Check that it is the right file."
            continue
        house.desks.held += len(file.data)
        try:
            await asyncio.to_thread(put, entry, file.data)
        except OSError:
            entry.state, entry.trouble = "failed", NO_ROOM
    # What meetings agreed counts for every record, so it is read first.
    for entry in sorted(entries, key=lambda e: not called_actions(e.file_name)):
        if entry.state == "waiting":
            follow(house, look(house, desk, entry))
    return visit.to(f"/r/{entries[0].token}" if len(entries) == 1 else "/files")


async def files(visit: Visit) -> Response:
    """All the files on the desk, and how far they are."""
    under_way = bool(visit.desk_or_none and visit.desk_or_none.under_way)
    return visit.page(
        "files.html",
        entries=visit.listed,
        unlisted=visit.unlisted,
        progress={entry.token: entry.progress for entry in visit.listed if entry.progress},
        refresh=REFRESH if under_way else None,
    )


async def state(visit: Visit) -> Response:
    """The same for a script: by token, and without a name."""
    entries = visit.desk_or_none.entries.values() if visit.desk_or_none else ()
    told = {}
    for entry in entries:
        done, total = entry.progress or (0, 0)
        told[entry.token] = {"state": entry.state, "done": done, "total": total}
    return visit.finished(JSONResponse({"under_way": sum(e.under_way for e in entries), "entries": told}))


async def record(visit: Visit) -> Response:
    """One file: what is wrong in it and what would be made; of a sensitive case nothing until it is confirmed."""
    entry = visit.entry()
    if entry.kind == "conference":
        return visit.to(f"/r/{entry.token}/pack")
    if entry.alone and not entry.confirmed:
        return visit.page("confirm.html", entry=entry)
    if entry.state == "making":
        return visit.to(f"/r/{entry.token}/pack")
    return visit.page("record.html", entry=entry, refresh=REFRESH if entry.under_way else None)


async def confirm(visit: Visit) -> Response:
    """The officer says that they may see a sensitive case."""
    await visit.answers()
    entry = visit.entry()
    entry.confirmed = entry.alone
    return visit.to(f"/r/{entry.token}")


async def marked(visit: Visit) -> Response:
    """A marked copy of the workbook."""
    rows = opened(visit).looked
    row = next((row for row in rows.marked if row.number == visit.number()), None) if rows else None
    if row is None:
        raise web_refusal.not_there()
    return await visit.file(row)


async def forget(visit: Visit) -> Response:
    """A file is removed with all that was made of it."""
    await visit.answers()
    desk, entry = visit.desk, visit.entry()
    await visit.house.clear_entry(desk, entry)
    if entry.is_actions:
        look_again(visit.house, desk)
    return visit.to("/files" if desk.entries else "/")


def opened(visit: Visit) -> Entry:
    """The entry that the address names, if it may be seen: a sensitive one only after it was confirmed."""
    entry = visit.entry()
    if entry.alone and not entry.confirmed:
        raise Refusal(
            403,
            "This has to be opened first",
            "The file may be of a sensitive case, which is shown only after you have confirmed that you may see it.",
            "Go to the list of files and open it from there.",
        )
    return entry


def follow(house: House, work: Coroutine[None, None, None]) -> None:
    """Have something done while the officer goes on."""
    task = asyncio.create_task(work)
    house.following.add(task)
    task.add_done_callback(house.following.discard)


async def look(house: House, desk: Desk, entry: Entry) -> None:
    """Have a file read in a worker. One that cannot be costs itself alone."""
    entry.state, entry.trouble, entry.pack = "waiting", "", None
    entry.images.clear()
    entry.made += 1
    desk.due = None

    def begun() -> None:
        entry.state = "reading"

    out = entry.folder / f"marked-{entry.made}"
    with suppress(Dropped):
        try:
            await asyncio.to_thread(lay_beside, entry, desk.actions)
            entry.looked = await house.crew.run(
                desk.key,
                entry.token,
                house.tasks.look,
                entry.path,
                house.office,
                house.templates,
                house.now(),
                out,
                begun=begun,
            )
            entry.state = "read"
        except TaskFailed as error:
            entry.state, entry.trouble = "failed", str(error)
        except Refusal as refusal:
            entry.state, entry.trouble = "failed", f"{refusal.said} {refusal.to_do}"
        except OSError:
            entry.state, entry.trouble = "failed", NO_ROOM
        if entry.is_actions and entry.token in desk.entries:
            look_again(house, desk)


def look_again(house: House, desk: Desk) -> None:
    """Have every record read anew: what meetings agreed has changed. What was made without it is put away."""

    async def again(entry: Entry) -> None:
        await house.crew.drop(desk.key, entry.token)
        if entry.token in desk.entries:
            await look(house, desk, entry)

    for entry in list(desk.entries.values()):
        if entry.kind == "record" and not entry.is_actions and entry.path.exists():
            follow(house, again(entry))
