"""Two programs on one ledger: every drop-off gets its own folio, every form one, every folio one payment."""

import multiprocessing
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from multiprocessing.synchronize import Barrier
from typing import Any

import pytest
from samples import AT, BY, COLLEAGUE, OTHER_SITE, SITE, act, dump, order, take_in

from buyback import desk, errors
from buyback.desk import Pin
from buyback.folios import make
from buyback.money import Money
from buyback.store import checks
from buyback.store import ledger as log_writer
from buyback.store.engine import Store, open_store
from buyback.store.views import cash, vouchers

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


def pay_vouchers(where: str, by: str, site: str, folios: list[str]) -> list[str]:
    """The vouchers that this site paid, each against its code."""
    code = Pin("4711")
    return _tried(
        where, folios, lambda store, folio: desk.pay(store, folio, by=by, at=AT, site=site, code=code)
    )


def guess_codes(where: str, by: str, folio: str, tries: int) -> list[str]:
    """What is said of each wrong code."""
    said = []
    with closing(open_store(where)) as store:
        for _try in range(tries):
            try:
                desk.pay(store, folio, by=by, at=AT, code=Pin("0000"))
            except errors.RuleRefusal as refusal:
                said.append(f"{type(refusal).__name__} {refusal.values['tries']}")
    return said


def take_in_cash(where: str, by: str, visits: int) -> list[str]:
    """The folios that were paid on the spot; the others the box did not hold, and nothing of them is recorded."""
    done = []
    with closing(open_store(where)) as store:
        for number in range(visits):
            with suppress(errors.NotEnoughCash):
                done.append(take_in(store, "revolver", draft_id=f"{by}-{number}", by=by).folio)
    return done


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


def reserve_and_receive(where: str, by: str, times: int) -> list[str]:
    """The folios that one program gave out: by turns to a packet of forms and to a drop-off."""
    done = []
    with closing(open_store(where)) as store:
        for number in range(times):
            done += desk.reserve(store, SITE, 3, by=by, at=AT).folios
            done.append(take_in(store, "revolver", draft_id=f"{by}-{number}", by=by).folio)
    return done


def type_in_all(where: str, by: str, folios: list[str]) -> list[str]:
    return _tried(
        where,
        folios,
        lambda store, folio: take_in(
            store, "revolver", draft_id=f"{by}-{folio}", by=by, folio=folio, written_at=AT
        ),
    )


def return_all(where: str, by: str, folios: list[str]) -> list[str]:
    return _tried(
        where, folios, lambda store, folio: desk.return_forms(store, [folio], "en blanco", by=by, at=AT)
    )


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


def _vouchers(where: str, number: int) -> list[str]:
    """The folios of so many vouchers with one code."""
    with closing(open_store(where)) as store:
        asked = [order(store, "revolver", settlement="voucher") for _voucher in range(number)]
        return [desk.receive(store, replace(one, code=Pin("4711")), by=BY, at=AT).folio for one in asked]


def test_a_voucher_is_paid_once_whichever_sites_it_is_brought_to(ledger_url: str) -> None:
    """Two processes at two sites pay the same vouchers at once: each is paid by one of them, out of that site's box."""
    folios = _vouchers(ledger_url, 8)
    here, there = _at_once(
        (pay_vouchers, ledger_url, BY, SITE, folios),
        (pay_vouchers, ledger_url, COLLEAGUE, OTHER_SITE, folios),
    )
    assert sorted([*here, *there]) == folios
    with closing(open_store(ledger_url)) as store:
        assert _kinds(store)["PaidOut"] == 8
        assert list(checks.verify(store)) == []
        with store.reading() as db:
            assert vouchers.open_vouchers(db) == ()
            assert {folio: cash.paid_at(db, folio) for folio in folios} == dict.fromkeys(
                here, SITE
            ) | dict.fromkeys(there, OTHER_SITE)


def test_two_programs_have_five_guesses_together(ledger_url: str) -> None:
    """Wrong codes from two processes are counted as one row of tries, so that neither gets five of its own."""
    (folio,) = _vouchers(ledger_url, 1)
    ana, luis = _at_once(
        (guess_codes, ledger_url, BY, folio, 4), (guess_codes, ledger_url, COLLEAGUE, folio, 4)
    )
    said = sorted([*ana, *luis], reverse=True)
    assert said == ["WrongCode 4", "WrongCode 3", "WrongCode 2", "WrongCode 1", *["VoucherLocked 5"] * 4]
    with closing(open_store(ledger_url)) as store:
        assert _kinds(store)["VoucherCodeRefused"] == 5
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


def test_two_programs_never_overdraw_a_box(ledger_url: str) -> None:
    """Two processes pay out of one box, on the spot and later, until it is empty: it holds nothing more, never less."""
    with closing(open_store(ledger_url)) as store:
        owed = [take_in(store, "revolver", settlement="later").folio for _ in range(12)]
        desk.give_float(store, SITE, Money(20 * 8_700_00 + 50), by=BY, at=AT)
    ana, luis = _at_once((take_in_cash, ledger_url, BY, 15), (pay_all, ledger_url, COLLEAGUE, owed))
    with closing(open_store(ledger_url)) as store:
        assert list(checks.verify(store)) == []
        assert len(ana) + len(luis) == _kinds(store)["PaidOut"] == 20
        assert _kinds(store)["DroppedOff"] == 12 + len(ana)
        with store.reading() as db:
            (box,) = cash.boxes(db)
    assert (box.expected_minor, box.paid_minor) == (50, 20 * 8_700_00)


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


@pytest.mark.parametrize(("engine", "times"), [("sqlite", 60), ("postgres", 20)])
def test_two_programs_take_folios_for_paper_and_for_drop_offs(
    request: pytest.FixtureRequest, engine: str, times: int
) -> None:
    """Both reserve and receive at once: every number is given once, none is left out, and a packet is of one piece."""
    where = request.getfixturevalue(f"{engine}_url")
    ana, luis = _at_once(
        (reserve_and_receive, where, BY, times), (reserve_and_receive, where, COLLEAGUE, times)
    )
    assert sorted([*ana, *luis]) == [make("A1", number) for number in range(1, 8 * times + 1)]
    with closing(open_store(where)) as store:
        assert _kinds(store)["FoliosReserved"] == _kinds(store)["DroppedOff"] == 2 * times
        assert list(checks.verify(store)) == []


def test_a_form_is_typed_in_once_or_returned(ledger_url: str) -> None:
    """Two programs type the same forms in while a third returns them: of each exactly one of it happened."""
    with closing(open_store(ledger_url)) as store:
        folios = list(desk.reserve(store, SITE, 20, by=BY, at=AT).folios)
    jobs = (
        (type_in_all, ledger_url, BY, folios),
        (type_in_all, ledger_url, COLLEAGUE, folios),
        (return_all, ledger_url, BY, folios[::-1]),
    )
    ana, luis, back = _at_once(*jobs)
    assert sorted([*ana, *luis, *back]) == folios
    with closing(open_store(ledger_url)) as store:
        assert _kinds(store)["DroppedOff"] == len(ana) + len(luis)
        assert _kinds(store)["FormsReturned"] == len(back)
        assert list(checks.verify(store)) == []
