"""The modes of the app. A screen is one file in `screens/` and one line here."""

from dataclasses import dataclass
from pkgutil import resolve_name
from typing import Any

from textual.binding import Binding
from textual.screen import Screen

from buyback.i18n import N_


@dataclass(frozen=True, slots=True)
class Mode:
    """A screen of the app: where its class is (loaded when first shown), its key, name and what it is for."""

    name: str
    key: str
    label: str
    tip: str
    screen: str


MODES = (
    Mode(
        "desk", "f2", N_("Desk"), N_("Take a drop-off in and pay it"), "buyback.tui.screens.desk:DeskScreen"
    ),
    Mode(
        "custody",
        "f3",
        N_("Custody"),
        N_("What is held, and the acts by which it leaves"),
        "buyback.tui.screens.custody:CustodyScreen",
    ),
    Mode(
        "day",
        "f4",
        N_("Day"),
        N_("The summary of a day or several, and a chart"),
        "buyback.tui.screens.day:DayScreen",
    ),
    Mode(
        "ledger",
        "f5",
        N_("Ledger"),
        N_("Every drop-off and every entry of the log; checks and export"),
        "buyback.tui.screens.ledger:LedgerScreen",
    ),
    Mode(
        "till",
        "f6",
        N_("Till"),
        N_("What should be in the cash box, its counts, and the open vouchers"),
        "buyback.tui.screens.till:TillScreen",
    ),
    Mode(
        "tables",
        "f11,ctrl+y",
        N_("Tables and people"),
        N_("What the desk works with: payout tables, rates, sites, operators"),
        "buyback.tui.screens.tables:TablesScreen",
    ),
)


def binding(mode: Mode) -> Binding:
    """The key that leads to the mode."""
    return Binding(
        mode.key,
        f"switch_mode('{mode.name}')",
        mode.label,
        show=False,
        tooltip=mode.tip,
        id=f"mode.{mode.name}",
    )


def make(mode: Mode) -> Screen[Any]:
    """The mode's screen, its module loaded now."""
    screen: Screen[Any] = resolve_name(mode.screen)()
    return screen
