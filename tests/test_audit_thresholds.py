"""The thresholds of the audit: who loosens one is named, and every audit says by which it went."""

from datetime import date, timedelta

import pytest
from samples import AT, BY, COLLEAGUE, OTHER_SITE, SITE, take_in

from buyback import desk, rules
from buyback.report.audit import Finding, audited, of_day
from buyback.store import checks
from buyback.store.engine import Store
from buyback.store.views.totals import EVER, NEVER, Span

TODAY = AT.date()
EVERY_DAY = Span(EVER, NEVER)
SITE_NAME = next(site.name for site in desk.known_sites() if site.code == SITE)


def loosened(store: Store, span: Span = EVERY_DAY) -> list[Finding]:
    with store.reading() as db:
        return [one for one in audited(db, span, TODAY).findings if one.look == "loosened"]


def change(store: Store, name: str, value: object, *, days: int = 0) -> None:
    desk.change_setting(store, name, str(value), by=COLLEAGUE, at=AT + timedelta(days=days))


@pytest.mark.parametrize(
    ("name", "tighter", "looser"),
    [
        (rules.HELD_DAYS, 29, 31),
        (rules.EQUAL_ITEMS, 9, 11),
        (rules.EQUAL_MINUTES, 61, 59),
        (rules.MANY_VOIDS, 2, 4),
        (rules.MANY_OFF_TABLE, 19, 21),
        (rules.RATE_PERCENT, 1, 3),
        (rules.NEAR_STEP_PERCENT, 6, 4),
    ],
)
def test_who_loosens_a_threshold_is_named(store: Store, name: str, tighter: int, looser: int) -> None:
    """Against the value that held before, first the program's own; one that is tightened, or set as it was, is not."""
    change(store, name, tighter)
    change(store, name, tighter)
    assert not loosened(store)
    change(store, name, looser)
    seq = checks.head(store).seq
    (one,) = loosened(store)
    assert (one.key, one.last_seq, one.since, one.kind.certainty) == (f"loosened:{seq}", seq, TODAY, "look")
    word, meaning = rules.setting_word(name), rules.SETTING_NAMES[name]
    assert one.sentence == f"luis changed {word} from {tighter} to {looser} ({meaning})."
    change(store, name, tighter)
    assert loosened(store) == [one]


def test_every_threshold_of_the_audit_is_watched() -> None:
    """Every setting that is said to be of the audit is a threshold whose changes are looked at."""
    words = {name for name, words in rules.SETTING_NAMES.items() if words.startswith("audit:")}
    assert words == set(rules.thresholds())


def test_a_loosened_threshold_from_the_first_day_on_is_named(store: Store) -> None:
    """A value looser than the program's own is named though nothing was set before; what is no threshold never is."""
    change(store, rules.APPROVAL_STEP, 90_000_00)
    change(store, rules.VOUCHER_DAYS, 300)
    assert not loosened(store)
    change(store, rules.HELD_DAYS, 3660)
    assert "held-days from 30 to 3660" in loosened(store)[0].sentence


def test_hours_that_are_widened_or_taken_away_are_named(store: Store) -> None:
    """Of that site alone; first hours and narrower ones are not."""
    hours = rules.hours_setting(SITE)
    for value in ("10:00-16:00", "10:30-15:30"):
        change(store, hours, value)
    assert not loosened(store)
    for value in ("10:00-15:30", "10:30-15:30", "10:30-16:00", "none"):
        change(store, hours, value)
    assert [one.sentence for one in loosened(store)] == [
        f"luis changed the hours of {SITE_NAME} from 10:30-15:30 to 10:00-15:30.",
        f"luis changed the hours of {SITE_NAME} from 10:30-15:30 to 10:30-16:00.",
        f"luis took the hours of {SITE_NAME} away, which were 10:30-16:00.",
    ]
    assert len(loosened(store, Span(EVER, NEVER, SITE))) == 3
    assert not loosened(store, Span(EVER, NEVER, OTHER_SITE))


def test_what_is_loosened_to_make_a_finding_vanish_is_seen_the_same_day(store: Store) -> None:
    """The finding of yesterday is named no more; who saw to that is, on that day and on no other, at every site and at its close."""
    take_in(store, *["ghost-gun"] * 10, settlement="later")
    change(store, rules.EQUAL_ITEMS, 1000, days=1)
    with store.reading() as db:
        kinds = [one.look for one in audited(db, Span(TODAY, TODAY), TODAY).findings]
        assert "many-equal" not in kinds
        assert ("loosened", 1) in of_day(db, OTHER_SITE, TODAY + timedelta(days=1)).kinds
    (one,) = loosened(store, Span(TODAY + timedelta(days=1), NEVER))
    assert one.since == date(2025, 2, 19)
    assert not loosened(store, Span(EVER, TODAY))
    desk.answer_finding(store, one.key, note="agreed with the town", by=BY, at=AT + timedelta(days=1))
    assert loosened(store)[0].is_answered


def test_an_audit_says_by_which_thresholds_it_went(store: Store) -> None:
    """All of them as they hold, and the hours of the sites that it looked at."""
    change(store, rules.HELD_DAYS, 12)
    change(store, rules.hours_setting(SITE), "10:00-16:00")
    change(store, rules.hours_setting(OTHER_SITE), "09:00-15:00")
    with store.reading() as db:
        used = audited(db, EVERY_DAY, TODAY).thresholds
        here = audited(db, Span(EVER, NEVER, SITE), TODAY).thresholds
    assert dict(used.numbers) == {name: rules.DEFAULTS[name] for name in rules.thresholds()} | {
        rules.HELD_DAYS: 12
    }
    assert [(site, str(hours)) for site, hours in used.hours] == [
        (SITE, "10:00-16:00"),
        (OTHER_SITE, "09:00-15:00"),
    ]
    assert [site for site, _hours in here.hours] == [SITE]
