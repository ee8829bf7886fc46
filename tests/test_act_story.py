"""Acts that were sealed by hand against their law: witnesses, cuts, and what may be destroyed where. Legal ones stay intact."""

from dataclasses import replace

import pytest
from samples import AT, BY, COLLEAGUE, WITNESSES, act, on_a_file, take_in
from tampering import found, seal_on

from buyback import desk, facts
from buyback.desk import Seen
from buyback.facts import CheckedItem, DisposedItem, Fact, HandOverChecked, TableClass
from buyback.fingerprints import list_hash
from buyback.payout_table import PayoutTable, load_seed
from buyback.store.engine import Store

pytestmark = on_a_file

DAY = "2025-02-18"


def said(store: Store, *more: Fact, by: str = BY) -> list[str]:
    """What verification finds of acts once these entries are sealed; the last one's number is N."""
    last = seal_on(store, *more, by=by)
    told = [str(finding) for finding in found(store) if finding.check == "acts"]
    return [text.replace(f"Entry {last}:", "Entry N:") for text in told]


def destroyed(*items: DisposedItem, witnesses: tuple[str, ...] = WITNESSES) -> facts.Destroyed:
    return facts.Destroyed("D-1", DAY, "corte", "X", witnesses, items)


@pytest.mark.parametrize(
    ("witnesses", "words"),
    [
        ((), "Entry N: {tag} was destroyed before fewer than 2 witnesses."),
        (("rosa",), "Entry N: {tag} was destroyed before fewer than 2 witnesses."),
        (
            ("rosa", "Rosa "),
            "Entry N: the act D-1 names one and the same witness twice, the second time as number 2.",
        ),
        (("rosa", "LUIS"), "Entry N: witness 2 of the act D-1 is luis, who recorded it."),
        ((COLLEAGUE, COLLEAGUE), "Entry N: witness 1 of the act D-1 is luis, who recorded it."),
        (
            ("rosa", "7"),
            "Entry N: witness 2 of the act D-1 is no name of a person in letters of one alphabet.",
        ),
        (
            ("rosa", "toмas"),
            "Entry N: witness 2 of the act D-1 is no name of a person in letters of one alphabet.",
        ),
    ],
)
def test_a_destruction_is_seen_by_two_others(ledger: Store, witnesses: tuple[str, ...], words: str) -> None:
    """Two people with names, different ones, neither of them the one who recorded it; the sentence repeats no name."""
    (tag,) = take_in(ledger, "revolver").item_ids
    fact = destroyed(DisposedItem(tag, 2), witnesses=witnesses)
    assert said(ledger, fact, by=COLLEAGUE) == [words.format(tag=tag)]


def test_an_act_of_many_items_is_named_once(ledger: Store) -> None:
    """Nobody reads the same sentence for each of two hundred weapons."""
    tags = take_in(ledger, *["revolver"] * 7).item_ids
    fact = destroyed(*(DisposedItem(tag, 2) for tag in tags), witnesses=())
    first = ", ".join(tags[:5])
    assert said(ledger, fact) == [
        f"Entry N: the act D-1, by which {first} and 2 more were destroyed, was before fewer than 2 witnesses."
    ]


def test_whoever_records_an_act_is_not_its_witness(ledger: Store) -> None:
    """For the museum, at a hand-over and at its check too, which need no witness otherwise."""
    one, two, three = take_in(ledger, "revolver", "revolver", "revolver").item_ids
    kept = facts.Kept("K-1", DAY, "historic", "X", (BY,), (DisposedItem(one),))
    handed = facts.HandedOver("H-1", DAY, "Defensa", "X", ("rosa", "rosa"), (DisposedItem(two),))
    checked = HandOverChecked("H-1", DAY, list_hash([two]), (BY,), (CheckedItem(two, found=True),))
    assert [sentence.partition(": ")[2] for sentence in said(ledger, kept, handed, checked)] == [
        "witness 1 of the act K-1 is ana, who recorded it.",
        "the act H-1 names one and the same witness twice, the second time as number 2.",
        "witness 1 of the act H-1 is ana, who recorded it.",
    ]
    alone = facts.Kept("K-2", DAY, "historic", "X", (), (DisposedItem(three),))
    assert len(said(ledger, alone)) == 3


def test_each_weapon_is_cut_as_its_class_asks(ledger: Store) -> None:
    """Too few cuts are named item by item; more than enough are none too few."""
    short, long = take_in(ledger, "revolver", "ak-47").item_ids
    fact = destroyed(DisposedItem(short, 5), DisposedItem(long, 2))
    assert said(ledger, fact) == [
        f"Entry N: {long} was destroyed by fewer cuts than its class, Military weapon, asks for: 2, not 3."
    ]


def test_what_is_for_defensa_is_not_destroyed_at_the_site(ledger: Store) -> None:
    """A grenade leaves first; once it was handed over, an act of destruction may follow."""
    here, there = (take_in(ledger, "grenade:donated").item_ids[0] for _number in range(2))
    desk.hand_over(ledger, [there], act("H-1"), by=BY, at=AT)
    assert said(ledger, destroyed(DisposedItem(here), DisposedItem(there))) == [
        f"Entry N: {here} was destroyed at the site; what is of its class, Grenade, is handed over to Defensa."
    ]


def _adopt(store: Store, code: str, **changed: object) -> None:
    """Adopt the table under another code, with handguns of another kind."""

    def other(one: TableClass) -> TableClass:
        return replace(one, **changed) if one.code == "handgun" else one  # type: ignore[arg-type]

    adopted = load_seed("federal-2025").adopted
    table = replace(adopted, code=code, classes=tuple(map(other, adopted.classes)))
    desk.adopt_table(store, PayoutTable(table), by=BY, at=AT)


def test_an_item_keeps_the_law_of_the_table_that_paid_it(ledger: Store) -> None:
    """Tables that are adopted later ask for fewer cuts or more, or that handguns leave, of what comes in by them alone."""
    tags = [take_in(ledger, "pistol-9mm").item_ids[0]]
    for cuts in (1, 4):
        _adopt(ledger, f"cuts-{cuts}", cuts=cuts)
        tags.append(take_in(ledger, "pistol-9mm").item_ids[0])
    _adopt(ledger, "leaves", custody="hand_over")
    there = take_in(ledger, "pistol-9mm").item_ids
    desk.destroy(ledger, tags, act("D-2"), by=BY, at=AT)
    desk.hand_over(ledger, there, act("H-1"), by=BY, at=AT)
    desk.destroy(ledger, there, act("D-3", "Campo Militar 1"), by=BY, at=AT)
    assert found(ledger) == []


def test_what_the_desk_records_is_legal(ledger: Store) -> None:
    """Acts that go on, a hand-over without a witness, its check, and a witness who later records acts too."""
    tags = take_in(ledger, *["revolver"] * 5).item_ids
    for tag in tags[:2]:
        desk.destroy(ledger, [tag], act("D-1", witnesses=("Luis", "rosa")), by=BY, at=AT)
    desk.destroy(ledger, [tags[2]], act("D-2", witnesses=("Ana", "rosa")), by=COLLEAGUE, at=AT)
    desk.keep(ledger, [tags[3]], act("K-1", witnesses=()), value="historic", by=BY, at=AT)
    desk.hand_over(ledger, [tags[4]], act("H-1", witnesses=()), by=BY, at=AT)
    seen, paper = [Seen(tags[4])], list_hash(tags[4:])
    desk.check_hand_over(ledger, "H-1", seen, list_hash=paper, witnesses=("rosa",), by=BY, at=AT)
    assert found(ledger) == []
