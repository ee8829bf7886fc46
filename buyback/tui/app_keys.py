"""The keys that work everywhere in the app."""

from textual.binding import Binding, BindingType

from buyback.i18n import N_
from buyback.tui import modes

BINDINGS: list[BindingType] = [
    Binding("f1", "help", N_("Help"), show=False, id="app.help", tooltip=N_("What this screen is for, and its keys")),
    *map(modes.binding, modes.MODES),
    Binding("ctrl+p", "palette", N_("All actions"), show=False, id="app.palette",
            tooltip=N_("Search every action that works here")),
    Binding("ctrl+l", "language", N_("Switch language"), show=False, id="app.language",
            tooltip=N_("Switch between Spanish and English")),
    Binding("ctrl+t", "theme", N_("Light or dark"), show=False, id="app.theme",
            tooltip=N_("Black on white for sunlight, white on black for a dim room")),
    Binding("ctrl+o", "change_operator", N_("Change operator"), show=False, id="app.operator",
            tooltip=N_("Another person takes over")),
    # before what a text field does with it: the terminal is locked from wherever the cursor is
    Binding("ctrl+k", "lock", N_("Lock"), show=False, priority=True, id="app.lock",
            tooltip=N_("Cover everything until a PIN is given; what is typed stays")),
    Binding("ctrl+g", "change_site", N_("Change site"), show=False, id="app.site",
            tooltip=N_("Work for another site of this ledger")),
    Binding("f10", "set_rate", N_("Set the rate"), show=False, id="app.rate",
            tooltip=N_("Type the exchange rate by hand, with a reason")),
    Binding("ctrl+b", "verify", N_("Check the chain"), show=False, id="app.verify",
            tooltip=N_("Check every entry of the sealed log again")),
    # a system key is not in the palette, where nothing is selected that could be copied
    Binding("ctrl+c", "copy_or_quit", N_("Copy or quit"), show=False, priority=True, id="app.stop", system=True,
            tooltip=N_("Copy the text that is selected; leave if none is")),
    Binding("ctrl+q", "quit", N_("Quit"), show=False, priority=True, id="app.quit",
            tooltip=N_("Leave; asks first if a drop-off is not received yet")),
]  # fmt: skip
