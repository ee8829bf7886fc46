"""What a list is narrowed by, in words."""

from collections.abc import Callable
from datetime import date
from typing import Any

from buyback import l10n
from buyback.describe import kind_name
from buyback.i18n import _
from buyback.money import Money
from buyback.rules import STATUS_NAMES, row_name
from buyback.tui.searching.called import Names


def told(name: str, value: Any, names: Names) -> str:
    """One thing that lists are narrowed by, in the current language."""
    return _TELL[name](value, names)


def _days_told(days: tuple[date | None, date], _names: Names) -> str:
    first, last = days
    if first is None:
        return _("until {day}").format(day=l10n.day(last))
    if first == last:
        return l10n.day_weekday(first)
    return _("{first} to {last}").format(first=l10n.day(first), last=l10n.day(last))


def _amount_told(amount: tuple[int | None, int | None, bool], _names: Names) -> str:
    least, most, is_open = amount
    shown = [l10n.money(Money(minor)) for minor in (least, most) if minor is not None]
    if least == most:
        return shown[0]
    if most is None:
        return (_("more than {amount}") if is_open else _("{amount} or more")).format(amount=shown[0])
    if least is None:
        return (_("less than {amount}") if is_open else _("{amount} or less")).format(amount=shown[0])
    return _("{first} to {last}").format(first=shown[0], last=shown[1])


def _types_told(codes: tuple[str, ...], names: Names) -> str:
    rows = {row.code: row_name(row) for row in names.table.rows}
    return _("with {types}").format(types=_a_few([rows.get(code, code) for code in codes]))


def _a_few(named: list[str]) -> str:
    shown = ", ".join(named[:2])
    if len(named) > 2:
        shown = _("{first} and {n} more").format(first=shown, n=len(named) - 2)
    return shown


def _site_told(code: str, names: Names) -> str:
    return next((site.name for site in names.sites if site.code == code), code)


_TELL: dict[str, Callable[[Any, Names], str]] = {
    "words": lambda words, _names: _("folio or serial {words}").format(words=words),
    "types": _types_told,
    "site": _site_told,
    "by": lambda alias, _names: _("by {alias}").format(alias=alias),
    "status": lambda status, _names: _(STATUS_NAMES[status]),
    "left": lambda status, _names: _(STATUS_NAMES[status]),
    "kind": lambda kind, _names: kind_name(kind),
    "days": _days_told,
    "amount": _amount_told,
}
