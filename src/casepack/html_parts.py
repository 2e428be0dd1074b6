"""The parts of a pack in HTML: each begins a page, bears its own header and footer, and counts its own pages.

Word cannot count the pages of a section in a way that all word processors work out alike, so its footers name the
part only; in the PDF the place in the part follows that name: "MSC-2026-0417, page 2 of 3".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_NAME = re.compile(r'(<p class="footer-text">(?:(?!</p>).)*)(</p>)', re.DOTALL)
"""The left of a footer, which names the part."""


def wrapped(parts: Sequence[tuple[Sequence[tuple[str, str]], str]]) -> str:
    """Each part, given as the blocks of its frame by slot and its body, in an element of its own."""
    return "".join(_part(number, frame, body) for number, (frame, body) in enumerate(parts, start=1))


def _part(number: int, frame: Sequence[tuple[str, str]], body: str) -> str:
    counted = "".join(f'<div class="{slot}">{_counting(block)}</div>' for slot, block in frame)
    return f'<div class="part part-{number}">{counted}{body}<div id="part-{number}-end"></div></div>'


def _counting(block: str) -> str:
    return _NAME.sub(r'\1<span class="part-page"></span>\2', block, count=1)


def look(count: int) -> str:
    """The rules that count the pages of so many parts.

    Each part has a page name and a counter of its own: one counter set back at each part would be set back again
    whenever the engine lays a page out anew.
    """
    return "".join(
        f"@page part-{n}{{counter-increment:page 1 part-{n} 1}}.part-{n}{{page:part-{n}}}.part-{n} .part-page::before"
        f"{{content:', page ' counter(part-{n}) ' of ' target-counter(url(#part-{n}-end),part-{n})}}"
        for n in range(1, count + 1)
    )
