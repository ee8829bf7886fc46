"""What a drop-off in the log pays is what its table and its rate say; whoever seals another amount by hand is found."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from export_story import live
from samples import AT, BY, on_a_file, take_in
from tampering import found, seal_on

from buyback import facts, folios
from buyback.chain import utc_text
from buyback.facts import DroppedOff, Line
from buyback.store.engine import Store
from buyback.store.story import CHECKS
from buyback.store.views import drop_offs

CHANGES: dict[str, tuple[Callable[[Line], Line], str]] = {
    "a better amount": (
        lambda line: replace(line, unit_amount_minor=9_000_00, amount_minor=9_000_00),
        "for 9000.00 MXN = 428.88 USD, and by the table of entry 4 it comes to 8700.00 MXN = 428.88 USD.",
    ),
    "a centavo more": (lambda line: replace(line, amount_minor=8_700_01), "for 8700.01 MXN"),
    "a cent less": (lambda line: replace(line, usd_cents=428_87), "= 428.87 USD, and by the table"),
    "another condition's amount": (
        lambda line: replace(line, type_code="ghost-gun", class_code="home-made", counts_as="home-made", condition="unserviceable"),
        "for 8700.00 MXN = 428.88 USD, and by the table of entry 4 it comes to 260.00 MXN = 12.82 USD.",
    ),
    "another class": (
        lambda line: replace(line, class_code="military"),
        "takes in revolver (1) of {folio} as another class, figure or unit than the table of entry 4 says.",
    ),
    "another figure": (lambda line: replace(line, counts_as="long"), "as another class, figure or unit"),
    "another unit": (lambda line: replace(line, unit="kilo"), "as another class, figure or unit"),
    "donated and paid": (lambda line: replace(line, donated=True), "it comes to 0.00 MXN = 0.00 USD."),
    "a type that the table has not": (lambda line: replace(line, type_code="tank"), "does not price it: tank?"),
    "a row that it has not": (lambda line: replace(line, type_code="air-gun", valued_as="tank"), "does not price it: tank?"),
    "an amount that is not published": (
        lambda line: replace(line, condition="unserviceable"),
        "does not price it: ",
    ),
    "two of a kind that has tags": (
        lambda line: replace(line, quantity=2, serial="", amount_minor=17_400_00, usd_cents=857_77),
        "is counted by the piece",
    ),
    "no reason": (
        lambda line: replace(line, type_code="air-gun", class_code="air-gun", counts_as="other", valued_as="revolver"),
        "receives {folio} as it is not received: ",
    ),
}  # fmt: skip


def forged(store: Store, change: Callable[[Line], Line]) -> DroppedOff:
    """The newest drop-off's copy under the next folio, its only line changed."""
    with store.reading() as db:
        before = drop_offs.sealed(db, folios.make("A1", 1))
    (line,) = before.lines
    return replace(
        before, folio=folios.make("A1", 2), draft_id="by hand", settlement="later", lines=(change(line),)
    )


def said_after(store: Store, fact: facts.Fact) -> list[str]:
    """What the story of the log contradicts once somebody sealed this by hand."""
    seal_on(store, fact)
    return [str(finding) for finding in found(store) if finding.check in CHECKS]


@on_a_file
@pytest.mark.parametrize("name", CHANGES)
def test_another_price_is_found(ledger: Store, name: str) -> None:
    """Each way to pay another amount, or to count the weapon as something else, is named with the entry of the table."""
    take_in(ledger, "revolver")
    change, said = CHANGES[name]
    fact = forged(ledger, change)
    told = said_after(ledger, fact)
    assert [one for one in told if said.format(folio=fact.folio) in one], told


def test_what_the_desk_prices_is_what_the_story_prices(ledger: Store) -> None:
    """Days with every kind of item, valued, donated, in bulk and unserviceable, contradict nothing."""
    take_in(ledger, "air-gun:as=revolver", "cartridge:250:donated", reason="sin precio", approved_by=BY)
    live(ledger)
    assert found(ledger) == []


@on_a_file
def test_a_rate_that_is_none_stops_nothing(ledger: Store) -> None:
    """A rate sealed by hand that is no number is named where it is used, and is no crash."""
    take_in(ledger, "revolver")
    seq = seal_on(ledger, facts.RateRecorded("x", "2025-02-18", "ECB", utc_text(AT)))
    used = replace(forged(ledger, lambda line: line), mxn_per_usd="x", rate_seq=seq)
    assert [one for one in said_after(ledger, used) if f"by the rate of entry {seq}, which is none" in one]
