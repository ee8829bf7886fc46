"""The two themes: black on white for an atrium in sunlight, white on black for a dim hall. Nothing is faint in either."""

from textual.theme import Theme

LIGHT = "buyback-light"
DARK = "buyback-dark"

_LIGHT = Theme(
    name=LIGHT,
    dark=False,
    primary="#0B3C8C",
    secondary="#374151",
    accent="#7A2E00",
    foreground="#0A0A0A",
    background="#FFFFFF",
    surface="#FFFFFF",
    panel="#E8EBF0",
    boost="#E8EBF0",
    error="#A30014",
    success="#005C27",
    warning="#7A4100",
    text_alpha=1.0,
    variables={
        "text-muted": "#33383F",
        "text-disabled": "#4B5158",
        "border": "#0B3C8C",
        "border-blurred": "#6B7280",
        "block-cursor-background": "#0B3C8C",
        "block-cursor-foreground": "#FFFFFF",
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": "#CFDCF5",
        "block-cursor-blurred-foreground": "#0A0A0A",
        "block-cursor-blurred-text-style": "none",
        "input-cursor-background": "#0A0A0A",
        "input-cursor-foreground": "#FFFFFF",
        "input-selection-background": "#CFDCF5",
        "input-selection-foreground": "#0A0A0A",
        "footer-background": "#E8EBF0",
        "footer-foreground": "#0A0A0A",
        "footer-item-background": "#E8EBF0",
        "footer-key-background": "#E8EBF0",
        "footer-key-foreground": "#0B3C8C",
        "footer-description-background": "#E8EBF0",
        "footer-description-foreground": "#0A0A0A",
        "bar-background": "#0B3C8C",
        "bar-foreground": "#FFFFFF",
        "bar-warning": "#FFD75F",
        "bar-error": "#FFD0D0",
    },
)

_DARK = Theme(
    name=DARK,
    dark=True,
    primary="#8AB8FF",
    secondary="#C9D1D9",
    accent="#FFC46B",
    foreground="#F5F5F5",
    background="#0C0D10",
    surface="#0C0D10",
    panel="#23262D",
    boost="#23262D",
    error="#FF9C9C",
    success="#7EE2A0",
    warning="#FFC46B",
    text_alpha=1.0,
    variables={
        "text-muted": "#C9D1D9",
        "text-disabled": "#AEB6C0",
        "border": "#8AB8FF",
        "border-blurred": "#7D8590",
        "block-cursor-background": "#8AB8FF",
        "block-cursor-foreground": "#0A0A0A",
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": "#2C3E5C",
        "block-cursor-blurred-foreground": "#F5F5F5",
        "block-cursor-blurred-text-style": "none",
        "input-cursor-background": "#F5F5F5",
        "input-cursor-foreground": "#0A0A0A",
        "input-selection-background": "#2C3E5C",
        "input-selection-foreground": "#F5F5F5",
        "footer-background": "#23262D",
        "footer-foreground": "#F5F5F5",
        "footer-item-background": "#23262D",
        "footer-key-background": "#23262D",
        "footer-key-foreground": "#8AB8FF",
        "footer-description-background": "#23262D",
        "footer-description-foreground": "#F5F5F5",
        "bar-background": "#23375A",
        "bar-foreground": "#FFFFFF",
        "bar-warning": "#FFD75F",
        "bar-error": "#FFB4B4",
    },
)

THEMES = (_LIGHT, _DARK)


def other(name: str) -> str:
    """The theme to switch to from this one."""
    return DARK if name == LIGHT else LIGHT


def defaults() -> dict[str, str]:
    """The colours of the header, for any theme that lacks them."""
    return {name: value for name, value in _DARK.variables.items() if name.startswith("bar-")}
