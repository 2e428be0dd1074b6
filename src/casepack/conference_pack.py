"""The pack of one Peer Group Conference as a Word file and a PDF, out of all records that belong to the meeting.

Source: box "Peer Group Conference". The Word file is put together from the pack's own template and each case's filled
summary; the PDF is typeset from it in one layout, so that tags, bookmarks and page numbers are those of one document.
A case whose part fails its proof is left out and told of to whoever runs this; the pack itself is proved whole.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .assets import asset
from .conference_actions import ActionLine, action_lines
from .conference_cases import Gathering, Told, gather
from .conference_paper import Missing, Paper, Trial
from .conference_views import CASES_HERE, Shared, pack_view
from .errors import WithheldError
from .pack_splice import Item
from .peer_drawing import draw
from .peer_words import alternative
from .peers import peer_group
from .picture import picture_png
from .plan import Case
from .recurring import recurring_places
from .views_office import conference_summary
from .word_picture import Picture

TEMPLATE = "conference-pack.docx"
SUMMARY = "conference-summary.docx"


@dataclass(frozen=True, slots=True)
class PackFiles:
    """A pack, proved: its two files, what they are called, the cases in it and what had to be left out, with why.

    `told` is a fingerprint of all that it tells, whatever the minute as at which it does. `gathering` and `actions` are
    what it tells of, without what was left out.
    """

    title: str
    stem: str
    docx: bytes
    pdf: bytes
    cases: tuple[str, ...]
    missing: tuple[Missing, ...]
    pages: int
    told: str
    gathering: Gathering
    actions: tuple[ActionLine, ...]


def conference_pack(
    cases: Sequence[Case],
    meeting_id: str,
    *,
    earlier: Sequence[Case] = (),
    done: Callable[[], None] = lambda: None,
) -> PackFiles:
    """The pack of the meeting, out of all cases that are given; see `conference_cases.gather` for which belong.

    `earlier` are cases that count as earlier ones whatever their meeting. `done` is called when a case's part is
    finished, and when the whole is. Same cases, same bytes. Raises UsageError where nothing belongs to the meeting,
    WithheldError with every reason where the pack fails its proof, TemplateError and TypesetError as any document does.
    """
    gathering = gather(cases, meeting_id, earlier=earlier)
    missing: list[Missing] = []
    while True:
        trial = Trial(gathering, _named(gathering), asset(TEMPLATE), asset(SUMMARY))
        parts, lost = _parts(gathering, trial, done)
        missing += lost
        if not lost:
            break
        # Whom only a case named that is left out, the others may not name either: they are proved once more.
        gathering = gathering.without({one.reference for one in lost})
        if not gathering.here:
            raise WithheldError("\n".join(f"{one.reference}: {why}" for one in missing for why in one.reasons))
    lines, unfit = _lines(gathering, trial)
    shared = Shared(
        lines,
        peer_group([t.case for t in gathering.here], [t.case for t in gathering.earlier]),
        recurring_places([t.case for t in gathering.here], [t.case for t in gathering.earlier]),
    )
    svg = draw(shared.peers)
    picture = Picture(picture_png(svg), alternative(shared.peers)) if svg else ""
    view = pack_view(gathering, shared) | {"picture_here": picture}
    paper = Paper(TEMPLATE, view, f"{gathering.meeting.id} conference-pack")
    whole = trial.finish(paper, [(t, t.job, item) for t, item in parts], CASES_HERE)
    done()
    return PackFiles(
        paper.title,
        paper.stem,
        whole.docx,
        whole.pdf,
        tuple(told.reference for told in gathering.here),
        (*missing, *unfit),
        whole.pages,
        whole.told,
        gathering,
        tuple(lines),
    )


def _named(gathering: Gathering) -> dict[str, list[str]]:
    """Whom the conference knows by name, by case."""
    return {
        told.reference: [p.id for p in told.case.record.people if told.lens.named(p.id)]
        for told in (*gathering.here, *gathering.earlier)
    }


def _parts(
    gathering: Gathering, trial: Trial, done: Callable[[], None]
) -> tuple[list[tuple[Told, Item]], list[Missing]]:
    """The part of each case that may stand in the pack, and why the others may not."""
    parts, missing = [], []
    for told in gathering.here:
        view = conference_summary(told.case, told.lens, told.job, in_pack=True)
        docx, reasons = trial.part(told, told.job, view)
        done()
        if reasons:
            missing.append(Missing(told.reference, reasons))
        else:
            heading = f"{told.reference} · {told.title}"
            parts.append((told, Item(heading, told.reference, docx)))
    return parts, missing


def _lines(gathering: Gathering, trial: Trial) -> tuple[list[ActionLine], list[Missing]]:
    """The actions of all cases that the pack or an earlier one tells of, and those that may not stand in it."""
    kept, missing = [], []
    for told in (*gathering.here, *gathering.earlier):
        leaks = trial.leaks(told, told.job)
        for line in action_lines(told):
            found = list(dict.fromkeys(what for text in line.texts for what in leaks(text)))
            if found:
                reasons = tuple(f"Action {line.id}: holds {what}, which its reader may not know." for what in found)
                missing.append(Missing(line.case, reasons))
            else:
                kept.append(line)
    return kept, missing
