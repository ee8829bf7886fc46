"""Findings about items: met again, alike, outside the table, valued as another class, held for long, handed over and not there, not found."""

from collections.abc import Iterator
from datetime import date

from buyback.i18n import _, language, ngettext
from buyback.money import Money
from buyback.report.audit.finding import Worded, named, words
from buyback.rules import EQUAL_ITEMS, EQUAL_MINUTES, HELD_DAYS, MANY_OFF_TABLE
from buyback.store.engine import Db
from buyback.store.views.audit import items as view
from buyback.store.views.audit.case import Case
from buyback.store.views.people import setting
from buyback.store.views.totals import Span, class_names, type_names


def serial_twice(db: Db, span: Span, today: date) -> Iterator[Worded]:
    del today
    here = _("The serial {serial} is on {n} items: {tags}.")
    elsewhere = _("The serial {serial} is on {tags}, and on {other} of another ledger in this database.")
    for case in view.serials_twice(db, span):
        yield case, words(elsewhere if case.said["other"] else here, case, tags=named(case))


def many_equal(db: Db, span: Span, today: date) -> Iterator[Worded]:
    del today
    names, spoken = type_names(db), 0 if language() == "es" else 1
    limits = {"least": setting(db, EQUAL_ITEMS), "minutes": setting(db, EQUAL_MINUTES)}
    for case in view.many_equal(db, span, **limits):
        minutes = case.said["minutes"]
        assert isinstance(minutes, int)
        template = _equal_words(str(case.said["serials"]), minutes)
        name = names[str(case.said["type"])][spoken]
        yield case, words(template, case, name=name, tags=named(case))


def _equal_words(serials: str, minutes: int) -> str:
    """What is said of equal items that had no serials, had serials that run on, or had any others."""
    if not minutes:
        return _in_one_drop_off(serials)
    if serials == "none":
        return ngettext(
            "{n} equal items without a serial were taken in at {site} within a minute: {name}, {tags}.",
            "{n} equal items without a serial were taken in at {site} within {minutes} minutes: {name}, {tags}.",
            minutes,
        )
    if serials == "running":
        return ngettext(
            "{n} equal items with serials that run on were taken in at {site} within a minute: {name}, {tags}.",
            "{n} equal items with serials that run on were taken in at {site} within {minutes} minutes: {name}, {tags}.",
            minutes,
        )
    return ngettext(
        "{n} equal items were taken in at {site} within a minute: {name}, {tags}.",
        "{n} equal items were taken in at {site} within {minutes} minutes: {name}, {tags}.",
        minutes,
    )


def _in_one_drop_off(serials: str) -> str:
    if serials == "none":
        return _("{n} equal items without a serial were taken in at {site} in one drop-off: {name}, {tags}.")
    if serials == "running":
        return _(
            "{n} equal items with serials that run on were taken in at {site} in one drop-off: {name}, {tags}."
        )
    return _("{n} equal items were taken in at {site} in one drop-off: {name}, {tags}.")


def off_table(db: Db, span: Span, today: date) -> Iterator[Worded]:
    del today
    template = _(
        "{alias} took in {n} items outside the table: {valued} valued as another row, {donated} donated."
    )
    for case in view.off_table(db, span, least=setting(db, MANY_OFF_TABLE)):
        yield case, words(template, case)


def valued_as(db: Db, span: Span, today: date) -> Iterator[Worded]:
    del today
    types, classes, spoken = type_names(db), class_names(db), 0 if language() == "es" else 1
    for case in view.valued_as(db, span):
        named_so = {place: types[str(case.said[place])][spoken] for place in ("type", "row")}
        named_so |= {place: classes[str(case.said[place])][spoken] for place in ("own", "theirs")}
        template = ngettext(
            "{alias} took in {n} item of the type {type} valued as {row}, {amount}: {tags}.",
            "{alias} took in {n} items of the type {type} valued as {row}, {amount}: {tags}.",
            case.number,
        )
        parts = (template, *_of_another_class(case), *_approved_alone(case))
        yield case, " ".join(words(part, case, tags=named(case), **named_so) for part in parts)


def _of_another_class(case: Case) -> Iterator[str]:
    """That the row is of another class, and what the dearest of its own would have come to; nothing of one of its class."""
    if case.said["own"] == case.said["theirs"]:
        return
    yield _("That is another class, {theirs} and not {own}.")
    more = case.said.get("more")
    if not isinstance(more, Money):
        yield _("No row of its own class has an amount.")
    elif more.amount_minor > 0:
        yield _("It is {more} more than by the dearest row of its own class.")
    else:
        yield _("It is no more than by the dearest row of its own class.")


def _approved_alone(case: Case) -> Iterator[str]:
    if case.said["alone"] == case.number:
        yield _("Nobody but {alias} approved it.")
    elif case.said["alone"]:
        yield _("Nobody but {alias} approved {alone} of them.")


def held_long(db: Db, span: Span, today: date) -> Iterator[Worded]:
    for case in view.held_long(db, span, today, days=setting(db, HELD_DAYS)):
        template = ngettext(
            "{n} item taken in at {site} is still held after {days} days: {tags}.",
            "{n} items taken in at {site} are still held after {days} days: {tags}.",
            case.number,
        )
        yield case, words(template, case, tags=named(case))


def not_received(db: Db, span: Span, today: date) -> Iterator[Worded]:
    del today
    missing = _("{item} left with the hand-over {act} for {receiver}, and did not arrive.")
    lost = _("{item} left with the hand-over {act} for {receiver}, and is lost.")
    for case in view.not_received(db, span):
        yield case, words(lost if case.said["status"] == "lost" else missing, case)


def not_confirmed(db: Db, span: Span, today: date) -> Iterator[Worded]:
    for case in view.not_confirmed(db, span, today, days=setting(db, HELD_DAYS)):
        template = ngettext(
            "{n} item left with the hand-over {act} {days} days ago, and {receiver} has not said that it arrived.",
            "{n} items left with the hand-over {act} {days} days ago, and {receiver} has not said that they arrived.",
            case.number,
        )
        yield case, words(template, case)


def not_found(db: Db, span: Span, today: date) -> Iterator[Worded]:
    del today
    plain = _("{item} was looked for and not found ({alias}, sample {sample}).")
    noted = _("{item} was looked for and not found ({alias}, sample {sample}): {note}")
    for case in view.not_found(db, span):
        yield case, words(noted if case.said["note"] else plain, case)
