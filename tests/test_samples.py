"""Shelf samples: drawn again by anybody, told item by item in any process, and what they prove, on both engines."""

import subprocess
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from fractions import Fraction
from itertools import product
from math import comb, prod
from pathlib import Path

import frictionless
import pytest
from export_story import export, rows
from hypothesis import given
from hypothesis import strategies as st
from samples import AT, BY, COLLEAGUE, OTHER_SITE, SITE, act, dump, on_a_file

from buyback import desk, errors, report, rules
from buyback.desk import Received
from buyback.export.paper import making
from buyback.facts import SampleChecked, SampledItem, SampleDrawn
from buyback.report import Summary
from buyback.rules import Looked, Shelved, Stratum
from buyback.store import checks
from buyback.store import ledger as log
from buyback.store.engine import Store
from buyback.store.views import samples

Receive = Callable[..., Received]
NEXT = AT + timedelta(days=1)


def fill(receive: Receive) -> None:
    """Nine revolvers and three rifles at one site, six pistols at another; some of each are not held any more."""
    receive(*["revolver"] * 9, "ak-47:3")
    receive(*["pistol-9mm"] * 6, site=OTHER_SITE)


def summarise(store: Store, site: str = "") -> Summary:
    with store.reading() as db:
        return report.summarise(db, AT.date(), AT.date(), site=site)


def shelf(*counts: tuple[str, str, int]) -> list[Shelved]:
    """So many items of each class at each site."""
    numbered = [(site, class_code) for site, class_code, number in counts for _one in range(number)]
    return [
        Shelved(f"A1-{n:06d}-X/1", Stratum(site, class_code))
        for n, (site, class_code) in enumerate(numbered, 1)
    ]


# --- who is drawn -----------------------------------------------------------------------------------------------------


def test_the_draw_is_what_sha256sum_says() -> None:
    """The order of the lot is that of the shell's own tool over seed, colon and tag; the list is by site, class and tag."""
    held = shelf(("a", "handgun", 12), ("b", "handgun", 8))
    script = "".join(
        f"printf '%s  %s\\n' \"$(printf %s 4711:{one.item} | sha256sum | cut -c1-64)\" {one.item}\n"
        for one in held
    )
    sorted_by_lot = subprocess.run(
        ["sh", "-c", f"({script}) | LC_ALL=C sort"], capture_output=True, text=True, check=True
    ).stdout.split()[1::2]
    at_a, at_b = (
        [tag for tag in sorted_by_lot if tag in {one.item for one in held if one.stratum.site == site}]
        for site in ("a", "b")
    )
    assert rules.draw(held, 5, 4711) == (*sorted(at_a[:3]), *sorted(at_b[:2]))


def test_one_draw_is_pinned() -> None:
    """The same seed and shelf give this very list, whatever the machine and the version of Python."""
    held = shelf(("a", "handgun", 10), ("a", "long-gun", 5), ("b", "handgun", 5))
    assert rules.draw(held, 4, 4711) == PINNED
    assert rules.draw(list(reversed(held)), 4, 4711) == PINNED
    assert rules.draw(held, 4, 4712) != PINNED


PINNED = ("A1-000003-X/1", "A1-000006-X/1", "A1-000011-X/1", "A1-000018-X/1")


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"), st.integers(0, 30)), min_size=1),
    st.integers(1, 60),
    st.integers(0, 3),
)
def test_every_class_is_looked_at_and_the_rest_is_in_proportion(
    counts: list[tuple[str, str, int]], number: int, seed: int
) -> None:
    """All that is asked for is drawn. Where there is enough for one of each class at each site, none goes without, and of what
    more there is none is more than one away from its exact share; where there is not, none has two.
    """
    held = shelf(*counts)
    sizes = Counter(one.stratum for one in held)
    shares = rules.allotted(held, number, seed)
    assert sum(shares.values()) == min(number, len(held))
    assert all(0 <= share <= sizes[stratum] for stratum, share in shares.items())
    if len(sizes) <= number < len(held):
        more = len(held) - len(sizes)
        for stratum, share in shares.items():
            assert share >= 1
            assert abs(share - 1 - Fraction((sizes[stratum] - 1) * (number - len(sizes)), more)) < 1
    if number < len(sizes):
        assert set(shares.values()) <= {0, 1}
    drawn = rules.draw(held, number, seed)
    assert len(set(drawn)) == len(drawn) == min(number, len(held))
    of = {one.item: one.stratum for one in held}
    assert Counter(of[item] for item in drawn) == Counter({k: n for k, n in shares.items() if n})
    told = rules.strata(held, shares)
    assert [(one.held, one.drawn) for one in told] == [(sizes[k], shares[k]) for k in sorted(sizes)]
    assert rules.undrawn(told) == sum(one.held for one in told if one.drawn == 0)


def test_the_lot_decides_which_class_is_left_out() -> None:
    """With fewer to draw than there are classes nobody knows before the seed which is not looked at: each may be, and large
    ones rarely are.
    """
    held = shelf(("a", "handgun", 30), ("a", "long-gun", 5), ("b", "handgun", 5))
    left_out = Counter(
        next(stratum for stratum, share in rules.allotted(held, 2, seed).items() if not share)
        for seed in range(200)
    )
    assert set(left_out) == {one.stratum for one in held}
    assert left_out[Stratum("a", "handgun")] < 20


# --- what it proves ---------------------------------------------------------------------------------------------------


def chance(strata: tuple[Looked, ...], lost: tuple[int, ...]) -> Fraction:
    """That a draw shows no more missing items than these, with so many of each stratum lost."""
    ways = [1]
    for (held, drawn, _missing), gone in zip(strata, lost, strict=True):
        here = [comb(gone, few) * comb(held - gone, drawn - few) for few in range(drawn + 1)]
        ways = [
            sum(ways[few] * here[more - few] for few in range(len(ways)) if 0 <= more - few < len(here))
            for more in range(len(ways) + drawn)
        ]
    shown = sum(one.missing for one in strata)
    return Fraction(sum(ways[: shown + 1]), prod(comb(held, drawn) for held, drawn, _missing in strata))


def true_bound(strata: tuple[Looked, ...]) -> int:
    """The most that can be missing, by trying every place where they may lie."""
    may_be = (range(one.missing, one.held - one.drawn + one.missing + 1) for one in strata)
    return max(sum(lost) for lost in product(*may_be) if chance(strata, lost) >= Fraction(5, 100))


@st.composite
def looked(draw: st.DrawFn, *, all_found: bool = False) -> Looked:
    held = draw(st.integers(1, 12))
    drawn = draw(st.integers(1, held))
    return Looked(held, drawn, 0 if all_found else draw(st.integers(0, min(drawn, 3))))


@given(st.lists(looked(all_found=True), min_size=1, max_size=3).map(tuple))
def test_the_bound_is_exact_where_everything_was_found(strata: tuple[Looked, ...]) -> None:
    """Wherever the missing ones lie: one more would show itself in 95 of 100 draws, in any place."""
    assert rules.most_missing(strata) == true_bound(strata)


@given(st.lists(looked(), min_size=1, max_size=3).map(tuple))
def test_the_bound_is_never_too_low(strata: tuple[Looked, ...]) -> None:
    """Where some were not found it may say a few too many, never too few; of one class at one site it is exact again."""
    bound, true = rules.most_missing(strata), true_bound(strata)
    assert true <= bound <= sum(one.held - one.drawn + one.missing for one in strata)
    if len(strata) == 1:
        assert bound == true


@pytest.mark.parametrize(
    ("strata", "bound"),
    [
        ([Looked(20, 3, 0)] * 5 + [Looked(20, 2, 0)] * 5, 25),
        ([Looked(12, 2, 0)] * 8 + [Looked(12, 1, 0)] * 8, 29),
        ([Looked(13, 2, 0)] * 7 + [Looked(13, 1, 0)] * 13, 34),
        ([Looked(25, 25, 0)], 0),
        ([Looked(25, 25, 3)], 3),
        ([Looked(20, 20, 1), Looked(5, 5, 2)], 3),
        ([Looked(25, 25, 3), Looked(1_000_000, 59, 0)], 49_509),
        ([Looked(1_000_000, 59, 0)], 49_506),
    ],
)
def test_known_bounds(strata: list[Looked], bound: int) -> None:
    """Everything looked at leaves no doubt; 59 of very many, all found, leave just under 5 % (the auditors' rule of 59);
    and in many small classes more can hide than in one as large as all of them.
    """
    assert rules.most_missing(strata) == bound


@pytest.mark.parametrize("missing", [0, 1, 40])
def test_a_large_shelf_is_reckoned_too(missing: int) -> None:
    """Of two large classes with some missing, about what one as large as both has; of two hundred small ones, a little more."""
    both = [Looked(20_000, 200, missing), Looked(20_000, 200, 0)]
    as_one = rules.most_missing([Looked(40_000, 400, missing)])
    assert as_one <= rules.most_missing(both) < 1.3 * as_one
    small = [Looked(200, 2, 0)] * 198 + [Looked(200, 2, min(missing, 2))] * 2
    assert rules.most_missing(small) >= rules.most_missing(
        [Looked(40_000, 400, sum(one.missing for one in small))]
    )


# --- the verbs --------------------------------------------------------------------------------------------------------


def test_a_sample_is_drawn_told_and_proves(ledger: Store, receive: Receive) -> None:
    """Told in parts and by others, in another process's store; the result is exact once every item was looked for."""
    fill(receive)
    drawn = desk.draw_sample(ledger, 6, 4711, by=BY, at=AT)
    assert (drawn.population, len(drawn.items), drawn.undrawn) == (18, 6, 0)
    assert Counter((one.item.site, one.item.class_code) for one in drawn.items) == {
        (SITE, "handgun"): 3, (SITE, "military"): 1, (OTHER_SITE, "handgun"): 2,
    }  # fmt: skip
    assert report.most_missing(drawn) is None
    first, second, *_rest = (one.item.id for one in drawn.items)
    desk.check_sample(ledger, drawn.seq, (), (first,), note="empty place", by=BY, at=AT)
    told = desk.check_sample(ledger, drawn.seq, (second,), (), rest_found=True, by=COLLEAGUE, at=NEXT)
    assert [told.number(result) for result in ("open", "found", "not_found")] == [0, 5, 1]
    assert report.most_missing(told) == rules.most_missing(told.looked) >= 9
    assert [(one.told_by, one.note) for one in told.items[:2]] == [(BY, "empty place"), (COLLEAGUE, "")]
    assert list(checks.verify(ledger)) == []


def test_the_same_seed_and_ledger_draw_the_same(ledger: Store, receive: Receive) -> None:
    """Drawn twice it is the same list; with something gone from the shelf, it is drawn from what is left."""
    fill(receive)
    one, two = (desk.draw_sample(ledger, 5, 7, by=BY, at=AT) for _time in range(2))
    assert [each.item.id for each in one.items] == [each.item.id for each in two.items]
    assert one.population_hash == two.population_hash
    desk.destroy(ledger, [one.items[0].item.id], act(), by=BY, at=AT)
    three = desk.draw_sample(ledger, 5, 7, by=BY, at=AT)
    assert three.population == one.population - 1
    assert one.items[0].item.id not in {each.item.id for each in three.items}


def test_a_site_and_a_shelf_that_is_smaller(ledger: Store, receive: Receive) -> None:
    """Of one site only its items are drawn; where fewer are held than asked for, all of them are."""
    fill(receive)
    drawn = desk.draw_sample(ledger, 25, 1, site=OTHER_SITE, by=BY, at=AT)
    assert (drawn.site, drawn.population, len(drawn.items)) == (OTHER_SITE, 6, 6)
    assert {one.item.site for one in drawn.items} == {OTHER_SITE}
    told = desk.check_sample(ledger, drawn.seq, (), (), rest_found=True, by=BY, at=AT)
    assert report.most_missing(told) == 0


def test_a_class_that_is_left_out_is_named(ledger: Store, receive: Receive) -> None:
    """Of what none was drawn nothing is proved: the sample names the class and the site, and reckons without them."""
    receive(*["revolver"] * 20, "ak-47")
    drawn = desk.draw_sample(ledger, 1, 1, by=BY, at=AT)
    told = desk.check_sample(ledger, drawn.seq, (), (), rest_found=True, by=BY, at=AT)
    assert (told.population, told.undrawn) == (21, 1)
    assert report.most_missing(told) == 19
    assert (
        "It says nothing of 1 item of which none was drawn: Military weapon, Basílica de Guadalupe (1)."
        in report.sample_sentences(told)[-1]
    )
    two = desk.draw_sample(ledger, 2, 1, by=BY, at=AT)
    assert (two.undrawn, two.not_drawn) == (0, ())


@on_a_file
def test_what_a_sample_refuses(ledger: Store, receive: Receive) -> None:
    """Nothing held, odd numbers, samples and items that are none, items named twice, nothing said: refused, nothing written."""
    before = dump(ledger)
    with pytest.raises(errors.NothingToSample):
        desk.draw_sample(ledger, 5, 1, by=BY, at=AT)
    assert dump(ledger) == before
    fill(receive)
    drawn = desk.draw_sample(ledger, 2, 1, by=BY, at=AT)
    tags = [one.item.id for one in drawn.items]
    with ledger.reading() as db:
        (other, *_more) = (one.item for one in samples.shelf(db, "") if one.item not in tags)
    before = dump(ledger)
    for number, seed in ((0, 1), (1001, 1), (5, -1), (5, 10**9)):
        with pytest.raises(errors.BadNumber):
            desk.draw_sample(ledger, number, seed, by=BY, at=AT)
    with pytest.raises(errors.UnknownSite):
        desk.draw_sample(ledger, 5, 1, site="nowhere", by=BY, at=AT)
    with pytest.raises(errors.NotASample, match=f"Entry 1 drew no sample; those that there are: {drawn.seq}"):
        desk.check_sample(ledger, 1, tags, (), by=BY, at=AT)
    with pytest.raises(errors.NotInSample):
        desk.check_sample(ledger, drawn.seq, [other], (), by=BY, at=AT)
    with pytest.raises(errors.ItemTwice):
        desk.check_sample(ledger, drawn.seq, tags[:1], tags[:1], by=BY, at=AT)
    with pytest.raises(errors.NothingSaidOfSample):
        desk.check_sample(ledger, drawn.seq, (), (), by=BY, at=AT)
    assert dump(ledger) == before


# --- what is not found ------------------------------------------------------------------------------------------------


def test_what_was_not_found_is_in_every_report_until_it_is(ledger: Store, receive: Receive) -> None:
    """It is named on the sample's day and on others, at its site and at all, also once it is destroyed on paper."""
    fill(receive)
    drawn = desk.draw_sample(ledger, 18, 3, by=BY, at=AT)
    lost = next(one.item for one in drawn.items if one.item.site == OTHER_SITE)
    assert summarise(ledger).not_on_shelf == ()
    desk.check_sample(ledger, drawn.seq, (), (lost.id,), rest_found=True, note="no tag", by=BY, at=AT)
    (named,) = summarise(ledger).not_on_shelf
    assert (named.item.id, named.sample_seq, named.since, named.told_by) == (
        lost.id,
        drawn.seq,
        AT.date(),
        BY,
    )
    assert [one.item.id for one in summarise(ledger, OTHER_SITE).not_on_shelf] == [lost.id]
    assert summarise(ledger, SITE).not_on_shelf == ()
    desk.destroy(ledger, [lost.id], act(), by=BY, at=NEXT)
    (still,) = summarise(ledger).not_on_shelf
    assert "by the ledger destroyed: no tag" in report.not_found_sentence(still)
    desk.check_sample(ledger, drawn.seq, (lost.id,), (), by=BY, at=NEXT)
    assert summarise(ledger).not_on_shelf == ()


def test_another_sample_may_find_it_and_lose_it_again(ledger: Store, receive: Receive) -> None:
    """The last word on an item counts, whichever sample it belongs to; since when is that of the first that still stands."""
    receive("revolver")
    first, second = (desk.draw_sample(ledger, 1, seed, by=BY, at=AT) for seed in (1, 2))
    tag = first.items[0].item.id
    desk.check_sample(ledger, first.seq, (), (tag,), by=BY, at=AT)
    desk.check_sample(ledger, second.seq, (tag,), (), by=BY, at=AT)
    assert summarise(ledger).not_on_shelf == ()
    desk.check_sample(ledger, first.seq, (), (tag,), by=BY, at=NEXT)
    (named,) = summarise(ledger).not_on_shelf
    assert (named.sample_seq, named.since) == (first.seq, NEXT.date())


# --- what the log proves ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"seed": 4712}, "by that seed other items are drawn"),
        ({"undrawn": 3}, "by that seed other items are drawn"),
        ({"strata": ()}, "by that seed other items are drawn"),
        ({"population": 17}, "from other items than were held then"),
        ({"population_hash": "0" * 64}, "from other items than were held then"),
        ({"site": SITE}, "from other items than were held then"),
        ({"swap": True}, "by that seed other items are drawn"),
    ],
)
@on_a_file
def test_verify_draws_every_sample_again(
    ledger: Store, receive: Receive, change: dict[str, object], said: str
) -> None:
    """A sample that somebody chose, or drew from less than was there, is found by whoever verifies, sealed as it is."""
    fill(receive)
    honest = desk.draw_sample(ledger, 6, 4711, by=BY, at=AT)
    assert list(checks.verify(ledger)) == []
    tags = [one.item.id for one in honest.items]
    fact = {
        "site": "", "business_on": "2025-02-18", "seed": 4711, "population": 18,
        "population_hash": honest.population_hash, "undrawn": 0, "strata": honest.strata, "items": tuple(tags),
    } | change  # fmt: skip
    if fact.pop("swap", False):
        with ledger.reading() as db:
            other = next(one.item for one in samples.shelf(db, "") if one.item not in tags)
        fact["items"] = (*tags[1:], other)
    with log.writing(ledger, by=BY, at=AT) as writer:
        writer.append(SampleDrawn(**fact))  # type: ignore[arg-type]
    (finding,) = checks.verify(ledger)
    assert said in str(finding)


@on_a_file
def test_verify_finds_what_was_said_of_items_that_were_not_drawn(ledger: Store, receive: Receive) -> None:
    """Words on an item outside the sample, or on a sample that there is not, stand out."""
    fill(receive)
    drawn = desk.draw_sample(ledger, 6, 4711, by=BY, at=AT)
    with ledger.reading() as db:
        tags = {one.item.id for one in drawn.items}
        other = next(one.item for one in samples.shelf(db, "") if one.item not in tags)
    for seq in (drawn.seq, 2):
        with log.writing(ledger, by=BY, at=AT) as writer:
            writer.append(SampleChecked(seq, "2025-02-18", (SampledItem(other, True),)))
    found = [str(finding) for finding in checks.verify(ledger)]
    assert any(f"which entry {drawn.seq} did not draw" in one for one in found)
    assert any("no entry before it drew that sample" in one for one in found)


# --- files and paper --------------------------------------------------------------------------------------------------


def test_the_export_says_what_was_drawn_and_found(ledger: Store, receive: Receive, tmp_path: Path) -> None:
    """samples.csv has the seed and the hash of the shelf, which the tags of items.csv give; sample_items.csv every word."""
    fill(receive)
    drawn = desk.draw_sample(ledger, 6, 4711, by=BY, at=AT)
    lost = drawn.items[2].item.id
    desk.check_sample(ledger, drawn.seq, (), (lost,), rest_found=True, by=BY, at=AT)
    export(ledger, tmp_path / "out")
    assert frictionless.validate(str(tmp_path / "out" / "datapackage.json")).valid
    (one,) = rows(tmp_path / "out", "samples")
    held = [row["item"] for row in rows(tmp_path / "out", "items") if row["status"] == "held"]
    assert (one["seed"], one["population"], one["population_hash"]) == (
        "4711",
        "18",
        rules.population_hash(held),
    )
    told = rows(tmp_path / "out", "sample_items")
    assert [row["item"] for row in told] == [each.item.id for each in drawn.items]
    assert [row["item"] for row in told if row["result"] == "not_found"] == [lost]


@on_a_file
def test_the_sheet_is_the_list(ledger: Store, receive: Receive) -> None:
    """Every tag with a box, the seed, the hash of the list, how to draw it again; once told, also what it proves."""
    fill(receive)
    drawn = desk.draw_sample(ledger, 6, 4711, by=BY, at=AT)
    with ledger.reading() as db:
        made = making.sample_of(db, drawn.seq)
    text = " ".join(making.as_text(made).data.decode().split())
    assert all(one.item.id in text for one in drawn.items)
    for words in (f"Shelf sample {drawn.seq}", "Seed: 4711", made.list_hash, "printf %s 4711:", "sha256sum"):
        assert words in text
    assert "95 %" not in text
    desk.check_sample(ledger, drawn.seq, (), (), rest_found=True, by=BY, at=AT)
    with ledger.reading() as db:
        told = making.sample_of(db, drawn.seq)
    assert "With 95 % confidence at most" in " ".join(making.as_text(told).data.decode().split())
    assert making.as_pdf(told, "letter").data.startswith(b"%PDF")


def test_a_rebuild_gives_the_same_tables(ledger: Store, receive: Receive) -> None:
    """What was drawn and said stands in the log; the tables are made anew from it."""
    fill(receive)
    drawn = desk.draw_sample(ledger, 6, 4711, by=BY, at=AT)
    desk.check_sample(ledger, drawn.seq, (), (drawn.items[0].item.id,), by=BY, at=AT)
    before = dump(ledger)
    log.rebuild(ledger)
    assert dump(ledger) == before
