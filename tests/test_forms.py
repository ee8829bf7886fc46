"""Blank forms: their folios are of the ledger's one sequence, and of each it is known what became of it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from samples import AT, BY, COLLEAGUE, OTHER_SITE, SITE, dump, order, take_in
from tampering import force

from buyback import desk, errors
from buyback.chain import open_body
from buyback.folios import make, number_of
from buyback.money import Money
from buyback.store import checks
from buyback.store import ledger as log_writer
from buyback.store.engine import Store, open_store
from buyback.store.views import drop_offs, forms, log, setup

TODAY = date(2025, 2, 18)
LATER = AT + timedelta(minutes=30)
NEXT_DAY = AT + timedelta(days=1)


def reserve(store: Store, number: int = 3, *, site: str = SITE, at: datetime = AT) -> tuple[str, ...]:
    return desk.reserve(store, site, number, by=BY, at=at).folios


def type_in(
    store: Store, folio: str, *, written_at: datetime = LATER, at: datetime = NEXT_DAY, **more: Any
) -> Any:
    return take_in(store, "revolver", folio=folio, written_at=written_at, at=at, **more)


def give_back(store: Store, *folios: str, reason: str = "manchado", at: datetime = LATER) -> Any:
    return desk.return_forms(store, folios, reason, by=BY, at=at)


def out(store: Store, site: str = "", day: date | None = None) -> list[str]:
    with store.reading() as db:
        found = forms.out(db, site, day) if day else forms.listed(db, site=site, state="out")
        return [form.folio for form in found]


def refused(store: Store, verb: Callable[[], object], refusal: type[errors.Refusal], says: str = "") -> None:
    """The verb is refused in these words, and nothing in any table is different afterwards."""
    before = dump(store)
    with pytest.raises(refusal) as problem:
        verb()
    assert says in str(problem.value)
    assert dump(store) == before


def test_forms_take_their_folios_from_the_one_sequence(ledger: Store) -> None:
    """What is taken in goes on behind them, and a form that is typed in later keeps the folio that is printed on it."""
    assert take_in(ledger).folio == make("A1", 1)
    assert reserve(ledger) == tuple(make("A1", number) for number in (2, 3, 4))
    assert take_in(ledger).folio == make("A1", 5)
    assert type_in(ledger, make("A1", 3)).folio == make("A1", 3)
    assert take_in(ledger).folio == make("A1", 6)
    assert reserve(ledger, 1) == (make("A1", 7),)
    with ledger.reading() as db:
        assert setup.ledger_info(db).folios == 7
    assert list(checks.verify(ledger)) == []


def test_a_form_says_when_by_whom_and_what_became_of_it(ledger: Store) -> None:
    """Out since it was reserved, typed in on its drop-off's day, or returned with a reason."""
    first, second, third = reserve(ledger)
    type_in(ledger, second, by=COLLEAGUE)
    (returned,) = give_back(ledger, third, reason="se mojó")
    with ledger.reading() as db:
        one, two, three = forms.listed(db)
        assert forms.form(db, second) == two
        assert forms.form(db, make("A1", 99)) is None
    assert (one.folio, one.state, one.since, one.at, one.by, one.site) == (first, "out", TODAY, AT, BY, SITE)
    assert (two.state, two.since, two.at, two.by) == ("typed_in", TODAY, NEXT_DAY, COLLEAGUE)
    assert (three.state, three.since, three.at, three.reason) == ("returned", TODAY, LATER, "se mojó")
    assert returned == three
    assert {form.reserved_at for form in (one, two, three)} == {AT}


def test_what_was_typed_in_names_its_reservation_and_both_times(ledger: Store) -> None:
    """The entry says which one reserved the folio, when it was written and when it was typed; others say neither."""
    folio, *_ = reserve(ledger)
    reserved_in = checks.head(ledger).seq
    type_in(ledger, folio)
    take_in(ledger, at=NEXT_DAY)
    with ledger.reading() as db:
        fact = drop_offs.sealed(db, folio)
        whole = drop_offs.whole(db, folio)
        plain = open_body(log.page(db, limit=2)[-1].body).fact
    assert (fact.form_seq, fact.written_at) == (reserved_in, "2025-02-18T17:12:05.123Z")
    assert (whole.written_at, whole.received_at) == (LATER, NEXT_DAY)
    assert plain.form_seq is None  # type: ignore[union-attr]


def test_the_forms_of_a_day_add_up(ledger: Store) -> None:
    """Carried + reserved = typed in + returned + out, each day, whatever came of them later."""
    first = reserve(ledger, 4)
    second = reserve(ledger, 2, at=NEXT_DAY)
    reserve(ledger, 5, site=OTHER_SITE)
    type_in(ledger, first[0], at=NEXT_DAY)
    give_back(ledger, first[1], at=AT)
    type_in(ledger, first[2], written_at=NEXT_DAY)
    give_back(ledger, second[0], at=NEXT_DAY)
    with ledger.reading() as db:
        days = [forms.of_day(db, SITE, TODAY + timedelta(days=more)) for more in range(3)]
    assert days[0] == forms.FormsOfDay((), first, (first[0],), (first[1],), (first[2], first[3]))
    assert days[1] == forms.FormsOfDay(
        (first[2], first[3]), second, (first[2],), (second[0],), (first[3], second[1])
    )
    assert days[2] == forms.FormsOfDay((first[3], second[1]), (), (), (), (first[3], second[1]))
    assert out(ledger, SITE, TODAY) == [first[2], first[3]]
    assert out(ledger, SITE) == [first[3], second[1]]
    assert len(out(ledger)) == 7


def test_the_business_day_of_a_form_is_its_site_s(ledger: Store) -> None:
    """At three in the morning UTC it is still yesterday in Mexico City."""
    reserve(ledger, 1, at=datetime(2025, 2, 19, 3, 0, tzinfo=UTC))
    with ledger.reading() as db:
        assert forms.listed(db)[0].reserved_on == TODAY


def test_the_same_draft_gets_the_same_answer(ledger: Store) -> None:
    """A double Enter over a form is one drop-off; the same draft with another folio, or with none, is refused."""
    folio, other, _third = reserve(ledger)
    asked = order(ledger, "revolver", written_at=LATER, folio=folio)
    first = desk.receive(ledger, asked, by=BY, at=NEXT_DAY)
    before = dump(ledger)
    again = desk.receive(ledger, asked, by=BY, at=NEXT_DAY)
    assert again == replace(first, repeated=True)
    assert dump(ledger) == before
    for folio in (other, ""):
        refused(
            ledger,
            lambda: desk.receive(ledger, replace(asked, folio=folio), by=BY, at=NEXT_DAY),  # noqa: B023
            errors.DraftReused,
        )


def test_a_form_is_typed_in_once(ledger: Store) -> None:
    """A second draft over the same paper is told for when and by whom it was typed in."""
    folio, *_ = reserve(ledger)
    type_in(ledger, folio)
    said = f"The form {folio} was already typed in, for 2025-02-18 by ana; it is not taken in twice."
    refused(ledger, lambda: type_in(ledger, folio), errors.FormTypedIn, said)


def test_what_is_no_form_that_is_out_is_not_typed_in(ledger: Store) -> None:
    """A folio of a drop-off, one that nobody gave out, a mistyped one, one that came back, one of another site."""
    taken = take_in(ledger).folio
    folio, back, _third = reserve(ledger)
    give_back(ledger, back)
    refused(ledger, lambda: type_in(ledger, taken), errors.NotAForm, taken)
    refused(ledger, lambda: type_in(ledger, make("A1", 9)), errors.NotAForm)
    refused(ledger, lambda: type_in(ledger, make("B2", 2)), errors.NotAForm)
    refused(ledger, lambda: type_in(ledger, folio[:-1] + "?"), errors.BadFolio)
    refused(
        ledger, lambda: type_in(ledger, folio[:-1] + ("X" if folio[-1] != "X" else "Y")), errors.MistypedFolio
    )
    refused(ledger, lambda: type_in(ledger, back), errors.FormNotUsed, "manchado")
    refused(ledger, lambda: type_in(ledger, folio, site=OTHER_SITE), errors.FormOfOtherSite, f"at {SITE}")


def test_a_form_needs_the_time_that_is_written_on_it(ledger: Store) -> None:
    """Without a time, with one to come, or with one before the form was made, it is refused in words with a way out."""
    folio, *_ = reserve(ledger)
    refused(ledger, lambda: take_in(ledger, folio=folio), errors.FormWithoutTime, "when it happened")
    tomorrow = NEXT_DAY + timedelta(minutes=1)
    refused(ledger, lambda: type_in(ledger, folio, written_at=tomorrow), errors.InTheFuture)
    early = AT - timedelta(minutes=1)
    refused(
        ledger, lambda: type_in(ledger, folio, written_at=early), errors.BeforeTheForm, "2025-02-18 10:42"
    )
    same_minute = AT.replace(second=0, microsecond=0)
    assert type_in(ledger, folio, written_at=same_minute).folio == folio


@pytest.mark.parametrize("typed", ["2", " a1-2-{check} ", "000002-{check}"])
def test_a_folio_may_be_short_but_not_without_its_check_character(ledger: Store, typed: str) -> None:
    """What everybody leaves out may be left out; one slip of a digit is still caught."""
    take_in(ledger)
    folio, *_ = reserve(ledger)
    text = typed.format(check=folio[-1].lower())
    if typed == "2":
        refused(ledger, lambda: type_in(ledger, text), errors.FolioWithoutCheck)
    else:
        assert type_in(ledger, text).folio == folio


@pytest.mark.parametrize("number", [0, -1, 201, 10**9])
def test_as_many_as_a_packet_are_reserved_at_once(ledger: Store, number: int) -> None:
    """None, fewer, or thousands of folios are a slip of the hand."""
    refused(ledger, lambda: reserve(ledger, number), errors.BadFormCount, "from 1 to 200")


def test_two_hundred_forms(ledger: Store) -> None:
    """The most that is allowed, each with its own row."""
    taken = reserve(ledger, 200)
    assert out(ledger) == list(taken) == [make("A1", number) for number in range(1, 201)]
    assert list(checks.verify(ledger)) == []


def test_forms_come_back_all_or_none(ledger: Store) -> None:
    """One that cannot, and none of the list does."""
    first, second, third = reserve(ledger)
    taken = take_in(ledger).folio
    type_in(ledger, second)
    give_back(ledger, third)
    for names, refusal in (
        ((first, second), errors.FormInUse),
        ((first, third), errors.FormReturnedBefore),
        ((first, taken), errors.NotAForm),
        ((first, first.lower()), errors.FormNamedTwice),
        ((), errors.NoForms),
    ):
        refused(ledger, lambda: give_back(ledger, *names), refusal)  # noqa: B023
    refused(ledger, lambda: give_back(ledger, first, reason="  "), errors.TextMissing)
    refused(ledger, lambda: give_back(ledger, first, reason="call 5512345678"), errors.PersonalData)


def test_forms_of_two_sites_come_back_each_to_its_own(ledger: Store) -> None:
    """The entry of a return speaks of one site; a list of two makes two, in one transaction."""
    here, there = reserve(ledger, 2), reserve(ledger, 1, site=OTHER_SITE)
    back = give_back(ledger, *there, *here)
    assert [form.folio for form in back] == [*there, *here]
    with ledger.reading() as db:
        newest = [open_body(row.body).fact for row in log.page(db, limit=2)]
    assert [(fact.site, fact.folios) for fact in reversed(newest)] == [(SITE, here), (OTHER_SITE, there)]  # type: ignore[union-attr]


def test_whoever_looks_for_a_blank_form_is_told_that_it_is_one(ledger: Store) -> None:
    """Paying, showing and voiding a folio that is only paper says so, and is not taken for a damaged ledger."""
    first, second, _third = reserve(ledger)
    give_back(ledger, second, reason="se mojó")
    for verb in (
        lambda folio: desk.pay(ledger, folio, by=BY, at=AT),
        lambda folio: desk.void(ledger, folio, reason="mal tecleado", recovered=None, by=BY, at=AT),
        lambda folio: desk.destroy(
            ledger, [f"{folio}/1"], desk.Act("D-1", "", ("rosa", "tomas")), by=BY, at=AT
        ),
    ):
        refused(ledger, lambda: verb(first), errors.FormStillOut, SITE)  # noqa: B023
        refused(ledger, lambda: verb(second), errors.FormBlank, "se mojó")  # noqa: B023


def test_a_form_that_was_voided_stays_typed_in(ledger: Store) -> None:
    """Its folio is used up; the paper beside it says the same."""
    folio, *_ = reserve(ledger)
    typed = type_in(ledger, folio, settlement="later")
    desk.void(ledger, typed.folio, reason="otra pieza", recovered=None, by=BY, at=NEXT_DAY)
    refused(ledger, lambda: give_back(ledger, folio), errors.FormInUse)
    refused(ledger, lambda: type_in(ledger, folio), errors.FormTypedIn)


def test_a_form_whose_row_was_altered_is_not_believed(ledger: Store) -> None:
    """A shell that gives a form to another site finds no verb that seals it."""
    folio, *_ = reserve(ledger)
    force(ledger, f"UPDATE blank_form SET site = '{OTHER_SITE}' WHERE folio = '{folio}'")
    for verb in (lambda: type_in(ledger, folio, site=OTHER_SITE), lambda: give_back(ledger, folio)):
        refused(ledger, verb, errors.TablesDisagree, folio)


@pytest.mark.parametrize("table", ["drop_off", "blank_form"])
def test_no_folio_is_given_while_the_tables_lack_the_last_one(ledger: Store, table: str) -> None:
    """Whichever table the last folio stands in, a row that is gone stops the writer before a number is given twice."""
    take_in(ledger, settlement="none")
    reserve(ledger, 1)
    if table == "drop_off":
        take_in(ledger, settlement="none")
    force(ledger, "DELETE FROM item", f"DELETE FROM {table} WHERE number = (SELECT max(number) FROM {table})")
    refused(ledger, lambda: reserve(ledger, 1), errors.TablesDisagree)


# --- the close of day -------------------------------------------------------------------------------------------------


def close(store: Store, at: datetime = LATER) -> None:
    """Close the site's day, with an empty box that was counted."""
    desk.give_float(store, SITE, Money(0), by=BY, at=at)
    desk.count_cash(store, SITE, (), by=BY, at=at)
    desk.close_day(store, SITE, by=BY, at=at)


def test_a_closed_day_gives_out_no_form_and_takes_none_back(ledger: Store) -> None:
    """The papers of a signed day stand; the next day goes on with the same sequence."""
    folio, *_ = reserve(ledger)
    close(ledger)
    refused(ledger, lambda: reserve(ledger, at=LATER), errors.DayIsClosed)
    refused(ledger, lambda: give_back(ledger, folio), errors.DayIsClosed)
    assert reserve(ledger, 1, at=NEXT_DAY) == (make("A1", 4),)
    assert give_back(ledger, folio, at=NEXT_DAY)[0].since == TODAY + timedelta(days=1)


def test_a_form_of_a_closed_day_is_typed_in_on_the_open_one(ledger: Store) -> None:
    """It was out when the day was signed, and that stays so; it is booked to the day on which it is typed in."""
    folio, *_ = reserve(ledger, 1)
    close(ledger)
    typed = type_in(ledger, folio, settlement="later")
    assert (typed.business_on, typed.folio) == (TODAY + timedelta(days=1), folio)
    assert out(ledger, SITE, TODAY) == [folio]
    assert out(ledger) == []
    with ledger.reading() as db:
        assert drop_offs.whole(db, folio).written_at == LATER
        assert forms.of_day(db, SITE, typed.business_on).typed_in == (folio,)
    assert list(checks.verify(ledger)) == []


# --- any sequence -----------------------------------------------------------------------------------------------------

_steps = st.lists(
    st.one_of(
        st.tuples(st.just("reserve"), st.integers(1, 4)),
        st.tuples(st.just("receive"), st.just(0)),
        st.tuples(st.just("type_in"), st.integers(0, 30)),
        st.tuples(st.just("return"), st.integers(0, 30)),
    ),
    max_size=14,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=_steps)
def test_any_mixture_leaves_every_number_explained(
    steps: Sequence[tuple[str, int]], sample_file: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Reserved, received, typed in and returned in any order: numbers 1 to n, each a drop-off's or a form's, none twice."""
    path = tmp_path_factory.mktemp("mixture") / "ledger.db"
    path.write_bytes(sample_file.read_bytes())
    store, state = open_store(str(path)), dict[str, str]()
    try:
        for what, value in steps:
            _step(store, state, what, value)
        _explained(store, state)
        before = dump(store)
        log_writer.rebuild(store)
        assert dump(store) == before
    finally:
        store.close()


def _step(store: Store, state: dict[str, str], what: str, value: int) -> None:
    """Do it, and say in `state` what became of the folio."""
    if what == "reserve":
        state |= dict.fromkeys(reserve(store, value), "out")
        return
    if what == "receive":
        state[take_in(store, "revolver:donated", settlement="none").folio] = "next"
        return
    folio = list(state)[value % len(state)] if state else make("A1", 1)
    try:
        if what == "type_in":
            type_in(store, folio, at=LATER)
            became = "typed_in"
        else:
            give_back(store, folio)
            became = "returned"
    except (errors.RuleRefusal, errors.NotFoundRefusal):
        assert state.get(folio) != "out"
        return
    assert state[folio] == "out"
    state[folio] = became


def _explained(store: Store, state: dict[str, str]) -> None:
    assert sorted(map(number_of, state)) == list(range(1, len(state) + 1))
    assert list(checks.verify(store)) == []
    with store.reading() as db:
        known = {form.folio: form.state for form in forms.listed(db)}
        of_day = forms.of_day(db, SITE, TODAY)
        assert setup.ledger_info(db).folios == len(state)
    assert known == {folio: became for folio, became in state.items() if became != "next"}
    accounted = (*of_day.typed_in, *of_day.returned, *of_day.out)
    assert sorted(of_day.reserved) == sorted(accounted) == sorted(known)
