"""What a clerk sees, pinned as pictures. Look at them before accepting new ones: `pytest tests/tui --snapshot-update`.

The README shows two of them. The clock, the ledger and the rate are fixed; nothing depends on the machine.
"""

import shutil
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from conftest import SETTINGS, Clerk
from samples import AT, BY, SITE, open_sample, take_in
from textual.pilot import Pilot
from textual.widgets import Input

from buyback import i18n
from buyback.demo import make_demo
from buyback.facts import Settlement
from buyback.tui.app import BuybackApp

Snap = Callable[..., bool]
Size = tuple[int, int]

DEMO_SITE = "santiago-tlatelolco"
DEMO_AT = datetime(2025, 2, 23, 22, 10, tzinfo=UTC)
"""After the last visit of the demo's last day at that site."""

SMALL, LARGE = (80, 24), (120, 40)
BOTH = pytest.mark.parametrize(
    ("language", "size"),
    [pytest.param("es", SMALL, id="es-80x24"), pytest.param("en", LARGE, id="en-120x40")],
)
ALL_FOUR = pytest.mark.parametrize(
    ("language", "size"),
    [
        pytest.param(language, size, id=f"{language}-{size[0]}x{size[1]}")
        for language in ("es", "en")
        for size in (SMALL, LARGE)
    ],
)
MORNING: tuple[tuple[str, Settlement], ...] = (
    ("revolver:serial=J48213", "cash"),
    ("ak-47:serial=1983 KM 4471", "cash"),
    ("pistol-9mm:serial=G7-5518", "voucher"),
    ("machine-gun:u:serial=M60-118", "later"),
    ("war-toy:3", "none"),
    ("ghost-gun", "cash"),
)
"""What was taken in before the picture is taken, one drop-off each, six minutes apart."""
WAITING = ("open", "job")
"""The groups of workers that wait for a person's answer to a dialog."""
TYPED = ("cuerno", "enter", "f9", "AK 1032", "enter", "revolver", "enter", "r", "1", "5")


@pytest.fixture(scope="session")
def morning_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample ledger after a few drop-offs."""
    path = tmp_path_factory.mktemp("morning") / "ledger.db"
    store = open_sample(str(path))
    for number, (item, settlement) in enumerate(MORNING):
        at = AT - timedelta(minutes=6 * (len(MORNING) - number))
        take_in(store, item, settlement=settlement, at=at, draft_id=f"morning-{number}")
    store.close()
    return path


@pytest.fixture
def morning(morning_file: Path, tmp_path: Path) -> str:
    """A copy of it for the test."""
    return str(shutil.copy(morning_file, tmp_path))


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo ledger."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    make_demo(str(path))
    return path


@pytest.fixture
def demo(demo_file: Path, tmp_path: Path) -> str:
    """A copy of it for the test."""
    return str(shutil.copy(demo_file, tmp_path))


@contextmanager
def app_on(
    where: str, language: str, *, operator: str = BY, site: str = SITE, at: datetime = AT
) -> Iterator[BuybackApp]:
    """The app, not yet running; afterwards its ledger is closed."""
    settings = replace(SETTINGS, language=language)
    app = BuybackApp(where, settings=settings, operator=operator, site=site, clock=lambda: at)
    yield app
    if app.session is not None:
        app.session.store.close()
    i18n.set_language("en")


def after(*keys: str, shown: str = "", chain: bool = True) -> Callable[[Pilot[object]], Awaitable[None]]:
    """Press keys (more than one letter that is no key's name is typed), then hold everything still."""

    async def run(pilot: Pilot[object]) -> None:
        clerk = Clerk(pilot)
        if chain:
            await clerk.idle()
        for key in keys:
            is_key = key == "enter" or (key[0] == "f" and key[1:].isdigit())
            await (clerk.press(key) if is_key else clerk.type(key))
        if shown:
            await clerk.until_shown(shown)
        await still(clerk)

    return run


async def still(clerk: Clerk) -> None:
    """Wait until nothing is being read and the screen has not changed for a while; the cursor stands lit."""
    for field in clerk.app.screen.query(Input):
        field.cursor_blink = False
    before = ""
    for _try in range(400):
        await clerk.pilot.pause(0.05)
        reading = [
            worker for worker in clerk.app.workers if worker.is_running and worker.group not in WAITING
        ]
        if not reading and before == clerk.seen():
            return
        before = clerk.seen()
    raise AssertionError(f"it never holds still: {before}")


# --- the desk ---------------------------------------------------------------------------------------------------------


@BOTH
def test_first_run(
    snap_compare: Snap, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, language: str, size: Size
) -> None:
    """The set-up, as a person meets it who has no ledger yet."""
    monkeypatch.setenv("HOME", str(tmp_path))
    with app_on("~/.local/share/buyback/ledger.db", language, operator="", site="") as app:
        assert snap_compare(app, terminal_size=size, run_before=after(shown="SetUp", chain=False))


@BOTH
def test_idle_desk(snap_compare: Snap, morning: str, language: str, size: Size) -> None:
    """The desk between two people: the types with their amounts, and what was taken in today."""
    with app_on(morning, language) as app:
        assert snap_compare(app, terminal_size=size, run_before=after())


@ALL_FOUR
def test_a_drop_off_being_typed(snap_compare: Snap, morning: str, language: str, size: Size) -> None:
    """Two weapons are on the form with their pesos and dollars, a third is being looked for."""
    with app_on(morning, language) as app:
        assert snap_compare(app, terminal_size=size, run_before=after(*TYPED))


@BOTH
def test_the_receipt(
    snap_compare: Snap, monkeypatch: pytest.MonkeyPatch, morning: str, language: str, size: Size
) -> None:
    """The folio, the cash to hand out and the tags to write."""
    # the check code follows from the draft id
    monkeypatch.setattr("buyback.tui.screens.desk.uuid4", lambda: "5f0c1d7e-0000-4000-8000-000000000001")
    with app_on(morning, language) as app:
        run = after("cuerno", "enter", "revolver", "enter", "f8", "enter", shown="Receipt")
        assert snap_compare(app, terminal_size=size, run_before=run)


# --- the demo, on its last day at one of its sites --------------------------------------------------------------------


@BOTH
def test_custody_of_the_demo(snap_compare: Snap, demo: str, language: str, size: Size) -> None:
    """What is held, how old it is, and the acts by which it leaves."""
    with app_on(demo, language, site=DEMO_SITE, at=DEMO_AT) as app:
        assert snap_compare(app, terminal_size=size, run_before=after("f3"))


@BOTH
def test_the_day_of_the_demo(snap_compare: Snap, demo: str, language: str, size: Size) -> None:
    """The summary of a day with its chart."""
    with app_on(demo, language, site=DEMO_SITE, at=DEMO_AT) as app:
        assert snap_compare(app, terminal_size=size, run_before=after("f4"))


@BOTH
def test_the_ledger_of_the_demo(snap_compare: Snap, demo: str, language: str, size: Size) -> None:
    """Every drop-off, the newest first."""
    with app_on(demo, language, site=DEMO_SITE, at=DEMO_AT) as app:
        assert snap_compare(app, terminal_size=size, run_before=after("f5"))


@BOTH
def test_tables_and_rates(snap_compare: Snap, demo: str, language: str, size: Size) -> None:
    """The payout table that pays, the rates, the sites and operators."""
    with app_on(demo, language, site=DEMO_SITE, at=DEMO_AT) as app:
        assert snap_compare(app, terminal_size=size, run_before=after("f11"))


@BOTH
def test_the_till_of_the_demo(snap_compare: Snap, demo: str, language: str, size: Size) -> None:
    """The formula of the cash box, the movements of the day and the open vouchers."""
    with app_on(demo, language, site=DEMO_SITE, at=DEMO_AT) as app:
        assert snap_compare(app, terminal_size=size, run_before=after("f6"))


@BOTH
def test_counting_the_box_of_the_demo(snap_compare: Snap, demo: str, language: str, size: Size) -> None:
    """A count under way: nothing beside it says what should be there."""
    with app_on(demo, language, site=DEMO_SITE, at=DEMO_AT) as app:
        run = after("f6", "c", "12", "enter", "7", shown="Count")
        assert snap_compare(app, terminal_size=size, run_before=run)


@BOTH
def test_giving_a_voucher(snap_compare: Snap, demo: str, language: str, size: Size) -> None:
    """The last look, with the code that the giver has typed once."""
    with app_on(demo, language, site=DEMO_SITE, at=DEMO_AT) as app:
        run = after("revolver", "enter", "f8", "f7", "4071", shown="Payment")
        assert snap_compare(app, terminal_size=size, run_before=run)


@BOTH
def test_the_close_of_the_demo(snap_compare: Snap, demo: str, language: str, size: Size) -> None:
    """The three sums of the day that is still open, and what hinders its close."""
    with app_on(demo, language, site=DEMO_SITE, at=DEMO_AT) as app:
        run = after("f4", "f8", shown="CloseScreen")
        assert snap_compare(app, terminal_size=size, run_before=run)
