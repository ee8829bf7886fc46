"""What the desk refuses of texts, codes and forms, and of tables that do not say what is sealed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from refusing import Receive, refused
from samples import AT, BY, COLLEAGUE, OTHER_SITE, SITE, act, dump, on_a_file, order, rate_of
from sqlalchemy import text
from tampering import force

from buyback import desk, errors
from buyback.chain import parse_utc
from buyback.desk import NewSite, Order
from buyback.errors import Refusal
from buyback.money import Rate
from buyback.payout_table import load_seed
from buyback.rates import Quoted
from buyback.rules import Item
from buyback.store import checks
from buyback.store.engine import Store

pytestmark = on_a_file

# --- text ------------------------------------------------------------------------------------------------------------


HARMFUL = [
    ("GOML800101HDFRRR09", errors.PersonalData),
    ("GMMRLR80010109H100", errors.PersonalData),
    ("GOML800101AB1", errors.PersonalData),
    ("juan@example.com", errors.PersonalData),
    ("IDMEX1234567890", errors.PersonalData),
    ("=HYPERLINK()", errors.FormulaText),
    ("+1", errors.FormulaText),
    ("-1", errors.FormulaText),
    ("@SUM(A1)", errors.FormulaText),
    ("＝1+1", errors.FormulaText),
    ("a\tb", errors.ControlCharacters),
    ("a\nb", errors.ControlCharacters),
    ("a\x00b", errors.ControlCharacters),
    ("\x1b[2J", errors.ControlCharacters),
    ("abc\u202egnp", errors.ControlCharacters),
    ("a\u200bb", errors.ControlCharacters),
    ("x" * 201, errors.TextTooLong),
]
HARMFUL_IN_NOTES = [
    ("55 1234 5678", errors.PersonalData),
    ("ABC-12-34", errors.PersonalData),
    ("la trajo con placas ABC1234", errors.PersonalData),
    ("se llama Juan", errors.PersonalData),
]


def _texts(ledger: Store, receive: Receive, text: str) -> dict[str, Callable[[], object]]:
    """Every place at the desk where a person types text, with this text in it."""
    taken = receive("revolver", "revolver", settlement="voucher")
    one, _other = taken.item_ids

    def item(name: str) -> Callable[[], object]:
        asked = replace(order(ledger), items=(Item("revolver", **{name: text}),))
        return lambda: desk.receive(ledger, asked, by=BY, at=AT)

    return {
        **{name: item(name) for name in ("serial", "make", "model", "calibre", "country", "marks", "note")},
        "reason": lambda: receive("shotgun:as=revolver", reason=text),
        "return": lambda: desk.give_back(ledger, taken.folio, reason=text, by=BY, at=AT),
        "void": lambda: desk.void(ledger, taken.folio, reason=text, recovered=None, by=BY, at=AT),
        "act": lambda: desk.destroy(ledger, [one], act(text), by=BY, at=AT),
        "place": lambda: desk.destroy(ledger, [one], act("1", text), by=BY, at=AT),
        "method": lambda: desk.destroy(ledger, [one], act("1"), method=text, by=BY, at=AT),
        "witness": lambda: desk.destroy(ledger, [one], act("1", "", ("rosa", text)), by=BY, at=AT),
        "receiver": lambda: desk.hand_over(ledger, [one], act("1"), receiver=text, by=BY, at=AT),
        "site name": lambda: desk.add_site(ledger, NewSite("x", text), by=BY, at=AT),
        "venue": lambda: desk.add_site(ledger, NewSite("x", "X", venue=text), by=BY, at=AT),
        "municipality": lambda: desk.add_site(ledger, NewSite("x", "X", municipality=text), by=BY, at=AT),
        "state": lambda: desk.add_site(ledger, NewSite("x", "X", state=text), by=BY, at=AT),
        "alias": lambda: desk.enrol(ledger, text, by=BY, at=AT),
        "rate's reason": lambda: desk.record_rate(
            ledger, Quoted(Rate.parse("20"), date(2025, 2, 18), "manual", AT, text), by=BY, at=AT
        ),
    }


@pytest.mark.parametrize(("text", "kind"), HARMFUL)
def test_no_text_tells_of_a_person_or_harms_a_file(
    ledger: Store, receive: Receive, text: str, kind: type[Refusal]
) -> None:
    """In every place where text is typed: documents, addresses, formulas, what cannot be printed, and far too much."""
    for verb in _texts(ledger, receive, text).values():
        with refused(ledger, kind):
            verb()


@pytest.mark.parametrize(("text", "kind"), HARMFUL_IN_NOTES)
def test_only_a_serial_and_an_act_number_may_look_like_a_plate(
    ledger: Store, receive: Receive, text: str, kind: type[Refusal]
) -> None:
    """Telephones, plates and words about a person are refused everywhere but where a number is copied from steel or paper."""
    for name, verb in _texts(ledger, receive, text).items():
        if name not in ("serial", "act"):
            with refused(ledger, kind):
                verb()


@pytest.mark.parametrize(
    "text",
    [
        "S&W modelo 10",
        "1911-A1 .45",
        "MAC-10",
        "lote 2023-11",
        "cacha rota",
        "señal «87»",
        "Smith & Wesson 586-2",
    ],
)
def test_what_people_write_about_weapons_is_recorded_as_it_is(
    ledger: Store, receive: Receive, text: str
) -> None:
    """What is typed about a weapon comes back letter for letter."""
    names = ("serial", "make", "model", "calibre", "country", "marks", "note")
    asked = replace(order(ledger), items=(Item("revolver", **dict.fromkeys(names, text)),))
    (line,) = desk.receive(ledger, asked, by=BY, at=AT).lines
    assert {getattr(line, name) for name in names} == {text}
    assert list(checks.verify(ledger)) == []


def test_a_serial_met_before_is_a_warning(ledger: Store, receive: Receive) -> None:
    """Serials repeat, so the same one again, written any way, is taken and told; a voided one is not."""
    first = receive("revolver:serial=AB 123-4", "war-toy")
    again = receive("ak-47", "revolver:serial=ab1234")
    assert again.serials_seen == ((2, (first.item_ids[0],)),)
    desk.void(ledger, first.folio, reason="error", recovered=first.mxn, by=BY, at=AT)
    assert receive("revolver:serial=AB-1234").serials_seen == ((1, (again.item_ids[1],)),)
    assert receive("revolver").serials_seen == ()


# --- forms, tables, rates --------------------------------------------------------------------------------------------


def test_a_form_is_received_once(ledger: Store) -> None:
    """A double Enter gets the first answer, with what became of it since; the same form with other items is refused."""
    asked = order(ledger, "revolver", "ak-47:u:donated", settlement="later", draft_id="form-1")
    first = desk.receive(ledger, asked, by=BY, at=AT)
    before = dump(ledger)
    again = desk.receive(ledger, asked, by=COLLEAGUE, at=AT + timedelta(hours=1))
    assert dump(ledger) == before
    assert again == replace(first, repeated=True)
    desk.pay(ledger, first.folio, by=BY, at=AT)
    assert desk.receive(ledger, asked, by=BY, at=AT).status == "paid"
    for items in (
        ("revolver",),
        ("revolver", "ak-47"),
        ("ak-47:u:donated", "revolver"),
        ("revolver", "ak-47:u:donated", "war-toy"),
    ):
        with refused(ledger, errors.DraftReused):
            desk.receive(ledger, order(ledger, *items, settlement="later", draft_id="form-1"), by=BY, at=AT)


def test_a_form_keeps_its_answer_after_a_new_table_and_a_new_rate(ledger: Store) -> None:
    """A retry after another table was adopted or another rate recorded still gets what the giver was told."""
    asked = order(ledger, "revolver", draft_id="form-1")
    first = desk.receive(ledger, asked, by=BY, at=AT)
    desk.adopt_table(ledger, load_seed("federal-2026"), by=BY, at=AT)
    desk.record_rate(ledger, Quoted(Rate.parse("18.5"), date(2025, 2, 18), "ECB", AT), by=BY, at=AT)
    later = replace(asked, rate=rate_of(ledger))
    assert desk.receive(ledger, later, by=BY, at=AT) == replace(first, repeated=True)


def test_a_drop_off_keeps_the_table_and_the_rate_it_was_paid_by(ledger: Store, receive: Receive) -> None:
    """Another table and another rate pay from then on, and change nothing of what was before."""
    old = receive("pistol-9mm", settlement="later")
    desk.adopt_table(ledger, load_seed("federal-2026"), by=BY, at=AT)
    desk.record_rate(ledger, Quoted(Rate.parse("10.0000"), date(2025, 2, 18), "ECB", AT), by=BY, at=AT)
    new = receive("pistol-9mm")
    paid = desk.pay(ledger, old.folio, by=BY, at=AT)
    assert (str(old.mxn), str(old.usd), old.table) == ("10350.00", "510.22", "federal-2025")
    assert (str(new.mxn), str(new.usd), new.table) == ("14570.00", "1457.00", "federal-2026")
    assert (paid.amount, paid.usd) == (old.mxn, old.usd)
    with refused(ledger, errors.AmountNotPublished):
        receive("revolver")
    with refused(ledger, errors.UnknownTypeIsOther):
        receive("revolver-22")
    assert list(checks.verify(ledger)) == []


def test_what_is_there_is_not_added_again(ledger: Store) -> None:
    """A site, an operator or a table that the ledger has already is refused."""
    with refused(ledger, errors.AlreadyThere):
        desk.add_site(ledger, NewSite(SITE), by=BY, at=AT)
    for alias in (COLLEAGUE, COLLEAGUE.upper()):
        with refused(ledger, errors.AlreadyThere):
            desk.enrol(ledger, alias, by=BY, at=AT)
    with refused(ledger, errors.AlreadyAdopted):
        desk.adopt_table(ledger, load_seed("federal-2025"), by=BY, at=AT)


@pytest.mark.parametrize("code", ["", " ", "a b", "-a", "a/b", "á", "x" * 41, "a\n", "=a"])
def test_a_site_code_is_plain(ledger: Store, code: str) -> None:
    """A site's code can be typed on any keyboard and stand in any file."""
    with refused(ledger, errors.BadCode):
        desk.add_site(ledger, NewSite(code, "X"), by=BY, at=AT)


@pytest.mark.parametrize(
    "zone", ["", "Mexico", "America/Nowhere", "../../etc/passwd", "/etc/passwd", "UTC+6", "x\x00y"]
)
def test_a_time_zone_is_a_real_one(ledger: Store, zone: str) -> None:
    """The business date needs a zone that exists."""
    with refused(ledger, errors.BadTimezone):
        desk.add_site(ledger, NewSite("x", "X", timezone=zone), by=BY, at=AT)


@pytest.mark.parametrize("alias", ["Ana López", "a b", "_x", ".x", "x" * 31, "a/b", "a,b"])
def test_an_alias_is_one_word(ledger: Store, alias: str) -> None:
    """An operator is known by an alias, not by a full name."""
    with refused(ledger, errors.BadCode):
        desk.enrol(ledger, alias, by=BY, at=AT)


@pytest.mark.parametrize(("moment", "day"), [("05:59:59.999", 17), ("06:00:00.000", 18)])
def test_the_business_day_is_the_sites(receive: Receive, moment: str, day: int) -> None:
    """A drop-off before midnight in Mexico City belongs to that day, whatever UTC says."""
    taken = receive("revolver", at=parse_utc(f"2025-02-18T{moment}Z"))
    assert taken.business_on == date(2025, 2, day)


def test_an_order_names_a_rate_of_this_ledger(ledger: Store, receive: Receive) -> None:
    """The rate that is pinned is the one that the order was shown, and the entry says which it was."""
    shown = rate_of(ledger)
    desk.record_rate(ledger, Quoted(Rate.parse("30"), date(2025, 2, 18), "ECB", AT), by=BY, at=AT)
    asked = Order(SITE, (Item("revolver"),), "cash", "form-1", shown)
    taken = desk.receive(ledger, asked, by=BY, at=AT)
    assert (taken.rate, taken.rate_as_of, taken.rate_source) == (shown.rate, shown.as_of, shown.source)
    assert str(taken.usd) == "428.88"


# --- what the tables say against what is sealed ----------------------------------------------------------------------


def test_a_payment_is_what_the_sealed_entry_says(ledger: Store, receive: Receive) -> None:
    """An amount that was altered in the tables is not paid: the sealed entry of the drop-off says what is owed."""
    taken = receive("revolver", settlement="later")
    with ledger.transaction() as db:
        db.connection.execute(text("UPDATE drop_off SET total_minor = 999999900"))
    with refused(ledger, errors.TablesDisagree):
        desk.pay(ledger, taken.folio, by=BY, at=AT)


@pytest.mark.parametrize(
    "altered",
    [
        "UPDATE item SET line = 7 WHERE line = 2",
        "DELETE FROM item WHERE line = 2",
        "UPDATE item SET type_code = 'revolver-22' WHERE line = 2",
        "UPDATE payout_class SET cuts = 1",
        "UPDATE payout_class SET custody = 'hand_over'",
        "UPDATE drop_off SET site = 'catedral-morelia'",
        "DELETE FROM drop_off",
    ],
)
def test_no_verb_takes_altered_tables_into_the_log(ledger: Store, receive: Receive, altered: str) -> None:
    """Items, cuts, sites and rows that were altered by hand are not sealed: what ends a drop-off's story is its own."""
    taken = receive("revolver", "ak-47", settlement="voucher")
    force(ledger, altered)
    for end in (
        lambda: desk.pay(ledger, taken.folio, by=BY, at=AT),
        lambda: desk.give_back(ledger, taken.folio, by=BY, at=AT),
        lambda: desk.void(ledger, taken.folio, reason="typo", recovered=None, by=BY, at=AT),
        lambda: desk.destroy(ledger, taken.item_ids[:1], act(), by=BY, at=AT),
    ):
        with refused(ledger, errors.TablesDisagree):
            end()


def test_a_rate_that_the_ledger_did_not_record_is_not_pinned(ledger: Store, receive: Receive) -> None:
    """Neither another number, day or source under the number of an entry, nor an entry that records no rate."""
    shown = rate_of(ledger)
    for other in (
        {"rate": Rate.parse("99")},
        {"as_of": date(2025, 2, 17)},
        {"source": "manual"},
        {"seq": 1},
        {"seq": 999},
    ):
        asked = Order(SITE, (Item("revolver"),), "cash", "form-1", replace(shown, **other))  # type: ignore[arg-type]
        with refused(ledger, errors.RateNotRecorded):
            desk.receive(ledger, asked, by=BY, at=AT)
    force(ledger, "UPDATE rate SET mxn_per_usd = '19.0000'")
    for rate in (shown, rate_of(ledger)):
        with refused(ledger, errors.TablesDisagree):
            desk.receive(ledger, Order(SITE, (Item("revolver"),), "cash", "f", rate), by=BY, at=AT)


@pytest.mark.parametrize("other", [{"settlement": "later"}, {"site": OTHER_SITE}, {"written_at": AT}])
def test_a_form_cannot_come_back_as_another_one(ledger: Store, receive: Receive, other) -> None:
    """The same draft id with another payment, site or time is refused rather than answered with the first result."""
    receive("revolver", draft_id="form-1")
    with refused(ledger, errors.DraftReused):
        receive("revolver", draft_id="form-1", **other)


@pytest.mark.parametrize("zone", ["localtime", "posixrules", "Mexico", "../../etc/localtime"])
def test_a_time_zone_is_the_same_on_every_computer(ledger: Store, zone: str) -> None:
    """A zone that depends on the computer, or is none, is refused."""
    with refused(ledger, errors.BadTimezone):
        desk.add_site(ledger, NewSite("plaza", "Plaza", timezone=zone), by=BY, at=AT)


@pytest.mark.parametrize("alias", ["ANA", "aná", "Ａna"])
def test_two_operators_never_read_alike(ledger: Store, alias: str) -> None:
    """An alias that differs only by case, accents or width is taken."""
    with refused(ledger, errors.AlreadyThere):
        desk.enrol(ledger, alias, by=BY, at=AT)
