"""The first minute: a new ledger from sensible answers, or the demo."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from buyback import errors
from buyback.config import DEFAULT_TABLE
from buyback.desk import NewSite
from buyback.desk.opening import LEDGER_CODE, SITE_CODE, SITE_NAME
from buyback.desk.people import ALIAS, OPERATOR_ALIAS
from buyback.errors import Refusal
from buyback.i18n import N_, _
from buyback.rules import Pin
from buyback.tui.dialogs.dialog import Dialog
from buyback.tui.widgets.choice import Choice
from buyback.tui.widgets.field import Field, Labelled
from buyback.tui.widgets.pin_field import PinField, new_pin
from buyback.tui.widgets.words import Words

_OTHER = "*"


@dataclass(frozen=True, slots=True)
class SetUpAnswer:
    """What a new ledger begins with; or `demo`, and nothing else counts."""

    ledger: str
    site: NewSite
    operator: str
    table: str
    pin: Pin | None = None
    demo: bool = False


class SetUp(Dialog[SetUpAnswer]):
    """Set up a ledger; Enter takes what stands there."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5", "demo", N_("Open the demo ledger"), id="set_up.demo")
    ]
    HEADING = N_("Welcome: set up this terminal's ledger")
    ACCEPT = N_("Begin")
    BACK = N_("Quit")
    HELP = N_(
        "The first minute: where this terminal works, who works with it, and which payout table pays.\n\n- "
        "**Site**: where weapons are taken in. More sites can be added later.\n- **Your alias**: one word "
        "that stands in every entry you record, never your full name.\n- **Your PIN**: you are the first supervisor, and "
        "with a PIN everybody signs in from now on. Without one anybody can write under any alias, which is for training: "
        "every screen and report says so, until a supervisor sets the first PIN.\n- **Payout table**: the table of "
        "the campaign that this site belongs to. Another can be adopted later.\n- **Code**: begins every "
        "folio of this terminal and can never be changed. No two terminals have the same.\n\n**F5** opens "
        "a demo ledger to look around in; nothing is set up then."
    )
    MORE = (("F5", N_("Open the demo ledger"), "screen.demo"),)
    WRONG: ClassVar[Mapping[type[Refusal], str]] = {
        errors.BadTableFile: "table",
        errors.UnreadableFile: "table",
        errors.UnknownTable: "table",
        errors.OtherCurrency: "table",
        errors.BadPin: "pin",
        errors.WeakPin: "pin",
        errors.PinsDiffer: "pin",
    }
    TEXTS: ClassVar[Mapping[str, str]] = {
        LEDGER_CODE: "ledger",
        ALIAS: "operator",
        OPERATOR_ALIAS: "operator",
        SITE_NAME: "site-name",
        SITE_CODE: "site-name",
    }

    def __init__(
        self,
        where: str,
        sites: Sequence[NewSite],
        tables: Sequence[str],
        language: str,
        operator: str,
        *,
        pin: Pin | None = None,
    ) -> None:
        super().__init__()
        self.where = where
        self.sites = tuple(sites)
        self.tables = tuple(tables)
        self.language = language
        self.operator = operator
        """The alias that was named at the start, if one was: nobody else's is proposed."""
        self.pin = pin
        """The PIN that was typed before something else was refused: a ledger without one is not begun unnoticed."""

    def compose_content(self) -> ComposeResult:
        yield Words(
            N_(
                "Type your alias; Enter takes the rest as it stands, and the arrow keys change it. All but the code of this "
                "ledger can be changed later."
            )
        )
        yield Labelled(
            N_("Language"), Choice([("es", "Español"), ("en", "English")], self.language, id="language")
        )
        sites = [(site.code, site.name) for site in self.sites] + [(_OTHER, N_("Another site …"))]
        yield Labelled(N_("Site"), Choice(sites, id="site"))
        yield Labelled(
            N_("Its name"), Field(id="site-name", hint=N_("as people call it"), longest=100), id="other"
        )
        yield Labelled(
            N_("Your alias"), Field(self.operator, id="operator", hint=N_("for example: rosa"), longest=30)
        )
        yield Words(N_("One word, not your full name: it stands in every entry."), classes="hint")
        yield Labelled(
            N_("Your PIN"),
            PinField(id="pin", again="pin-again", hint=N_("4 to 12 digits; empty only for training")),
        )
        yield Labelled(N_("The same again"), PinField(id="pin-again"))
        yield Words("", id="pin-words", classes="hint")
        table = DEFAULT_TABLE if DEFAULT_TABLE in self.tables else self.tables[0]
        yield Labelled(N_("Payout table"), Choice([(code, code) for code in self.tables], table, id="table"))
        yield Labelled(N_("Code of this ledger"), Field("A1", id="ledger", longest=8))
        yield Words(
            N_("2 to 8 letters and digits; it begins every folio. Each terminal has its own."), classes="hint"
        )
        yield Static(self.where, id="where", classes="hint", markup=False)

    def on_mount(self) -> None:
        self.query_one("#other").display = False
        if self.pin is not None:
            for field in self.query(PinField):
                field.take(self.pin)
        self.query_one("#operator").focus()

    def reword(self) -> None:
        super().reword()
        self.query_one("#language", Choice).value = self.app.language
        self.query_one("#where", Static).update(_("It is kept in {where}").format(where=self.where))
        self._show_pin()

    def on_choice_changed(self, event: Choice.Changed) -> None:
        if event.choice.id == "language":
            self.app.language = event.value
        elif event.choice.id == "site":
            self.query_one("#other").display = event.value == _OTHER

    def on_pin_field_changed(self) -> None:
        self._show_pin()

    def _show_pin(self) -> None:
        """What it means to have a PIN, or none, stands below."""
        has_pin = self.query_one("#pin", PinField).length > 0
        self.query_one("#pin-words", Words).say(
            N_("Everybody signs in from now on; you set the others' PINs.")
            if has_pin
            else N_("Left empty, anyone can write here under any alias: for training only.")
        )

    def answer(self) -> SetUpAnswer:
        if not self.query_one("#operator", Field).value.strip():
            raise errors.TextMissing(field=ALIAS)
        return SetUpAnswer(
            ledger=self.query_one("#ledger", Field).value,
            site=self._site(),
            operator=self.query_one("#operator", Field).value,
            table=self.query_one("#table", Choice).value,
            pin=new_pin(self.query_one("#pin", PinField), self.query_one("#pin-again", PinField)),
        )

    def _site(self) -> NewSite:
        chosen = self.query_one("#site", Choice).value
        if chosen != _OTHER:
            return next(site for site in self.sites if site.code == chosen)
        name = self.query_one("#site-name", Field).value.strip()
        return NewSite(site_code(name), name)

    def action_demo(self) -> None:
        """Open the demo instead of setting up."""
        self.dismiss(SetUpAnswer("", self.sites[0], "", "", demo=True))


def site_code(name: str) -> str:
    """A code for a site that a person named: "Catedral de Morelia" is "catedral-de-morelia"."""
    import unicodedata

    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join("".join(c if c.isalnum() else " " for c in plain).split())[:40].strip("-")
