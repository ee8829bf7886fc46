"""Marks that were recorded wrongly: what may be corrected, what is refused, and that what was there stays to be seen."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict, replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from refusing import Receive, refused
from samples import AT, BY, COLLEAGUE, OTHER_SITE, act, dump, on_a_file
from tampering import force

from buyback import desk, errors, i18n, report
from buyback.chain import open_body
from buyback.describe import changes, describe
from buyback.desk import Corrected, NewMarks
from buyback.errors import Exit, Refusal
from buyback.facts import Marks, MarksCorrected
from buyback.fingerprints import list_hash
from buyback.money import Money
from buyback.rules import STATUS_NAMES
from buyback.store import checks
from buyback.store import ledger as log_writer
from buyback.store.engine import Store, open_store
from buyback.store.views import corrections, custody, drop_offs, lists, log
from buyback.store.views.corrections import Correction
from buyback.store.views.custody import Shelf
from buyback.store.views.drop_offs import ItemView
from buyback.store.views.duties import Did
from buyback.store.views.lists import Filter
from buyback.store.views.totals import Span

TODAY = AT.date()


def correct(store: Store, item: str, *, reason: str = "mal leída", by: str = BY, **new: object) -> Corrected:
    return desk.correct(store, item, NewMarks(**new), reason=reason, by=by, at=AT)  # type: ignore[arg-type]


def item_of(store: Store, item: str) -> ItemView:
    folio, _slash, line = item.partition("/")
    with store.reading() as db:
        return custody.item(db, folio, int(line))


# --- what is corrected ------------------------------------------------------------------------------------------------


def test_a_serial_is_corrected_and_what_it_was_stays(ledger: Store, receive: Receive) -> None:
    """The item shows the new marks; the fact, the drop-off's story and the table of corrections show both."""
    received = receive("revolver:serial=A12:make=Colt:country=US")
    (item,) = received.item_ids
    done = correct(ledger, "1-B/1", serial=" A 21 ", model="Python", by=COLLEAGUE)
    was = Marks(make="Colt", serial="A12", serial_status="read", country="US")
    now = replace(was, serial="A 21", model="Python")
    assert done == Corrected(item, TODAY, COLLEAGUE, "held", "mal leída", was, now, ())
    with ledger.reading() as db:
        sealed = log.page(db, limit=1)[0]
        whole = drop_offs.whole(db, received.folio)
    assert open_body(sealed.body).fact == MarksCorrected(item, "2025-02-18", "held", "mal leída", was, now)
    assert open_body(sealed.body).by == COLLEAGUE
    found = item_of(ledger, item)
    assert (found.serial, found.model, found.make, found.corrections) == ("A 21", "Python", "Colt", 1)
    assert whole.corrections == (
        Correction(item, sealed.seq, TODAY, AT, COLLEAGUE, "held", "mal leída", was, now),
    )
    assert whole.entries[-1] == sealed.seq
    assert (whole.total, whole.status) == (received.mxn, "paid")


def test_the_new_serial_is_the_one_that_is_searched_and_warned_of(ledger: Store, receive: Receive) -> None:
    """Both lists find the item by its new serial, and by the old one, which its slip still says; the warning of the next
    receipt is about what it carries now."""
    received = receive("revolver:serial=OLD-111")
    correct(ledger, received.item_ids[0], serial="NEW-222")
    with ledger.reading() as db:
        for words in ("new222", "old111"):
            assert [brief.folio for brief in lists.listed(db, Filter(words=words))] == [received.folio]
            assert [item.id for item in custody.shelf(db, Shelf(TODAY, words=words))] == [*received.item_ids]
        assert drop_offs.serials_seen(db, ["OLD 111", "new222"]) == {"new222": received.item_ids}


def test_a_serial_met_before_is_a_warning(ledger: Store, receive: Receive) -> None:
    """Other items that carry the new serial are named, the item itself never is, and nothing is blocked."""
    other, item = receive("ak-47:serial=X 9").item_ids[0], receive("revolver:serial=X8").item_ids[0]
    assert correct(ledger, item, serial="x-9").serials_seen == (other,)
    assert correct(ledger, item, serial="X9").serials_seen == (other,)
    assert correct(ledger, item, make="Colt").serials_seen == ()
    assert correct(ledger, other, serial="X7").serials_seen == ()
    assert correct(ledger, item, serial="x 9").serials_seen == ()


@on_a_file
@pytest.mark.parametrize(
    ("item", "new", "stands"),
    [
        ("revolver:serial=A1", {"serial": "A2"}, ("A2", "read")),
        ("revolver:serial=A1", {"serial": "A2", "serial_status": "read"}, ("A2", "read")),
        ("revolver:serial=A1", {"serial": ""}, ("", "not_asked")),
        ("revolver:serial=A1", {"serial_status": "filed_off"}, ("", "filed_off")),
        ("revolver:serial=A1", {"serial": " ", "serial_status": "none"}, ("", "none")),
        ("revolver:serial-status=none", {"serial": "A2"}, ("A2", "read")),
        ("revolver:serial-status=none", {"serial_status": "part_only"}, ("", "part_only")),
        ("revolver:serial-status=none", {"serial_status": "not_asked"}, ("", "not_asked")),
        ("revolver:serial-status=none", {"make": "Colt"}, ("", "none")),
        ("revolver:serial=A1", {"make": "Colt"}, ("A1", "read")),
        ("revolver", {"serial": "0022E1"}, ("0022E1", "read")),
    ],
)
def test_a_serial_was_read_or_it_was_not(
    ledger: Store, receive: Receive, item: str, new: dict[str, object], stands: tuple[str, str]
) -> None:
    """As on receipt: with a serial its status is "read", without one it says why."""
    (name,) = receive(item).item_ids
    now = correct(ledger, name, **new).now
    found = item_of(ledger, name)
    assert (now.serial, now.serial_status) == (found.serial, found.serial_status) == stands


def test_every_mark_can_be_corrected_and_taken_away(ledger: Store, receive: Receive) -> None:
    """Each text of Marks alone, and back to nothing; the others stay as they are."""
    (item,) = receive("revolver:serial=A1:note=cacha rota").item_ids
    for name in ("make", "model", "calibre", "country", "marks"):
        done = correct(ledger, item, **{name: "señal 9"})
        assert done.now == replace(done.was, **{name: "señal 9"})
    for name in ("make", "model", "calibre", "country", "marks"):
        assert getattr(correct(ledger, item, **{name: ""}).now, name) == ""
    found = item_of(ledger, item)
    assert (found.serial, found.note, found.corrections) == ("A1", "cacha rota", 10)
    assert list(checks.verify(ledger)) == []


def test_two_hands_do_not_undo_each_other(ledger: Store, receive: Receive) -> None:
    """Whoever corrects the serial leaves the make that somebody else has just corrected; each says what it found."""
    (item,) = receive("revolver:serial=A1:make=Cold").item_ids
    one = correct(ledger, item, make="Colt")
    other = correct(ledger, item, serial="A2", by=COLLEAGUE)
    assert (other.was, other.now.make, other.now.serial) == (one.now, "Colt", "A2")


def test_hands_at_once_take_turns(ledger: Store, ledger_url: str, receive: Receive) -> None:
    """Corrections from several terminals at the same moment: each says what stood when its turn came."""
    (item,) = receive("revolver:serial=A0").item_ids

    def one(number: int) -> str:
        with closing(open_store(ledger_url)) as store:
            return correct(store, item, serial=f"A{number}").was.serial

    with ThreadPoolExecutor(4) as hands:
        before = list(hands.map(one, range(1, 9)))
    assert len(set(before)) == len(before) == 8
    assert {*before, item_of(ledger, item).serial} == {f"A{number}" for number in range(9)}
    assert list(checks.verify(ledger)) == []


def _lose(ledger: Store, item: str) -> None:
    """It is handed over, does not arrive, and nobody finds it."""
    number = desk.hand_over(ledger, [item], act(), by=BY, at=AT).act
    missing = [desk.Seen(item, found=False)]
    desk.check_hand_over(ledger, number, missing, list_hash=list_hash([item]), by=BY, at=AT)
    desk.resolve_not_received(ledger, item, "lost", reason="no aparece", by=BY, at=AT)


@pytest.mark.parametrize("end", ["destroyed", "kept", "handed_over", "lost"])
def test_the_record_of_what_has_left_is_corrected_and_says_so(
    ledger: Store, receive: Receive, end: str
) -> None:
    """A weapon that is destroyed, kept, handed over or lost has a record still, and the fact says where it was."""
    (item,) = receive("revolver:serial=A1").item_ids
    verbs: dict[str, Callable[[], object]] = {
        "destroyed": lambda: desk.destroy(ledger, [item], act(), by=BY, at=AT),
        "kept": lambda: desk.keep(ledger, [item], act(), value="historic", by=BY, at=AT),
        "handed_over": lambda: desk.hand_over(ledger, [item], act(), by=BY, at=AT),
        "lost": lambda: _lose(ledger, item),
    }
    verbs[end]()
    assert correct(ledger, item, serial="A2").status == end
    found = item_of(ledger, item)
    assert (found.status, found.serial) == (end, "A2")
    assert list(checks.verify(ledger)) == []


def test_a_correction_changes_no_amount_and_is_rebuilt_from_the_log(ledger: Store, receive: Receive) -> None:
    """Whatever is corrected, the money, custody and counts of the day are as before, and a rebuild gives the same rows."""
    (item,) = receive("revolver:serial=A1").item_ids
    with ledger.reading() as db:
        before = report.summarise(db, TODAY, TODAY)
    correct(ledger, item, serial="A2", make="Colt")
    correct(ledger, item, serial_status="filed_off")
    with ledger.reading() as db:
        after = report.summarise(db, TODAY, TODAY)
    assert set(after.people.did) - set(before.people.did) == {Did(BY, "corrected", 2, Money(0))}
    assert after.seq == before.seq + 2
    assert replace(after, corrections=(), people=before.people, seq=before.seq) == before
    rows = dump(ledger)
    log_writer.rebuild(ledger)
    assert dump(ledger) == rows
    assert len(rows["correction"]) == 2


def test_the_form_of_a_drop_off_is_known_again_after_a_correction(ledger: Store, receive: Receive) -> None:
    """A retry of the receipt is answered with what was received, not with what was corrected since."""
    first = receive("revolver:serial=A1", draft_id="form-1")
    correct(ledger, first.item_ids[0], serial="A2")
    again = receive("revolver:serial=A1", draft_id="form-1")
    assert (again.repeated, again.folio, again.lines[0].serial) == (True, first.folio, "A1")


# --- what is refused --------------------------------------------------------------------------------------------------


@on_a_file
def test_what_is_not_there_is_not_corrected(ledger: Store, receive: Receive) -> None:
    """Items, folios and operators that are not in the ledger; and a tag without its check character."""
    (item,) = receive("revolver:serial=A1").item_ids
    for name, kind in (
        ("A1-000001-B", errors.BadItemId),
        ("1/1", errors.FolioWithoutCheck),
        ("1-C/1", errors.MistypedFolio),
        (f"{item}9", errors.UnknownItem),
        ("A1-000002-9/1", errors.UnknownFolio),
        ("'; DROP TABLE item; --/1", errors.BadFolio),
    ):
        with refused(ledger, kind):
            correct(ledger, name, serial="A2")
    with refused(ledger, errors.UnknownOperator):
        correct(ledger, item, serial="A2", by="nobody")


@on_a_file
@pytest.mark.parametrize("end", ["returned", "voided"])
def test_a_closed_record_is_not_corrected(ledger: Store, receive: Receive, end: str) -> None:
    """What went back, or was an entry error, is nothing that the programme has."""
    received = receive("revolver:serial=A1", settlement="later")
    if end == "returned":
        desk.give_back(ledger, received.folio, by=BY, at=AT)
    else:
        desk.void(ledger, received.folio, reason="twice", recovered=None, by=BY, at=AT)
    with refused(ledger, errors.RecordClosed) as caught:
        correct(ledger, received.item_ids[0], serial="A2")
    assert f"was {STATUS_NAMES[end]} on 2025-02-18" in str(caught[0])
    assert caught[0].exit_code is Exit.REFUSED


@on_a_file
@pytest.mark.parametrize("item", ["cartridge:50:donated:calibre=9 mm", "cartridge:1:donated", "war-toy:3"])
def test_what_is_counted_in_bulk_has_no_marks(ledger: Store, receive: Receive, item: str) -> None:
    """Only what has a tag of its own, piece by piece; the refusal says what to do instead."""
    (name,) = receive(item).item_ids
    with refused(ledger, errors.NoMarks) as caught:
        correct(ledger, name, calibre=".22")
    assert "voided and received again" in str(caught[0])


@on_a_file
@pytest.mark.parametrize(
    "new",
    [
        {},
        {"serial": "A1"},
        {"serial": " A1 "},
        {"serial_status": "read"},
        {"make": ""},
        {"make": "", "serial": "A1"},
    ],
)
def test_a_correction_changes_something(ledger: Store, receive: Receive, new: dict[str, object]) -> None:
    """What is recorded already is not recorded again."""
    (item,) = receive("revolver:serial=A1").item_ids
    with refused(ledger, errors.NothingCorrected):
        correct(ledger, item, **new)


@on_a_file
@pytest.mark.parametrize("reason", ["", "  ", "\t"])
def test_a_correction_has_a_reason(ledger: Store, receive: Receive, reason: str) -> None:
    """Nobody corrects without saying why."""
    (item,) = receive("revolver:serial=A1").item_ids
    with pytest.raises((errors.TextMissing, errors.ControlCharacters)):
        correct(ledger, item, serial="A2", reason=reason)
    assert item_of(ledger, item).serial == "A1"


@on_a_file
@pytest.mark.parametrize(
    ("new", "kind"),
    [
        ({"serial": "=1+1"}, errors.FormulaText),
        ({"make": "@SUM(A1)"}, errors.FormulaText),
        ({"model": "-2"}, errors.FormulaText),
        ({"serial": "A\x002"}, errors.ControlCharacters),
        ({"marks": "a\u202eb"}, errors.ControlCharacters),
        ({"serial": "\ud800"}, errors.ControlCharacters),
        ({"serial": "9" * 61}, errors.TextTooLong),
        ({"make": "call 55 1234 5678"}, errors.PersonalData),
        ({"marks": "GODE561231HDFRRN09"}, errors.PersonalData),
        ({"serial": "GODE561231HDFRRN09"}, errors.PersonalData),
        ({"country": "a@example.org"}, errors.PersonalData),
        ({"serial": "A2", "serial_status": "none"}, errors.SerialAndStatus),
    ],
)
def test_texts_are_refused_as_on_receipt(
    ledger: Store, receive: Receive, new: dict[str, object], kind: type[Refusal]
) -> None:
    """Formulas, control characters, halves of characters, endless texts, and whatever is about a person."""
    (item,) = receive("revolver:serial=A1").item_ids
    with refused(ledger, kind):
        correct(ledger, item, **new)


@on_a_file
def test_a_reason_says_nothing_about_a_person(ledger: Store, receive: Receive) -> None:
    """The reason is checked like any other text."""
    (item,) = receive("revolver:serial=A1").item_ids
    for reason, kind in (
        ("tel. 55 1234 5678", errors.PersonalData),
        ("=cmd", errors.FormulaText),
        ("x" * 201, errors.TextTooLong),
    ):
        with refused(ledger, kind):
            correct(ledger, item, serial="A2", reason=reason)


@on_a_file
@pytest.mark.parametrize(
    "altered",
    [
        "UPDATE item SET serial = 'A9'",
        "UPDATE item SET serial_status = 'none', serial = ''",
        "UPDATE drop_off SET site = 'catedral-morelia'",
        "DELETE FROM correction",
    ],
)
def test_altered_marks_do_not_get_into_the_log(ledger: Store, receive: Receive, altered: str) -> None:
    """What a correction says that the marks were is what the sealed entries say, whatever stands in the tables."""
    (item,) = receive("revolver:serial=A1").item_ids
    correct(ledger, item, make="Colt")
    force(ledger, altered)
    with refused(ledger, errors.TablesDisagree):
        correct(ledger, item, model="Python")


# --- what a supervisor sees -------------------------------------------------------------------------------------------


def test_the_day_of_the_correction_lists_it(ledger: Store, receive: Receive) -> None:
    """By the day on which it was corrected and the item's site, whenever the item came in."""
    (here,), (there,) = receive("revolver:serial=A1").item_ids, receive("ak-47", site=OTHER_SITE).item_ids
    tomorrow = AT + timedelta(days=1)
    desk.correct(ledger, here, NewMarks(serial="A2"), reason="mal leída", by=BY, at=tomorrow)
    correct(ledger, there, make="Norinco")

    def items(first: int, last: int, site: str = "") -> list[str]:
        with ledger.reading() as db:
            found = report.summarise(db, TODAY.replace(day=first), TODAY.replace(day=last), site=site)
        return [one.item for one in found.corrections]

    assert (items(18, 18), items(19, 19), items(18, 19), items(20, 25)) == (
        [there],
        [here],
        [here, there],
        [],
    )
    assert (items(18, 19, OTHER_SITE), items(18, 18, "basilica-guadalupe")) == ([there], [])


def test_the_rows_of_the_summary_tell_old_and_new(ledger: Store, receive: Receive) -> None:
    """One row for each correction, in English, with who made it, where the item was, and why."""
    (item,) = receive("revolver:serial=A1").item_ids
    correct(ledger, item, serial="A2", make="Colt", by=COLLEAGUE)
    with ledger.reading() as db:
        rows = [
            row for row in report.as_rows(report.summarise(db, TODAY, TODAY)) if row["section"] == "corrected"
        ]
    assert [(row["code"], row["number"], row["name"]) for row in rows] == [
        (item, 1, "make: - -> Colt, serial: A1 -> A2; held; luis: mal leída")
    ]


texts = st.text("AB12 ", max_size=3).map(str.strip)
some_marks = st.builds(
    Marks, make=texts, model=texts, calibre=texts, serial=texts, country=texts, marks=texts,
    serial_status=st.sampled_from(("read", "none", "filed_off", "not_asked")),
)  # fmt: skip


@given(some_marks, some_marks)
def test_whatever_changed_is_said(was: Marks, now: Marks) -> None:
    """A correction in words names every text that changed, old and new, in both languages, and nothing else."""
    fact = MarksCorrected("A1-000001-B/1", "2025-02-18", "held", "mal leída", was, now)
    for lang in ("en", "es"):
        i18n.set_language(lang)
        said = changes(was, now)
        told = describe(fact)
        i18n.set_language("en")
        changed = {name for name in asdict(was) if getattr(was, name) != getattr(now, name)}
        status_alone = "serial_status" in changed and not was.serial and not now.serial
        assert said.count("→") == len(changed - {"serial_status"}) + status_alone
        for name in changed - {"serial_status"}:
            assert getattr(was, name) in said
            assert getattr(now, name) in said
        assert told.startswith("A1-000001-B/1: ")
        assert told.endswith("; mal leída")


def test_corrections_come_in_the_order_of_the_log(ledger: Store, receive: Receive) -> None:
    """Each was what the one before made of it."""
    (item,) = receive("revolver:serial=A1").item_ids
    for serial in ("A2", "A3", "A2"):
        correct(ledger, item, serial=serial)
    with ledger.reading() as db:
        found = corrections.within(db, Span(TODAY, TODAY))
        assert found == corrections.of_drop_off(db, item.partition("/")[0])
    assert [one.now.serial for one in found] == ["A2", "A3", "A2"]
    assert all(before.now == after.was for before, after in pairwise(found))


def test_money_stays_where_it_was(ledger: Store, receive: Receive) -> None:
    """A corrected drop-off is voided or returned like any other, and its amounts are those of the receipt."""
    received = receive("revolver:serial=A1")
    correct(ledger, received.item_ids[0], serial="A2")
    desk.void(ledger, received.folio, reason="twice", recovered=Money(870000), by=BY, at=AT)
    assert item_of(ledger, received.item_ids[0]).status == "voided"
    assert list(checks.verify(ledger)) == []
