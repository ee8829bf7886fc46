"""The closed sets of words that facts are made of."""

from typing import Literal, TypeAlias, get_args

Condition: TypeAlias = Literal["serviceable", "unserviceable"]
Settlement: TypeAlias = Literal["cash", "voucher", "later", "none"]
SerialStatus: TypeAlias = Literal["read", "none", "filed_off", "part_only", "not_asked"]
CustodyRule: TypeAlias = Literal["destroy", "hand_over", "none"]
Correctable: TypeAlias = Literal["held", "destroyed", "kept", "handed_over", "lost"]
Value: TypeAlias = Literal["historic", "cultural", "scientific", "artistic"]
Movement: TypeAlias = Literal["float", "top_up", "return"]
Form: TypeAlias = Literal["note", "coin"]
Resolution: TypeAlias = Literal["arrived", "still_here", "lost"]
Role: TypeAlias = Literal["receive", "pay", "custody", "supervise", "audit"]

CONDITIONS: tuple[Condition, ...] = get_args(Condition)
SETTLEMENTS: tuple[Settlement, ...] = get_args(Settlement)
SERIAL_STATUSES: tuple[SerialStatus, ...] = get_args(SerialStatus)
CORRECTABLES: tuple[Correctable, ...] = get_args(Correctable)
VALUES: tuple[Value, ...] = get_args(Value)
MOVEMENTS: tuple[Movement, ...] = get_args(Movement)
FORMS: tuple[Form, ...] = get_args(Form)
RESOLUTIONS: tuple[Resolution, ...] = get_args(Resolution)
ROLES: tuple[Role, ...] = get_args(Role)

MANUAL = "manual"
"""The source of a rate that a person set, or imported without naming another."""

COUNTS = (
    "short",
    "long",
    "home-made",
    "pen-gun",
    "grenade",
    "cartridge",
    "magazine",
    "cap",
    "dynamite",
    "explosive",
    "air",
    "toy",
    "other",
)
"""The figures that are kept apart in every report, whatever a table calls its classes."""
