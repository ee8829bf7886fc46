"""A ledger whose cash moved in every way, its audit pack, and what somebody does who wants a pack to lie."""

import base64
import csv
import hashlib
import io
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from boxes import count, differ, give_float
from export_story import live
from samples import AT, BY, OTHER_SITE, SITE, take_in

from buyback import desk
from buyback.denominations import parse
from buyback.export import Exported
from buyback.export.pack import audit_pack
from buyback.money import Money
from buyback.store.engine import Store

SERIALS = ("22E1", "000123", "1.0", "0x1F", "<r>9</r>", "TRUE", "2025-02-18")
"""What a spreadsheet that guesses would make something else of."""


def live_with_cash(store: Store) -> None:
    """All that `live` does before there is a float, and after it every movement of cash at one site and another."""
    live(store)
    fourth = AT + timedelta(days=3)
    give_float(store, at=fourth)
    give_float(store, "500x40", site=OTHER_SITE, at=fourth)
    for serial in SERIALS:
        take_in(store, f"pistol-9mm:serial={serial}", at=fourth, settlement="none")
    take_in(store, "pistol-9mm", at=fourth)
    paid = take_in(store, "pistol-9mm", at=fourth)
    desk.void(store, paid.folio, reason="typed twice", recovered=Money(8000_50), by=BY, at=fourth)
    desk.top_up(store, SITE, Money(1000_00), by=BY, at=fourth, notes=parse("500x2"))
    given = take_in(store, "pistol-9mm", settlement="voucher", at=fourth)
    take_in(store, "pistol-9mm", settlement="voucher", at=fourth)
    withdrawn = take_in(store, "pistol-9mm", settlement="voucher", at=fourth)
    declined = take_in(store, "pistol-9mm", settlement="voucher", at=fourth)
    desk.pay(store, given.folio, by=BY, at=fourth, site=OTHER_SITE)
    desk.void(store, withdrawn.folio, reason="typed twice", recovered=None, by=BY, at=fourth)
    desk.give_back(store, declined.folio, by=BY, at=fourth, reason="changed their mind")
    count(store, "500x50", at=fourth)
    differ(store, at=fourth)
    desk.return_cash(store, SITE, Money(5000_00), by=BY, at=fourth)


def pack(store: Store, folder: Path) -> Exported:
    """An audit pack whose progress nobody watches."""
    return audit_pack(store, folder, at=AT, progress=lambda _done, _total: None)


# --- checking it as a stranger does -------------------------------------------------------------------------------------


def check_with_python(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the pack's own script with nothing of ours to import."""
    command = [sys.executable, "-I", "verify.py", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, encoding="utf-8")


@dataclass(frozen=True)
class Step:
    """One step of VERIFY.txt: its number, what is typed, and what must come out ("" where that depends on the tool)."""

    number: str
    commands: str
    expected: str

    def holds(self, folder: Path) -> bool:
        """Type it into a shell; whether every command ended well and printed what it must."""
        environment = os.environ | {"LC_ALL": "C"}
        done = subprocess.run(
            ["sh", "-e", "-c", self.commands],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode == 0 and (not self.expected or done.stdout == self.expected)


def steps(folder: Path) -> Iterator[Step]:
    """The steps as they stand on the page."""
    page = (folder / "VERIFY.txt").read_text(encoding="utf-8")
    for part in re.split(r"^(?=\d\. )", page, flags=re.MULTILINE)[1:]:
        lines = part.splitlines()
        typed = [line[4:] for line in lines if re.match(r" {4}(?! {4})", line)]
        printed = [f"{line[8:]}\n" for line in lines if line.startswith(" " * 8)]
        yield Step(part[0], "\n".join(typed), "".join(printed))


def failing_steps(folder: Path) -> set[str]:
    """The numbers of the steps that do not come out."""
    return {step.number for step in steps(folder) if not step.holds(folder)}


# --- hostile copies -----------------------------------------------------------------------------------------------------


def rewrite(folder: Path, name: str, change: Callable[[list[list[str]]], None]) -> None:
    """Change the rows of a file (the first is its header)."""
    path = folder / name
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    change(rows)
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8", newline="")


def sum_again(folder: Path) -> None:
    """Make SHA256SUMS fit what the files are now, as whoever changes one can."""
    lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    names = [line[66:] for line in lines]
    sums = [f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
    (folder / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")


def set_cell(column: str, to: str) -> Callable[[list[list[str]]], None]:
    """Set a column in the first row that has another value there."""

    def change(rows: list[list[str]]) -> None:
        at = rows[0].index(column)
        row = next(row for row in rows[1:] if row[at] not in ("", to))
        row[at] = to

    return change


def keep_rows(number: int) -> Callable[[list[list[str]]], None]:
    """Cut the file after so many rows."""

    def change(rows: list[list[str]]) -> None:
        assert len(rows) > number + 1
        del rows[number + 1 :]

    return change


def drop_row(number: int) -> Callable[[list[list[str]]], None]:
    """Take one row away, counted from the first, or (negative) from the last."""

    def change(rows: list[list[str]]) -> None:
        del rows[number if number < 0 else number + 1]

    return change


def edit_body(old: str, new: str) -> Callable[[list[list[str]]], None]:
    """Change a word in the first entry whose body has it."""

    def change(rows: list[list[str]]) -> None:
        at = rows[0].index("body")
        row = next(row for row in rows[1:] if old in row[at])
        row[at] = row[at].replace(old, new, 1)

    return change


def rename_column(old: str, new: str) -> Callable[[list[list[str]]], None]:
    """Call a column otherwise."""

    def change(rows: list[list[str]]) -> None:
        rows[0][rows[0].index(old)] = new

    return change


def edit_cell(column: str, old: str, new: str) -> Callable[[list[list[str]]], None]:
    """Change a word in the first row that has it in this column."""

    def change(rows: list[list[str]]) -> None:
        at = rows[0].index(column)
        row = next(row for row in rows[1:] if old in row[at])
        row[at] = row[at].replace(old, new, 1)

    return change


def names_of(folder: Path) -> set[str]:
    """Every file of a folder and of those in it, as sums name them."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def forge_checkpoints(folder: Path) -> None:
    """Make closes, checkpoints.csv, the notes and the description say what a log that was sealed anew says; no key signs that."""
    with (folder / "entries.csv").open(encoding="utf-8", newline="") as file:
        digests = {row["seq"]: row["digest"] for row in csv.DictReader(file)}

    def change(rows: list[list[str]]) -> None:
        entry, at = rows[0].index("entry"), rows[0].index("checkpoint")
        for row in rows[1:]:
            row[at] = f"{row[at].rpartition(':')[0]}:{digests[row[entry]]}"

    def close(rows: list[list[str]]) -> None:
        for entry, at in (("entry", "digest"), ("checkpoint_entry", "checkpoint_digest")):
            for row in rows[1:]:
                row[rows[0].index(at)] = digests[row[rows[0].index(entry)]]

    rewrite(folder, "checkpoints.csv", change)
    rewrite(folder, "closes.csv", close)
    for note in (folder / "checkpoints").iterdir():
        lines = note.read_text(encoding="utf-8").split("\n")
        lines[2] = base64.b64encode(bytes.fromhex(digests[lines[1]])).decode()
        note.write_text("\n".join(lines), encoding="utf-8")


def seal_again(rows: list[list[str]]) -> None:
    """Say of the first entry what only the log tells, and seal all anew, so that the chain fits: a checkpoint from elsewhere tells."""
    body, previous, digest = (rows[0].index(name) for name in ("body", "previous", "digest"))
    before = "0" * 64
    for row in rows[1:]:
        row[body] = re.sub('"software":"[^"]*"', '"software":"9"', row[body])
        row[body] = re.sub('"checkpoint_digest":"[^"]*"', f'"checkpoint_digest":"{before}"', row[body])
        row[previous] = before
        before = row[digest] = hashlib.sha256(f"{before}\n{row[body]}".encode()).hexdigest()
