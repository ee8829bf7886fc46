"""A finding in words: what kind it is, how sure, on which entries it rests, what was answered; for every reader of it."""

from buyback import l10n
from buyback.i18n import _, ngettext
from buyback.report.audit.finding import Finding
from buyback.rules import CERTAINTY_NAMES, HOURS, Look, setting_word
from buyback.store.views.audit.thresholds import Thresholds


def title(kind: Look) -> str:
    """What a kind of finding is called, as a heading."""
    words = _(kind.title)
    return words[:1].upper() + words[1:]


def certainty(kind: Look) -> str:
    """How sure it is: certain, or look at it."""
    return _(CERTAINTY_NAMES[kind.certainty])


def meaning(kind: Look) -> str:
    """What it means, in a sentence for a supervisor."""
    return _(kind.meaning)


def heading(kind: Look) -> str:
    """What a kind of finding is called and how sure it is."""
    return _("{title} ({certainty})").format(title=title(kind), certainty=certainty(kind))


def since(one: Finding) -> str:
    """Since when, and what was found."""
    return _("Since {day}. {sentence}").format(day=l10n.day(one.since), sentence=one.sentence)


def entries(one: Finding) -> str:
    """The entries that it names, and whether there are more."""
    named = ", ".join(dict.fromkeys(l10n.number(link.seq) for link in one.links))
    more = "" if one.last_seq <= max(link.seq for link in one.links) else ", …"
    return ngettext("Entry: {entries}", "Entries: {entries}", one.number).format(entries=named + more)


def answers(one: Finding) -> tuple[str, ...]:
    """Who answered what, and whether more came since."""
    words = _("Answered by {alias} (entry {seq}): {note}")
    said = (
        words.format(alias=answer.answered_by, seq=l10n.number(answer.seq), note=answer.note)
        for answer in one.answers
    )
    return (*said, *reopened(one))


def reopened(one: Finding) -> tuple[str, ...]:
    """That more came since it was answered; empty where none did."""
    return (_("More came since; it is open again."),) if one.answers and not one.is_answered else ()


def thresholds(used: Thresholds) -> str:
    """The thresholds that an audit went by, as `buyback settings` has them."""
    numbers = (f"{setting_word(name)} {l10n.number(value)}" for name, value in used.numbers)
    hours = (f"{HOURS} {site}={known}" for site, known in used.hours)
    return _("Thresholds: {listed}.").format(listed=", ".join((*numbers, *hours)))
