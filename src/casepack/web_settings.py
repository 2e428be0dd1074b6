"""How the page is run: where it listens, who may use it, and how much it takes on. Read from a settings file (TOML).

Beyond this machine it is never open to whoever comes by: an identity from the council's own proxy, or a pass phrase.
"""

from __future__ import annotations

import ipaddress
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .errors import UsageError
from .passphrase import checked, phrase_in
from .web_table import Table

MIB = 1024 * 1024
HERE = ("127.0.0.1", "localhost", "::1")
"""What the page is called by on its own machine."""

_HEADER = re.compile(r"[A-Za-z0-9-]{1,60}")
_NAME = re.compile(r"[A-Za-z0-9.-]{1,253}")
_SECRET = 24
"""Characters that the proxy's secret has at least."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much the page takes on: sizes in bytes, times in seconds."""

    file: int = 10 * MIB
    files: int = 40
    request: int = 60 * MIB
    upload_seconds: float = 180
    pause_seconds: float = 20
    idle_seconds: float = 900
    desks: int = 40
    entries: int = 200
    disk: int = 2048 * MIB
    workers: int = 2
    task_seconds: float = 300
    task_memory: int = 3072 * MIB
    result: int = 256 * MIB
    connections: int = 256


@dataclass(frozen=True, slots=True)
class Proxy:
    """The council's own proxy: where it calls from, and the header in which it says who somebody is.

    `users` are those who may come in; everybody whom the proxy lets through where it is empty. `secret` is what the
    proxy says in the header `secret_header` to show that it is the proxy, where other people have accounts on its
    machine.
    """

    addresses: frozenset[str]
    header: str
    users: frozenset[str] = frozenset()
    secret_header: str = ""
    secret: str = field(default="", repr=False)

    def calls_from(self, address: str) -> bool:
        """Is this an address of the proxy?"""
        return is_one_of(self.addresses, address)


@dataclass(frozen=True, slots=True)
class Front:
    """A web server in front of a page that asks for a pass phrase: it takes care of https and names nobody.

    `addresses` are those it calls from, and from them alone `header` is believed: it says for whom it calls.
    """

    addresses: frozenset[str]
    header: str


@dataclass(frozen=True, slots=True)
class Settings:
    """All of it. `names` are the hosts by which the page is called; `https` whether officers reach it by https."""

    host: str = "127.0.0.1"
    port: int = 8700
    names: frozenset[str] = frozenset(HERE)
    https: bool = False
    certificate: Path | None = None
    key: Path | None = None
    proxy: Proxy | None = None
    phrase: str = field(default="", repr=False)
    front: Front | None = None
    scratch: Path | None = None
    limits: Limits = Limits()

    @property
    def all_alike(self) -> bool:
        """Do officers call from one address, that of a web server in front which does not say for whom it calls?"""
        return self.https and self.certificate is None and self.front is None

    @property
    def cookie(self) -> str:
        """What the session's cookie is called; the prefix makes a browser hold it to this host and to https."""
        return "__Host-casepack" if self.https else f"casepack-{self.port}"


def address_of(text: str) -> str:
    """A network address in its one settled form; an IPv4 address in IPv6 dress is itself. ValueError if it is none."""
    found = ipaddress.ip_address(text.strip().strip("[]"))
    mapped = getattr(found, "ipv4_mapped", None)
    return str(mapped or found)


def is_one_of(addresses: frozenset[str], address: str) -> bool:
    """Is this address among them, which are in their settled form? What is no address is not."""
    try:
        return address_of(address) in addresses
    except ValueError:
        return False


def is_here(host: str) -> bool:
    """Is this an address that only this machine can call?"""
    try:
        return host == "localhost" or ipaddress.ip_address(address_of(host)).is_loopback
    except ValueError:
        return False


def settings_from(
    file: Path | None, host: str, port: int, phrase_file: Path | None = None, near: tuple[str, ...] = ()
) -> Settings:
    """The settings in a file, with the address to listen at. Raises UsageError with words for whoever runs the page.

    `near` are words that a pass phrase may not be made of, such as the council's name.
    """
    told = Table(_read(file), file.name if file else "")
    page, proxy, sign_in, limits = (told.table(name) for name in ("page", "proxy", "sign-in", "limits"))
    told.done()
    certificate, key = page.path("certificate"), page.path("key")
    names = frozenset(name.lower() for name in page.words("names", _NAME, "names of hosts, such as page.example.org"))
    found = Settings(
        host=host,
        port=port,
        names=names | _own_names(host),
        https=page.yes("https") or certificate is not None,
        certificate=certificate,
        key=key,
        proxy=_proxy(proxy),
        phrase=_phrase(phrase_file or sign_in.path("pass-phrase-file"), near),
        front=_front(sign_in),
        scratch=page.path("scratch"),
        limits=_limits(limits),
    )
    for table in (page, sign_in):
        table.done()
    if (certificate is None) != (key is None):
        raise UsageError(f"{told.name}: [page] certificate and key belong together. Name both files, or neither.")
    _refuse_open(found)
    return found


def _own_names(host: str) -> frozenset[str]:
    if is_here(host):
        return frozenset(HERE)
    try:
        open_to_all = ipaddress.ip_address(address_of(host)).is_unspecified
    except ValueError:
        return frozenset({host.lower()})
    return frozenset() if open_to_all else frozenset({address_of(host)})


def _refuse_open(settings: Settings) -> None:
    """Raise where whoever comes by could use the page, or read what is sent to it."""
    if settings.proxy and settings.phrase:
        raise UsageError(
            "Either the proxy says who somebody is, or a pass phrase opens the page: leave out [proxy], or the "
            "pass phrase."
        )
    if settings.front and not settings.phrase:
        raise UsageError(
            "[sign-in] front is the address of a web server before a page that asks for a pass phrase, and none is "
            "asked for. Name its file, or leave front out."
        )
    if is_here(settings.host):
        return
    if not settings.proxy and not settings.phrase:
        raise UsageError(
            f"At {settings.host} other machines can call the page, so it must know who is there: name your proxy under "
            "[proxy] in a settings file, or a file that holds a pass phrase (--pass-phrase-file). Otherwise leave "
            "--host out: then only this machine can."
        )
    if not settings.https:
        raise UsageError(
            f"At {settings.host} other machines can call the page, and what is sent to it could be read on the way. "
            "Name a certificate and its key under [page] in a settings file, or write https = true there if your proxy "
            "already takes care of https."
        )
    if not settings.names:
        raise UsageError(
            f"At {settings.host} the page must know what officers call it: write names = "
            '["casepack.example.org"] under [page] in a settings file.'
        )


def _read(file: Path | None) -> dict[str, Any]:
    if file is None:
        return {}
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise UsageError(f"{file} cannot be found. Check the name and the folder.") from None
    except OSError:
        raise UsageError(f"{file.name} cannot be opened. Check that it is a file, and yours to read.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{file.name} cannot be read as settings (TOML): {error}. Mend it and start again.") from None


def _phrase(file: Path | None, near: tuple[str, ...]) -> str:
    return checked(phrase_in(file), near) if file else ""


def _proxy(table: Table) -> Proxy | None:
    if not table.told:
        return None
    addresses = table.words("addresses")
    header, users = table.word("header"), table.words("users")
    secret_header, file = table.word("secret-header"), table.path("secret-file")
    table.done()
    known = _known(table, "addresses", addresses, "your proxy")
    if not known:
        raise table.wrong("addresses", "the addresses that your proxy calls from, such as 10.0.0.5")
    if not _HEADER.fullmatch(header):
        raise table.wrong("header", "the header in which your proxy says who it is, such as X-Remote-User")
    if bool(secret_header) != bool(file) or (secret_header and not _HEADER.fullmatch(secret_header)):
        raise table.wrong("secret-header", "the header with the proxy's secret, and secret-file the file that holds it")
    secret = phrase_in(file) if file else ""
    if file and len(secret) < _SECRET:
        raise UsageError(f"{file.name} must hold a secret of at least {_SECRET} characters. Have a machine make one.")
    return Proxy(known, header.lower(), frozenset(user.casefold() for user in users), secret_header.lower(), secret)


def _front(table: Table) -> Front | None:
    addresses, header = table.words("front"), table.word("front-header")
    known = _known(table, "front", addresses, "the web server in front")
    if bool(known) != bool(header) or (header and not _HEADER.fullmatch(header)):
        wanted = "the header in which the web server in front says for whom it calls, such as X-Forwarded-For"
        raise table.wrong("front-header", f"{wanted}; and front its addresses")
    return Front(known, header.lower()) if known else None


def _known(table: Table, key: str, addresses: tuple[str, ...], whose: str) -> frozenset[str]:
    try:
        return frozenset(address_of(one) for one in addresses)
    except ValueError:
        raise table.wrong(key, f"the addresses that {whose} calls from, such as 10.0.0.5") from None


def _limits(table: Table) -> Limits:
    usual = Limits()
    found = Limits(
        file=table.number("file-mb", usual.file // MIB, 1, 100) * MIB,
        files=table.number("files", usual.files, 1, 200),
        request=table.number("request-mb", usual.request // MIB, 1, 500) * MIB,
        upload_seconds=float(table.number("upload-seconds", int(usual.upload_seconds), 1, 3600)),
        desks=table.number("officers", usual.desks, 1, 500),
        workers=table.number("workers", usual.workers, 1, 64),
        task_memory=table.number("memory-mb", usual.task_memory // MIB, 1024, 65_536) * MIB,
        task_seconds=table.number("minutes-for-a-pack", int(usual.task_seconds // 60), 1, 60) * 60.0,
        idle_seconds=table.number("idle-minutes", int(usual.idle_seconds // 60), 1, 15) * 60.0,
        disk=table.number("room-mb", usual.disk // MIB, 100, 1_048_576) * MIB,
    )
    table.done()
    return found
