"""What a test need not do twice: read a style sheet that has been read, paint a screen that still changes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from textual._compositor import Compositor
from textual.app import App
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.pilot import Pilot

_render_update = Compositor.render_update


@contextmanager
def style_sheets_once() -> Iterator[None]:
    """A style sheet is read once for each theme's colours and not by every app that starts: rules do not change."""
    kept: dict[tuple[object, ...], list[RuleSet]] = {}
    parse_rules = Stylesheet._parse_rules

    def parsed_once(sheet: Stylesheet, css: str, *words: object, **named: object) -> list[RuleSet]:
        key = (css, words, *sorted(named.items()), "of", *sorted(sheet._variables.items()))
        if key not in kept:
            kept[key] = parse_rules(sheet, css, *words, **named)  # type: ignore[arg-type]
        return kept[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", parsed_once)
        yield


@contextmanager
def painted_at_each_pause() -> Iterator[None]:
    """All that has changed is painted where a test pauses, after each key; not sixty times a second meanwhile."""
    pause = Pilot.pause

    def later(compositor: Compositor, full: bool = False, **named: Any) -> object:
        return _render_update(compositor, full, **named) if full else None

    async def painted(pilot: Pilot[Any], delay: float | None = None) -> None:
        await pause(pilot, delay)
        paint(pilot.app)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Compositor, "render_update", later)
        patch.setattr(Pilot, "pause", painted)
        yield


def paint(app: App[Any]) -> None:
    """Paint what has changed on the top screen since it was painted last."""
    if app.is_running:
        _render_update(app.screen._compositor, screen_stack=app._background_screens)
