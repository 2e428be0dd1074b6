"""Facts of the office and the area for the community strand; numbers and days that must stay vague."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from . import clock
from .office import AgencyKind
from .plan import Case
from .record import RequestKind
from .shown import NOT_RECORDED, first_capital

SMALL = 5
"""A count under this could point to somebody, where the office has not set another number."""


def counted(case: Case, count: int | None, *, inside: bool = False) -> str:
    """A number of reports, as it may be printed; "fewer than 5" for a small one outside the partnership.

    Source: the rule on small numbers (counts under 5 are suppressed).
    """
    small = case.office.organisation.small_number
    limit = SMALL if small is None else small
    if count is None:
        return NOT_RECORDED
    return str(count) if inside or count >= limit else f"fewer than {limit}"


def date_band(days: Iterable[date]) -> tuple[str, bool]:
    """The weeks, Monday to Sunday, in which it happened: a band, not a day; and whether it is more than one."""
    found = sorted(days)
    monday = found[0] - timedelta(days=found[0].weekday())
    sunday = found[-1] + timedelta(days=6 - found[-1].weekday())
    start = str(monday.day) if (monday.year, monday.month) == (sunday.year, sunday.month) else clock.say_date(monday)
    return f"{start} to {clock.say_date(sunday)}", (sunday - monday).days > 6


def children_desk(case: Case) -> dict[str, Any]:
    """Whom to ring about a child one is worried about: the children's services of this area, else the council."""
    organisation = case.office.organisation
    own = (organisation.children_services_area or "").casefold()
    desks = [a for a in case.agencies(AgencyKind.MASH) if a.phone and (not a.area or a.area.casefold() == own)]
    name = desks[0].name if desks else organisation.name
    phone = desks[0].phone if desks else organisation.phone
    late = desks[0].out_of_hours_phone if desks else organisation.out_of_hours_phone
    return {"name": name, "phone": phone or organisation.phone, "out_of_hours": late or ""}


def work_in_hand(case: Case) -> dict[str, bool]:
    """Which parts of the community strand are asked for or done in this case."""
    asked = {r.kind for r in case.record.requests if not r.not_for_this_case}
    return {
        "patrol": RequestKind.PATROL in asked,
        "residents": RequestKind.RESIDENTS in asked,
        "outreach": RequestKind.OUTREACH in asked and bool(case.agencies(AgencyKind.OUTREACH)),
        "schools": RequestKind.SCHOOLS_ENGAGEMENT in asked,
        "businesses": bool(case.record.businesses),
    }


def school_holidays(case: Case) -> list[str]:
    """The next school holiday here, from the schools' own dates: no school is named."""
    found = {
        f"{first_capital(s.break_name or 'holiday')}: last school day {clock.say_day(s.last_day_before_break)}, "
        f"back on {clock.say_day(s.back_on)}"
        for s in case.office.schools
        if s.last_day_before_break and s.back_on and s.back_on >= case.day
    }
    return sorted(found) or [NOT_RECORDED]
