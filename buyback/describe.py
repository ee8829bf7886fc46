"""What an entry of the log says: its kind in words, and all of it in one short line."""

from collections.abc import Sequence
from datetime import date
from functools import singledispatch

from buyback import denominations, facts, l10n
from buyback.i18n import N_, _, ngettext
from buyback.money import Money, total
from buyback.rates import source_name
from buyback.rules import (
    APPROVAL_STEP,
    MARK_NAMES,
    RESOLUTION_NAMES,
    SERIAL_STATUS_NAMES,
    SETTLEMENT_NAMES,
    VALUE_NAMES,
    counted,
    every_role_if_none,
    named_items,
    role_names,
)
from buyback.store.views.corrections import SerialAway

KIND_NAMES = {
    "LedgerOpened": N_("ledger opened"),
    "KeyChanged": N_("key changed"),
    "SiteAdded": N_("site added"),
    "OperatorEnrolled": N_("operator enrolled"),
    "RolesChanged": N_("roles changed"),
    "OperatorRevoked": N_("operator revoked"),
    "PinSet": N_("PIN set"),
    "PinRefused": N_("wrong PIN"),
    "SettingChanged": N_("setting changed"),
    "ClockWentBack": N_("clock went back"),
    "PayoutTableAdopted": N_("table adopted"),
    "RateRecorded": N_("rate recorded"),
    "DroppedOff": N_("drop-off"),
    "PaidOut": N_("payout"),
    "Returned": N_("returned"),
    "Voided": N_("voided"),
    "VoucherIssued": N_("voucher given out"),
    "VoucherCodeRefused": N_("wrong voucher code"),
    "FoliosReserved": N_("blank forms reserved"),
    "FormsReturned": N_("blank forms returned"),
    "CashMoved": N_("cash moved"),
    "CashCounted": N_("cash counted"),
    "CashDiffered": N_("cash difference"),
    "DayClosed": N_("day closed"),
    "CloseCompared": N_("paper compared"),
    "Destroyed": N_("destruction"),
    "Kept": N_("kept for a museum"),
    "HandedOver": N_("hand-over"),
    "HandOverChecked": N_("hand-over checked"),
    "NotReceivedResolved": N_("not received, resolved"),
    "MarksCorrected": N_("marks corrected"),
    "FindingAnswered": N_("finding answered"),
    "SampleDrawn": N_("sample drawn"),
    "SampleChecked": N_("sample checked"),
}
"""Every kind of fact, in words."""

_MOST_NAMED = 3


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
def _key_changed(fact: facts.KeyChanged) -> str:
    first = _("checkpoints are signed by the key {key} from now on: {reason}")
    again = _("checkpoints are signed by the key {key} from now on, no more by that of entry {seq}: {reason}")
    words = first if fact.was_seq is None else again
    said = words.format(key=_without_its_bytes(fact.key), seq=fact.was_seq, reason=fact.reason)
    return _with_approval(said, fact.approved_by)


def _without_its_bytes(key: str) -> str:
    """A key's public half as a sentence names it: its name and the letters of its id."""
    return "+".join(key.split("+")[:2])


@describe.register
def _site(fact: facts.SiteAdded) -> str:
    return _("site {code}: {name}").format(code=fact.code, name=fact.name)


@describe.register
def _operator(fact: facts.OperatorEnrolled) -> str:
    words = _("operator {alias}: {roles}")
    return words.format(alias=fact.alias, roles=role_names(every_role_if_none(fact.roles)))


@describe.register
def _roles(fact: facts.RolesChanged) -> str:
    words = _("{alias} from now on: {roles}; {reason}")
    return words.format(alias=fact.alias, roles=role_names(fact.roles), reason=fact.reason)


@describe.register
def _revoked(fact: facts.OperatorRevoked) -> str:
    return _("{alias} revoked: {reason}").format(alias=fact.alias, reason=fact.reason)


@describe.register
def _pin_set(fact: facts.PinSet) -> str:
    return _("PIN of {alias} set").format(alias=fact.alias)


@describe.register
def _pin_refused(fact: facts.PinRefused) -> str:
    return ngettext(
        "wrong PIN for {alias}, {n} in a row", "wrong PINs for {alias}, {n} in a row", fact.tries
    ).format(alias=fact.alias, n=fact.tries)


@describe.register
def _setting(fact: facts.SettingChanged) -> str:
    if fact.name == APPROVAL_STEP and fact.value.isdecimal():
        amount = l10n.money(Money(int(fact.value)))
        return _("a supervisor approves what is above {amount}").format(amount=amount)
    return f"{fact.name} = {fact.value}"


@describe.register
def _clock(fact: facts.ClockWentBack) -> str:
    return _("the clock went back from {before} to {now} (UTC)").format(before=fact.last_at, now=fact.now)


@describe.register
def _table(fact: facts.PayoutTableAdopted) -> str:
    types = ngettext("{n} type", "{n} types", len(fact.rows)).format(n=len(fact.rows))
    return _("payout table {code}, {types}").format(code=fact.code, types=types)


@describe.register
def _rate(fact: facts.RateRecorded) -> str:
    said = _("rate {rate} of {as_of}, {source}").format(
        rate=fact.mxn_per_usd, as_of=l10n.day(date.fromisoformat(fact.as_of)), source=source_name(fact.source)
    )
    return _with_approval(said, fact.approved_by)


@describe.register
def _dropped_off(fact: facts.DroppedOff) -> str:
    lines = ngettext("{n} item", "{n} items", len(fact.lines)).format(n=len(fact.lines))
    amount = l10n.money(total(Money(line.amount_minor) for line in fact.lines))
    return f"{fact.folio}: {lines}, {amount}, {_(SETTLEMENT_NAMES[fact.settlement])}"


@describe.register
def _paid(fact: facts.PaidOut) -> str:
    said = _("{folio} paid: {amount}").format(folio=fact.folio, amount=l10n.money(Money(fact.amount_minor)))
    return _with_approval(said, fact.approved_by)


@describe.register
def _returned(fact: facts.Returned) -> str:
    return _("{folio} returned to the giver").format(folio=fact.folio)


@describe.register
def _voided(fact: facts.Voided) -> str:
    said = _("{folio} voided: {reason}").format(folio=fact.folio, reason=fact.reason)
    return _with_approval(said, fact.approved_by)


_MOVED = {
    "float": N_("float of {site}: {amount}"),
    "top_up": N_("top-up of {site}: {amount}"),
    "return": N_("returned by {site} to the organiser: {amount}"),
}


@describe.register
def _cash_moved(fact: facts.CashMoved) -> str:
    amount = l10n.money(Money(fact.amount_minor))
    said = _(_MOVED[fact.kind]).format(site=fact.site, amount=amount)
    return f"{said} ({fact.reason})" if fact.reason else said


@describe.register
def _cash_counted(fact: facts.CashCounted) -> str:
    words = _("counted at {site}: {amount} ({notes})")
    amount = l10n.money(Money(fact.counted_minor))
    return words.format(site=fact.site, amount=amount, notes=denominations.written(fact.notes))


@describe.register
def _cash_differed(fact: facts.CashDiffered) -> str:
    words = _("difference at {site}: {amount}, count {count}; {reason}")
    amount = l10n.money(Money(fact.counted_minor - fact.expected_minor))
    return words.format(site=fact.site, amount=amount, count=fact.count_seq, reason=fact.reason)


@describe.register
def _voucher(fact: facts.VoucherIssued) -> str:
    return _("{folio}: voucher of {amount}, good until {day}").format(
        folio=fact.folio,
        amount=l10n.money(Money(fact.amount_minor)),
        day=l10n.day(date.fromisoformat(fact.expires_on)),
    )


@describe.register
def _code_refused(fact: facts.VoucherCodeRefused) -> str:
    return _("{folio}: wrong code, {n} in a row").format(folio=fact.folio, n=fact.tries)


@describe.register
def _reserved(fact: facts.FoliosReserved) -> str:
    words = ngettext(
        "{site}: {n} blank form, {folios}", "{site}: {n} blank forms, {folios}", len(fact.folios)
    )
    return words.format(site=fact.site, n=len(fact.folios), folios=_first_and_last(fact.folios))


@describe.register
def _forms_returned(fact: facts.FormsReturned) -> str:
    words = ngettext(
        "{site}: {n} form came back unused, {folios}: {reason}",
        "{site}: {n} forms came back unused, {folios}: {reason}",
        len(fact.folios),
    )
    return words.format(
        site=fact.site, n=len(fact.folios), folios=named_items(fact.folios, _MOST_NAMED), reason=fact.reason
    )


@describe.register
def _closed(fact: facts.DayClosed) -> str:
    return _("{site}: {day} is closed with {counted} in the cash box; {supervisor} signs").format(
        site=fact.site,
        day=l10n.day(date.fromisoformat(fact.business_on)),
        counted=l10n.money(Money(fact.counted_minor)),
        supervisor=fact.approved_by or _("nobody"),
    )


@describe.register
def _compared(fact: facts.CloseCompared) -> str:
    agreed = _("{site}: the paper of {day} says what entry {seq} says")
    differed = _("{site}: the paper of {day} does not say what entry {seq} says")
    day = l10n.day(date.fromisoformat(fact.closed_on))
    return (agreed if fact.agrees else differed).format(site=fact.site, day=day, seq=fact.close_seq)


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


def changes(was: facts.Marks, now: facts.Marks, *, arrow: str = "→") -> str:
    """What a correction changed, in the current language: "serial A12 → A21, make – → Colt"."""
    pairs = ((name, _mark(was, name), _mark(now, name)) for name in MARK_NAMES)
    return ", ".join(f"{_(MARK_NAMES[name])} {old} {arrow} {new}" for name, old, new in pairs if old != new)


def serials_away(found: Sequence[SerialAway]) -> str:
    """The first of these serials that were corrected, with what its item has since; "" for none."""
    if not found:
        return ""
    first, more = found[0], ", …" if len(found) > 1 else ""
    words = _("serial {was} was corrected to {now}: {item}, {day}")
    now = first.now or _(SERIAL_STATUS_NAMES[first.status])
    return words.format(was=first.was, now=now, item=first.item, day=l10n.day(first.business_on)) + more


def _mark(marks: facts.Marks, name: str) -> str:
    text = str(getattr(marks, name))
    if name == "serial" and not text:
        return _(SERIAL_STATUS_NAMES[marks.serial_status])
    return text or "–"


@describe.register
def _checked(fact: facts.HandOverChecked) -> str:
    missing = [part.item for part in fact.items if not part.found]
    parts = [counted("confirmed", len(fact.items) - len(missing))]
    parts += [f"{counted('not_received', len(missing))} ({named_items(missing)})"] if missing else []
    differing = [part for part in fact.items if part.differs]
    for part in differing[:_MOST_NAMED]:
        words = (
            _("{item} with the serial of {others}") if part.belongs_to else _("{item} with another serial")
        )
        parts.append(words.format(item=part.item, others=", ".join(part.belongs_to)))
    if more := len(differing[_MOST_NAMED:]):
        parts.append(
            ngettext("{n} more with another serial", "{n} more with another serial", more).format(n=more)
        )
    return _("act {act}: {what}").format(act=fact.act, what=", ".join(parts))


@describe.register
def _not_received_resolved(fact: facts.NotReceivedResolved) -> str:
    outcome = _(RESOLUTION_NAMES[fact.outcome])
    return _("act {act}: {item}, {outcome}: {reason}").format(
        act=fact.act, item=fact.item, outcome=outcome, reason=fact.reason
    )


@describe.register
def _finding_answered(fact: facts.FindingAnswered) -> str:
    return _("finding {key}: {note}").format(key=fact.finding, note=fact.note)


@describe.register
def _sample_drawn(fact: facts.SampleDrawn) -> str:
    words = ngettext(
        "{n} item drawn of {population} that are held, seed {seed}",
        "{n} items drawn of {population} that are held, seed {seed}",
        len(fact.items),
    )
    said = words.format(n=len(fact.items), population=fact.population, seed=fact.seed)
    return f"{fact.site}: {said}" if fact.site else said


@describe.register
def _sample_checked(fact: facts.SampleChecked) -> str:
    missing = [part.item for part in fact.items if not part.found]
    words = _("sample of entry {seq}: {found} found, {missing} not found")
    said = words.format(seq=fact.sample_seq, found=len(fact.items) - len(missing), missing=len(missing))
    parts = (said, named_items(missing, _MOST_NAMED) if missing else "", fact.note)
    return "; ".join(filter(None, parts))


def _first_and_last(folios: tuple[str, ...]) -> str:
    """Folios that follow each other: "A1-000003-X – A1-000012-Y"."""
    return " – ".join(dict.fromkeys((*folios[:1], *folios[-1:])))


def _with_approval(said: str, alias: str) -> str:
    return _("{said}; approved by {alias}").format(said=said, alias=alias) if alias else said


def _before(fact: facts.Destroyed | facts.Kept | facts.HandedOver) -> str:
    """Where, and before whom."""
    if not fact.witnesses:
        return fact.place
    return _("{place}, before {witnesses}").format(place=fact.place, witnesses=", ".join(fact.witnesses))


def _items(items: tuple[facts.DisposedItem, ...]) -> str:
    return named_items([item.item for item in items], _MOST_NAMED)


def why_outside(reason: str, *, donated: bool) -> str:
    """Why an item that the table does not price was taken so; of a donation the giver's wish, where nobody wrote more."""
    return reason or (_("asks no payment") if donated else "")
