"""Days and times of a refusal in the reader's language: its values have them as machines do."""

from buyback.i18n import N_, _

_MONTHS = (
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
)


def in_words(when: str) -> str:
    """ "2025-02-18" or "2025-02-18 10:42" as a sentence has it: "18 February 2025", "18 February 2025 10:42"."""
    day, _space, time = when.partition(" ")
    year, month, number = map(int, day.split("-"))
    said = _("{day} {month} {year}").format(day=number, month=_(_MONTHS[month - 1]), year=year)
    return f"{said} {time}" if time else said
