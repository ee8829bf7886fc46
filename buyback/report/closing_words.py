"""The reconciliation of a day in words, as screens, the command line and the day's act say it."""

from datetime import date
from zoneinfo import ZoneInfo

from buyback import l10n
from buyback.chain import FEWEST_LETTERS, Checkpoint
from buyback.i18n import _, ngettext
from buyback.money import Money
from buyback.report.box_words import more_or_less
from buyback.report.closing import Reconciliation
from buyback.report.line import Figure, Line
from buyback.store.views.close import Close
from buyback.store.views.setup import Site

UNEVEN = "!"
"""Stands beside what does not come out, where there is no red."""


def figure_text(figure: Figure | None) -> str:
    """A count or an amount; a dash for what nobody counted."""
    if figure is None:
        return "-"
    return l10n.amount(figure.amount_minor) if isinstance(figure, Money) else l10n.number(figure)


def label_text(line: Line) -> str:
    """What the line is, behind the sign by which it goes into its sum."""
    return f"{line.sign} {_(line.label)}" if line.sign else _(line.label)


def remark(line: Line) -> str:
    """What stands beside a figure: what it should be, and what is behind it; empty where there is nothing to say."""
    said = []
    if line.difference is None:
        said.append(_("not counted on this day or later, after the last movement of cash"))
    elif not line.is_even and line.expected is not None:
        words = _("should be {expected}, differs by {difference}")
        more = {"expected": figure_text(line.expected), "difference": figure_text(line.difference)}
        said.append(words.format(**more))
    if line.detail:
        said.append(detail_text(line))
    if line.behind:
        said.append(behind_text(line))
    return "; ".join(said)


def detail_text(line: Line) -> str:
    """What stands beside the figure; amounts that something is off with their signs."""
    match line.detail:
        case Money():
            return l10n.money(line.detail)
        case tuple():
            return ", ".join(more_or_less(each.amount_minor) for each in line.detail)
        case _:
            return line.detail


def behind_text(line: Line) -> str:
    """The tags, folios or entries behind a figure."""
    listed = ", ".join(line.behind)
    if line.of == "entries":
        words = ngettext("entry {listed}", "entries {listed}", len(line.behind))
        return words.format(listed=listed)
    return listed


def standing(found: Reconciliation) -> str:
    """How the day stands in one sentence: closed, not closed, or what is to be done before it can be."""
    if found.close is not None:
        return closed_text(found.close)
    if found.hindrance is not None:
        return _("Not closed. {what}").format(what=found.hindrance)
    return _("Not closed. It is counted and can be closed with a supervisor's signature.")


def closed_text(close: Close) -> str:
    """When the day was closed, by whom, and who signs."""
    when = l10n.moment(close.closed_at, ZoneInfo(close.timezone))
    if close.approved_by == close.closed_by:
        words = _("Closed on {when} by {by}, who signs as supervisor.")
        return words.format(when=when, by=close.closed_by)
    words = _("Closed on {when} by {by}; {supervisor} signs as supervisor.")
    return words.format(when=when, by=close.closed_by, supervisor=close.signed_by)


def shortest(checkpoint: Checkpoint) -> tuple[str, ...]:
    """What has to be typed of a checkpoint: the ledger, the number, and the first groups of the digest."""
    groups = grouped(checkpoint.digest)
    return (checkpoint.ledger, str(checkpoint.seq), *groups[: FEWEST_LETTERS // len(groups[0])])


def agreeing(day: date, site: Site) -> str:
    """What is said of a signed paper that agrees with the ledger."""
    words = _(
        "The paper of {day} at {site} says what the ledger says: that day is still the one that was signed."
    )
    return words.format(day=l10n.day_weekday(day), site=site.name)


def grouped(digest: str) -> tuple[str, ...]:
    """The digest in groups of four letters, as it is printed to be typed; the first four groups are enough."""
    return tuple(digest[start : start + 4] for start in range(0, len(digest), 4))
