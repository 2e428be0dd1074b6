"""The command line with the clock of its page standing still: `python -m tests.serve_at MOMENT LIMITS serve ...`.

The plan of a sample depends on the day; so that the tests of the page see the same plan every day, they set it. LIMITS
is JSON: what the page takes on where a test cannot wait for the usual, such as {"pause_seconds": 1}; "tasks_each" are
the tasks after which a worker is replaced, which takes a second.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from casepack import cli, cli_serve, web_crew, web_settings


def main(arguments: list[str]) -> None:
    """Run casepack with the arguments behind the moment (in the time of London) and the limits."""
    moment = datetime.fromisoformat(arguments[0]).replace(tzinfo=ZoneInfo("Europe/London")).astimezone(UTC)
    cli_serve._now = lambda: moment
    usual, given = web_settings._limits, json.loads(arguments[1])
    web_crew.TASKS_EACH = given.pop("tasks_each", web_crew.TASKS_EACH)

    def limits(table: Any) -> web_settings.Limits:
        return replace(usual(table), **given)

    web_settings._limits = limits
    cli.main(arguments[2:], prog_name="casepack")


if __name__ == "__main__":
    main(sys.argv[1:])
