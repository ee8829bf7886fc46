"""Settings that are kept for the next start."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from buyback.errors import Refusal

if TYPE_CHECKING:
    from buyback.tui.app import BuybackApp


def keep(app: "BuybackApp", name: str, value: str) -> None:
    """Remember a setting, for now and for the next start."""
    if getattr(app.settings, name) == value:
        return
    changed: dict[str, Any] = {name: value}
    app.settings = replace(app.settings, **changed)
    try:
        app.remember(name, value)
    except Refusal as refusal:
        app.show_refusal(refusal)
