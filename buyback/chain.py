"""The sealed chain: how a fact becomes an entry, and how anyone finds out that an entry was changed.

    body    canonical JSON of {v, ledger, seq, at, by, kind, fact}: keys sorted, no blanks, UTF-8, no floats,
            so that it equals RFC 8785 (JCS)
    digest  SHA-256(previous + "\\n" + body), lower-case hex; the first previous is 64 zeros

Pure: no clock, no database.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, NamedTuple, TypeAlias

from buyback.errors import BadCheckpoint
from buyback.fact_json import LARGEST_INTEGER, Undecodable, canonical, decode, encode, is_all_text, is_text
from buyback.facts import Fact
from buyback.i18n import N_, _

FORMAT = 1
FIRST_PREVIOUS = "0" * 64

FEWEST_LETTERS = 16
"""Of a digest that is typed: 64 bits, which nobody makes another history fit to. A scanned one is whole."""

_KEPT = re.compile(
    r"([A-Z0-9]{2,8})(?:\s*:\s*|[\s-]+)([1-9][0-9]{0,14})[\s:-]+([0-9A-F][0-9A-F\s-]*)",
    re.ASCII | re.IGNORECASE,
)


class Sealed(NamedTuple):
    """One row of the log, column for column."""

    ledger: str
    seq: int
    at: str
    kind: str
    body: str
    previous: str
    digest: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What a sealed row says, decoded."""

    ledger: str
    seq: int
    at: str
    by: str
    kind: str
    fact: Fact


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of a chain at one entry, short enough to keep elsewhere: `A1:1204:9f2c...`.

    `digest` is whole; of one that was typed from a paper it may be the first 16 letters or more.
    """

    ledger: str
    seq: int
    digest: str

    def __str__(self) -> str:
        return f"{self.ledger}:{self.seq}:{self.digest}"

    @property
    def brief(self) -> str:
        """As a sentence names it, with the first letters of its digest: `A1:1204:9f2c01ab…`."""
        return f"{self.ledger}:{self.seq}:{self.digest[:8]}…"

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        """Read what `str()` writes, or what stands on a paper; BadCheckpoint for anything else.

        Capitals, blanks, line breaks and hyphens are forgiven, and the first four groups of the digest are enough.
        """
        found = _KEPT.fullmatch(text.strip())
        digest = re.sub(r"[\s-]", "", found[3]).lower() if found else ""
        if found is None or not FEWEST_LETTERS <= len(digest) <= len(FIRST_PREVIOUS):
            raise BadCheckpoint(text=text[:120])
        return cls(found[1].upper(), int(found[2]), digest)


Certainty: TypeAlias = Literal["certain", "look"]
"""How sure a finding is. `certain`: what it says is so, and is wrong until somebody mends it. `look`: there may be a good reason."""


@dataclass(frozen=True, slots=True)
class Since:
    """Since when something is so, as the log says it: since the entry `seq`, or `after` it, which is the last that stands."""

    seq: int
    after: bool = False
    at: str = ""
    business_on: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found: which check, where, a sentence for a supervisor, how sure it is, and since when."""

    check: str
    ledger: str
    seq: int
    template: str
    values: tuple[tuple[str, str | int], ...] = ()
    certainty: Certainty = "certain"
    since: Since | None = None

    def __str__(self) -> str:
        return _(self.template).format(ledger=self.ledger, seq=self.seq, **dict(self.values))


# --- time -------------------------------------------------------------------------------------------------------------


def utc_text(moment: datetime) -> str:
    """An aware time as UTC with milliseconds, `2025-02-18T16:42:05.123Z`; ValueError for a naive one."""
    if moment.utcoffset() is None:
        raise ValueError("a time without a zone")
    utc = moment.astimezone(UTC).replace(tzinfo=None)
    return f"{utc.isoformat(timespec='milliseconds')}Z"


def parse_utc(text: str) -> datetime:
    """The aware UTC time that `utc_text` wrote."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


# --- sealing ----------------------------------------------------------------------------------------------------------


def digest_of(previous: str, body: str) -> str:
    """SHA-256 over the previous digest, a line feed and the body, in lower-case hex."""
    return hashlib.sha256(f"{previous}\n{body}".encode()).hexdigest()


def seal(fact: Fact, *, ledger: str, seq: int, at: str, by: str, previous: str) -> Sealed:
    """The fact as the next entry of its chain."""
    kind = type(fact).__name__
    body = canonical(
        {"v": FORMAT, "ledger": ledger, "seq": seq, "at": at, "by": by, "kind": kind, "fact": encode(fact)}
    )
    return Sealed(ledger, seq, at, kind, body, previous, digest_of(previous, body))


_ENTRY_TYPES = {"v": int, "ledger": str, "seq": int, "at": str, "by": str, "kind": str, "fact": dict}


def open_body(body: str) -> Entry:
    """The entry that a body holds; Undecodable when it is not one, or is of a newer format."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as problem:
        raise Undecodable(str(problem)) from problem
    if not isinstance(found, dict) or {name: type(value) for name, value in found.items()} != _ENTRY_TYPES:
        raise Undecodable("not an entry")
    if found["seq"] > LARGEST_INTEGER or not is_text(body) or ("\\u" in body and not is_all_text(found)):
        raise Undecodable("not an entry")
    if found["v"] != FORMAT:
        raise Undecodable(f"format {found['v']} is not {FORMAT}")
    fact = decode(found["kind"], found["fact"])
    return Entry(found["ledger"], found["seq"], found["at"], found["by"], found["kind"], fact)


# --- verifying --------------------------------------------------------------------------------------------------------


def verify(rows: Iterable[Sealed]) -> Iterator[Finding]:
    """Recompute the chain of one ledger, its rows in order of seq; every finding is yielded, none stops the walk.

    The body is canonical, so its first and last keys (at, and kind, ledger, seq, v) stand at known places: the
    columns are compared with it there, without reading the JSON in between.
    """
    previous, expected_seq = FIRST_PREVIOUS, 1
    for row in rows:
        if row.seq != expected_seq:
            yield Finding(
                "gap", row.ledger, row.seq, N_("Entry {seq} follows {before}: entries are missing."),
                (("before", expected_seq - 1),), since=Since(expected_seq - 1, after=True),
            )  # fmt: skip
        elif row.previous != previous:
            yield Finding(
                "order", row.ledger, row.seq, N_("Entry {seq} does not continue entry {before}."),
                (("before", row.seq - 1),),
            )  # fmt: skip
        if digest_of(row.previous, row.body) != row.digest:
            yield Finding(
                "digest", row.ledger, row.seq, N_("Entry {seq} was changed: its digest does not fit.")
            )
        if not _columns_fit(row):
            yield Finding(
                "columns",
                row.ledger,
                row.seq,
                N_("Entry {seq} says one thing beside its body and another in it."),
            )
        previous, expected_seq = row.digest, row.seq + 1


def _columns_fit(row: Sealed) -> bool:
    return row.body.startswith(f'{{"at":"{row.at}","by":"') and row.body.endswith(
        f'}},"kind":"{row.kind}","ledger":"{row.ledger}","seq":{row.seq},"v":{FORMAT}}}'
    )


def check_checkpoint(given: Checkpoint, found: Sealed | None) -> Iterator[Finding]:
    """Compare a checkpoint that was kept elsewhere with the entry of that number, None where there is none.

    Nothing says that it was read rightly: a paper is typed, and a file may be altered.
    """
    if found is None:
        yield Finding(
            "checkpoint",
            given.ledger,
            given.seq,
            N_("Entry {seq}, which the checkpoint names, is not there: the log was cut."),
            certainty="look",
        )
    elif not found.digest.startswith(given.digest):
        yield Finding(
            "checkpoint",
            given.ledger,
            given.seq,
            N_(
                "Entry {seq} is not the one that the checkpoint names. Read your copy of the checkpoint once more, "
                "letter by letter; if it says the same, the history was rewritten."
            ),
            certainty="look",
        )


def fitting(given: Iterable[Checkpoint], found: Iterable[Finding]) -> tuple[Checkpoint, ...]:
    """Those checkpoints that a check to its end, which gave these findings, found in the log."""
    missed = {finding.seq for finding in found if finding.check == "checkpoint"}
    return tuple(checkpoint for checkpoint in given if checkpoint.seq not in missed)
