"""Findings about days and people: paper typed in late, days left open, hours, one person who did all, what was loosened."""

from collections.abc import Iterator
from datetime import date

from buyback import rules
from buyback.i18n import _, ngettext
from buyback.report.audit.finding import Worded, named, words
from buyback.report.people import by_one_hand
from buyback.store.engine import Db
from buyback.store.views.audit import days as view
from buyback.store.views.audit import money, thresholds
from buyback.store.views.totals import Span


def one_hand(db: Db, span: Span, today: date) -> Iterator[Worded]:
    del today
    for case in money.one_hand(db, span):
        yield case, by_one_hand(case.about[0], case.number, named(case))


def late_paper(db: Db, span: Span, today: date) -> Iterator[Worded]:
    del today
    for case in view.late_paper(db, span):
        template = ngettext(
            "{n} drop-off written on paper at {site} on {day} was typed in on a later day, the last on {typed}.",
            "{n} drop-offs written on paper at {site} on {day} were typed in on a later day, the last on {typed}.",
            case.number,
        )
        yield case, words(template, case)


def day_open(db: Db, span: Span, today: date) -> Iterator[Worded]:
    for case in view.days_open(db, span, today):
        template = ngettext(
            "{n} day of {site} is not closed: {first}.",
            "{n} days of {site} are not closed, the first {first}, the last {last}.",
            case.number,
        )
        yield case, words(template, case)


def out_of_hours(db: Db, span: Span, today: date) -> Iterator[Worded]:
    del today
    for case in view.out_of_hours(db, span):
        template = ngettext(
            "{n} entry of {site} on {day} is outside its hours, {hours}.",
            "{n} entries of {site} on {day} are outside its hours, {hours}.",
            case.number,
        )
        yield case, words(template, case)


def loosened(db: Db, span: Span, today: date) -> Iterator[Worded]:
    del today
    of_audit = _("{alias} changed {word} from {was} to {now} ({meaning}).")
    wider = _("{alias} changed the hours of {site} from {was} to {now}.")
    no_more = _("{alias} took the hours of {site} away, which were {was}.")
    for case in thresholds.loosened(db, span):
        name = str(case.said["setting"])
        if name:
            said = {"word": rules.setting_word(name), "meaning": _(rules.SETTING_NAMES[name])}
            yield case, words(of_audit, case, **said)
        else:
            yield case, words(no_more if case.said["now"] == rules.NO_HOURS else wider, case)
