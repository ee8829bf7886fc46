"""The tables at hand: those that come with the program, and those that were imported on this computer."""

from pathlib import Path

from buyback import config
from buyback.errors import TableExists, UnknownTable, UnreadableFile
from buyback.i18n import _
from buyback.payout_table.cells import is_code
from buyback.payout_table.files import read_bytes, write_bytes
from buyback.payout_table.index import seed_codes, seed_meta, seed_path, shipped_classes
from buyback.payout_table.meta import TableMeta, toml_of
from buyback.payout_table.reader import parse_file, parse_table, read_table_file
from buyback.payout_table.table import PayoutTable


def available() -> tuple[str, ...]:
    """The codes of every table at hand: the program's own first, then the imported by name."""
    seeds, folder = seed_codes(), config.tables_dir()
    try:
        imported = sorted(path.stem for path in folder.glob("*.csv") if is_code(path.stem))
    except OSError as problem:
        raise UnreadableFile(file=str(folder), problem=problem.strerror or str(problem)) from problem
    return (*seeds, *(code for code in imported if code not in seeds))


def load_seed(code: str) -> PayoutTable:
    """A table that comes with the program; UnknownTable names those there are."""
    if code not in seed_codes():
        raise UnknownTable(code=code, known=", ".join(seed_codes()))
    path = seed_path(f"{code}.csv")
    return parse_table(str(path), read_bytes(path), seed_meta(code), shipped_classes().get)


def load(code: str) -> PayoutTable:
    """The table at hand with this code, read and checked again; UnknownTable names those there are."""
    if code in seed_codes():
        return load_seed(code)
    if code not in available():
        raise UnknownTable(code=code, known=", ".join(available()))
    path = config.tables_dir() / f"{code}.csv"
    beside = path.with_suffix(".toml")
    if not beside.is_file():
        raise UnreadableFile(file=str(beside), problem=_("it is missing; import the table again"))
    return read_table_file(path, TableMeta(effective_on="", code=code))


def import_table(csv_path: Path, meta: TableMeta) -> PayoutTable:
    """Check a table as `read_table_file` does and keep it on this computer, CSV and TOML, under its code.

    The CSV is kept byte for byte. A table that is already at hand stays as it is: the very same one is returned, and
    another with its code is refused with TableExists. CannotWrite leaves no half of a table behind.
    """
    data = read_bytes(csv_path)
    table = parse_file(csv_path, data, meta)
    kept = config.tables_dir() / f"{table.code}.csv"
    beside = kept.with_suffix(".toml")
    if table.code in seed_codes() or (table.code in available() and beside.is_file()):
        if load(table.code) != table:
            raise TableExists(code=table.code)
        return table
    write_bytes(beside, toml_of(table.adopted).encode())
    write_bytes(kept, data)  # last: a table is at hand once its CSV is
    return table
