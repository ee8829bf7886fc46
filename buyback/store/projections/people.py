"""Who works with the ledger and may do what, and its settings."""

from collections.abc import Iterator

from buyback import facts, rules
from buyback.chain import Entry
from buyback.facts import Role
from buyback.store.projections.change import Change, Insert, Row, Update, changes_of


@changes_of.register
def _enrolled(fact: facts.OperatorEnrolled, entry: Entry) -> Iterator[Change]:
    row: Row = {"ledger": entry.ledger, "alias": fact.alias, "seq": entry.seq, "pin_seq": 0, "revoked_seq": 0}
    yield Insert("operator", row | _roles(rules.every_role_if_none(fact.roles), entry))


@changes_of.register
def _roles_changed(fact: facts.RolesChanged, entry: Entry) -> Iterator[Change]:
    yield _operator(fact.alias, entry, _roles(fact.roles, entry))


@changes_of.register
def _revoked(fact: facts.OperatorRevoked, entry: Entry) -> Iterator[Change]:
    yield _operator(fact.alias, entry, {"revoked_seq": entry.seq})


@changes_of.register
def _pin_set(fact: facts.PinSet, entry: Entry) -> Iterator[Change]:
    yield _operator(fact.alias, entry, {"pin_seq": entry.seq})


@changes_of.register
def _setting(fact: facts.SettingChanged, entry: Entry) -> Iterator[Change]:
    row: Row = {"ledger": entry.ledger, "seq": entry.seq, "name": fact.name, "value": fact.value}
    yield Insert("setting", row | {"changed_at": entry.at, "changed_by": entry.by})


@changes_of.register
def _noted(_fact: facts.PinRefused | facts.ClockWentBack, _entry: Entry) -> Iterator[Change]:
    """What only the log tells."""
    yield from ()


def _roles(roles: tuple[Role, ...], entry: Entry) -> Row:
    return {"roles": "|".join(roles), "roles_seq": entry.seq}


def _operator(alias: str, entry: Entry, row: Row) -> Update:
    return Update("operator", {"ledger": entry.ledger, "alias": alias}, row)
