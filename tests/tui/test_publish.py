"""Publishing from the ledger screen, by the keys and by the list of actions."""

import hashlib
from pathlib import Path

from conftest import Clerk, Run, Take
from samples import AT, BY, COLLEAGUE, act
from test_ledger import clear, look

from buyback import desk
from buyback.desk import Approval
from buyback.store.engine import open_store
from buyback.tui.widgets.field import Field


def give_key(where: str) -> None:
    store = open_store(where)
    desk.replace_key(store, reason="the first one", by=BY, at=AT, approval=Approval(COLLEAGUE))
    store.close()


def destroy(where: str, item: str) -> None:
    store = open_store(where)
    desk.destroy(store, [item], act("D-1"), by=BY, at=AT)
    store.close()


async def name_folder(clerk: Clerk, folder: Path) -> None:
    await clerk.until_shown("PublishDialog")
    await clear(clerk)
    clerk.app.screen.query_one("#folder", Field).insert_text_at_cursor(str(folder))
    await clerk.press("enter")


async def test_publishing_by_keys_writes_the_page(run: Run, tmp_path: Path, take: Take, where: str) -> None:
    """A folder that is not empty is refused in the dialog with its name kept; a new one has the page, and its sums fit."""
    given = take("revolver")
    destroy(where, given.item_ids[0])
    give_key(where)
    full, fresh = tmp_path / "full", tmp_path / "fresh"
    full.mkdir()
    (full / "note.txt").write_text("mine")
    async with run() as clerk:
        await look(clerk, 1)
        await clerk.press("ctrl+s")
        await name_folder(clerk, full)
        await clerk.until(lambda: "is not empty" in " ".join(clerk.seen().split()))
        await clerk.until_shown("PublishDialog")
        assert clerk.app.screen.query_one("#folder", Field).value == str(full)
        clerk.app.screen.query_one("#folder", Field).value = str(fresh)
        await clerk.press("enter")
        await clerk.until_shown("PublishDone")
        assert "Pieces destroyed" in clerk.seen()
        assert "fresh/index.html" in "".join(clerk.seen().split())
    assert [path.name for path in full.iterdir()] == ["note.txt"]
    for line in (fresh / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((fresh / name).read_bytes()).hexdigest() == digest


async def test_a_ledger_without_a_key_says_so(run: Run, tmp_path: Path, take: Take) -> None:
    """What signs nothing publishes nothing: the dialog stays and says who can give it a key."""
    take("revolver")
    async with run() as clerk:
        await look(clerk, 1)
        await clerk.press("ctrl+s")
        await name_folder(clerk, tmp_path / "fresh")
        await clerk.until(lambda: "has no key yet" in " ".join(clerk.seen().split()))
        await clerk.until_shown("PublishDialog")
    assert not (tmp_path / "fresh").exists()


async def test_the_list_of_actions_leads_there_from_the_desk(run: Run) -> None:
    """Whoever looks for the receipt or the web page finds it among all actions, wherever they are."""
    async with run() as clerk:
        await clerk.idle()
        await clerk.press("ctrl+p")
        await clerk.until(lambda: type(clerk.app.screen).__name__ != "DeskScreen")
        await clerk.type("transparency")
        await clerk.until(lambda: "Publish what was destroyed" in clerk.seen())
        await clerk.press("down", "enter")
        await clerk.until_shown("PublishDialog")
