"""BINDINGS in the language of the moment: footer, key panel and palette all read a screen's `active_bindings`.

Keys are called as they are printed on the keyboards of Mexico, or on those of the United States.
"""

from dataclasses import replace
from functools import lru_cache

from textual.binding import ActiveBinding, Binding

from buyback.i18n import N_, _, language

_NAMES = {
    "enter": N_("Enter"),
    "escape": N_("Esc"),
    "space": N_("Space"),
    "tab": N_("Tab"),
    "delete": N_("Del"),
    "backspace": N_("Backspace"),
    "insert": N_("Ins"),
    "home": N_("Home"),
    "end": N_("End"),
    "pageup": N_("PgUp"),
    "pagedown": N_("PgDn"),
}
_MODIFIERS = {"ctrl": N_("Ctrl"), "shift": N_("Shift"), "alt": N_("Alt")}


def printed(binding: Binding) -> str:
    """The name that is printed on the key; "" where Textual's sign for it is that already."""
    *modifiers, key = binding.key.split("+")
    is_function = key[:1] == "f" and key[1:].isdigit()
    is_letter = len(key) == 1 and key.isalpha()  # capital, as help and messages say it
    name = _(_NAMES.get(key, "")) or (key.upper() if is_function or is_letter else "")
    if binding.key_display or not name:
        return binding.key_display or ""
    return "+".join([*(_(_MODIFIERS.get(one, "")) or one for one in modifiers), name])


def translated(active: dict[str, ActiveBinding]) -> dict[str, ActiveBinding]:
    """The bindings with descriptions and tooltips in the current language."""
    return {key: _translated(found, language()) for key, found in active.items()}


def _translated(found: ActiveBinding, shown_in: str) -> ActiveBinding:
    return ActiveBinding(found.node, _in(shown_in, found.binding), found.enabled, _(found.tooltip))


@lru_cache(maxsize=1000)
def _in(_language: str, binding: Binding) -> Binding:
    return replace(binding, description=_(binding.description), tooltip=_(binding.tooltip))
