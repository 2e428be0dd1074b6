"""The gallery: every document as a picture, made from the samples by `python -m tests.gallery [FOLDER]`.

With a folder the pictures go there, and nothing in `docs/` is changed. Pictures of Word files need LibreOffice; where
it is missing, those that are there stay as they are.
"""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
from PIL import Image, ImageChops

from casepack.survey_words import MAY_NAME, MAY_SHARE, QUESTIONS

from .conftest import run_casepack

ROOT = Path(__file__).resolve().parent.parent
GALLERY = ROOT / "docs" / "gallery"
OVERVIEW = ROOT / "docs" / "pictures" / "overview.png"
AS_OF, AS_OF_SENSITIVE = "2026-10-25 12:10", "2026-03-30 17:15"
MEETING = "PGC-2026-11"
WIDTH, COLOURS, GREY = 500, 96, (200, 200, 200)
"""Pixels across one page; colours of a picture; the thin line round it."""


@dataclass(frozen=True)
class Shown:
    """One picture: its file, the pack and the beginning of the document's file name, the page, what is said of it.

    `beside`: the same page of the Word file, as LibreOffice shows it, stands to the left. `words`: the first page that
    holds these, from `page` on.
    """

    picture: str
    pack: str
    document: str
    caption: str
    page: int = 1
    beside: bool = False
    words: str = ""

    @property
    def of(self) -> str:
        """The id of the document that is shown."""
        return self.document.split()[0]


_ORDINARY, _SENSITIVE, _MORE = "MSC-2026-0417", "MSC-2026-0098", "MSC-2026-0418"
_AGAIN = ("P1", "P4", "P5", "P8")
_CHART = "What businesses answered"
"""The heading of the answers to the survey."""
_ANSWERED = (
    (0, 1, "Most days", "A lot"),
    (0, 1, "Daily", "Very much"),
    (1, 1, "Weekly", "Some"),
    (0, 0, "Once", "A little"),
)
"""What each business answers in the second case: what may be done with it, how often, how much."""


def _first(document: str, caption: str, pack: str = _ORDINARY) -> Shown:
    return Shown(document.split()[0], pack, document, caption)


GROUPS: dict[str, tuple[Shown, ...]] = {
    "For the team": (
        _first("checklist", "Deadline checklist: every step, its deadline, what was made and what was not, and why"),
        Shown(
            "checklist-timeline", _ORDINARY, "checklist", "Deadline checklist: what happened and what is due, drawn", 2,
            words="Timeline",
        ),
        _first("disclosure-register", "Disclosure register: what was told about whom, to whom, on what basis"),
        _first("ecins-record", "E-CINS record, to be entered by hand"),
    ),
    "Partnership work": (
        _first("school-letter P1", "School letter"),
        _first("mash-referral P1", "MASH referral"),
        Shown("mash-referral-2", _ORDINARY, "mash-referral P1", "MASH referral, page 2", 2),
        _first("social-care-letter P5", "Social care letter"),
        _first("yjs-letter P1", "YJS letter"),
        _first("btp-letter", "BTP letter, a draft until a decision is recorded"),
        _first("details-request police", "Details request"),
        _first("agency-letter", "Agency letter", _MORE),
        _first("members-briefing", "Members’ briefing: no personal data at all", _MORE),
    ),
    "Community impact": (
        _first("patrol-request police", "Patrol request"),
        _first("reporting-information R1", "Reporting information"),
        _first("mapping-sheet", "Mapping sheet"),
        _first("business-survey B1", "Business survey, to fill in"),
    ),
    "Young person support": (
        _first("support-enquiry P1", "Support enquiry"),
        _first("victim-support-referral P2", "Victim Support referral"),
        _first("reboot-referral P1", "REBOOT referral"),
        _first("youth-information-referral P2", "Youth information referral"),
        _first("outreach-request", "Outreach request"),
        _first("schools-engagement-request SCH1", "Schools engagement request"),
    ),
    "Conference": (
        _first("conference-summary", "Conference summary of one case"),
        Shown(
            "conference-summary-survey", _MORE, "conference-summary", "Conference summary: what businesses answered", 2,
            words=_CHART,
        ),
        _first("conference-extract SCH1", "Conference extract for a part attendee"),
        _first("closed-item-note", "Closed item note of a sensitive case", _SENSITIVE),
        _first("conference-pack", "Conference pack of a meeting", MEETING),
        Shown("conference-pack-2", MEETING, "conference-pack", "Conference pack: its contents", 2),
        Shown("conference-pack-3", MEETING, "conference-pack", "Conference pack: agenda", 3, words="Agenda, page 1 of"),
        Shown(
            "conference-pack-4", MEETING, "conference-pack", "Conference pack: who appears together", 3,
            words="Who appears together, page 1 of",
        ),
        Shown("conference-extracts", MEETING, "conference-extract SCH1", "Conference extract out of all cases"),
    ),
    "A sensitive case": (
        Shown("school-letter-restricted", _SENSITIVE, "school-letter P1", "School letter of a sensitive case"),
        Shown("checklist-restricted", _SENSITIVE, "checklist", "Checklist of a sensitive case"),
    ),
    "Word beside PDF": tuple(
        Shown(f"beside-{document.split()[0]}", _ORDINARY, document, f"{name}: Word, PDF", beside=True)
        for document, name in (
            ("school-letter P1", "School letter"),
            ("checklist", "Deadline checklist"),
            ("business-survey B1", "Business survey"),
            ("conference-summary", "Conference summary"),
        )
    ),
}  # fmt: skip
"""What the gallery shows, group by group; `docs/gallery.md` is made from it."""

_OVERVIEW = ("school-letter", "mash-referral", "checklist", "business-survey")


def main(arguments: list[str]) -> int:
    """Make the packs of the samples and picture them."""
    folder = Path(arguments[0]) if arguments else GALLERY
    overview = folder / "overview.png" if arguments else OVERVIEW
    wanted = [shown for group in GROUPS.values() for shown in group]
    with tempfile.TemporaryDirectory() as scratch:
        packs = _packs(Path(scratch))
        files = {shown: _file(packs, shown) for shown in wanted}
        as_word = _word_pdfs({files[s].with_suffix(".docx") for s in wanted if s.beside}, Path(scratch) / "word")
        pictures: dict[str, Image.Image] = {}
        for shown in wanted:
            picture = _page(files[shown], shown.page, shown.words)
            if shown.beside:
                word = as_word.get(files[shown].stem)
                if word is None:
                    sys.stderr.write(f"{shown.picture}.png is as it was: LibreOffice is not here" + "\n")
                    continue
                picture = _side_by_side([_page(word, shown.page, shown.words), picture])
            pictures[shown.picture] = picture
    folder.mkdir(parents=True, exist_ok=True)
    for left in {path.stem for path in folder.glob("*.png")} - {s.picture for s in wanted} - {"overview"}:
        (folder / f"{left}.png").unlink()
    for name, picture in pictures.items():
        _keep(folder / f"{name}.png", picture)
    _keep(overview, _side_by_side([pictures[name].resize((300, 424), Image.Resampling.LANCZOS) for name in _OVERVIEW]))
    total = sum(path.stat().st_size for path in folder.glob("*.png"))
    sys.stdout.write(f"{len(pictures)} pictures in {folder}, {total / 1e6:.1f} MB together\n")
    return 0


def _packs(out: Path) -> Path:
    """The packs of the samples, of a second case with some of their people, and of the meeting of both."""
    cases = out / "cases"
    cases.mkdir()
    for name in ("sample-ordinary.json", "office.json"):
        shutil.copy(ROOT / "inputs" / name, cases)
    (cases / "more.json").write_text(json.dumps(_more()), encoding="utf-8")
    runs = [
        ("make", cases / "sample-ordinary.json", "--as-of", AS_OF),
        ("make", cases / "more.json", "--as-of", AS_OF),
        ("make", ROOT / "inputs" / "sample-sensitive.json", "--as-of", AS_OF_SENSITIVE),
        ("conference", cases, "--meeting", MEETING, "--as-of", AS_OF),
    ]
    for run in runs:
        done = run_casepack(*run, "--out", out / "packs")
        if done.exit_code:
            raise SystemExit(done.output)
    return out / "packs"


def _more() -> dict[str, Any]:
    """A second case of some of the sample's people, with what the sample lacks: a briefing approved, an agency told."""
    record: dict[str, Any] = json.loads((ROOT / "inputs" / "sample-ordinary.json").read_text(encoding="utf-8"))
    record["incident"] |= {"reference": _MORE, "title": "Group incident, Kestrel Parade"}
    record["involvements"] = [part for part in record["involvements"] if part["person"] in _AGAIN]
    for request in record["requests"]:
        if request["kind"] == "members briefing":
            request |= {"approved_by": "SC-01", "approved_at": "2026-10-25 09:00"}
    record["decisions"].append(
        {"person": "P8", "audience": "earlyhelp", "decision": "share", "why": "Already works with the family",
         "decided_by": "SC-01", "decided_at": "2026-10-25 09:00"}
    )  # fmt: skip
    record["survey_answers"] = list(_answers())
    return record


def _answers() -> Iterator[dict[str, str]]:
    """Answers of the sample's businesses to some of the questions; three agree to share them, one to be named."""
    often, much = ([q for q in QUESTIONS if q.words.startswith(number)] for number in ("2.", "4."))
    for at, (named, shared, seen, effect) in enumerate(_ANSWERED):
        said = {q.words: q.choices[(q.choices.index(seen) + n) % 5] for n, q in enumerate(often)}
        said |= {q.words: q.choices[(q.choices.index(effect) + n) % 5] for n, q in enumerate(much)}
        said |= {MAY_SHARE: ("No", "Yes")[shared], MAY_NAME: ("No", "Yes")[named]}
        yield from ({"business": f"B{at + 1}", "question": asked, "answer": told} for asked, told in said.items())


def _file(packs: Path, shown: Shown) -> Path:
    found = sorted(packs.rglob(f"{shown.pack} {shown.document}*.pdf"))
    if not found:
        raise SystemExit(f"no {shown.document} in the pack of {shown.pack}")
    return found[0]


def _word_pdfs(documents: set[Path], folder: Path) -> dict[str, Path]:
    """The Word files as LibreOffice prints them; none where it is not here."""
    office = shutil.which("soffice")
    if office is None:
        return {}
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, sorted(documents))], check=True, capture_output=True, timeout=180)
    return {path.stem: path for path in folder.glob("*.pdf")}


def _page(pdf: Path, number: int, words: str) -> Image.Image:
    """One page with a thin line round it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        later = (document[at] for at in range(number - 1, len(document)))
        page = next(page for page in later if words in page.get_textpage().get_text_range())
        # Larger than shown: the letters come out smoother.
        large: Image.Image = (
            page.render(scale=2 * WIDTH / page.get_width(), may_draw_forms=True).to_pil().convert("RGB")
        )
    finally:
        document.close()
    small = large.resize((WIDTH, round(WIDTH * large.height / large.width)), Image.Resampling.LANCZOS)
    framed = Image.new("RGB", (small.width + 2, small.height + 2), GREY)
    framed.paste(small, (1, 1))
    return framed


def _side_by_side(pictures: list[Image.Image]) -> Image.Image:
    gap = 16
    width = sum(p.width for p in pictures) + gap * (len(pictures) - 1)
    whole = Image.new("RGB", (width, max(p.height for p in pictures)), "white")
    at = 0
    for picture in pictures:
        whole.paste(picture, (at, 0))
        at += picture.width + gap
    return whole


def _keep(path: Path, picture: Image.Image) -> None:
    """Write a picture of few colours, unless the same picture is there already."""
    few = picture.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    if path.exists():
        with Image.open(path) as old:
            there = old.convert("RGB")
        if there.size == few.size and ImageChops.difference(there, few.convert("RGB")).getbbox() is None:
            return
    held = io.BytesIO()
    few.save(held, "PNG", optimize=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(held.getvalue())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
