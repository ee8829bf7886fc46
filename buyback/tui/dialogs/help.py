"""What a screen or dialog is for, and its keys."""

from textual.app import ComposeResult
from textual.widgets import Markdown

from buyback.i18n import N_, _
from buyback.tui.dialogs.dialog import Dialog, Once
from buyback.tui.screens.mode import ModeScreen


class Help(Dialog[bool]):
    """Shows what the screen beneath says of itself, and its keys."""

    HEADING = N_("Help")
    ACCEPT = N_("Close")
    BACK = ""

    def __init__(self, beneath: ModeScreen | Once[object]) -> None:
        super().__init__()
        self.beneath = beneath

    def compose_content(self) -> ComposeResult:
        yield Markdown("", open_links=False)

    def on_mount(self) -> None:
        self.query_one("#dialog-content").can_focus = True
        self.query_one("#dialog-content").focus()

    def reword(self) -> None:
        super().reword()
        parts = (self.beneath.help_text, self._no_pins(), self._keys())
        self.query_one(Markdown).update("\n\n".join(filter(None, parts)))

    def _no_pins(self) -> str:
        """What the words in the header mean, while they stand there."""
        session = self.app.session
        if session is None or session.people.have_pins:
            return ""
        return _(
            "**No PINs**: nobody proves who they are, so anyone can write in this ledger under any alias, and every "
            "report says so. That is for training. It ends for good when a supervisor sets the first PIN, their own: "
            "Tables and people, **O** for the operators, **P**."
        )

    def _keys(self) -> str:
        """A table of every key that works on the screen."""
        keys: dict[tuple[str, str], list[str]] = {}
        for _node, binding, _enabled, tooltip in self.beneath.active_bindings.values():
            if binding.id and binding.description:
                shown = self.app.get_key_display(binding)
                keys.setdefault((binding.description, tooltip), []).append(shown)
        rows = [
            f"| {' '.join(shown)} | {description} | {tooltip} |"
            for (description, tooltip), shown in keys.items()
        ]
        key, action, meaning = _("Key"), _("Action"), _("What it does")
        head = f"| {key} | {action} | {meaning} |\n|---|---|---|"
        return "\n".join([head, *rows])

    def answer(self) -> bool:
        return True
