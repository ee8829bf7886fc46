"""What is switched in the app is there at the next start."""

from pathlib import Path

import pytest
from conftest import SETTINGS
from samples import AT, BY, SITE

from buyback import config
from buyback.tui.app import BuybackApp


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A settings file that a person wrote."""
    path = tmp_path / "config.toml"
    path.write_text(
        '# ours\ntheme = "buyback-light"\nrate_max_age_days = 2\n\n[keymap]\n"desk.receive" = "f6"\n'
    )
    monkeypatch.setenv("BUYBACK_CONFIG", str(path))
    return path


def test_a_setting_is_kept_beside_the_others(file: Path) -> None:
    """The setting has its new value; comments, other settings and the keymap stay."""
    config.remember("theme", "buyback-dark")
    config.remember("language", "es")
    found = config.load()
    assert (found.theme, found.rate_max_age_days, found.keymap) == ("buyback-dark", 2, {"desk.receive": "f6"})
    assert "# ours" in file.read_text()
    assert file.read_text().count("theme") == 1


async def test_the_theme_is_remembered(file: Path, where: str) -> None:
    """Ctrl+T switches the theme and writes it down."""
    app = BuybackApp(
        where, settings=SETTINGS, operator=BY, site=SITE, clock=lambda: AT, remember=config.remember
    )
    async with app.run_test() as pilot:
        await pilot.press("ctrl+t")
    assert config.load().theme == "buyback-dark"
