"""No hash and no PIN leaves the table of secrets: not into the log, a file, a message, an error or the program's memory of one."""

import os
import sqlite3
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from export_story import export, live
from samples import AT, BY, COLLEAGUE, dump, take_in
from sqlalchemy import text
from tampering import force, found

from buyback import desk, errors, i18n
from buyback.desk import Pin
from buyback.errors import Refusal
from buyback.store import ledger as log_writer
from buyback.store.engine import Store

ARGON = "argon2"
ANAS, LUISES, WRONG, WEAK = "739104826153", "582047913664", "604829175538", "987654321098"
"""As long as a PIN may be, so that no digest or time holds one by chance."""
DIGITS = (ANAS, LUISES, WRONG, WEAK)


def leaks(text: str) -> list[str]:
    """The beginning of an Argon2 hash, or the digits of a PIN, where the text has them."""
    return [secret for secret in (f"${ARGON}", *DIGITS) if secret in text]


@pytest.fixture
def worked(ledger: Store) -> Store:
    """A ledger after a few days of every kind of event, with PINs, wrong PINs, approvals and a clock that went back."""
    live(ledger)
    late = AT + timedelta(days=3)
    desk.set_pin(ledger, BY, Pin(ANAS), by=BY, at=late)
    desk.set_pin(ledger, COLLEAGUE, Pin(LUISES), by=BY, at=late)
    for attempt in (lambda: desk.sign_in(ledger, BY, Pin(WRONG), at=late),
                    lambda: desk.approve(ledger, COLLEAGUE, Pin(WRONG), "void", at=late),
                    lambda: desk.set_pin(ledger, BY, Pin(WEAK), by=BY, at=late)):  # fmt: skip
        with pytest.raises(Refusal):
            attempt()
    folio = take_in(ledger, "pistol-9mm", settlement="later", at=late - timedelta(hours=5)).folio
    given = desk.approve(ledger, COLLEAGUE, Pin(LUISES), "void", at=late)
    desk.void(ledger, folio, reason="error", recovered=None, by=BY, at=late, approval=given)
    desk.set_pin(ledger, COLLEAGUE, Pin(WRONG), by=BY, at=late)
    desk.set_pin(ledger, COLLEAGUE, Pin(LUISES), by=BY, at=late)
    return ledger


def rows_of(store: Store) -> dict[str, str]:
    return {name: repr(rows) for name, rows in dump(store).items()}


def test_the_table_of_secrets_is_the_only_place(worked: Store) -> None:
    """Of all tables one holds hashes, and none holds digits; the log is searched with the rest."""
    leaking = {name: leaks(text) for name, text in rows_of(worked).items() if leaks(text)}
    assert leaking == {"secret": [f"${ARGON}"]}
    log_writer.rebuild(worked)
    assert {name for name, text in rows_of(worked).items() if leaks(text)} == {"secret"}


def test_no_file_of_an_export_has_one(worked: Store, tmp_path: Path) -> None:
    """Every byte of every file is searched, and no file is of the secrets."""
    export(worked, tmp_path / "out", at=AT + timedelta(days=3))
    files = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert len(files) > 10
    for path in files:
        text = path.read_bytes().decode("utf-8")
        assert leaks(text) == [], path.name
        assert "secret" not in path.name


def test_verification_says_none(worked: Store) -> None:
    """Not where all is well, and not where the secrets themselves were tampered with."""
    assert found(worked) == []
    force(worked, "UPDATE secret SET hash = 'x', subject = 'eva' WHERE subject = 'luis'")
    said = [str(finding) + repr(finding) for finding in found(worked)]
    assert len(said) == 2
    assert [leaks(text) for text in said] == [[], []]


def test_a_dump_by_the_sqlite_shell_has_them_in_one_table(sqlite_worked: Path) -> None:
    """Whoever dumps the file finds hashes in the rows of `secret` and nowhere else, and no digits at all."""
    with closing(sqlite3.connect(sqlite_worked)) as connection:
        lines = list(connection.iterdump())
    leaking = [line for line in lines if leaks(line)]
    assert len(leaking) == 2
    assert all(line.startswith('INSERT INTO "secret" VALUES') for line in leaking)
    assert [leaks(line) for line in leaking] == [[f"${ARGON}"]] * 2


@pytest.fixture
def sqlite_worked(worked: Store) -> Path:
    if not worked.is_sqlite:
        pytest.skip("there is no file")
    worked.close()
    return Path(str(worked.engine.url.database))


def whole(problem: BaseException) -> str:
    """The traceback with every variable of every frame, as an app that crashes may show it."""
    shown = traceback.TracebackException.from_exception(problem, capture_locals=True)
    return "".join(shown.format())


def attempts(store: Store) -> Iterator[Callable[[], object]]:
    """What is refused, or goes wrong, while somebody's PIN is at hand."""
    late = AT + timedelta(days=4)
    for _try in range(4):
        yield lambda: desk.sign_in(store, BY, Pin(WRONG), at=late)
    yield lambda: desk.approve(store, COLLEAGUE, Pin(WRONG), "void", at=late)
    yield lambda: desk.set_pin(store, BY, Pin(WEAK), by=BY, at=late)
    yield lambda: desk.set_pin(store, BY, Pin(f"{ANAS}9"), by=BY, at=late)
    yield lambda: desk.set_pin(store, "nobody", Pin(ANAS), by=BY, at=late)
    yield lambda: desk.sign_in(store, "nobody", Pin(ANAS), at=late)


def test_no_refusal_and_no_traceback_shows_one(worked: Store) -> None:
    """Neither its sentence in either language, nor the frames behind it with their variables."""
    before = i18n.language()
    for attempt in attempts(worked):
        with pytest.raises(Refusal) as refused:
            attempt()
        for language in i18n.LANGUAGES:
            i18n.set_language(language)
            assert leaks(f"{refused.value} {refused.value!r} {refused.value.args}") == []
        i18n.set_language(before)
        assert leaks(whole(refused.value)) == []


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE secret SET hash = 'x'",
        "UPDATE secret SET hash = substr(hash, 1, 40)",
        "UPDATE secret SET hash = replace(hash, 'm=65536', 'm=4294967295')",
        "DELETE FROM secret",
        "DROP TABLE secret",
    ],
)
def test_damage_shows_none_either(worked: Store, damage: str) -> None:
    """A hash that cannot be used, or costs more memory than there is, and a table that is gone: a refusal, and no secret."""
    force(worked, damage)
    late = AT + timedelta(days=4)
    for attempt in (
        lambda: desk.sign_in(worked, BY, Pin(ANAS), at=late),
        *([lambda: desk.set_pin(worked, BY, Pin(LUISES), by=BY, at=late)] if "DROP" in damage else []),
    ):
        with pytest.raises(Refusal) as refused:
            attempt()
        assert leaks(f"{refused.value} {whole(refused.value)}") == []


def test_a_database_error_does_not_name_what_was_written(worked: Store) -> None:
    """A statement that fails is named without its values, so that neither a hash nor a clerk's text is in the message."""

    def write_nowhere() -> None:
        with worked.transaction() as db:
            db.connection.execute(text("INSERT INTO nowhere VALUES (:digits)"), {"digits": ANAS})

    with pytest.raises(Refusal) as refused:
        write_nowhere()
    assert refused.value.__cause__ is not None
    assert "INSERT INTO nowhere" in str(refused.value.__cause__)
    assert leaks(f"{refused.value} {refused.value.__cause__}") == []


def test_hashes_differ_for_the_same_pin(worked: Store) -> None:
    """Two operators with one PIN cannot be told by their hashes, and each hash says its own costs."""
    desk.set_pin(worked, COLLEAGUE, Pin(ANAS), by=BY, at=AT + timedelta(days=3))
    with worked.reading() as db:
        hashes = list(db.connection.exec_driver_sql("SELECT hash FROM secret").scalars())
    assert len(set(hashes)) == 2
    assert all(text.startswith("$argon2id$v=19$m=65536,t=3,p=4$") for text in hashes)


def test_a_hash_of_lower_costs_is_made_anew(worked: Store) -> None:
    """The first right PIN after the program asks for more work keeps a hash of the new costs."""
    from argon2 import PasswordHasher

    bound = f"{worked.ledger}/pin/{BY}/{ANAS}"
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(bound)
    force(worked, f"UPDATE secret SET hash = '{cheap}' WHERE subject = '{BY}'")
    desk.sign_in(worked, BY, Pin(ANAS), at=AT + timedelta(days=4))
    with worked.reading() as db:
        kept = db.connection.exec_driver_sql(f"SELECT hash FROM secret WHERE subject = '{BY}'").scalar()
    assert str(kept).startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    desk.sign_in(worked, BY, Pin(ANAS), at=AT + timedelta(days=4))


def test_nothing_is_written_beside_the_ledger(worked: Store, tmp_path: Path) -> None:
    """No file of this run, a temporary one of the verification included, holds digits."""
    found(worked)
    for folder, _names, files in os.walk(tmp_path):
        for name in files:
            data = (Path(folder) / name).read_bytes()
            assert [digits for digits in DIGITS if digits.encode() in data] == [], name


def test_a_hash_proves_nothing_in_another_s_place(worked: Store) -> None:
    """Whoever copies their own hash over a colleague's cannot sign in as them."""
    desk.set_pin(worked, COLLEAGUE, Pin("582047"), by=BY, at=AT + timedelta(days=3))
    with worked.transaction() as db:
        own = "(SELECT s.hash FROM secret s WHERE s.ledger = secret.ledger AND s.subject = :mine)"
        db.connection.execute(
            text(f"UPDATE secret SET hash = {own} WHERE subject = :theirs"), {"mine": BY, "theirs": COLLEAGUE}
        )
    with pytest.raises(errors.WrongPin):
        desk.sign_in(worked, COLLEAGUE, Pin(ANAS), at=AT + timedelta(days=3))
