"""Wrong PINs wait longer and longer, and what is kept of a PIN stays where it is."""

import threading
from contextlib import closing
from datetime import timedelta
from typing import Any

import argon2
import pytest
from pin_story import ANA, LUIS, WRONG, facts_of, place, s, unchanged
from samples import AT, BY, COLLEAGUE, take_in
from tampering import force, found

from buyback import desk, errors, rules
from buyback.errors import Refusal
from buyback.facts import PinRefused
from buyback.store import checks
from buyback.store import ledger as log_writer
from buyback.store.engine import Store, open_store
from buyback.store.views import log

# --- wrong PINs ------------------------------------------------------------------------------------------------------


def wrong_at(store: Store, at: Any) -> Refusal:
    with pytest.raises(Refusal) as refused:
        desk.sign_in(store, BY, WRONG, at=at)
    return refused.value


def test_wrong_pins_wait_longer_and_longer(pins: Store) -> None:
    """The third in a row says how long to wait; meanwhile no PIN is looked at, the right one neither; then it is."""
    assert isinstance(wrong_at(pins, AT), errors.WrongPin)
    assert isinstance(wrong_at(pins, AT), errors.WrongPin)
    third = wrong_at(pins, AT)
    assert isinstance(third, errors.WrongPinWait)
    assert third.values == {"alias": BY, "tries": 3, "seconds": 2}
    desk.sign_out(pins)
    for moment, left in ((AT, 2), (AT + s(1.5), 1)):
        refusal = unchanged(
            pins,
            errors.TooSoon,
            lambda moment=moment: desk.sign_in(pins, BY, ANA, at=moment),  # type: ignore[misc]
        )
        assert refusal.values["seconds"] == left
    fourth = wrong_at(pins, AT + s(2))
    assert fourth.values["seconds"] == 4
    assert wrong_at(pins, AT + s(5.9)).values["seconds"] == 1
    desk.sign_in(pins, BY, ANA, at=AT + s(6))
    assert isinstance(wrong_at(pins, AT + s(6)), errors.WrongPin)
    tries = [fact.tries for fact in facts_of(pins, "PinRefused")]
    assert tries == [1, 2, 3, 4, 1]
    assert list(checks.verify(pins)) == []


def test_the_wait_doubles_up_to_five_minutes() -> None:
    """None before the third wrong PIN, then 2, 4, 8 and so on, never more than 300 seconds."""
    waits = [rules.wait_s(wrong) for wrong in range(13)]
    assert waits == [0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]
    assert rules.wait_s(10**9) == 300


def test_a_clock_that_was_set_back_neither_ends_the_wait_nor_prolongs_it(pins: Store) -> None:
    """After a wrong PIN by a clock that runs ahead, the wait begins at the next try and lasts as long as it says."""
    ahead = AT + timedelta(days=400)
    for _try in range(4):
        wrong_at(pins, ahead := ahead + s(10))
    desk.sign_out(pins)
    refused = unchanged(pins, errors.TooSoon, lambda: desk.sign_in(pins, BY, ANA, at=AT))
    assert refused.values["seconds"] == 4
    unchanged(pins, errors.TooSoon, lambda: desk.sign_in(pins, BY, ANA, at=AT + s(3)))
    desk.sign_in(pins, BY, ANA, at=AT + s(4))


def test_tries_at_the_same_time_are_all_counted(pins: Store) -> None:
    """Ten programs that try at once get three tries between them, and then all wait."""
    refusals: list[type[Refusal]] = []

    def attempt() -> None:
        with closing(open_store(place(pins))) as other:
            try:
                desk.sign_in(other, BY, WRONG, at=AT)
            except Refusal as refusal:
                refusals.append(type(refusal))

    threads = [threading.Thread(target=attempt) for _number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(refusals, key=lambda kind: kind.__name__) == [
        *[errors.TooSoon] * 7, *[errors.WrongPin] * 2, errors.WrongPinWait
    ]  # fmt: skip
    assert [fact.tries for fact in facts_of(pins, "PinRefused")] == [1, 2, 3]


def test_a_wrong_pin_is_written_under_the_alias_it_was_tried_for(pins: Store) -> None:
    """The log says whose PIN was tried and how often, and who asked is not known."""
    wrong_at(pins, AT)
    with pins.reading() as db:
        newest = log.entry(db, log.page(db, limit=1)[0].seq)
    assert (newest.by, newest.fact) == (BY, PinRefused(BY, 1))


def test_a_lost_or_damaged_hash_is_said(pins: Store) -> None:
    """It lets nobody in, counts as no wrong PIN, is found by the check, and ends with a new PIN."""
    luis = f"kind = 'pin' AND subject = '{COLLEAGUE}'"
    for statement in (f"UPDATE secret SET hash = 'x' WHERE {luis}",
                      f"UPDATE secret SET hash = substr(hash, 1, 60) WHERE {luis}",
                      f"DELETE FROM secret WHERE {luis}"):  # fmt: skip
        force(pins, statement)
        unchanged(pins, errors.PinLost, lambda: desk.sign_in(pins, COLLEAGUE, LUIS, at=AT))
    said = [str(finding) for finding in found(pins)]
    assert said == ["The log says that luis has a PIN, and nothing is kept to check it by."]
    desk.set_pin(pins, COLLEAGUE, LUIS, by=BY, at=AT)
    desk.sign_in(pins, COLLEAGUE, LUIS, at=AT)
    assert found(pins) == []
    desk.enrol(pins, "eva", by=BY, at=AT, roles=("pay",))
    force(
        pins, "INSERT INTO secret SELECT ledger, kind, 'eva', hash, 0, '' FROM secret WHERE subject = 'ana'"
    )
    assert [str(one) for one in found(pins)] == [
        "Something is kept to check a PIN of eva by, and no entry set one."
    ]
    unchanged(pins, errors.PinNotSet, lambda: desk.sign_in(pins, "eva", ANA, at=AT))


def test_a_verb_hashes_nothing(pins: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is signed in works at the desk's speed: Argon2 runs for a PIN and for nothing else."""

    def never(*_given: object, **_more: object) -> Any:
        raise AssertionError("hashed")

    for name in ("hash", "verify"):
        monkeypatch.setattr(argon2.PasswordHasher, name, never)
    received = take_in(pins)
    desk.destroy(pins, received.item_ids, desk.Act("1", witnesses=("rosa", "tomas")), by=BY, at=AT)
    with pytest.raises(AssertionError, match="hashed"):
        desk.sign_in(pins, BY, ANA, at=AT)


# --- the secrets stay ------------------------------------------------------------------------------------------------


def test_a_rebuild_keeps_the_pins(pins: Store) -> None:
    """What is made from the log is made again; what proves a PIN is not, and stays as it is."""
    wrong_at(pins, AT)
    before = secrets(pins)
    log_writer.rebuild(pins)
    assert secrets(pins) == before
    assert [row[4] for row in before] == [1, 0]
    desk.sign_in(pins, BY, ANA, at=AT)


def secrets(store: Store) -> list[tuple[object, ...]]:
    with store.reading() as db:
        rows = db.connection.exec_driver_sql("SELECT * FROM secret ORDER BY ledger, kind, subject")
        return [tuple(row) for row in rows]


def test_a_new_version_of_the_tables_keeps_the_pins(pins: Store) -> None:
    """Older projections are dropped and made anew; the PINs are those of before."""
    before = secrets(pins)
    force(pins, "UPDATE meta SET value = '1' WHERE name = 'projections'")
    with closing(open_store(place(pins))) as again:
        assert secrets(again) == before
        desk.sign_in(again, BY, ANA, at=AT)
        assert found(again) == []


def test_a_ledger_of_before_there_were_pins_gets_their_table(ledger: Store) -> None:
    """Its tables are remade, and then its supervisor can set the first PIN."""
    force(ledger, "DROP TABLE secret", "UPDATE meta SET value = '1' WHERE name = 'projections'")
    with closing(open_store(place(ledger))) as again:
        desk.set_pin(again, BY, ANA, by=BY, at=AT)
        assert found(again) == []
