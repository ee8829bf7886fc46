"""The ledger's own signed notes in the app: the check behind the desk, F8 in the Ledger, and the audit pack."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from conftest import Run
from hostile import NOTE_ATTACKS, closed_twice, notes_of
from samples import AT, open_sample
from test_audit import look

from buyback.tui.widgets.field import Field

LATER = AT + timedelta(days=3)


@pytest.fixture
def cut(tmp_path: Path) -> str:
    """A ledger whose last days were taken away and whose tables were made to fit; its notes lie beside it."""
    with closing(open_sample(str(tmp_path / "signed.db"), signs=True)) as store:
        closed_twice(store)
        NOTE_ATTACKS["the days after a signed close taken away"].on(store)
        (tmp_path / "name.txt").write_text(notes_of(store)[1].name, encoding="utf-8")
    return str(tmp_path / "signed.db")


async def test_the_check_behind_the_desk_reads_the_notes(run: Run, cut: str, tmp_path: Path) -> None:
    """Nobody asked: the header says that the chain is broken, by the words of the note."""
    name = (tmp_path / "name.txt").read_text(encoding="utf-8")
    async with run(at=cut, clock=LATER) as clerk:
        await clerk.until(lambda: clerk.app.chain.is_broken)
        assert clerk.app.chain.finding is not None
        assert name in clerk.app.chain.finding


async def test_checking_all_says_since_when_and_how_sure(run: Run, cut: str, tmp_path: Path) -> None:
    """F8 lists the finding below how sure it is and after which entry."""
    async with run(at=cut, clock=LATER, size=(120, 40)) as clerk:
        await clerk.press("f5")
        await clerk.until_shown("LedgerScreen")
        await clerk.press("f8")
        await clerk.until_shown("Findings")
        seen = " ".join(clerk.seen().split())
        assert "entries were taken away after that was signed" in seen
        assert "Certain; after entry" in seen


async def test_the_pack_says_what_does_not_fit(run: Run, cut: str, tmp_path: Path) -> None:
    """The pack is written, and behind its list stands what the notes say otherwise."""
    async with run(at=cut, clock=LATER, size=(120, 40)) as clerk:
        await look(clerk)
        await clerk.press("p")
        await clerk.until_shown("PackDialog")
        clerk.app.screen.query_one("#folder", Field).value = str(tmp_path / "pack")
        await clerk.press("enter")
        await clerk.until_shown("ExportDone")
        await clerk.press("enter")
        await clerk.until_shown("Findings")
        assert "entries were taken away after that was signed" in " ".join(clerk.seen().split())
        await clerk.press("enter")
        await clerk.until_shown("AuditScreen")
    assert (tmp_path / "pack" / "findings.csv").exists()
