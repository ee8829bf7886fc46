"""The sites, the operators and the tables that a ledger has had, as text for any width."""

import textwrap
from collections.abc import Iterator, Sequence
from datetime import date

from textual.content import Content

from buyback import l10n
from buyback.i18n import N_, _, ngettext
from buyback.payout_table import source_text
from buyback.store.views.people import Operator
from buyback.store.views.setup import AdoptedTable, Site
from buyback.tui.dialogs.operators import roles_of, standing
from buyback.tui.state import Session

VENUE_NAMES = {"church": N_("church"), "square": N_("square"), "barracks": N_("barracks")}
"""The kinds of place that the documentation names, in words; any other is shown as it was typed."""

_HEAD = "bold $text-primary"


def places_text(session: Session, adopted: Sequence[AdoptedTable], width: int) -> Content:
    """Sites, operators, then every table that was adopted, the newest first."""
    lines = [
        Content.styled(_("Sites"), _HEAD),
        *(line for site in session.sites for line in _site(site, session, width)),
        Content(""),
        Content.styled(_("Operators"), _HEAD),
        *(line for one in session.people.everyone for line in _operator(one, session, width)),
        Content(""),
        Content.styled(_("Payout tables adopted"), _HEAD),
        *(line for table in adopted for line in _table(table, session, width)),
    ]
    return Content("\n").join(lines)


def _operator(one: Operator, session: Session, width: int) -> list[Content]:
    """Who it is, as what, and whether they can sign in."""
    is_me = one.alias == session.operator
    alias = _("{alias} (you)").format(alias=one.alias) if is_me else one.alias
    state = standing(one, have_pins=session.people.have_pins)
    words = ", ".join(filter(None, (roles_of(one) if one.is_active else "", state)))
    return _wrapped(f"{alias}: {words}", width, "", "bold" if is_me else "")


def _site(site: Site, session: Session, width: int) -> Iterator[Content]:
    here = site.code == session.site.code
    name = _("{name} (here)").format(name=site.name) if here else site.name
    yield from _wrapped(name, width, "", "bold" if here else "")
    venue = _(VENUE_NAMES.get(site.venue, "")) or site.venue
    about = filter(None, (site.code, venue, site.municipality, site.state, site.timezone))
    yield from _wrapped(", ".join(about), width, "  ")


def _table(found: AdoptedTable, session: Session, width: int) -> Iterator[Content]:
    table, is_used = found.table, found.seq == session.adopted.seq
    when = l10n.moment(found.adopted_at, session.zone)
    words = _("{code}, adopted {when} by {by}").format(code=table.code, when=when, by=found.adopted_by)
    yield from _wrapped(
        _("{table}: in use").format(table=words) if is_used else words, width, "", "bold" if is_used else ""
    )
    types = ngettext("{n} type", "{n} types", len(table.rows)).format(n=len(table.rows))
    complete = _("complete") if table.complete else _("not complete")
    parts = (
        table.campaign,
        table.issuer,
        _("in force from {day}").format(day=l10n.day(date.fromisoformat(table.effective_on))),
        types,
        complete,
    )
    yield from _wrapped(", ".join(filter(None, parts)), width, "  ")
    if table.source:
        yield from _wrapped(_("Source: {source}").format(source=source_text(table.source)), width, "  ")


def _wrapped(text: str, width: int, indent: str, style: str = "") -> list[Content]:
    lines = textwrap.wrap(text, max(20, width), initial_indent=indent, subsequent_indent=indent + "  ")
    return [Content.styled(line, style) for line in lines]
