"""The three reconciliations since the ledger was opened, for every site and for all of them together.

    items    taken in + came back - destroyed here - kept - handed over - returned - voided = held
             destroyed here + destroyed after a hand-over = destroyed, and what was kept likewise
             handed over - destroyed, kept, come back or lost since = handed over now
    money    floats + top-ups - paid - returned + recovered + differences = what the box should hold
    papers   vouchers given out - paid - withdrawn = open; blank forms given out - typed in - returned = still out;
             and every folio that was given out is that of a drop-off or of a blank form

Each side of a sum is read from another table than what it comes to, so that it can fail to come out: what left custody
from the acts, and what is held, destroyed, kept or handed over now from the status of each item. The day's are in
`closing`; these are what an auditor begins with.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from buyback.i18n import N_
from buyback.money import Money
from buyback.report.cash import BOX_NAMES, TAKEN
from buyback.report.closing import GROUPS, LEFT
from buyback.report.line import Figure, Line
from buyback.rules import Box, ItemStatus
from buyback.store.engine import Db
from buyback.store.views import cash, ever, setup
from buyback.store.views.balance import Flow
from buyback.store.views.ever import Later
from buyback.store.views.setup import Site
from buyback.store.views.totals import EVER, NEVER, Span

_Part: TypeAlias = tuple[str, str, Flow | Later, Literal["+", "-"]]
"""The line's name, its words, what it counts, and how it goes into its sum."""

_RECEIVED, _BACK = N_("Taken in"), N_("Came back, never left")
_DESTROYED_LATER, _KEPT_LATER = N_("Destroyed after the hand-over"), N_("Kept after the hand-over")
_SUMS: tuple[tuple[tuple[_Part, ...], ItemStatus, str], ...] = (
    (
        (
            ("received", _RECEIVED, "received", "+"),
            ("came_back", _BACK, "came_back", "+"),
            *((name, label, flow, "-") for flow, (name, label) in LEFT.items()),
        ),
        "held",
        N_("Held at the end"),
    ),
    (
        (
            ("destroyed_here", LEFT["destroyed"][1], "destroyed", "+"),
            ("destroyed_later", _DESTROYED_LATER, "later_destroyed", "+"),
        ),
        "destroyed",
        N_("Destroyed"),
    ),
    (
        (
            ("kept_here", LEFT["kept"][1], "kept", "+"),
            ("kept_later", _KEPT_LATER, "later_kept", "+"),
        ),
        "kept",
        N_("Kept for the museum"),
    ),
    (
        (
            ("handed_over_first", LEFT["handed_over"][1], "handed_over", "+"),
            ("handed_over_destroyed", _DESTROYED_LATER, "later_destroyed", "-"),
            ("handed_over_kept", _KEPT_LATER, "later_kept", "-"),
            ("handed_over_back", _BACK, "came_back", "-"),
            ("handed_over_lost", N_("Lost after the hand-over"), "lost", "-"),
        ),
        "handed_over",
        N_("Handed over"),
    ),
)
"""Where the items are, each status as the sum of what happened."""
_PAPERS: tuple[tuple[str, str, Literal["", "+", "-"]], ...] = (
    ("vouchers_given", N_("Vouchers given out"), "+"),
    ("vouchers_paid", N_("Vouchers paid"), "-"),
    ("vouchers_withdrawn", N_("Vouchers voided or returned"), "-"),
    ("forms_reserved", N_("Blank forms given out"), "+"),
    ("forms_typed_in", N_("Blank forms typed in"), "-"),
    ("forms_returned", N_("Blank forms returned unused"), "-"),
)

_PARTS = tuple(name for name in BOX_NAMES if name not in ("carried", "expected"))


@dataclass(frozen=True, slots=True)
class Accounted:
    """One site since the ledger was opened, or (`site` None) all of them; every one has the same lines."""

    site: Site | None
    items: tuple[Line, ...]
    money: tuple[Line, ...]
    papers: tuple[Line, ...]

    @property
    def groups(self) -> tuple[tuple[str, tuple[Line, ...]], ...]:
        """The three, each with its title, a message for `_()`."""
        return tuple((title, getattr(self, name)) for name, title in GROUPS.items())

    def line(self, name: str) -> Line:
        """The line of this name; a KeyError where there is none."""
        return {line.name: line for _title, lines in self.groups for line in lines}[name]


def accounted(db: Db) -> tuple[Accounted, ...]:
    """All sites together first, then each in the order in which they were added."""
    sites = setup.sites(db)
    boxes = {box.site: box for box in cash.boxes(db)}
    found, moved = ever.ever(db), _moved(db, [site.code for site in sites], boxes)
    each = [
        Accounted(
            site,
            _items(found, site.code),
            (*_money(moved[site.code]), _counted(boxes.get(site.code))),
            _papers(found, site.code),
        )
        for site in sites
    ]
    papers = (*_added(one.papers for one in each), _folios(setup.ledger_info(db).folios, found))
    whole = Accounted(None, _added(one.items for one in each), _added(one.money for one in each), papers)
    return (whole, *each)


def _items(found: ever.Ever, site: str) -> tuple[Line, ...]:
    flows = {flow: number for (where, flow), number in found.flows.items() if where == site}
    lines: list[Line] = []
    for parts, status, label in _SUMS:
        added = [Line(name, words, flows.get(flow, 0), sign) for name, words, flow, sign in parts]
        expected, now = _sum(added), found.statuses.get((site, status), 0)
        lines += [*added, Line(status, label, now, "=", expected, now - expected)]
    lost = found.statuses.get((site, "lost"), 0)
    return (*lines, Line("lost", N_("Items lost"), lost, difference=lost))


# --- money ------------------------------------------------------------------------------------------------------------


def _moved(db: Db, sites: Iterable[str], boxes: Mapping[str, Box]) -> dict[str, dict[str, Money]]:
    """The parts of every site's box over all its days, what it should hold now, and what was paid without a float."""
    moved = {site: dict.fromkeys((*_PARTS, "expected", "without_float"), Money(0)) for site in sites}
    span = Span(EVER, NEVER)
    for day in cash.days(db, span):
        for name in _PARTS:
            moved[day.site][name] += getattr(day, name)
    for site, box in boxes.items():
        moved[site]["expected"] = Money(box.expected_minor)
    for site, amount in cash.paid_without_float(db, span):
        moved[setup.site(db, site).code]["without_float"] = amount
    return moved


def _money(parts: Mapping[str, Money]) -> tuple[Line, ...]:
    lines = [
        Line(
            name,
            BOX_NAMES[name],
            parts[name],
            "-" if name in TAKEN else "+",
            difference=parts[name] if name == "differences" else Money(0),
        )
        for name in _PARTS
    ]
    told = Money(sum(_signed(line) for line in lines))
    holds, without = parts["expected"], parts["without_float"]
    return (
        *lines,
        Line("expected", BOX_NAMES["expected"], holds, "=", told, holds - told),
        Line("paid_without_float", N_("Paid before there was a float"), without, difference=without),
    )


def _counted(box: Box | None) -> Line:
    """What the newest count found, beside what the box should have held then; a difference that is recorded is none."""
    if box is None or not box.count_seq:
        return Line("counted", N_("Counted"), None, difference=None)
    counted, more = Money(box.counted_minor), Money(box.open_minor)
    return Line("counted", N_("Counted"), counted, "", counted - more, more)


# --- papers -----------------------------------------------------------------------------------------------------------


def _papers(found: ever.Ever, site: str) -> tuple[Line, ...]:
    vouchers = {one.ended: one for one in found.vouchers if one.site == site}
    worth = {ended: one.mxn for ended, one in vouchers.items()}
    still_open = vouchers["open"].number if "open" in vouchers else 0
    forms = {state: number for (where, state), number in found.forms.items() if where == site}
    numbers = {
        "vouchers_given": sum(one.number for one in vouchers.values()),
        "vouchers_paid": vouchers["paid"].number if "paid" in vouchers else 0,
        "vouchers_withdrawn": vouchers["withdrawn"].number if "withdrawn" in vouchers else 0,
        "forms_reserved": forms.get("reserved", 0),
        "forms_typed_in": forms.get("typed_in", 0),
        "forms_returned": forms.get("returned", 0),
    }
    lines = [Line(name, label, numbers[name], sign) for name, label, sign in _PAPERS]
    vouchers_told, forms_told = _sum(lines[:3]), _sum(lines[3:])
    out = forms.get("out", 0)
    return (
        *lines[:3],
        Line("vouchers_open", N_("Vouchers open"), still_open, "=", vouchers_told, still_open - vouchers_told),
        Line("vouchers_worth", N_("Worth of the open vouchers"), worth.get("open", Money(0)), difference=Money(0)),
        *lines[3:],
        Line("forms_out", N_("Blank forms still out"), out, "=", forms_told, out - forms_told),
        Line("folios", N_("Folios"), found.folios.get(site, 0)),
    )  # fmt: skip


def _folios(given: int, found: ever.Ever) -> Line:
    """How many folios the ledger gave out, and whether each is that of a drop-off or of a blank form."""
    told = sum(found.folios.values()) + sum(
        n for (_site, state), n in found.forms.items() if state == "reserved"
    )
    return Line("folios_given", N_("Folios given out"), given, "=", told, given - told)


# --- sums -------------------------------------------------------------------------------------------------------------


def _sum(lines: Iterable[Line]) -> int:
    return sum(_signed(line) for line in lines)


def _signed(line: Line) -> int:
    """The figure as it goes into its sum."""
    minor = line.figure.amount_minor if isinstance(line.figure, Money) else line.figure or 0
    return -minor if line.sign == "-" else minor


def _added(groups: Iterable[tuple[Line, ...]]) -> tuple[Line, ...]:
    """The lines of all sites, each the sum of those with its name."""
    return tuple(
        Line(
            same[0].name,
            same[0].label,
            _total(line.figure for line in same),
            same[0].sign,
            _total(line.expected for line in same),
            _total(line.difference for line in same),
        )
        for same in zip(*groups, strict=True)
    )


def _total(figures: Iterable[Figure | None]) -> Figure | None:
    known = [figure for figure in figures if figure is not None]
    if not known:
        return None
    if isinstance(known[0], Money):
        return Money(sum(figure.amount_minor for figure in known if isinstance(figure, Money)))
    return sum(figure for figure in known if isinstance(figure, int))
