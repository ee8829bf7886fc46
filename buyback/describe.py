"""What an entry of the log says: its kind in words, and all of it in one short line."""

from datetime import date
from functools import singledispatch

from buyback import facts, l10n
from buyback.i18n import N_, _, ngettext
from buyback.money import Money, total
from buyback.rates import source_name
from buyback.rules import SETTLEMENT_NAMES

KIND_NAMES = {
    "LedgerOpened": N_("ledger opened"),
    "SiteAdded": N_("site added"),
    "OperatorEnrolled": N_("operator enrolled"),
    "PayoutTableAdopted": N_("table adopted"),
    "RateRecorded": N_("rate recorded"),
    "DroppedOff": N_("drop-off"),
    "PaidOut": N_("payout"),
    "Returned": N_("returned"),
    "Voided": N_("voided"),
    "Destroyed": N_("destruction"),
    "Kept": N_("kept for a museum"),
    "HandedOver": N_("hand-over"),
    "MarksCorrected": N_("marks corrected"),
}
"""Every kind of fact, in words."""

MARK_NAMES = {
    "serial": N_("serial"),
    "make": N_("make"),
    "model": N_("model"),
    "calibre": N_("calibre"),
    "country": N_("country"),
    "marks": N_("place of the marks"),
}
SERIAL_STATUS_NAMES: dict[facts.SerialStatus, str] = {
    "not_asked": N_("not looked for"),
    "read": N_("read"),
    "none": N_("has none"),
    "filed_off": N_("filed off"),
    "part_only": N_("part number only"),
}

VALUE_NAMES = {
    "historic": N_("for its historic value"),
    "cultural": N_("for its cultural value"),
    "scientific": N_("for its scientific value"),
    "artistic": N_("for its artistic value"),
}


def kind_name(kind: str) -> str:
    """The kind in the current language; one that this version does not know, as the log has it."""
    return _(KIND_NAMES.get(kind, "")) or kind


@singledispatch
def describe(fact: facts.Fact) -> str:
    """One line about the fact, in the current language, for a list of entries."""
    raise TypeError(f"{type(fact).__name__} has no description")


@describe.register
def _opened(fact: facts.LedgerOpened) -> str:
    return _("ledger opened: {programme}, {currency}").format(
        programme=fact.programme, currency=fact.currency
    )


@describe.register
def _site(fact: facts.SiteAdded) -> str:
    return _("site {code}: {name}").format(code=fact.code, name=fact.name)


@describe.register
def _operator(fact: facts.OperatorEnrolled) -> str:
    return _("operator {alias}").format(alias=fact.alias)


@describe.register
def _table(fact: facts.PayoutTableAdopted) -> str:
    types = ngettext("{n} type", "{n} types", len(fact.rows)).format(n=len(fact.rows))
    return _("payout table {code}, {types}").format(code=fact.code, types=types)


@describe.register
def _rate(fact: facts.RateRecorded) -> str:
    return _("rate {rate} of {as_of}, {source}").format(
        rate=fact.mxn_per_usd, as_of=l10n.day(date.fromisoformat(fact.as_of)), source=source_name(fact.source)
    )


@describe.register
def _dropped_off(fact: facts.DroppedOff) -> str:
    lines = ngettext("{n} item", "{n} items", len(fact.lines)).format(n=len(fact.lines))
    amount = l10n.money(total(Money(line.amount_minor) for line in fact.lines))
    return f"{fact.folio}: {lines}, {amount}, {_(SETTLEMENT_NAMES[fact.settlement])}"


@describe.register
def _paid(fact: facts.PaidOut) -> str:
    return _("{folio} paid: {amount}").format(folio=fact.folio, amount=l10n.money(Money(fact.amount_minor)))


@describe.register
def _returned(fact: facts.Returned) -> str:
    return _("{folio} returned to the giver").format(folio=fact.folio)


@describe.register
def _voided(fact: facts.Voided) -> str:
    return _("{folio} voided: {reason}").format(folio=fact.folio, reason=fact.reason)


@describe.register
def _destroyed(fact: facts.Destroyed) -> str:
    return _("act {act}: destroyed {items}, {method}; {how}").format(
        act=fact.act, items=_items(fact.items), method=_(fact.method), how=_before(fact)
    )


@describe.register
def _kept(fact: facts.Kept) -> str:
    return _("act {act}: kept {items}, {value}; {how}").format(
        act=fact.act, items=_items(fact.items), value=_(VALUE_NAMES[fact.value]), how=_before(fact)
    )


@describe.register
def _handed_over(fact: facts.HandedOver) -> str:
    return _("act {act}: {items} handed over to {receiver}; {how}").format(
        act=fact.act, receiver=fact.receiver, items=_items(fact.items), how=_before(fact)
    )


@describe.register
def _corrected(fact: facts.MarksCorrected) -> str:
    return f"{fact.item}: {changes(fact.was, fact.now)}; {fact.reason}"


def changes(was: facts.Marks, now: facts.Marks) -> str:
    """What a correction changed, in the current language: "serial A12 → A21, make – → Colt"."""
    pairs = ((name, _mark(was, name), _mark(now, name)) for name in MARK_NAMES)
    return ", ".join(f"{_(MARK_NAMES[name])} {old} → {new}" for name, old, new in pairs if old != new)


def _mark(marks: facts.Marks, name: str) -> str:
    text = str(getattr(marks, name))
    if name == "serial" and not text:
        return _(SERIAL_STATUS_NAMES[marks.serial_status])
    return text or "–"


def _before(fact: facts.Destroyed | facts.Kept | facts.HandedOver) -> str:
    """Where, and before whom."""
    if not fact.witnesses:
        return fact.place
    return _("{place}, before {witnesses}").format(place=fact.place, witnesses=", ".join(fact.witnesses))


def _items(items: tuple[facts.DisposedItem, ...]) -> str:
    first = ", ".join(item.item for item in items[:3])
    return first if len(items) <= 3 else _("{first} and {n} more").format(first=first, n=len(items) - 3)
