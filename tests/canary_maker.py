"""Records in which every field holds a canary of its own, made of the cases of `casemaker`.

    salted(seed, count, office)     the records with their ledgers, the same for a seed

People get names, numbers and homes that stand nowhere else, and every text of every row a coined word; into texts
names, numbers, homes, days of birth and schools of people are typed by hand in all the ways in which officers type
them (`canary_mentions`). What kind of case it is, who had which part, what was decided and agreed stays as dealt.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from casepack.office import Office
from casepack.record import Record

from .canary_fields import CONTROL, FILLED, PROSE, PUBLIC, lists, names
from .canary_mentions import jigsaw_piece, mention
from .canary_model import SCHOOLS, SERVICES, Canary, Salted, Shape, digits
from .canary_table import PIECE
from .canary_words import Coiner
from .casemaker import made_cases
from .casemaker_kit import Dice, Row
from .leak_search import coined

SHAPES = ("plain", "plain", "plain", "accented", "apostrophe", "hyphen", "two")
_OF_A_PERSON = frozenset(
    {"person", "role", "episode", "agency", "service", "audience", "business", "kind", "id", "safe", "owner"}
)
_PUBLIC_MENTIONS, _MENTIONS, _PIECES, _LOUD = 0.03, 0.3, 0.02, (0.7, 0.7, 0.3)
"""The share of texts with something typed by hand; few of those for readers who are told nothing about anybody."""


def salted(
    seed: int,
    count: int,
    office: Office,
    *,
    loud: bool = False,
    wanted: Callable[[int, Record], bool] = lambda *_: True,
) -> Iterator[Salted]:
    """So many records with their ledgers, valid with the office; in `loud` ones far more is typed by hand.

    Only those that are `wanted`, by their number (from 0) and as they were dealt; they are the same as among all.
    """
    for number, made in enumerate(made_cases(seed, count, office)):
        if not wanted(number, made.record):
            continue
        yield _Maker(number, Dice(f"{seed}/canary/{number}"), made.record, office, loud=loud).made()


class _Maker:
    """One record in the making."""

    def __init__(self, number: int, dice: Dice, base: Record, office: Office, *, loud: bool) -> None:
        self.public, self.share, self.pieces = (_PUBLIC_MENTIONS, _MENTIONS, _PIECES)
        if loud:
            self.public, self.share, self.pieces = _LOUD
        self.dice, self.coiner, self.office = dice, Coiner(number, dice), office
        self.data: Row = base.model_dump(mode="json")
        self.ledger: dict[str, Canary] = {}
        self.typed: Counter[str] = Counter()

    def made(self) -> Salted:
        """The record and the ledger."""
        if self.data["incident"]["sensitivity"] == "sensitive" and self.dice.chance(0.6):
            self.data["conference"]["in_pack"] = None  # a sensitive case stays out by itself
        self._seen_too()
        self._people()
        self._carers()
        self._decisions()
        self._supported()
        self._worse()
        for table, rows in self.data.items():
            for row in rows if isinstance(rows, list) else [rows]:
                for name in list(row):
                    self._salt(table, row, name)
        self._typed_by_hand()
        self._mark_mentions()
        for key, word in SCHOOLS.items():
            pupils = frozenset(p["id"] for p in self.data["people"] if p["school"] == key)
            if pupils:
                self.ledger[word] = Canary("people.school", word, Shape.SCHOOL, pupils, {"id": key})
        self._told_apart()
        return Salted(Record.model_validate(self.data), self.ledger, self.typed)

    def _told_apart(self) -> None:
        """Services whose name is a clue, about those who are with them; the days of a sensitive case."""
        for key, words in SERVICES.items():
            clients = frozenset(s["person"] for s in self.data["support"] if s["agency"] == key)
            if clients:
                self.ledger[words] = Canary("support.agency", words, Shape.SERVICE, clients, {"agency": key})
        if self.data["incident"]["sensitivity"] == "sensitive":
            elsewhere = str([table for name, table in self.data.items() if name != "episodes"])
            for day in {e["date"] for e in self.data["episodes"]} - self.ledger.keys():
                if day not in elsewhere:  # a decision, say, of the same day tells its own
                    self.ledger[day] = Canary("episodes.date", day, Shape.DAY)

    def _note(self, field: str, key: str, shape: Shape, people: frozenset[str], row: Row | None = None) -> None:
        """Write a canary into the ledger; one that several people share is about all of them."""
        known = self.ledger.get(key)
        told = {k: str(v) for k, v in (row or {}).items() if k in _OF_A_PERSON and v is not None}
        if field in _ABOUT_WHOM:
            told["tokens"] = " ".join(_TOKEN.findall(str((row or {}).get(field.partition(".")[2]) or "")))
        if row and row.get("against"):
            told["against"] = " ".join(row["against"])
        people = people | (known.people if known else frozenset())
        self.ledger[key] = Canary(known.field if known else field, key, shape, people, told)

    def _words(self, field: str, text: str, people: frozenset[str], row: Row | None = None) -> str:
        """Note every coined word in the text."""
        for word in coined(text):
            self._note(field, word, Shape.WORD, people, row)
        return text

    def _seen_too(self) -> None:
        """Somebody who was suspected or harmed saw something as well, now and then: nobody has a main part."""
        rows = self.data["involvements"]
        for person in self.data["people"]:
            own = {row["role"] for row in rows if row["person"] == person["id"]}
            if own and "witness" not in own and self.dice.chance(0.12):
                seen = {"id": f"A{len(rows) + 901}", "person": person["id"], "role": "witness", "against": []}
                seen |= {"episode": self.dice.one(self.data["episodes"])["id"], "account": "Saw part of it."}
                rows.append({**dict.fromkeys(names("involvements")), **seen})

    # People

    def _people(self) -> None:
        homes: dict[str, Row] = {}
        families: dict[tuple[str, str], str] = {}
        for person in self.data["people"]:
            self._named(person, families)
            self._at_home(person, homes)
            self._reached(person)
            own, born = frozenset({person["id"]}), person["date_of_birth"]
            if born and born[:1].isdigit():
                self._note("people.date_of_birth", date.fromisoformat(born).isoformat(), Shape.DAY, own)
            for name, number in (
                ("nhs_number", f"999 {self.coiner.row():03d} {self.coiner.row() + 4000:04d}"),
                ("upn", f"Z93{self.coiner.row() + 7_150_000_000}"),
                ("ecins_profile", f"ECINS-P-{self.coiner.row() + 8_137_000_000}"),
            ):
                if self.dice.chance(0.9):
                    person[name] = number
                    self._note(f"people.{name}", digits(number), Shape.NUMBER, own)

    def _named(self, person: Row, families: dict[tuple[str, str], str]) -> None:
        own, shape = frozenset({person["id"]}), self.dice.one(SHAPES)
        if person["given_name"]:
            person["given_name"] = self._words("people.given_name", self.coiner.name(shape), own)
        if person["family_name"]:
            key = (person["family_name"], person["address"] or person["id"])
            if key not in families:
                families[key] = self.coiner.name(self.dice.one(SHAPES))
            person["family_name"] = self._words("people.family_name", families[key], own)
        if person["known_as"] or (person["given_name"] and self.dice.chance(0.6)):
            person["known_as"] = self._words("people.known_as", self.coiner.name("plain"), own)
        if person["given_name"] and self.dice.chance(0.6):
            person["other_names"] = [self._words("people.other_names", self.coiner.name("plain"), own)]

    def _at_home(self, person: Row, homes: dict[str, Row]) -> None:
        """A home that whoever lived at the same address shares; also where the address should have been left out."""
        own = frozenset({person["id"]})
        key = person["address"] or next((c["name"] for c in self._carers_of(person["id"])), person["id"])
        if key not in homes:
            address, postcode, word = self.coiner.address()
            homes[key] = {"address": address, "postcode": postcode, "word": word}
        home = homes[key]
        person["address"], person["postcode"] = home["address"], home["postcode"]
        self._note("people.address", home["word"], Shape.WORD, own)
        self._note("people.postcode", home["postcode"].replace(" ", "").casefold(), Shape.POSTCODE, own)
        before, _, word = self.coiner.address()
        person["previous_address"] = before
        self._note("people.previous_address", word, Shape.WORD, own)
        if self.dice.chance(0.1):
            person["address_protected"] = "yes"

    def _carers_of(self, person: str) -> list[Row]:
        return [c for c in self.data["carers"] if person in c["people"]]

    def _reached(self, person: Row) -> None:
        own = frozenset({person["id"]})
        for name in ("phone", "contact_via_phone"):
            person[name] = None
            if self.dice.chance(0.8):
                person[name] = self.coiner.phone()
                self._note(f"people.{name}", digits(person[name]), Shape.NUMBER, own)
        person["email"] = self._words("people.email", f"{self.coiner.word()}@example.org", own)

    def _carers(self) -> None:
        for carer in self.data["carers"]:
            own = frozenset(carer["people"])
            families = {p["family_name"] or "" for p in self.data["people"] if p["id"] in own}
            family = families.pop() if len(families) == 1 and self.dice.chance(0.5) else ""
            given, coined_family = self.coiner.name("plain"), self.coiner.name(self.dice.one(SHAPES))
            carer["name"] = f"{given} {family or coined_family}"
            carer["safe_to_contact"] = self.dice.one(("yes", "no", "not known", None))
            row = {"id": carer["name"], "safe": carer["safe_to_contact"]}
            self._words("carers.name", carer["name"] if not family else given, own, row)
            carer["phone"] = self.coiner.phone()
            self._note("carers.phone", digits(carer["phone"]), Shape.NUMBER, own, row)
            carer["email"] = self._words("carers.email", f"{self.coiner.word()}@example.org", own, row)

    # Rows on top of those that were dealt

    def _decisions(self) -> None:
        """Decisions of all kinds about one person or all, for one reader, a kind of readers, all, the conference."""
        if self.data["incident"]["sensitivity"] == "sensitive":
            self._strategy_decisions()
            return
        children = [p["id"] for p in self.data["people"] if p["kind"] == "child"] or [None]
        readers: tuple[str, ...] = ("police", "yjs", "earlyhelp", "harbour", "health", "conference", "all")
        readers += ("schools", "ecins", "csc", "mash", "btp")
        blank = dict.fromkeys(names("decisions"))
        for _ in range(self.dice.number(0, 4)):
            person = self.dice.one(children) if self.dice.chance(0.85) else None
            row = {"person": person, "audience": self.dice.one(readers), "decision": self.dice.one(_SHARING)}
            others = self.dice.some([c for c in children if c and c != person], 1, 1)
            needed = others if self.dice.chance(0.5) else []
            row |= {"others_needed": needed, "special_needed": self.dice.one(("yes", "no", None))}
            self.data["decisions"].append({**blank, **row})

    def _strategy_decisions(self) -> None:
        """In a sensitive case: to tell this very reader of this very person, or not to."""
        blank = dict.fromkeys(names("decisions"))
        for person in self.data["people"]:
            if person["kind"] != "child":
                continue
            readers = [r for r in ("csc", "police-siu", person["school"], "earlyhelp") if r and self.dice.chance(0.5)]
            for reader in readers:
                row = {"person": person["id"], "audience": reader, "decision": self.dice.one(_SHARING)}
                self.data["decisions"].append({**blank, **row, "decided_by": "SC-01"})

    def _worse(self) -> None:
        """What made it worse, of somebody and for some readers."""
        incident, people = self.data["incident"], self.data["people"]
        if people and self.dice.chance(0.5):
            incident["aggravating"] = f"Racist language reported towards {{{self.dice.one(people)['id']}}}"
        readers = ("police", "mash", "btp", "social care", "agency", "victim support")
        incident["aggravating_for"] = self.dice.some(readers, 0, 3)

    def _supported(self) -> None:
        """Services that work with some of the children: one whose name is a clue, one that attends the conference."""
        blank = dict.fromkeys(names("support"))
        for person in self.data["people"]:
            if person["kind"] == "child" and self.dice.chance(0.25):
                row = {"id": f"Q{len(self.data['support']) + 1}", "person": person["id"]}
                row |= {"agency": self.dice.one(("harbour", "earlyhelp", "reboot", "outreach"))}
                row |= {"confirmed": self.dice.one(("yes", "no", None)), "enquiry": self.dice.one(("yes", "yes", None))}
                self.data["support"].append({**blank, **row})

    # Every text

    def _salt(self, table: str, row: Row, name: str) -> None:
        """A coined word into one field, which is filled in where it was empty and may be."""
        field, value = f"{table}.{name}", row[name]
        if field in CONTROL or not _is_text(table, name):
            return
        if not value and not self.dice.chance(FILLED.get(field, 0.9)):
            return
        own = frozenset({row["id"]}) if table == "people" else _about(row)
        many = lists(table)[name]
        texts = list(value or ["Noted"]) if many else [value or "Noted"]
        for number, text in enumerate(texts):
            word = self.coiner.word()
            self._note(field, word, Shape.WORD, own, row)
            # What stands in brackets is no part of a relationship, by which a carer is picked.
            aside = f"({word})" if field == "carers.relationship" else word
            texts[number] = f"{text.rstrip('.')} {aside}"
        row[name] = texts if many else texts[0]

    def _typed_by_hand(self) -> None:
        self._typed_where_nothing_is_rewritten()
        for table, rows in self.data.items():
            for row in rows if isinstance(rows, list) else [rows]:
                for name in list(row):
                    self._type_into(f"{table}.{name}", row, name)

    def _typed_where_nothing_is_rewritten(self) -> None:
        """A name in a field that is printed as it stands, and the kind of a sensitive case in words for a school."""
        for table, name in _AS_IT_STANDS:
            for row in self.data[table]:
                if row[name] and self.dice.chance(_UNWRITTEN):
                    row[name] = f"{row[name]} with {self._somebody()}"
        for part in self.data["involvements"]:
            sides = {i["role"] for i in self.data["involvements"] if i["person"] == part["person"]}
            name = next(p["given_name"] for p in self.data["people"] if p["id"] == part["person"])
            if part["role"] == "harmed" and "suspect" in sides and part["account"] and name:
                part["account"] += f". It was {name} who was hurt."
        kinds = self.data["incident"]["types"]
        for row in self.data["decisions"] if self.data["incident"]["sensitivity"] == "sensitive" else []:
            if row["may_be_told"] and kinds and self.dice.chance(0.4):
                episode = self.dice.one(self.data["episodes"])
                day = date.fromisoformat(episode["date"])
                said: tuple[str, ...] = (f"They call it {kinds[0].split()[-1]}", f"It was on {day.day} {day:%B %Y}")
                said += (f"It was at {episode['place']}",) if episode["place"] else ()
                row["may_be_told"] += f" {self.dice.one(said)}."

    def _mark_mentions(self) -> None:
        """What is typed by hand tells of somebody as a token does: an action of them, an allegation no mere label."""
        for action in self.data["actions"]:
            for word in coined(action["what"] or "") & self.ledger.keys():
                known = self.ledger[word]
                if known.field == "actions.what" and ". " in action["what"]:
                    self.ledger[word] = replace(known, row={**known.row, "typed": "yes"})
        for part in self.data["involvements"]:
            text = part["short"] or ""
            for word in coined(text) & self.ledger.keys():
                known = self.ledger[word]
                if known.field == "involvements.short" and ("{" in text or ". " in text or len(text) > _A_LABEL):
                    self.ledger[word] = replace(known, row={**known.row, "mentions": "yes"})

    def _somebody(self) -> str:
        person = self.dice.one(self.data["people"])
        return str(person["given_name"] or person["known_as"] or "somebody")

    def _type_into(self, field: str, row: Row, name: str) -> None:
        if field not in PROSE or not row[name]:
            return
        share = self.public if field in PUBLIC else self.share
        typed = [mention(self.dice, self.data) for _ in range(self.dice.number(1, 2)) if self.dice.chance(share)]
        self.typed.update(way for way, _ in typed)
        said = [words for _, words in typed]
        if field in PUBLIC and self.dice.chance(self.pieces):
            word = self.coiner.word()
            self._note(PIECE, word, Shape.WORD, frozenset())
            said.append(jigsaw_piece(self.dice, word, self.data))
        for words in said:
            if isinstance(row[name], list):
                row[name][-1] = f"{row[name][-1]}. {words}"
            else:
                row[name] = f"{row[name]}. {words}"


_AS_IT_STANDS = (("progress", "done_by"),)
_UNWRITTEN = 0.06
_ABOUT_WHOM = frozenset({"actions.what"})
_TOKEN = re.compile(r"\{(P\d+)\}")
_A_LABEL = 60
"""Signs of a label; a longer text tells what happened."""
_SHARING = ("share", "share", "share after", "hold", "do not share")


def _about(row: Row) -> frozenset[str]:
    person: Any = row.get("person") or row.get("about") or row.get("people") or ()
    return frozenset({person}) if isinstance(person, str) else frozenset(person)


def _is_text(table: str, name: str) -> bool:
    return name in lists(table)
