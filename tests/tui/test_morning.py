"""The morning: an earlier open day comes first, then the paper of the last close, typed or scanned."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from close_story import DAY_BEFORE, TODAY, YESTERDAY, at_on, close, count, work
from conftest import SETTINGS, Clerk, Run, both_engines
from samples import AT, BY, OTHER_SITE
from textual.events import Key
from tui_story import facts

from buyback import desk, errors, i18n
from buyback.chain import Checkpoint
from buyback.facts import CloseCompared
from buyback.rules import Pin
from buyback.store.engine import Store, open_store
from buyback.tui import morning
from buyback.tui.screens.close import CloseScreen
from buyback.tui.screens.day import DayScreen

LATER = AT + timedelta(days=1)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    yield
    i18n.set_language("en")


@pytest.fixture
def opened(ledger_url: str) -> Iterator[Store]:
    """The ledger of the test on either engine; the site worked yesterday."""
    store = open_store(ledger_url)
    work(store, YESTERDAY, opens=True)
    yield store
    store.close()


@pytest.fixture
def paper(opened: Store) -> Checkpoint:
    """Yesterday is closed; what its signed paper says."""
    return close(opened, YESTERDAY).checkpoint


def typed(paper: Checkpoint, *, seq: int = 0, digest: str = "") -> str:
    """As a person types it: capitals, groups of four, the first four of them."""
    letters = digest or paper.digest
    groups = " ".join(letters[start : start + 4] for start in range(0, 16, 4))
    return f"{paper.ledger} {seq or paper.seq} {groups}".upper()


def other(digest: str) -> str:
    """The digest with another first letter."""
    return ("0" if digest[0] != "0" else "1") + digest[1:]


def outcomes(where: str) -> list[bool]:
    """What the comparisons in the log say."""
    return [fact.agrees for fact in facts(where) if isinstance(fact, CloseCompared)]


async def day_screen(clerk: Clerk) -> str:
    """What the Day screen says on top of it; "" where nothing stands there."""
    await clerk.press("f4")
    await clerk.until_shown("DayScreen")
    screen = clerk.app.screen
    assert isinstance(screen, DayScreen)
    await clerk.until(lambda: screen.data is not None)
    await clerk.pilot.pause()
    line = screen.query_one("#day-open")
    return str(line.render()) if line.display else ""


# --- the paper ----------------------------------------------------------------------------------------------------------


@both_engines
async def test_yesterday_is_still_yesterday(run: Run, ledger_url: str, paper: Checkpoint) -> None:
    """The app asks when it opens; four groups in capitals are enough; it says so, records it, and asks no more."""
    async with run(at=ledger_url, morning=True) as clerk:
        await clerk.until_shown("ComparePaper")
        assert "Is Mon 17 Feb 2025 still the day that was signed?" in clerk.seen()
        assert paper.digest[:4] not in clerk.seen()
        await clerk.type(typed(paper))
        await clerk.press("enter")
        await clerk.until_shown("PaperCompared")
        assert "The paper agrees" in clerk.seen()
        assert "that day is still the one that was signed." in clerk.seen()
        assert "Read it again" not in clerk.seen()
        await clerk.press("enter")
        await clerk.until_shown("DeskScreen")
        assert await day_screen(clerk) == ""
    assert outcomes(ledger_url) == [True]
    async with run(at=ledger_url, morning=True) as clerk:
        assert type(clerk.app.screen).__name__ == "DeskScreen"


async def test_a_scanner_types_the_whole_code_and_enter(run: Run, ledger_url: str, paper: Checkpoint) -> None:
    """A code that was scanned over a first try that was refused counts alone."""
    async with run(at=ledger_url, morning=True) as clerk:
        await clerk.until_shown("ComparePaper")
        await clerk.type("A1 99")
        await clerk.press("enter")
        await clerk.until(lambda: isinstance(clerk.app.screen.refusal, errors.BadPaper))  # type: ignore[attr-defined]
        await clerk.until(lambda: clerk.app.focused is not None and clerk.app.focused.id == "paper")
        await clerk.type(str(paper))
        await clerk.press("enter")
        await clerk.until_shown("PaperCompared")
    assert outcomes(ledger_url) == [True]


async def test_what_cannot_be_read_is_not_recorded(
    run: Run, opened: Store, ledger_url: str, paper: Checkpoint
) -> None:
    """Nothing, half of it, another ledger's, an earlier day's: the field keeps what was typed, and the log nothing."""
    work(opened, TODAY)
    last = close(opened, TODAY).checkpoint
    async with run(at=ledger_url, clock=LATER, morning=True) as clerk:
        await clerk.until_shown("ComparePaper")
        for text, kind in (
            ("", errors.TextMissing),
            (f"{last.ledger} {last.seq}", errors.BadPaper),
            (f"B7 {last.seq} {last.digest}", errors.CheckpointElsewhere),
            (typed(paper), errors.PaperOfEarlierDay),
        ):
            await clerk.press("end", "ctrl+u")
            await clerk.type(text)
            await clerk.press("enter")
            await clerk.until(lambda kind=kind: isinstance(clerk.app.screen.refusal, kind))  # type: ignore[attr-defined,misc]
            await clerk.until(lambda: clerk.app.focused is not None and clerk.app.focused.id == "paper")
            await clerk.until(lambda: clerk.app.screen.is_ready)  # type: ignore[attr-defined]
            assert clerk.app.focused.value == text  # type: ignore[union-attr]
    assert outcomes(ledger_url) == []


async def test_letters_that_are_all_digits_are_no_telephone(
    run: Run, ledger_url: str, paper: Checkpoint
) -> None:
    """A code of a paper is compared whatever it is made of: a true one may be eight digits in a row."""
    async with run(at=ledger_url, morning=True) as clerk:
        await clerk.until_shown("ComparePaper")
        await clerk.type(typed(paper, digest="4187829641632415"))
        await clerk.press("enter")
        await clerk.until_shown("PaperCompared")
    assert outcomes(ledger_url) == [False]


async def test_a_misread_letter_is_marked_and_can_be_read_again(
    run: Run, ledger_url: str, paper: Checkpoint
) -> None:
    """The letter that differs has a mark below it; A asks again, and the right paper then agrees. Both are recorded."""
    async with run(at=ledger_url, morning=True) as clerk:
        await clerk.until_shown("ComparePaper")
        await clerk.type(typed(paper, digest=other(paper.digest)))
        await clerk.press("enter")
        await clerk.until_shown("PaperCompared")
        assert "The paper does NOT agree" in clerk.seen()
        lines = clerk.seen().splitlines()
        said = next(index for index, line in enumerate(lines) if f"Ledger   {paper.digest[:4]}" in line)
        assert lines[said].index(paper.digest[:4]) == lines[said + 1].index("^")
        assert lines[said + 1].count("^") == 1
        await clerk.press("a")
        await clerk.until_shown("ComparePaper")
        await clerk.type(typed(paper))
        await clerk.press("enter")
        await clerk.until_shown("PaperCompared")
        assert "The paper agrees" in clerk.seen()
        await clerk.press("escape")
        await clerk.until_shown("DeskScreen")
        assert not clerk.said()
    assert outcomes(ledger_url) == [False, True]


async def test_a_wrong_paper_is_an_alarm_that_stays(run: Run, ledger_url: str, paper: Checkpoint) -> None:
    """The number of another entry: both sides are shown; it stands on the Day screen, and is said again at each start."""
    async with run(at=ledger_url, morning=True, notifications=True) as clerk:
        await clerk.until_shown("ComparePaper")
        await clerk.type(typed(paper, seq=paper.seq - 1))
        await clerk.press("enter")
        await clerk.until_shown("PaperCompared")
        assert f"That day was closed by entry {paper.seq}" in clerk.seen()
        await clerk.press("enter")
        await clerk.until(lambda: "does NOT agree with the ledger" in clerk.said())
        alarm = next(one for one in clerk.app._notifications if "NOT agree" in one.message)
        assert (alarm.severity, alarm.timeout >= 60) == ("error", True)
        assert "did NOT agree with the ledger. M compares it again." in await day_screen(clerk)
    assert outcomes(ledger_url) == [False]
    async with run(at=ledger_url, morning=True, notifications=True) as clerk:
        await clerk.until(lambda: "does NOT agree with the ledger" in clerk.said())
        assert type(clerk.app.screen).__name__ == "DeskScreen"


async def test_a_number_beyond_the_log_says_that_it_was_cut(
    run: Run, ledger_url: str, paper: Checkpoint
) -> None:
    """A paper of an entry that the log does not have."""
    async with run(at=ledger_url, morning=True) as clerk:
        await clerk.until_shown("ComparePaper")
        await clerk.type(typed(paper, seq=paper.seq + 500))
        await clerk.press("enter")
        await clerk.until_shown("PaperCompared")
        assert "which the ledger does not have" in clerk.seen()
        assert "there is no such entry" in clerk.seen()


async def test_it_can_be_put_off_and_is_still_there(run: Run, ledger_url: str, paper: Checkpoint) -> None:
    """Escape leads to work; the Day screen says that it is not compared yet, and M there asks again."""
    async with run(at=ledger_url, morning=True) as clerk:
        await clerk.until_shown("ComparePaper")
        await clerk.press("escape")
        await clerk.until_shown("DeskScreen")
        assert "The signed paper of Mon 17 Feb 2025 is not compared yet. M compares it." in await day_screen(
            clerk
        )
        await clerk.press("m")
        await clerk.until_shown("ComparePaper")
        await clerk.type(typed(paper))
        await clerk.press("enter")
        await clerk.until_shown("PaperCompared")
        await clerk.press("enter")
        await clerk.until_shown("DayScreen")
        await clerk.until(lambda: not clerk.app.screen.query_one("#day-open").display)
    assert outcomes(ledger_url) == [True]


async def test_nothing_closed_is_said(run: Run, where: str) -> None:
    """M at a site that never closed a day says that there is no paper to compare."""
    async with run(at=where, notifications=True) as clerk:
        await day_screen(clerk)
        await clerk.press("m")
        await clerk.until(lambda: "there is no signed paper to compare" in clerk.said())


async def test_on_the_evening_itself_nothing_is_asked(run: Run, ledger_url: str, paper: Checkpoint) -> None:
    """A close is compared when a new day has begun, not when the app is opened again on the same one."""
    async with run(at=ledger_url, clock=at_on(YESTERDAY, 7), morning=True, notifications=True) as clerk:
        assert type(clerk.app.screen).__name__ == "DeskScreen"
        await clerk.until(lambda: "is closed for Mon 17 Feb 2025" in clerk.said())


async def test_it_asks_in_spanish(run: Run, ledger_url: str, paper: Checkpoint) -> None:
    """Every sentence of the question and of its outcome."""
    async with run(at=ledger_url, morning=True, settings=replace(SETTINGS, language="es")) as clerk:
        await clerk.until_shown("ComparePaper")
        assert "¿El lun 17 feb 2025 sigue siendo el que se firmó?" in clerk.seen()
        await clerk.type(typed(paper))
        await clerk.press("enter")
        await clerk.until_shown("PaperCompared")
        assert "El acta coincide" in clerk.seen()


# --- an earlier open day --------------------------------------------------------------------------------------------------


@both_engines
async def test_an_earlier_open_day_comes_first(run: Run, opened: Store, ledger_url: str) -> None:
    """Before anything else it names the days and what is missing; Enter leads to the close of the oldest."""
    work(opened, DAY_BEFORE)
    async with run(at=ledger_url, morning=True) as clerk:
        await clerk.until_shown("CloseOpen")
        assert "Sun 16 Feb 2025 is still open: close it first" in clerk.seen()
        assert "Still open: Sun 16 Feb 2025, Mon 17 Feb 2025." in clerk.seen()
        missing = str(clerk.app.screen.query_one("#missing").render())
        assert missing.startswith(
            "To close Sun 16 Feb 2025: The cash box of Basílica de Guadalupe was not counted"
        )
        await clerk.press("enter")
        await clerk.until_shown("CloseScreen")
        screen = clerk.app.screen
        assert isinstance(screen, CloseScreen)
        await clerk.until(lambda: screen.data is not None and screen.data.found.day == DAY_BEFORE)
        await clerk.press("escape")
        await clerk.until_shown("DayScreen")


async def test_escape_goes_on_to_the_paper_and_then_to_work(
    run: Run, opened: Store, ledger_url: str, paper: Checkpoint
) -> None:
    """First the open day, then the paper of the close before it, then the desk; the Day screen names both."""
    work(opened, TODAY)
    async with run(at=ledger_url, clock=LATER, morning=True) as clerk:
        await clerk.until_shown("CloseOpen")
        assert "Tue 18 Feb 2025 is still open: close it first" in clerk.seen()
        await clerk.press("escape")
        await clerk.until_shown("ComparePaper")
        await clerk.press("escape")
        await clerk.until_shown("DeskScreen")
        said = await day_screen(clerk)
    assert "Still open: Tue 18 Feb 2025. F8 goes to the close." in said
    assert "The signed paper of Mon 17 Feb 2025 is not compared yet." in said


async def test_a_counted_day_lacks_only_the_signature(run: Run, opened: Store, ledger_url: str) -> None:
    """Nothing but a supervisor is missing, and the app says so."""
    count(opened, at_on(YESTERDAY, 6))
    async with run(at=ledger_url, morning=True) as clerk:
        await clerk.until_shown("CloseOpen")
        missing = str(clerk.app.screen.query_one("#missing").render())
        assert missing.endswith("only a supervisor's signature is missing.")


async def test_it_comes_after_the_sign_in(run: Run, opened: Store, ledger_url: str) -> None:
    """In a ledger with PINs nobody reads what is open before they have said who they are."""
    desk.set_pin(opened, BY, Pin("739104"), by=BY, at=AT)
    async with run(at=ledger_url, idle=False) as clerk:
        await clerk.until_shown("SignIn")
        await clerk.type("739104")
        await clerk.press("enter")
        await clerk.until_shown("CloseOpen")


async def test_another_site_and_another_day_are_asked_about(
    run: Run, opened: Store, ledger_url: str, paper: Checkpoint
) -> None:
    """Whoever changes the site, or leaves the app open overnight, is asked then; nothing twice."""
    work(opened, YESTERDAY, opens=True, site=OTHER_SITE)
    now = at_on(YESTERDAY, 7)

    def clock() -> datetime:
        return now

    async with run(at=ledger_url, clock=now, morning=True) as clerk:
        clerk.app.clock = clock
        assert type(clerk.app.screen).__name__ == "DeskScreen"
        now = AT
        await clerk.app._tick()
        await clerk.until_shown("ComparePaper")
        await clerk.press("escape")
        await clerk.until_shown("DeskScreen")
        await clerk.press("ctrl+g")
        await clerk.until_shown("Choose")
        await clerk.press("down", "enter")
        await clerk.until_shown("CloseOpen")
        assert "Catedral" in clerk.seen()
        await clerk.press("escape")
        await clerk.until_shown("DeskScreen")
        await clerk.app.refresh_session()
        await clerk.idle(morning=True)
        assert type(clerk.app.screen).__name__ == "DeskScreen"


async def test_it_waits_while_somebody_types(
    run: Run, opened: Store, ledger_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new day does not put a question over an open dialog; it comes when that is closed."""
    monkeypatch.setattr(morning, "_AGAIN_S", 0.05)
    now = at_on(YESTERDAY, 1)
    async with run(at=ledger_url, clock=now, morning=True) as clerk:
        await clerk.press("f10")
        await clerk.until_shown("RateDialog")
        await clerk.type("20.5")
        clerk.app.clock = lambda: AT
        await clerk.app._tick()
        await clerk.pilot.pause(0.3)
        assert type(clerk.app.screen).__name__ == "RateDialog"
        await clerk.press("escape")
        await clerk.until_shown("CloseOpen")


async def test_typing_ahead_does_not_answer_it(
    run: Run, opened: Store, ledger_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An Enter that was pressed before the question is seen was meant for the desk: it does not lead away from it."""
    goes_on, reconciled = threading.Event(), morning._reconciled

    def slowly(*args: object, **more: object) -> object:
        goes_on.wait(1)
        return reconciled(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(morning, "_reconciled", slowly)
    async with run(at=ledger_url, idle=False) as clerk:
        desk_screen = clerk.app.screen_stack[0]
        await clerk.until(lambda: getattr(desk_screen, "is_asking", False))
        clerk.app.post_message(Key("enter", "\r"))
        await clerk.pilot.pause(0.1)
        goes_on.set()
        await clerk.until_shown("CloseOpen")
        await clerk.pilot.pause(0.3)
        assert type(clerk.app.screen).__name__ == "CloseOpen"
        await clerk.press("escape")
        await clerk.until_shown("DeskScreen")
