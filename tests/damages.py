"""What someone with a database shell can do to the tables of a ledger, and a ledger to do it to."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from samples import AT, BY, SITE, act, open_sample, take_in

from buyback import desk
from buyback.facts import Denomination
from buyback.money import Money
from buyback.store import schema

PAID, OWED, DESTROYED, VOUCHER, VOIDED = (
    "A1-000001-B",
    "A1-000002-9",
    "A1-000003-7",
    "A1-000004-5",
    "A1-000005-3",
)


def live(path: Path) -> Path:
    """A ledger in which everything has happened once, closed: the folios are those above."""
    with closing(open_sample(str(path))) as store:
        eve, site = AT - timedelta(days=1), SITE
        desk.give_float(store, site, Money(500_000_00), by=BY, at=eve)
        desk.count_cash(store, site, (Denomination(500_00, 1000),), by=BY, at=eve)
        paper = str(desk.close_day(store, site, by=BY, at=eve).checkpoint)
        desk.compare_close(store, site, paper, by=BY, at=AT)
        take_in(store, "ak-47:serial=A1", "cartridge:10:donated", "grenade:donated")
        take_in(store, "revolver", settlement="later")
        third = take_in(store, "ak-47")
        desk.destroy(store, third.item_ids, act("ACTA-1"), by=BY, at=AT)
        take_in(store, "revolver", settlement="voucher")
        wrong = take_in(store, "revolver-22")
        desk.void(store, wrong.folio, reason="typo", recovered=Money(0), by=BY, at=AT)
        desk.reserve(store, site, 1, by=BY, at=AT)
    return path


def damage(path: Path, name: str) -> None:
    """Do one of DAMAGES to a SQLite file, past its checks and foreign keys."""
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("PRAGMA ignore_check_constraints = ON")
        for statement in DAMAGES[name]:
            raw.execute(statement)


def _loosened(table: str, *statements: str) -> tuple[str, ...]:
    """The table without types, keys and checks, with the same rows."""
    return (
        f"CREATE TABLE loose AS SELECT * FROM {table}",
        f"DROP TABLE {table}",
        f"ALTER TABLE loose RENAME TO {table}",
        *statements,
    )


MADE = tuple(table.name for table in schema.projections())
_UNMISSED = frozenset(
    (
        "arrival",
        "cash",
        "cash_box",
        "cash_day",
        "cash_piece",
        "close",
        "close_comparison",
        "correction",
        "finding_answer",
        "sample",
        "sample_item",
        "setting",
        "void",
    )
)
EMPTIED = tuple(name for name in MADE if name not in _UNMISSED)
"""The tables of which somebody would miss a row: of the others, only `verify`."""

DAMAGES: dict[str, tuple[str, ...]] = {
    **{f"no table {name}": (f"DROP TABLE {name}",) for name in MADE},
    **{f"no row in {name}": (f"DELETE FROM {name}",) for name in EMPTIED},
    "no column": _loosened("item", "ALTER TABLE item DROP COLUMN note"),
    "a column more": ("ALTER TABLE drop_off ADD COLUMN colour TEXT",),
    "a view in a table's place": ("DROP TABLE payout", "CREATE VIEW payout AS SELECT 1 AS folio"),
    "no index": ("DROP INDEX item_serial", "DROP INDEX drop_off_day"),
    "an index over something else": ("DROP INDEX item_status", "CREATE INDEX item_status ON item (note)"),
    "NULL": _loosened("site", "UPDATE site SET timezone = NULL"),
    "bytes": _loosened("item", "UPDATE item SET quantity = x'00ff'"),
    "a text for a number": _loosened("payout", "UPDATE payout SET amount_minor = 'much'"),
    "a fraction": _loosened("drop_off", "UPDATE drop_off SET total_minor = 7.5"),
    "a key twice": _loosened("drop_off", "INSERT INTO drop_off SELECT * FROM drop_off"),
    "an unknown status": ("UPDATE drop_off SET status = 'melted'",),
    "an unknown status of items": ("UPDATE item SET status = 'melted'",),
    "an unknown condition": ("UPDATE item SET condition = '?'",),
    "one site less": ("DELETE FROM site WHERE code = 'basilica-guadalupe'",),
    "one operator less": ("DELETE FROM operator WHERE alias = 'ana'",),
    "an unknown figure": ("UPDATE item SET counts_as = '?'",),
    "an unknown site": ("UPDATE drop_off SET site = '?'",),
    "no site": ("UPDATE drop_off SET site = ''",),
    "a voucher without its code": ("UPDATE voucher SET coded = 1 - coded",),
    "another entry of a rate": ("UPDATE rate SET seq = 999",),
    "an unknown rule": ("UPDATE payout_class SET custody = 'sell'",),
    "no day": (
        "UPDATE drop_off SET business_on = '18/02/2025'",
        "UPDATE item SET business_on = '18/02/2025'",
    ),
    "no moment": ("UPDATE ledger SET opened_at = 'once'",),
    "no moment of a drop-off": ("UPDATE drop_off SET received_at = ''",),
    "no rate": ("UPDATE rate SET mxn_per_usd = 'twenty'",),
    "no folio": ("UPDATE drop_off SET folio = '?' WHERE number = 1",),
    "another folio": ("UPDATE drop_off SET folio = 'A1-000009-5' WHERE number = 1",),
    "no zone": ("UPDATE site SET timezone = 'Mars/Olympus'",),
    "another line": ("UPDATE item SET line = 7 WHERE line = 2",),
    "a NUL": ("UPDATE site SET name = 'a' || char(0) || 'b'",),
    "another entry": ("UPDATE payout_table SET seq = 1",),
    "an item without a drop-off": (
        "CREATE TEMP TABLE one AS SELECT * FROM item LIMIT 1",
        "UPDATE one SET folio = 'zzz'",
        "INSERT INTO item SELECT * FROM one",
    ),
    "too many folios": ("UPDATE ledger SET folios = 99",),
    "too few folios": ("UPDATE ledger SET folios = 0",),
    "another head": ("UPDATE ledger SET head_seq = 3",),
    "another ledger": ("UPDATE ledger SET code = 'ZZ'",),
    "no version of the tables": ("DELETE FROM meta WHERE name = 'projections'",),
}
