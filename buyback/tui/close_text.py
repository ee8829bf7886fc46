"""The close of a day in words for the screen: how it stands, the key that goes on, the rows of its three sums. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from zoneinfo import ZoneInfo

from rich.cells import cell_len
from textual.content import Content

from buyback import errors, l10n
from buyback.desk import Compared
from buyback.errors import Refusal
from buyback.i18n import N_, _, ngettext
from buyback.money import Money
from buyback.report import Figure, Line, Reconciliation
from buyback.report.audit import Unanswered
from buyback.report.audit.waiting import how_many
from buyback.report.closing_words import (
    UNEVEN,
    behind_text,
    detail_text,
    figure_text,
    grouped,
    label_text,
    shortest,
    standing,
)
from buyback.store.views.close import Comparison
from buyback.tui import cells

_FIGURE, _DIFFERENCE = 13, 14
_WIDE = 104
"""From this width on what is behind a line stands beside it, not below."""
_SUMS = 84
"""The width that the sums have where there is room for more."""
_HEAD, _STRONG, _WRONG = "bold $text-primary", "bold", "bold $text-error"
_INSET = 4
_ALWAYS = frozenset({"folios", "counted"})

_HINDRANCES: dict[type[Refusal], str] = {
    errors.NoFloat: N_("No float is recorded here yet. F6 goes to the till; F records it there."),
    errors.CloseUncounted: N_("The cash box is not counted yet. C counts it here and now."),
    errors.CloseCountOld: N_("Cash moved on {moved}, after the count of {counted}. C counts the box again."),
    errors.CloseCountEarlier: N_(
        "The cash box was last counted on {counted}, before this day. C counts it here and now."
    ),
    errors.CloseCountOpen: N_(
        "The count of {when} differs by {difference} pesos, and nobody recorded that. D records it; C counts again."
    ),
    errors.EarlierDayOpen: N_("{earlier} is still open, and days are closed in their order. O goes to it."),
}
"""What hinders the close, said where the site and the day are known, and the key by which it is put right."""


def hindrance(found: Refusal) -> str:
    """Why the day cannot be closed, with the key that leads to the remedy where there is one."""
    words = next((words for kind, words in _HINDRANCES.items() if isinstance(found, kind)), "")
    return found.said(_(words)) if words else str(found)


def how_it_stands(found: Reconciliation, *, is_due: bool) -> Content:
    """Closed, open, or what hinders the close, and the key that goes on; a closed day with its checkpoint.

    `is_due`: its paper should have been compared by now.
    """
    if found.close is None and found.hindrance is not None:
        return Content.styled(hindrance(found.hindrance), _WRONG)
    if found.close is None:
        return Content.styled(_("It is counted; F8 closes it, and a supervisor signs."), _STRONG)
    groups = " ".join(shortest(found.close.checkpoint))
    checkpoint = _("Checkpoint {groups}").format(groups=groups)
    lines = [
        Content(standing(found)),
        Content.assemble(
            (checkpoint, _STRONG), "   ", _compared(found.compared, found.close.timezone, is_due=is_due)
        ),
    ]
    return Content("\n").join(lines)


def _compared(compared: Comparison | None, timezone: str, *, is_due: bool) -> Content:
    if compared is None:
        return Content(_("Its paper is not compared yet; M compares it.") if is_due else "")
    when = l10n.moment(compared.compared_at, ZoneInfo(timezone))
    words = (
        _("Its paper agreed on {when}, {by}.")
        if compared.agrees
        else _("Its paper did NOT agree on {when}, {by}.")
    )
    return Content.styled(words.format(when=when, by=compared.compared_by), "" if compared.agrees else _WRONG)


def unanswered(found: Unanswered) -> str:
    """How many findings of the audit nobody has answered, and the key that lists them; empty where there are none."""
    return _("{how_many} U lists them.").format(how_many=how_many(found)) if found else ""


# --- rows -------------------------------------------------------------------------------------------------------------


def is_quiet(line: Line) -> bool:
    """Nothing happened and nothing is wrong: the line is left out where there is little room."""
    if line.sign == "=" or line.name in _ALWAYS or not line.is_even or line.behind or line.figure is None:
        return False
    return not (line.figure.amount_minor if isinstance(line.figure, Money) else line.figure)


def head_row(title: str, width: int) -> Content:
    """The name of one of the three sums, over its columns."""
    room = min(width, _SUMS)
    heads = "".join(
        cells.right(text, across)
        for text, across in (("", _FIGURE), (_("should be"), _FIGURE), (_("difference"), _DIFFERENCE))
    )
    return Content.styled(cells.spread(_(title), heads, room), _HEAD)


def row(line: Line, width: int) -> Content:
    """A line of a sum: its figure, what it should be, the difference, and what is behind it, beside or below it."""
    is_wide = width >= _WIDE
    room = _SUMS if is_wide else width
    name = "   ".join(filter(None, (_name(line), "" if is_wide else _with_name(line, width))))
    expected, difference = cells.right(_expected(line), _FIGURE), cells.right(_difference(line), _DIFFERENCE)
    if not (is_wide or (expected + difference).strip()):  # the place of both is free
        expected, difference = "", cells.right(detail_text(line), _FIGURE + _DIFFERENCE)
    style = _STRONG if line.sign == "=" or not line.is_even else ""
    wrong = "" if line.is_even else _WRONG
    figure = cells.spread(name, cells.right(figure_text(line.figure), _FIGURE), room - _FIGURE - _DIFFERENCE)
    parts = [Content.styled(figure + expected, style), Content.styled(difference, wrong or style)]
    if is_wide:
        more = width - room - 2
        parts.append(Content.styled(f"  {cells.left(_about(line, more), more)}", wrong))
    elif _goes_below(line, width):
        parts.append(Content.styled(f"\n{cells.BLANK * _INSET}{_some(line, width - _INSET)}", wrong))
    return Content("").join(parts)


def height(line: Line, width: int) -> int:
    """How many rows of the screen the line takes."""
    return 2 if _goes_below(line, width) else 1


def _name(line: Line) -> str:
    return label_text(line) if line.sign else f"  {label_text(line)}"


def _with_name(line: Line, width: int) -> str:
    """What stands after the name where the screen is narrow, if there is room for all of it."""
    if line.is_even:
        said = detail_text(line) if line.expected is not None else ""
    else:
        said = "; ".join(filter(None, (detail_text(line), behind_text(line) if line.behind else "")))
    room = width - 2 * _FIGURE - _DIFFERENCE - cell_len(_name(line)) - 4
    return said if cell_len(said) <= room else ""


def _goes_below(line: Line, width: int) -> bool:
    """What is behind a difference has no room beside its name."""
    return width < _WIDE and not line.is_even and bool(line.behind) and not _with_name(line, width)


def _expected(line: Line) -> str:
    return "" if line.expected is None else figure_text(line.expected)


def _difference(line: Line) -> str:
    """With its sign and a mark where it is none; empty where nothing says what the figure should be."""
    if line.difference is None:
        return " ".join((UNEVEN, _("not counted")))
    if line.is_even:
        return "" if line.expected is None else figure_text(line.difference)
    return f"{UNEVEN} {signed(line.difference)}"


def signed(figure: Figure) -> str:
    """A difference with its sign: +1, -200.00."""
    more = figure.amount_minor if isinstance(figure, Money) else figure
    return f"+{figure_text(figure)}" if more > 0 else figure_text(figure)


def _about(line: Line, width: int) -> str:
    detail = detail_text(line)
    room = width - (cell_len(detail) + 2 if detail else 0)
    return "; ".join(filter(None, (detail, _some(line, room) if line.behind else "")))


def _some(line: Line, width: int) -> str:
    """As many of what is behind the line as there is room for, and how many more there are."""
    names = line.behind
    for number in range(min(len(names), width), 0, -1):
        said = behind_text(replace(line, behind=names[:number]))
        if rest := len(names) - number:
            said += ngettext(" and {n} more", " and {n} more", rest).format(n=l10n.number(rest))
        if cell_len(said) <= width:
            return said
    return ngettext("{n} of them", "{n} of them", len(names)).format(n=l10n.number(len(names)))


def differences(found: Reconciliation, most: int) -> Iterator[str]:
    """The lines that do not come out, each with its difference; how many more there are than `most`."""
    for line in found.uneven[:most]:
        yield f"{UNEVEN} {_(line.label)}   {_difference(line).removeprefix(UNEVEN).strip()}"
    if (rest := len(found.uneven) - most) > 0:
        yield ngettext("and {n} more", "and {n} more", rest).format(n=l10n.number(rest))


# --- a paper that does not agree ----------------------------------------------------------------------------------------

_GROUPS_A_LINE = 8


def letter_by_letter(done: Compared) -> Iterator[Content]:
    """The paper and the ledger, one below the other, with marks under the letters that differ; then the close itself."""
    says = done.says
    paper, ledger = grouped(says.digest), grouped(done.found[: len(says.digest)])
    yield Content(_("Entry {seq} of {ledger}").format(seq=l10n.number(says.seq), ledger=says.ledger))
    names = (_("Paper"), _("Ledger"))
    across = max(map(cell_len, names)) + 3
    for start in range(0, len(paper), _GROUPS_A_LINE):
        said, found = (" ".join(side[start : start + _GROUPS_A_LINE]) for side in (paper, ledger))
        yield Content.assemble(cells.left(names[0], across), (said, _STRONG))
        yield Content.assemble(cells.left(names[1], across), (found or _("there is no such entry"), _STRONG))
        marks = "".join("^" if here != there else " " for here, there in zip(said, found, strict=False))
        yield Content.styled(cells.BLANK * across + marks, _WRONG)
    if says.seq != done.close.checkpoint.seq:
        words = _("That day was closed by entry {seq}: {letters}")
        letters = " ".join(shortest(done.close.checkpoint)[2:])
        yield Content(words.format(seq=l10n.number(done.close.checkpoint.seq), letters=letters))
