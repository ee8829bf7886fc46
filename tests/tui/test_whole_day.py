"""A whole day at three sites through the app's keys: afterwards every figure is the same wherever it stands, to the centavo.

The steps are those that the command line plays. SQLite is enough here: what is tried is the way from a key to the desk's
verbs, and those are tried on both engines where the command line plays the day.
"""

from collections import Counter
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import whole_day as day
from cli.test_whole_day import Files, of_act
from day_by_keys import Player
from pypdf import PdfReader
from whole_day import DAY, FIGURES, NEXT_MORNING, SITES, STORY

from buyback import l10n
from buyback.facts import Fact
from buyback.store.engine import open_store
from buyback.store.views import log

FIRST_DAY = STORY[: -len(NEXT_MORNING)]


async def test_a_whole_day(tmp_path: Path) -> None:
    """Every step is done or refused as the story says; then screens, acts, files and log agree, and tell no secret."""
    player = Player(str(tmp_path / "ledger.db"), tmp_path)
    async with player.terminals():
        for step in FIRST_DAY:
            await player.play(step)
    async with player.terminals(shared=True):
        for step in NEXT_MORNING:
            await player.play(step)
        player.at = replace(STORY[-1], at="19 10:00:00").moment
        await check_the_summary(player)
        await check_that_it_is_whole(player)
        await write_the_files(player)
    check_the_log(player)
    check_the_closes(player)
    check_the_acts(player)
    assert Files(player.folder / "export").days == FIGURES
    check_that_no_secret_is_told(player)


def entries(where: str) -> list[dict[str, Any]]:
    """The log, oldest first."""
    store = open_store(where)
    with store.reading() as db:
        found = [log.entry(db, row.seq) for row in reversed(log.page(db, limit=1000))]
    store.close()
    return [{"seq": one.seq, "kind": one.kind, "fact": _plain(one.fact)} for one in found]


def _plain(fact: Fact) -> dict[str, Any]:
    return asdict(fact)


def check_the_log(player: Player) -> None:
    """It adds up to what was added up by hand, with as many entries of each kind as the command line makes."""
    found = entries(player.where)
    assert Counter(entry["kind"] for entry in found) == day.ENTRIES
    assert day.sums(found) == FIGURES


def check_the_closes(player: Player) -> None:
    """What each close showed when it was signed."""
    assert player.sums == {(site, DAY): FIGURES[site, DAY] for site in SITES}


def check_the_acts(player: Player) -> None:
    """The text of each PDF has every line of the day, and the checkpoint of its close, in groups that a person can type."""
    for site in SITES:
        pages = PdfReader(player.folder / f"{site}.pdf").pages
        lines = [line for page in pages for line in page.extract_text().splitlines()]
        assert of_act(lines) == FIGURES[site, DAY]
        ledger, seq, digest = player.closes[site].split(":")
        groups = [digest[start : start + 4] for start in range(0, 64, 4)]
        said = " ".join(" ".join(lines).split())
        assert f"{ledger} {seq} {' '.join(groups[:4])}" in said
        assert " ".join(groups) in said
        player.said.append(said)


async def check_the_summary(player: Player) -> None:
    """The Day screen over both days and all sites has the sums of all of them."""
    await player.mode("f4", "DayScreen")
    await player.clerk.press("a", "s")
    await player.settled()
    await player.clerk.pilot.resize_terminal(140, 140)
    await player.settled()
    shown = player.clerk.seen()
    await player.clerk.pilot.resize_terminal(80, 24)
    for group, name in (
        ("money", "paid"),
        ("money", "recovered"),
        ("totals", "valued_mxn"),
        ("totals", "vouchers_mxn"),
    ):
        amount = l10n.amount(sum(figures[group][name] for figures in FIGURES.values()))
        assert amount in shown, f"{name} {amount}: {shown}"


async def check_that_it_is_whole(player: Player) -> None:
    """F8 on the ledger computes every digest and every table again, and finds nothing."""
    await player.mode("f5", "LedgerScreen")
    await player.clerk.press("f8")
    await player.clerk.until_shown("Findings")
    assert "Nothing was found" in player.clerk.seen()
    await player.leave()


async def write_the_files(player: Player) -> None:
    """F12 on the ledger writes the export."""
    await player.mode("f5", "LedgerScreen")
    await player.clerk.press("f12")
    await player.clerk.until_shown("ExportDialog")
    await player.fill({"folder": str(player.folder / "export")})
    await player.clerk.press("enter")
    await player.clerk.until_shown("ExportDone")
    await player.leave()


def check_that_no_secret_is_told(player: Player) -> None:
    """No PIN, no code and no hash in the log, in a file, on a screen, in a message or in what the app remembers."""
    files = [
        path.read_text(encoding="utf-8", errors="replace")
        for path in player.folder.rglob("*")
        if path.suffix in (".csv", ".json", ".md", ".txt", ".sha256", "") and path.is_file()
    ]
    told = "\n".join((*player.said, *files, repr(entries(player.where))))
    assert [digits for digits in (*day.PINS.values(), day.WRONG_PIN) if digits in told] == []
    assert day.codes_told(told) == []
    assert "argon2" not in told
