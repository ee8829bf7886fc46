"""The people who work with a ledger, by alias: what they may do, and how they prove who they are.

A PIN is in no fact and neither is its hash: the log says that one was set, and that a wrong one was typed.
"""

from dataclasses import dataclass

from buyback.facts.words import Role


@dataclass(frozen=True, slots=True)
class OperatorEnrolled:
    """A person who works here, known by an alias only. No role named means every role."""

    alias: str
    roles: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True)
class RolesChanged:
    """From here on the operator has exactly these roles."""

    alias: str
    roles: tuple[Role, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class OperatorRevoked:
    """The operator works here no more. What they recorded stays, and the alias is not given again."""

    alias: str
    reason: str


@dataclass(frozen=True, slots=True)
class PinSet:
    """The operator's PIN is a new one. The first in a ledger ends for good that anyone may write under any alias."""

    alias: str


@dataclass(frozen=True, slots=True)
class PinRefused:
    """Somebody typed a wrong PIN for the operator; `tries` is how many in a row that makes."""

    alias: str
    tries: int


@dataclass(frozen=True, slots=True)
class SettingChanged:
    """A setting of the ledger, by its name, from here on."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class ClockWentBack:
    """The computer's clock showed an earlier time than that of the entry before; both as UTC."""

    last_at: str
    now: str
