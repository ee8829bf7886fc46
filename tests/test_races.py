"""Two programs on one ledger: every drop-off gets its own folio, every form one, every folio one payment."""

import multiprocessing
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from multiprocessing.synchronize import Barrier
from typing import Any

import pytest
from samples import AT, BY, COLLEAGUE, act, dump, take_in

from buyback import desk, errors
from buyback.folios import make
from buyback.store import checks
from buyback.store import ledger as log_writer
from buyback.store.engine import Store, open_store

SPAWN = multiprocessing.get_context("spawn")


def _at_once(*jobs: tuple[Any, ...]) -> list[list[str]]:
    """What each job says; every job runs in a process of its own, and all begin at the same moment."""
    barrier, started = SPAWN.Barrier(len(jobs)), []
    for function, *values in jobs:
        here, there = SPAWN.Pipe(duplex=False)
        process = SPAWN.Process(target=_work, args=(barrier, there, function, values))
        process.start()
        there.close()
        started.append((process, here))
    said = [here.recv() for _process, here in started]
    for process, here in started:
        process.join()
        here.close()
    return said


def _work(barrier: Barrier, there: Any, function: Callable[..., list[str]], values: list[Any]) -> None:
    barrier.wait()
    there.send(function(*values))
    there.close()


# --- the jobs ---------------------------------------------------------------------------------------------------------


def record(where: str, by: str, drop_offs: int) -> list[str]:
    with closing(open_store(where)) as store:
        return [take_in(store, "revolver", draft_id=f"{by}-{n}", by=by).folio for n in range(drop_offs)]


def receive_one_form(where: str, by: str) -> list[str]:
    with closing(open_store(where)) as store:
        taken = [take_in(store, "revolver", "ak-47", draft_id=f"form-{n}", by=by) for n in range(20)]
    return [f"{one.folio} {one.mxn} {one.usd} {one.status} {one.item_ids}" for one in taken]


def pay_all(where: str, by: str, folios: list[str]) -> list[str]:
    return _tried(where, folios, lambda store, folio: desk.pay(store, folio, by=by, at=AT))


def give_back_all(where: str, by: str, folios: list[str]) -> list[str]:
    return _tried(where, folios, lambda store, folio: desk.give_back(store, folio, by=by, at=AT))


def destroy_all(where: str, by: str, folios: list[str]) -> list[str]:
    return _tried(
        where,
        folios,
        lambda store, folio: desk.destroy(store, [f"{folio}/1"], act(f"{by}-{folio}"), by=by, at=AT),
    )


def rebuild_again_and_again(where: str, times: int) -> list[str]:
    with closing(open_store(where)) as store:
        return [str(log_writer.rebuild(store)) for _ in range(times)]


def verify_again_and_again(where: str, times: int) -> list[str]:
    with closing(open_store(where)) as store:
        return [str(finding) for _ in range(times) for finding in checks.verify(store)]


def _tried(where: str, folios: list[str], verb: Callable[[Store, str], object]) -> list[str]:
    """The folios for which the verb went through; whatever else happened is a refusal by a rule."""
    done = []
    with closing(open_store(where)) as store:
        for folio in folios:
            try:
                verb(store, folio)
            except errors.RuleRefusal:
                continue
            done.append(folio)
    return done


# --- what must be true ------------------------------------------------------------------------------------------------


def _kinds(store: Store) -> Counter[str]:
    return Counter(row[3] for row in dump(store)["entry"])


@pytest.mark.parametrize(("engine", "drop_offs"), [("sqlite", 500), ("postgres", 100)])
def test_two_programs_record_without_a_gap(
    request: pytest.FixtureRequest, engine: str, drop_offs: int
) -> None:
    """Two processes record at once: as many folios as drop-offs, none twice, no gap, and the chain does not fork."""
    where = request.getfixturevalue(f"{engine}_url")
    ana, luis = _at_once((record, where, BY, drop_offs), (record, where, COLLEAGUE, drop_offs))
    assert sorted([*ana, *luis]) == [make("A1", n) for n in range(1, 2 * drop_offs + 1)]
    with closing(open_store(where)) as store:
        assert list(checks.verify(store)) == []
        assert _kinds(store)["DroppedOff"] == _kinds(store)["PaidOut"] == 2 * drop_offs


def test_one_form_from_two_programs_is_one_drop_off(ledger_url: str) -> None:
    """The same forms sent by two processes at once are received once, and both get the same answers."""
    ana, luis = _at_once((receive_one_form, ledger_url, BY), (receive_one_form, ledger_url, COLLEAGUE))
    assert ana == luis
    with closing(open_store(ledger_url)) as store:
        assert _kinds(store)["DroppedOff"] == _kinds(store)["PaidOut"] == 20
        assert list(checks.verify(store)) == []


def test_one_folio_is_paid_once(ledger_url: str) -> None:
    """Two processes that pay the same folios: each folio is paid by one of them, the other is told so."""
    with closing(open_store(ledger_url)) as store:
        folios = [take_in(store, "revolver", settlement="later").folio for _ in range(20)]
    ana, luis = _at_once((pay_all, ledger_url, BY, folios), (pay_all, ledger_url, COLLEAGUE, folios))
    assert sorted([*ana, *luis]) == folios
    with closing(open_store(ledger_url)) as store:
        assert _kinds(store)["PaidOut"] == 20
        assert list(checks.verify(store)) == []


def test_a_weapon_is_paid_or_given_back_never_both(ledger_url: str) -> None:
    """One process pays while another gives back: of each drop-off exactly one of both happened."""
    with closing(open_store(ledger_url)) as store:
        folios = [take_in(store, "revolver", settlement="later").folio for _ in range(20)]
    paid, returned = _at_once(
        (pay_all, ledger_url, BY, folios), (give_back_all, ledger_url, COLLEAGUE, folios)
    )
    assert sorted([*paid, *returned]) == folios
    with closing(open_store(ledger_url)) as store:
        assert list(checks.verify(store)) == []


def test_a_weapon_is_destroyed_once(ledger_url: str) -> None:
    """Two processes that destroy the same items, each by its own act: every item is in one act."""
    with closing(open_store(ledger_url)) as store:
        folios = [take_in(store, "revolver").folio for _ in range(20)]
    ana, luis = _at_once((destroy_all, ledger_url, BY, folios), (destroy_all, ledger_url, COLLEAGUE, folios))
    assert sorted([*ana, *luis]) == folios
    with closing(open_store(ledger_url)) as store:
        assert list(checks.verify(store)) == []


def test_a_rebuild_and_a_verification_disturb_no_clerk(ledger_url: str) -> None:
    """While one process rebuilds and another verifies, a third records: nobody fails, nothing false is found."""
    said, _rebuilt, findings = _at_once(
        (record, ledger_url, BY, 40),
        (rebuild_again_and_again, ledger_url, 10),
        (verify_again_and_again, ledger_url, 8),
    )
    assert findings == []
    assert said == [make("A1", n) for n in range(1, 41)]
    with closing(open_store(ledger_url)) as store:
        assert list(checks.verify(store)) == []
