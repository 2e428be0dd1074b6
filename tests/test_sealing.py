"""Copies for sending: opened with the pass phrase they say what the document says, and without it nothing at all."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msoffcrypto  # type: ignore[import-untyped]
import pikepdf
import pytest
from click.testing import Result

from casepack.disclosure import Audience
from casepack.errors import UsageError
from casepack.passphrase import checked
from casepack.run import digest
from casepack.seal_pack import SENT, readers
from tests.builders import involvement, office, office_data, organisation, person, record_data
from tests.conftest import run_casepack

AS_OF = "2026-10-25 12:10"
PHRASE = "harbour violin cactus 42 & tin"
CHILD = "Exampleby"


def write(path: Path, data: object) -> Path:
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def home_of(folder: Path) -> Path:
    """A record of which a letter to a school is approved, its office, and a pass phrase of the owner's own."""
    folder.mkdir(exist_ok=True)
    data = record_data(
        people=[person("P1", given_name="Callum", family_name=CHILD, school="SCH1", school_status="on roll")],
        involvements=[involvement("A1", "P1", "suspect")],
        decisions=[
            {
                "person": "P1", "audience": "SCH1", "decision": "share", "decided_by": "SC-01",
                "decided_at": "2026-10-24 10:00", "why": "To keep him safe in school",
            }
        ],
    )  # fmt: skip
    data["incident"] |= {"reference": "GEN-1"}
    write(folder / "case.json", data)
    write(folder / "office.json", office_data())
    phrase = folder / "phrase.txt"
    phrase.write_text(f"{PHRASE}\n", encoding="utf-8")
    phrase.chmod(0o600)
    return folder


def run(home: Path, *more: object) -> Result:
    phrase = home / "phrase.txt"
    return run_casepack(
        "make", home / "case.json", "--as-of", AS_OF, "--out", home / "out", "--pass-phrase-file", phrase, *more
    )


@dataclass(frozen=True)
class Sent:
    """A folder with a record, its sealed pack in `out`, and what the run said."""

    home: Path
    said: str

    @property
    def pack(self) -> Path:
        return self.home / "out" / "GEN-1"

    def copies(self) -> dict[str, Path]:
        return {path.name: path for path in sorted((self.pack / "sealed").iterdir())}


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Sent:
    home = home_of(tmp_path_factory.mktemp("sealed") / "home")
    done = run(home)
    assert done.exit_code == 0, done.output
    return Sent(home, done.output)


@pytest.fixture
def own(sent: Sent, tmp_path: Path) -> Sent:
    """A copy of that folder, to be changed."""
    shutil.copytree(sent.home, tmp_path / "home")
    return Sent(tmp_path / "home", "")


def opened(path: Path, phrase: str) -> bytes:
    """A sealed Word file with its seal taken off."""
    file = msoffcrypto.OfficeFile(io.BytesIO(path.read_bytes()))
    file.load_key(password=phrase, verify_password=True)
    made = io.BytesIO()
    file.decrypt(made, verify_integrity=True)
    return made.getvalue()


LETTER = "GEN-1 school-letter P1 SCH1 v1"


def test_what_is_approved_and_tells_of_somebody_is_sealed_and_nothing_else(sent: Sent) -> None:
    names = set(sent.copies())
    assert {f"{LETTER}.docx", f"{LETTER}.pdf"} <= names
    assert not [name for name in names if any(word in name for word in ("checklist", "register", "ecins", "business"))]
    drafts = [made for made in manifest(sent)["documents"] if not made["approved"]]
    assert drafts
    assert not names & {f"{made['stem']}.pdf" for made in drafts}
    assert f"{len(names)} sealed copies in" in sent.said
    assert "never in the same e-mail" in sent.said


def test_a_sealed_copy_holds_the_document_to_the_byte_and_shows_nothing_without_the_pass_phrase(sent: Sent) -> None:
    [plain] = sent.pack.glob(f"1*/{LETTER}.docx")
    assert opened(sent.copies()[f"{LETTER}.docx"], PHRASE) == plain.read_bytes()
    with pytest.raises(msoffcrypto.exceptions.InvalidKeyError):
        opened(sent.copies()[f"{LETTER}.docx"], PHRASE + "x")
    for path in sent.copies().values():
        assert CHILD.encode() not in path.read_bytes()
        assert CHILD.encode("utf-16-le") not in path.read_bytes()


def test_a_sealed_pdf_is_aes_256_keeps_its_title_and_its_tags_and_may_be_read_aloud(sent: Sent) -> None:
    path = sent.copies()[f"{LETTER}.pdf"]
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(path)
    with pikepdf.open(path, password=PHRASE) as pdf:
        assert (pdf.encryption.R, pdf.encryption.stream_method.name, pdf.encryption.bits) == (6, "aesv3", 256)
        assert pdf.allow.accessibility
        assert str(pdf.docinfo["/Title"])
        assert "/StructTreeRoot" in pdf.Root
        assert not pdf.owner_password_matched


def test_a_second_run_seals_nothing_anew(own: Sent) -> None:
    before = {path: path.read_bytes() for path in own.copies().values()}
    again = run(own.home, "--json")
    [told] = json.loads(again.stdout)["sealed"]
    assert (told["new"], len(told["copies"])) == ([], len(before))
    assert {path: path.read_bytes() for path in own.copies().values()} == before


def test_another_pass_phrase_seals_anew_and_the_old_one_opens_no_more(own: Sent) -> None:
    (own.home / "phrase.txt").write_text("lantern orchard pebble 77", encoding="utf-8")
    assert run(own.home).exit_code == 0
    assert opened(own.copies()[f"{LETTER}.docx"], "lantern orchard pebble 77")
    with pytest.raises(msoffcrypto.exceptions.InvalidKeyError):
        opened(own.copies()[f"{LETTER}.docx"], PHRASE)


def test_the_pass_phrase_is_written_nowhere(sent: Sent) -> None:
    written = [path for path in sent.home.rglob("*") if path.is_file() and path.name != "phrase.txt"]
    assert written
    assert PHRASE not in sent.said
    for path in written:
        assert PHRASE.encode() not in path.read_bytes(), path.name
        assert PHRASE.encode("utf-16-le") not in path.read_bytes(), path.name


def test_the_manifest_has_the_hashes_from_before_sealing(sent: Sent) -> None:
    told = manifest(sent)
    [letter] = [made for made in told["documents"] if made["stem"] == LETTER]
    for kind in ("docx", "pdf"):
        assert told["sealed"][f"sealed/{LETTER}.{kind}"] == letter["files"][kind]
        assert told["other"][f"sealed/{LETTER}.{kind}"] == digest(sent.copies()[f"{LETTER}.{kind}"].read_bytes())


def manifest(sent: Sent) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((sent.pack / "manifest.json").read_text(encoding="utf-8"))
    return told


def test_a_letter_edited_by_hand_is_not_sealed_for_nothing_has_proved_it(own: Sent) -> None:
    [letter] = own.pack.glob(f"1*/{LETTER}.docx")
    letter.write_bytes(letter.read_bytes() + b"edited")
    done = run(own.home, "--json")
    [told] = json.loads(done.stdout)["sealed"]
    assert not [path for path in told["copies"] if LETTER in path]
    assert any("was edited by hand" in reason and "casepack pdf" in reason for reason in told["left"])


def test_the_next_run_without_sealing_leaves_the_copies_and_knows_them(own: Sent) -> None:
    before = {path: path.read_bytes() for path in own.copies().values()}
    plain = run_casepack("make", own.home / "case.json", "--as-of", AS_OF, "--out", own.home / "out")
    assert (plain.exit_code, "Nothing has changed" in plain.stdout) == (0, True)
    assert {path: path.read_bytes() for path in own.copies().values()} == before


@pytest.mark.parametrize(
    ("named", "sealed", "left"),
    [
        ([], {Audience.SCHOOL, Audience.MASH, Audience.CONFERENCE}, {Audience.BUSINESS, Audience.OFFICE}),
        (["mash"], {Audience.MASH}, {Audience.SCHOOL, Audience.CONFERENCE}),
        (["School ", "police"], {Audience.SCHOOL, Audience.POLICE}, {Audience.MASH}),
        (["all"], {Audience.SCHOOL, Audience.BUSINESS, Audience.CONFERENCE}, {Audience.OFFICE, Audience.ECINS}),
    ],
)
def test_the_office_says_whose_papers_are_sealed(named: list[str], sealed: set[Audience], left: set[Audience]) -> None:
    found = readers(office(organisation=organisation(seal_for=named)))
    assert found >= sealed
    assert not found & left


def test_a_pass_phrase_that_others_would_try_is_told_with_the_pack_and_stops_no_pack(tmp_path: Path) -> None:
    home = home_of(tmp_path / "home")
    (home / "phrase.txt").write_text("MarlhavenDistrictCouncil1", encoding="utf-8")
    done = run(home)
    assert done.exit_code == 2
    assert "school-letter" in " ".join(path.name for path in (home / "out").rglob("*.pdf"))
    assert "Documents" in done.stdout
    assert "GEN-1 was not sealed. The pass phrase is mostly a word that others would try first." in done.stderr
    told = json.loads(run(home, "--json").stdout)
    assert ([one["reference"] for one in told["not_sealed"]], "sealed" in told) == (["GEN-1"], False)


def test_the_note_on_a_closed_item_is_handed_over_in_person() -> None:
    assert "closed-item-note" not in SENT


def test_a_reader_whom_nobody_knows_is_a_problem_of_the_office(tmp_path: Path) -> None:
    home = home_of(tmp_path / "home")
    office = json.loads((home / "office.json").read_text(encoding="utf-8"))
    office["organisation"]["seal_for"] = ["shcool"]
    write(home / "office.json", office)
    done = run(home)
    assert done.exit_code == 3
    assert 'Did you mean "school"?' in " ".join(done.stderr.split())


def test_a_folder_of_records_and_a_conference_are_sealed_in_the_same_way(tmp_path: Path) -> None:
    home = home_of(tmp_path / "home")
    out, phrase = tmp_path / "out", home / "phrase.txt"
    batch = run_casepack("make", home, "--as-of", AS_OF, "--out", out, "--pass-phrase-file", phrase, "--json")
    [told] = json.loads(batch.stdout)["sealed"]
    assert f"sealed/{LETTER}.pdf" in told["copies"]
    meeting = ("conference", home, "--meeting", "PGC-2026-11", "--as-of", AS_OF, "--out", out)
    held = run_casepack(*meeting, "--pass-phrase-file", phrase)
    assert held.exit_code == 0, held.output
    pack = out / "PGC-2026-11"
    assert (
        opened(pack / "sealed" / "PGC-2026-11 conference-pack.docx", PHRASE)
        == (pack / "PGC-2026-11 conference-pack.docx").read_bytes()
    )
    assert "Nothing has changed" in run_casepack(*meeting).stdout


# The pass phrase

WEAK = {
    "short": ("tulip 42 bag", ""),
    "too short": ("tulip bag 4", "from 12 to 127 characters"),
    "one sign": ("aaaaaaaaaaaaaaaa", "fewer than 6 different"),
    "digits": ("01632 960 100 44", "digits alone"),
    "well known": ("Password2026!", "others would try first"),
    "the council": ("MarlhavenDC2026", "others would try first"),
    "another keyboard": ("harbour violin cáctus", "English keyboard"),
    "a space at the end": ("harbour violin cactus ", "begin or end with a space"),
    "a tab": ("harbour\tviolin cactus", "English keyboard"),
}


@pytest.mark.parametrize(("phrase", "said"), WEAK.values(), ids=WEAK)
def test_a_weak_pass_phrase_is_refused_with_the_reason(phrase: str, said: str) -> None:
    if not said:
        assert checked(phrase) == phrase
        return
    with pytest.raises(UsageError, match=said) as refused:
        checked(phrase, ("Marlhaven DC", "MSC-2026-0417"))
    assert phrase.strip() not in str(refused.value)


@pytest.mark.parametrize(
    ("mode", "text", "said"),
    [
        (0o644, PHRASE, "may be read by others"),
        (0o600, f"{PHRASE}\n{PHRASE}\n", "on one line, and nothing else"),
        (0o600, "", "on one line, and nothing else"),
        (0o600, "casepack2026", "others would try first"),
    ],
)
def test_a_file_that_keeps_no_secret_is_refused_before_anything_is_made(
    mode: int, text: str, said: str, tmp_path: Path
) -> None:
    home = home_of(tmp_path / "home")
    (home / "phrase.txt").write_text(text, encoding="utf-8")
    (home / "phrase.txt").chmod(mode)
    done = run(home)
    assert done.exit_code == 2
    assert said in " ".join(done.stderr.split())
    assert PHRASE not in done.output
    assert not (home / "out").exists()


def test_without_a_terminal_nobody_can_be_asked(tmp_path: Path) -> None:
    home = home_of(tmp_path / "home")
    done = run_casepack("make", home / "case.json", "--as-of", AS_OF, "--out", home / "out", "--seal")
    assert done.exit_code == 2
    assert "--pass-phrase-file FILE" in done.stderr
    assert not (home / "out").exists()


# As others open them


@pytest.mark.skipif(
    not shutil.which("qpdf"), reason="qpdf is not on this machine: sealed PDFs were opened by pikepdf alone"
)
def test_qpdf_opens_a_sealed_pdf(sent: Sent) -> None:
    path = sent.copies()[f"{LETTER}.pdf"]
    done = subprocess.run(["qpdf", f"--password={PHRASE}", "--check", path], capture_output=True, text=True)
    assert (done.returncode, "No syntax or stream encoding errors" in done.stdout) == (0, True)
    assert subprocess.run(["qpdf", "--check", path], capture_output=True).returncode != 0


_UNO = """
import sys, time, uno
from com.sun.star.beans import PropertyValue as Value
local = uno.getComponentContext()
resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
for _ in range(120):
    try:
        context = resolver.resolve("uno:pipe,name=%s;urp;StarOffice.ComponentContext" % sys.argv[1])
        break
    except Exception:
        time.sleep(0.5)
desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
hidden, phrase = Value("Hidden", 0, True, 0), Value("Password", 0, sys.argv[3], 0)
document = desktop.loadComponentFromURL(uno.systemPathToFileUrl(sys.argv[2]), "_blank", 0, (hidden, phrase))
print(document.Text.String)
document.close(True)
desktop.terminate()
"""


def _speaks_uno() -> bool:
    found = shutil.which("soffice") and Path("/usr/bin/python3").exists()
    return bool(found) and subprocess.run(["/usr/bin/python3", "-c", "import uno"], capture_output=True).returncode == 0


@pytest.mark.skipif(
    not _speaks_uno(), reason="LibreOffice is not on this machine: sealed Word files were opened by msoffcrypto alone"
)
def test_libreoffice_opens_a_sealed_word_file(sent: Sent, tmp_path: Path) -> None:
    pipe = f"casepack{os.getpid()}"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    listen = f"--accept=pipe,name={pipe};urp;StarOffice.ServiceManager"
    office = subprocess.Popen(["soffice", profile, "--headless", "--norestore", listen])
    try:
        command = ["/usr/bin/python3", "-c", _UNO, pipe, str(sent.copies()[f"{LETTER}.docx"]), PHRASE]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    finally:
        office.terminate()
        office.wait(30)
    assert done.returncode == 0, done.stderr
    assert CHILD in done.stdout
