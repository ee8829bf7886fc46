"""How a screen or widget sees the app: typed, without importing it when the program runs."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual import getters
    from textual.message_pump import MessagePump

    from buyback.tui.app import BuybackApp

    class Shelled(MessagePump):
        """A screen or widget that reads the app's state."""

        app = getters.app(BuybackApp)

else:

    class Shelled:
        """A screen or widget that reads the app's state."""
