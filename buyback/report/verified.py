"""What a check of the whole ledger found, in words: in all, each thing since when and how sure, and what was looked at."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date
from itertools import groupby

from buyback import l10n
from buyback.chain import Finding, parse_utc
from buyback.i18n import N_, _, ngettext
from buyback.rules import CERTAINTY_NAMES
from buyback.store.checks.tally import Tally

_OF_THE_LOG = ("digest", "columns", "order", "gap", "end", "unreadable")
_OF_KEPT = ("checkpoint", "notes", "signature")
_OF_TABLES = ("projections", "secrets")
_AROUND = ("file", "guards", "versions", "ledgers")


def in_all(found: Sequence[Finding]) -> str:
    """One sentence or two of what happened in all, before each finding is told; "" where there are not several."""
    if len(found) < 2:
        return ""
    number = len(found)
    words = ngettext("{n} place differs: {parts}.", "{n} places differ: {parts}.", number)
    said = words.format(n=l10n.number(number), parts=_parts(found))
    where = _where(found)
    return f"{said} {where}" if where else said


def _parts(found: Sequence[Finding]) -> str:
    """How many of them are where."""
    named = (*_OF_THE_LOG, *_OF_KEPT, *_OF_TABLES, *_AROUND)
    log, kept, tables, around = (
        sum(1 for one in found if one.check in checks)
        for checks in (_OF_THE_LOG, _OF_KEPT, _OF_TABLES, _AROUND)
    )
    rules = sum(1 for one in found if one.check not in named)
    parts = (
        (log, ngettext("{n} in the log itself", "{n} in the log itself", log)),
        (kept, ngettext("{n} signed note or checkpoint", "{n} signed notes or checkpoints", kept)),
        (rules, ngettext("{n} entry against the rules", "{n} entries against the rules", rules)),
        (tables, ngettext("{n} row of the tables", "{n} rows of the tables", tables)),
        (around, ngettext("{n} of the file around them", "{n} of the file around them", around)),
    )
    return ", ".join(words.format(n=l10n.number(number)) for number, words in parts if number)


def _where(found: Sequence[Finding]) -> str:
    """Where the log differs, if that is one place and nothing else speaks of an earlier entry; "" where that cannot be said."""
    if all(one.check in ("checkpoint", "notes") for one in found):
        return _agrees(found)
    if any(one.check in _AROUND for one in found):
        return ""
    own = [one for one in found if one.check in _OF_THE_LOG]
    broken = {one.seq + (one.check == "end") - (one.check == "order") for one in own}
    if len(broken) == 2 and all(one.check == "order" for one in own if one.seq - 1 not in broken):
        broken = {min(broken)}
    if len(broken) != 1:
        return ""
    (seq,) = broken
    others = [one for one in found if one not in own]
    if any(0 < one.seq < seq for one in others):
        return ""
    if any(one.check == "end" for one in own):
        words = _("The log itself ends too early, before entry {seq}; the rest may follow from that.")
    else:
        words = _("The log itself differs at entry {seq} alone; the rest may follow from that.")
    return words.format(seq=l10n.number(seq)) if others or len(own) > 1 else ""


def _agrees(found: Sequence[Finding]) -> str:
    """Up to where the log and what was kept of it agree."""
    first = min(found, key=lambda one: one.seq)
    if first.since is None or not first.since.after:
        return ""
    words = _("What was kept of the log agrees with it up to entry {last}, and not at entry {seq}.")
    return words.format(last=l10n.number(first.since.seq), seq=l10n.number(first.seq))


def certainty(one: Finding) -> str:
    """How sure it is, as the audit says it."""
    return _(CERTAINTY_NAMES[one.certainty])


def since(one: Finding) -> str:
    """Since when it is so, as the log says; "" where nothing tells."""
    if one.since is None:
        return ""
    templates = {
        (False, False): N_("since entry {entry} of {moment} (UTC)"),
        (False, True): N_("since entry {entry} of {moment} (UTC), business day {day}"),
        (True, False): N_("after entry {entry} of {moment} (UTC), the last that stands"),
        (True, True): N_("after entry {entry} of {moment} (UTC), business day {day}, the last that stands"),
    }
    words = _(templates[one.since.after, bool(one.since.business_on)])
    return words.format(
        entry=l10n.number(one.since.seq), moment=_moment(one.since.at), day=_day(one.since.business_on)
    )


def _moment(at: str) -> str:
    """As the entry says it, letter for letter, where that is no time."""
    try:
        return l10n.moment(parse_utc(at), UTC)
    except ValueError:
        return at


def _day(day: str) -> str:
    try:
        return l10n.day(date.fromisoformat(day))
    except ValueError:
        return day


def how(one: Finding) -> str:
    """How sure it is and since when, as a line of its own above what is found."""
    sure, began = certainty(one), since(one)
    said = f"{sure}; {began}" if began else sure
    return f"{said[:1].upper()}{said[1:]}:"


def grouped(found: Sequence[Finding]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """How sure and since when, and the sentences of which that is so; in the order of the check."""
    for said, group in groupby(found, key=how):
        yield said, tuple(f"- {one}" for one in group)


def kinds(tally: Tally) -> tuple[tuple[str, int], ...]:
    """Each kind of thing that was checked, and how many of it."""
    rules = tally.rules
    return (
        (_("tables, indexes, triggers"), tally.objects),
        (_("digests, order, columns"), tally.entries),
        (_("who, where, when of entries"), tally.told),
        (_("ledger, sites, people, tables"), rules["setup"]),
        (_("keys that sign"), rules["keys"]),
        (_("folios and forms"), rules["folios"]),
        (_("prices, line by line"), rules["prices"]),
        (_("paid, returned, voided"), rules["payments"]),
        (_("approvals"), rules["approvals"]),
        (_("cash moved and counted"), rules["cash"]),
        (_("vouchers"), rules["vouchers"]),
        (_("days closed, compared"), rules["closes"]),
        (_("rights, texts of entries"), tally.told),
        (_("items that left custody"), rules["custody"]),
        (_("witnesses, cuts of acts"), rules["acts"]),
        (_("sides of hand-overs"), rules["hand-overs"]),
        (_("corrected marks"), rules["marks"]),
        (_("samples drawn, looked for"), rules["samples"]),
        (_("answers to the audit"), rules["answers"]),
        (_("tables against the log"), tally.tables),
        (_("rows of those tables"), tally.rows),
        (_("PINs and codes"), tally.secrets),
        (_("signed notes beside it"), tally.notes),
        (_("checkpoints given"), tally.checkpoints),
    )


def beyond(tally: Tally, last_seq: int) -> tuple[str, ...]:
    """What the check could not know, a sentence each: without anything that was kept of the log, or after the newest of it."""
    said = []
    if not tally.notes and not tally.checkpoints:
        said.append(
            _(
                "No signed note and no checkpoint was there to compare, so this cannot tell whether the history was rewritten "
                "as a whole, or its end cut off and the tables made to fit: compare with the signed act of the last close, "
                "or with a note that somebody else keeps."
            )
        )
    elif tally.reach and tally.reach < last_seq and not tally.against:
        words = ngettext(
            "Signed notes and checkpoints bear out the log up to entry {seq}; of the {n} entry after it only a later one can.",
            "Signed notes and checkpoints bear out the log up to entry {seq}; of the {n} entries after it only a later one can.",
            last_seq - tally.reach,
        )
        said.append(words.format(seq=l10n.number(tally.reach), n=l10n.number(last_seq - tally.reach)))
    if tally.strange:
        words = _(
            "Not compared, as no key of this log signed them: {files}. They are of another ledger with this code, or this "
            "history was rewritten with another key: compare the ledger's key with the line that you noted."
        )
        said.append(words.format(files=_first(tally.strange)))
    return tuple(said)


_MOST_NAMED = 3


def _first(names: Sequence[str]) -> str:
    first = ", ".join(names[:_MOST_NAMED])
    more = len(names) - _MOST_NAMED
    return first if more <= 0 else _("{first} and {n} more").format(first=first, n=l10n.number(more))
