"""Who somebody is who calls the page: whom the council's own proxy names, or whoever knows the pass phrase."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import math
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from .web_refusal import not_known
from .web_settings import Proxy, address_of

FREE = 3
"""Wrong pass phrases from one address before it has to wait."""
MOST = 10
"""Wrong pass phrases from one address after which it is locked out."""
OVERALL = 40
"""Wrong pass phrases from all addresses together after which everybody has to wait a minute after each."""
LOCK = 900.0
"""Seconds for which an address is locked out, and after which a wrong pass phrase is forgotten."""
_OVERALL_WAIT = 60.0
_LONGEST_NAME = 200


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

    `moment` tells seconds that only ever go up.
    """

    phrase: str = field(repr=False)
    moment: Callable[[], float] = time.monotonic
    _wrong: dict[str, list[float]] = field(default_factory=dict)
    _lately: deque[float] = field(default_factory=lambda: deque(maxlen=OVERALL))

    def wait(self, address: str) -> int:
        """Seconds until somebody at this address may try; 0 where they may now."""
        now = self.moment()
        self._forget(now)
        until = 0.0
        if tries := self._wrong.get(neighbourhood(address)):
            pause = LOCK if len(tries) >= MOST else 2.0 ** (len(tries) - FREE + 1) if len(tries) >= FREE else 0.0
            until = tries[-1] + pause
        if len(self._lately) == OVERALL:
            until = max(until, self._lately[-1] + _OVERALL_WAIT)
        return max(0, math.ceil(until - now))

    def opens(self, address: str, phrase: str) -> bool:
        """Is this the pass phrase? Never looked at while the address has to wait; a wrong one is remembered."""
        if self.wait(address):
            return False
        if same(phrase, self.phrase):
            self._wrong.pop(neighbourhood(address), None)
            return True
        now = self.moment()
        self._wrong.setdefault(neighbourhood(address), []).append(now)
        self._lately.append(now)
        return False

    def _forget(self, now: float) -> None:
        while self._lately and now - self._lately[0] > LOCK:
            self._lately.popleft()
        for address in [key for key, tries in self._wrong.items() if now - tries[-1] > LOCK]:
            del self._wrong[address]
