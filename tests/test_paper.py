"""Documents: what they say, and that nothing of it is lost on a ticket of 40 columns."""

import re
from dataclasses import replace

import pytest
from paper_story import LONG_PLACE, LONG_WITNESS, every_document, play, speaking
from rich.cells import cell_len
from samples import AT, BY, COLLEAGUE, OTHER_SITE, TABLE, act, order, take_in

from buyback import desk, errors, report
from buyback.desk import Pin
from buyback.export.paper import making, plain
from buyback.export.paper.document import Document, Note
from buyback.export.paper.making import Made
from buyback.money import Money
from buyback.payout_table import PayoutTable, load_seed
from buyback.store.engine import Store

LONG_TYPE = "Carabina-semiautomática-de-fabricación-ignota 銃 🔫 ½"


def words(made: Made) -> str:
    """What the document says, single blanks between its words."""
    return " ".join(plain.render(made.document).split())


def receipt(store: Store, folio: str, *, is_copy: bool = False) -> Made:
    with store.reading() as db:
        return making.receipt_of(db, folio, is_copy=is_copy)


# --- 40 columns -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ascii_only", [False, True])
@pytest.mark.parametrize("language", ["es", "en"])
def test_no_line_is_wider_than_the_ticket(store: Store, language: str, ascii_only: bool) -> None:
    """Every line of every document has at most 40 columns, in both languages, with long names too."""
    strange(store)
    folios = play(store)
    with speaking(language):
        for name, made in every_document(store, folios).items():
            lines = plain.render(made.document, ascii_only=ascii_only).splitlines()
            assert max(map(cell_len, lines)) <= plain.WIDTH, name
            assert [line for line in lines if line != line.rstrip()] == []


def strange(store: Store) -> None:
    """From here on a revolver has a name that no printer likes."""
    table = load_seed(TABLE).adopted
    rows = tuple(
        replace(row, name_es=LONG_TYPE, name_en=LONG_TYPE) if row.code == "revolver" else row
        for row in table.rows
    )
    desk.adopt_table(store, PayoutTable(replace(table, code="otro", rows=rows)), by=BY, at=AT)


def test_nothing_is_cut(store: Store) -> None:
    """Every letter of a name that is longer than a line stands on the ticket, in its order."""
    strange(store)
    folio = play(store)["owed"]
    letters = "".join(plain.render(receipt(store, folio).document).split())
    assert "".join(LONG_TYPE.split()) in letters
    with store.reading() as db:
        said = words(making.act_of(db, "ACTA-1"))
    assert LONG_PLACE in said
    assert LONG_WITNESS in said


def test_amounts_stand_at_the_right(store: Store) -> None:
    """The amount of a line and the total end in the last column, one below the other."""
    folio = take_in(store, "ak-47", "cartridge:250:donated").folio
    lines = plain.render(receipt(store, folio).document).splitlines()
    ends = [line for line in lines if line.endswith(("25,000.00", "donated", "25,000.00 MXN"))]
    assert [len(line) for line in ends] == [plain.WIDTH] * 3


def test_without_accents(store: Store) -> None:
    """For a printer that knows ASCII only, letters lose their accents and nothing disappears."""
    strange(store)
    folio = play(store)["owed"]
    with speaking("es"):
        text = plain.render(receipt(store, folio).document, ascii_only=True)
    assert text.isascii()
    assert "Basilica de Guadalupe" in text
    joined = "".join(text.split())
    assert "Carabina-semiautomatica-de-fabricacion" in joined
    assert "[U+9283][U+1F52B]1/2" in joined


def test_accents_are_right_where_the_printer_knows_them(store: Store) -> None:
    """The Spanish receipt keeps every accent."""
    with speaking("es"):
        said = words(receipt(store, take_in(store).folio))
    assert "Sí al Desarme, Sí a la Paz" in said
    assert "Código de comprobación" in said
    assert "No se pidió ni se registró ningún dato personal." in said


def test_no_control_character_drives_a_printer() -> None:
    """An escape that somebody forced into a ledger is written as its number."""
    document = Document("t", "en", AT, "a", "", (Note("a\x1b@b"),))
    assert plain.render(document) == "a[U+001B]@b\n"


# --- receipts --------------------------------------------------------------------------------------------------------------

PAYMENTS = {
    "paid": "Payment: $25,000.00 MXN paid on 18 Feb 2025",
    "owed": "Payment: Not paid yet: $8,700.00 MXN is owed",
    "voucher": "Payment: Voucher for $5,650.00 MXN",
    "redeemed": "Payment: Voucher for $5,650.00 MXN redeemed on 18 Feb 2025",
    "donated": "Payment: Donated: nothing was to be paid",
    "unpaid": "Payment: Nothing was to be paid",
    "returned": "Payment: Nothing was paid",
    "voided": "Payment: Voided",
}


def test_a_receipt_says_how_it_stands_with_the_payment(store: Store) -> None:
    """Paid, owed, on voucher, redeemed, donated, without payment, returned, voided."""
    folios = play(store)
    assert folios.keys() == PAYMENTS.keys()
    for name, folio in folios.items():
        assert PAYMENTS[name] in words(receipt(store, folio)), name


def test_the_receipt_is_the_voucher_too(store: Store) -> None:
    """Folio, amount, last day and that the code has to be brought; not the code, and nothing of it once it is paid."""
    asked = replace(order(store, "revolver", settlement="voucher"), code=Pin("9173"))
    coded, plain_one = desk.receive(store, asked, by=BY, at=AT).folio, play(store)["voucher"]
    said = words(receipt(store, coded))
    assert (
        f"Voucher ---------------------------------------- Folio: {coded} Amount: $8,700.00 MXN"
        " Good until: Thursday 20 March 2025 Bring this paper and your code, the four digits that you chose:"
        " whoever brings both is paid, once."
    ) in said
    assert "9173" not in said
    assert "Bring this paper: whoever brings it is paid, once, if a supervisor agrees. It has no code." in (
        words(receipt(store, plain_one))
    )
    desk.pay(store, coded, by=BY, at=AT, code=Pin("9173"))
    assert "Bring this paper" not in words(receipt(store, coded))


@pytest.mark.parametrize(
    ("name", "banner"),
    [
        ("voided", "VOIDED on 18 Feb 2025: this receipt is not valid"),
        ("returned", "RETURNED on 18 Feb 2025: everything went back, nothing was paid"),
    ],
)
def test_a_receipt_that_is_no_longer_valid_says_so_first(store: Store, name: str, banner: str) -> None:
    """Across the top of a voided or returned drop-off's receipt stands that it is one; nobody is told to keep it."""
    said = words(receipt(store, play(store)[name])).replace("*", "").strip()
    assert said.startswith(banner)
    assert "Keep this receipt" not in said


def test_a_copy_says_that_it_is_one(store: Store) -> None:
    """A reprint differs from the first print by its banner alone."""
    folio = take_in(store).folio
    first, again = (
        plain.render(receipt(store, folio, is_copy=is_copy).document) for is_copy in (False, True)
    )
    assert "COPY" not in first
    assert again.replace(f"{'*' * 40}\n{' ' * 18}COPY\n{'*' * 40}\n\n", "") == first


def test_a_receipt_tells_what_was_handed_in(store: Store) -> None:
    """Programme, site, local time, folio, type, condition, quantity, amount, total, dollars with their rate."""
    folio = take_in(store, "ak-47:serial=K4471", "cartridge:250:donated").folio
    said = words(receipt(store, folio))
    for part in (
        "Sí al Desarme, Sí a la Paz Receipt Basílica de Guadalupe, Gustavo A. Madero, Ciudad de México",
        f"Folio: {folio}",
        "Date: Tuesday 18 February 2025, 10:42",
        "AK-47 rifle 25,000.00 serviceable, Quantity 1",
        "Cartridge donated serviceable, Quantity 250",
        "Total in pesos $25,000.00 MXN 1,232.43 USD, at 1 USD = 20.2852 MXN (ECB, 18 Feb 2025)",
        "No personal data was asked for, and none was recorded.",
    ):
        assert part in said


def test_a_receipt_names_nobody(store: Store) -> None:
    """Neither an operator nor a serial stands on what a person takes home."""
    said = words(receipt(store, take_in(store, "ak-47:serial=K4471:note=from a drawer").folio)).split()
    assert not {BY, COLLEAGUE, "K4471", "drawer"} & set(said)


def test_the_check_code_is_recomputed_from_the_log(ledger: Store) -> None:
    """It is the beginning of the digest of the entry that received the drop-off, whatever happened to it since."""
    folio = take_in(ledger, settlement="later").folio
    before = receipt(ledger, folio).check_code
    desk.pay(ledger, folio, by=BY, at=AT)
    with ledger.reading() as db:
        digest = db.connection.exec_driver_sql(
            "SELECT digest FROM entry WHERE kind = 'DroppedOff'"
        ).scalar_one()
    assert receipt(ledger, folio).check_code == before == "-".join(re.findall("....", digest[:16])).upper()
    assert f"Check code: {before}" in words(receipt(ledger, folio))


def test_a_receipt_first_written_on_paper_bears_the_time_of_the_visit(store: Store) -> None:
    """What counts is when the person came, not when it was typed."""
    written = AT.replace(hour=15)
    folio = take_in(store, written_at=written, at=AT.replace(hour=23)).folio
    assert "Tuesday 18 February 2025, 09:42" in words(receipt(store, folio))


# --- tags, acts, hand-overs --------------------------------------------------------------------------------------------------


def test_tags_of_folios_and_items_each_once(store: Store) -> None:
    """A folio stands for all its items; what is named twice has one tag."""
    one, two = take_in(store, "revolver", "cartridge:50:donated"), take_in(store, "ak-47:serial=K4471")
    with store.reading() as db:
        said = words(making.tags_of(db, [one.item_ids[1], two.folio, one.item_ids[1].lower()]))
    assert re.findall(r"A1-\S+/\d", said) == [one.item_ids[1], two.item_ids[0]]
    assert "50 × Cartridge serviceable" in said
    assert "AK-47 rifle serviceable Serial K4471" in said


def test_a_tag_tells_nothing_of_the_payment(store: Store) -> None:
    """No amount and no operator stands on a tag."""
    folio = take_in(store, "revolver").folio
    with store.reading() as db:
        said = words(making.tags_of(db, [folio]))
    assert "8,700" not in said
    assert BY not in said.split()


def test_a_tag_of_what_has_left_says_so(store: Store) -> None:
    """An old tag is not taken for that of an item that is held."""
    folios = play(store)
    with store.reading() as db:
        said = words(
            making.tags_of(db, [f"{folios['paid']}/1", f"{folios['paid']}/2", f"{folios['owed']}/1"])
        )
    assert "DESTROYED" in said
    assert "HANDED OVER" in said
    assert "HELD" not in said


def test_an_act_that_went_on_is_one_list(ledger: Store) -> None:
    """Two entries under one number are one paper: every item, every recorder, the witnesses as they were named."""
    folios = play(ledger)
    with ledger.reading() as db:
        made = making.act_of(db, "ACTA-1")
    said = words(made)
    for part in (
        f"1. {folios['paid']}/1",
        f"2. {folios['paid']}/3",
        "Recorded by: ana, luis",
        "Observador; CNDH Witness",
    ):
        assert part in said
    assert "AK-47 rifle, serviceable, Norinco Type 56 7.62x39, Serial K4471, Cuts 3" in said
    assert "Revolver, unserviceable, Serial filed off, Cuts 2" in said
    assert f"Items in the list: 2 items Short arms: 1 Long arms: 1 Hash of the list: {made.list_hash}" in said


def test_a_hand_over_has_a_box_for_every_item(store: Store) -> None:
    """The receiver ticks off each item, writes down what is missing, and both sides sign."""
    items = take_in(store, *["grenade:donated"] * 3).item_ids
    desk.hand_over(store, items, act("DEF-7"), by=BY, at=AT, receiver="Defensa, 1.ª Región Militar")
    with store.reading() as db:
        text = plain.render(making.hand_over_of(db, "DEF-7").document)
    assert [line.split()[1] for line in text.splitlines() if line.endswith("[ ]")] == list(items)
    for part in ("Not received, or different", "Hands over", "Receives for Defensa, 1.ª Región Militar"):
        assert part in " ".join(text.split())


def test_an_act_and_a_hand_over_are_not_taken_for_each_other(store: Store) -> None:
    """Each refusal says what the number is."""
    play(store)
    with store.reading() as db:
        with pytest.raises(errors.ActIsHandOver, match="DEF-1 is a hand-over"):
            making.act_of(db, "DEF-1")
        with pytest.raises(errors.ActIsNoHandOver, match="ACTA-1 is no hand-over"):
            making.hand_over_of(db, "ACTA-1")


def test_an_unknown_act_is_answered_with_the_nearest(ledger: Store) -> None:
    """Capitals and a wrong digit are forgiven in the proposal, not in the answer."""
    play(ledger)
    with ledger.reading() as db, pytest.raises(errors.UnknownAct) as refusal:
        making.act_of(db, "acta-2")
    assert refusal.value.values["nearest"].startswith("ACTA-1")  # type: ignore[union-attr]


def test_an_unknown_act_of_an_empty_ledger(store: Store) -> None:
    """Where there is no act, none is proposed."""
    with store.reading() as db, pytest.raises(errors.UnknownAct, match="the nearest are -"):
        making.act_of(db, "1")


# --- the day ----------------------------------------------------------------------------------------------------------------


def test_the_day_agrees_with_the_summary(store: Store) -> None:
    """Every figure of the sheet is the summary's, and its first words are that the day is not closed."""
    play(store)
    with store.reading() as db:
        said = words(making.day_of(db, AT.date()))
        found = report.summarise(db, AT.date(), AT.date())
        acts = [
            making.act_of(db, "ACTA-1"),
            making.act_of(db, "MUS 1/2025"),
            making.hand_over_of(db, "DEF-1"),
        ]
    assert said.replace("*", "").strip().startswith("THE DAY IS NOT CLOSED")
    assert f"Drop-offs: {found.drop_offs}" in said
    assert f"Firearms {found.firearms} {found.definition.sentence}" in said
    assert f"Taken in, by the table {found.money.valued.mxn.amount_minor // 100:,}.00" in said
    assert f"Items received: {found.custody.received}" in said
    assert "Came back through voids 10,350.00" in said
    for made in acts:
        assert made.list_hash in said


def test_a_day_without_anything(store: Store) -> None:
    """A quiet day has a sheet too."""
    with store.reading() as db:
        assert "Nothing was taken in." in words(making.day_of(db, AT.date(), OTHER_SITE))


def test_the_day_shows_the_cash_box_as_its_formula(store: Store) -> None:
    """Float less paid is what should be there; paid cash that no box explains is said at the other site."""
    desk.give_float(store, "basilica-guadalupe", Money(100_000_00), by=BY, at=AT)
    take_in(store, "revolver")
    take_in(store, "revolver", site=OTHER_SITE)
    with store.reading() as db:
        said = words(making.day_of(db, AT.date()))
    assert "Cash box, basilica-guadalupe" in said
    assert "Float 100,000.00" in said
    assert "Paid out -8,700.00" in said
    assert "Should hold 91,300.00" in said
    assert (
        f"No float recorded at {OTHER_SITE}: $8,700.00 MXN were paid that no cash box accounts for." in said
    )


def test_a_files_name_is_one_that_every_system_takes(store: Store) -> None:
    """Blanks and slashes of an act's number do not reach the file's name."""
    play(store)
    with store.reading() as db:
        assert making.act_of(db, "MUS 1/2025").stem == "act-MUS-1-2025"
