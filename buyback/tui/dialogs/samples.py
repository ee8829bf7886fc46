"""Shelf samples: every one, and the dialog that draws another."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from buyback import l10n, rules
from buyback.errors import BadNumber, Refusal
from buyback.i18n import N_, _
from buyback.report import RESULT_NAMES
from buyback.store.views.samples import Sample
from buyback.store.views.setup import Site
from buyback.tui import cells
from buyback.tui.dialogs.dialog import Dialog
from buyback.tui.dialogs.list_dialog import ListDialog
from buyback.tui.widgets.choice import Choice
from buyback.tui.widgets.field import Field, Labelled
from buyback.tui.widgets.words import Words

_WIDTH = 72
"""Cells that a row of the list has on the narrowest screen."""
_USUAL = 25

About: TypeAlias = Literal["draw", "open", "print"]


@dataclass(frozen=True, slots=True)
class SampleAct:
    """What is to be done, and with which sample."""

    about: About
    seq: int = 0


class Samples(ListDialog[SampleAct]):
    """Choose a sample, or draw another."""

    CSS_PATH = "audit.tcss"
    HEADING = N_("Shelf samples")
    ACCEPT = N_("Open")
    BACK = N_("Close")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "act('draw')", N_("Draw"), id="samples.draw", tooltip=N_("Draw another sample by a seed")),
        Binding("i", "act('print')", N_("Print"), id="samples.print",
                tooltip=N_("Print the list that is walked along the shelf")),
    ]  # fmt: skip
    MORE = (
        ("D", N_("Draw"), "screen.act('draw')"),
        ("I", N_("Print"), "screen.act('print')"),
    )
    HELP = N_(
        "A shelf sample shows that what the ledger holds is there. Items that are held are drawn by lot, from a seed that "
        "anybody can draw again by; they are looked for one by one, tag and serial on the shelf itself; and what was found says "
        "how many of all that was held may be missing.\n\n"
        "- **D** draws one. Let somebody else say the seed.\n"
        "- **I** prints its list, with a box beside each item.\n"
        "- **Enter** opens one: say what was found, or read its result."
    )
    HELP_KEYS = N_("Up and down move, **Enter** opens one, **D** draws, **I** prints, **Escape** closes.")

    def __init__(self, found: Sequence[Sample], sites: Sequence[Site], current: int) -> None:
        super().__init__(current=str(current))
        self.found = tuple(found)
        self.names = {site.code: site.name for site in sites}

    def compose_content(self) -> ComposeResult:
        yield from super().compose_content()
        if not self.found:
            yield Words(N_("No sample was drawn yet. D draws one."), classes="hint")

    def rows(self) -> Iterator[tuple[str, Content]]:
        for one in self.found:
            where = self.names.get(one.site, one.site) or _("All sites")
            start = f"{cells.right(l10n.number(one.seq), 7)}  {l10n.day(one.business_on)}  {where}"
            yield str(one.seq), Content(cells.spread(start, _standing(one), _WIDTH))

    def answer(self) -> SampleAct:
        chosen = self.chosen()
        return SampleAct("open", int(chosen)) if chosen else SampleAct("draw")

    def action_act(self, about: About) -> None:
        """Do this with the highlighted sample."""
        chosen = self.chosen()
        if self.is_ready and (about == "draw" or chosen):
            self.dismiss(SampleAct(about, int(chosen or 0)))


def _standing(one: Sample) -> str:
    """How many of its items are open, found and not found."""
    numbers = ((words, one.number(result)) for result, words in RESULT_NAMES.items())
    return ", ".join(f"{l10n.number(number)} {_(words)}" for words, number in numbers if number)


@dataclass(frozen=True, slots=True)
class DrawAnswer:
    """How many items, by which seed, at which site ("" for all)."""

    number: int
    seed: int
    site: str


class DrawSample(Dialog[DrawAnswer]):
    """Asks how many items are drawn, by which seed, and of which site."""

    CSS_PATH = "audit.tcss"
    HEADING = N_("Draw a shelf sample")
    ACCEPT = N_("Draw")
    HELP = N_(
        "Items that are held are drawn in proportion to the classes at each site. The seed decides which; it is printed with "
        "the list, and with it anybody draws the very same items again. Best let somebody else say it; it is by chance "
        "unless it is typed."
    )
    FIELDS: ClassVar[dict[str, str]] = {"number": N_("how many"), "seed": N_("the seed")}

    def __init__(self, sites: Sequence[Site], site: str) -> None:
        super().__init__()
        self.sites = tuple(sites)
        self.site = site

    def compose_content(self) -> ComposeResult:
        yield Labelled(N_("How many items"), Field(str(_USUAL), id="number", longest=6))
        yield Labelled(N_("Seed"), Field(id="seed", hint=N_("a number; by chance if empty"), longest=12))
        sites = [("", N_("all sites")), *((site.code, site.name) for site in self.sites)]
        yield Labelled(N_("Site"), Choice(sites, self.site, id="of-site"))

    def answer(self) -> DrawAnswer:
        number = self._whole("number", 1, rules.MOST_DRAWN)
        seed = secrets.randbelow(rules.LARGEST_SEED + 1)
        if self.query_one("#seed", Field).value.strip():
            seed = self._whole("seed", 0, rules.LARGEST_SEED)
        return DrawAnswer(number, seed, self.query_one("#of-site", Choice).value)

    def _whole(self, name: str, least: int, most: int) -> int:
        typed = self.query_one(f"#{name}", Field).value.strip()
        if not (typed.isascii() and typed.isdecimal() and least <= int(typed) <= most):
            raise BadNumber(text=typed, field=_(self.FIELDS[name]), least=least, most=most)
        return int(typed)

    def wrong(self, refusal: Refusal) -> str:
        named = (name for name, words in self.FIELDS.items() if refusal.values.get("field") == _(words))
        return next(named, super().wrong(refusal))
