"""Another place where weapons are taken in."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical

from buyback.desk import DEFAULT_TIMEZONE, NewSite
from buyback.free_text import SHORT_LONGEST
from buyback.i18n import N_
from buyback.tui.dialogs.dialog import Dialog
from buyback.tui.dialogs.set_up import site_code
from buyback.tui.widgets.choice import Choice
from buyback.tui.widgets.field import Field, Labelled
from buyback.tui.widgets.words import Words

_OTHER = "*"


class NewSiteDialog(Dialog[NewSite]):
    """Choose one of the `known` sites, or describe another."""

    HEADING = N_("Add a site")
    ACCEPT = N_("Add this site")

    def __init__(self, known: Sequence[NewSite]) -> None:
        super().__init__()
        self.known = tuple(known)

    def compose_content(self) -> ComposeResult:
        sites = [(site.code, site.name) for site in self.known] + [(_OTHER, N_("Another site …"))]
        yield Labelled(N_("Site"), Choice(sites, id="site"))
        with Vertical(id="other-site"):
            yield Labelled(
                N_("Its name"), Field(id="name", hint=N_("as people call it"), longest=SHORT_LONGEST)
            )
            yield Labelled(N_("Code"), Field(id="code", hint=N_("made from the name"), longest=40))
            yield Labelled(
                N_("Kind of place"),
                Field(id="venue", hint=N_("church, square, barracks"), longest=SHORT_LONGEST),
            )
            yield Labelled(N_("Municipality"), Field(id="municipality", longest=SHORT_LONGEST))
            yield Labelled(N_("State"), Field(id="state", longest=SHORT_LONGEST))
            yield Labelled(N_("Time zone"), Field(DEFAULT_TIMEZONE, id="timezone", longest=40))
        yield Words(
            N_("Ctrl+G changes to the new site; its time zone decides its business date."), classes="hint"
        )

    def on_mount(self) -> None:
        self._show_fields(self.query_one("#site", Choice).value)
        self.query_one("#site").focus()

    def on_choice_changed(self, event: Choice.Changed) -> None:
        self._show_fields(event.value)

    def _show_fields(self, site: str) -> None:
        self.query_one("#other-site").display = site == _OTHER

    def answer(self) -> NewSite:
        chosen = self.query_one("#site", Choice).value
        if chosen != _OTHER:
            return next(site for site in self.known if site.code == chosen)
        typed = {
            name: self.query_one(f"#{name}", Field).value.strip()
            for name in ("name", "code", "venue", "municipality", "state", "timezone")
        }
        return NewSite(**typed | {"code": typed["code"] or site_code(typed["name"])})
