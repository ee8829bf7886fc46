"""Who works with the ledger, and its settings."""

from dataclasses import dataclass

from buyback import errors, rules
from buyback.facts import OperatorEnrolled, Role
from buyback.store.engine import Db
from buyback.store.fitting import OfRow, none_in
from buyback.store.statements import text
from buyback.store.views import added


@dataclass(frozen=True, slots=True)
class Operator(OfRow):
    """One operator. `pin_seq` and `revoked_seq` are the entries that set the PIN and revoked, 0 where none did."""

    alias: str
    roles: tuple[Role, ...]
    seq: int
    pin_seq: int
    revoked_seq: int

    @property
    def is_active(self) -> bool:
        return self.revoked_seq == 0

    @property
    def has_pin(self) -> bool:
        return self.pin_seq > 0

    @property
    def supervises(self) -> bool:
        return self.is_active and "supervise" in self.roles


@dataclass(frozen=True, slots=True)
class People:
    """Every operator of a ledger, the revoked ones too, in the order in which they were enrolled."""

    everyone: tuple[Operator, ...]

    @property
    def have_pins(self) -> bool:
        """Whether anyone ever set a PIN; from then on whoever writes has to sign in."""
        return any(operator.has_pin for operator in self.everyone)

    @property
    def active(self) -> tuple[Operator, ...]:
        return tuple(operator for operator in self.everyone if operator.is_active)

    @property
    def supervisors(self) -> tuple[Operator, ...]:
        return tuple(operator for operator in self.everyone if operator.supervises)

    def approves_own(self, asker: Operator) -> bool:
        """Whether a supervisor approves what they do by doing it: only as long as nobody has a PIN, and reports say so."""
        return asker.supervises and not self.have_pins

    def approvers(self, asker: Operator) -> tuple[Operator, ...]:
        """Who may approve what `asker` does: another supervisor; the asker too where nobody else works here, or where
        they approve their own, and then as the first.
        """
        others = tuple(one for one in self.supervisors if one != asker)
        is_alone = asker.supervises and len(self.active) == 1
        return (asker, *others) if is_alone or self.approves_own(asker) else others

    def named(self, alias: str) -> Operator:
        """The operator with this alias, for an empty one the only operator who works here.

        UnknownOperator, OperatorNotNamed, or RevokedOperator for one who works here no more.
        """
        known = ", ".join(operator.alias for operator in self.active) or "-"
        if not alias and len(self.active) == 1:
            return self.active[0]
        if not alias:
            raise errors.OperatorNotNamed(known=known)
        found = next((operator for operator in self.everyone if operator.alias == alias), None)
        if found is None:
            raise errors.UnknownOperator(alias=alias, known=known)
        if not found.is_active:
            raise errors.RevokedOperator(alias=alias)
        return found


def people(db: Db) -> People:
    """Every operator of the ledger; no ledger is without one from its first day on."""
    found = db.connection.execute(
        text(
            "SELECT alias, roles, seq, pin_seq, revoked_seq FROM operator WHERE ledger = :ledger ORDER BY seq"
        ),
        {"ledger": db.ledger},
    )
    everyone = tuple(
        Operator(row.alias, _roles(row.roles), row.seq, row.pin_seq, row.revoked_seq) for row in found
    )
    return People(everyone or none_in("operator"))


def _roles(listed: object) -> tuple[Role, ...]:
    """The roles as a row lists them; whether they are any is checked with the other fields."""
    return tuple(role for role in str(listed).split("|") if role)  # type: ignore[misc]  # see above


def named(db: Db, known: People, alias: str) -> Operator:
    """The operator, as `People.named` has it; Unfit for one whom only the log knows: he must not be told to enrol."""
    try:
        return known.named(alias)
    except errors.UnknownOperator:
        added.refuse_lost(db, OperatorEnrolled, alias)
        raise


def setting(db: Db, name: str) -> int:
    """The value of one of the ledger's settings."""
    value = db.connection.scalar(
        text("SELECT value FROM setting WHERE ledger = :ledger AND name = :name ORDER BY seq DESC LIMIT 1"),
        {"ledger": db.ledger, "name": name},
    )
    return rules.DEFAULTS[name] if value is None else rules.check_setting(name, value)
