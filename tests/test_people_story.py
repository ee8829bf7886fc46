"""Entries that were sealed by hand contradict what the log says of the people who wrote and approved them."""

import pytest
from samples import AT, BY, COLLEAGUE, on_a_file, take_in
from tampering import force, found, literal, resealed

from buyback import chain, desk
from buyback.desk import Pin
from buyback.facts import (
    Fact,
    OperatorEnrolled,
    OperatorRevoked,
    PinSet,
    RateRecorded,
    RolesChanged,
    SettingChanged,
)
from buyback.store import checks
from buyback.store.engine import Store
from buyback.store.story import CHECKS

pytestmark = on_a_file

SETTING = SettingChanged("approval_step_minor", "1")


def rate(approved_by: str) -> RateRecorded:
    return RateRecorded("20.1000", "2025-02-18", "manual", "2025-02-18T16:42:05.123Z", "boletín", approved_by)


def seal(store: Store, *entries: tuple[str, Fact]) -> list[str]:
    """Append entries under these aliases with no rule in the way; what the check of the story then says."""
    head = checks.head(store)
    seq, previous, statements = head.seq, head.digest, []
    for by, fact in entries:
        seq += 1
        row = chain.seal(
            fact, ledger=store.ledger, seq=seq, at="2025-02-18T16:42:05.123Z", by=by, previous=previous
        )
        statements.append(f"INSERT INTO entry VALUES ({', '.join(map(literal, row))})")
        previous = row.digest
    force(store, *statements)
    return [str(finding) for finding in found(store) if finding.check in CHECKS]


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        (((BY, SETTING),), []),
        ((("mallory", SETTING),), ["Entry 8 is written by mallory, whom no entry before it enrolled."]),
        (
            (("mallory", SETTING), ("mallory", SETTING)),
            ["Entry 8 is written by mallory, whom no entry before it enrolled."],
        ),
        (
            ((BY, OperatorRevoked(COLLEAGUE, "se fue")), (COLLEAGUE, SETTING)),
            ["Entry 9 is written by luis, whom entry 8 revoked."],
        ),
        (
            ((BY, OperatorRevoked("eva", "se fue")),),
            ["Entry 8 speaks of the operator eva, whom no entry before it enrolled."],
        ),
        (
            ((BY, OperatorRevoked(COLLEAGUE, "se fue")), (BY, RolesChanged(COLLEAGUE, ("pay",), "vuelve"))),
            ["Entry 9 speaks of the operator luis, whom entry 8 revoked."],
        ),
        (
            ((BY, PinSet("eva")),),
            ["Entry 8 speaks of the operator eva, whom no entry before it enrolled."],
        ),
        (
            (
                (BY, RolesChanged(COLLEAGUE, ("pay",), "menos")),
                (BY, RolesChanged(BY, ("pay", "receive"), "menos")),
            ),
            ["Entry 9 leaves nobody who supervises."],
        ),
        (((BY, rate(COLLEAGUE)),), []),
        (((BY, rate("eva")),), ["Entry 8 is approved by eva, who was no supervisor then."]),
        (
            ((BY, OperatorEnrolled("eva", ("receive",))), (BY, rate("eva"))),
            ["Entry 9 is approved by eva, who was no supervisor then."],
        ),
        (
            ((BY, OperatorRevoked(COLLEAGUE, "se fue")), (BY, rate(COLLEAGUE))),
            ["Entry 9 is approved by luis, who was no supervisor then."],
        ),
        (((BY, rate(BY)),), []),
        (
            ((BY, PinSet(BY)), (BY, rate(BY))),
            ["Entry 9 is approved by ana, who wrote it, and others could have approved it."],
        ),
        (((BY, OperatorRevoked(COLLEAGUE, "se fue")), (BY, PinSet(BY)), (BY, rate(BY))), []),
    ],
)
def test_what_the_entries_say_of_people(
    ledger: Store, entries: tuple[tuple[str, Fact], ...], said: list[str]
) -> None:
    """Who wrote it was enrolled and not revoked, and who approved it supervised then and was somebody else."""
    assert checks.head(ledger).seq == 7
    assert seal(ledger, *entries) == said


def test_what_the_desk_does_contradicts_nothing(ledger: Store) -> None:
    """Every change of people and PINs, and work in between, leaves a story without contradiction."""
    ana, luis = Pin("739104"), Pin("582047")
    desk.enrol(ledger, "eva", by=BY, at=AT, roles=("receive", "pay"))
    take_in(ledger, "shotgun:as=revolver", reason="como revólver", by="eva", approved_by=COLLEAGUE)
    desk.set_pin(ledger, BY, ana, by=BY, at=AT)
    desk.set_pin(ledger, COLLEAGUE, luis, by=BY, at=AT)
    desk.set_pin(ledger, "eva", Pin("905172"), by=BY, at=AT)
    desk.sign_in(ledger, "eva", Pin("905172"), at=AT)
    folio = take_in(ledger, settlement="later", by="eva").folio
    given = desk.approve(ledger, COLLEAGUE, luis, "void", at=AT)
    desk.void(ledger, folio, reason="error", recovered=None, by=BY, at=AT, approval=given)
    desk.change_roles(ledger, "eva", ("audit",), reason="cuenta", by=BY, at=AT)
    desk.revoke(ledger, "eva", reason="se fue", by=BY, at=AT)
    assert found(ledger) == []


def test_an_entry_resealed_under_another_alias_is_found(ledger: Store) -> None:
    """Whoever gives their own entry another's alias is found if nobody of that name was ever enrolled."""
    take_in(ledger)
    force(ledger, *resealed(ledger, checks.head(ledger).seq, lambda body: body.update(by="mallory")))
    said = [str(finding) for finding in found(ledger) if finding.check in CHECKS]
    assert any("written by mallory" in sentence for sentence in said)
