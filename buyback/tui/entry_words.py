"""An entry of the log in words; one that was damaged says so instead."""

import json
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from buyback import chain, l10n
from buyback.chain import Sealed
from buyback.describe import describe, kind_name
from buyback.fact_json import Undecodable
from buyback.i18n import _


@dataclass(frozen=True, slots=True)
class EntryWords:
    """What a list shows of an entry."""

    when: str
    kind: str
    by: str
    said: str


def words(sealed: Sealed, zone: ZoneInfo) -> EntryWords:
    """The entry's time at the site, its kind, who wrote it, and what it says, in the current language."""
    kind = kind_name(sealed.kind)
    try:
        entry = chain.open_body(sealed.body)
    except Undecodable:
        return EntryWords(_when(sealed.at, zone), kind, "?", _("cannot be read"))
    return EntryWords(_when(sealed.at, zone), kind, entry.by, describe(entry.fact))


def _when(at: str, zone: ZoneInfo) -> str:
    try:
        return l10n.moment(chain.parse_utc(at), zone)
    except ValueError:
        return at


def indented(body: str) -> str:
    """The body with a line for every part; as it is where it is no JSON."""
    try:
        return json.dumps(json.loads(body), ensure_ascii=False, indent=2)
    except ValueError:
        return body


def fits(sealed: Sealed) -> bool:
    """The digest belongs to the body and to the digest before."""
    return chain.digest_of(sealed.previous, sealed.body) == sealed.digest
