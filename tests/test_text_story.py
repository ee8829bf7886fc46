"""Texts that were sealed by hand and tell of a person: verification reads every one, names the field and never the data."""

import typing
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import date
from types import UnionType
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from recorded import kinds
from samples import AT, BY, SITE, act, on_a_file, order, take_in
from tampering import found, seal_on

from buyback import desk
from buyback.chain import Finding
from buyback.facts import KINDS, CashMoved, DroppedOff, Fact, Line
from buyback.free_text import hints_at_person, personal_data
from buyback.i18n import _, set_language
from buyback.money import Rate
from buyback.payout_table import load_seed
from buyback.rates import Quoted
from buyback.rules import NOTES, NUMBERS, Item
from buyback.store import text_story
from buyback.store.engine import Store
from buyback.store.text_story import Texts

CURP, TELEPHONE, PLATE = "GOML800101HDFRRR09", "55 1234 5678", "placas ABC1234"

COMPARED = """
LedgerOpened.key KeyChanged.key KeyChanged.approved_by SiteAdded.timezone RolesChanged.alias OperatorRevoked.alias
PinSet.alias PinRefused.alias RateRecorded.mxn_per_usd RateRecorded.approved_by DroppedOff.folio DroppedOff.site
DroppedOff.business_on DroppedOff.table DroppedOff.mxn_per_usd DroppedOff.rate_as_of DroppedOff.rate_source
DroppedOff.approved_by Line.type_code Line.class_code Line.counts_as Line.unit Line.valued_as PaidOut.folio
PaidOut.business_on PaidOut.approved_by PaidOut.site Returned.folio Returned.business_on Returned.items Voided.folio
Voided.business_on Voided.items Voided.approved_by Voided.site VoucherIssued.folio VoucherIssued.site
VoucherIssued.business_on VoucherIssued.expires_on VoucherCodeRefused.folio FoliosReserved.site
FoliosReserved.business_on FoliosReserved.folios FormsReturned.site FormsReturned.business_on FormsReturned.folios
CashMoved.site CashMoved.business_on CashCounted.site CashCounted.business_on CashDiffered.site
CashDiffered.business_on CashDiffered.approved_by DayClosed.site DayClosed.business_on DayClosed.checkpoint_digest
DayClosed.approved_by CloseCompared.site CloseCompared.closed_on Destroyed.business_on DisposedItem.item
Kept.business_on HandedOver.business_on HandOverChecked.act HandOverChecked.business_on HandOverChecked.list_hash
CheckedItem.item NotReceivedResolved.act NotReceivedResolved.item NotReceivedResolved.business_on
NotReceivedResolved.approved_by MarksCorrected.item MarksCorrected.business_on SampleDrawn.site
SampledStratum.site SampledStratum.class_code SampleDrawn.population_hash SampleDrawn.items SampledItem.item
"""
"""The texts that are no free ones: another check compares them with what the log says elsewhere, such as a folio, a tag, a
site, an alias, a day, a row of the table, a key, a digest. Whatever else stood in one is found there."""


def _texts() -> Iterator[tuple[Any, str]]:
    """Every field of a fact or a part that holds a text of no closed set."""
    for kind in kinds().values():
        for name, hint in typing.get_type_hints(kind).items():
            if str in (hint, *typing.get_args(hint)) or hint == str | None:
                yield kind, name


def test_every_text_is_read_or_compared() -> None:
    """A new text of a fact is a note, a number, or something that another check compares; nothing is both."""
    read = {f"{kind.__name__}.{name}" for table in (NOTES, NUMBERS) for kind in table for name in table[kind]}
    assert sum(len(names) for table in (NOTES, NUMBERS) for names in table.values()) == len(read)
    every = {f"{kind.__name__}.{name}" for kind, name in _texts()}
    assert read | set(COMPARED.split()) == every
    assert not read & set(COMPARED.split())


def _value(hint: Any) -> Any:
    if isinstance(hint, UnionType):
        return None
    if typing.get_origin(hint) is Literal:
        return typing.get_args(hint)[0]
    if typing.get_origin(hint) is tuple:
        return ()
    return _some(hint) if is_dataclass(hint) else hint("1")


def _some(of: Any, /, **given: Any) -> Any:
    """One of the kind, of which only this is given."""
    hints = typing.get_type_hints(of)
    needed = [one.name for one in fields(of) if one.default is MISSING and one.name not in given]
    return of(**given, **{name: _value(hints[name]) for name in needed})


def _with(kind: Any, name: str, text: str) -> Fact:
    """A fact in which this field, its own or that of one of its parts, says this."""
    several = typing.get_origin(typing.get_type_hints(kind)[name]) is tuple
    part = _some(kind, **{name: ("x", text) if several else text})
    if kind in KINDS.values():
        return typing.cast("Fact", part)
    for fact in KINDS.values():
        for place, hint in typing.get_type_hints(fact).items():
            if kind in (hint, *typing.get_args(hint)):
                return typing.cast("Fact", _some(fact, **{place: part if hint is kind else (part,)}))
    raise AssertionError(kind)


def _told(fact: Fact) -> list[str]:
    told = list(Texts().told(fact))
    return [
        str(Finding("texts", "A1", 7, one.template, (("name", one.name), *one.more.items()))) for one in told
    ]


@pytest.mark.parametrize(
    ("kind", "name"), [(kind, name) for table in (NOTES, NUMBERS) for kind in table for name in table[kind]]
)
def test_what_tells_of_a_person_is_named_and_not_repeated(kind: Any, name: str) -> None:
    """In every field; a number may look like a telephone or a plate, as a serial does, and a note may not."""
    is_note = name in NOTES.get(kind, {})
    label = _((NOTES if is_note else NUMBERS)[kind][name])
    for text, what in ((CURP, "a CURP"), (TELEPHONE, "a telephone number"), (PLATE, "a car's plate")):
        told = _told(_with(kind, name, text))
        assert len(told) == (1 if is_note or text == CURP else 0), told
        for sentence in told:
            assert sentence.startswith(f"Entry 7 has {what} in its field “{label}")
            assert text not in sentence


def test_one_of_several_is_told_from_the_others() -> None:
    """Which item of the drop-off it is, and which witness; what is sound is read once and stays so beside what is not."""
    sound = _some(Line, number=1, note="cacha rota", serial="A-1")
    wrong = _some(Line, number=2, note="cacha rota", marks="se llama Juan", serial="juan@example.com")
    told = _told(_some(DroppedOff, lines=(sound, wrong, sound)))
    assert [sentence.partition("“")[2].partition("”")[0] for sentence in told] == [
        "place of the marks (2)",
        "serial (2)",
    ]


def test_the_same_text_is_found_wherever_it_stands_again() -> None:
    """What was found once is not remembered as sound, and what was sound is found no later than it changes."""
    texts = Texts()
    for number in range(3):
        assert len(list(texts.told(CashMoved(SITE, "2025-02-18", "float", 0, (), TELEPHONE)))) == 1, number
    text_story_limit = text_story._MOST_KEPT
    for number in range(text_story_limit + 2):
        assert list(texts.told(CashMoved(SITE, "2025-02-18", "float", 0, (), f"nota {number}"))) == []
    assert len(texts._sound) <= text_story_limit + 2


@given(st.text(st.sampled_from("AGIMNOEURFCPXHDLKV019 .-_:#()@/,"), max_size=30))
def test_nothing_is_passed_over_for_speed(text: str) -> None:
    """Where a document or an address is found, there was a hint of it."""
    looked = personal_data(f"ñ{text}", note=False) or personal_data(f"ñ {text}", note=False)
    if looked is not None:
        assert hints_at_person(text)


@pytest.mark.parametrize(
    "text", ["INE NO. 123456789", "IDMEX 123456", "CIC:1234567890", CURP, "GOML-800101-HDFRRR-09"]
)
def test_a_document_is_seen_whatever_stands_around_it(text: str) -> None:
    """The quick look goes on to the thorough one."""
    assert personal_data(text, note=False) is not None


@on_a_file
def test_what_the_desk_takes_is_read_as_sound(ledger: Store) -> None:
    """Serials like plates, numbers of acts, sources, draft ids and keys like telephones: the desk took them, so they stay."""
    like_a_plate = "revolver:serial=ABC-12-34"
    (tag,) = take_in(ledger, like_a_plate, draft_id="55 1234 5678").item_ids
    desk.destroy(ledger, [tag], act("ABC-12-34"), by=BY, at=AT)
    desk.record_rate(ledger, Quoted(Rate.parse("20"), date(2025, 2, 18), "tel 5512345678", AT), by=BY, at=AT)
    desk.correct(ledger, tag, desk.NewMarks(serial="55 1234 5678"), reason="mal leída", by=BY, at=AT)
    noted = Item("revolver", note="entregada 2025-02-18 10:42, número 1234567", make="S&W")
    desk.receive(ledger, replace(order(ledger), items=(noted,)), by=BY, at=AT)
    desk.adopt_table(ledger, load_seed("federal-2026"), by=BY, at=AT)
    assert found(ledger) == []


@on_a_file
def test_a_person_in_the_log_is_said_in_both_languages(ledger: Store) -> None:
    """What is found, and in which field, is said in the reader's language; the data in none."""
    seq = seal_on(ledger, CashMoved(SITE, "2025-02-18", "float", 0, (), f"llamar al {TELEPHONE}"))
    (english,) = [one for one in found(ledger) if one.check == "texts"]
    assert str(english) == (
        f"Entry {seq} has a telephone number in its field “reason”, and nothing about a person may be recorded."
    )
    assert TELEPHONE not in repr(english)
    set_language("es")
    try:
        said = [str(one) for one in found(ledger) if one.check == "texts"]
    finally:
        set_language("en")
    assert len(said) == 1
    assert TELEPHONE not in said[0]
