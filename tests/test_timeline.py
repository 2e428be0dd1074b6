"""Timeline and progress strip: what they may say, that they say it in words too, and how they come into a document."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from casepack import clock
from casepack.deadlines import deadlines, situation
from casepack.drawn import Drawing, drawing, text
from casepack.errors import TemplateError
from casepack.fill import Properties, ViewError, fill
from casepack.mentions import build_book
from casepack.pack_splice import Item, splice
from casepack.peer_labels import SIZE, width_of
from casepack.picture import pictured, small_png
from casepack.plan import Case
from casepack.progress import Sign, progress_of
from casepack.progress_drawing import MOST, progress_strip
from casepack.prove import prove
from casepack.signs import COLOURS, sign
from casepack.timeline import Form, Timeline, exactness, timeline
from casepack.timeline_axis import GAP, axis
from casepack.timeline_drawing import TALLEST, WIDTH, timeline_picture
from casepack.timeline_rows import MOST_DUES, due_rows
from casepack.views import lens_for
from casepack.views_office import conference_summary
from casepack.word_picture import Picture
from casepack.wordlayers import all_text_layers
from casepack.wordparts import DOCUMENT, parse, parts

from . import wordmaker
from .builders import episode, office, record, steps
from .builders_case import SUNDAY, case, cast_case, job, lens, sample, seen, sensitive
from .builders_docx import docx, p, row, table

SUMMARY = Properties("Summary", "Marlhaven District Council")
PROPERTIES = Properties("A paper", "Marlhaven District Council")
PICTURE_TEMPLATE = docx(p("Before {{ name }}"), p("{{ picture }}"), p("After"))


def timeline_of(the_case: Case, audience: str = "office") -> Timeline:
    states = situation(the_case.record, the_case.office, deadlines(the_case.record, the_case.office), the_case.as_of)
    return timeline(the_case, lens(the_case, audience), states)


def drawn(the_case: Case, audience: str = "office") -> Drawing:
    picture = timeline_picture(timeline_of(the_case, audience))
    assert isinstance(picture, Drawing)
    return picture


def with_episodes(*rows: dict[str, Any], as_of: str = SUNDAY, **changes: Any) -> Case:
    return case(record(episodes=list(rows), **changes), as_of=as_of)


def strip_of(the_case: Case) -> Drawing:
    states = situation(the_case.record, the_case.office, deadlines(the_case.record, the_case.office), the_case.as_of)
    strip = progress_strip(progress_of(states, the_case.as_of))
    assert isinstance(strip, Drawing)
    return strip


MANY = with_episodes(
    *(episode(f"E{n}", f"2026-10-{1 + n % 28:02d}", f"{n % 24:02d}:15", place=f"Place {n}") for n in range(1, 41))
)
LONG = case(
    record(episodes=[episode(place="The corner of Kestrel Parade and Brackwater Old Station Approach " * 4)]),
    office(steps=[{**s, "id": f"{s['id']}-{n}", "amount": s["amount"] + n} for n in range(3) for s in steps()]),
)
CASES = {
    "ordinary": sample("ordinary", SUNDAY),
    "minimal": sample("minimal", SUNDAY),
    "sensitive": sample("sensitive", "2026-03-31 12:00"),
    "forty episodes": MANY,
    "thirty steps, a long place": LONG,
    "all at one minute": with_episodes(*(episode(f"E{n}") for n in range(1, 6)), as_of="2026-10-23 17:40"),
    "months apart": with_episodes(*(episode(f"E{n}", f"2026-{n:02d}-01") for n in range(1, 11))),
    "years later": with_episodes(episode(), as_of="2031-01-01 09:00"),
}
cases = pytest.mark.parametrize("the_case", [pytest.param(c, id=name) for name, c in CASES.items()])


# Who may know what


def test_the_conference_reads_in_the_picture_what_its_table_says_and_nobodys_name() -> None:
    the_case = cast_case(episodes=[episode("E1", place="Outside {P1}'s home"), episode("E2", start=None)])
    view = seen(the_case, "conference-summary")
    told = timeline_of(the_case, "conference").happenings
    assert [(h.place, h.when) for h in told] == [(e["place"], e["when"]) for e in reversed(view["episodes"])]
    harmed = the_case.record.person("P1")
    assert harmed is not None
    assert harmed.family_name not in view["timeline"]
    assert harmed.given_name not in view["timeline"]
    assert isinstance(view["timeline"], Drawing)


def test_a_sensitive_case_shows_its_steps_only_and_to_the_team_only() -> None:
    the_case = sensitive_case()
    view = seen(the_case, "checklist")
    assert view["episodes"] == []
    assert timeline_of(the_case).happenings == ()
    assert "Brackwater station" not in view["timeline"] + view["progress"]
    the_job = job(the_case, "checklist")
    for_conference = conference_summary(
        the_case, lens_for(the_case, build_book(the_case.record, the_case.office), the_job), the_job
    )
    assert (for_conference["timeline"], for_conference["progress"]) == ("", "")


def sensitive_case() -> Case:
    return cast_case(incident=sensitive())


@cases
def test_a_picture_shows_no_word_that_its_text_alternative_does_not_say(the_case: Case) -> None:
    for picture in (drawn(the_case), strip_of(the_case)):
        assert picture.unsaid() == []
        assert len(picture.labels) > 10


def test_a_drawing_with_words_that_nobody_could_prove_makes_no_picture() -> None:
    said = drawing("A title", "Shown", 10, 10, [text("Hidden", 0, 5, size=4, colour="#000000")])
    with pytest.raises(ViewError, match=r"picture at here\[0\]"):
        pictured({"here": [said]})


def test_the_words_of_a_picture_are_proved_like_the_text() -> None:
    filled = fill(
        PICTURE_TEMPLATE, {"name": "x", "picture": a_picture("Tobias was there")}, name="t", properties=PROPERTIES
    )
    found = prove(filled, None, name="A paper", marking="", file_stem="a", title="A paper", leaks=_names_tobias)
    assert any(finding.code == "leak" and finding.layer == "Word alternative text" for finding in found)


def _names_tobias(said: str) -> list[str]:
    return ["the name of P1"] if "Tobias" in said else []


# Facts


@pytest.mark.parametrize(
    ("changes", "form", "short", "hours"),
    [
        pytest.param({"end_time": "18:05"}, Form.SPAN, "5:40pm to 6:05pm, Fri 23 Oct", 25 / 60, id="from and to"),
        pytest.param(
            {"end_date": "2026-10-24", "end_time": "00:30"},
            Form.SPAN,
            "5:40pm, Fri 23 Oct to 12:30am, Sat 24 Oct",
            6 + 50 / 60,
            id="over midnight",
        ),
        pytest.param({}, Form.BEGINNING, "5:40pm, Fri 23 Oct", 0, id="no end"),
        pytest.param({"start": None}, Form.DAY, "Fri 23 Oct, time not recorded", 24, id="a day"),
        pytest.param(
            {"start": None, "day": "2026-10-25"}, Form.DAY, "Sun 25 Oct, time not recorded", 25, id="a day of 25 hours"
        ),
        pytest.param(
            {"start": "00:30", "day": "2026-10-25", "end_time": "02:30"},
            Form.SPAN,
            "12:30am to 2:30am, Sun 25 Oct",
            3,
            id="while the clocks go back",
        ),
    ],
)
def test_a_time_is_drawn_as_certain_as_it_is(changes: dict[str, Any], form: Form, short: str, hours: float) -> None:
    one = timeline_of(with_episodes(episode(**changes))).happenings[0]
    assert (one.form, one.short) == (form, short)
    assert clock.elapsed(one.start, one.end) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("precision", "told"),
    [
        ("Minutes, from CCTV", ""),
        (None, ""),
        ("About 10 minutes", "Time not exact"),
        ("Estimated", "Time not exact"),
        ("Somewhere between five and six", "Time not exact"),
    ],
)
def test_a_time_that_is_not_exact_says_so_in_picture_and_table(precision: str | None, told: str) -> None:
    the_case = with_episodes(episode(end_time="18:05", precision=precision))
    assert exactness(the_case.record.episodes[0]) == told
    table_says = seen(the_case, "checklist")["episodes"][0]["when"]
    assert ("(time not exact)" in table_says, "time not exact" in drawn(the_case).words) == (bool(told), bool(told))


def test_a_deadline_stands_on_the_day_that_its_words_name() -> None:
    the_case = with_episodes(episode(start="00:00", day="2026-10-20"))
    due = next(d for d in timeline_of(the_case).dues if d.title == "Obtain details")
    assert (due.short, due.at.day) == ("11:59pm, Tue 20 Oct", 20)


def test_every_step_has_the_sign_and_the_words_of_its_state() -> None:
    the_case = case(
        record(
            episodes=[episode(day="2026-10-20")],
            progress=[
                {"step": "obtain-details", "status": "done", "done_at": "2026-10-21 09:00"},
                {"step": "mapping", "status": "in hand"},
                {"step": "wider-support", "status": "in hand"},
                {"step": "business-surveys", "status": "not needed"},
            ],
        ),
    )
    found = {due.title: (due.sign, due.words) for due in timeline_of(the_case).dues}
    assert found["Obtain details"] == (Sign.DONE, "Done")
    assert found["Mapping"] == (Sign.MISSED, "Missed")
    assert found["Wider support"] == (Sign.IN_HAND, "In hand")
    assert found["Business surveys"] == (Sign.NOT_NEEDED, "Not needed")
    assert found["Community reassurance"] == (Sign.OVERDUE, "Start now")
    assert found["Peer Group Conference"] == (Sign.DUE, "23 days left")


def test_nothing_to_show_makes_no_picture() -> None:
    assert timeline_picture(Timeline((), (), CASES["ordinary"].as_of)) == ""
    assert progress_strip(()) == ""
    states = situation(LONG.record, LONG.office, deadlines(LONG.record, LONG.office), LONG.as_of)
    assert progress_strip(progress_of(states, LONG.as_of) * 2) == ""
    assert len(states) * 2 > MOST


# The scale


@cases
def test_the_scale_holds_every_moment_in_its_order(the_case: Case) -> None:
    moments = timeline_of(the_case).moments()
    scale = axis(moments, 100, 300)
    places = [scale.at(m) for m in sorted(moments, key=clock.instant)]
    assert places == sorted(places)
    assert 100 <= places[0] <= places[-1] <= 300
    edges = [edge for gap in scale.gaps for edge in (gap.left, gap.right)]
    assert not [x for x in places for left, right in zip(edges[::2], edges[1::2], strict=True) if left < x < right]
    bands = list(scale.bands())
    assert 1 <= len(bands) <= 60
    assert any(any(band.words) for band in bands)


def test_equal_times_are_equally_long_and_a_long_empty_time_is_left_out_and_told_of() -> None:
    the_case = sample("ordinary", SUNDAY)
    line = timeline_of(the_case)
    scale = axis(line.moments(), 0, 224)
    start = scale.stretches[0].start
    hour = scale.at(start + timedelta(hours=1)) - scale.at(start)
    assert scale.at(start + timedelta(hours=10)) - scale.at(start) == pytest.approx(10 * hour)
    assert [gap.words for gap in scale.gaps] == ["5 days", "18 days"]
    assert all(gap.right - gap.left == GAP for gap in scale.gaps)
    assert "Left out of the scale: 5 days, 18 days." in drawn(the_case).words


@pytest.mark.parametrize(
    ("days", "as_of", "named"),
    [
        pytest.param(["2026-10-23"], SUNDAY, ["Fri 23 Oct", "Sat 24 Oct", "Sun 25 Oct"], id="days"),
        pytest.param(
            [f"2026-10-{n}" for n in range(12, 24)],
            SUNDAY,
            ["from 12 Oct", "from 19 Oct", "from 9 Nov"],
            id="weeks",
        ),
        pytest.param(["2026-06-01"], SUNDAY, ["from 1 Jun", "from 8 Jun", "from 29 Jun"], id="weeks far apart"),
        pytest.param(
            [f"2026-{n:02d}-14" for n in range(3, 11)],
            SUNDAY,
            ["Mar 2026", "Apr 2026", "May 2026"],
            id="months",
        ),
    ],
)
def test_the_scale_names_days_weeks_or_months_whichever_there_is_room_for(
    days: list[str], as_of: str, named: list[str]
) -> None:
    the_case = with_episodes(*(episode(f"E{n}", day) for n, day in enumerate(days, 1)), as_of=as_of)
    bands = axis(timeline_of(the_case).moments(), 114, 338).bands()
    assert [" ".join(band.words) for band in bands if band.words[1]][:3] == named


def test_a_time_that_is_left_out_is_told_between_the_tears() -> None:
    picture = drawn(with_episodes(episode("E1", "2026-06-01")))
    found = re.search(r'font-size="([\d.]+)"[^>]*>16 weeks<', picture)
    assert found is not None
    assert width_of("16 weeks") * float(found[1]) / SIZE <= GAP - 4


# The picture


@cases
def test_a_picture_fits_a_page_and_is_small_and_the_same_each_time(the_case: Case) -> None:
    for picture in (drawn(the_case), strip_of(the_case)):
        size = re.search(r'width="([\d.]+)pt" height="([\d.]+)pt"', picture)
        assert size is not None
        assert float(size[1]) <= WIDTH
        assert float(size[2]) <= TALLEST + 0.1
        across = [float(x) for x in re.findall(r' (?:x|cx)="([-\d.]+)"', picture)]
        assert min(across) >= 0
        assert max(across) <= WIDTH
    assert drawn(the_case) == drawn(the_case)


@pytest.mark.parametrize("name", ["ordinary", "forty episodes"])
def test_a_picture_is_a_small_file(name: str) -> None:
    png = small_png(drawn(CASES[name]))
    small_png.cache_clear()
    assert png == small_png(drawn(CASES[name]))
    assert len(png) < 60_000


def test_many_rows_are_drawn_together_and_counted() -> None:
    words = drawn(MANY).words
    assert sum(int(n) for n in re.findall(r"(\d+) episodes", words)) == 40
    rows = due_rows(timeline_of(LONG).dues)
    assert sum(len(row.dues) for row in rows) == 30
    assert len(rows) <= MOST_DUES
    assert all(row.words in drawn(LONG).words for row in rows)


def test_each_state_has_a_sign_of_its_own_shape() -> None:
    shapes = {re.sub(r'(?:fill|stroke)="#[0-9a-f]+"', "", sign(kind, 10, 10)) for kind in Sign}
    assert len(shapes) == len(Sign)


@pytest.mark.parametrize("kind", list(Sign))
def test_the_words_of_a_state_can_be_read_on_their_ground_and_on_paper(kind: Sign) -> None:
    colour, ground = COLOURS[kind]
    assert min(contrast(colour, ground), contrast(colour, "#ffffff")) >= 4.5


def contrast(one: str, other: str) -> float:
    """By the formula of WCAG 2."""
    lights = sorted(_light(colour) + 0.05 for colour in (one, other))
    return lights[1] / lights[0]


def _light(colour: str) -> float:
    shades = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [s / 12.92 if s <= 0.03928 else ((s + 0.055) / 1.055) ** 2.4 for s in shades]
    return sum(part * weight for part, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


# Into a document


def a_picture(words: str = "What it shows") -> Picture:
    return Picture(wordmaker_png(), words)


def wordmaker_png() -> bytes:
    made = drawing("A title", "Words", 8, 8, [text("Words", 0, 6, size=2, colour="#000000")])
    return small_png(made)


def descriptions(document: bytes) -> list[str]:
    return [item.get("descr", "") for item in parse(parts(document)[DOCUMENT], DOCUMENT).iter("{*}docPr")]


def test_a_picture_stands_where_its_tag_stood_with_its_words() -> None:
    words = 'A & B <c> "x" {{ name }} {% if %} 100%'
    out = fill(
        docx(p("{{ name }} {{ picture }}"), table(row("{{ picture }}"))),
        {"name": "Ms A. Example", "picture": a_picture(words)},
        name="t",
        properties=PROPERTIES,
    )
    assert descriptions(out) == [words, words]
    assert [name for name in parts(out) if name.startswith("word/media/")] == [
        "word/media/drawn1.png",
        "word/media/drawn2.png",
    ]
    assert words in all_text_layers(out)["alternative text"]


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("{{ picture|upper }}", r"uses \|upper on something that is no words"),
        ("{{ picture.png }}", "asks for picture.png"),
        ("{{ picture|length }}", "cannot be worked out"),
        ("{{ [picture]|join }}", "puts something together that is no words"),
        ("{{ picture[0] }}", "asks for"),
    ],
)
def test_a_template_can_do_nothing_with_a_picture_but_print_it(tag: str, said: str) -> None:
    with pytest.raises(TemplateError, match=said):
        fill(docx(p(tag)), {"picture": a_picture()}, name="t", properties=PROPERTIES)


def test_a_picture_in_a_header_is_refused_with_what_to_do() -> None:
    with pytest.raises(TemplateError, match=r"outside the text\. Take the tag out of the header or footer"):
        fill(docx(p("Text"), header=["{{ picture }}"]), {"picture": a_picture()}, name="t", properties=PROPERTIES)


def test_a_drawing_that_was_not_turned_into_a_picture_is_never_printed() -> None:
    with pytest.raises(ViewError, match="a Drawing at picture"):
        fill(PICTURE_TEMPLATE, {"name": "x", "picture": drawn(CASES["minimal"])}, name="t", properties=PROPERTIES)


def test_a_part_of_a_pack_brings_its_pictures_along() -> None:
    contents = wordmaker.table("Grid", [("Part", "Page"), ("One", "0")], (8504, 1134), head=True)
    contents = contents.replace("<w:tblPr>", '<w:tblPr><w:tblCaption w:val="Contents"/>')
    frame = wordmaker.word(wordmaker.p("Title", "A pack"), contents, wordmaker.p("Normal", "[here]"), title="A pack")
    template = wordmaker.word(
        wordmaker.p("Title", "Summary"), wordmaker.p("Normal", "{{ picture }} {{ other }}"), title="Summary"
    )
    summaries = [fill(template, _two(n), name="t", properties=SUMMARY) for n in (1, 2)]
    items = [Item(f"MSC {n}", f"MSC {n}", summary) for n, summary in enumerate(summaries, start=1)]
    pack = splice(frame, items, place="[here]")
    assert descriptions(pack) == ["1a", "1b", "2a", "2b"]
    root = parse(parts(pack)[DOCUMENT], DOCUMENT)
    assert len({item.get("id") for item in root.iter("{*}docPr")}) == 4
    media = [name for name in parts(pack) if name.startswith("word/media/")]
    assert len(media) == 4


def _two(number: int) -> dict[str, Any]:
    return {"picture": a_picture(f"{number}a"), "other": a_picture(f"{number}b")}


def test_a_moment_is_placed_by_the_time_that_really_passed() -> None:
    tz = CASES["ordinary"].as_of.tzinfo
    start, middle = datetime(2026, 10, 25, 0, 30, tzinfo=tz), datetime(2026, 10, 25, 2, 30, tzinfo=tz)
    end = datetime(2026, 10, 25, 6, 30, tzinfo=tz)
    scale = axis([start, end], 0, 100)
    share = (scale.at(middle) - scale.at(start)) / (scale.at(end) - scale.at(start))
    assert share == pytest.approx(3 / 7)
