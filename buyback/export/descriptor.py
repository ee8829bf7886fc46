"""datapackage.json: what every file and column of the export is (Data Package 2.0, Table Schema)."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from buyback import __version__
from buyback.chain import utc_text
from buyback.free_text import FORMULA_STARTS
from buyback.money import Rate
from buyback.report import definitions
from buyback.rules import LARGEST_QUANTITY, MOST_LINES
from buyback.store.views.export import Column, File, Kind
from buyback.store.views.setup import LedgerInfo
from buyback.store.views.totals import Span

NAME = "datapackage.json"

_PROFILES = "https://datapackage.org/profiles/2.0/"
_TYPES: dict[Kind, str] = {
    "text": "string",
    "whole": "integer",
    "money": "number",
    "rate": "number",
    "yes_no": "boolean",
    "day": "date",
    "moment": "datetime",
}
_IN_THE_FILE = (
    ("Centavos", "Pesos"),
    ("centavos", "pesos"),
    ("US cents", "US dollars"),
    ("1 when", "True when"),
    ("else 0", "else false"),
)
"""The units of the tables, and what the files have instead."""

_ABOUT = """
Everything that the ledger says of {said}. Nothing about the people who brought the weapons is in it, as nothing is
ever recorded.

A span or a site restricts drop_offs.csv by business day and site, and with it items.csv, payouts.csv, vouchers.csv,
disposals.csv, arrivals.csv, voids.csv and corrections.csv: a payout, voucher, disposal, arrival, void or correction is
here when its drop-off is, on whatever day it happened. The other files but daily.csv are always whole; entries.csv most
of all, as a chain of digests with holes could not be checked.

forms.csv has every folio that was reserved for a blank form: what was written on it is the drop-off with its folio, or
it came back unused, or it is still out. Its numbers and those of drop_offs.csv are one sequence from 1 without gap.

vouchers.csv has what was promised on paper, until when; one is open as long as its drop-off's status is voucher, and then
whoever brings it with its code is owed the amount.

items.csv has the marks of an item as they now stand; corrections.csv has what they were before, one row for each time
that they were recorded wrongly.

cash_days.csv has a row for every day on which the cash box of a site moved, from its first float on: carried + float
+ top_ups - paid - returned + recovered + differences = expected. What was advanced (floats and top-ups) and what was
paid are two figures. cash.csv holds each float, top-up, return, count and difference, counts.csv its notes and coins.

closes.csv has every day that a site closed, with what was counted and the totals that were sealed with it; its entry and
digest are the checkpoint on the signed paper of that day. Such a day takes no more entries: what was first on paper is
booked to a later one, with the time when it happened. comparisons.csv has the mornings on which a paper was compared.

finding_answers.csv has what was answered to findings of the audit (buyback audit). The findings themselves stand in no
table: whoever has the ledger looks for them anew. finding is a finding's key, which stays the same; where it rests on an
entry after last_entry by now, more came since and the finding is open again.
samples.csv has every shelf sample, sample_items.csv its items with what was last said of each. To draw one again: the tags
held then, sorted, each followed by a line feed, have the SHA-256 population_hash; of each class at each site one is taken
and of what more there is a share in proportion (largest remainders), in the order of SHA-256 of seed, colon and tag; where
fewer are drawn than there are classes at sites, those of which a tag comes first. The entry has every class at every site.

daily.csv adds up to the program's summary of the same days: drop-offs, pieces, values and custody by the day on which
an item came in, payouts, vouchers, voids and corrections by the day on which they happened. Where a span cuts between
the two, these are other ones than those of payouts.csv, vouchers.csv, voids.csv and corrections.csv.

Counting. {counting}

Custody. What was handed over stays so until its receiver says what arrived (arrivals.csv): confirmed, or not received
since that day. What was not received arrived later, is still here and held again, or is lost. An item is received once
and is in one place: items_received is the sum of items_destroyed, _kept, _handed_over, _held, _returned and _lost.

Amounts are pesos (mxn) and US dollars (usd), exact, with two decimals; dollars were converted line by line at the rate
that the drop-off names. An empty cell is a missing value: an amount that is not published is empty, which is not zero.

Texts are as they were read from the weapon. A spreadsheet that guesses makes a number of the serial 22E1: have it take
the columns that are strings here as text.

A text that begins with one of {starts} has an apostrophe before it, so that no spreadsheet takes it for a formula. In
entries.csv none does: a body begins with a brace, a digest with a letter or digit.

Who did something is an alias. Where the ledger has PINs (pins: set) an alias was proven by one when the entry was
written, from the first PinSet on; where it has none (pins: none) anyone could write under any alias. What proves a PIN or
a voucher's code is in no file.

To check the log with any SHA-256 tool: digest = SHA-256(previous + line feed + body), in lower-case hex; each previous
is the digest of the entry before, the first one 64 zeros. The last entry is the checkpoint given here: compare it with
one that was kept elsewhere. To check the files: sha256sum -c SHA256SUMS.
"""

_LEDGER = "[A-Z0-9]{2,8}"
_FOLIO = f"{_LEDGER}-[0-9]{{6,9}}-[A-Z0-9]"
_PATTERNS = {
    "ledger": _LEDGER,
    "folio": _FOLIO,
    "item": f"{_FOLIO}/[1-9][0-9]{{0,2}}",
    "digest": "[0-9a-f]{64}",
    "previous": "[0-9a-f]{64}",
    "currency": "[A-Z]{3}",
    "site": "[A-Za-z0-9][A-Za-z0-9_-]{0,39}",
}
_COUNTED_FROM_ONE = ("number", "seq", "entry", "line", "quantity", "position")
_MOST: dict[str, int | str] = {
    "line": MOST_LINES,
    "quantity": LARGEST_QUANTITY,
    "mxn_per_usd": str(Rate(Rate.HIGHEST_E4)),  # as text, which is exact
}
"""What every value of a column looks like, by the column's name, which means the same in every file."""


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written, with its size and sum."""

    file: File
    rows: int
    size_bytes: int
    sha256: str

    @property
    def path(self) -> str:
        return f"{self.file.name}.csv"


def package(files: Iterable[Written], *, info: LedgerInfo, has_pins: bool, span: Span, at: datetime) -> str:
    """The text of datapackage.json."""
    found: dict[str, Any] = {
        "$schema": f"{_PROFILES}datapackage.json",
        "name": f"buyback-{info.code.lower()}",
        "title": f"{info.programme}: ledger {info.code}",
        "description": _description(span),
        "created": utc_text(at),
        "keywords": ["weapons buyback", "ledger", "audit"],
        "software": f"buyback {__version__}",
        "ledger": {
            "code": info.code,
            "programme": info.programme,
            "currency": info.currency,
            "opened_at": utc_text(info.opened_at),
            "pins": "set" if has_pins else "none",
            "checkpoint": str(info.head),
        },
        "span": {
            "first": _bound(span.first, date.min),
            "last": _bound(span.last, date.max),
            "site": span.site,
        },
        "counting": {by.code: by.sentence_en for by in definitions()},
        "resources": [_resource(file) for file in files],
    }
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _bound(day: date, open_end: date) -> str | None:
    return None if day == open_end else day.isoformat()


def _description(span: Span) -> str:
    """The paragraphs of _ABOUT, each on one line."""
    filled = _ABOUT.format(
        said=_said(span),
        starts=" ".join({"\t": "tab", "\r": "carriage return"}.get(start, start) for start in FORMULA_STARTS),
        counting=" ".join(f"{by.name_en.capitalize()}: {by.sentence_en}" for by in definitions()),
    )
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in filled.split("\n\n"))


def _said(span: Span) -> str:
    first, last = _bound(span.first, date.min), _bound(span.last, date.max)
    days = {
        (True, True): "all business days",
        (False, True): f"the business days from {first} on",
        (True, False): f"the business days to {last}",
        (False, False): f"the business days from {first} to {last}",
    }[first is None, last is None]
    return f"{days} at the site {span.site}" if span.site else f"{days} at all sites"


def _resource(written: Written) -> dict[str, Any]:
    return {
        "$schema": f"{_PROFILES}dataresource.json",
        "name": written.file.name,
        "type": "table",
        "title": written.file.title,
        "description": in_the_file(written.file.comment),
        "path": written.path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": written.size_bytes,
        "hash": f"sha256:{written.sha256}",
        "rows": written.rows,
        "dialect": {
            "header": True,
            "delimiter": ",",
            "lineTerminator": "\r\n",
            "quoteChar": '"',
            "doubleQuote": True,
        },
        "schema": _schema(written.file),
    }


def _schema(file: File) -> dict[str, Any]:
    references = [
        {"fields": list(found.here), "reference": {"resource": found.file, "fields": list(found.there)}}
        for found in file.refers
    ]
    found = {
        "$schema": f"{_PROFILES}tableschema.json",
        "fields": [_field(column, is_key=(column.name,) == file.key) for column in file.columns],
        "missingValues": [""],
        "primaryKey": list(file.key),
        "uniqueKeys": [list(key) for key in file.unique],
        "foreignKeys": references,
    }
    return {name: value for name, value in found.items() if value}


def _field(column: Column, *, is_key: bool) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES[column.kind],
        "title": _title(column.name),
        "description": in_the_file(column.comment),
    }
    if column.kind == "yes_no":
        found |= {"trueValues": ["true"], "falseValues": ["false"]}
    constraints = _constraints(column) | ({"unique": True} if is_key else {})
    return found | ({"constraints": constraints} if constraints else {})


def in_the_file(comment: str) -> str:
    """A column's sentence in the units of the files: pesos for centavos, true for 1."""
    for ours, theirs in _IN_THE_FILE:
        comment = comment.replace(ours, theirs)
    return comment


def _title(name: str) -> str:
    words = name.replace("_", " ").replace("mxn", "MXN").replace("usd", "USD")
    return words[0].upper() + words[1:]


def _constraints(column: Column) -> dict[str, Any]:
    """What holds for every value of the column."""
    found: dict[str, Any] = {"required": True} if column.required else {}
    if column.kind in ("whole", "money", "rate") and not column.signed:
        found["minimum"] = _least(column)
    if column.name in _MOST:
        found["maximum"] = _MOST[column.name]
    if column.allowed:
        found["enum"] = list(column.allowed)
    if column.name in _PATTERNS:
        found["pattern"] = _PATTERNS[column.name]
    return found


def _least(column: Column) -> int | str:
    """Entries and lines are counted from one, and so are pieces; amounts and counts of what happened from nothing.

    An entry that need not be there is 0 where it is not.
    """
    if column.kind == "rate":
        return str(Rate(Rate.LOWEST_E4))
    from_one = column.kind == "whole" and column.name.endswith(_COUNTED_FROM_ONE)
    return int(from_one and not column.or_zero)
