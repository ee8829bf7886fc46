"""The story that the log tells, entry by entry, and where it contradicts itself.

The desk refuses a second payment, a second end of custody, a folio given twice. Whoever seals entries by hand is
refused nothing, so verification walks the same rules over what the entries say. Pure; of two entries that
contradict each other the first one stands.
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from buyback import facts, folios, rules
from buyback.chain import Entry, Finding
from buyback.i18n import N_
from buyback.money import Money, plain_decimal
from buyback.rules import ItemStatus
from buyback.store import act_story
from buyback.store.act_story import Act, Known
from buyback.store.approval_story import Approvals
from buyback.store.audit_story import AuditStory
from buyback.store.cash_story import CashBoxes
from buyback.store.close_story import Closes
from buyback.store.contradiction import Contradiction
from buyback.store.folio_story import Folios
from buyback.store.hand_over_story import HandOvers
from buyback.store.price_story import Prices
from buyback.store.sample_story import Samples
from buyback.store.site_story import Sites
from buyback.store.text_story import Texts
from buyback.store.voucher_story import Vouchers

CHECKS = (
    *("setup", "folios", "prices", "payments", "approvals", "custody", "acts", "hand-overs", "marks"),
    *("cash", "vouchers", "sites", "closes", "answers", "samples", "texts", "people", "rights", "clock"),
)
"""The names under which verification reports what contradicts the rules, the people's story and the clock among them."""

_PAYS = {
    "paid": N_("Entry {seq} pays {name}, which entry {before} paid already."),
    "returned": N_("Entry {seq} pays {name}, which entry {before} returned."),
    "voided": N_("Entry {seq} pays {name}, which entry {before} voided."),
    "none": N_("Entry {seq} pays {name}, for which nothing is due since entry {before}."),
}
_RETURNS = {
    "paid": N_("Entry {seq} returns {name}, which entry {before} paid."),
    "returned": N_("Entry {seq} returns {name}, which entry {before} returned already."),
    "voided": N_("Entry {seq} returns {name}, which entry {before} voided."),
}
_VOIDS = {
    "returned": N_("Entry {seq} voids {name}, which entry {before} returned."),
    "voided": N_("Entry {seq} voids {name}, which entry {before} voided already."),
}
_ENDS = {
    "destroyed": N_("Entry {seq} ends the custody of {name}, which entry {before} destroyed."),
    "kept": N_("Entry {seq} ends the custody of {name}, which entry {before} kept for the museum."),
    "handed_over": N_("Entry {seq} ends the custody of {name}, which entry {before} handed over."),
    "returned": N_("Entry {seq} ends the custody of {name}, which entry {before} returned."),
    "lost": N_("Entry {seq} ends the custody of {name}, which by entry {before} is lost."),
    "voided": N_("Entry {seq} ends the custody of {name}, which entry {before} voided."),
}
_AFTER_HAND_OVER = ("destroyed", "kept", "held", "lost")
_ENDED: dict[type[Act], ItemStatus] = {
    facts.Destroyed: "destroyed",
    facts.Kept: "kept",
    facts.HandedOver: "handed_over",
}
_CORRECTS = {
    "returned": N_("Entry {seq} corrects the marks of {name}, which entry {before} returned."),
    "voided": N_("Entry {seq} corrects the marks of {name}, which entry {before} voided."),
}
_OTHER_MARKS = N_("Entry {seq} says what the marks of {name} were, and by entry {before} they were others.")
_OTHER_STATUS = N_(
    "Entry {seq} corrects the marks of {name} and says another status than entry {before} gave it."
)
_SAME_MARKS = N_("Entry {seq} corrects the marks of {name} and changes none of them.")
_UNSETTLED = N_("Entry {seq} ends the custody of {name}, which is owed since entry {before}.")
_OTHER_AMOUNT = N_("Entry {seq} pays {amount} for {name}, and the lines of entry {before} come to {total}.")
_OTHER_PAID = N_("Entry {seq} says that {amount} was paid for {name}, and by entry {before} it was {total}.")
_OTHER_RECOVERED = N_(
    "Entry {seq} says that {amount} came back of what was paid for {name}, and by entry {before} that was {total}."
)
_LEFT_OUT = N_("Entry {seq} does not name all the items of {name} that entry {before} received.")
_UNKNOWN = N_("Entry {seq} speaks of {name}, which no entry before it received.")
_FOLIO_AGAIN = N_("Entry {seq} gives the folio {name}, which entry {before} gave already.")
_FORM_AGAIN = N_("Entry {seq} receives the form {name}, which entry {before} received already.")
_ADDED_AGAIN = N_("Entry {seq} adds {name}, which entry {before} added already.")
_OPENED_AGAIN = N_("Entry {seq} opens the ledger, which entry {before} opened already.")


class _Item(NamedTuple):
    """Where an item is and which marks it has, as a number (a million items are remembered), each by which entry; its class."""

    status: ItemStatus
    since: int
    marks: int
    read_in: int
    class_code: str


@dataclass(slots=True)
class _DropOff:
    """What the entries so far say of one drop-off; each state with the entry that made it so."""

    site: str
    business_on: str
    seq: int
    table_seq: int
    total_minor: int
    usd_cents: int
    status: str
    since: int
    items: dict[str, _Item]


@dataclass(slots=True)
class Story:
    """What the entries of one ledger have said so far; `findings` are the contradictions, in order."""

    ledger: str
    findings: list[Finding] = field(default_factory=list)
    _drop_offs: dict[str, _DropOff] = field(default_factory=dict)
    _said: dict[tuple[str, str], int] = field(default_factory=dict)
    _prices: Prices = field(default_factory=Prices)
    _hand_overs: HandOvers = field(default_factory=HandOvers)
    _boxes: CashBoxes = field(default_factory=CashBoxes)
    _vouchers: Vouchers = field(default_factory=Vouchers)
    _folios: Folios = field(default_factory=Folios)
    _closes: Closes = field(default_factory=Closes)
    _sites: Sites = field(default_factory=Sites)
    _approvals: Approvals = field(default_factory=Approvals)
    _audit: AuditStory = field(default_factory=AuditStory)
    _samples: Samples = field(default_factory=Samples)
    _texts: Texts = field(default_factory=Texts)

    def tell(self, entry: Entry) -> None:
        """Go on with the next entry."""
        seq, fact = entry.seq, entry.fact
        match fact:
            case facts.LedgerOpened():
                self._once("ledger", self.ledger, seq, _OPENED_AGAIN)
            case facts.SiteAdded():
                self._once("site", fact.code, seq, _ADDED_AGAIN)
            case facts.OperatorEnrolled():
                self._once("operator", fact.alias, seq, _ADDED_AGAIN)
            case facts.PayoutTableAdopted() | facts.RateRecorded():
                self._prices.told(seq, fact)
            case facts.DroppedOff():
                self._receive(seq, fact)
            case facts.PaidOut():
                self._pay(seq, fact)
            case facts.Returned():
                self._settle(seq, fact, "returned", _RETURNS)
            case facts.Voided():
                self._settle(seq, fact, "voided", _VOIDS)
            case facts.Destroyed() | facts.Kept() | facts.HandedOver():
                self._contradict("acts", seq, act_story.told(fact, entry.by, self._known))
                self._act(seq, fact, _ENDED[type(fact)])
            case facts.HandOverChecked():
                self._contradict("acts", seq, act_story.witnessed(fact, entry.by, 0))
            case facts.NotReceivedResolved():
                self._resolve(seq, fact)
            case facts.MarksCorrected():
                self._correct(seq, fact)
        self._tell_areas(entry)

    def _tell_areas(self, entry: Entry) -> None:
        """What sites, approvals, the audit, hand-overs, cash boxes, vouchers, blank forms and days have to say of the entry."""
        seq, fact = entry.seq, entry.fact
        sites = self._booked_to(fact)
        known = self._drop_offs.get(fact.folio) if isinstance(fact, facts.PaidOut) else None
        self._contradict("sites", seq, self._sites.told(entry, sites))
        self._contradict("approvals", seq, self._approvals.told(fact))
        self._contradict("answers", seq, self._audit.told(entry))
        self._contradict("hand-overs", seq, self._hand_overs.told(seq, fact))
        self._contradict("cash", seq, self._boxes.told(seq, fact, known.site if known else ""))
        self._contradict("vouchers", seq, self._vouchers.told(seq, fact))
        self._contradict("folios", seq, self._tell_forms(seq, fact))
        self._contradict("closes", seq, self._tell_days(seq, fact, sites))
        self._contradict("samples", seq, self._samples.told(seq, fact, self._shelf))
        if type(fact) in rules.WORDED:
            self._contradict("texts", seq, self._texts.told(fact))

    def _booked_to(self, fact: facts.Fact) -> tuple[str, ...]:
        """The sites to which the entry is booked, the one that it names first."""
        booked = rules.booked(fact) or rules.Booked("")
        of = (self._drop_offs[folio].site for folio in booked.folios if folio in self._drop_offs)
        return tuple(dict.fromkeys((*booked.sites, *of)))

    def _known(self, name: str) -> Known | None:
        """The item with this tag, with its class by the table of its drop-off; None where either is unknown."""
        drop_off = self._drop_offs.get(name.rpartition("/")[0])
        item = drop_off.items.get(name) if drop_off else None
        of = self._prices.class_of(drop_off.table_seq, item.class_code) if drop_off and item else None
        return Known(item.status, of) if item and of else None

    def _shelf(self, site: str) -> list[rules.Shelved]:
        """What is held by now, at a site or (empty) at all."""
        return [
            rules.Shelved(name, rules.Stratum(known.site, item.class_code))
            for known in self._drop_offs.values()
            if site in ("", known.site)
            for name, item in known.items.items()
            if item.status == "held"
        ]

    def _tell_days(self, seq: int, fact: facts.Fact, sites: tuple[str, ...]) -> Iterable[Contradiction]:
        """What the days of the sites have to say of the entry."""
        box = self._boxes.box(rules.box_site(fact))
        return self._closes.told(seq, fact, sites, box)

    def _tell_forms(self, seq: int, fact: facts.Fact) -> Iterable[Contradiction]:
        """What is not so of the forms that an entry reserves or returns; what it types in is a drop-off."""
        if isinstance(fact, facts.FoliosReserved):
            given = {name: self._drop_offs[name].seq for name in fact.folios if name in self._drop_offs}
            return self._folios.reserved(seq, fact, self.ledger, given)
        return self._folios.returned(seq, fact) if isinstance(fact, facts.FormsReturned) else ()

    def _contradict(self, check: str, seq: int, found: Iterable[Contradiction]) -> None:
        for one in found:
            self._find(check, seq, one.template, one.name, one.before, **one.more)

    def _find(self, check: str, seq: int, template: str, name: str, before: int = 0, **more: str) -> None:
        values: tuple[tuple[str, str | int], ...] = (("name", name), ("before", before), *more.items())
        self.findings.append(Finding(check, self.ledger, seq, template, values))

    def _once(self, what: str, name: str, seq: int, again: str) -> None:
        before = self._said.setdefault((what, name), seq)
        if before != seq:
            self._find("folios" if what == "form" else "setup", seq, again, name, before)

    def _receive(self, seq: int, fact: facts.DroppedOff) -> None:
        self._once("form", fact.draft_id, seq, _FORM_AGAIN)
        known = self._drop_offs.get(fact.folio)
        if known is not None:
            self._find("folios", seq, _FOLIO_AGAIN, fact.folio, known.seq)
            return
        self._contradict("folios", seq, self._folios.received(seq, fact, self.ledger))
        self._contradict("prices", seq, self._prices.received(fact))
        total_minor = sum(line.amount_minor for line in fact.lines)
        status = rules.status_after(fact.settlement, Money(total_minor))
        items = {
            folios.item_id(fact.folio, line.number): _Item(
                "held", seq, hash(facts.marks_of(line)), seq, sys.intern(line.class_code)
            )
            for line in fact.lines
        }
        usd_cents = sum(line.usd_cents for line in fact.lines)
        day = sys.intern(fact.business_on)
        sums = (total_minor, usd_cents)
        known = _DropOff(fact.site, day, seq, fact.table_seq, *sums, status, seq, items)
        self._drop_offs[fact.folio] = known
        self._closes.held(fact.site, day, len(items))
        self._take_in(known, 1)

    def _take_in(self, known: _DropOff, sign: int) -> None:
        """A drop-off counts in its day or, with a sign of -1, does no more."""
        amounts = (sign * known.total_minor, sign * known.usd_cents)
        self._closes.took_in(known.site, known.business_on, sign * len(known.items), *amounts)

    def _pay(self, seq: int, fact: facts.PaidOut) -> None:
        known = self._drop_offs.get(fact.folio)
        if known is None:
            self._find("payments", seq, _UNKNOWN, fact.folio)
            return
        if known.status in _PAYS:
            self._find("payments", seq, _PAYS[known.status], fact.folio, known.since)
        else:
            known.status, known.since = "paid", seq
        early = self._sites.paid(fact, site=known.site, business_on=known.business_on, received=known.seq)
        self._contradict("payments", seq, early)
        if (fact.amount_minor, fact.usd_cents) != (known.total_minor, known.usd_cents):
            paid, total = (
                f"{plain_decimal(minor)} MXN = {plain_decimal(cents)} USD"
                for minor, cents in (
                    (fact.amount_minor, fact.usd_cents),
                    (known.total_minor, known.usd_cents),
                )
            )
            self._find("payments", seq, _OTHER_AMOUNT, fact.folio, known.seq, amount=paid, total=total)

    def _settle(
        self,
        seq: int,
        fact: facts.Returned | facts.Voided,
        status: Literal["returned", "voided"],
        against: dict[str, str],
    ) -> None:
        known = self._drop_offs.get(fact.folio)
        if known is None:
            self._find("payments", seq, _UNKNOWN, fact.folio)
            return
        if known.status in against:
            self._find("payments", seq, against[known.status], fact.folio, known.since)
            return
        paid_minor = known.total_minor if known.status == "paid" else 0
        if isinstance(fact, facts.Voided) and fact.paid_minor != paid_minor:
            said, was = plain_decimal(fact.paid_minor), plain_decimal(paid_minor)
            self._find("payments", seq, _OTHER_PAID, fact.folio, known.since, amount=said, total=was)
        if isinstance(fact, facts.Voided) and not 0 <= fact.recovered_minor <= paid_minor:
            said, was = plain_decimal(fact.recovered_minor), plain_decimal(paid_minor)
            self._find("payments", seq, _OTHER_RECOVERED, fact.folio, known.since, amount=said, total=was)
        if set(fact.items) != set(known.items):
            self._find("payments", seq, _LEFT_OUT, fact.folio, known.seq)
        for name in fact.items:
            self._end(seq, name, status, fact.business_on)
        known.status, known.since = status, seq
        self._take_in(known, -1)

    def _act(self, seq: int, fact: Act, status: ItemStatus) -> None:
        for part in fact.items:
            known = self._drop_offs.get(part.item.rpartition("/")[0])
            if known is not None and known.status == "owed":
                self._find("custody", seq, _UNSETTLED, part.item, known.since)
            self._end(seq, part.item, status, fact.business_on)

    def _resolve(self, seq: int, fact: facts.NotReceivedResolved) -> None:
        """What did not arrive may come back or be lost; what was never missing stays where it is."""
        if fact.outcome != "arrived" and self._hand_overs.is_missing(fact.item):
            self._end(seq, fact.item, "lost" if fact.outcome == "lost" else "held", fact.business_on)

    def _end(self, seq: int, name: str, status: ItemStatus, day: str) -> None:
        """Custody ends once; only what was handed over may still be destroyed or kept, come back, or be lost."""
        known = self._drop_offs.get(name.rpartition("/")[0])
        if known is None or name not in known.items:
            self._find("custody", seq, _UNKNOWN, name)
            return
        item = known.items[name]
        if item.status == "held" or (item.status == "handed_over" and status in _AFTER_HAND_OVER):
            known.items[name] = item._replace(status=status, since=seq)
            self._closes.held(known.site, day, (status == "held") - (item.status == "held"))
        else:
            self._find("custody", seq, _ENDS[item.status], name, item.since)

    def _correct(self, seq: int, fact: facts.MarksCorrected) -> None:
        """A correction says what stood; the next one goes on from what it made of that."""
        known = self._drop_offs.get(fact.item.rpartition("/")[0])
        if known is None or fact.item not in known.items:
            self._find("marks", seq, _UNKNOWN, fact.item)
            return
        item = known.items[fact.item]
        if item.status in _CORRECTS:
            self._find("marks", seq, _CORRECTS[item.status], fact.item, item.since)
        elif item.status != fact.status:
            self._find("marks", seq, _OTHER_STATUS, fact.item, item.since)
        if item.marks != hash(fact.was):
            self._find("marks", seq, _OTHER_MARKS, fact.item, item.read_in)
        if fact.was == fact.now:
            self._find("marks", seq, _SAME_MARKS, fact.item)
        known.items[fact.item] = item._replace(marks=hash(fact.now), read_in=seq)
