"""The act of a closed day: its amounts, its three sums, who signs, and the checkpoint as text and as QR."""

import io
from datetime import date, timedelta

import pytest
from paper_story import PAPERS, codes, pictures, speaking, text_of
from pypdf import PdfReader
from samples import AT, BY, COLLEAGUE, OTHER_SITE, SITE, act, take_in

from buyback import desk
from buyback.denominations import parse
from buyback.desk import Approval, ClosedDay
from buyback.export.paper import making
from buyback.export.paper.making import Made
from buyback.money import Money
from buyback.report.closing_words import grouped
from buyback.rules import parse_paper
from buyback.store.engine import Store

DAY = date(2025, 2, 18)
NEXT = AT + timedelta(days=1)


@pytest.fixture
def store(store: Store) -> Store:
    """A day with a revolver destroyed, a rifle owed, a voucher, a void, and 100 pesos missing, counted by a paymaster."""
    desk.enrol(store, "marta", by=BY, at=AT, roles=("pay",))
    desk.give_float(store, SITE, Money(50_000_00), by=BY, at=AT)
    desk.destroy(store, take_in(store).item_ids, act(), by=BY, at=AT)
    take_in(store, "ak-47", settlement="later")
    take_in(store, "ghost-gun", settlement="voucher")
    wrong = take_in(store, "ghost-gun")
    desk.void(store, wrong.folio, reason="otro tipo", recovered=Money(1_045_00), by=BY, at=AT)
    desk.count_cash(store, SITE, parse("500x82,200x1"), by="marta", at=AT)
    desk.record_difference(store, SITE, reason="un billete", by="marta", at=AT, approval=Approval(COLLEAGUE))
    return store


@pytest.fixture
def closed(store: Store) -> ClosedDay:
    return desk.close_day(store, SITE, by="marta", at=AT, approval=Approval(COLLEAGUE))


def made(store: Store, day: date = DAY, site: str = SITE) -> Made:
    with store.reading() as db:
        return making.day_of(db, day, site, now=NEXT)


def words(made: Made) -> str:
    """The plain text in one line."""
    return " ".join(making.as_text(made).data.decode().split())


def test_the_act_says_what_was_sealed(store: Store, closed: ClosedDay) -> None:
    """Every amount to the centavo, the three sums, who counted, closed and signs, and the list of the day."""
    with speaking("en"):
        said = words(made(store))
    for text in (
        "Act of the day",
        "Closed: 18 Feb 2025 10:42, marta",
        "Supervisor: luis",
        "Drop-offs: 3 Items received: 3 By the table: $34,745.00",
        "without what was voided or returned before the close.",
        "Every item that came in or went out on this day; those voided or returned came in too.",
        "+ Taken in 4",
        "Where the items of this day's drop-offs are now; without those of drop-offs that were voided.",
        "$34,745.00 MXN (1,712.83 USD)",
        "Paid out: $9,745.00 MXN Came back through voids: $1,045.00 MXN",
        "Cash counted: $41,200.00 MXN, 18 Feb 2025 10:42, marta",
        "Counted less expected: -$100.00 MXN",
        "= Held at the end 2",
        "- Left: destroyed here 1",
        "- Undone by a void 1",
        "! + Differences -100.00 entry",
        "= Should hold 41,200.00",
        "= Vouchers open 1",
        "A mark (!) stands where something does not come out.",
        "marta Counted the cash",
        "marta Closed the day",
        "luis Supervisor",
        "days closed",
    ):
        assert text in said, text
    assert "NOT CLOSED" not in said
    assert "lists that follow" not in said
    assert made(store).checkpoint == str(closed.checkpoint)


def test_a_count_that_was_made_again_is_on_the_act(store: Store) -> None:
    """What a count was off before it was made again is signed too: in the PDF and on the 40 columns."""
    missed = desk.count_cash(store, SITE, parse("500x82,100x1"), by="marta", at=AT)
    desk.count_cash(store, SITE, parse("500x82,200x1"), by="marta", at=AT)
    desk.close_day(store, SITE, by="marta", at=AT, approval=Approval(COLLEAGUE))
    with speaking("en"):
        pdf = " ".join(text_of(PdfReader(io.BytesIO(making.as_pdf(made(store), "letter").data))).split())
        text = words(made(store))
    for said in (pdf, text):
        assert f"Counts that did not fit, redone 1 -$100.00; entry {missed.seq}" in said


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("language", ["es", "en"])
def test_the_checkpoint_on_paper_is_the_one_of_the_close(
    store: Store, closed: ClosedDay, paper: str, language: str
) -> None:
    """A machine reads it off the QR, a person off the groups; the program takes both for the paper of the day."""
    with speaking(language):
        drawn = making.as_pdf(made(store), paper)
    text = " ".join(text_of(PdfReader(io.BytesIO(drawn.data))).split())
    groups = grouped(closed.checkpoint.digest)
    short = f"A1 {closed.checkpoint.seq} {' '.join(groups[:4])}"
    assert short in text
    assert " ".join(groups) in text
    assert "41,200.00" in text
    assert "41,300.00" in text
    (scanned,) = [code for picture in pictures(drawn.data) for code in codes(picture)]
    assert scanned == str(closed.checkpoint)
    assert all(parse_paper(one, "A1").fits(closed.checkpoint) for one in (scanned, short))
    assert desk.compare_close(store, SITE, scanned, by=BY, at=NEXT).agrees


def test_the_act_in_spanish(store: Store, closed: ClosedDay) -> None:
    """Its headings and the supervisor's line are translated, and the checkpoint is the same."""
    with speaking("es"):
        said = words(made(store))
    for text in (
        "Acta del día",
        "Artículos",
        "Dinero",
        "Papeles",
        "luis Supervisión",
        "Punto de control y firmas",
    ):
        assert text in said, text
    assert closed.checkpoint.digest[:4] in said


def test_the_act_of_later_is_the_same_and_says_when_its_lists_are_of(store: Store, closed: ClosedDay) -> None:
    """What was sealed and reconciled does not change; lists that may are dated."""
    with speaking("en"):
        first = words(made(store))
        owed = "A1-000002-9"
        desk.pay(store, owed, by=BY, at=NEXT)
        later = words(made(store))
    begins, ends = "Sealed with the close", "A mark (!) stands"
    assert first[first.index(begins) : first.index(ends)] == later[later.index(begins) : later.index(ends)]
    assert "The lists that follow are as the ledger stands now: entry" in later
    assert str(closed.checkpoint.seq) in later


def test_the_act_names_what_one_person_did_alone(store: Store) -> None:
    """What ends on the day that is signed stands on its paper, though it began on a day whose paper was signed before."""
    gun = take_in(store, "ghost-gun")
    desk.count_cash(store, SITE, parse("500x80,100x1,50x1,5x1"), by="marta", at=AT)
    desk.close_day(store, SITE, by="marta", at=AT, approval=Approval(COLLEAGUE))
    with speaking("en"):
        before = words(made(store))
    desk.destroy(store, gun.item_ids, act("ACTA-2"), by=BY, at=NEXT)
    desk.count_cash(store, SITE, parse("500x80,100x1,50x1,5x1"), by=BY, at=NEXT)
    desk.close_day(store, SITE, by=BY, at=NEXT)
    with speaking("en"):
        said = words(made(store, NEXT.date()))
    one_hand = (
        f"ana received, paid and destroyed the same 1 item ({gun.item_ids[0]}); that takes three people."
    )
    assert gun.item_ids[0] not in before.partition("Who did what")[2]
    assert one_hand in said
    assert "Counted, closed and signed by ana: 19 Feb 2025 at basilica-guadalupe." in said


def test_an_open_day_is_a_sheet_that_nobody_signs(store: Store) -> None:
    """It says so on top, has the sums as they stand, what is still to be done, no checkpoint and no line to sign on."""
    with speaking("en"):
        take_in(store)
        sheet = made(store)
        said = words(sheet)
    assert said.startswith("*" * 40 + " THE DAY IS NOT CLOSED")
    assert (
        "Not closed. Cash of Basílica de Guadalupe moved on 18 February 2025 10:42, after the count" in said
    )
    assert "! Counted - not counted on this day or later, after the last movement of cash" in said
    assert "Checkpoint" not in said
    assert "____" not in said
    assert sheet.checkpoint == ""
    assert sheet.stem == f"day-2025-02-18-{SITE}"


def test_the_sheet_of_all_sites_says_which_are_closed(store: Store, closed: ClosedDay) -> None:
    """As long as one site is open the day is not closed; each is signed on its own act."""
    with speaking("en"):
        alone = words(made(store, site=""))
        take_in(store, site=OTHER_SITE)
        both = words(made(store, site=""))
    assert "NOT CLOSED" not in alone
    assert "Not signed: each site's day is signed on its own act." in alone
    assert "by marta; luis signs as supervisor." in alone
    assert both.startswith("*" * 40 + " THE DAY IS NOT CLOSED")
    assert "Not closed. The cash box of Catedral de Morelia has no float yet" in both
    assert closed.checkpoint.digest not in both
