"""What the log tells of closed days, and where it contradicts itself: entries into one, a close that says something else.

The desk closes a day in its order, counted and signed, and the writer books nothing to it any more. Whoever seals entries
by hand is refused nothing, so verification walks over it again. Pure.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from buyback import facts, rules
from buyback.facts import DayClosed
from buyback.i18n import N_
from buyback.money import plain_decimal
from buyback.rules import Box
from buyback.store.contradiction import Contradiction

_INTO_CLOSED = N_("Entry {seq} is booked to {day} at {name}, which entry {before} closed.")
_CLOSED_AGAIN = N_("Entry {seq} closes {day} at {name}, which entry {before} closed already.")
_NOT_IN_ORDER = N_("Entry {seq} closes {day} at {name}, and {earlier} was still open.")
_NOT_SIGNED = N_("Entry {seq} closes {day} at {name}, and no supervisor signed it.")
_NO_COUNT = N_(
    "Entry {seq} closes {day} at {name} by entry {before}, which is no count of its box on that day or later, after its "
    "last movement."
)
_COUNT_OPEN = N_(
    "Entry {seq} closes {day} at {name}, and nobody recorded the difference of the count of entry {before}."
)
_OTHER_FIGURE = N_(
    "Entry {seq} closes {day} at {name} and says {figure} = {said}; by the entries it is {should}."
)
OTHER_END = N_("Entry {seq} closes {day} at {name} and does not name entry {before} as the one before it.")
_NO_CLOSE = N_("Entry {seq} compares the paper of {day} at {name}, which entry {before} did not close.")


@dataclass(slots=True)
class _Day:
    """What a day that is still open comes to; `moved` is the last entry that moved cash, `works`: it has to be closed.

    `expected_minor`, `held`, `open_vouchers` and `open_forms` are by how much the day made them more, or less.
    """

    float_minor: int = 0
    topped_up_minor: int = 0
    paid_minor: int = 0
    returned_minor: int = 0
    recovered_minor: int = 0
    differences_minor: int = 0
    paid_without_float_minor: int = 0
    drop_offs: int = 0
    items: int = 0
    valued_minor: int = 0
    usd_cents: int = 0
    vouchers_minor: int = 0
    held: int = 0
    open_vouchers: int = 0
    open_forms: int = 0
    moved: int = 0
    works: bool = False

    @property
    def expected_minor(self) -> int:
        came_minor = self.float_minor + self.topped_up_minor + self.recovered_minor + self.differences_minor
        return came_minor - self.paid_minor - self.returned_minor


@dataclass(slots=True)
class _Count:
    """A count of a box: what was counted, what should have been there, whether its difference is none or recorded."""

    site: str
    business_on: str
    counted_minor: int
    expected_minor: int
    is_settled: bool

    def is_of(self, close: DayClosed) -> bool:
        """Whether it was made at the site, on the day that is closed or later."""
        return self.site == close.site and self.business_on >= close.business_on


@dataclass(slots=True)
class Closes:
    """The days of the sites as the entries so far make them, open and closed."""

    _closed: dict[str, tuple[str, int]] = field(default_factory=dict)
    _closes: dict[int, tuple[str, str]] = field(default_factory=dict)
    _days: dict[str, dict[str, _Day]] = field(default_factory=dict)
    _counts: dict[int, _Count] = field(default_factory=dict)
    _stock: dict[str, Counter[str]] = field(default_factory=dict)
    """By site, what it had at the end of the day that it closed last: cash, items, vouchers, forms."""
    _vouchers: dict[str, tuple[str, str]] = field(default_factory=dict)
    """The vouchers that are open, each with its site and the day on which it was given out."""
    _forms: dict[str, str] = field(default_factory=dict)
    """The blank forms that are out, each with the day on which it was given out."""

    # --- what the story of the drop-offs says -----------------------------------------------------------------------

    def took_in(self, site: str, day: str, items: int, total_minor: int, usd_cents: int) -> None:
        """A drop-off was received; with less than nothing, it was returned or voided."""
        if day <= self._closed.get(site, ("", 0))[0]:
            return
        of = self._day(site, day)
        of.drop_offs += 1 if items >= 0 else -1
        of.items += items
        of.valued_minor += total_minor
        of.usd_cents += usd_cents

    def held(self, site: str, day: str, more: int) -> None:
        """Custody of the site grew by so many items on a day, or became less."""
        self._day(site, day).held += more

    # --- what the entry says ----------------------------------------------------------------------------------------

    def told(
        self, seq: int, fact: facts.Fact, sites: Sequence[str], box: Box | None
    ) -> Iterator[Contradiction]:
        """Go on with an entry. `sites` are those to which it is booked, `box` is the cash box after it, if it is kept."""
        match fact:
            case facts.DayClosed():
                yield from self._close(seq, fact)
                return
            case facts.CloseCompared():
                if self._closes.get(fact.close_seq) != (fact.site, fact.closed_on):
                    yield Contradiction(_NO_CLOSE, fact.site, fact.close_seq, {"day": fact.closed_on})
                return
        booked = rules.booked(fact)
        if booked is None:
            return
        for site in sites:
            closed_on, close_seq = self._closed.get(site, ("", 0))
            if booked.business_on <= closed_on:
                yield Contradiction(_INTO_CLOSED, site, close_seq, {"day": booked.business_on})
            elif isinstance(fact, _WORK):
                self._day(site, booked.business_on).works = True
        if sites:
            self._note(seq, fact, sites[0], box)

    def _note(self, seq: int, fact: facts.Fact, site: str, box: Box | None) -> None:
        """What the entry adds to its day."""
        match fact:
            case facts.DroppedOff() if fact.form_seq is not None:
                self._end_forms((fact.folio,), site, fact.business_on)
            case facts.PaidOut() | facts.Voided() | facts.Returned():
                self._end_voucher(fact.folio, fact.business_on)
            case facts.VoucherIssued():
                self._vouchers[fact.folio] = (site, fact.business_on)
                day = self._day(site, fact.business_on)
                day.vouchers_minor += fact.amount_minor
                day.open_vouchers += 1
            case facts.FoliosReserved():
                self._day(site, fact.business_on).open_forms += len(fact.folios)
                self._forms |= dict.fromkeys(fact.folios, fact.business_on)
            case facts.FormsReturned():
                self._end_forms(fact.folios, site, fact.business_on)
        self._note_cash(seq, fact, site, box)

    def _note_cash(self, seq: int, fact: facts.Fact, site: str, box: Box | None) -> None:
        """What the entry adds to the cash of its day."""
        match fact:
            case facts.PaidOut():
                day = self._day(site, fact.business_on)
                if box is None:
                    day.paid_without_float_minor += fact.amount_minor
                else:
                    day.paid_minor += fact.amount_minor
                day.moved = seq if fact.site else day.moved
            case facts.Voided() if fact.site and fact.recovered_minor:
                day = self._day(fact.site, fact.business_on)
                day.recovered_minor += fact.recovered_minor if box else 0
                day.moved = seq
            case facts.CashMoved():
                day = self._day(site, fact.business_on)
                name = _GOES_TO[fact.kind]
                setattr(day, name, getattr(day, name) + (fact.amount_minor if box else 0))
                day.moved = seq
            case facts.CashCounted():
                expected_minor = box.count_expected_minor if box else 0
                fits = expected_minor == fact.counted_minor
                self._counts[seq] = _Count(site, fact.business_on, fact.counted_minor, expected_minor, fits)
            case facts.CashDiffered():
                more_minor = fact.counted_minor - fact.expected_minor if box else 0
                self._day(site, fact.business_on).differences_minor += more_minor
                if fact.count_seq in self._counts:
                    self._counts[fact.count_seq].is_settled = True

    def _end_voucher(self, folio: str, day: str) -> None:
        """A voucher is open no more; it ended no earlier than it was given out, whatever the clock said."""
        site, given_on = self._vouchers.pop(folio, ("", ""))
        if site:
            self._day(site, max(day, given_on)).open_vouchers -= 1

    def _end_forms(self, folios: Sequence[str], site: str, day: str) -> None:
        """Blank forms are out no more; nor did they end earlier than they were given out."""
        for folio in folios:
            self._day(site, max(day, self._forms.pop(folio, ""))).open_forms -= 1

    def _day(self, site: str, day: str) -> _Day:
        return self._days.setdefault(site, {}).setdefault(day, _Day())

    # --- a close ----------------------------------------------------------------------------------------------------

    def _close(self, seq: int, fact: DayClosed) -> Iterator[Contradiction]:
        day, site = {"day": fact.business_on}, fact.site
        closed_on, close_seq = self._closed.get(site, ("", 0))
        if fact.business_on <= closed_on:
            yield Contradiction(_CLOSED_AGAIN, site, close_seq, day)
            return
        days = self._days.pop(site, {})
        earlier = min((one for one, of in days.items() if of.works and one < fact.business_on), default="")
        if earlier:
            yield Contradiction(_NOT_IN_ORDER, site, 0, day | {"earlier": earlier})
        if not fact.approved_by:
            yield Contradiction(_NOT_SIGNED, site, 0, day)
        if fact.checkpoint_seq != seq - 1:
            yield Contradiction(OTHER_END, site, seq - 1, day)
        over = [of for one, of in days.items() if one <= fact.business_on]
        moved = max((of.moved for of in over), default=0)
        count = self._counts.get(fact.count_seq)
        if count is None or not count.is_of(fact) or fact.count_seq < moved:
            yield Contradiction(_NO_COUNT, site, fact.count_seq, day)
            count = None
        elif not count.is_settled:
            yield Contradiction(_COUNT_OPEN, site, fact.count_seq, day)
        stock, of_day = self._stock.setdefault(site, Counter()), days.get(fact.business_on, _Day())
        for name in _STOCK:
            stock[name] += sum(getattr(of, name) for of in over)
        for figure, said, should in _figures(fact, of_day, stock, count):
            yield Contradiction(
                _OTHER_FIGURE, site, 0, day | {"figure": figure, "said": said, "should": should}
            )
        self._closed[site] = (fact.business_on, seq)
        self._closes[seq] = (site, fact.business_on)
        self._days[site] = {one: of for one, of in days.items() if one > fact.business_on}
        self._counts = {
            one: of for one, of in self._counts.items() if of.site != site or one >= fact.count_seq
        }


def _figures(
    fact: DayClosed, of: _Day, stock: Counter[str], count: _Count | None
) -> Iterator[tuple[str, str, str]]:
    """The figures that are not those of the entries: name, what is said, what it should be."""
    should = {name: getattr(of, name) for name in _OF_DAY} | {name: stock[name] for name in _STOCK}
    should["carried_minor"] = stock["expected_minor"] - of.expected_minor
    if count is not None:
        should |= {"count_expected_minor": count.expected_minor, "counted_minor": count.counted_minor}
    for figure, number in should.items():
        said = getattr(fact, figure)
        if said != number:
            in_words = plain_decimal if figure.endswith(("_minor", "_cents")) else str
            yield figure, in_words(said), in_words(number)


_GOES_TO = {"float": "float_minor", "top_up": "topped_up_minor", "return": "returned_minor"}
_OF_DAY = (
    "float_minor",
    "topped_up_minor",
    "paid_minor",
    "returned_minor",
    "recovered_minor",
    "differences_minor",
    "paid_without_float_minor",
    "drop_offs",
    "items",
    "valued_minor",
    "usd_cents",
    "vouchers_minor",
)
_STOCK = ("expected_minor", "held", "open_vouchers", "open_forms")
_WORK = (
    facts.DroppedOff,
    facts.PaidOut,
    facts.Returned,
    facts.Voided,
    facts.VoucherIssued,
    facts.CashMoved,
    facts.CashDiffered,
    facts.FoliosReserved,
    facts.FormsReturned,
)
"""What makes a day that has to be closed."""
