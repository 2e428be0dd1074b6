"""Who may use the page: whom the proxy names, or whoever knows the pass phrase; settings that leave no door open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from casepack.errors import UsageError
from casepack.web_identity import (
    FREE,
    LOCK,
    MOST,
    OVERALL,
    SHARED,
    Caller,
    PhraseDoor,
    caller_of,
    named_by_proxy,
    neighbourhood,
)
from casepack.web_refusal import Refusal
from casepack.web_settings import MIB, Front, Proxy, Settings, settings_from

from .web_house import opened

PHRASE = "copper lantern orbit meadow"
PROXY = Proxy(frozenset({"10.0.0.5"}), "x-remote-user")
WHO = (b"X-Remote-User", b"a.officer@example.org")
CHOSEN = replace(PROXY, users=frozenset({"a.officer@example.org"}))
SECRET = replace(PROXY, secret_header="x-proxy", secret="0123456789abcdef0123456789")


@pytest.mark.parametrize(
    ("proxy", "address", "headers"),
    [
        (PROXY, "10.0.0.5", [WHO]),
        (PROXY, "::ffff:10.0.0.5", [WHO]),
        (CHOSEN, "10.0.0.5", [(b"x-remote-user", b"A.Officer@Example.org")]),
        (SECRET, "10.0.0.5", [WHO, (b"X-Proxy", b"0123456789abcdef0123456789")]),
    ],
)
def test_the_proxy_says_who_somebody_is(proxy: Proxy, address: str, headers: list[tuple[bytes, bytes]]) -> None:
    assert named_by_proxy(proxy, address, headers).casefold() == "a.officer@example.org"


@pytest.mark.parametrize(
    ("proxy", "address", "headers"),
    [
        (PROXY, "10.0.0.6", [WHO]),
        (PROXY, "127.0.0.1", [WHO]),
        (PROXY, "", [WHO]),
        (PROXY, "10.0.0.5", []),
        (PROXY, "10.0.0.5", [WHO, WHO]),
        (PROXY, "10.0.0.5", [WHO, (b"x-remote-user", b"somebody.else@example.org")]),
        (PROXY, "10.0.0.5", [(b"X-Remote-User", b" ")]),
        (PROXY, "10.0.0.5", [(b"X-Remote-User", b"a" * 300)]),
        (PROXY, "10.0.0.5", [(b"X-Remote-User", b"a\x1bb")]),
        (PROXY, "10.0.0.5", [(b"X_Remote_User", b"a")]),
        (CHOSEN, "10.0.0.5", [(b"X-Remote-User", b"b.officer@example.org")]),
        (SECRET, "10.0.0.5", [WHO]),
        (SECRET, "10.0.0.5", [WHO, (b"X-Proxy", b"0123456789abcdef0123456780")]),
        (SECRET, "10.0.0.5", [WHO, (b"X-Proxy", b"x"), (b"X-Proxy", b"0123456789abcdef0123456789")]),
    ],
)
def test_nobody_else_is_believed(proxy: Proxy, address: str, headers: list[tuple[bytes, bytes]]) -> None:
    with pytest.raises(Refusal) as refused:
        named_by_proxy(proxy, address, headers)
    assert refused.value.status == 403


def test_behind_a_proxy_nothing_at_all_is_answered_to_anybody_else(tmp_path: Path) -> None:
    settings = replace(Settings(), proxy=PROXY)
    with opened(tmp_path, settings, address="127.0.0.1") as page:
        answers = [page.get(path, headers=[WHO]) for path in ("/", "/health", "/static/casepack.css", "/help")]
    assert {answer.status_code for answer in answers} == {403}


def test_the_session_of_one_officer_opens_nothing_for_another(tmp_path: Path) -> None:
    with opened(tmp_path, replace(Settings(), proxy=PROXY), address="10.0.0.5") as page:
        page.client.headers["X-Remote-User"] = "anna@example.org"
        (token,) = page.drop(("a.xlsx", b"record"))
        assert "anna@example.org" in page.get("/").text
        page.client.headers["X-Remote-User"] = "ben@example.org"
        assert page.get(f"/r/{token}").status_code == 404
        assert page.states() == {}
        assert "example.org" not in "\n".join(page.lines)


@pytest.fixture
def clock() -> list[float]:
    return [1_000.0]


@pytest.fixture
def door(clock: list[float]) -> PhraseDoor:
    return PhraseDoor(PHRASE, lambda: clock[0])


ONE = Caller("192.0.2.1")


def test_the_right_pass_phrase_opens_the_door(door: PhraseDoor) -> None:
    assert door.opens(ONE, PHRASE)
    assert not door.opens(ONE, PHRASE.upper())
    assert not door.opens(ONE, "")


@pytest.mark.parametrize(("caller", "longest"), [(ONE, LOCK), (replace(ONE, shared=True), SHARED)])
def test_each_wrong_pass_phrase_makes_it_slower_until_an_address_of_ones_own_is_locked_out(
    door: PhraseDoor, clock: list[float], caller: Caller, longest: float
) -> None:
    waits = []
    for _ in range(MOST):
        assert not door.opens(caller, "wrong")
        waits.append(door.wait(caller))
        assert not waits[-1] or not door.opens(caller, PHRASE)  # not even looked at
        clock[0] += waits[-1]
    assert waits[: FREE + 2] == [0, 0, 2, 4, 8]
    assert waits == sorted(waits)
    assert waits[-1] == longest
    assert door.opens(caller, PHRASE)
    assert door.wait(caller) == 0


def test_one_address_makes_no_other_wait_but_many_together_make_everybody(door: PhraseDoor, clock: list[float]) -> None:
    for number in range(OVERALL - 1):
        door.opens(Caller(f"192.0.2.{number}"), "wrong")
    assert door.wait(Caller("198.51.100.1")) == 0
    door.opens(Caller("192.0.2.200"), "wrong")
    assert door.wait(Caller("198.51.100.1")) == 60
    clock[0] += LOCK + 1
    assert door.wait(Caller("198.51.100.1")) == 0


DIRECT = Settings(names=frozenset({"page.example.org"}), certificate=Path("page.pem"), https=True)
BEHIND = replace(Settings(), https=True)
FRONT = replace(BEHIND, front=Front(frozenset({"127.0.0.1", "10.0.0.5"}), "x-forwarded-for"))


@pytest.mark.parametrize(
    ("settings", "address", "told", "caller"),
    [
        (DIRECT, "192.0.2.7", [], Caller("192.0.2.7")),
        (DIRECT, "192.0.2.7", ["203.0.113.9"], Caller("192.0.2.7")),
        (DIRECT, "127.0.0.1", [], Caller("127.0.0.1", shared=True)),
        (BEHIND, "10.0.0.5", ["203.0.113.9"], Caller("10.0.0.5", shared=True)),
        (FRONT, "10.0.0.5", ["203.0.113.9"], Caller("203.0.113.9")),
        (FRONT, "::ffff:10.0.0.5", ["203.0.113.9:50123"], Caller("203.0.113.9")),
        (FRONT, "127.0.0.1", ["[2001:db8::9]:443"], Caller("2001:db8::9")),
        (FRONT, "127.0.0.1", ["198.51.100.1, 203.0.113.9, 10.0.0.5"], Caller("203.0.113.9")),
        (FRONT, "127.0.0.1", ["198.51.100.1", "203.0.113.9"], Caller("203.0.113.9")),
        (FRONT, "127.0.0.1", ["203.0.113.9, somebody"], Caller("127.0.0.1", shared=True)),
        (FRONT, "127.0.0.1", ["127.0.0.1"], Caller("127.0.0.1", shared=True)),
        (FRONT, "127.0.0.1", ["::1"], Caller("::1", shared=True)),
        (FRONT, "127.0.0.1", [], Caller("127.0.0.1", shared=True)),
        (FRONT, "192.0.2.7", ["203.0.113.9"], Caller("192.0.2.7")),
        (FRONT, "", ["203.0.113.9"], Caller("")),
    ],
)
def test_for_whom_a_web_server_calls_is_believed_from_it_alone(
    settings: Settings, address: str, told: list[str], caller: Caller
) -> None:
    assert caller_of(settings, address, [(b"X-Forwarded-For", one.encode()) for one in told]) == caller


def test_behind_a_web_server_one_who_guesses_locks_out_nobody_else(tmp_path: Path) -> None:
    settings = replace(Settings(), phrase=PHRASE, front=Front(frozenset({"10.0.0.5"}), "x-forwarded-for"))
    clock = [0.0]
    with opened(tmp_path, settings, moment=lambda: clock[0], address="10.0.0.5") as page:
        page.get("/sign-in")
        guesser = {"x-forwarded-for": "198.51.100.1, 203.0.113.9"}
        for _ in range(MOST):
            page.client.headers.update(guesser)
            page.post("/sign-in", phrase="wrong")
            clock[0] += SHARED * 9
        locked = page.post("/sign-in", phrase=PHRASE)
        assert (locked.status_code, "Wait 11 minutes" in locked.text) == (429, True)
        page.client.headers["x-forwarded-for"] = "203.0.113.10"
        assert page.post("/sign-in", phrase=PHRASE).headers["location"] == "/"


def test_of_ipv6_a_whole_network_is_one_address(door: PhraseDoor) -> None:
    assert neighbourhood("2001:db8::1") == neighbourhood("2001:db8::ffff:1") != neighbourhood("2001:db8:1::1")
    assert neighbourhood("::ffff:192.0.2.1") == "192.0.2.1"


def test_the_pass_phrase_is_told_by_no_representation(door: PhraseDoor) -> None:
    assert PHRASE not in repr(door) + repr(replace(Settings(), phrase=PHRASE)) + repr(SECRET)
    assert "0123456789abcdef" not in repr(SECRET)


def test_whoever_signs_in_gets_a_new_session_and_whoever_does_not_sees_nothing(tmp_path: Path) -> None:
    clock = [0.0]
    with opened(tmp_path, replace(Settings(), phrase=PHRASE), moment=lambda: clock[0]) as page:
        for path in ("/", "/files", "/files/state", "/workbook", "/deadlines", "/r/x", "/r/x/pack", "/conference"):
            assert page.get(path).headers["location"] == "/sign-in"
        page.get("/sign-in")
        before = page.cookie
        assert page.post("/files", files=[("files", ("a.xlsx", b"record"))]).headers["location"] == "/sign-in"
        wrong = [page.post("/sign-in", phrase="wrong") for _ in range(FREE)]
        assert [answer.status_code for answer in wrong] == [403] * FREE
        early = page.post("/sign-in", phrase=PHRASE)
        assert (early.status_code, early.headers["retry-after"]) == (429, "2")
        assert "Wait 2 seconds" in early.text
        clock[0] += 3
        assert page.post("/sign-in", phrase=PHRASE).headers["location"] == "/"
        after = page.cookie
        assert after != before
        assert len(page.drop(("a.xlsx", b"record"))) == 1
        with page.other_officer():
            assert page.get("/", headers={"cookie": f"casepack-8700={before}"}).status_code == 303
        assert page.post("/sign-out").status_code == 303
        assert page.get("/", headers={"cookie": f"casepack-8700={after}"}).headers["location"] == "/sign-in"
        assert not any(word in "\n".join(page.lines) for word in ("wrong", PHRASE, before, after))


def test_a_form_to_sign_in_needs_its_token_too(tmp_path: Path) -> None:
    with opened(tmp_path, replace(Settings(), phrase=PHRASE)) as page:
        page.get("/sign-in")
        assert page.client.post("/sign-in", data={"phrase": PHRASE}).status_code == 403


# Settings

SetUp = Callable[..., Settings]


@pytest.fixture
def set_up(tmp_path: Path) -> SetUp:
    def settings(toml: str = "", host: str = "127.0.0.1", phrase: str = "") -> Settings:
        file, secret = tmp_path / "page.toml", tmp_path / "phrase"
        file.write_text(toml.replace("FOLDER", tmp_path.as_posix()), encoding="utf-8")
        secret.write_text(phrase or PHRASE, encoding="utf-8")
        secret.chmod(0o600)
        return settings_from(file, host, 8700, secret if phrase else None, ("Marlhaven",))

    return settings


def test_without_settings_only_this_machine_may_call() -> None:
    assert settings_from(None, "127.0.0.1", 8700) == Settings()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.9", "page.example.org"])
@pytest.mark.parametrize(
    ("toml", "phrase", "said"),
    [
        ("", "", "it must know who is there"),
        ("", PHRASE, "could be read on the way"),
        ('[proxy]\naddresses = ["10.0.0.5"]\nheader = "X-User"', "", "could be read on the way"),
        ('[page]\nhttps = true\n[proxy]\naddresses = ["10.0.0.5"]\nheader = "X-User"', PHRASE, "Either the proxy"),
    ],
)
def test_beyond_this_machine_it_must_be_known_who_calls_and_nobody_may_listen(
    set_up: SetUp, host: str, toml: str, phrase: str, said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        set_up(toml, host, phrase)


def test_a_page_that_listens_everywhere_must_know_its_names(set_up: SetUp) -> None:
    with pytest.raises(UsageError, match="what officers call it"):
        set_up("[page]\nhttps = true", "0.0.0.0", PHRASE)
    found = set_up('[page]\nhttps = true\nnames = ["Page.example.org"]', "0.0.0.0", PHRASE)
    assert (found.names, found.cookie, found.phrase) == (frozenset({"page.example.org"}), "__Host-casepack", PHRASE)


def test_settings_are_taken_as_they_are_written(set_up: SetUp) -> None:
    found = set_up(
        '[page]\nnames = ["page.example.org"]\ncertificate = "FOLDER/c.pem"\nkey = "FOLDER/k.pem"\n'
        '[proxy]\naddresses = ["10.0.0.5", "::ffff:10.0.0.6", "[::1]"]\nheader = "X-User"\nusers = ["A@example.org"]\n'
        'secret-header = "X-Proxy"\nsecret-file = "FOLDER/phrase"\n'
        "[limits]\nofficers = 3\nworkers = 1\nmemory-mb = 1024\nminutes-for-a-pack = 2\nidle-minutes = 5\n",
        "10.0.0.9",
    )
    assert found.https
    assert found.proxy is not None
    assert found.proxy.addresses == frozenset({"10.0.0.5", "10.0.0.6", "::1"})
    assert (found.proxy.header, found.proxy.users) == ("x-user", frozenset({"a@example.org"}))
    assert found.names == frozenset({"page.example.org", "10.0.0.9"})
    limits = found.limits
    assert (limits.desks, limits.workers, limits.task_memory) == (3, 1, 1024 * MIB)
    assert (limits.task_seconds, limits.idle_seconds) == (120, 300)


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("[page", "cannot be read as settings"),
        ("pages = 1", "pages is no setting"),
        ("page = 1", "page must be a table"),
        ("[page]\nname = 'a'", r"\[page\] name is no setting"),
        ("[page]\nhttps = 'yes'", "true or false"),
        ("[page]\nnames = 'a'", "a list of names of hosts"),
        ("[page]\nnames = ['https://a.example.org']", "a list of names of hosts"),
        ("[page]\ncertificate = 'c.pem'", "belong together"),
        ("[page]\nscratch = 3", "text in quotation marks"),
        ("[proxy]\nheader = 'X-User'", "the addresses that your proxy calls from"),
        ("[proxy]\naddresses = ['proxy']\nheader = 'X-User'", "the addresses that your proxy calls from"),
        ("[proxy]\naddresses = ['10.0.0.5']", "the header in which"),
        ("[proxy]\naddresses = ['10.0.0.5']\nheader = 'X User'", "the header in which"),
        ("[proxy]\naddresses = ['10.0.0.5']\nheader = 'X-User'\nsecret-header = 'X-P'", "secret-file"),
        ("[proxy]\naddresses = ['10.0.0.5']\nheader = 'U'\ntrust = true", "trust is no setting"),
        ("[limits]\nworkers = 0", "a whole number from 1 to 64"),
        ("[limits]\nworkers = true", "a whole number from 1 to 64"),
        ("[limits]\nidle-minutes = 16", "a whole number from 1 to 15"),
        ("[sign-in]\npass-phrase-file = 'FOLDER/none'", "cannot be found"),
        ("[sign-in]\nfront = ['10.0.0.5']", "in which the web server in front says"),
        ("[sign-in]\nfront-header = 'X-Forwarded-For'", "in which the web server in front says"),
        ("[sign-in]\nfront = ['web']\nfront-header = 'X-F'", "the addresses that the web server in front"),
        ("[sign-in]\nfront = ['10.0.0.5']\nfront-header = 'X F'", "in which the web server in front says"),
        ("[sign-in]\nfront = ['10.0.0.5']\nfront-header = 'X-F'", "none is asked for"),
    ],
)
def test_a_slip_in_the_settings_stops_the_start_and_says_where(set_up: SetUp, toml: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        set_up(toml)


@pytest.mark.parametrize("phrase", ["short", "marlhaven 2026", "password password"])
def test_a_weak_pass_phrase_is_refused(set_up: SetUp, phrase: str) -> None:
    with pytest.raises(UsageError, match="pass phrase"):
        set_up(phrase=phrase)


def test_the_settings_name_the_web_server_in_front(set_up: SetUp) -> None:
    toml = "[page]\nhttps = true\n[sign-in]\nfront = ['::ffff:10.0.0.5']\nfront-header = 'X-Forwarded-For'"
    found = set_up(toml, phrase=PHRASE)
    assert found.front == Front(frozenset({"10.0.0.5"}), "x-forwarded-for")
    assert (found.all_alike, replace(found, front=None).all_alike) == (False, True)
