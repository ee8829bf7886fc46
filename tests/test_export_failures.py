"""Whatever goes wrong, nothing is left half-written and nothing that was there is touched."""

import os
import resource
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from export_story import export
from samples import AT
from sqlalchemy import text
from unprivileged import READ_ONLY, unprivileged

from buyback import errors
from buyback.desk import Received
from buyback.errors import Exit
from buyback.export import export_folder
from buyback.store.engine import Store


@pytest.fixture
def lived(ledger: Store, receive: Callable[..., Received]) -> Store:
    """A ledger with something to export."""
    receive("ak-47:serial=A1", "cartridge:250:donated")
    receive("revolver", settlement="voucher")
    return ledger


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """An empty folder in which exports are tried."""
    place = tmp_path / "place"
    place.mkdir()
    return place


def everything(place: Path) -> list[str]:
    return sorted(str(path.relative_to(place)) for path in place.rglob("*"))


# --- folders ----------------------------------------------------------------------------------------------------------


def test_a_folder_that_is_not_empty_is_left_alone(lived: Store, place: Path) -> None:
    """An export never overwrites: the refusal names the folder, and its file is as it was."""
    (place / "items.csv").write_text("mine")
    with pytest.raises(errors.FolderNotEmpty) as refused:
        export(lived, place)
    assert refused.value.exit_code is Exit.REFUSED
    assert str(place) in str(refused.value)
    assert everything(place) == ["items.csv"]
    assert (place / "items.csv").read_text() == "mine"


def test_a_second_export_into_the_same_folder_is_refused(lived: Store, place: Path) -> None:
    """The first export stands whole."""
    export(lived, place / "out")
    before = {path.name: path.read_bytes() for path in (place / "out").iterdir()}
    with pytest.raises(errors.FolderNotEmpty):
        export(lived, place / "out")
    assert {path.name: path.read_bytes() for path in (place / "out").iterdir()} == before


@pytest.mark.parametrize(
    ("inside", "named"),
    [
        ((".Trashes",), "hidden in it is “.Trashes”"),
        ((".a", "notes.txt", "items.csv"), "“items.csv” is in it"),
        (("b\x1b[31m",), "“b?[31m” is in it"),
    ],
)
def test_what_stands_in_the_way_is_named(
    lived: Store, place: Path, inside: tuple[str, ...], named: str
) -> None:
    """One of the files is named, one that can be seen if there is any; where all are hidden, that is said."""
    for name in inside:
        (place / name).touch()
    with pytest.raises(errors.FolderNotEmpty) as refused:
        export(lived, place)
    assert named in str(refused.value)
    assert str(refused.value).isprintable()


_KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from buyback.export import export_folder
from buyback.store.engine import open_store

def stop(done, total):
    if done:
        os.kill(os.getpid(), signal.SIGKILL)

at = datetime(2025, 2, 18, tzinfo=UTC)
export_folder(open_store(sys.argv[1]), Path(sys.argv[2]), first=None, last=None, site="", at=at, progress=stop)
"""


def test_the_remains_of_a_killed_export_are_named(lived: Store, ledger_url: str, place: Path) -> None:
    """Into a folder that looks empty after a kill nothing is exported, and the sentence says what is hidden there.

    Beside a folder that was to be new the remains are in nobody's way.
    """
    (place / "there").mkdir()
    for name in ("there", "new"):
        script = [sys.executable, "-c", _KILLED, ledger_url, str(place / name)]
        assert subprocess.run(script, check=False).returncode == -signal.SIGKILL
    with pytest.raises(errors.FolderNotEmptyHidden, match=r"“\.buyback-export-[0-9a-f]{8}\.part”"):
        export(lived, place / "there")
    export(lived, place / "new")
    assert (place / "new" / "SHA256SUMS").is_file()


@pytest.mark.parametrize("name", ["a\x00b", "a\nb", "tab\t", "\x1b[31mred", "half\udc80"])
def test_a_folder_that_cannot_be_named_is_refused(lived: Store, place: Path, name: str) -> None:
    """A control character, or half a character, in the folder's name: a sentence that shows where, and nothing is made."""
    with pytest.raises(errors.BadFolderName) as refused:
        export(lived, place / name)
    assert str(refused.value).isprintable()
    assert everything(place) == []


def test_a_name_may_be_as_long_as_the_file_system_lets_it(lived: Store, place: Path) -> None:
    """The longest name that a folder may have is one for an export; a longer one is refused in a sentence."""
    longest = os.pathconf(place, "PC_NAME_MAX")
    with pytest.raises(errors.CannotWrite, match="File name too long"):
        export(lived, place / ("x" * (longest + 1)))
    assert everything(place) == []
    export(lived, place / ("x" * longest))
    assert (place / ("x" * longest) / "SHA256SUMS").is_file()


def test_an_empty_folder_is_filled_and_stays_itself(lived: Store, place: Path) -> None:
    """A folder that was made for it (or a stick that is mounted there) is filled, not replaced."""
    place.chmod(0o750)
    before = place.stat()
    export(lived, place)
    assert "SHA256SUMS" in everything(place)
    assert not any(name.startswith(".") for name in everything(place))
    assert (place.stat().st_ino, stat.S_IMODE(place.stat().st_mode)) == (before.st_ino, 0o750)


def test_a_new_folder_has_the_user_s_permissions(lived: Store, place: Path) -> None:
    """A new folder and its files can be read like any other that the user makes."""
    export(lived, place / "february")
    (place / "other").mkdir()
    (place / "other" / "file").touch()
    assert (place / "february").stat().st_mode == (place / "other").stat().st_mode
    assert (place / "february" / "items.csv").stat().st_mode == (place / "other" / "file").stat().st_mode


@pytest.mark.parametrize("folder", ["stick/2025-02-18", "stick/2025/february", "link/february"])
def test_a_stick_that_is_not_there_is_not_made(lived: Store, place: Path, folder: str) -> None:
    """Only the last folder is new: the one above is named and not made, where it is a link to nothing too."""
    (place / "link").symlink_to(place / "unplugged")
    with pytest.raises(errors.FolderNotThere, match="connect the medium") as refused:
        export(lived, place / folder)
    assert str(refused.value).startswith(f"{place / folder} cannot be written: there is no folder {place}/")
    assert refused.value.exit_code is Exit.REFUSED
    assert everything(place) == ["link"]


def test_a_file_in_the_way(lived: Store, place: Path) -> None:
    """A file with the folder's name, or of its parent, is left as it is."""
    (place / "out").write_text("mine")
    for folder in (place / "out", place / "out" / "deeper"):
        with pytest.raises(errors.CannotWrite):
            export(lived, folder)
    assert everything(place) == ["out"]
    assert (place / "out").read_text() == "mine"


def test_links(lived: Store, place: Path) -> None:
    """A link leads to the folder that it names; links that lead nowhere but to each other are refused."""
    (place / "link").symlink_to(place / "real")
    (place / "loop").symlink_to(place / "loop")
    with pytest.raises(errors.CannotWrite):
        export(lived, place / "loop")
    export(lived, place / "link")
    assert sorted(path.name for path in place.iterdir()) == ["link", "loop", "real"]
    assert (place / "real" / "SHA256SUMS").is_file()


@pytest.mark.parametrize("folder", ["out", "deep/er/out", "deep/er"])
def test_no_permission(lived: Store, place: Path, folder: str) -> None:
    """A place that may not be written to is a refusal that names it."""
    (place / "deep" / "er").mkdir(parents=True)
    (place / "deep" / "er").chmod(0o555)
    before = everything(place)
    with (
        unprivileged(place, READ_ONLY),
        pytest.raises(errors.CannotWrite, match="Permission denied") as refused,
    ):
        export(lived, place / folder)
    assert str(place) in str(refused.value)
    assert everything(place) == before


@contextmanager
def room_for(size_bytes: int) -> Iterator[None]:
    """Inside, no file grows past this size: to a writer the same as a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize(("folder", "size_bytes"), [("out", 0), ("out", 1000), (".", 1000), ("out", 10_000)])
def test_a_full_disk(lived: Store, place: Path, folder: str, size_bytes: int) -> None:
    """Where the disk ends, in whichever file, everything that was written goes again."""
    with room_for(size_bytes), pytest.raises(errors.CannotWrite):
        export(lived, place / folder)
    assert everything(place) == []


# --- interruptions ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("folder", "interruption", "share"),
    [
        ("out", KeyboardInterrupt, 0.0),
        ("out", KeyboardInterrupt, 0.5),
        (".", KeyboardInterrupt, 0.5),
        (".", SystemExit, 1.0),
        ("out", RuntimeError, 1.0),
    ],
)
def test_an_interruption_leaves_nothing(
    lived: Store, place: Path, *, folder: str, interruption: type[BaseException], share: float
) -> None:
    """Ctrl+C at the beginning, in the middle or at the last row: it is passed on, and nothing is left."""

    def interrupt(done: int, total: int) -> None:
        if done >= total * share:
            raise interruption

    with pytest.raises(interruption):
        export_folder(lived, place / folder, first=None, last=None, site="", at=AT, progress=interrupt)
    assert everything(place) == []


def test_somebody_else_s_file_is_not_overwritten(lived: Store, place: Path) -> None:
    """A file that appears in the folder while the export runs stays, and the export goes."""

    def meanwhile(done: int, total: int) -> None:
        if done == total:
            (place / "items.csv").write_text("mine")

    with pytest.raises(errors.FolderNotEmpty):
        export_folder(lived, place, first=None, last=None, site="", at=AT, progress=meanwhile)
    assert everything(place) == ["items.csv"]
    assert (place / "items.csv").read_text() == "mine"


def test_a_ledger_that_fails_leaves_nothing(lived: Store, place: Path) -> None:
    """A table that cannot be read is the ledger's refusal or error, and no folder stays."""
    with lived.transaction() as db:
        db.connection.execute(text("ALTER TABLE void RENAME TO lost"))
    with pytest.raises(Exception, match="void"):
        export(lived, place / "out")
    assert everything(place) == []


# --- what was asked ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        ({"first": date(2025, 2, 19), "last": date(2025, 2, 18)}, errors.BadSpan),
        ({"site": "atlantis"}, errors.UnknownSite),
    ],
)
def test_a_wrong_question_makes_no_folder(
    lived: Store, place: Path, asked: dict[str, date | str], refusal: type[errors.Refusal]
) -> None:
    """A span that ends before it begins and a site that nobody added are refused, and nothing is made."""
    asking: Callable[..., object] = export
    with pytest.raises(refusal):
        asking(lived, place / "out", **asked)
    assert everything(place) == []
