"""A sheet with a row for each person, episode and the like: a table that grows, checked far below its last row."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from .cells import address, column_letters
from .form import Column
from .workbook_formulas import COMPLETE, LACKING, UNKNOWN, Formula, begun, check
from .workbook_frame import Making, add_form_sheet, alt_text, missing_format, put
from .workbook_lists import guard
from .workbook_look import (
    AMBER,
    AMBER_GROUND,
    BAND,
    GREEN,
    LINE,
    RED,
    TABLE,
    Formats,
    Style,
    height_of,
    lines_of,
    pages_across,
    width_of,
)
from .workbook_prompts import heading
from .workbook_rows import CHECK, FIRST_ROW, HEADING_ROW, WHO, Laid, whose

_FROZEN = 64
"""Widest that the columns may be that stay in sight while one scrolls to the right."""
_NAMES = frozenset({"given_name", "family_name", "name", "title", "date"})
"""Fields that say what an id means; where they stand beside it, they stay in sight too."""


def write_table(making: Making, laid: Laid) -> None:
    """Write the sheet. It is not protected, because a table on a protected sheet cannot grow."""
    sheet, formats, slots = add_form_sheet(making, laid), making.formats, laid.slots
    widths = _widths(making, laid)
    for number, (slot, width) in enumerate(zip(slots, widths, strict=True)):
        sheet.set_column(number, number, width, formats.answer(slot))
    columns = [_table_column(making, laid, slot) for slot in slots]
    table = {**TABLE, "columns": columns, **alt_text(laid)}
    sheet.add_table(HEADING_ROW - 1, 0, laid.last - 1, len(slots) - 1, table)
    for number in range(FIRST_ROW, laid.last + 1):
        _row(making, sheet, laid, number, widths)
    _checks(making, sheet, laid)
    _marks(making, sheet, laid)
    _page(making, sheet, laid, widths)


def _widths(making: Making, laid: Laid) -> list[int]:
    found = [width_of(slot, in_office=making.in_office) for slot in laid.slots]
    if laid.sheet.when == "meeting" and not any(column.needed for column in laid.sheet.columns):
        found[laid.slots.index(CHECK)] = len(COMPLETE) + 4  # nothing can be lacking, so it never says more
    return found


def _row(making: Making, sheet: Any, laid: Laid, number: int, widths: Sequence[int]) -> None:
    """One row of answers, as high as its longest text; the text of a formula would not make it higher by itself."""
    row, lines = laid.rows[number - FIRST_ROW], 1
    for place, slot in enumerate(laid.slots):
        value = _helper(making, laid, slot, number) if isinstance(slot, str) else row[place]
        put(sheet, number, place + 1, value, making.formats.answer(slot))
        shown = value.value if isinstance(value, Formula) else value
        lines = max(lines, lines_of(shown, widths[place], bold=slot == CHECK))
    sheet.set_row(number - 1, height_of(lines))


def _page(making: Making, sheet: Any, laid: Laid, widths: Sequence[int]) -> None:
    """What stays in sight, on screen and on every page, and where one begins to type."""
    slots = laid.slots
    words = [heading(slot) if isinstance(slot, Column) else slot for slot in slots]
    deepest = max(lines_of(text, width, bold=True) for text, width in zip(words, widths, strict=True))
    sheet.set_row(HEADING_ROW - 1, height_of(deepest) + 4)
    frozen = _frozen(laid, widths)
    sheet.freeze_panes(HEADING_ROW, frozen)
    _select(sheet, laid)
    pages = pages_across(widths, frozen)
    sheet.repeat_rows(HEADING_ROW - 1)
    if pages > 1:
        sheet.repeat_columns(0, frozen - 1)
    sheet.fit_to_pages(pages, 0)
    whole = f"A{FIRST_ROW}:{column_letters(len(slots))}{making.last}"
    sheet.ignore_errors({"number_stored_as_text": whole, "two_digit_text_year": whole})


def _table_column(making: Making, laid: Laid, slot: Column | str) -> dict[str, Any]:
    """A column of the table; a helper's formula goes with it, so that Excel fills it in in new rows too."""
    if isinstance(slot, Column):
        style: Style = "helper" if laid.told(slot) else "heading"
        return {"header": heading(slot), "header_format": making.formats.of(style)}
    formula = _helper(making, laid, slot, FIRST_ROW)
    return {"header": slot, "header_format": making.formats.of("helper"), "formula": formula.text}


def _helper(making: Making, laid: Laid, slot: str, number: int) -> Formula:
    row = laid.rows[number - FIRST_ROW]
    if slot == CHECK:
        return check(laid, row, number)
    if making.names is None:
        raise KeyError(slot)
    return making.names.who(laid, row, number)


def _checks(making: Making, sheet: Any, laid: Laid) -> None:
    """The drop-downs, prompts and checks of every column, on to the last row, and the guards of the headings."""
    for place, slot in enumerate(laid.slots):
        cell = address(FIRST_ROW, place + 1)
        head = guard(slot, address(HEADING_ROW, place + 1))
        sheet.data_validation(HEADING_ROW - 1, place, HEADING_ROW - 1, place, head)
        if isinstance(slot, Column):
            sheet.data_validation(
                FIRST_ROW - 1, place, making.last - 1, place, making.lists.rule(laid.sheet, slot, cell)
            )


def _marks(making: Making, sheet: Any, laid: Laid) -> None:
    """Lines, bands, and what is missing: by rules down to the last row, so that rows added below have them too."""
    formats, first = making.formats, FIRST_ROW
    count = begun(laid, first, fixed=True)
    edge = {"border": 1, "border_color": LINE}
    live = f"OR(ROW()<={laid.last},{count}>0)"
    band = formats.made({"bg_color": BAND, **edge})
    lined = [(f"=AND(MOD(ROW(),2)=1,{live})", band), (f"={live}", formats.made(edge))]
    for own, places in groupby(enumerate(laid.slots), lambda at: _own_mark(laid, at)):
        found = [place for place, _ in places]
        letters = column_letters(found[0] + 1)
        for criteria, style in [*_own_marks(formats, own, f"${letters}{first}", count, edge), *lined]:
            rule = {"type": "formula", "criteria": criteria, "format": style}
            sheet.conditional_format(first - 1, found[0], making.last - 1, found[-1], rule)


def _own_mark(laid: Laid, at: tuple[int, Column | str]) -> str:
    """What a column is marked for beside its lines; no two columns that are marked have the same."""
    place, slot = at
    if isinstance(slot, str):
        return slot
    return f"needed {place}" if slot.needed else ""


def _own_marks(formats: Formats, own: str, cell: str, count: str, edge: dict[str, Any]) -> list[tuple[str, Any]]:
    if own == CHECK:
        short = LACKING.strip()
        lacking = formats.made({"bold": True, "font_color": AMBER, "bg_color": AMBER_GROUND, **edge})
        complete = formats.made({"font_color": GREEN, **edge})
        return [(f'=LEFT({cell},{len(short)})="{short}"', lacking), (f'={cell}="{COMPLETE}"', complete)]
    if own == WHO:
        unknown = formats.made({"bold": True, "font_color": RED, **edge})
        return [(f'=ISNUMBER(SEARCH("{UNKNOWN.strip()}",{cell}))', unknown)]
    return [(f'=AND(TRIM({cell})="",{count}>0)', missing_format(formats))] if own else []


def _frozen(laid: Laid, widths: Sequence[int]) -> int:
    """How many columns stay in sight, and stand on every page: the id, and what it is called, within reason."""
    person, count = whose(laid.sheet), 1
    for slot in laid.slots[1:4]:
        named = slot == WHO or (isinstance(slot, Column) and (slot.field in _NAMES or slot == person))
        if not named or sum(widths[: count + 1]) > _FROZEN:
            break
        count += 1
    return count


def _select(sheet: Any, laid: Laid) -> None:
    """Put the cursor into the first answer of the first row that nobody has begun."""
    row = next((n for n, row in enumerate(laid.rows) if not laid.begun(row)), 0)
    place = laid.slots.index(laid.asked()[0])
    sheet.set_selection(HEADING_ROW + row, place, HEADING_ROW + row, place)
