"""Entries about vouchers that contradict each other, and codes that are kept or lost: verification tells."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from samples import AT, BY, COLLEAGUE, OTHER_SITE, SITE, order, take_in
from tampering import force, found, seal_on

from buyback import desk, errors, facts, folios
from buyback.desk import Approval, Pin, Received
from buyback.facts import DroppedOff, PaidOut, SettingChanged, Voided, VoucherCodeRefused, VoucherIssued
from buyback.store import checks
from buyback.store import ledger as log_writer
from buyback.store.engine import Store
from buyback.store.story import CHECKS
from buyback.store.views import log

DAY, UNTIL, LATE = "2025-02-18", "2025-03-20", "2025-03-21"
CODE = "4711"


def given(store: Store, code: str | None = CODE) -> Received:
    """A revolver that is promised on a voucher."""
    asked = order(store, "revolver", settlement="voucher")
    return desk.receive(store, replace(asked, code=Pin(code) if code else None), by=BY, at=AT)


def told(store: Store, *more: facts.Fact, at: datetime = AT) -> list[str]:
    """What the story of the log contradicts after these entries; the rebuilt tables follow the log all the same."""
    seal_on(store, *more, at=at)
    said = [str(finding) for finding in found(store) if finding.check in CHECKS]
    log_writer.rebuild(store)
    assert {finding.check for finding in found(store)} <= {*CHECKS, "secrets"}
    return said


def head(store: Store) -> int:
    return checks.head(store).seq


def paid(drop_off: Received, *, means: str = "voucher", on: str = DAY, approved_by: str = "") -> PaidOut:
    sums = (drop_off.mxn.amount_minor, drop_off.usd.amount_minor)
    return PaidOut(drop_off.folio, *sums, on, means, approved_by=approved_by, site=SITE)  # type: ignore[arg-type]


def issued(
    drop_off: Received, *, minor: int = 8_700_00, until: str = UNTIL, site: str = SITE
) -> VoucherIssued:
    return VoucherIssued(drop_off.folio, site, DAY, minor, until, coded=False)


def received_again(store: Store, before: Received) -> DroppedOff:
    """The entry of another drop-off on voucher, not sealed yet: the one before with the next folio."""
    with store.reading() as db:
        fact = log.entry(db, log.page(db, kind="DroppedOff", limit=1)[0].seq).fact
    assert isinstance(fact, DroppedOff)
    number = int(before.folio.split("-")[1]) + 1
    return replace(fact, folio=folios.make("A1", number), draft_id=f"by-hand-{number}")


def test_what_the_desk_records_contradicts_nothing(ledger: Store) -> None:
    """Given with and without a code, after another setting, paid by code, by approval, late, after five wrong codes; given back, voided."""
    late = AT + timedelta(days=40)
    by_code, forgotten, locked, expired, back, void = (given(ledger).folio for _number in range(6))
    plain = given(ledger, None).folio
    desk.change_setting(ledger, "voucher_days", "7", by=BY, at=AT)
    short = given(ledger).folio
    desk.pay(ledger, by_code, by=BY, at=AT, site=OTHER_SITE, code=Pin(CODE))
    desk.pay(ledger, forgotten, by=BY, at=AT, approval=Approval(COLLEAGUE))
    for _try in range(5):
        with pytest.raises((errors.WrongCode, errors.VoucherLocked)):
            desk.pay(ledger, locked, by=BY, at=AT, code=Pin("0000"))
    desk.pay(ledger, locked, by=BY, at=AT, approval=Approval(COLLEAGUE))
    desk.pay(ledger, plain, by=BY, at=AT, approval=Approval(COLLEAGUE))
    desk.pay(ledger, expired, by=BY, at=late, code=Pin(CODE), approval=Approval(COLLEAGUE))
    with pytest.raises(errors.WrongCode):
        desk.pay(ledger, short, by=BY, at=AT, code=Pin("1111"))
    desk.pay(ledger, short, by=BY, at=AT, code=Pin(CODE))
    desk.give_back(ledger, back, by=BY, at=AT)
    desk.void(ledger, void, reason="mistyped", recovered=None, by=BY, at=AT)
    given(ledger)
    assert found(ledger) == []


def test_a_voucher_that_is_paid_twice(ledger: Store) -> None:
    """The second payment names the first."""
    drop_off = given(ledger, None)
    before = head(ledger)
    seal_on(ledger, paid(drop_off, approved_by=BY), paid(drop_off, approved_by=BY))
    said = [str(finding) for finding in found(ledger) if finding.check in CHECKS]
    assert said == [f"Entry {before + 2} pays {drop_off.folio}, which entry {before + 1} paid already."]


def test_a_voucher_that_nobody_gave_out(ledger: Store) -> None:
    """Of an owed drop-off, of an unknown one, and paid as one where none was promised."""
    owed = take_in(ledger, "revolver", settlement="later")
    at, nobody = head(ledger), folios.make("A1", 77)
    (first,) = told(ledger, issued(owed))
    assert first.startswith(
        f"Entry {at + 1} gives out a voucher for {owed.folio}, and the entry before it received no"
    )
    seal_on(ledger, VoucherIssued(nobody, SITE, DAY, 1, UNTIL, coded=False))
    said = [str(finding) for finding in found(ledger) if finding.check in CHECKS]
    assert "received no drop-off" in said[-1]


def test_a_payment_by_a_voucher_that_was_never_promised(ledger: Store) -> None:
    """Cash that left as a voucher's, for a drop-off that was to be paid in cash."""
    owed = take_in(ledger, "revolver", settlement="later")
    assert told(ledger, paid(owed)) == [
        f"Entry {head(ledger)} pays {owed.folio} by a voucher, and none was given out for it."
    ]


def test_a_payment_in_cash_beside_the_voucher(ledger: Store) -> None:
    """A promise is paid as the promise that it is, so that its code is asked for."""
    drop_off = given(ledger, None)
    at = head(ledger)
    assert told(ledger, paid(drop_off, means="cash")) == [
        f"Entry {at + 1} pays {drop_off.folio} in cash, for which entry {at} gave out a voucher."
    ]


def test_a_voucher_given_out_twice(ledger: Store) -> None:
    """One drop-off has one voucher; the tables hold one row of it."""
    drop_off = given(ledger, None)
    at = head(ledger)
    seal_on(ledger, issued(drop_off))
    said = [str(finding) for finding in found(ledger) if finding.check in CHECKS]
    assert said == [
        f"Entry {at + 1} gives out a voucher for {drop_off.folio}, which entry {at} gave out already."
    ]


@pytest.mark.parametrize("between", [0, 2000])
def test_no_rebuild_chooses_between_two_vouchers(ledger: Store, between: int) -> None:
    """Right after the first, or so long after it that the first is written by then: verification tells, the tables stay."""
    drop_off = given(ledger, None)
    at = head(ledger)
    seal_on(ledger, *[SettingChanged("voucher_days", "30")] * between, issued(drop_off, minor=1))
    again = [str(finding) for finding in found(ledger) if finding.check in CHECKS]
    assert again == [
        f"Entry {head(ledger)} gives out a voucher for {drop_off.folio}, which entry {at} gave out already."
    ]
    with pytest.raises(errors.LedgerDamaged, match="voucher"):
        log_writer.rebuild(ledger)
    with ledger.reading() as db:
        kept = db.connection.exec_driver_sql("SELECT seq, amount_minor FROM voucher").all()
    assert [tuple(row) for row in kept] == [(at, 8_700_00)]


def test_a_drop_off_on_voucher_without_its_voucher(ledger: Store) -> None:
    """Where vouchers are given out, each drop-off on voucher has its own in the next entry."""
    second = received_again(ledger, given(ledger))
    at = head(ledger)
    assert told(ledger, second, SettingChanged("approval_step_minor", "1")) == [
        f"Entry {at + 1} receives {second.folio} to be paid by a voucher, and entry {at + 2} after it gives none out."
    ]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"minor": 9_900_00}, "a voucher of 9900.00 for {folio} at {site}, and by entry {at} it is 8700.00 at {site}."),
        ({"site": OTHER_SITE}, "a voucher of 8700.00 for {folio} at catedral-morelia, and by entry {at} it is"),
        ({"until": "2025-03-21"}, "makes the voucher {folio} good until 2025-03-21, and by the setting it is 2025-03-20."),
    ],
)  # fmt: skip
def test_a_voucher_that_says_something_else(ledger: Store, changed: dict[str, object], words: str) -> None:
    """Another amount, another site, another last day than the drop-off and the setting give it."""
    first = given(ledger, None)
    again = received_again(ledger, first)
    other = replace(issued(first, **changed), folio=again.folio)  # type: ignore[arg-type]
    (said,) = told(ledger, again, other)
    assert words.format(folio=again.folio, site=SITE, at=head(ledger) - 1) in said


def test_the_setting_in_force_counts(ledger: Store) -> None:
    """A voucher is good for as many days as the setting said when it was given out."""
    first = given(ledger, None)
    again = received_again(ledger, first)
    seven = SettingChanged("voucher_days", "7")
    right = replace(issued(first, until="2025-02-25"), folio=again.folio)
    assert told(ledger, seven, again, right) == []


def test_a_payment_that_a_supervisor_had_to_approve(ledger: Store) -> None:
    """Without a code, after its last day, after five wrong codes: the entry has to say who approved it."""
    plain, late, locked = given(ledger, None), given(ledger), given(ledger)
    wrong = [VoucherCodeRefused(locked.folio, tries) for tries in range(1, 6)]
    seal_on(ledger, paid(plain), *wrong, paid(locked))
    assert told(ledger, paid(late, on=LATE), at=AT + timedelta(days=31)) == [
        f"Entry {head(ledger) - 7} pays the voucher {plain.folio}, which had no code, and nobody approved it.",
        f"Entry {head(ledger) - 1} pays the voucher {locked.folio}, whose code had been wrong 5 times, and nobody approved it.",
        f"Entry {head(ledger)} pays the voucher {late.folio}, which was good until {UNTIL}, and nobody approved it.",
    ]


def test_codes_refused_of_no_open_voucher(ledger: Store) -> None:
    """After it was paid, where it has no code, of a drop-off without one; and tries that do not follow each other."""
    done, plain, open_one = given(ledger), given(ledger, None), given(ledger)
    owed = take_in(ledger, "revolver", settlement="later")
    desk.pay(ledger, done.folio, by=BY, at=AT, code=Pin(CODE))
    for folio in (done.folio, plain.folio, owed.folio):
        said = told(ledger, VoucherCodeRefused(folio, 1))
        assert said[-1].endswith(f"refuses a code of {folio}, and no voucher of it with a code was open.")
    said = told(ledger, VoucherCodeRefused(open_one.folio, 2))
    assert said[-1].endswith(f"says that 2 codes of {open_one.folio} were wrong in a row, and it was 1.")


def test_a_void_of_a_paid_voucher(ledger: Store) -> None:
    """Whoever brought the voucher has the cash: the desk refuses it, and so does the story."""
    drop_off = given(ledger)
    desk.pay(ledger, drop_off.folio, by=BY, at=AT, code=Pin(CODE))
    at = head(ledger)
    void = Voided(drop_off.folio, DAY, "mal tecleado", 8_700_00, 0, drop_off.item_ids, BY, SITE)
    assert told(ledger, void) == [
        f"Entry {at + 1} voids {drop_off.folio}, whose voucher was paid by entry {at}."
    ]


# --- what is kept to check codes by ---------------------------------------------------------------------------------------


def kept(store: Store) -> list[str]:
    """The folios of which a code is kept."""
    with store.reading() as db:
        rows = db.connection.exec_driver_sql("SELECT subject FROM secret WHERE kind = 'voucher' ORDER BY 1")
        return list(rows.scalars())


def test_a_code_is_kept_while_its_voucher_is_open(ledger: Store) -> None:
    """Paid, given back, voided: nothing is kept any more to check its code by, and of the others it is."""
    paid_one, back, void, still_open = (given(ledger).folio for _number in range(4))
    given(ledger, None)
    assert kept(ledger) == [paid_one, back, void, still_open]
    desk.pay(ledger, paid_one, by=BY, at=AT, code=Pin(CODE))
    desk.give_back(ledger, back, by=BY, at=AT)
    desk.void(ledger, void, reason="mistyped", recovered=None, by=BY, at=AT)
    assert kept(ledger) == [still_open]
    assert found(ledger) == []
    log_writer.rebuild(ledger)
    desk.pay(ledger, still_open, by=BY, at=AT, approval=Approval(COLLEAGUE))
    assert kept(ledger) == []


def test_a_code_that_is_lost_and_one_too_many_are_found(ledger: Store) -> None:
    """An open voucher with a code that nothing can check, and a code of a voucher that is paid."""
    folio, other = given(ledger).folio, given(ledger).folio
    desk.pay(ledger, other, by=BY, at=AT, code=Pin(CODE))
    force(ledger, f"UPDATE secret SET subject = '{other}' WHERE subject = '{folio}'")
    assert [str(finding) for finding in found(ledger)] == [
        f"The log says that the open voucher {folio} has a code, and nothing is kept to check it by.",
        f"Something is kept to check a code of {other} by, and no voucher of it with a code is open.",
    ]
    desk.change_roles(ledger, COLLEAGUE, ["receive", "pay"], reason="paymaster", by=BY, at=AT)
    with pytest.raises(errors.ApprovalNeeded):
        desk.pay(ledger, folio, by=COLLEAGUE, at=AT, code=Pin(CODE))
    assert desk.pay(ledger, folio, by=BY, at=AT, code=Pin(CODE)).status == "paid"
