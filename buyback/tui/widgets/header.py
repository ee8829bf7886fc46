"""The line on top: who works where, on which day, at which rate, and whether the chain holds."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from rich.cells import cell_len

from buyback import l10n
from buyback.i18n import N_, _
from buyback.rates import source_name
from buyback.store.views.setup import RecordedRate
from buyback.tui import cells
from buyback.tui.widgets.line import Line, Part, gap, width_of

_BETWEEN = 2

_SITE = N_("The site where items are taken in; click to change it")
_DAY = N_("The site's business date")
_OPERATOR = N_("Who is working; click to change")
_NO_PINS = N_(
    "Nobody has a PIN here: anyone can write under any alias. A supervisor sets the first one: Tables and people, O, P"
)
_RATE = N_("Pesos for one dollar, its source and age; click to set it by hand")
_CHAIN = N_("Entries of the sealed log; click to check the chain again")


class Header(Line):
    """The line on top of every screen: the site has the room that the rest leaves, and the rest is as long as fits."""

    def on_mount(self) -> None:
        for name in ("session", "rate", "chain", "business_on", "language"):
            self.watch(self.app, name, self.reword, init=False)

    def parts(self, width: int) -> Sequence[Part]:
        session = self.app.session
        if session is None:
            opening = [] if self.app.opening.done() else [gap(_BETWEEN), Part(_("opening the ledger …"))]
            return [Part("buyback", "bold"), *opening]
        name = session.site.name
        forms = list(self._forms())
        for form in forms:
            if width_of(form) + cell_len(name) <= width:
                break
        else:
            form = forms[-1]
        room = width - width_of(form)
        name = cells.left(name, min(room, cell_len(name)))
        site = Part(name, "bold", "app.change_site", _(_SITE))
        return [site, gap(room - cell_len(name)), *form]

    def _forms(self) -> Iterator[list[Part]]:
        """What stands after the site, the longest form first."""
        for rate, day, has_entries in (
            ("long", l10n.day_weekday, True),
            ("short", l10n.day, True),
            ("short", l10n.day_short, True),
            ("short", l10n.day_short, False),
            ("brief", l10n.day_short, False),
        ):
            parts = [
                self._day(day),
                self._operator(),
                self._pins(),
                self._rate(rate),
                self._chain(has_entries),
            ]
            yield [found for part in parts if part.text for found in (gap(_BETWEEN), part)]

    def _day(self, shown: Callable[[date], str]) -> Part:
        on = self.app.business_on
        return Part(shown(on) if on else "", "", "app.help", _(_DAY))

    def _operator(self) -> Part:
        alias = self.app.session.operator if self.app.session else ""
        return Part(alias, "", "app.change_operator", _(_OPERATOR))

    def _pins(self) -> Part:
        """That nobody proves who they are; nothing where everybody does."""
        session = self.app.session
        words = "" if session is None or session.people.have_pins else _("no PINs")
        return Part(words, "bold $bar-warning", "app.help", _(_NO_PINS))

    def _rate(self, form: str) -> Part:
        rate, on, is_old = self.app.rate, self.app.business_on, self.app.is_rate_old
        text = _("no rate")
        if rate is not None and on is not None:
            figure = l10n.rate(rate.rate) if form == "long" else str(rate.rate)
            days = (on - rate.as_of).days
            age = (
                _("{n} d").format(n=l10n.number(days))
                if form == "brief" and days > 1
                else l10n.age_days(days)
            )
            text = f"{'! ' if is_old else ''}{figure} {source_name(rate.source)}, {age}"
        return Part(text, "bold $bar-warning" if is_old else "", "app.set_rate", _(_RATE))

    def _chain(self, has_entries: bool) -> Part:
        chain = self.app.chain
        state = _("checking") if chain.finding is None else _("BROKEN") if chain.finding else _("ok")
        entries = l10n.number(chain.entries) if has_entries else ""
        words = " ".join(_("chain {entries} {state}").format(entries=entries, state=state).split())
        return Part(words, "bold reverse $bar-error" if chain.is_broken else "", "app.verify", _(_CHAIN))


def rate_sentence(rate: RecordedRate, age_days: int) -> str:
    """The rate with its source, day and age, for a dialog."""
    return _("{rate}   {source}, {day} ({age})").format(
        rate=l10n.rate(rate.rate),
        source=source_name(rate.source),
        day=l10n.day(rate.as_of),
        age=l10n.age_days(age_days),
    )
