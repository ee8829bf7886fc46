"""The shelf sample: drawn by a seed, and told item by item, later and by whoever looks. One verb, one transaction."""

from collections.abc import Sequence
from datetime import datetime

from buyback import folios, rules
from buyback.desk.turn import turn
from buyback.facts import SampleChecked, SampledItem, SampleDrawn
from buyback.free_text import NOTE_LONGEST, clean
from buyback.i18n import N_
from buyback.store.engine import Store
from buyback.store.views import samples, setup
from buyback.store.views.samples import Sample

NOTE = N_("the note")
"""What refusals call it."""


def draw_sample(store: Store, number: int, seed: int, *, by: str, at: datetime, site: str = "") -> Sample:
    """Draw so many of the items that are held, at a site or at all, at least one of each class at each site, the rest in proportion.

    BadNumber, NothingToSample, UnknownSite.
    """
    with turn(store, "sample", by=by, at=at) as this:
        db = this.writer.db
        where = setup.site(db, site) if site else setup.sites(db)[0]
        shelf = samples.shelf(db, where.code if site else "")
        rules.check_sample_size(number, seed, len(shelf))
        strata = rules.strata(shelf, rules.allotted(shelf, number, seed))
        entry = this.writer.append(
            SampleDrawn(
                where.code if site else "",
                where.business_date(at).isoformat(),
                seed,
                len(shelf),
                rules.population_hash(one.item for one in shelf),
                rules.undrawn(strata),
                strata,
                rules.draw(shelf, number, seed),
            )
        )
        return samples.drawn(db, entry.seq)


def check_sample(
    store: Store,
    seq: int,
    found: Sequence[str],
    not_found: Sequence[str],
    *,
    by: str,
    at: datetime,
    note: str = "",
    rest_found: bool = False,
) -> Sample:
    """Record what was found of a sample and what was not; `rest_found`: all of it of which nothing was said yet was.

    What is said of an item again takes the place of what was said before. NotASample, NotInSample, ItemTwice,
    NothingSaidOfSample.
    """
    note = clean(note, NOTE, longest=NOTE_LONGEST)
    told = [(_tag(store, name), True) for name in found] + [(_tag(store, name), False) for name in not_found]
    with turn(store, "sample-check", by=by, at=at) as this:
        db = this.writer.db
        drawn = samples.drawn(db, seq)
        named = {name for name, _found in told}
        if rest_found:
            rest = (one.item.id for one in drawn.items if one.result == "open" and one.item.id not in named)
            told += [(name, True) for name in rest]
        tags = [one.item.id for one in drawn.items]
        rules.check_sampled(seq, tags, [name for name, _found in told])
        where = setup.site(db, drawn.site) if drawn.site else setup.sites(db)[0]
        parts = tuple(SampledItem(name, is_there) for name, is_there in told)
        this.writer.append(SampleChecked(seq, where.business_date(at).isoformat(), parts, note))
        return samples.drawn(db, seq)


def _tag(store: Store, name: str) -> str:
    return folios.item_id(*folios.parse_item(name, store.ledger))
