"""A cash box in words: the parts of its formula, its newest count, its notes, and how long it lasts.

The terminal app and the command line say the same.
"""

from collections.abc import Iterable, Iterator

from buyback import denominations, l10n
from buyback.facts import Denomination
from buyback.i18n import N_, _, ngettext
from buyback.money import Money
from buyback.report.cash import BOX_NAMES
from buyback.rules import Box, Pace
from buyback.store.views.cash import NotesInBox, ReplacedCount

_NO_BREAK = "\u00a0"

CASH_KIND_NAMES = {
    "float": N_("float"),
    "top_up": N_("top-up"),
    "return": N_("returned to the organiser"),
    "count": N_("count"),
    "difference": N_("difference"),
}
_PARTS = (
    ("", "floated", "float_minor"),
    ("+", "topped_up", "topped_up_minor"),
    ("-", "paid", "paid_minor"),
    ("-", "returned", "returned_minor"),
    ("+", "recovered", "recovered_minor"),
    ("+", "differences", "differences_minor"),
)
"""The parts of a Box: their signs, their names as those of a day are called, and its fields."""


BOX_PARTS = (*(name for _sign, name, _field in _PARTS), "expected")
"""The names of the parts, in the order of the formula."""


def formula(box: Box) -> Iterator[tuple[str, str, int]]:
    """The sign, the words and the centavos of each part of what the box should hold, and then what they come to."""
    for sign, name, field in _PARTS:
        yield sign, _(BOX_NAMES[name]), getattr(box, field)
    yield "=", _(BOX_NAMES["expected"]), box.expected_minor


def difference_sentence(box: Box) -> str:
    """What the newest count found, against what the box should have held then, and whether that is recorded."""
    more_minor = box.difference_minor
    expected = l10n.money(Money(box.count_expected_minor))
    amount = l10n.money(Money(abs(more_minor)))
    if not more_minor:
        return _("It should have held {expected}: the count fits.").format(expected=expected)
    words = (
        _("It should have held {expected}: {amount} are missing.")
        if more_minor < 0
        else _("It should have held {expected}: {amount} are too much.")
    )
    said = words.format(expected=expected, amount=amount)
    return said if box.open_minor else said + " " + _("That difference is recorded.")


def more_or_less(amount_minor: int) -> str:
    """A difference with its sign: "-$700.00", "+$50.00", "$0.00"."""
    sign = "-" if amount_minor < 0 else "+" if amount_minor else ""
    return f"{sign}${l10n.amount(abs(amount_minor))}"


def replaced_sentence(one: ReplacedCount) -> str:
    """That a count did not fit and was made again, so that its difference is told although nobody recorded it."""
    words = _("{site}, {day}: a count was off by {difference} and was counted again (entry {entry}).")
    difference = more_or_less(one.more.amount_minor)
    return words.format(site=one.site, day=l10n.day(one.day), difference=difference, entry=one.seq)


def notes_sentence(notes: NotesInBox) -> str:
    """Which notes and coins are likely in the box."""
    if notes.notes is None:
        return _("Which notes and coins are in it is not known; the next count tells.")
    if not notes.notes:
        return _("There is likely no note or coin in it.")
    return _("Likely in it: {notes}.").format(notes=pieces(notes.notes))


def pieces(notes: Iterable[Denomination]) -> str:
    """Notes and coins as they are counted into a hand: "17 × 500, 1 × 200, 2 × 20 (coin)".

    The blanks of each are no-break spaces: a number that ends a line, with its note on the next, is misread.
    """
    each_kind = (f"{l10n.number(each.number)} × {_piece(each)}" for each in notes)
    return ", ".join(kind.replace(" ", _NO_BREAK) for kind in each_kind)


def _piece(each: Denomination) -> str:
    code = denominations.code_of(each)
    return _("{value} (coin)").format(value=code[:-1]) if code.endswith("c") else code


def lasts_sentence(lasts: Pace | None) -> str:
    """For how many drop-offs and minutes the cash lasts; "" while that cannot be told."""
    if lasts is None:
        return ""
    if not lasts.drop_offs:
        return _("At today's pace the cash does not reach for one more drop-off.")
    words = ngettext("Cash for about {n} more drop-off", "Cash for about {n} more drop-offs", lasts.drop_offs)
    said = words.format(n=l10n.number(lasts.drop_offs))
    if lasts.minutes is None:
        return f"{said}."
    more = ngettext("about {n} minute", "about {n} minutes", lasts.minutes)
    return f"{said}, {more.format(n=l10n.number(lasts.minutes))}."
