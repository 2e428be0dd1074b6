"""Many records from the command line: folders of them, made by several workers."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from . import cli_batch_words as words
from . import clock
from .cli_options import cores, office_named
from .cli_progress import progress
from .cli_seal import seal
from .errors import UsageError

if TYPE_CHECKING:
    from .batch import Outcome
    from .cluster import Cluster
    from .workers import Processes


def make_many(
    named: tuple[Path, ...],
    office: Path | None,
    as_of: str | None,
    out: Path,
    *,
    workers: int | None,
    cluster: str | None,
    phrase: str | None,
    as_json: bool,
    templates: Path | None = None,
) -> int:
    """Make the packs of all these records, files or folders of them, sealed with `phrase`; the exit code.

    `templates` is a folder of the council's own, which goes before that of the office's data.

    Raises UsageError and RecordError where no pack at all can be made: no record, no office, an office that is wrong.
    """
    from .actions_folder import unplaced
    from .batch import run_batch
    from .inputs import LoadedCase, load_case, office_of
    from .own_templates import with_templates
    from .problems_xlsx import keep_problems
    from .record_folder import Unread, some_records

    if workers and cluster:
        raise UsageError("--workers is for this machine, --cluster for others. Give one of them.")
    the_office = office_named(office)
    all_named = some_records(named, the_office)
    paths = all_named.paths
    found = [office_of(path, the_office)[2].made for path in {path.parent: path for path in paths}.values()]
    now = datetime.now(UTC).replace(second=0, microsecond=0)

    def read(path: Path) -> LoadedCase:
        return with_templates(load_case(path, the_office, now.astimezone if as_of is None else as_of), templates)

    outcomes: list[Outcome] = []
    with _crew(workers, cluster, len(paths)) as crew, progress("Packs", quiet=as_json) as tick:
        tick(0, len(paths))
        run = run_batch(
            paths,
            read,
            out,
            crew,
            elsewhere=cluster is not None,
            waiting=lambda: tick(len(outcomes), len(paths)),
        )
        for outcome in run:
            outcomes.append(outcome)
            words.say_line(outcome, as_json=as_json)
            tick(len(outcomes), len(paths))
    outcomes.sort(key=lambda outcome: paths.index(outcome.path))
    checks = unplaced(all_named, (o.loaded or (Unread(o.path, o.error) if o.error else None) for o in outcomes))
    moments = [o.loaded.case.as_of for o in outcomes if o.loaded] or [now.astimezone(clock.zone(found[0]))]
    created = datetime.combine(moments[0].date(), datetime.min.time())
    lists = keep_problems(outcomes, found[0], out, created=created, more=checks)
    packs = [(o.loaded.case.sensitive, o.result.reference) for o in outcomes if o.loaded and o.result]
    copies = seal(out, packs, found[0], phrase, many=True)
    code = max([copies.exit_code, *(outcome.exit_code for outcome in outcomes)])
    words.say_batch(outcomes, lists, copies, out, code, as_json=as_json)
    return code


def _crew(workers: int | None, cluster: str | None, tasks: int) -> Processes | Cluster:
    """Whoever makes the documents: processes here, one for each core, or a cluster."""
    if cluster:
        from .cluster import join

        return join(cluster)
    from .workers import Processes

    return Processes(min(workers or cores(), tasks))
