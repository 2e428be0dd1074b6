"""The page with stand-ins for what takes seconds: files are "read" and packs "made" at once, in this process.

A file says by its content what becomes of it: b"sensitive", b"hidden", b"wrong", b"actions", b"fails", b"breaks";
anything else is a record in which nothing is wrong.
"""

from __future__ import annotations

import asyncio
import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx

from casepack import web_pages
from casepack.errors import CasepackError, Problem, UsageError
from casepack.web_app import application
from casepack.web_crew import FAULT, Dropped, TaskFailed
from casepack.web_desk import Desks
from casepack.web_identity import PhraseDoor
from casepack.web_model import Due, FileRow, Looked, MeetingRow, Pack, PackDocument, PageImage
from casepack.web_settings import Settings
from casepack.web_visit import House

with warnings.catch_warnings():  # it would rather have a successor of httpx, and works with httpx
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

BASE = "http://127.0.0.1:8700"
OWN = {"sec-fetch-site": "same-origin"}
NOW = datetime(2026, 10, 25, 12, 10, tzinfo=UTC)
MEETING = MeetingRow("PGC-2026-11", "Thursday 5 November 2026")
TOKEN = re.compile(r'name="csrf" value="([^"]+)"')


def look(path: Path, office: Path, templates: Path | None, as_of: datetime, out: Path) -> Looked:
    said = path.read_bytes()
    beside = sorted(other.name for other in path.parent.iterdir() if other != path)
    if said == b"fails":
        raise UsageError("The office's data cannot be read.")
    if said == b"breaks":
        raise RuntimeError("CANARY in the depths")
    wrong = (Problem("odd", "People: F7", "is odd.", "Mend it."),) if said == b"wrong" else ()
    out.mkdir()
    copy = out / f"{path.stem} (checked){path.suffix}"
    copy.write_bytes(b"marked " + said)
    return Looked(
        reference="MSC-2026-0001",
        title=f"Read with {', '.join(beside) or 'nothing beside it'}",
        sensitive=said == b"sensitive",
        hidden=said == b"hidden",
        readable=said not in (b"wrong", b"hidden"),
        holds="actions" if said == b"actions" else "record",
        problems=wrong,
        marked=(FileRow(0, copy.name, copy, "Marked copy", "application/octet-stream", 7),),
        meetings=(MEETING,),
        as_of="12:10pm",
    )


def make_pack(
    path: Path, office: Path, templates: Path | None, as_of: datetime, out: Path, earlier: Path | None, progress: Path
) -> Pack:
    progress.write_text("1 1\n", encoding="ascii")
    if path.read_bytes() == b"record that cannot be made":
        raise CasepackError("The template is missing.")
    folder = out / "MSC-2026-0001"
    folder.mkdir(parents=True)
    pdf = folder / "letter.pdf"
    pdf.write_bytes(b"%PDF of " + path.read_bytes())
    word = folder / "letter.docx"
    word.write_bytes(earlier.read_bytes() if earlier else b"first")
    rows = (
        FileRow(0, "letter.docx", word, "Word", "application/octet-stream", 1),
        FileRow(1, "letter.pdf", pdf, "PDF", "application/pdf", 1),
    )
    document = PackDocument(0, "Letters", "Letter", "SCH1", "made", "Draft", False, "", rows)
    return Pack("case", "MSC-2026-0001", "Pack", folder, False, True, (document,))


def hold(paths: tuple[Path, ...], meeting: str, *rest: Any) -> Pack:
    out, progress = rest[-2:]
    pack: Pack = make_pack(paths[0], Path(), None, NOW, out, None, progress)
    pack.files[0].path.write_text(f"{meeting}: {' '.join(sorted(path.name for path in paths))}", encoding="utf-8")
    return pack


def due(paths: tuple[Path, ...], office: Path, as_of: datetime) -> Due:
    return Due("12:10pm", len(paths), (), (), b"BEGIN:VCALENDAR")


def blank(office: Path) -> bytes:
    return b"an empty workbook"


def pages(pdf: Path, out: Path) -> tuple[PageImage, ...]:
    out.mkdir()
    picture = out / "1.png"
    picture.write_bytes(b"PNG of " + pdf.read_bytes())
    return (PageImage(1, picture, 10, 10, "Words of the page"),)


def zipped(folder: Path) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for path in sorted(folder.rglob("*")):
            archive.write(path, path.relative_to(folder.parent).as_posix())
    return data.getvalue()


TASKS = SimpleNamespace(
    look=look, make_pack=make_pack, hold=hold, due=due, blank=blank, pages=pages, zipped=zipped
)  # fmt: skip


@dataclass
class AtOnce:
    """A crew that does each task as it is handed out; one that is named in `slow` only when it is dropped."""

    slow: set[str] = field(default_factory=set)
    under_way: dict[str, asyncio.Event] = field(default_factory=dict)

    async def start(self) -> None:
        pass

    async def close(self) -> None:
        for dropped in self.under_way.values():
            dropped.set()

    async def drop(self, desk: str, entry: str | None = None) -> None:
        for key, dropped in self.under_way.items():
            if entry in (None, key):
                dropped.set()

    async def run(
        self, desk: str, entry: str, work: Callable[..., Any], *args: Any, begun: Callable[[], None] = lambda: None
    ) -> Any:
        begun()
        if work.__name__ in self.slow:
            dropped = self.under_way[entry] = asyncio.Event()
            await dropped.wait()
            raise Dropped
        try:
            return work(*args)
        except CasepackError as error:
            raise TaskFailed(str(error)) from None
        except Exception:  # noqa: BLE001 - as a worker does
            raise TaskFailed(FAULT) from None


@dataclass
class Page:
    """The page of one house, and what its log says."""

    client: TestClient
    house: House
    lines: list[str]
    crew: AtOnce

    @property
    def cookie(self) -> str:
        return self.client.cookies.get(self.house.settings.cookie) or ""

    def get(self, path: str, **more: Any) -> httpx.Response:
        answer: httpx.Response = self.client.get(path, **more)
        return answer

    def post(self, path: str, files: Any = None, **words: Any) -> httpx.Response:
        """Send a form as the start page would, with its token."""
        answer: httpx.Response = self.client.post(path, data={"csrf": self.csrf(), **words}, files=files)
        return answer

    def csrf(self) -> str:
        for path in ("/", "/sign-in"):
            if found := TOKEN.search(self.client.get(path).text):
                return found[1]
        raise AssertionError("no page has a form")

    def drop(self, *files: tuple[str, bytes]) -> list[str]:
        """Drop files, and wait until each was looked at; their tokens."""
        known = set(self.states())
        answer = self.post("/files", files=[("files", file) for file in files])
        assert answer.status_code == 303
        self.until(lambda: "waiting" not in self.states().values())
        return [token for token in self.states() if token not in known]

    def until(self, so: Callable[[], bool]) -> None:
        """Ask until something is so; what never is fails."""
        for _ in range(2_000):
            if so():
                return
            self.states()
        raise AssertionError("it never was so")

    def states(self) -> dict[str, str]:
        entries = self.get("/files/state").json()["entries"]
        return {token: entry["state"] for token, entry in entries.items()}

    def made(self, token: str, **more: Any) -> None:
        """Make the pack of an entry, and wait until it is there."""
        assert self.post(f"/r/{token}/make", **more).status_code == 303
        self.until(lambda: self.states()[token] != "making")

    @contextmanager
    def other_officer(self) -> Iterator[None]:
        """Within the block requests come from a browser that knows nothing of this one's cookie."""
        kept = dict(self.client.cookies)
        self.client.cookies.clear()
        yield
        self.client.cookies.clear()
        self.client.cookies.update(kept)


@contextmanager
def opened(
    folder: Path,
    settings: Settings | None = None,
    *,
    moment: Callable[[], float] = lambda: 0.0,
    address: str = "127.0.0.1",
    base: str = BASE,
) -> Iterator[Page]:
    """The page of a house in `folder`, called from `address`."""
    settings = settings or Settings()
    lines: list[str] = []
    crew = AtOnce()
    house = House(
        settings=settings,
        organisation="Marlhaven District Council",
        office=folder / "office.json",
        templates=None,
        desks=Desks(folder / "desks", settings.limits, moment),
        crew=crew,  # type: ignore[arg-type]
        tasks=TASKS,
        render=web_pages.render,
        static=web_pages.static,
        now=lambda: NOW,
        log=lines.append,
        door=PhraseDoor(settings.phrase, moment) if settings.phrase else None,
    )
    client = TestClient(
        application(house), base, client=(address, 50_000), headers=OWN, follow_redirects=False
    )  # fmt: skip
    with client:
        yield Page(client, house, lines, crew)
