"""Blank forms: each with its state, those that are still out, and what a day's forms come to."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row

from buyback.chain import parse_utc
from buyback.rules import BlankForm, FormState
from buyback.store.engine import Db
from buyback.store.fitting import Unfit, fitted
from buyback.store.statements import text

_COLUMNS = (
    "SELECT folio, number, site, seq, business_on, reserved_at, reserved_by, state, state_on, state_at, state_by, reason"
    " FROM blank_form WHERE ledger = :ledger"
)
_OF_SITE = " AND (:site = '' OR site = :site)"


@dataclass(frozen=True, slots=True)
class FormsOfDay:
    """The folios of a site's forms on one business day: carried + reserved = typed in + returned + out.

    `carried` were out when the day began and `out` are so at its end, each the lowest number first.
    """

    carried: tuple[str, ...]
    reserved: tuple[str, ...]
    typed_in: tuple[str, ...]
    returned: tuple[str, ...]
    out: tuple[str, ...]


def form(db: Db, folio: str) -> BlankForm | None:
    """The form with this folio; None where the folio is not one of a form."""
    row = db.connection.execute(
        text(f"{_COLUMNS} AND folio = :folio"), {"ledger": db.ledger, "folio": folio}
    ).one_or_none()
    return None if row is None else _form(row)


def listed(db: Db, *, site: str = "", state: FormState | None = None) -> tuple[BlankForm, ...]:
    """Every form of a site (empty: of all), or those in one state, the lowest number first."""
    found = db.connection.execute(
        text(f"{_COLUMNS}{_OF_SITE} AND (:state = '' OR state = :state) ORDER BY number"),
        {"ledger": db.ledger, "site": site, "state": state or ""},
    )
    return tuple(map(_form, found))


def out(db: Db, site: str, day: date) -> tuple[BlankForm, ...]:
    """The forms of a site that were out at the end of the day, the lowest number first.

    Each keeps its present state: it may have been typed in, or come back, since.
    """
    found = db.connection.execute(
        text(
            f"{_COLUMNS} AND site = :site AND business_on <= :day"
            " AND (state = 'out' OR (state IN ('typed_in', 'returned') AND state_on > :day)) ORDER BY number"
        ),
        {"ledger": db.ledger, "site": site, "day": day.isoformat()},
    )
    return tuple(map(_form, found))


def of_day(db: Db, site: str, day: date) -> FormsOfDay:
    """What a site's forms come to on one business day."""
    of = {"ledger": db.ledger, "site": site, "day": day.isoformat()}

    def folios(condition: str) -> tuple[str, ...]:
        query = f"SELECT folio FROM blank_form WHERE ledger = :ledger AND site = :site AND {condition} ORDER BY number"
        return tuple(db.connection.scalars(text(query), of))

    carried = folios(
        "business_on < :day AND (state = 'out' OR (state IN ('typed_in', 'returned') AND state_on >= :day))"
    )
    return FormsOfDay(
        carried=carried,
        reserved=folios("business_on = :day"),
        typed_in=folios("state = 'typed_in' AND state_on = :day"),
        returned=folios("state = 'returned' AND state_on = :day"),
        out=tuple(one.folio for one in out(db, site, day)),
    )


def _form(row: Row[Any]) -> BlankForm:
    made = BlankForm(
        folio=row.folio,
        number=row.number,
        site=row.site,
        seq=row.seq,
        reserved_on=date.fromisoformat(row.business_on),
        reserved_at=parse_utc(row.reserved_at),
        reserved_by=row.reserved_by,
        state=row.state,
        since=date.fromisoformat(row.state_on),
        at=parse_utc(row.state_at),
        by=row.state_by,
        reason=row.reason,
    )
    if made.state == "out" and made.since != made.reserved_on:
        raise Unfit(f"blank_form {made.folio}: state_on = {row.state_on!r}")
    return fitted(made)
