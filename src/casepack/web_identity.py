"""Who somebody is who calls the page: whom the council's own proxy names, or whoever knows the pass phrase."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import math
import re
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from .web_refusal import not_known
from .web_settings import Front, Proxy, Settings, address_of, is_here, is_one_of

FREE = 3
"""Wrong pass phrases from one address before it has to wait."""
MOST = 10
"""Wrong pass phrases from one address after which it is locked out."""
OVERALL = 40
"""Wrong pass phrases from all addresses together after which everybody has to wait a minute after each."""
LOCK = 900.0
"""Seconds for which an address is locked out, and after which a wrong pass phrase is forgotten."""
SHARED = 30.0
"""Seconds that those wait at most who share an address with others: nobody is locked out by what another does."""
_OVERALL_WAIT = 60.0
_LONGEST_NAME = 200
_WITH_PORT = re.compile(r"\[(?P<six>[^\]]+)\](?::\d{1,5})?|(?P<four>[\d.]+):\d{1,5}")


def same(one: str, other: str) -> bool:
    """Are two secrets the same? It takes as long whatever they are."""
    digests = (hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest() for text in (one, other))
    return hmac.compare_digest(*digests)


def named_by_proxy(proxy: Proxy, address: str, headers: Iterable[tuple[bytes, bytes]]) -> str:
    """Whom the proxy names in its header.

    Raises `Refusal` (403) where the request is not the proxy's own, names nobody or more than one, or somebody who may
    not come in.
    """
    told = [(name.decode("latin-1").lower(), value.decode("latin-1").strip()) for name, value in headers]
    names = [value for name, value in told if name == proxy.header]
    secrets = [value for name, value in told if name == proxy.secret_header] if proxy.secret_header else []
    shown = not proxy.secret_header or (len(secrets) == 1 and same(secrets[0], proxy.secret))
    if not proxy.calls_from(address) or not shown or len(names) != 1:
        raise not_known()
    who = names[0]
    if not who or len(who) > _LONGEST_NAME or not who.isprintable():
        raise not_known()
    if proxy.users and who.casefold() not in proxy.users:
        raise not_known()
    return who


@dataclass(frozen=True, slots=True)
class Caller:
    """Where a call comes from. `shared`: others may call from the same address, and nobody can tell them apart."""

    address: str
    shared: bool = False


def caller_of(settings: Settings, address: str, headers: Iterable[tuple[bytes, bytes]]) -> Caller:
    """Where a call comes from that arrives from `address`; behind a web server in front, where that says it does.

    What a header says is believed from that server alone, and only the last address in it that is not its own: the
    others may have been written by whoever called.
    """
    front = settings.front
    if front is None or not is_one_of(front.addresses, address):
        return Caller(address, shared=settings.all_alike or is_here(address))
    told = [value.decode("latin-1") for name, value in headers if name.decode("latin-1").lower() == front.header]
    return _called_for(front, ",".join(told).split(",")) or Caller(address, shared=True)


def _called_for(front: Front, told: list[str]) -> Caller | None:
    for one in reversed(told):
        try:
            address = address_of(_without_port(one.strip()))
        except ValueError:
            return None
        if address not in front.addresses:
            return Caller(address, shared=is_here(address))
    return None


def _without_port(told: str) -> str:
    found = _WITH_PORT.fullmatch(told)
    return (found["six"] or found["four"]) if found else told


def neighbourhood(address: str) -> str:
    """What counts as one address: of IPv6 the network, for its owner has as many addresses in it as they like."""
    try:
        found = ipaddress.ip_address(address_of(address))
    except ValueError:
        return "elsewhere"
    if found.version == 4:
        return str(found)
    return str(ipaddress.ip_network((found, 64), strict=False))


@dataclass
class PhraseDoor:
    """The door that a pass phrase opens, slower with each wrong one, and locked after several.

    Where many call from one address it is slower for all of them, but locked to none. `moment` tells
    seconds that only ever go up.
    """

    phrase: str = field(repr=False)
    moment: Callable[[], float] = time.monotonic
    _wrong: dict[str, list[float]] = field(default_factory=dict)
    _lately: deque[float] = field(default_factory=lambda: deque(maxlen=OVERALL))

    def wait(self, caller: Caller) -> int:
        """Seconds until whoever calls from there may try; 0 where they may now."""
        now = self.moment()
        self._forget(now)
        until = 0.0
        if tries := self._wrong.get(neighbourhood(caller.address)):
            pause = LOCK if len(tries) >= MOST else 2.0 ** (len(tries) - FREE + 1) if len(tries) >= FREE else 0.0
            until = tries[-1] + (min(pause, SHARED) if caller.shared else pause)
        if len(self._lately) == OVERALL:
            until = max(until, self._lately[-1] + _OVERALL_WAIT)
        return max(0, math.ceil(until - now))

    def opens(self, caller: Caller, phrase: str) -> bool:
        """Is this the pass phrase? Never looked at while its caller has to wait; a wrong one is remembered."""
        if self.wait(caller):
            return False
        where = neighbourhood(caller.address)
        if same(phrase, self.phrase):
            self._wrong.pop(where, None)
            return True
        now = self.moment()
        self._wrong[where] = [*self._wrong.get(where, ()), now][-MOST:]
        self._lately.append(now)
        return False

    def _forget(self, now: float) -> None:
        while self._lately and now - self._lately[0] > LOCK:
            self._lately.popleft()
        for address in [key for key, tries in self._wrong.items() if now - tries[-1] > LOCK]:
            del self._wrong[address]
