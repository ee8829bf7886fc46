"""The Day screen: its figures are the report's, and every day, site and definition is reached by keys."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import Clerk, Run, Take, both_engines
from hypothesis import given
from hypothesis import strategies as st
from samples import AT, BY, COLLEAGUE, OTHER_SITE, SITE, TABLE, act, take_in
from textual.content import Content
from textual.widgets import Static

from buyback import desk, i18n, l10n, rates, report
from buyback.money import Money
from buyback.payout_table import PayoutTable, load_seed
from buyback.report import Summary
from buyback.store.engine import Store, open_store
from buyback.store.views import behind, totals
from buyback.store.views.totals import DayTotal
from buyback.tui.bars import FEWEST, bars, ticks, window
from buyback.tui.day_page import FigureLine
from buyback.tui.day_text import is_empty, summary_lines, title
from buyback.tui.days import WEEK, Days, until
from buyback.tui.screens.day import DayScreen
from buyback.tui.widgets.day_chart import BarChart, DayChart
from buyback.tui.widgets.figure_scroll import FigureScroll

TODAY = date(2025, 2, 18)
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def busy(where: str) -> Iterator[str]:
    """Two days at two sites: cash, a voucher, what is owed, a void, what the table does not price, a destruction."""
    store = open_store(where)
    before = AT - timedelta(days=1)
    first = take_in(store, "ak-47", "revolver", at=before)
    take_in(store, "pistol-9mm", settlement="voucher", at=before)
    take_in(store, "revolver", "cartridge:250:donated", "machine-gun:u", "ghost-gun:u")
    take_in(store, "shotgun:as=revolver", reason="carmen: nearest row", by=COLLEAGUE)
    take_in(store, "grenade:donated", settlement="later", site=OTHER_SITE)
    wrong = take_in(store, "p90", settlement="cash")
    desk.void(store, wrong.folio, reason="entered twice", recovered=Money(24_000_00), by=COLLEAGUE, at=AT)
    desk.destroy(store, first.item_ids, act(), by=BY, at=AT)
    store.close()
    yield where
    i18n.set_language("en")


def summarised(where: str, first: date, last: date, site: str = SITE, counting: str = "national") -> Summary:
    store = open_store(where)
    with store.reading() as db:
        found = report.summarise(db, first, last, site=site, counting=counting)
    store.close()
    return found


def written(summary: Summary, width: int) -> Content:
    """The whole summary in lines of `width` cells."""
    return Content("\n").join(summary_lines(summary, {}, width))


async def shown(
    clerk: Clerk, first: date, last: date, site: str = SITE, counting: str = "national"
) -> Summary:
    """The summary on the screen, once it is of these days, this site and this definition."""

    def is_it() -> bool:
        screen = clerk.app.screen
        if not isinstance(screen, DayScreen) or screen.data is None:
            return False
        found = screen.data.summary
        return (found.span.first, found.span.last, found.span.site, found.definition.code) == (
            first,
            last,
            site,
            counting,
        )

    await clerk.until(is_it)
    await clerk.pilot.pause()
    screen = clerk.app.screen
    assert isinstance(screen, DayScreen)
    assert screen.data is not None
    return screen.data.summary


def whole_text(clerk: Clerk) -> str:
    """The whole summary, what is scrolled away too, in one line."""
    scroll = clerk.app.screen.query_one(FigureScroll)
    return " ".join(scroll.text(100).plain.split())


# --- figures ----------------------------------------------------------------------------------------------------------


async def test_the_figures_are_those_of_the_report(run: Run, busy: str) -> None:
    """Today at this site: what `buyback summary` counts is what stands on the screen."""
    expected = summarised(busy, TODAY, TODAY)
    async with run(size=(120, 40)) as clerk:
        await clerk.press("f4")
        assert await shown(clerk, TODAY, TODAY) == expected
        text = whole_text(clerk)
    for counted in (*expected.types, *expected.classes):
        amounts = (l10n.amount(counted.mxn.amount_minor), l10n.amount(counted.usd.amount_minor))
        row = f"{counted.name} {counted.serviceable} {counted.unserviceable} {' '.join(amounts)}"
        assert row in text
    for counted in expected.counts:
        assert f"{counted.name_en} {counted.pieces}" in text
    assert f"Firearms, national {expected.firearms}" in text
    assert text.count("Firearms by the national definition: short and long") == 2
    assert "The payout table federal-2025 is not complete" in text
    assert "1 USD = 20.2852 MXN ECB, 18 Feb 2025" in text


async def test_who_did_what_stands_there_with_what_one_person_did_alone(run: Run, busy: str) -> None:
    """Each operator with each deed, and every warning that the command line and the paper have, in its colour."""
    found = summarised(busy, YESTERDAY, TODAY).people
    async with run(size=(120, 40)) as clerk:
        await clerk.press("f4", "a")
        await shown(clerk, YESTERDAY, TODAY)
        text = whole_text(clerk)
        lines = clerk.app.screen.query_one(FigureScroll).text(100)
    who = text.partition("Who did what number pesos ")[2]
    for one in found.did:
        assert f"{report.DEED_NAMES[one.deed]} {one.number}" in who
    assert who.startswith("ana drop-offs received 4 payments 3 ")
    warnings = report.concerns(found)
    assert len(warnings) == 3
    assert all(" ".join(warning.split()) in who for warning in warnings)
    start = lines.plain.index("ana received, paid and destroyed the same 2 items")
    assert any("warning" in str(span.style) for span in lines.spans if span.start <= start < span.end)


def test_a_day_with_a_warning_alone_is_not_empty(where: str) -> None:
    """A rate that somebody set and approved themselves is told, though nothing came in."""
    store = open_store(where)
    assert is_empty(summarised(where, TODAY, TODAY))
    desk.record_rate(store, rates.manual("20.5", TODAY, "boletín", AT), by=BY, at=AT)
    store.close()
    assert not is_empty(summarised(where, TODAY, TODAY))


async def test_money_is_valued_equals_paid_vouchers_owed_and_without_payment(run: Run, busy: str) -> None:
    """The parts add up, the cash of the day stands apart, and what a void brought back is said."""
    found = summarised(busy, YESTERDAY, TODAY)
    parts = (found.money.paid, found.money.voucher, found.money.owed, found.money.no_payment)
    assert sum(part.mxn.amount_minor for part in parts) == found.money.valued.mxn.amount_minor
    async with run(size=(120, 40)) as clerk:
        await clerk.press("f4", "a")
        await shown(clerk, YESTERDAY, TODAY)
        text = whole_text(clerk)
    names = ("= paid", "+ on voucher", "+ owed", "+ no payment")
    for name, part in zip(names, parts, strict=True):
        assert f"{name} {part.number} {l10n.amount(part.mxn.amount_minor)}" in text
    paid_out = l10n.amount(found.cash.paid_out.mxn.amount_minor)
    assert f"Left the cash box {found.cash.paid_out.number} {paid_out}" in text
    assert "came back through voids 24,000.00" in text
    assert f"Cash that is gone after voids {l10n.amount(found.cash.net.amount_minor)}" in text
    assert "lost 1,000.00" in text
    assert "Money advanced to the site is another figure" in text


async def test_voids_and_items_outside_the_table_are_listed_with_who_and_why(run: Run, busy: str) -> None:
    """A supervisor reads who voided what and why, and who valued a shotgun as a revolver."""
    async with run() as clerk:
        await clerk.press("f4")
        found = await shown(clerk, TODAY, TODAY)
        text = whole_text(clerk)
    assert f"{found.voids[0].folio} luis 25,000.00 24,000.00 entered twice" in text
    assert (
        "Shotgun 8,700.00 valued as Revolver, taken in by luis, approved by luis: carmen: nearest row" in text
    )
    assert "250 × Cartridge 0.00 donated, taken in by ana" in text


async def test_custody_comes_out_even_and_says_what_moved(run: Run, busy: str) -> None:
    """Received = destroyed + kept + handed over + held + returned, with every number."""
    async with run() as clerk:
        await clerk.press("f4", "left")
        await shown(clerk, YESTERDAY, YESTERDAY)
        assert "3 items received = 2 destroyed + 0 kept + 0 handed over + 1 held + 0 returned" in whole_text(
            clerk
        )
        assert "Difference 0" in whole_text(clerk)
        await clerk.press("right")
        await shown(clerk, TODAY, TODAY)
        assert "On these days: 2 destroyed, 2 pieces" in whole_text(clerk)


@pytest.fixture
def spanish() -> Iterator[None]:
    i18n.set_language("es")
    yield
    i18n.set_language("en")


@pytest.mark.usefixtures("spanish")
def test_one_and_many_are_told_apart_in_spanish(where: str) -> None:
    """One item and one piece are singular; more of them are plural."""
    store = open_store(where)
    one = take_in(store, "revolver")
    desk.destroy(store, one.item_ids, act("ACTA-1"), by=BY, at=AT)
    text = written(summarised(where, TODAY, TODAY), 100).plain
    assert "1 artículo recibido = 1 destruido + 0 en acervo" in text
    assert "En estos días: 1 destruido, 1 pieza\n" in f"{text}\n"
    more = take_in(store, "revolver", "revolver", "cartridge:401:donated")
    desk.destroy(store, more.item_ids[:2], act("ACTA-2"), by=BY, at=AT)
    store.close()
    text = written(summarised(where, TODAY, TODAY), 100).plain
    assert "4 artículos recibidos = 3 destruidos + 0 en acervo" in text
    assert "En estos días: 3 destruidos, 3 piezas" in text


@pytest.mark.parametrize("width", [60, 78, 118])
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_title_says_what_is_counted_at_any_width(busy: str, width: int, language: str) -> None:
    """The days and the definition are whole; a long name of a site gives way."""
    i18n.set_language(language)
    site = "Parroquia de Santiago Apóstol en Tlatelolco"
    found = summarised(busy, YESTERDAY, TODAY, counting="without-grenades")
    line = title(found, site, width)
    assert len(line) <= width
    assert line.endswith({"en": "Count: without grenades", "es": "Conteo: sin granadas"}[language])
    assert l10n.day(TODAY) in line
    assert (site in line) == (width == 118)


def test_a_difference_in_custody_is_red(busy: str) -> None:
    """Items that are not accounted for are said in words and in the colour of errors."""
    found = summarised(busy, TODAY, TODAY)
    wrong = replace(found, custody=replace(found.custody, held=found.custody.held - 2))
    text = written(wrong, 76)
    start = text.plain.index("Difference 2: items are not accounted for")
    assert any("error" in str(span.style) for span in text.spans if span.start <= start < span.end)
    assert "every item is accounted for" not in text.plain


@pytest.mark.parametrize("width", [40, 66, 76, 110])
@pytest.mark.parametrize("language", ["en", "es"])
def test_no_line_is_wider_than_its_place(busy: str, width: int, language: str) -> None:
    """Figures stay whole at any width; only names give way."""
    i18n.set_language(language)
    found = summarised(busy, YESTERDAY, TODAY, site="")
    if width >= 66:
        lines = written(found, width).plain.splitlines()
        assert max(map(len, lines)) <= width
    assert l10n.amount(found.money.valued.mxn.amount_minor) in written(found, width).plain


# --- which days ---------------------------------------------------------------------------------------------------------


async def test_keys_choose_the_days_the_sites_and_the_definition(run: Run, busy: str) -> None:
    """Left, right, week, campaign, today; this site and all; national and without grenades."""
    async with run() as clerk:
        await clerk.press("f4")
        await shown(clerk, TODAY, TODAY)
        await clerk.press("right")
        await shown(clerk, TODAY, TODAY)
        await clerk.press("left", "left")
        await shown(clerk, TODAY - timedelta(days=2), TODAY - timedelta(days=2))
        await clerk.press("w")
        await shown(clerk, TODAY - timedelta(days=8), TODAY - timedelta(days=2))
        await clerk.press("right")
        await shown(clerk, TODAY - timedelta(days=6), TODAY)
        await clerk.press("a")
        await shown(clerk, YESTERDAY, TODAY)
        await clerk.press("t", "s")
        at_all_sites = await shown(clerk, TODAY, TODAY, site="")
        assert "All sites" in clerk.seen()
        await clerk.press("n")
        without = await shown(clerk, TODAY, TODAY, site="", counting="without-grenades")
        assert at_all_sites.firearms == without.firearms + 1
        assert without == summarised(busy, TODAY, TODAY, site="", counting="without-grenades")
        assert "Firearms without grenades: short, long" in clerk.seen()
        await clerk.press("n")
        await shown(clerk, TODAY, TODAY, site="", counting="pen-guns-apart")
        assert "Firearms with pen guns apart" in clerk.seen()
        await clerk.press("n")
        await shown(clerk, TODAY, TODAY, site="")


async def test_a_figure_that_fell_stands_on_top(run: Run, where: str) -> None:
    """Yesterday's one drop-off is voided today: the screen of yesterday is not "nothing", it says what fell and why."""
    store = open_store(where)
    wrong = take_in(store, "ak-47", at=AT - timedelta(days=1))
    desk.void(store, wrong.folio, reason="typed twice", recovered=Money(25_000_00), by=BY, at=AT)
    store.close()
    async with run() as clerk:
        await clerk.press("f4", "left")
        found = await shown(clerk, YESTERDAY, YESTERDAY)
        assert (found.drop_offs, found.firearms) == (0, 0)
        seen = " ".join(clerk.seen().split())
        assert "Smaller than it was reported before" in seen
        assert "Firearms: 0 now, 1 at entry" in seen
        assert f"{wrong.folio}: Long arms 1, voided on 18 Feb 2025 by ana: typed twice" in whole_text(clerk)


async def test_what_a_table_does_not_tell_apart_is_said(run: Run, where: str) -> None:
    """Under the total that leaves pen guns out stands the table by which they cannot be told."""
    store = open_store(where)
    table = load_seed(TABLE).adopted
    rows = tuple(replace(row, counts_as="home-made") if row.code == "pen-gun" else row for row in table.rows)
    desk.adopt_table(store, PayoutTable(replace(table, rows=rows)), by=BY, at=AT)
    take_in(store, "pen-gun")
    store.close()
    async with run() as clerk:
        await clerk.press("f4", "n", "n")
        await shown(clerk, TODAY, TODAY, counting="pen-guns-apart")
        assert "The payout table federal-2025, by which 1 drop-off was taken in, does not keep" in whole_text(
            clerk
        )


async def test_what_a_sample_did_not_find_stands_in_red(run: Run, busy: str) -> None:
    """Also on a day on which nothing happened: it is looked for until somebody finds it."""
    store = open_store(busy)
    drawn = desk.draw_sample(store, 3, 4711, site=SITE, by=BY, at=AT)
    lost = drawn.items[0].item.id
    desk.check_sample(store, drawn.seq, (), (lost,), by=BY, at=AT)
    store.close()
    async with run() as clerk:
        await clerk.press("f4", "left", "left")
        found = await shown(clerk, TODAY - timedelta(days=2), TODAY - timedelta(days=2))
        assert found.drop_offs == 0
        text = whole_text(clerk)
        assert "Not found on the shelf" in text
        assert f"{lost} " in text
        assert f"not found since 18 Feb 2025 ({BY}, sample {drawn.seq})" in text


async def test_two_dates_are_typed_and_a_wrong_one_stays_to_be_mended(run: Run, busy: str) -> None:
    """A refusal stands in the dialog, and nothing typed is lost by it."""
    async with run() as clerk:
        await clerk.press("f4")
        await shown(clerk, TODAY, TODAY)
        await clerk.press("b")
        await clerk.until_shown("Span")
        await clerk.type("2025-02-31")
        await clerk.press("enter")
        assert "“2025-02-31” is not a date" in clerk.seen()
        await clerk.press("backspace", "backspace", "1", "7", "enter")
        await shown(clerk, YESTERDAY, TODAY)
        await clerk.press("b")
        await clerk.until_shown("Span")
        await clerk.press("down", "end", "backspace", "9", "enter")
        assert "is in the future" in clerk.seen()


async def test_a_day_without_anything_says_so_and_leads_on(run: Run, busy: str) -> None:
    """An empty day offers the last day with a drop-off; an empty ledger offers the desk."""
    async with run() as clerk:
        await clerk.press("f4", "left", "left")
        await shown(clerk, TODAY - timedelta(days=2), TODAY - timedelta(days=2))
        assert "Nothing was taken in or paid here on these days." in clerk.seen()
        assert "L   the last day with a drop-off here, Tue 18 Feb 2025" in clerk.seen()
        await clerk.press("l")
        await shown(clerk, TODAY, TODAY)


async def test_an_empty_ledger_leads_to_the_desk(run: Run) -> None:
    """Nothing was ever taken in: the screen says where that is done."""
    async with run() as clerk:
        await clerk.press("f4")
        await shown(clerk, TODAY, TODAY)
        assert "This ledger has no drop-off yet. F2 goes to the desk" in clerk.seen()


async def test_what_is_received_meanwhile_is_in_the_summary(run: Run) -> None:
    """A drop-off that was received at the desk stands in the summary when the screen is shown again."""
    async with run() as clerk:
        await clerk.press("f4")
        assert (await shown(clerk, TODAY, TODAY)).drop_offs == 0
        await clerk.press("f2", "a", "k", "enter", "f8", "enter")
        await clerk.until_shown("Receipt")
        await clerk.pilot.pause(0.5)
        await clerk.press("enter", "f4")
        await clerk.until(lambda: "1 drop-off " in clerk.seen())


async def test_the_keys_scroll_a_long_summary(run: Run, busy: str) -> None:
    """At 80x24 the whole summary is reached by Page Down and End."""
    async with run(size=(80, 24)) as clerk:
        await clerk.press("f4")
        await shown(clerk, TODAY, TODAY)
        assert "Rates used" not in clerk.seen()
        await clerk.press("end")
        await clerk.until(lambda: "Rates used" in clerk.seen())
        await clerk.press("home")
        await clerk.until(lambda: "By type" in clerk.seen())


async def test_the_language_changes_while_it_is_shown(run: Run, busy: str) -> None:
    """Names of types and days follow the language at once."""
    async with run() as clerk:
        await clerk.press("f4")
        await shown(clerk, TODAY, TODAY)
        assert "Revolver" in clerk.seen()
        await clerk.press("ctrl+l")
        await clerk.until(lambda: "Revólver" in clerk.seen())
        assert "mar 18 feb 2025" in clerk.seen()


# --- the chart ----------------------------------------------------------------------------------------------------------


async def test_the_chart_stands_beside_the_summary_where_there_is_room(run: Run, busy: str) -> None:
    """At 120x40 both are seen: pesos in thousands, pieces, and the days under them."""
    async with run(size=(120, 40)) as clerk:
        await clerk.press("f4")
        await shown(clerk, TODAY, TODAY)
        seen = clerk.seen()
        charts = list(clerk.app.screen.query(BarChart))
    assert "Thousands of pesos per day" in seen
    assert "Pieces per day" in seen
    assert "18 Feb" in seen
    assert "█" in seen
    assert [len(chart.heights) for chart in charts] == [FEWEST, FEWEST]
    assert charts[0].heights[-2:] == ((4_405_000, False), (2_947_500, True))
    assert charts[1].heights[-1] == (254, True)


async def test_at_80x24_a_key_changes_between_summary_and_chart(run: Run, busy: str) -> None:
    """C shows the chart in the summary's place, and the summary again."""
    async with run(size=(80, 24)) as clerk:
        await clerk.press("f4")
        await shown(clerk, TODAY, TODAY)
        assert "Thousands of pesos" not in clerk.seen()
        await clerk.press("c")
        assert "Thousands of pesos" in clerk.seen()
        assert "By type" not in clerk.seen()
        await clerk.press("left")
        await shown(clerk, YESTERDAY, YESTERDAY)
        await clerk.press("c")
        assert "By type" in clerk.seen()


@pytest.mark.parametrize(
    ("later_days", "keys", "words", "spanish", "has_bars"),
    [
        (1, (), "Nothing was taken in on Wed 19 Feb 2025.", "El mié 19 feb 2025 no se recibió nada.", True),
        (30, (), "Nothing was taken in on Thu 20 Mar 2025.", "El jue 20 mar 2025 no se recibió nada.", False),
        (30, ("w",), "from Fri 14 Mar 2025 to Thu 20 Mar 2025.", "Del vie 14 mar 2025 al jue 20 mar", False),
    ],
)
async def test_days_without_drop_offs_are_said_in_words(
    run: Run,
    busy: str,
    *,
    later_days: int,
    keys: tuple[str, ...],
    words: str,
    spanish: str,
    has_bars: bool,
) -> None:
    """In both languages, and instead of empty charts where no other day has a bar."""
    async with run(size=(120, 40), at=busy, clock=AT + timedelta(days=later_days)) as clerk:
        await clerk.press("f4", *keys)
        await clerk.until(lambda: words in chart_text(clerk))
        shown_charts = [chart.display for chart in clerk.app.screen.query(BarChart)]
        assert shown_charts == [has_bars, has_bars]
        assert ("Thousands of pesos" in clerk.seen()) == has_bars
        await clerk.press("ctrl+l")
        await clerk.until(lambda: spanish in chart_text(clerk))
        await clerk.press("ctrl+l", "l")
        await clerk.until(lambda: not clerk.app.screen.query_one("#nothing").display)


def chart_text(clerk: Clerk) -> str:
    """What stands in the place of bars."""
    says = clerk.app.screen.query_one("#nothing", Static)
    return str(says.content) if says.display else ""


async def test_days_of_donations_alone_have_an_axis_of_pesos(run: Run, take: Take) -> None:
    """Nothing was paid: the chart of pesos counts from zero, and the pieces have their bar."""
    take("cartridge:50:donated", settlement="none")
    async with run(size=(120, 40)) as clerk:
        await clerk.press("f4")
        await clerk.until(lambda: "Pieces per day" in clerk.seen())
        pesos = clerk.app.screen.query_one("#pesos-chart", BarChart)
        await clerk.until(lambda: "0┤" in pesos.plt.build())
        assert "█" not in pesos.plt.build()
        assert "█" in clerk.app.screen.query_one("#pieces-chart", BarChart).plt.build()


async def test_the_chart_is_loaded_only_when_it_is_shown(where: str, tmp_path: Path) -> None:
    """The idle desk does not pay for plotext."""
    import subprocess
    import sys

    code = "import buyback.tui.app, buyback.tui.screens.desk, sys; sys.exit('plotext' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


async def test_both_themes_draw_the_chart_in_their_own_colours(run: Run, busy: str) -> None:
    """Light and dark: the bars have the theme's colour, so that both can be read."""
    async with run(size=(120, 40)) as clerk:
        await clerk.press("f4")
        await shown(clerk, TODAY, TODAY)
        light = clerk.app.screen.query_one("#pesos-chart", BarChart).plt.build()
        await clerk.press("ctrl+t")
        await clerk.pilot.pause(0.1)
        dark = clerk.app.screen.query_one("#pesos-chart", BarChart).plt.build()
        assert clerk.app.screen.query_one(DayChart).bars
    assert light != dark


# --- read ---------------------------------------------------------------------------------------------------------------


@both_engines
def test_the_first_and_the_last_day_are_found_on_both_engines(ledger: Store) -> None:
    """Of all sites, of one, and of one where nothing was taken in yet."""
    with ledger.reading() as db:
        assert totals.business_days(db) is None
    take_in(ledger, at=AT - timedelta(days=1))
    take_in(ledger)
    with ledger.reading() as db:
        assert totals.business_days(db) == (YESTERDAY, TODAY)
        assert totals.business_days(db, SITE) == (YESTERDAY, TODAY)
        assert totals.business_days(db, OTHER_SITE) is None


# --- pure ---------------------------------------------------------------------------------------------------------------


def test_days_step_by_their_own_length_and_never_past_today() -> None:
    """A week steps by weeks; a day that reaches today goes on with it; the campaign has nothing before it."""
    week = Days(WEEK).stepped(-1, TODAY)
    assert week.span(TODAY, None) == (date(2025, 2, 5), date(2025, 2, 11))
    assert week.stepped(1, TODAY) == Days(WEEK)
    assert Days().stepped(5, TODAY) == Days()
    assert Days(0).stepped(-1, TODAY) == Days(0)
    assert Days(0).span(TODAY, date(2024, 10, 1)) == (date(2024, 10, 1), TODAY)
    assert Days(0).span(TODAY, None) == (TODAY, TODAY)
    assert until(YESTERDAY, TODAY, TODAY).span(TODAY + timedelta(days=1), None) == (
        TODAY,
        TODAY + timedelta(days=1),
    )
    assert Days(WEEK, date(1, 1, 3)).stepped(-1, TODAY).span(TODAY, None) == (date(1, 1, 1), date(1, 1, 1))


@given(st.integers(0, 10**9), st.integers(2, 12))
def test_ticks_are_round_and_reach_over_the_highest_bar(highest: int, most: int) -> None:
    """From zero, in equal steps of 1, 2 or 5 times a power of ten, few enough to be read."""
    found = ticks(highest, most)
    assert found[0] == 0
    assert found[-1] >= highest
    assert 2 <= len(found) <= most
    step = found[1]
    assert str(step).rstrip("0") in ("1", "2", "5")
    assert found == tuple(range(0, found[-1] + 1, step))


@given(
    st.dictionaries(st.integers(0, 800), st.integers(1, 10**6), max_size=40),
    st.integers(14, 60),
    st.booleans(),
)
def test_bars_hold_every_day_once(found: dict[int, int], most: int, late: bool) -> None:
    """However few bars fit, they hold everything, end to end, and there are no more than fit."""
    days = tuple(
        DayTotal(TODAY - timedelta(days=back), 1, pieces, Money(pieces * 100), Money(0))
        for back, pieces in found.items()
    )
    drawn = bars(days, TODAY if late else max((day.day for day in days), default=TODAY), most)
    assert 1 <= len(drawn) <= most
    assert sum(bar.pieces for bar in drawn) == sum(found.values())
    assert all(
        after.first - bar.first == timedelta(days=bar.length) for bar, after in itertools.pairwise(drawn)
    )
    assert window(TODAY, TODAY) == TODAY - timedelta(days=FEWEST - 1)


# --- behind the figures -----------------------------------------------------------------------------------------------


@both_engines
async def test_the_entry_behind_a_figure_in_two_keys(run: Run, ledger_url: str) -> None:
    """Down goes from figure to figure; Enter lists the entries that one is made of, Enter shows one as it was sealed."""
    store = open_store(ledger_url)
    first = take_in(store, "ak-47")
    take_in(store, "revolver")
    store.close()
    async with run(at=ledger_url) as clerk:
        await clerk.press("f4")
        await shown(clerk, TODAY, TODAY)
        lines = clerk.app.screen.query_one(FigureScroll)
        while lines.line is None or "AK-47" not in lines.line.plain:
            await clerk.press("down")
        await clerk.press("enter")
        await clerk.until_shown("EntriesBehind")
        assert first.folio in clerk.seen()
        assert [sealed.kind for sealed in clerk.app.screen.told] == ["DroppedOff"]  # type: ignore[attr-defined]
        await clerk.press("enter")
        await clerk.until_shown("EntryDetail")
        assert first.folio in clerk.seen()
        await clerk.press("escape")
        await clerk.until_shown("EntriesBehind")
        await clerk.press("escape")
        await clerk.until_shown("DayScreen")
        assert "AK-47" in lines.line.plain


async def test_a_figure_of_many_entries_arrives_in_pages(run: Run, where: str) -> None:
    """A hundred at first, the rest as the cursor comes near the end; the next day begins at its first figure again."""
    store = open_store(where)
    for _number in range(105):
        take_in(store, "war-toy", settlement="none")
    store.close()
    async with run() as clerk:
        await clerk.press("f4")
        await shown(clerk, TODAY, TODAY)
        await clerk.press("enter")
        await clerk.until_shown("EntriesBehind")
        await clerk.press(*["pagedown"] * 8)
        await clerk.until(lambda: len(clerk.app.screen.told) == 105)  # type: ignore[attr-defined]
        assert len({sealed.seq for sealed in clerk.app.screen.told}) == 105  # type: ignore[attr-defined]


async def test_every_figure_line_of_a_summary_lists_entries(run: Run, busy: str) -> None:
    """None leads nowhere, at any width and in either language."""
    async with run(size=(120, 40)) as clerk:
        await clerk.press("f4", "a")
        await shown(clerk, YESTERDAY, TODAY)
        screen = clerk.app.screen
        assert isinstance(screen, DayScreen)
        assert screen.data is not None
        span = screen.data.summary.span
        lines = [line for line in screen.query_one(FigureScroll).shown if isinstance(line, FigureLine)]
        assert len(lines) > 25
        store = open_store(busy)
        with store.reading() as db:
            empty = [line.plain for line in lines if not behind.entries(db, line.behind, span, limit=1)]
        store.close()
        assert not empty
