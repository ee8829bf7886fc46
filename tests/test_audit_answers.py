"""Answers to findings: they stay in the log and in the list, hold until more follows, and answer something."""

from datetime import timedelta

import pytest
from samples import AT, BY, COLLEAGUE, SITE, on_a_file, take_in
from tampering import force, told

from buyback import desk, errors, rules
from buyback.facts import FindingAnswered
from buyback.money import Money
from buyback.report.audit import Audited, Finding, audited
from buyback.rules import LookName
from buyback.store import checks
from buyback.store import ledger as log_writer
from buyback.store.engine import Store
from buyback.store.views.totals import EVER, NEVER, Span

TODAY = AT.date()
LATER = AT + timedelta(hours=1)


def audit(store: Store) -> Audited:
    with store.reading() as db:
        return audited(db, Span(EVER, NEVER), TODAY)


def only(store: Store, look: LookName) -> Finding:
    (one,) = (found for found in audit(store).findings if found.look == look)
    return one


def answer(store: Store, key: str, note: str = "se compararon las armas", by: str = BY) -> desk.Answered:
    return desk.answer_finding(store, key, note=note, by=by, at=LATER)


def void(store: Store) -> str:
    folio = take_in(store).folio
    desk.void(store, folio, reason="error", recovered=Money(8700_00), by=BY, at=AT)
    return folio


@pytest.fixture
def twice(ledger: Store) -> Store:
    """A ledger with one serial on two items, and nothing else to find."""
    for _number in range(2):
        take_in(ledger, "revolver:serial=K4471")
    return ledger


def test_an_answer_stays_with_its_finding(twice: Store) -> None:
    """The finding is still listed, with who said what and when; it counts as answered, and the ledger stays sound."""
    before = only(twice, "serial-twice")
    assert (before.is_answered, audit(twice).open, audit(twice).answered) == (False, 1, 0)
    done = answer(twice, before.key, by=COLLEAGUE)
    assert (done.finding.key, done.answered_by) == (before.key, COLLEAGUE)
    after = only(twice, "serial-twice")
    (said,) = after.answers
    assert (said.seq, said.last_seq, said.note) == (done.seq, before.last_seq, "se compararon las armas")
    assert (said.answered_by, said.answered_at) == (COLLEAGUE, LATER)
    assert (after.is_answered, audit(twice).open, audit(twice).answered) == (True, 0, 1)
    assert list(checks.verify(twice)) == []
    log_writer.rebuild(twice)
    assert only(twice, "serial-twice") == after


def test_an_answer_holds_until_more_follows(twice: Store) -> None:
    """Where the serial comes a third time the finding is open again with its old note, until somebody answers anew."""
    answer(twice, "serial-twice:K4471")
    take_in(twice, "ak-47:serial=k-4471")
    one = only(twice, "serial-twice")
    assert (one.is_answered, [said.note for said in one.answers]) == (False, ["se compararon las armas"])
    answer(twice, "serial-twice:K4471", "la tercera es de otra marca")
    one = only(twice, "serial-twice")
    assert (one.is_answered, len(one.answers)) == (True, 2)


def test_an_answer_belongs_to_one_finding(twice: Store) -> None:
    """Another finding of the same kind stays open."""
    first, second = void(twice), void(twice)
    answer(twice, f"void-after-payment:{first}")
    stands = {one.key: one.is_answered for one in audit(twice).findings if one.look == "void-after-payment"}
    assert stands == {f"void-after-payment:{first}": True, f"void-after-payment:{second}": False}


@on_a_file
@pytest.mark.parametrize(
    ("key", "refusal"),
    [
        ("serial-twice:K4472", errors.NoSuchFinding),
        ("one-hand:ana", errors.NoSuchFinding),
        ("not-received:A1-000001-B/1", errors.NoSuchFinding),
        ("serial-twice", errors.BadFindingKey),
        ("serial-twice:", errors.BadFindingKey),
        ("aliens:K4471", errors.BadFindingKey),
        ("", errors.BadFindingKey),
        ("serial-twice:" + "K" * 120, errors.TextTooLong),
    ],
)
def test_what_the_audit_does_not_find_is_not_answered(
    twice: Store, key: str, refusal: type[errors.Refusal]
) -> None:
    """Nothing is written then."""
    head = checks.head(twice)
    with pytest.raises(refusal):
        answer(twice, key)
    assert checks.head(twice) == head


@on_a_file
@pytest.mark.parametrize(
    ("note", "refusal"),
    [
        ("", errors.TextMissing),
        ("llamar al 55 1234 5678", errors.PersonalData),
        ("=SUM(A1)", errors.FormulaText),
        ("x" * 201, errors.TextTooLong),
    ],
)
def test_a_note_is_text_as_any_other(twice: Store, note: str, refusal: type[errors.Refusal]) -> None:
    """Nothing about a person, nothing that a spreadsheet runs, and not nothing."""
    with pytest.raises(refusal):
        answer(twice, "serial-twice:K4471", note)


def test_an_answer_is_taken_on_a_closed_day(ledger: Store) -> None:
    """It belongs to no day of a site: an auditor comes when all is closed."""
    desk.give_float(ledger, SITE, Money(0), by=BY, at=AT)
    desk.count_cash(ledger, SITE, (), by=BY, at=AT)
    take_in(ledger, "cartridge:5:donated", "revolver:serial=1:donated", "revolver:serial=1:donated")
    desk.close_day(ledger, SITE, by=BY, at=AT)
    answer(ledger, "serial-twice:1")
    assert only(ledger, "serial-twice").is_answered


def test_answers_to_nothing(twice: Store) -> None:
    """What somebody sealed by hand: no key, an entry that is not before it, an entry of another kind."""
    sound = FindingAnswered("serial-twice:K4471", checks.head(twice).seq, "visto")
    kind_of_head = "PaidOut"
    assert told(
        twice,
        FindingAnswered("aliens:K4471", 1, "visto"),
        FindingAnswered("serial-twice:K4471", 99, "visto"),
        FindingAnswered("serial-twice:K4471", 0, "visto"),
        sound,
        FindingAnswered("day-open:plaza", sound.last_seq, "visto"),
    ) == [
        f"Entry {sound.last_seq + 1} answers aliens:K4471, which is the key of no finding.",
        f"Entry {sound.last_seq + 2} answers serial-twice:K4471 as it rests on entry 99, which is not before it.",
        f"Entry {sound.last_seq + 3} answers serial-twice:K4471 as it rests on entry 0, which is not before it.",
        (
            f"Entry {sound.last_seq + 4} answers serial-twice:K4471 as it rests on entry {sound.last_seq}, "
            f"and no finding of that kind rests on a {kind_of_head}."
        ),
    ]


@pytest.mark.parametrize("kind", rules.LOOKS)
def test_what_a_finding_rests_on_is_what_its_kind_names(kind: LookName) -> None:
    """Each kind of entry that a look names is one that the log knows."""
    from buyback.facts import KINDS

    assert set(rules.LOOKS[kind].kinds) <= set(KINDS)


@on_a_file
def test_an_answer_that_was_altered_in_its_table_is_found(twice: Store) -> None:
    """The table of answers is checked against the log as every other."""
    answer(twice, "serial-twice:K4471")
    force(twice, "UPDATE finding_answer SET note = 'nada'")
    assert [finding.check for finding in checks.verify(twice)] == ["projections"]
