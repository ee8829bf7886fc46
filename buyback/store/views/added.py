"""Whom and what the log tells of, where no row does."""

from buyback.chain import open_body
from buyback.facts import OperatorEnrolled, SiteAdded
from buyback.store.engine import Db
from buyback.store.fitting import Unfit
from buyback.store.statements import text


def is_added(db: Db, kind: type[SiteAdded | OperatorEnrolled], name: str) -> bool:
    """Whether the log tells that a site with this code, or an operator with this alias, was added."""
    field = "code" if kind is SiteAdded else "alias"
    bodies = db.connection.scalars(
        text("SELECT body FROM entry WHERE ledger = :ledger AND kind = :kind"),
        {"ledger": db.ledger, "kind": kind.__name__},
    )
    return any(getattr(open_body(body).fact, field) == name for body in bodies)


def refuse_lost(db: Db, kind: type[SiteAdded | OperatorEnrolled], name: str) -> None:
    """Unfit where no row has the name and the log does: whoever is told to add it would add it twice."""
    if is_added(db, kind, name):
        raise Unfit(f"{'site' if kind is SiteAdded else 'operator'} {name}")
