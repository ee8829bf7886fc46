"""Another place where weapons are taken in."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical

from buyback.desk import DEFAULT_TIMEZONE, NewSite
from buyback.desk.opening import MUNICIPALITY, SITE_CODE, SITE_NAME, STATE, VENUE
from buyback.errors import AlreadyThere, BadTimezone, Refusal
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
    HELP = N_(
        "Another place where weapons are taken in: one of those that come with the program, or one that is "
        "described here. Its time zone decides its business date. Ctrl+G changes to it."
    )
    WRONG: ClassVar[Mapping[type[Refusal], str]] = {AlreadyThere: "code", BadTimezone: "timezone"}
    TEXTS: ClassVar[Mapping[str, str]] = {
        SITE_NAME: "name",
        SITE_CODE: "code",
        VENUE: "venue",
        MUNICIPALITY: "municipality",
        STATE: "state",
    }

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

    def wrong(self, refusal: Refusal) -> str:
        """Of a known site nothing is typed; a code that was not typed was made from the name."""
        if self.query_one("#site", Choice).value != _OTHER:
            return "site"
        field = super().wrong(refusal)
        return "name" if field == "code" and not self.query_one("#code", Field).value.strip() else field

    def answer(self) -> NewSite:
        chosen = self.query_one("#site", Choice).value
        if chosen != _OTHER:
            return next(site for site in self.known if site.code == chosen)
        typed = {
            name: self.query_one(f"#{name}", Field).value.strip()
            for name in ("name", "code", "venue", "municipality", "state", "timezone")
        }
        return NewSite(**typed | {"code": typed["code"] or site_code(typed["name"])})
