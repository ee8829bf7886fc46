"""BINDINGS in the language of the moment: footer, key panel and palette all read a screen's `active_bindings`."""

from dataclasses import replace
from functools import lru_cache

from textual.binding import ActiveBinding, Binding

from buyback.i18n import _, language


def translated(active: dict[str, ActiveBinding]) -> dict[str, ActiveBinding]:
    """The bindings with descriptions and tooltips in the current language."""
    return {key: _translated(found, language()) for key, found in active.items()}


def _translated(found: ActiveBinding, shown_in: str) -> ActiveBinding:
    return ActiveBinding(found.node, _in(shown_in, found.binding), found.enabled, _(found.tooltip))


@lru_cache(maxsize=1000)
def _in(_language: str, binding: Binding) -> Binding:
    return replace(binding, description=_(binding.description), tooltip=_(binding.tooltip))
