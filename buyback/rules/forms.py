"""Blank forms: each has a folio of its own before anything is written on it, and every one of them is accounted for.

Unused tags that nobody counted are what an auditor found in Buffalo (2008): a form is out until what is written on it
was typed in, or until it came back unused, and it stays in every list until then.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias, get_args

from buyback import errors
from buyback.i18n import N_
from buyback.rules.places import Place

FormState: TypeAlias = Literal["out", "typed_in", "returned"]
FORM_STATES: tuple[FormState, ...] = get_args(FormState)
FORM_STATE_NAMES: dict[FormState, str] = {
    "out": N_("still out"),
    "typed_in": N_("typed in"),
    "returned": N_("came back unused"),
}
MOST_FORMS = 200
"""So many are reserved at once: a packet of paper, and what somebody mistypes is not a thousand folios."""


@dataclass(frozen=True, slots=True)
class BlankForm:
    """A form as the ledger has it now. `seq`, `reserved_*` are its reservation's; `since`, `at`, `by` its state's.

    `reserved_on` and `since` are business days of its site: a form that was typed in is so since its drop-off's day.
    """

    folio: str
    number: int
    site: str
    seq: int
    reserved_on: date
    reserved_at: datetime
    reserved_by: str
    state: FormState
    since: date
    at: datetime
    by: str
    reason: str


def check_form_count(number: int) -> None:
    """BadFormCount unless so many forms may be reserved at once."""
    if not 1 <= number <= MOST_FORMS:
        raise errors.BadFormCount(text=str(number), most=MOST_FORMS)


def form_count(text: str) -> int:
    """How many forms were asked for; BadFormCount for what is no number of them."""
    typed = text.strip()
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= len(str(MOST_FORMS))):
        raise errors.BadFormCount(text=text[:40], most=MOST_FORMS)
    check_form_count(int(typed))
    return int(typed)


def check_out(form: BlankForm | None, folio: str) -> BlankForm:
    """The form with this folio, if it is still out; NotAForm, FormTypedIn, FormNotUsed."""
    if form is None:
        raise errors.NotAForm(folio=folio)
    if form.state == "typed_in":
        raise errors.FormTypedIn(folio=folio, when=form.since.isoformat(), by=form.by)
    if form.state == "returned":
        raise errors.FormNotUsed(folio=folio, when=form.since.isoformat(), by=form.by, reason=form.reason)
    return form


def check_typed_in(
    form: BlankForm | None, folio: str, site: str, written_at: datetime | None, place: Place
) -> BlankForm:
    """The form, if a drop-off of the site may have its folio: it is out, of the site, and its time is known.

    The site is the one that is printed on it. What was written before the form was made was not written on it; people
    write no seconds. `place` is the site, as a refusal speaks of it.
    """
    form = check_out(form, folio)
    if form.site != site:
        raise errors.FormOfOtherSite(folio=folio, site=form.site, other=site)
    if written_at is None:
        raise errors.FormWithoutTime(folio=folio)
    if written_at < form.reserved_at.replace(second=0, microsecond=0):
        when, reserved = place.clock(written_at), place.clock(form.reserved_at)
        raise errors.BeforeTheForm(folio=folio, when=when, reserved=reserved)
    return form


def check_forms_returned(forms: Iterable[tuple[str, BlankForm | None]]) -> None:
    """Whether all these forms can come back unused: each is one, is named once and is still out."""
    named: set[str] = set()
    for folio, form in forms:
        if form is None:
            raise errors.NotAForm(folio=folio)
        if folio in named:
            raise errors.FormNamedTwice(folio=folio)
        if form.state == "typed_in":
            raise errors.FormInUse(folio=folio, when=form.since.isoformat(), by=form.by)
        if form.state == "returned":
            raise errors.FormReturnedBefore(folio=folio, when=form.since.isoformat(), by=form.by)
        named.add(folio)
    if not named:
        raise errors.NoForms()
