"""A sample ledger that looks like two weeks of the programme: made by the desk's own verbs from `seeds/demo.toml`.

    script.py   the script, read            visits.py   who comes, with what: seeded dice, nothing recorded
    play.py     lets it happen in order     custody.py  what becomes of the items
    cash.py     floats, counts, returns     hand_overs.py  what the receivers say
    vouchers.py codes, and who brings them  forms.py       folios on paper
    closing.py  the end of every day but the last

No clock enters, and no chance but in the ledger's key, which nobody else has: the same program and the same number of days
give the same entries, but for that key and the digests that follow from it.
"""

import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from buyback import errors, payout_table
from buyback.demo import play, script

LONGEST_DAYS = 60


def make_demo(
    where: str, *, days: int = 14, progress: Callable[[int, int], None] = lambda _done, _all: None
) -> None:
    """Make a sample ledger of `days` days (1 to 60) at `where`; LedgerExists if there is one already.

    `progress` is told how many visits are recorded, of how many. A file appears whole or not at all.
    """
    if not 1 <= days <= LONGEST_DAYS:
        raise errors.BadQuantity(text=str(days), most=LONGEST_DAYS)
    if "://" in where or where == ":memory:":  # the store says what it is, or that it is none
        _play(where, days, progress)
        return
    path = Path(where).expanduser()
    with suppress(OSError):  # where nobody may look, nothing can be made, and making it says why
        if path.exists():
            raise (errors.LedgerExists if path.is_file() else errors.NotALedger)(where=where)
    part = path.with_name(f".{path.name}.demo")
    shutil.rmtree(part, ignore_errors=True)
    try:
        _play(str(part / path.name), days, progress)
        _put(part, path, where)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _play(where: str, days: int, progress: Callable[[int, int], None]) -> None:
    found = script.load()
    table = payout_table.load_seed(found.table)
    store = play.set_up(where, found, table)
    try:
        play.Player(store, found, table).play(days, progress)
    finally:
        store.close()


def _put(part: Path, path: Path, where: str) -> None:
    """Move the ledger to its name, which nobody took meanwhile, its key beside it, its signed notes into their folder.

    The ledger comes last: where it is, all of it is. Closing it left no log beside it.
    """
    folder = path.with_name("checkpoints")
    notes = list((part / "checkpoints").glob("*"))
    moves = [(key, path.with_name(key.name)) for key in part.glob("*.key")]
    moves += [(note, folder / note.name) for note in notes]
    is_new = bool(notes) and not folder.exists()
    if is_new:
        folder.mkdir()
    try:
        for made, place in moves:
            made.replace(place)
        _appear(part / path.name, path, where)
    except BaseException:
        for _made, place in moves:
            place.unlink(missing_ok=True)
        if is_new:
            folder.rmdir()
        raise


def _appear(made: Path, path: Path, where: str) -> None:
    try:
        path.hardlink_to(made)
    except FileExistsError as problem:
        raise errors.LedgerExists(where=where) from problem
    except OSError:
        made.replace(path)
