"""What is made of the officer's files: the pack of one record or of one meeting, looked at and taken; the deadlines."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from starlette.responses import Response

from . import web_refusal
from .safefs import make_folder, remove_tree, write_new
from .web_crew import Dropped, TaskFailed
from .web_desk import Desk, Entry, lay_beside, prepare
from .web_model import Due, Pack, PackDocument
from .web_records import NO_ROOM, REFRESH, follow, opened
from .web_refusal import Refusal
from .web_visit import House, Visit

CALENDAR = "text/calendar; charset=utf-8"
ZIP = "application/zip"


async def make(visit: Visit) -> Response:
    """The pack of a record is begun, going on from an earlier one if the officer brings it."""
    house = visit.house
    form = await visit.form(largest=house.settings.limits.request)
    desk, entry = visit.desk, opened(visit)
    if not entry.can_make:
        return visit.to(f"/r/{entry.token}")
    brought = form.brought("earlier")
    data = brought[0].data if brought else None
    if brought and data is None:
        raise web_refusal.too_large(house.limits.size)
    house.desks.room_for(desk, 0, len(data or b""))
    begin(entry)
    try:
        earlier = await asyncio.to_thread(_ready, desk, entry, data)
    except OSError:
        entry.state, entry.trouble = "failed", NO_ROOM
        return visit.to(f"/r/{entry.token}/pack")
    args = (entry.path, house.office, house.templates, house.now(), _out(entry), earlier, entry.progress_file)
    follow(house, _made(house, desk, entry, house.tasks.make_pack, args))
    return visit.to(f"/r/{entry.token}/pack")


def begin(entry: Entry) -> None:
    """Note that something is being made; what was made before is put away."""
    entry.state, entry.trouble, entry.pack = "making", "", None
    entry.images.clear()
    entry.made += 1


def _out(entry: Entry) -> Path:
    return entry.folder / f"pack-{entry.made}"


def _ready(desk: Desk, entry: Entry, data: bytes | None) -> Path | None:
    """Put all there that a run needs, and take away what an earlier one left. Blocks."""
    lay_beside(entry, desk.actions)
    _clear(entry)
    if data is None:
        return None
    earlier = entry.folder / "earlier.zip"
    write_new(earlier, data)
    return earlier


def _clear(entry: Entry) -> None:
    for left in (*entry.folder.glob("pack-*"), *entry.folder.glob("look-*"), entry.folder / "earlier.zip"):
        remove_tree(left)
    entry.progress_file.unlink(missing_ok=True)
    make_folder(_out(entry))


async def _made(house: House, desk: Desk, entry: Entry, work: Callable[..., Any], args: tuple[Any, ...]) -> None:
    with suppress(Dropped):
        try:
            entry.pack = await house.crew.run(desk.key, entry.token, work, *args)
            entry.state = "made"
        except TaskFailed as error:
            entry.state, entry.trouble = "failed", str(error)
        except Refusal as refusal:
            entry.state, entry.trouble = "failed", f"{refusal.said} {refusal.to_do}"


async def pack(visit: Visit) -> Response:
    """How far a pack is; then its documents."""
    entry = opened(visit)
    if entry.kind == "record" and entry.state not in ("making", "made", "failed"):
        return visit.to(f"/r/{entry.token}")
    refresh = REFRESH if entry.under_way else None
    return visit.page("pack.html", entry=entry, progress=entry.progress, refresh=refresh)


def _pack_of(entry: Entry) -> Pack:
    if entry.pack is None:
        raise web_refusal.not_there()
    return entry.pack


async def document(visit: Visit) -> Response:
    """One document as it will be: its pages as pictures, and in words."""
    entry = opened(visit)
    shown = _document(entry, visit.number())
    if shown.number not in entry.images and shown.pdf is not None:
        made, out = entry.made, entry.folder / f"look-{entry.made}-{shown.number}"
        images = await visit.run(entry.token, visit.house.tasks.pages, shown.pdf.path, out)
        if entry.made != made:
            raise web_refusal.not_there()
        entry.images[shown.number] = images
    images = entry.images.get(shown.number, ())
    return visit.page("document.html", entry=entry, document=shown, images=images)


def _document(entry: Entry, number: int) -> PackDocument:
    found = next((one for one in _pack_of(entry).documents if one.number == number), None)
    if found is None or found.pdf is None:
        raise web_refusal.not_there()
    return found


async def picture(visit: Visit) -> Response:
    """The picture of one page."""
    images = opened(visit).images.get(visit.number(), ())
    image = next((one for one in images if one.number == visit.number("k")), None)
    if image is None:
        raise web_refusal.not_there()
    try:
        data = await asyncio.to_thread(image.path.read_bytes)
    except OSError:
        raise web_refusal.not_there() from None
    return visit.finished(Response(data, media_type="image/png"))


async def single(visit: Visit) -> Response:
    """One file of the pack, which stays where it is."""
    row = next((row for row in _pack_of(opened(visit)).files if row.number == visit.number()), None)
    if row is None:
        raise web_refusal.not_there()
    return await visit.file(row)


async def take(visit: Visit) -> Response:
    """The whole pack as a zip; with it the file and all that was made of it leave the server."""
    await visit.answers()
    desk, entry = visit.desk, opened(visit)
    whole = _pack_of(entry)
    data = await visit.run(entry.token, visit.house.tasks.zipped, whole.folder)
    await visit.house.clear_entry(desk, entry)
    return visit.download(data, whole.zip_name, ZIP)


async def deadlines(visit: Visit) -> Response:
    """What is due over all the records on the desk."""
    due = await _due(visit)
    return visit.page("deadlines.html", due=due, entries=visit.listed, unlisted=visit.unlisted)


async def calendar(visit: Visit) -> Response:
    """The same as a calendar file."""
    due = await _due(visit)
    return visit.download(due.calendar, due.calendar_name, CALENDAR)


async def _due(visit: Visit) -> Due:
    paths = _paths(visit.desk_or_none)
    due: Due = await visit.run("deadlines", visit.house.tasks.due, paths, visit.house.office, visit.house.now())
    return due


def _paths(desk: Desk | None, chosen: Sequence[str] = ()) -> tuple[Path, ...]:
    """The records on a desk: those that were chosen, all where none was, and whatever is never listed.

    Readable or not, for what cannot be read is told of, too; sensitive or not, for the product proves that those left
    no trace.
    """
    entries = desk.entries.values() if desk else ()
    records = [entry for entry in entries if entry.kind == "record" and entry.looked and not entry.is_actions]
    return tuple(e.path for e in records if not chosen or e.alone or e.token in chosen)


async def conference(visit: Visit) -> Response:
    """A meeting is chosen for the records on the desk."""
    desk = visit.desk_or_none
    meetings = desk.meetings if desk else []
    return visit.page("conference.html", entries=visit.listed, unlisted=visit.unlisted, meetings=meetings, chosen="")


async def hold(visit: Visit) -> Response:
    """The papers of a meeting are begun, over all the records on the desk."""
    house = visit.house
    form = await visit.answers()
    desk, chosen = visit.desk, form.word("meeting")
    meeting = next((row for row in desk.meetings if row.id == chosen), None)
    if meeting is None:
        raise Refusal(400, "No meeting was chosen", "Nothing was made.", "Go back and choose one of the meetings.")
    if desk.under_way:
        raise Refusal(
            409,
            "Your files are still being read",
            "The papers of a meeting are made from all of them together.",
            "Wait until all have been read, then choose the meeting again.",
        )
    house.desks.room_for(desk, 1, 0)
    paths = _paths(desk, form.all("record"))
    entry = house.desks.add(desk, "", "conference")
    entry.file_name = f"Conference, {meeting.words}"
    begin(entry)
    try:
        await asyncio.to_thread(_prepared, entry)
    except OSError:
        entry.state, entry.trouble = "failed", NO_ROOM
        return visit.to(f"/r/{entry.token}/pack")
    args = (paths, meeting.id, house.office, house.templates, house.now(), _out(entry), entry.progress_file)
    follow(house, _made(house, desk, entry, house.tasks.hold, args))
    return visit.to(f"/r/{entry.token}/pack")


def _prepared(entry: Entry) -> None:
    prepare(entry)
    make_folder(_out(entry))
