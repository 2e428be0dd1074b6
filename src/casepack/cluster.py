"""Workers on other machines: a Dask cluster. Only here is it imported, and only where one is asked for.

Certificates and the wish for an encrypted connection come from Dask's own settings (`distributed.comm.tls` in its
configuration file, or DASK_DISTRIBUTED__COMM__... in the environment); an address that begins with tls:// needs them.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import Any

from .errors import OutputError, UsageError
from .workers import Elsewhere

WAIT = 20
"""Seconds to wait for the scheduler, and then for a first worker."""
TIMES = 2
"""Tasks under way for each thread of the cluster, so that nobody waits for the next record to be read."""


class Cluster(Elsewhere):
    """The workers of a Dask cluster, with the connection to it."""

    client: Any = None

    def close(self) -> None:
        """Hand out no more, drop what has not begun, and hang up."""
        super().close()
        if self.client is not None:
            with suppress(Exception):
                self.client.close()


def join(address: str) -> Cluster:
    """The workers of the cluster whose scheduler is at `address`, such as tls://scheduler.example.org:8786.

    Raises UsageError where Dask is not installed or the address is none, OutputError where nobody answers, where the
    cluster has no workers, or where a worker has another casepack than this machine.
    """
    try:
        import distributed
        from distributed.scheduler import KilledWorker
    except ImportError:
        raise UsageError(
            "Working with a cluster needs Dask, which is not installed here. Install it with: pip install "
            '"casepack[cluster]"'
        ) from None
    for name in ("distributed", "asyncio"):  # what they log may hold whole tasks
        logging.getLogger(name).setLevel(logging.CRITICAL)
    hire: Any = distributed.Client
    try:
        client = hire(address, timeout=WAIT, set_as_default=False)
    except (OSError, TimeoutError) as error:
        raise OutputError(
            f"No cluster answers at {address}. Check the address, and that the scheduler runs."
        ) from error
    except (ValueError, TypeError) as error:
        raise UsageError(
            f"The cluster cannot be reached at {address}: {error}. Check it and the certificates."
        ) from error
    try:
        client.wait_for_workers(1, timeout=WAIT)
        _refuse_strangers(client)
        threads = sum(client.nthreads().values())
    except TimeoutError:
        client.close()
        raise OutputError(f"The cluster at {address} has no workers. Start some, then run again.") from None
    except BaseException:
        client.close()
        raise
    # pure=False: two records that look alike are two tasks all the same.
    crew = Cluster(client.get_executor(pure=False), max(1, TIMES * threads), (KilledWorker,))
    crew.client = client
    return crew


def software() -> dict[str, str]:
    """What decides the bytes of a document: the versions of casepack and of the libraries that it stands on."""
    from importlib.metadata import PackageNotFoundError, version

    names = ("casepack", "docxtpl", "jinja2", "lxml", "mammoth", "weasyprint", "pydyf", "fonttools", "pikepdf")
    found = {}
    for name in names:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "missing"
    return found


def _refuse_strangers(client: Any) -> None:
    """Raise OutputError if a worker would make other bytes than this machine."""
    mine = software()
    for where, theirs in client.run(software, on_error="return").items():
        if not isinstance(theirs, dict):
            raise OutputError(
                f"The worker at {where} has no casepack, or an older one. Install the same as here on it."
            )
        other = [f"{name} {theirs.get(name)} (here {mine[name]})" for name in mine if theirs.get(name) != mine[name]]
        if other:
            raise OutputError(
                f"The worker at {where} has other versions: {', '.join(other)}. The same record would give other "
                "bytes there. Install the same as here on it."
            )
