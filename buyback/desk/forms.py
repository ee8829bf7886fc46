"""Blank forms: their folios are reserved, and those that came back unused are returned. One verb, one transaction.

What is written on a form is typed in by `receive`, with the form's folio and its time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter

from buyback import folios, rules
from buyback.desk import sealed
from buyback.desk.turn import turn
from buyback.facts import FoliosReserved, FormsReturned
from buyback.free_text import REASON, required
from buyback.rules import BlankForm
from buyback.store.engine import Db, Store
from buyback.store.views import forms, setup
from buyback.store.views.setup import Site


@dataclass(frozen=True, slots=True)
class Reserved:
    """Folios of the ledger's one sequence that are on paper from now on, the lowest number first."""

    site: Site
    business_on: date
    folios: tuple[str, ...]


def form_of(db: Db, folio: str, site: Site, written_at: datetime | None) -> BlankForm | None:
    """The form on which a drop-off of the site was written, None for an empty folio.

    BadFolio and its kind; NotAForm, FormTypedIn, FormNotUsed, FormOfOtherSite, FormWithoutTime, BeforeTheForm.
    """
    if not folio.strip():
        return None
    folio = folios.parse(folio, db.ledger)
    return rules.check_typed_in(sealed.form(db, folio), folio, site.code, written_at, site.place)


def reserve(store: Store, site: str, number: int, *, by: str, at: datetime) -> Reserved:
    """Take the next folios for so many blank forms of a site; BadFormCount for none, or too many at once."""
    rules.check_form_count(number)
    with turn(store, "forms-reserve", by=by, at=at) as this:
        where = setup.site(this.writer.db, site)
        today, taken = where.business_date(at), this.writer.next_folios(number)
        this.writer.append(FoliosReserved(where.code, today.isoformat(), taken))
    return Reserved(where, today, taken)


def return_forms(
    store: Store, names: Iterable[str], reason: str, *, by: str, at: datetime
) -> tuple[BlankForm, ...]:
    """Record that these forms came back blank or spoiled, all or none of them; how they stand then, as they were named.

    NotAForm, FormNamedTwice, FormInUse, FormReturnedBefore, NoForms, TextMissing without a reason.
    """
    reason = required(reason, REASON)
    named = [folios.parse(name, store.ledger) for name in names]
    with turn(store, "forms-return", by=by, at=at) as this:
        db = this.writer.db
        found = [(folio, sealed.form(db, folio)) for folio in named]
        rules.check_forms_returned(found)
        known = sorted((form for _folio, form in found if form), key=attrgetter("site", "number"))
        for code, of_site in groupby(known, attrgetter("site")):
            today = setup.site(db, code).business_date(at).isoformat()
            this.writer.append(FormsReturned(code, today, tuple(form.folio for form in of_site), reason))
        return tuple(form for folio in named if (form := forms.form(db, folio)))
