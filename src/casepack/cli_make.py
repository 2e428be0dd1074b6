"""The packs of single records from the command line, one after the other, each told of in full."""

from __future__ import annotations

from pathlib import Path

from . import cli_words
from .cli_intake_words import offer_marks
from .cli_options import cores, load_to_make
from .cli_progress import progress
from .cli_seal import Sealing, say_sealed, seal
from .errors import CasepackError, RecordError
from .inputs import refuse_twice


def make_each(
    records: tuple[Path, ...],
    office: Path | None,
    as_of: str | None,
    out: Path,
    *,
    phrase: str | None,
    as_json: bool,
    workers: int | None = None,
    templates: Path | None = None,
) -> int:
    """Make the pack of each of these files, sealed with `phrase` if there is one; the exit code.

    `workers` is how many processes may make the documents of a record; otherwise one for each core. `templates`
    is a folder of the council's own, which goes before that of the office's data.
    """
    from .make import make
    from .split import Split

    results, failures, copies = [], [], Sealing()
    packs: dict[str, Path] = {}
    for path in records:
        try:
            loaded = load_to_make(path, office, as_of, templates)
            refuse_twice(loaded, packs)
            called = loaded.record.incident.reference or path.name
            with progress(called, quiet=as_json) as tick, Split(workers or cores()) as maker:
                result = make(loaded, out, tick, maker=maker)
        except CasepackError as error:  # one record that is wrong never stops the rest
            failures.append((path, error))
            if not as_json:
                cli_words.say_failure(path, error)
                offer_marks(path, error.problems if isinstance(error, RecordError) else ())
            continue
        results.append(result)
        if not as_json:
            cli_words.say_result(loaded, result)
        sealing = seal(out, [(loaded.case.sensitive, result.reference)], loaded.office, phrase)
        if not as_json:
            say_sealed(sealing)
        copies.add(sealing)
    worst = max([copies.exit_code, *(r.exit_code for r in results), *(error.exit_code for _, error in failures)])
    if as_json:
        told = {"records": [r.as_dict() for r in results], **cli_words.failures_as_dict(failures, worst)}
        cli_words.say_json(told | copies.as_dict())
    return worst
