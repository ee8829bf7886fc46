"""BINDINGS in the language of the moment: footer, key panel and palette all read a screen's `active_bindings`."""

from dataclasses import replace

from textual.binding import ActiveBinding

from buyback.i18n import _


def translated(active: dict[str, ActiveBinding]) -> dict[str, ActiveBinding]:
    """The bindings with descriptions and tooltips in the current language."""
    return {key: _translated(found) for key, found in active.items()}


def _translated(found: ActiveBinding) -> ActiveBinding:
    binding = replace(
        found.binding, description=_(found.binding.description), tooltip=_(found.binding.tooltip)
    )
    return ActiveBinding(found.node, binding, found.enabled, _(found.tooltip))
