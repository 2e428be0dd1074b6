"""The deadlines of one case as a calendar file (RFC 5545) to be imported into Outlook or another calendar.

Calendars are shared and shown on screens in meetings, so an entry holds the case reference and the title of the
step, or the id of the action: no person, no school, no agency, no place, no word of what an action is.

How a second import updates entries instead of doubling them: each entry's UID never changes; DTSTAMP, LAST-MODIFIED
and SEQUENCE grow when, and only when, that entry changes. To know whether it changed, the file of the run before is
read; an entry that is the same keeps its stamp, so a later run with nothing changed gives the same bytes. The stamp
is the moment of the run that changed it. SEQUENCE is that moment in minutes, not a count: a count would start
again if the file were lost or a colleague made the pack elsewhere, and calendars drop a lower one as out of date.

What is done or no longer due is kept and says so in its title. Outlook acts on a cancellation only in a message
with METHOD:CANCEL, which would hold for the whole file, and an entry that is left out of a file stays in the
calendar as it was; a title is what every calendar updates and shows. STATUS says the same to those that read it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from .clock import instant
from .deadlines import Deadline, deadlines
from .office import DueRule
from .plan import Case
from .record import StepStatus

if TYPE_CHECKING:
    from icalendar import Event

CALENDAR = "deadlines.ics"
LENGTH = timedelta(minutes=15)
"""How long an entry is drawn: one of no length is hard to see, and some calendars drop it."""

_DOMAIN = "casepack.invalid"
_MINUTE = timedelta(minutes=1)
_ALARM_HOURS = timedelta(hours=4)
_ALARM_DAYS = timedelta(hours=24)
_ALARM_ALL_DAY = timedelta(hours=15)
"""Before the start of the day: 9am on the day before, when somebody is there to see it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the calendar. `starts` and `ends` are moments, or days for an entry that lasts all day.

    `key` is what the UID is made of: a kind, and an id of the office's or the record's data.
    """

    key: tuple[Literal["step", "action", "meeting"], str]
    what: str
    starts: date
    ends: date
    state: Literal["due", "meets", "done", "gone"] = "due"
    alarm: timedelta | None = None


def calendar_file(case: Case, before: bytes = b"") -> bytes:
    """The calendar of a case, as the bytes of an .ics file. `before` is the one of the run before, empty if none.

    Every step that is open or done and has a deadline, every open action with a day, the conference meeting, and
    what was in `before` and is no longer due. The same case and `before` give the same bytes.
    """
    from icalendar import Calendar

    old = _earlier(before)
    entries = [*_entries(case)]
    wanted = {_uid(case, entry.key) for entry in entries}
    entries += [_gone(case, uid, event) for uid, event in sorted(old.items()) if uid not in wanted]
    calendar = Calendar()
    calendar.add("prodid", "-//casepack//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for entry in entries:
        calendar.add_component(_stamped(case, entry, old.get(_uid(case, entry.key))))
    return bytes(calendar.to_ical())


def _entries(case: Case) -> Iterator[Entry]:
    for deadline in deadlines(case.record, case.office):
        status = deadline.progress.status if deadline.progress else StepStatus.TO_DO
        # What starts at once has no later moment to be reminded of.
        if status is not StepStatus.NOT_NEEDED and deadline.step.rule is not DueRule.AT_ONCE:
            yield from _step(deadline, done=status is StepStatus.DONE)
    for action in case.record.open_actions():
        if action.due:
            what = f"action {action.id}"
            yield Entry(("action", action.id), what, action.due, action.due + timedelta(days=1), alarm=_ALARM_ALL_DAY)


def _step(deadline: Deadline, *, done: bool) -> Iterator[Entry]:
    step = deadline.step
    title = " ".join(step.title.split())
    alarm = _ALARM_HOURS if step.rule is DueRule.HOURS else _ALARM_DAYS
    due = _timed(deadline.due)
    entry = Entry(("step", step.id), title, *due, alarm=alarm)
    if deadline.meeting_at is None:
        yield _done(entry) if done else entry
        return
    meeting = Entry(("meeting", step.id), f"{title} meeting", *_timed(deadline.meeting_at), "meets", alarm)
    if meeting.starts == entry.starts:
        entry = replace(entry, alarm=None)  # the meeting's own is enough
    yield from (_done(entry), _done(meeting)) if done else (entry, meeting)


def _done(entry: Entry) -> Entry:
    return replace(entry, state="done", alarm=None)


def _timed(local: datetime) -> tuple[datetime, datetime]:
    """Start and end in UTC. Midnight is the last minute of the day before, as in every paper of the pack."""
    at = instant(local)
    return (at - _MINUTE, at) if local.hour == local.minute == 0 else (at, at + LENGTH)


def _uid(case: Case, key: tuple[str, str]) -> str:
    # A plus sign stands in no reference and no id, so no two entries can come to the same UID.
    return f"{case.record.incident.reference}+{'+'.join(key)}@{_DOMAIN}"


def _title(case: Case, entry: Entry) -> str:
    what = "deadline" if case.sensitive else entry.what
    plain = f"{case.record.incident.reference}: {what}"
    if entry.state == "done":
        return f"Done: {plain}"
    if entry.state == "gone":
        return f"No longer due: {plain}"
    return plain if case.sensitive or entry.state == "meets" else f"{plain} due"


def _stamped(case: Case, entry: Entry, earlier: Event | None) -> Event:
    """The entry as it was where nothing in it has changed, else with a stamp that is later than its earlier one."""
    if earlier is None:
        return _event(case, entry, instant(case.as_of))
    stamp = earlier.decoded("last-modified")
    same = _event(case, entry, stamp)
    if same.to_ical() == earlier.to_ical():
        return same
    return _event(case, entry, max(instant(case.as_of), stamp + _MINUTE))


def _event(case: Case, entry: Entry, stamp: datetime) -> Event:
    from icalendar import Alarm, Event

    event = Event()
    event.add("uid", _uid(case, entry.key))
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("sequence", max(0, int(stamp.timestamp()) // 60))
    event.add("summary", _title(case, entry))
    if case.sensitive:
        event.add("description", entry.what)
    event.add("dtstart", entry.starts)
    event.add("dtend", entry.ends)
    event.add("status", "CANCELLED" if entry.state == "gone" else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    if entry.alarm:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", _title(case, entry))
        alarm.add("trigger", -entry.alarm)
        event.add_component(alarm)
    return event


def _earlier(before: bytes) -> dict[str, Event]:
    """The entries of the file of the run before, by UID."""
    if not before:
        return {}
    from icalendar import Calendar, Event

    events = [event for event in Calendar.from_ical(before).walk("VEVENT") if isinstance(event, Event)]
    return {str(event["uid"]): event for event in events}


def _gone(case: Case, uid: str, earlier: Event) -> Entry:
    """What was in the calendar and is no longer due: a step that is not needed, an action that is done."""
    _, kind, key = uid.removesuffix(f"@{_DOMAIN}").split("+")
    step = next((s for s in case.office.steps if s.id == key), None)
    title = " ".join(step.title.split()) if step else key
    starts, ends = earlier.decoded("dtstart"), earlier.decoded("dtend")
    if kind == "action":
        return Entry(("action", key), f"action {key}", starts, ends, "gone")
    if kind == "meeting":
        return Entry(("meeting", key), f"{title} meeting", starts, ends, "gone")
    return Entry(("step", key), title, starts, ends, "gone")
