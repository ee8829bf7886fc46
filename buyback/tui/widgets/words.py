"""Text that stands on the screen in the language of the moment."""

from collections.abc import Callable
from typing import TypeAlias

from textual.widgets import Static

from buyback.i18n import _

Wording: TypeAlias = str | Callable[[], str]
"""A message of the catalogue, or what gives the words in the current language."""


def in_words(wording: Wording) -> str:
    """What is said in the current language."""
    return _(wording) if isinstance(wording, str) else wording()


class Words(Static):
    """Says one thing, and says it again whenever the language changes."""

    def __init__(self, message: Wording, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__("", id=id, classes=classes, markup=False)
        self.message = message

    def on_mount(self) -> None:
        self.watch(self.app, "language", self.reword)

    @property
    def words(self) -> str:
        """What it says, in the current language."""
        return in_words(self.message)

    def reword(self) -> None:
        """Say it in the current language."""
        self.update(self.words)

    def say(self, message: Wording) -> None:
        """Show another message from now on."""
        self.message = message
        self.reword()
