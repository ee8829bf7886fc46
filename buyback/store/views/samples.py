"""Shelf samples: what is on the shelf to be drawn from, what was drawn, and what was not found."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple

from sqlalchemy import Row

from buyback import errors
from buyback.chain import parse_utc
from buyback.facts import SampleDrawn, SampledStratum
from buyback.folios import item_id
from buyback.i18n import language
from buyback.rules import Looked, Shelved, Stratum
from buyback.store.engine import Db
from buyback.store.fitting import OfRow, Unfit
from buyback.store.statements import text
from buyback.store.views import log, setup
from buyback.store.views.drop_offs import ITEM, ItemView, item_view


@dataclass(frozen=True, slots=True)
class Sampled(OfRow):
    """An item of a sample, and what was last said of it: by which entry (0 for none), when, by whom."""

    item: ItemView
    result: Literal["open", "found", "not_found"]
    told_seq: int
    told_on: date | None
    told_by: str
    note: str


class NotDrawn(NamedTuple):
    """A class at a site of which a sample has nothing: both by their names, in the current language, and how many were held."""

    site: str
    name: str
    held: int


@dataclass(frozen=True, slots=True)
class Sample(OfRow):
    """A sample, by the entry that drew it; its items in the order in which the shelf is walked."""

    seq: int
    site: str
    business_on: date
    drawn_at: datetime
    drawn_by: str
    seed: int
    population: int
    population_hash: str
    undrawn: int
    strata: tuple[SampledStratum, ...]
    not_drawn: tuple[NotDrawn, ...]
    items: tuple[Sampled, ...]

    @property
    def looked(self) -> tuple[Looked, ...]:
        """Of each class at each site of which some were drawn: how many were held, drawn, and not found."""
        missing = Counter(
            (one.item.site, one.item.class_code) for one in self.items if one.result == "not_found"
        )
        return tuple(
            Looked(one.held, one.drawn, missing[one.site, one.class_code]) for one in self.strata if one.drawn
        )

    def number(self, result: str) -> int:
        """How many of its items are open, found or not_found."""
        return sum(one.result == result for one in self.items)


@dataclass(frozen=True, slots=True)
class NotFound(OfRow):
    """An item that somebody looked for and did not find, and nobody found since; since when, by which sample and entry."""

    item: ItemView
    sample_seq: int
    told_seq: int
    since: date
    told_by: str
    note: str


def shelf(db: Db, site: str) -> tuple[Shelved, ...]:
    """What should be on the shelf of a site or (empty) of all."""
    found = db.connection.execute(
        text(
            "SELECT folio, line, site, class_code FROM item WHERE ledger = :ledger AND status = 'held'"
            " AND (:site = '' OR site = :site)"
        ),
        {"ledger": db.ledger, "site": site},
    )
    return tuple(Shelved(item_id(row.folio, row.line), Stratum(row.site, row.class_code)) for row in found)


_SAMPLE = "SELECT * FROM sample WHERE ledger = :ledger"
_ITEMS = "SELECT * FROM sample_item WHERE ledger = :ledger AND sample_seq = :seq ORDER BY position"


def listed(db: Db, site: str = "") -> tuple[Sample, ...]:
    """Every sample of a site or (empty) every one, the newest first."""
    found = db.connection.execute(
        text(f"{_SAMPLE} AND (:site = '' OR site = :site) ORDER BY seq DESC"),
        {"ledger": db.ledger, "site": site},
    ).all()
    return tuple(_sample(db, row) for row in found)


def drawn(db: Db, seq: int) -> Sample:
    """The sample that this entry drew; NotASample names the newest that there are."""
    row = db.connection.execute(
        text(f"{_SAMPLE} AND seq = :seq"), {"ledger": db.ledger, "seq": seq}
    ).one_or_none()
    if row is None:
        known = db.connection.scalars(
            text("SELECT seq FROM sample WHERE ledger = :ledger ORDER BY seq DESC LIMIT 5"),
            {"ledger": db.ledger},
        )
        raise errors.NotASample(seq=seq, known=", ".join(map(str, known)) or "-")
    return _sample(db, row)


def _sample(db: Db, row: Row[tuple[object, ...]]) -> Sample:
    rows = db.connection.execute(text(_ITEMS), {"ledger": db.ledger, "seq": row.seq}).all()
    views = _views(db, "x.ledger = :ledger AND x.sample_seq = :seq", {"seq": row.seq})
    strata = _strata(db, row.seq)
    return Sample(
        row.seq,
        row.site,
        date.fromisoformat(row.business_on),
        parse_utc(row.drawn_at),
        row.drawn_by,
        row.seed,
        row.population,
        row.population_hash,
        row.undrawn,
        strata,
        tuple(_not_drawn(db, strata)),
        tuple(
            Sampled(
                _known(views, one),
                one.result,
                one.told_seq,
                date.fromisoformat(one.told_on) if one.told_on else None,
                one.told_by,
                one.note,
            )
            for one in rows
        ),
    )


def _strata(db: Db, seq: int) -> tuple[SampledStratum, ...]:
    """As the entry has them: no table does."""
    fact = log.entry(db, seq).fact
    if not isinstance(fact, SampleDrawn):
        raise Unfit(f"sample {seq}")
    return fact.strata


def _not_drawn(db: Db, strata: Sequence[SampledStratum]) -> Iterator[NotDrawn]:
    left = [one for one in strata if not one.drawn]
    sites, column = setup.site_names(db) if left else {}, "name_es" if language() == "es" else "name_en"
    named = f"SELECT {column} FROM payout_class WHERE ledger = :ledger AND code = :code ORDER BY table_seq DESC LIMIT 1"
    for one in left:
        name = db.connection.scalar(text(named), {"ledger": db.ledger, "code": one.class_code})
        yield NotDrawn(sites.get(one.site, one.site), str(name or one.class_code), one.held)


def not_found(db: Db, site: str = "") -> tuple[NotFound, ...]:
    """Items that were not found and that nobody found since, at a site or (empty) at all; the longest missing first."""
    found: dict[str, NotFound] = {}
    for one in missed(db, site):
        found.setdefault(one.item.id, one)
    return tuple(found.values())


def missed(db: Db, site: str = "") -> tuple[NotFound, ...]:
    """Each time that an item was not found which nobody found since, in the order of the log.

    What became of them on paper does not matter: only that somebody says that it was found takes an item off the list.
    """
    missing = (
        "x.ledger = :ledger AND x.result = 'not_found' AND NOT EXISTS (SELECT 1 FROM sample_item y"
        " WHERE y.folio = x.folio AND y.line = x.line AND y.result = 'found' AND y.told_seq > x.told_seq)"
    )
    rows = db.connection.execute(
        text(f"SELECT x.* FROM sample_item x WHERE {missing} ORDER BY x.told_seq, x.position"),
        {"ledger": db.ledger},
    ).all()
    views = _views(db, missing, {}) if rows else {}
    found = [
        NotFound(
            _known(views, row),
            row.sample_seq,
            row.told_seq,
            date.fromisoformat(row.told_on),
            row.told_by,
            row.note,
        )
        for row in rows
    ]
    return tuple(one for one in found if site in ("", one.item.site))


def _views(db: Db, which: str, values: dict[str, object]) -> dict[str, ItemView]:
    rows = db.connection.execute(
        text(f"{ITEM} WHERE (i.folio, i.line) IN (SELECT x.folio, x.line FROM sample_item x WHERE {which})"),
        values | {"ledger": db.ledger},
    )
    return {item.id: item for item in map(item_view, rows)}


def _known(views: dict[str, ItemView], row: Row[tuple[object, ...]]) -> ItemView:
    name = item_id(row.folio, row.line)
    if name not in views:
        raise Unfit(f"item {name}")
    return views[name]
