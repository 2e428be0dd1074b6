"""What docs/serving.md tells administrators is so: its settings are read, say what is usual, and leave none out.

So with the pictures of the page: those that are shown are there, and no other.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from casepack.errors import UsageError
from casepack.web_settings import Limits, Settings, settings_from

from .web_pictures import FOLDER, KEPT

PAGE = Path(__file__).resolve().parent.parent / "docs" / "serving.md"
TEXT = PAGE.read_text(encoding="utf-8")
BLOCKS = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)


def read(folder: Path, settings: str, phrase: str = "") -> Settings:
    """The settings as they are read from a file, secrets and pass phrases beside it."""
    for name, words in (("proxy-secret", "mN4vQ8sT1xZ6bC3dF7gH2jK5"), ("phrase.txt", phrase)):
        (folder / name).write_text(words, encoding="utf-8")
        (folder / name).chmod(0o600)
    (folder / "page.toml").write_text(settings.replace("/etc/casepack/", f"{folder}/"), encoding="utf-8")
    return settings_from(folder / "page.toml", "0.0.0.0", 8700, folder / "phrase.txt" if phrase else None)


def test_the_settings_for_a_proxy_are_read_and_say_what_is_usual(tmp_path: Path) -> None:
    found = read(tmp_path, BLOCKS[0])
    assert found.limits == Limits()
    assert found.proxy is not None
    assert (found.proxy.header, found.https, found.proxy.secret != "") == ("x-remote-user", True, True)


def test_the_settings_for_a_pass_phrase_are_read(tmp_path: Path) -> None:
    found = read(tmp_path, BLOCKS[1], "copper lantern orbit meadow")
    assert found.names == {"casepack.example.org"}
    assert found.phrase
    assert found.certificate is not None


@pytest.mark.parametrize("table", ["page", "proxy", "sign-in", "limits"])
def test_every_setting_stands_on_the_page(table: str, tmp_path: Path) -> None:
    told = tomllib.loads(BLOCKS[0])
    lines = {"proxy": 'addresses = ["127.0.0.1"]\nheader = "X"\n'}.get(table, "")
    with pytest.raises(UsageError, match="is no setting") as refused:
        read(tmp_path, f"[{table}]\n{lines}zzz = 1\n")
    known = set(re.findall(r"Known are (.*)\.$", str(refused.value))[0].split(", ")) - {"zzz"}
    missing = {name for name in known if not re.search(rf"^{name} = |`{name}`", TEXT, re.MULTILINE)}
    assert (missing, known != set()) == (set(), True)
    assert set(told.get(table, {})) <= known


def test_the_pictures_of_the_page_are_those_that_are_shown_and_weigh_little() -> None:
    there = {path.stem: path.stat().st_size for path in FOLDER.glob("*.png")}
    shown = (FOLDER.parent / "web-page.md").read_text(encoding="utf-8")
    assert set(there) == set(KEPT) == set(re.findall(r"\(web/([\w-]+)\.png\)", shown))
    assert min(there.values()) > 5_000
    assert sum(there.values()) < 1_000_000
