"""Who comes to the sites and what they bring: drawn from the script with seeded dice, before anything is recorded."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from buyback.demo.script import Kind, Part, Script, Span, Stay
from buyback.facts import Condition, SerialStatus, Settlement
from buyback.payout_table import PayoutTable
from buyback.rules import Item

Thing = TypeVar("Thing")

_DIGITS = "0123456789"
_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"


class Dice:
    """Chance that repeats: built on `Random.random` alone, whose numbers are the same in every version of Python."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)  # noqa: S311 - a sample, not a secret

    def below(self, n: int) -> int:
        return int(self._random.random() * n)

    def between(self, span: Span) -> int:
        fewest, most = span
        return fewest + self.below(most - fewest + 1)

    def percent(self, chance: int) -> bool:
        return self.below(100) < chance

    def pick(self, things: Sequence[Thing]) -> Thing:
        return things[self.below(len(things))]

    def weighted(self, weights: Mapping[Thing, int]) -> Thing:
        left = self.below(sum(weights.values()))
        for thing, weight in weights.items():
            if left < weight:
                return thing
            left -= weight
        raise AssertionError("the weights add up")


@dataclass(frozen=True, slots=True)
class SiteDay:
    """One day of a site; `number` counts the days of the demo from 1, `day` those of the script's cycle."""

    number: int
    day: int
    on: date
    stay: Stay
    zone: ZoneInfo

    def moment(self, hour: int, minute: int = 0) -> datetime:
        """A time of the site's day, as UTC."""
        return datetime(self.on.year, self.on.month, self.on.day, hour, minute, tzinfo=self.zone).astimezone(
            UTC
        )

    @property
    def is_last(self) -> bool:
        return self.day == self.stay.days[1]

    @property
    def nth(self) -> int:
        """Which day of the stay it is, from 1."""
        return self.day - self.stay.days[0] + 1


@dataclass(frozen=True, slots=True)
class Visit:
    """One person at a site: when (UTC), with what, and how they are paid. `typed_at` is later than `at` on paper."""

    number: int
    site_day: SiteDay
    at: datetime
    typed_at: datetime
    items: tuple[Item, ...]
    settlement: Settlement
    reason: str

    @property
    def on_paper(self) -> bool:
        return self.typed_at != self.at


def site_days(script: Script, days: int, zones: Mapping[str, ZoneInfo]) -> Iterator[SiteDay]:
    """Every day of every site, in order; `zones` gives a site's time zone."""
    for number in range(1, days + 1):
        day = (number - 1) % script.cycle_days + 1
        for stay in script.stays:
            if stay.days[0] <= day <= stay.days[1]:
                on = script.starts_on + timedelta(days=number - 1)
                yield SiteDay(number, day, on, stay, zones[stay.site])


class Visits:
    """Draws the visits of one site's day after another, and remembers the serials, because some are met again."""

    def __init__(self, script: Script, table: PayoutTable) -> None:
        self.script = script
        self.table = table
        self.dice = Dice(script.seed)
        self.number = 0
        self.serials: dict[str, Item] = {}
        self.serial_due = False

    def of(self, site_day: SiteDay) -> list[Visit]:
        """The visits of that day, by the time when they were received."""
        open_s = _seconds(self.script.opens.hour, self.script.opens.minute)
        close_s = _seconds(self.script.closes.hour, self.script.closes.minute) - 300
        count = self.dice.between(site_day.stay.visits)
        times = sorted(self.dice.between((open_s, close_s)) for _visit in range(count))
        noon = site_day.moment(12)  # counted from there, as no clock is changed while a site is open
        return [
            self._visit(
                site_day,
                nth,
                noon + timedelta(seconds=second - _seconds(12, 0), milliseconds=self.dice.below(1000)),
            )
            for nth, second in enumerate(times)
        ]

    def _visit(self, site_day: SiteDay, nth: int, at: datetime) -> Visit:
        self.number += 1
        self.serial_due |= self.number % self.script.afterwards.serial_again_every == 0
        form = self.dice.weighted({form: form.weight for form in self.script.visits})
        items = [item for part in form.parts for item in self._part(part)]
        if self.serial_due:
            items = [self._met_before(items[0]), *items[1:]]
        reason = self.dice.pick(self.script.reasons.valued_as)
        return Visit(
            number=self.number,
            site_day=site_day,
            at=at,
            typed_at=self._typed_at(site_day, nth, at),
            items=tuple(items),
            settlement=self._settlement(site_day, at, items),
            reason=reason if any(item.valued_as for item in items) else "",
        )

    def _typed_at(self, site_day: SiteDay, nth: int, at: datetime) -> datetime:
        if site_day.stay.on_paper:
            return site_day.moment(17, 30) + timedelta(seconds=150 * nth + at.second)
        clock = at.astimezone(site_day.zone).time()
        for cut in self.script.power_cuts:
            if cut.holds(site_day.day, clock):
                ends = site_day.moment(cut.end.hour, cut.end.minute)
                return ends + (at - site_day.moment(cut.start.hour, cut.start.minute)) / 4
        return at

    def _settlement(self, site_day: SiteDay, at: datetime, items: Sequence[Item]) -> Settlement:
        if all(item.donated or item.type_code == "war-toy" for item in items):
            return "none"
        clock = at.astimezone(site_day.zone).time()
        if any(out.holds(site_day.day, clock) for out in self.script.cash_ran_out):
            return "voucher"
        return self.dice.weighted(self.script.settlements)

    def _part(self, part: Part) -> Iterator[Item]:
        if not self.dice.percent(part.percent):
            return
        kind = self.dice.weighted({kind: kind.weight for kind in self.script.kinds_of(part.of)})
        pieces = self.dice.between(part.pieces)
        traced = self.table.class_of(self.table.row(kind.code)).traced
        if not traced:
            yield self._item(kind, pieces)
            return
        for _piece in range(pieces):
            yield self._item(kind, 1)

    def _item(self, kind: Kind, quantity: int) -> Item:
        model = self.dice.pick(kind.models)
        broken = self.dice.percent(kind.unserviceable_percent)
        condition: Condition = "unserviceable" if broken else "serviceable"
        item = Item(
            kind.code,
            quantity,
            condition,
            make=model.make,
            model=model.model,
            calibre=model.calibre,
            country=model.country,
        )
        traced = self.table.class_of(self.table.row(kind.code)).traced
        if traced:
            item = self._marked(item, model.serial, unmarked=kind.unmarked)
        if traced and not kind.unmarked and self.dice.percent(self.script.note_percent):
            item = replace(item, note=self.dice.pick(self.script.notes))
        return self._valued(item, kind)

    def _marked(self, item: Item, form: str, *, unmarked: bool) -> Item:
        status: SerialStatus = "none" if unmarked else self.dice.weighted(self.script.serials)
        if status != "read":
            return replace(item, serial_status=status)
        serial = "".join(self._character(character) for character in form)
        marked = replace(
            item, serial=serial, serial_status="read", marks=self.dice.pick(self.script.mark_places)
        )
        self.serials.setdefault(item.type_code, marked)
        return marked

    def _character(self, form: str) -> str:
        return {"#": self.dice.pick(_DIGITS), "@": self.dice.pick(_LETTERS)}.get(form, form)

    def _valued(self, item: Item, kind: Kind) -> Item:
        """The item as it stands if its row pays; else valued as another row, or donated."""
        if self.table.amount_minor(self.table.row(kind.code), item.condition) is not None:
            return item
        if item.condition == "serviceable":
            pays, donated_percent = kind.valued_as, kind.donated_percent
        else:
            pays, donated_percent = (
                self.script.unserviceable_as,
                self.script.unserviceable_donated_percent,
            )
        if not pays or self.dice.percent(donated_percent):
            return replace(item, donated=True)
        return replace(item, valued_as=pays)

    def _met_before(self, item: Item) -> Item:
        """The item with the first serial of its type; as it was where it has none or brought the first itself."""
        before = self.serials.get(item.type_code)
        if before is None or not item.serial or item.serial == before.serial:
            return item
        self.serial_due = False
        return replace(
            item,
            make=before.make,
            model=before.model,
            calibre=before.calibre,
            country=before.country,
            serial=before.serial,
            serial_status="read",
            marks=before.marks,
        )


def _seconds(hour: int, minute: int) -> int:
    return 3600 * hour + 60 * minute
