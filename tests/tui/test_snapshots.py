"""What a clerk sees, pinned as pictures. Look at them before accepting new ones: `pytest tests/tui --snapshot-update`.

The README shows two of them. The clock, the ledger and the rate are fixed; nothing depends on the machine.
"""

import secrets
import shutil
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from conftest import SETTINGS, Clerk, with_pins
from samples import AT, BY, SITE, act, open_sample, take_in
from textual.pilot import Pilot
from textual.widgets import Input

from buyback import desk, i18n
from buyback.demo import make_demo
from buyback.facts import Settlement
from buyback.store.engine import open_store
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
WAITING = ("open", "job", "lock", "morning")
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
    """The demo ledger, with the same key each time, from which its digests follow."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(secrets, "token_bytes", bytes)
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


@BOTH
def test_a_hand_over_being_checked(snap_compare: Snap, morning: str, language: str, size: Size) -> None:
    """The list that came back signed, item by item."""
    store = open_store(morning)
    tags = take_in(store, "cartridge:250:donated", "magazine:4:donated", draft_id="boxes").item_ids
    desk.hand_over(store, tags, act("E-1"), by=BY, at=AT)
    store.close()
    with app_on(morning, language) as app:
        run = after("f3", "f12", "enter", shown="CheckList")
        assert snap_compare(app, terminal_size=size, run_before=run)


# --- people -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def pinned_morning(morning: str) -> str:
    """The same, in which everybody has a PIN."""
    with_pins(morning)
    return morning


@BOTH
def test_signing_in(snap_compare: Snap, pinned_morning: str, language: str, size: Size) -> None:
    """Who works proves it; nothing of the ledger is seen before."""
    with app_on(pinned_morning, language) as app:
        run = after("4071", shown="SignIn", chain=False)
        assert snap_compare(app, terminal_size=size, run_before=run)


@BOTH
def test_a_locked_terminal(snap_compare: Snap, pinned_morning: str, language: str, size: Size) -> None:
    """What was typed is kept, and covered."""

    async def run(pilot: Pilot[object]) -> None:
        clerk = Clerk(pilot)
        await clerk.sign_in()
        await clerk.type("cuerno")
        await clerk.press("enter", "ctrl+k")
        await clerk.until_shown("SignIn")
        await still(clerk)

    with app_on(pinned_morning, language) as app:
        assert snap_compare(app, terminal_size=size, run_before=run)


@BOTH
def test_a_void_that_a_supervisor_approves(
    snap_compare: Snap, pinned_morning: str, language: str, size: Size
) -> None:
    """The second PIN stands in the same dialog."""

    async def run(pilot: Pilot[object]) -> None:
        clerk = Clerk(pilot)
        await clerk.sign_in()
        await clerk.press("shift+tab", "enter")
        await clerk.until_shown("DropOffDetail")
        await clerk.press("v")
        await clerk.until_shown("Void")
        await clerk.type("dos veces")
        await still(clerk)

    with app_on(pinned_morning, language) as app:
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


@BOTH
def test_the_operators_of_the_demo(snap_compare: Snap, demo: str, language: str, size: Size) -> None:
    """Who works here, and as what."""
    with app_on(demo, language, site=DEMO_SITE, at=DEMO_AT) as app:
        assert snap_compare(app, terminal_size=size, run_before=after("f11", "o", shown="Operators"))


@BOTH
def test_the_forms_of_the_demo(snap_compare: Snap, demo: str, language: str, size: Size) -> None:
    """The blank forms, and which of them are still out."""

    async def run(pilot: Pilot[object]) -> None:
        clerk = Clerk(pilot)
        await clerk.idle()
        await clerk.press("f5", "ctrl+f")
        await clerk.until_shown("FormsOut")
        await still(clerk)

    with app_on(demo, language, site=DEMO_SITE, at=DEMO_AT) as app:
        assert snap_compare(app, terminal_size=size, run_before=run)


@BOTH
def test_what_the_receiver_did_not_find(snap_compare: Snap, demo: str, language: str, size: Size) -> None:
    """An item on its way, and what became of it."""
    with app_on(demo, language, site=DEMO_SITE, at=DEMO_AT) as app:
        run = after("f3", "f12", "enter", shown="Resolve")
        assert snap_compare(app, terminal_size=size, run_before=run)


@BOTH
def test_a_day_that_was_left_open(snap_compare: Snap, demo: str, language: str, size: Size) -> None:
    """The first thing that the next morning shows."""
    with app_on(demo, language, site=DEMO_SITE, at=DEMO_AT + timedelta(days=1)) as app:
        run = after(shown="CloseOpen", chain=False)
        assert snap_compare(app, terminal_size=size, run_before=run)


@BOTH
def test_the_paper_of_yesterday(snap_compare: Snap, demo: str, language: str, size: Size) -> None:
    """The checkpoint that is being typed from the signed act."""
    with app_on(demo, language, site=DEMO_SITE, at=DEMO_AT) as app:
        run = after("f4", "m", "d1 301 9f2c", shown="ComparePaper")
        assert snap_compare(app, terminal_size=size, run_before=run)


# --- the auditor ------------------------------------------------------------------------------------------------------


@BOTH
def test_a_search_of_the_ledger(snap_compare: Snap, demo: str, language: str, size: Size) -> None:
    """Words in any order, and how they were understood."""
    with app_on(demo, language, site=DEMO_SITE, at=DEMO_AT) as app:
        assert snap_compare(app, terminal_size=size, run_before=after("f5", "revolver >8000 luis"))


@BOTH
def test_the_life_of_an_item(snap_compare: Snap, demo: str, language: str, size: Size) -> None:
    """A weapon from its first entry to its last, and what the audit finds of it."""
    with app_on(demo, language, site=DEMO_SITE, at=DEMO_AT) as app:
        run = after("f5", "2/1", "enter", "e", shown="ItemDetail")
        assert snap_compare(app, terminal_size=size, run_before=run)


@BOTH
def test_the_audit_of_the_demo(snap_compare: Snap, demo: str, language: str, size: Size) -> None:
    """Every finding, and what the one under the cursor means."""

    async def run(pilot: Pilot[object]) -> None:
        await audited(Clerk(pilot))

    with app_on(demo, language, operator="elena", site=DEMO_SITE, at=DEMO_AT) as app:
        assert snap_compare(app, terminal_size=size, run_before=run)


@BOTH
def test_a_finding_with_its_entries(snap_compare: Snap, demo: str, language: str, size: Size) -> None:
    """What it means, how sure it is, and on which entries it rests."""

    async def run(pilot: Pilot[object]) -> None:
        await audited(Clerk(pilot), "enter", shown="FindingDetail")

    with app_on(demo, language, operator="elena", site=DEMO_SITE, at=DEMO_AT) as app:
        assert snap_compare(app, terminal_size=size, run_before=run)


@BOTH
def test_a_sample_being_looked_for(snap_compare: Snap, demo: str, language: str, size: Size) -> None:
    """The list that is walked along the shelf: one was found, one was not."""
    store = open_store(demo)
    desk.draw_sample(store, 8, 4711, by="elena", at=DEMO_AT, site=DEMO_SITE)
    store.close()

    async def run(pilot: Pilot[object]) -> None:
        keys = ("m", "enter", "tab", "tab", "space", "down", "space", "space")
        await audited(Clerk(pilot), *keys, shown="SampleCheck")

    with app_on(demo, language, operator="elena", site=DEMO_SITE, at=DEMO_AT) as app:
        assert snap_compare(app, terminal_size=size, run_before=run)


@BOTH
def test_the_entries_behind_a_figure(snap_compare: Snap, demo: str, language: str, size: Size) -> None:
    """What was paid out of the cash box since its float, entry by entry."""

    async def run(pilot: Pilot[object]) -> None:
        clerk = Clerk(pilot)
        await clerk.idle()
        await clerk.press("f6")
        await clerk.until_shown("TillScreen")
        await still(clerk)
        await clerk.press("b", "up", "up", "up", "up", "enter")
        await clerk.until_shown("EntriesBehind")
        await still(clerk)

    with app_on(demo, language, site=DEMO_SITE, at=DEMO_AT) as app:
        assert snap_compare(app, terminal_size=size, run_before=run)


async def audited(clerk: Clerk, *keys: str, shown: str = "AuditScreen") -> None:
    """Go to the audit, press keys, then hold everything still."""
    await clerk.idle()
    await clerk.press("f5")
    await clerk.until_shown("LedgerScreen")
    await clerk.press("ctrl+a")
    await clerk.until_shown("AuditScreen")
    await still(clerk)
    for key in keys:
        await clerk.press(key)
    await clerk.until_shown(shown)
    await still(clerk)
