"""A summary held against what the same days came to before: which figures are smaller now, by how much and why.

Nothing is taken out of the log, so a report can be made again as it stood when the log ended with any of its entries. A
figure falls where a void or a return takes out what was counted on an earlier day. Whoever published it then has to say
so: in the published totals of the programme the grenades fell from 1,169 to 1,158 within a month, and no word said why
(auditors' finding 19).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from buyback import errors, l10n
from buyback.facts import COUNTS
from buyback.i18n import N_, _
from buyback.report.counting import Definition, count_name
from buyback.rules import STATUS_NAMES
from buyback.store.engine import Db
from buyback.store.views import earlier as view
from buyback.store.views import setup
from buyback.store.views.earlier import Gone, Moment
from buyback.store.views.totals import Span

FIREARMS = "firearms"
"""The code of the total, beside those of the figures that it adds up."""


@dataclass(frozen=True, slots=True)
class Change:
    """A figure as it stood at an earlier entry, and now: `now` = `then` - `left` + `added`."""

    code: str
    moment: Moment
    then: int
    now: int
    left: int
    added: int

    @property
    def name(self) -> str:
        """What is counted, in the current language."""
        return _("Firearms") if self.code == FIREARMS else count_name(self.code)


@dataclass(frozen=True, slots=True)
class Earlier:
    """Figures that differ from an earlier report, and what left the count since then, voided or returned."""

    changes: tuple[Change, ...] = ()
    gone: tuple[Gone, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changes)


@dataclass(frozen=True, slots=True)
class Against:
    """Every figure held against one earlier entry, and what left the count since then."""

    moment: Moment
    changes: tuple[Change, ...]
    gone: tuple[Gone, ...]


FALLEN = N_("Smaller than it was reported before")
FALLEN_MEANS = N_("Whoever published the earlier figure says so, with this reason, beside the new one.")


def fallen(db: Db, span: Span, by: Definition, now: Mapping[str, int]) -> Earlier:
    """The total and the figures (`now`, by code) that were higher at the end of an earlier day, each at its highest.

    An earlier report begins on the same day and is of the same site. What came and left within one day is in none.
    """
    gone = view.gone(db, span)
    ends: dict[tuple[object, str], Moment | None] = {}
    for one in gone:
        if (one.day, one.timezone) not in ends:
            ends[one.day, one.timezone] = view.day_end_before(db, one)
    moments = {end.seq: end for end in ends.values() if end and any(_left(one, end) for one in gone)}
    if not moments:
        return Earlier()
    added = view.added(db, span, sorted(moments))
    found = [
        max(
            (_change(code, figures, now, m, gone=gone, added=added[m.seq]) for m in moments.values()),
            key=_height,
        )
        for code, figures in _counted(by)
    ]
    falls = tuple(change for change in found if change.now < change.then)
    return Earlier(falls, _gone_of(gone, by, falls))


def against(db: Db, span: Span, by: Definition, now: Mapping[str, int], seq: int) -> Against:
    """Every figure held against what it was when the log ended with the entry `seq`; NoSuchEntry."""
    site = setup.site(db, span.site) if span.site else setup.sites(db)[0]
    moment = view.moment(db, seq, ZoneInfo(site.timezone))
    if moment is None:
        raise errors.NoSuchEntry(seq=seq, last=setup.ledger_info(db).head.seq)
    gone, added = view.gone(db, span), view.added(db, span, [seq])[seq]
    found = (_change(code, figures, now, moment, gone=gone, added=added) for code, figures in _counted(by))
    changes = tuple(one for one in found if one.then or one.now or one.code == FIREARMS)
    return Against(moment, changes, tuple(one for one in gone if _left(one, moment)))


def fallen_sentences(found: Earlier) -> tuple[str, ...]:
    """Each figure that fell, then and now, and then what left the count."""
    return (*map(change_sentence, found.changes), *map(gone_sentence, found.gone))


def change_sentence(change: Change) -> str:
    """A figure then and now, and what lies between."""
    words = _(
        "{what}: {now} now, {then} at entry {seq} ({day}): - {left} voided or returned, + {added} recorded since."
    )
    return words.format(
        what=change.name,
        now=l10n.number(change.now),
        then=l10n.number(change.then),
        seq=l10n.number(change.moment.seq),
        day=l10n.day(change.moment.day),
        left=l10n.number(change.left),
        added=l10n.number(change.added),
    )


def gone_sentence(one: Gone) -> str:
    """What left the count with a folio, when, by whom and why."""
    words = _("{folio}: {figure} {n}, {how} on {day} by {by}")
    said = words.format(
        folio=one.folio,
        figure=count_name(one.counts_as),
        n=l10n.number(one.pieces),
        how=_(STATUS_NAMES[one.how]),
        day=l10n.day(one.day),
        by=one.by,
    )
    return f"{said}: {one.reason}" if one.reason else said


def _counted(by: Definition) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The total and every figure, with the figures that each adds up."""
    return ((FIREARMS, by.counts), *((code, (code,)) for code in COUNTS))


def _left(one: Gone, moment: Moment) -> bool:
    """Whether it was counted at the moment and left the count after it."""
    return one.received_seq <= moment.seq < one.seq


def _change(
    code: str,
    figures: tuple[str, ...],
    now: Mapping[str, int],
    moment: Moment,
    *,
    gone: Sequence[Gone],
    added: Mapping[str, int],
) -> Change:
    counted = sum(now.get(figure, 0) for figure in figures)
    more = sum(added.get(figure, 0) for figure in figures)
    left = sum(one.pieces for one in gone if one.counts_as in figures and _left(one, moment))
    return Change(code, moment, counted + left - more, counted, left, more)


def _height(change: Change) -> tuple[int, int]:
    """The highest first, and of those that are equal the last."""
    return change.then, change.moment.seq


def _gone_of(gone: Sequence[Gone], by: Definition, falls: Sequence[Change]) -> tuple[Gone, ...]:
    """What left a figure that fell, since the moment that it is held against."""
    counted = dict(_counted(by))
    return tuple(
        one
        for one in gone
        if any(one.counts_as in counted[fall.code] and _left(one, fall.moment) for fall in falls)
    )
