"""The line on top: who works where, on which day, at which rate, and whether the chain holds."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from buyback import l10n
from buyback.i18n import N_, _
from buyback.rates import ECB, MANUAL
from buyback.store.views.setup import RecordedRate
from buyback.tui.shell import Shelled
from buyback.tui.state import Chain
from buyback.tui.widgets.mouse_button import MouseButton

_WIDE = 110
SOURCES = {ECB: N_("ECB"), MANUAL: N_("by hand")}


def source_name(source: str) -> str:
    """The name of a rate's source, in the current language where it has one."""
    return _(SOURCES[source]) if source in SOURCES else source


class Part(MouseButton):
    """One word of the header; a click runs its action."""

    def __init__(self, id: str, action: str, tip: str) -> None:
        super().__init__("", "", action)
        self.id = id
        self.tip = tip

    def reword(self) -> None:
        """Show the tip in the current language; the text comes from the header."""
        self.tooltip = _(self.tip)


class Header(Shelled, Horizontal):
    """The line on top of every screen."""

    def compose(self) -> ComposeResult:
        yield Static("buyback", id="programme", markup=False)
        yield Part("site", "app.change_site", N_("The site where items are taken in; click to change it"))
        yield Part("day", "app.help", N_("The site's business date"))
        yield Part("operator", "app.change_operator", N_("Who is working; click to change"))
        yield Part(
            "rate", "app.set_rate", N_("Pesos for one dollar, its source and age; click to set it by hand")
        )
        yield Part("chain", "app.verify", N_("Entries of the sealed log; click to check the chain again"))

    def on_mount(self) -> None:
        for name in ("session", "rate", "chain", "business_on", "language"):
            self.watch(self.app, name, self.reword, init=False)
        self.reword()

    def on_resize(self) -> None:
        self.reword()

    def reword(self) -> None:
        """Show the app's state in the current language."""
        session = self.app.session
        self._part("site").update(session.site.name if session else _("opening the ledger …"))
        self._part("operator").update(session.operator if session else "")
        self._part("programme").display = self.is_wide
        day = l10n.day_weekday if self.is_wide else l10n.day
        self._part("day").update(day(self.app.business_on) if self.app.business_on else "")
        self._show_rate(self.app.rate)
        self._show_chain(self.app.chain)

    @property
    def is_wide(self) -> bool:
        return self.app.size.width >= _WIDE

    def _show_rate(self, rate: RecordedRate | None) -> None:
        part, on = self._part("rate"), self.app.business_on
        part.set_class(rate is None or self.app.is_rate_old, "-warning")
        if rate is None or on is None:
            part.update(_("no rate") if self.app.session else "")
            return
        figure = l10n.rate(rate.rate) if self.is_wide else str(rate.rate)
        age = l10n.age_days((on - rate.as_of).days)
        flag = "! " if self.app.is_rate_old else ""
        part.update(f"{flag}{figure} {source_name(rate.source)}, {age}")

    def _show_chain(self, chain: Chain) -> None:
        part = self._part("chain")
        part.set_class(chain.is_broken, "-error")
        if not self.app.session:
            part.update("")
            return
        state = _("checking") if chain.finding is None else _("BROKEN") if chain.finding else _("ok")
        entries = l10n.number(chain.entries)
        part.update(_("chain {entries} {state}").format(entries=entries, state=state))

    def _part(self, name: str) -> Static:
        return self.query_one(f"#{name}", Static)


def rate_sentence(rate: RecordedRate, age_days: int) -> str:
    """The rate with its source, day and age, for a dialog."""
    return _("{rate}   {source}, {day} ({age})").format(
        rate=l10n.rate(rate.rate),
        source=source_name(rate.source),
        day=l10n.day(rate.as_of),
        age=l10n.age_days(age_days),
    )
