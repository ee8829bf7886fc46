"""The demo's script, `seeds/demo.toml`, read into frozen values; what each means stands in that file."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from buyback import config
from buyback.facts import Role, SerialStatus, Settlement, Value
from buyback.rules import Approval

Span = tuple[int, int]
"""The fewest and the most, both included."""


@dataclass(frozen=True, slots=True)
class Model:
    make: str
    model: str
    calibre: str
    country: str
    serial: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of the payout table as people bring it."""

    code: str
    group: str
    weight: int
    models: tuple[Model, ...]
    unmarked: bool
    unserviceable_percent: int
    valued_as: str
    donated_percent: int
    museum: tuple[str, ...]
    museum_value: Value


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a visit: a group of types or one type, how many pieces, and how often it is there."""

    of: str
    pieces: Span
    percent: int


@dataclass(frozen=True, slots=True)
class VisitForm:
    weight: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Stay:
    """A site's days of the cycle, and who stands by when weapons are cut."""

    site: str
    act_prefix: str
    days: Span
    visits: Span
    receiver: str
    witnesses: tuple[tuple[str, ...], ...]
    on_paper: bool


@dataclass(frozen=True, slots=True)
class Window:
    """Hours of one day of the cycle."""

    day: int
    start: time
    end: time

    def holds(self, day: int, clock: time) -> bool:
        return day == self.day and self.start <= clock < self.end


@dataclass(frozen=True, slots=True)
class Missing:
    """What the evening's count of a day of the cycle does not find, and what is known about it."""

    day: int
    site: str
    pesos: int
    reason: str


@dataclass(frozen=True, slots=True)
class Cash:
    """The notes and coins of a morning's float and of a top-up, and what the evening's counts find."""

    float: str
    top_up: str
    return_reason: str
    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True)
class Vouchers:
    """For how long a voucher is good, and of a hundred how many have a code; one code in so many is mistyped first."""

    good_for_days: int
    coded_percent: int
    wrong_code_every: int


@dataclass(frozen=True, slots=True)
class Forms:
    """Blank forms beyond as many as visitors may come, why they go back, and on which days one of them does not."""

    spare: int
    returned_reason: str
    missing_days: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Operators:
    opens_ledger: str
    receive: tuple[str, ...]
    type_paper: str
    pay: str
    destroy: str
    supervise: str
    approval_step_mxn: int

    def roles(self, alias: str) -> tuple[Role, ...]:
        """What the operator does here; clerks pay what they receive."""
        clerks = (*self.receive, self.type_paper)
        duties: tuple[tuple[Role, tuple[str, ...]], ...] = (
            ("receive", clerks),
            ("pay", (*clerks, self.pay)),
            ("custody", (self.destroy,)),
            ("supervise", (self.supervise,)),
        )
        return tuple(role for role, aliases in duties if alias in aliases)

    @property
    def approval(self) -> Approval:
        """The supervisor's, for what needs one."""
        return Approval(self.supervise)

    def aliases(self) -> tuple[str, ...]:
        """Everyone, once, the one who opens the ledger first."""
        named = (
            self.opens_ledger,
            *self.receive,
            self.type_paper,
            self.pay,
            self.destroy,
            self.supervise,
        )
        return tuple(dict.fromkeys(named))


@dataclass(frozen=True, slots=True)
class Helper:
    """Somebody who is enrolled for custody, gets more to do on a day of the cycle, and is revoked on another."""

    alias: str
    comes_day: int
    comes_reason: str
    leaves_day: int
    leaves_reason: str


@dataclass(frozen=True, slots=True)
class Afterwards:
    """What happens after a drop-off, and how often."""

    voucher_redeemed_percent: int
    voucher_redeemed_days: Span
    later: tuple[str, ...]
    later_paid_minutes: Span
    destroyed_at_once_percent: int
    destroyed_after_minutes: Span
    destroyed_never_percent: int
    serial_again_every: int
    wrong_type_every: int
    wrong_type_of: str
    wrong_type_as: str
    typed_twice_every: int
    recovered_part_percent: int
    misread_every: int
    misread_corrected_minutes: tuple[int, ...]
    hand_over_every_days: int
    defensa_reports_every: int
    defensa_reports_after_days: int
    defensa_place: str
    defensa_witnesses: tuple[str, ...]
    defensa_method: str
    cutting_method: str
    crushing_method: str
    museum_percent: int
    museum_place: str


@dataclass(frozen=True, slots=True)
class Receivers:
    """What the authorities answer to hand-overs, in turn, and what is found out about what did not arrive.

    An answer is `complete`, `open` (the last item is missing), or the outcome of that: a key of `reasons`.
    """

    answers: tuple[str, ...]
    list_back_after_hours: int
    found_out_after_hours: int
    reasons: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reasons:
    valued_as: tuple[str, ...]
    returned: tuple[str, ...]
    wrong_type: str
    typed_twice: str
    misread: str


@dataclass(frozen=True, slots=True)
class Script:
    seed: str
    ledger_code: str
    table: str
    starts_on: date
    cycle_days: int
    opens: time
    closes: time
    manual_rate_days: tuple[int, ...]
    manual_rate_reason: str
    operators: Operators
    helper: Helper
    stays: tuple[Stay, ...]
    power_cuts: tuple[Window, ...]
    cash_ran_out: tuple[Window, ...]
    cash: Cash
    vouchers: Vouchers
    forms: Forms
    sample_days: tuple[int, ...]
    sample_size: int
    misread_paper_days: tuple[int, ...]
    settlements: Mapping[Settlement, int]
    afterwards: Afterwards
    receivers: Receivers
    unserviceable_as: str
    unserviceable_donated_percent: int
    reasons: Reasons
    serials: Mapping[SerialStatus, int]
    mark_places: tuple[str, ...]
    note_percent: int
    notes: tuple[str, ...]
    visits: tuple[VisitForm, ...]
    kinds: tuple[Kind, ...]

    def kind(self, code: str) -> Kind:
        """The type with this code; StopIteration cannot happen for what the script itself brought."""
        return next(kind for kind in self.kinds if kind.code == code)

    def kinds_of(self, name: str) -> tuple[Kind, ...]:
        """The types of a group, or the one type that is called so."""
        return tuple(kind for kind in self.kinds if name in (kind.group, kind.code))


def load() -> Script:
    """The script that comes with the program."""
    found = tomllib.loads(config.data_path("seeds", "demo.toml").read_text(encoding="utf-8"))
    marks = found["marks"]
    places = _texts(marks.pop("places"))
    return Script(
        seed=found["seed"],
        ledger_code=found["ledger_code"],
        table=found["table"],
        starts_on=found["starts_on"],
        cycle_days=found["cycle_days"],
        opens=found["opens"],
        closes=found["closes"],
        manual_rate_days=tuple(found["manual_rate_days"]),
        manual_rate_reason=found["manual_rate_reason"],
        operators=Operators(**_frozen(found["operators"])),
        helper=Helper(**found["helper"]),
        stays=tuple(_stay(stay) for stay in found["stays"]),
        power_cuts=tuple(_window(cut, time.max) for cut in found["power_cuts"]),
        cash_ran_out=tuple(_window(out, time.max) for out in found["cash_ran_out"]),
        cash=Cash(**found["cash"] | {"missing": tuple(Missing(**one) for one in found["cash"]["missing"])}),
        vouchers=Vouchers(**found["vouchers"]),
        forms=Forms(**_frozen(found["forms"])),
        sample_days=tuple(found["sample_days"]),
        sample_size=found["sample_size"],
        misread_paper_days=tuple(found["misread_paper_days"]),
        settlements=found["settlements"],
        afterwards=Afterwards(**_frozen(found["afterwards"])),
        receivers=Receivers(**_frozen(found["receivers"])),
        unserviceable_as=found["unserviceable"]["valued_as"],
        unserviceable_donated_percent=found["unserviceable"]["donated_percent"],
        reasons=Reasons(**_frozen(found["reasons"])),
        serials={name.removeprefix("serial_"): weight for name, weight in marks.items()},
        mark_places=places,
        note_percent=found["notes"]["percent"],
        notes=_texts(found["notes"]["texts"]),
        visits=tuple(
            VisitForm(form["weight"], tuple(_part(part) for part in form["parts"]))
            for form in found["visits"]
        ),
        kinds=tuple(_kind(code, kind) for code, kind in found["types"].items()),
    )


def _texts(found: list[str]) -> tuple[str, ...]:
    return tuple(found)


def _frozen(found: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in found.items()}


def _stay(found: dict[str, Any]) -> Stay:
    witnesses = tuple(tuple(pair) for pair in found["witnesses"])
    return Stay(**{"on_paper": False} | _frozen(found) | {"witnesses": witnesses})


def _window(found: dict[str, Any], end: time) -> Window:
    return Window(found["day"], found["from"], found.get("to", end))


def _part(found: dict[str, Any]) -> Part:
    return Part(found["of"], tuple(found.get("pieces", (1, 1))), found.get("percent", 100))


def _kind(code: str, found: dict[str, Any]) -> Kind:
    usual: dict[str, Any] = {
        "unmarked": False,
        "unserviceable_percent": 0,
        "valued_as": "",
        "donated_percent": 0,
        "museum": (),
        "museum_value": "historic",
    }
    models = tuple(Model(*model) for model in found.get("models", [[""] * 5]))
    return Kind(code=code, **usual | _frozen(found) | {"models": models})
