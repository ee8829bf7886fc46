"""Text that stands on the screen in the language of the moment."""

from textual.widgets import Static

from buyback.i18n import _


class Words(Static):
    """One message of the catalogue, shown again whenever the language changes."""

    def __init__(self, message: str, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__("", id=id, classes=classes, markup=False)
        self.message = message

    def on_mount(self) -> None:
        self.watch(self.app, "language", self.reword)

    def reword(self) -> None:
        """Show the message in the current language."""
        self.update(_(self.message))

    def say(self, message: str) -> None:
        """Show another message of the catalogue from now on."""
        self.message = message
        self.reword()
