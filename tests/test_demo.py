"""The demo: a sample ledger that is always the same, whole, and believable."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from buyback import errors
from buyback.demo import LONGEST_DAYS, make_demo
from buyback.export import checkpoints
from buyback.facts import KINDS, RESOLUTIONS, SERIAL_STATUSES, SETTLEMENTS
from buyback.rules import ARRIVALS, DROP_OFF_STATUSES, FORM_STATES, ITEM_STATUSES
from buyback.signing import key_files
from buyback.store import checks
from buyback.store.engine import Store, open_store
from buyback.store.views import setup
from buyback.store.views.close import open_days

OPEN_VOUCHERS = (
    "SELECT count(*) FROM voucher v JOIN drop_off d ON d.folio = v.folio WHERE d.status = 'voucher'"
)


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo of fourteen days."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    make_demo(str(path))
    return path


@pytest.fixture
def demo(demo_file: Path) -> Iterator[Store]:
    store = open_store(str(demo_file))
    yield store
    store.close()


def column(path: Path, sql: str) -> list[object]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute(sql)]


def bodies(path: Path) -> list[dict[str, Any]]:
    """The entries' bodies, without the ledger's key and the digests that follow from it."""
    found = [json.loads(str(body)) for body in column(path, "SELECT body FROM entry ORDER BY seq")]
    for body in found:
        for name in ("key", "checkpoint_digest"):
            body["fact"].pop(name, None)
    return found


def test_the_same_command_makes_the_same_ledger(tmp_path: Path) -> None:
    """Two runs give the same entries, to the letter, but for the key of each and what follows from it."""
    for name in ("one", "two"):
        make_demo(str(tmp_path / name), days=3)
    assert bodies(tmp_path / "one") == bodies(tmp_path / "two") != []
    keys = [column(tmp_path / name, "SELECT signing_key FROM ledger") for name in ("one", "two")]
    assert keys[0] != keys[1]


def test_its_closes_are_signed(demo_file: Path) -> None:
    """Each close has a note beside the ledger, signed by the ledger's own key, whose private half only its owner reads."""
    (key_file,) = demo_file.parent.glob("*.key")
    own = key_files.read(key_file).verifier
    assert [str(own)] == column(demo_file, "SELECT signing_key FROM ledger")
    assert key_file.name == f"demo.db.{own.id.hex()}.key"
    notes = [checkpoints.read(path) for path in (demo_file.parent / "checkpoints").iterdir()]
    assert {says.seq for _note, says in notes} == set(column(demo_file, "SELECT seq FROM close"))
    assert all(note.fits(own) for note, _says in notes)


def test_fewer_days_are_the_beginning_of_more(tmp_path: Path, demo_file: Path) -> None:
    """The first two days are those of the fourteen, so a script written against them goes on holding."""
    make_demo(str(tmp_path / "short"), days=2)
    short = bodies(tmp_path / "short")
    assert short == bodies(demo_file)[: len(short)]


def test_its_chain_and_its_projections_verify(demo: Store) -> None:
    """The check of a ledger finds nothing in it."""
    assert [str(finding) for finding in checks.verify(demo)] == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT DISTINCT status FROM drop_off", DROP_OFF_STATUSES),
        ("SELECT DISTINCT status FROM item", ITEM_STATUSES),
        ("SELECT DISTINCT arrival FROM item", ARRIVALS),
        ("SELECT DISTINCT kind FROM arrival", ("confirmed", "not_received", *RESOLUTIONS)),
        ("SELECT DISTINCT settlement FROM drop_off", SETTLEMENTS),
        ("SELECT DISTINCT serial_status FROM item", SERIAL_STATUSES),
        ("SELECT DISTINCT condition FROM item", ("serviceable", "unserviceable")),
        ("SELECT DISTINCT means FROM payout", ("cash", "voucher")),
        ("SELECT DISTINCT source FROM rate", ("ECB", "manual")),
        ("SELECT DISTINCT recovered_minor < paid_minor FROM void", (0, 1)),
        ("SELECT DISTINCT written_at <> '' FROM drop_off", (0, 1)),
        ("SELECT DISTINCT valued_as <> '' FROM item", (0, 1)),
        ("SELECT DISTINCT donated FROM item", (0, 1)),
        ("SELECT DISTINCT coded FROM voucher", (0, 1)),
        ("SELECT DISTINCT state FROM blank_form", FORM_STATES),
        ("SELECT DISTINCT agrees FROM close_comparison", (0, 1)),
        ("SELECT DISTINCT counted_minor < count_expected_minor FROM close", (0, 1)),
        (
            "SELECT DISTINCT kind FROM entry",
            tuple(
                KINDS.keys() - {"KeyChanged", "PinSet", "PinRefused", "ClockWentBack", "FindingAnswered"}
            ),  # a sample that nobody has to sign in to, and whose audit is left to whoever tries the program
        ),
    ],
)
def test_every_kind_of_event_is_in_it(demo_file: Path, query: str, expected: tuple[object, ...]) -> None:
    """Two weeks hold every status, settlement, answer about a serial and kind of fact that there is."""
    assert set(column(demo_file, query)) == set(expected)


@pytest.mark.parametrize(
    ("query", "fewest"),
    [
        ("SELECT count(*) FROM drop_off", 280),
        ("SELECT count(DISTINCT site) FROM drop_off", 4),
        ("SELECT count(DISTINCT received_by) FROM drop_off", 2),
        ("SELECT count(DISTINCT business_on) FROM drop_off", 14),
        ("SELECT max(quantity) FROM item WHERE type_code = 'cartridge'", 500),
        ("SELECT sum(quantity) FROM item WHERE type_code = 'war-toy'", 100),
        ("SELECT count(*) FROM item WHERE status = 'held' AND business_on < '2025-02-17'", 3),
        ("SELECT count(*) FROM voucher WHERE coded = 1", 5),
        (
            """SELECT count(*) FROM payout p JOIN voucher v ON v.folio = p.folio
            WHERE p.site <> v.site AND v.coded = 1""",
            1,
        ),
        (f"{OPEN_VOUCHERS} AND expires_on < '2025-02-23'", 2),
        (f"{OPEN_VOUCHERS} AND expires_on >= '2025-02-23'", 2),
        ("SELECT max(wrong) FROM voucher", 1),
        (
            """SELECT count(*) FROM
            (SELECT 1 FROM disposal WHERE kind = 'destroyed' GROUP BY act HAVING count(DISTINCT seq) > 1)""",
            5,
        ),
        (
            """SELECT count(*) FROM (SELECT 1 FROM item WHERE serial_key <> '' AND status <> 'voided'
            GROUP BY serial_key HAVING count(*) > 1)""",
            2,
        ),
        (
            """SELECT count(*) FROM disposal a JOIN disposal b ON a.folio = b.folio AND a.line = b.line
            WHERE a.kind = 'handed_over' AND b.kind = 'destroyed'""",
            20,
        ),
    ],
)
def test_there_is_enough_of_it(demo_file: Path, query: str, fewest: int) -> None:
    """Sites, days, big lots, old items, acts that went on, serials met before, and what Defensa destroyed."""
    assert column(demo_file, query)[0] >= fewest  # type: ignore[operator]


def test_every_day_is_closed_but_the_last(demo_file: Path) -> None:
    """Each site's days, the ones on which it worked, are closed in the evening; the last day is left to whoever looks in."""
    worked = "SELECT DISTINCT site || ' ' || business_on FROM drop_off ORDER BY 1"
    closed = "SELECT site || ' ' || business_on FROM close ORDER BY 1"
    last = "SELECT max(business_on) FROM drop_off"
    (day,) = column(demo_file, last)
    assert column(demo_file, closed) == [
        one for one in column(demo_file, worked) if not str(one).endswith(str(day))
    ]
    store = open_store(str(demo_file))
    with store.reading() as db:
        still_open = {one.code: open_days(db, one.code) for one in setup.sites(db)}
    store.close()
    assert {site: [str(one) for one in days] for site, days in still_open.items() if days} == {
        "santiago-tlatelolco": ["2025-02-23"]
    }


def test_the_mix_is_what_people_hand_in(demo_file: Path) -> None:
    """Short to long to grenades as published by 10 February 2026 (5311, 2648, 1169), within a third."""
    counted = Counter(column(demo_file, "SELECT counts_as FROM item"))
    assert counted["short"] / counted["long"] == pytest.approx(5311 / 2648, rel=1 / 3)
    assert counted["long"] / counted["grenade"] == pytest.approx(2648 / 1169, rel=1 / 3)


def test_drop_offs_happen_in_opening_hours_and_the_clock_never_goes_back(demo_file: Path) -> None:
    """A drop-off is received, or was written down, between 10:00 and 16:00 local time; entries are in order."""
    zone = ZoneInfo("America/Mexico_City")
    happened = column(demo_file, "SELECT coalesce(nullif(written_at, ''), received_at) FROM drop_off")
    clocks = [datetime.fromisoformat(str(text)).astimezone(zone).strftime("%H:%M") for text in happened]
    assert all("10:00" <= clock <= "16:00" for clock in clocks)
    order = column(demo_file, "SELECT at FROM entry ORDER BY seq")
    assert order == sorted(order, key=str)


def test_an_existing_file_is_left_as_it_is(tmp_path: Path) -> None:
    """The demo is never written over anything."""
    path = tmp_path / "mine.db"
    path.write_text("my notes")
    with pytest.raises(errors.LedgerExists):
        make_demo(str(path), days=1)
    assert path.read_text() == "my notes"
    assert [found.name for found in tmp_path.iterdir()] == ["mine.db"]


def test_an_interrupted_demo_leaves_no_file(tmp_path: Path) -> None:
    """Ctrl+C while the demo is made: there is no half of it, so the next start makes it whole."""

    def interrupt(done: int, _total: int) -> None:
        if done == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_demo(str(tmp_path / "demo.db"), days=1, progress=interrupt)
    assert list(tmp_path.iterdir()) == []


def test_progress_ends_with_all_of_it(tmp_path: Path) -> None:
    """The bar counts up and reaches its end."""
    seen: list[tuple[int, int]] = []
    make_demo(str(tmp_path / "demo.db"), days=1, progress=lambda done, total: seen.append((done, total)))
    assert seen == sorted(seen)
    assert seen[-1][0] == seen[-1][1] > 0


@pytest.mark.parametrize("days", [0, -1, 61])
def test_the_number_of_days_is_bounded(tmp_path: Path, days: int) -> None:
    """One to sixty days; nothing is made for any other number."""
    with pytest.raises(errors.BadQuantity):
        make_demo(str(tmp_path / "demo.db"), days=days)
    assert list(tmp_path.iterdir()) == []


def test_the_longest_demo_is_whole(tmp_path: Path) -> None:
    """The sites come round again and again: no verb of the script is refused on any day, and all of it verifies."""
    path = tmp_path / "long.db"
    make_demo(str(path), days=LONGEST_DAYS)
    store = open_store(str(path))
    assert [str(finding) for finding in checks.verify(store)] == []
    store.close()
    assert column(path, "SELECT count(DISTINCT business_on) FROM close")[0] == LONGEST_DAYS - 1


def test_it_can_be_made_on_postgres(postgres: object) -> None:
    """The demo takes a database address as well as a file."""
    where = postgres.url(postgres.empty())  # type: ignore[attr-defined]
    make_demo(where, days=1)
    store = open_store(where)
    assert [str(finding) for finding in checks.verify(store)] == []
    store.close()
