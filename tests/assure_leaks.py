"""A hunt for canaries over thousands of records: their packs, the conference's papers, and every mutant.

Run by `./dev assure`; takes about an hour. Every twentieth record is made whole, with its PDFs and proofs; the others
as Word, whose proof is asked where something is found. Ten records in a row make a meeting now and then.
`python -m tests.assure_leaks SEED COUNT` repeats a run.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
from itertools import islice
from pathlib import Path

from casepack import clock
from casepack.office import Office
from casepack.read import read_office

from .canary_maker import salted
from .canary_meetings import Group
from .canary_model import Salted
from .leak_hunt import Figures, Leak, hunt, whole_pack, word_pack
from .mutant_hunt import Trials, Verdict
from .mutants import all_mutants
from .reach_hunt import adorned, lost

INPUTS = Path(__file__).resolve().parent.parent / "inputs"
AS_OF = "2026-11-10 12:00"
MEETING = "PGC-2026-11"
COUNT = 2_000
WHOLE = 20
"""One record in so many is made whole."""
GROUPS, GROUP = 200, 8
"""After so many records, the last so many of them meet."""
FOR_MUTANTS = 50
LONGEST = 300
"""Signs of a finding that are shown."""


def one(record: Salted, number: int, office: Office, figures: Figures) -> list[str]:
    """Hunt through one record; what of it did not arrive, where it was made whole."""
    now = clock.moment(AS_OF, clock.zone(office))
    if number % WHOLE:
        hunt(record, office, word_pack(record, office, now), figures)
        return []
    with tempfile.TemporaryDirectory(prefix="casepack-leaks-") as folder:
        hunt(record, office, whole_pack(record, office, now, Path(folder)), figures)
    documents = {"mash-referral", "school-letter", "ecins-record", "conference-summary", "checklist"}
    _, losses = lost(adorned(record), office, now, documents)
    return [f"{record.reference}: {loss}" for loss in losses]


def main(arguments: list[str]) -> int:
    """Seed and count from the command line; without them, another seed each time and two thousand."""
    seed = int(arguments[0]) if arguments else random.SystemRandom().randrange(1_000_000)
    count = int(arguments[1]) if len(arguments) > 1 else COUNT
    office = read_office((INPUTS / "office.json").read_bytes(), "office.json")[0]
    now = clock.moment(AS_OF, clock.zone(office))
    figures, meetings, losses, recent = Figures(), Figures(), list[str](), list[Salted]()
    for number, record in enumerate(salted(seed, count, office)):
        losses += one(record, number, office, figures)
        recent = [*recent, record][-GROUP:]
        if (number + 1) % GROUPS == 0:
            Group(recent, office, MEETING).hunt(now, meetings)
    trials = Trials(list(islice(salted(seed, FOR_MUTANTS, office), FOR_MUTANTS)), office, now)
    verdicts = [trials.verdict(m) for m in all_mutants() if "conference" not in m.documents]
    return _tell(seed, figures, meetings, losses, verdicts)


def _tell(seed: int, figures: Figures, meetings: Figures, losses: list[str], verdicts: list[Verdict]) -> int:
    missed = [verdict for verdict in verdicts if verdict.leak is None]
    told = {"seed": seed, "packs": json.loads(figures.as_json()), "meetings": json.loads(meetings.as_json())}
    told |= {"lost": len(losses), "mutants": len(verdicts), "mutants_caught": len(verdicts) - len(missed)}
    sys.stdout.write(json.dumps(told) + "\n")
    leaks: list[Leak] = [*figures.leaks, *meetings.leaks]
    for line in [*map(str, leaks), *losses, *map(str, missed)][:50]:
        sys.stdout.write(f"NOT as it should be: {line[:LONGEST]}\n")
    return 1 if leaks or losses or missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
