"""What the log tells of vouchers, and where it contradicts itself: promised twice, paid unasked, good for too long.

The desk gives a voucher out in the transaction that records its drop-off, pays it against its code or by a supervisor,
and once. Whoever seals entries by hand is refused nothing, so verification walks over it again. Pure.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from buyback import facts, rules
from buyback.i18n import N_
from buyback.money import Money, plain_decimal
from buyback.store.contradiction import Contradiction

_NO_DROP_OFF = N_(
    "Entry {seq} gives out a voucher for {name}, and the entry before it received no drop-off to be paid by one."
)
_ISSUED_AGAIN = N_("Entry {seq} gives out a voucher for {name}, which entry {before} gave out already.")
_OTHER_VOUCHER = N_(
    "Entry {seq} gives out a voucher of {amount} for {name} at {site}, and by entry {before} it is {total} at {place}."
)
_OTHER_EXPIRY = N_("Entry {seq} makes the voucher {name} good until {day}, and by the setting it is {until}.")
_NOT_ISSUED = N_(
    "Entry {before} receives {name} to be paid by a voucher, and entry {seq} after it gives none out."
)
_NO_VOUCHER = N_("Entry {seq} pays {name} by a voucher, and none was given out for it.")
_IN_CASH = N_("Entry {seq} pays {name} in cash, for which entry {before} gave out a voucher.")
_UNAPPROVED = N_("Entry {seq} pays the voucher {name}, which had no code, and nobody approved it.")
_AFTER_EXPIRY = N_("Entry {seq} pays the voucher {name}, which was good until {day}, and nobody approved it.")
_LOCKED = N_(
    "Entry {seq} pays the voucher {name}, whose code had been wrong {tries} times, and nobody approved it."
)
_VOID_OF_PAID = N_("Entry {seq} voids {name}, whose voucher was paid by entry {before}.")
_CODE_OF_NONE = N_("Entry {seq} refuses a code of {name}, and no voucher of it with a code was open.")
_OTHER_TRIES = N_("Entry {seq} says that {tries} codes of {name} were wrong in a row, and it was {total}.")


@dataclass(slots=True)
class _Voucher:
    """A drop-off to be paid by a voucher: which entry received it, issued it (0 while none did), and settled it."""

    site: str
    total_minor: int
    received: int
    issued: int = 0
    expires_on: str = ""
    coded: bool = False
    wrong: int = 0
    paid: int = 0
    ended: bool = False


@dataclass(slots=True)
class Vouchers:
    """The vouchers as the entries so far make them, by folio.

    Ledgers of before there were vouchers of their own have drop-offs on voucher without one; from the first that was
    given out on, each has its own.
    """

    _vouchers: dict[str, _Voucher] = field(default_factory=dict)
    _days: int = rules.DEFAULTS[rules.VOUCHER_DAYS]
    _awaited: str = ""
    _first_issued: int = 0

    def told(self, seq: int, fact: facts.Fact) -> Iterator[Contradiction]:
        """Go on with an entry."""
        awaited, self._awaited = self._awaited, ""
        if awaited and self._first_issued and not isinstance(fact, facts.VoucherIssued):
            yield Contradiction(_NOT_ISSUED, awaited, self._vouchers[awaited].received)
        match fact:
            case facts.SettingChanged(rules.VOUCHER_DAYS, value):
                self._days = rules.setting_number(value, self._days)
            case facts.DroppedOff():
                self._receive(seq, fact)
            case facts.VoucherIssued():
                yield from self._issue(seq, fact, awaited)
            case facts.PaidOut():
                yield from self._pay(seq, fact)
            case facts.VoucherCodeRefused():
                yield from self._refuse(fact)
            case facts.Returned() | facts.Voided():
                yield from self._end(fact)

    def _receive(self, seq: int, fact: facts.DroppedOff) -> None:
        total_minor = sum(line.amount_minor for line in fact.lines)
        is_voucher = rules.status_after(fact.settlement, Money(total_minor)) == "voucher"
        if is_voucher and fact.folio not in self._vouchers:
            self._vouchers[fact.folio] = _Voucher(fact.site, total_minor, seq)
            self._awaited = fact.folio

    def _issue(self, seq: int, fact: facts.VoucherIssued, awaited: str) -> Iterator[Contradiction]:
        self._first_issued = self._first_issued or seq
        known = self._vouchers.get(fact.folio)
        if known is not None and known.issued:
            yield Contradiction(_ISSUED_AGAIN, fact.folio, known.issued)
            return
        if known is None or fact.folio != awaited:
            yield Contradiction(_NO_DROP_OFF, fact.folio)
            return
        known.issued, known.expires_on, known.coded = seq, fact.expires_on, fact.coded
        if (fact.amount_minor, fact.site) != (known.total_minor, known.site):
            said = {"amount": plain_decimal(fact.amount_minor), "site": fact.site}
            was = {"total": plain_decimal(known.total_minor), "place": known.site}
            yield Contradiction(_OTHER_VOUCHER, fact.folio, known.received, said | was)
        until = _until(fact.business_on, self._days)
        if fact.expires_on != until:
            yield Contradiction(_OTHER_EXPIRY, fact.folio, 0, {"day": fact.expires_on, "until": until})

    def _pay(self, seq: int, fact: facts.PaidOut) -> Iterator[Contradiction]:
        known = self._vouchers.get(fact.folio)
        if known is None:
            if fact.means == "voucher":
                yield Contradiction(_NO_VOUCHER, fact.folio)
            return
        if known.ended or known.paid:
            return  # that it is paid twice, or after its end, the story of the drop-off tells
        known.paid = seq
        if fact.means != "voucher":
            yield Contradiction(_IN_CASH, fact.folio, known.issued or known.received)
        elif known.issued and not fact.approved_by:
            yield from _unapproved(fact, known)

    def _refuse(self, fact: facts.VoucherCodeRefused) -> Iterator[Contradiction]:
        known = self._vouchers.get(fact.folio)
        if known is None or not known.coded or known.paid or known.ended:
            yield Contradiction(_CODE_OF_NONE, fact.folio)
            return
        if fact.tries != known.wrong + 1 or fact.tries > rules.MOST_WRONG_CODES:
            most = min(known.wrong + 1, rules.MOST_WRONG_CODES)
            yield Contradiction(_OTHER_TRIES, fact.folio, 0, {"tries": str(fact.tries), "total": str(most)})
        known.wrong = fact.tries

    def _end(self, fact: facts.Returned | facts.Voided) -> Iterator[Contradiction]:
        known = self._vouchers.get(fact.folio)
        if known is None:
            return
        known.ended = True
        if isinstance(fact, facts.Voided) and known.issued and known.paid:
            yield Contradiction(_VOID_OF_PAID, fact.folio, known.paid)


def _unapproved(fact: facts.PaidOut, known: _Voucher) -> Iterator[Contradiction]:
    """Why a supervisor had to approve this payment of a voucher, which nobody did."""
    needed = rules.voucher_approvals(
        coded=known.coded,
        is_proven=known.wrong < rules.MOST_WRONG_CODES,
        is_expired=fact.business_on > known.expires_on,
    )
    told: dict[rules.Occasion, tuple[str, dict[str, str]]] = {
        "voucher-uncoded": (_UNAPPROVED, {}),
        "voucher-code": (_LOCKED, {"tries": str(known.wrong)}),
        "voucher-expired": (_AFTER_EXPIRY, {"day": known.expires_on}),
    }
    for occasion in needed:
        template, said = told[occasion]
        yield Contradiction(template, fact.folio, 0, said)


def _until(business_on: str, days: int) -> str:
    """The last day of a voucher that was given out on this day; "" where that is no day."""
    try:
        return rules.expires_on(date.fromisoformat(business_on), days).isoformat()
    except (ValueError, OverflowError):
        return ""
