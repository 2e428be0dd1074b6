"""What becomes of an error on the command line: a sentence and an exit code, or JSON where that was asked for."""

from __future__ import annotations

import errno
import os
from typing import Any

import click

from . import cli_words
from .collecting import few_while_starting
from .errors import CasepackError, OutputError, RecordError

STOPPED = 130
"""The exit code after Ctrl-C, as other programs have it."""

INTERRUPTED = "Stopped. Every pack is whole: as it was before, or as it should be. Run again to go on."
NO_ROOM = "There is no room left on the disk for what casepack prints. Free some space, then run again."
FAULT = (
    "casepack has stopped because of a fault of its own. Give what it printed to whoever looks after casepack, and to "
    "nobody else: names may stand in it."
)


class Root(click.Group):
    """The group of commands; turns errors into a sentence and an exit code, or JSON where that was asked for."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command. An error of casepack's own family never shows a traceback; any other keeps it."""
        # Seen here too: where the command's own line is wrong, its options are never read.
        as_json = "--json" in ctx.args
        cli_words.take_any_sign()
        # Nothing that happens to be installed beside casepack is to look on while a record is read; it is quicker, too.
        os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
        try:
            with few_while_starting():
                return super().invoke(ctx)
        except RecordError as error:
            cli_words.say_problems(error.problems, as_json=as_json)
            ctx.exit(error.exit_code)
        except CasepackError as error:
            said = str(error) if as_json else cli_words.words_of(error)
            cli_words.say_error(said, error.exit_code, as_json=as_json)
            ctx.exit(error.exit_code)
        except click.UsageError as error:
            if not as_json:
                said = cli_words.one_line(" ".join(error.format_message().split()))
                raise click.UsageError(said, error.ctx) from None
            cli_words.say_error(error.format_message(), error.exit_code, as_json=True)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            cli_words.say_error(INTERRUPTED, STOPPED, as_json=as_json)
            ctx.exit(STOPPED)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            _say_fault(ctx, error, as_json=as_json)
            raise


def _say_fault(ctx: click.Context, error: Exception, *, as_json: bool) -> None:
    """Say what has nothing to do with a record: a full disk behind the output, or a fault of casepack's own."""
    number = error.errno if isinstance(error, OSError) else None
    if number == errno.EPIPE:
        return  # whoever read the output has seen enough
    if number == errno.ENOSPC:
        cli_words.say_error(NO_ROOM, OutputError.exit_code, as_json=False)
        ctx.exit(OutputError.exit_code)
    cli_words.say_error(FAULT, 1, as_json=as_json)
