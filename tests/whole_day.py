"""A whole day at three sites, as data: who does what, when, and what is refused; what it comes to, and how to sum the log.

The command line and the app play the same steps, each in its own way. A step that is refused names words of the refusal.
Folios are named here by what was brought: "rifles" is a drop-off, "rifles/1" the tag of its first item, "form 1" a blank form.

The people: eva supervises, luis pays, ana receives, tomas has custody; rosa was enrolled and works here no more.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, TypeAlias

LEDGER = "A1"
BASILICA, MORELIA, TIJUANA = "basilica-guadalupe", "catedral-morelia", "plaza-tijuana"
SITES = (BASILICA, MORELIA, TIJUANA)
DAY, NEXT_DAY = "2025-02-18", "2025-02-19"
EVA, LUIS, ANA, TOMAS, ROSA = "eva", "luis", "ana", "tomas", "rosa"

PINS = {
    EVA: "739104826153",
    LUIS: "582047913664",
    ANA: "640917385220",
    TOMAS: "917305846629",
    ROSA: "305916482772",
}
WRONG_PIN = "264890175538"
"""As long as PINs may be, so that no digest or time holds one by chance."""
CODE, OTHER_CODE, OPEN_CODE, WRONG_CODE = "7391", "8264", "5907", "9038"
CODES = (CODE, OTHER_CODE, OPEN_CODE, WRONG_CODE)
BY_CHANCE = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9A-Za-z+/=]{40,}")
"""What may hold the four digits of a code by chance: the id of a draft, a digest, a key, a signature."""


def codes_told(text: str) -> list[str]:
    """The vouchers' codes that stand in a text by themselves."""
    words = BY_CHANCE.sub(" ", text)
    return [code for code in CODES if re.search(rf"(?<![0-9A-Za-z]){code}(?![0-9A-Za-z])", words)]


@dataclass(frozen=True, kw_only=True)
class Step:
    """What `by` does when the clock of the computer shows `at` ("18 10:42:05", in Mexico City).

    `refused`: words of the sentence that refuses it, empty where it is done. `approved_by`: the supervisor who is asked.
    `wrong_pin` and `wrong_approval`: whose PIN is typed wrong.
    """

    by: str
    at: str
    refused: str = ""
    approved_by: str = ""
    wrong_pin: bool = False
    wrong_approval: bool = False

    @property
    def moment(self) -> datetime:
        day, _, time = self.at.partition(" ")
        return datetime.fromisoformat(f"2025-02-{day}T{time}").replace(tzinfo=UTC) + timedelta(hours=6)


@dataclass(frozen=True, kw_only=True)
class Open(Step):
    """A new ledger whose first operator has a PIN."""

    site: str


@dataclass(frozen=True, kw_only=True)
class AddSite(Step):
    code: str
    name: str = ""
    timezone: str = "America/Mexico_City"


@dataclass(frozen=True, kw_only=True)
class Enrol(Step):
    alias: str
    roles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SetPin(Step):
    alias: str


@dataclass(frozen=True, kw_only=True)
class Roles(Step):
    alias: str
    roles: tuple[str, ...]
    reason: str


@dataclass(frozen=True, kw_only=True)
class Revoke(Step):
    alias: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Setting(Step):
    name: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Rate(Step):
    """A rate that a person read somewhere."""

    rate: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Cash(Step):
    kind: Literal["float", "top-up", "return"]
    site: str
    amount: str
    notes: str = ""
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Count(Step):
    site: str
    notes: str


@dataclass(frozen=True, kw_only=True)
class Difference(Step):
    """The difference of the last count, with its reason."""

    site: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Receive(Step):
    """A drop-off, named `name` from here on. `written_at`: the site's time, where it was first on paper."""

    name: str
    site: str
    items: tuple[str, ...]
    pay: Literal["cash", "later", "voucher", "none"] = "later"
    code: str = ""
    reason: str = ""
    form: str = ""
    written_at: str = ""


@dataclass(frozen=True, kw_only=True)
class Pay(Step):
    name: str
    site: str
    code: str = ""


@dataclass(frozen=True, kw_only=True)
class GiveBack(Step):
    """The giver declined."""

    name: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Void(Step):
    name: str
    reason: str
    recovered: str


@dataclass(frozen=True, kw_only=True)
class Correct(Step):
    item: str
    serial: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Act(Step):
    """What ends custody, on one paper."""

    kind: Literal["destroy", "keep", "hand-over"]
    number: str
    items: tuple[str, ...]
    witnesses: tuple[str, ...] = ()
    value: str = ""


@dataclass(frozen=True, kw_only=True)
class Check(Step):
    """What the receiver found of a hand-over's list: everything but what is `missing`. `serials` are read again.

    `paper` is the act whose list the receiver holds.
    """

    act: str
    paper: str
    missing: tuple[str, ...]
    serials: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Resolve(Step):
    item: str
    outcome: Literal["arrived", "still-here", "lost"]
    reason: str


@dataclass(frozen=True, kw_only=True)
class Reserve(Step):
    """Blank forms, named "form 1", "form 2" ... from here on."""

    site: str
    number: int


@dataclass(frozen=True, kw_only=True)
class ReturnForms(Step):
    forms: tuple[str, ...]
    reason: str


@dataclass(frozen=True, kw_only=True)
class Close(Step):
    """`day` is empty for the oldest open one."""

    site: str
    day: str = ""


@dataclass(frozen=True, kw_only=True)
class Compare(Step):
    """The paper of `paper`, a site's last closed day, is typed in at `site`: its first letters, or `whole`.

    `misread`: a letter of it is another one; `later`: its number is one that the log does not have yet.
    """

    site: str
    paper: str
    whole: bool = False
    misread: bool = False
    later: bool = False


WITNESSES = ("Parroquia", "Observador CNDH")

OPENING: tuple[Step, ...] = (
    Open(by=EVA, at="18 08:00:00", site=BASILICA),
    AddSite(by=EVA, at="18 08:01:00", code=MORELIA),
    AddSite(by=EVA, at="18 08:02:00", code=TIJUANA, name="Plaza Santa Cecilia", timezone="America/Tijuana"),
    Enrol(by=EVA, at="18 08:03:00", alias=LUIS, roles=("pay",)),
    Enrol(by=EVA, at="18 08:03:10", alias=ANA, roles=("receive",)),
    Enrol(by=EVA, at="18 08:03:20", alias=TOMAS, roles=("custody",)),
    Enrol(by=EVA, at="18 08:03:30", alias=ROSA, roles=("receive", "pay")),
    Roles(by=EVA, at="18 08:03:40", alias=EVA, roles=("supervise",), reason="cada quien lo suyo"),
    SetPin(by=EVA, at="18 08:04:00", alias=LUIS),
    Receive(
        by=ANA, at="18 08:04:05", name="-", site=BASILICA, items=("revolver",), refused="ana has no PIN yet"
    ),
    SetPin(by=EVA, at="18 08:04:10", alias=ANA),
    SetPin(by=EVA, at="18 08:04:20", alias=TOMAS),
    SetPin(by=EVA, at="18 08:04:30", alias=ROSA),
    Setting(by=EVA, at="18 08:05:00", name="voucher-days", value="15"),
    Setting(by=LUIS, at="18 08:05:10", name="approval-step", value="900000", refused="luis may not"),
    Revoke(by=EVA, at="18 08:06:00", alias=ROSA, reason="no viene más"),
    Receive(
        by=ROSA, at="18 08:06:10", name="-", site=BASILICA, items=("revolver",), refused="rosa was revoked"
    ),
    Receive(
        by="nadie",
        at="18 08:06:15",
        name="-",
        site=BASILICA,
        items=("revolver",),
        refused="No operator has the alias “nadie”",
    ),
    Revoke(
        by=EVA,
        at="18 08:06:20",
        alias=EVA,
        reason="me voy",
        refused="eva is the last supervisor who can work",
    ),
    Roles(
        by=EVA,
        at="18 08:06:30",
        alias=EVA,
        roles=("audit",),
        reason="solo revisar",
        refused="eva is the last supervisor who can work",
    ),
    Cash(
        by=ANA,
        at="18 08:10:00",
        kind="float",
        site=BASILICA,
        amount="60000",
        refused="ana may not put the float",
    ),
    Cash(
        by=LUIS,
        at="18 08:11:00",
        kind="float",
        site=BASILICA,
        amount="60000",
        notes="500x100,200x40,100x20",
    ),
    Cash(
        by=LUIS, at="18 08:12:00", kind="float", site=BASILICA, amount="60000", refused="has its float since"
    ),
    Cash(by=LUIS, at="18 08:13:00", kind="float", site=MORELIA, amount="12000", notes="200x50,100x20"),
    Cash(by=LUIS, at="18 08:14:00", kind="float", site=TIJUANA, amount="20000", notes="500x30,200x20,50x20"),
    Reserve(by=ANA, at="18 08:20:00", site=TIJUANA, number=4),
)

MORNING: tuple[Step, ...] = (
    Receive(
        by=ANA,
        at="18 10:00:00",
        name="family",
        site=BASILICA,
        items=("revolver:serial=K4471:make=Smith", "cartridge:50:donated"),
    ),
    Pay(by=ANA, at="18 10:01:00", name="family", site=BASILICA, refused="ana may not pay"),
    Pay(
        by=LUIS, at="18 10:01:30", name="family", site=BASILICA, wrong_pin=True, refused="(1 wrong in a row)"
    ),
    Pay(
        by=LUIS, at="18 10:01:31", name="family", site=BASILICA, wrong_pin=True, refused="(2 wrong in a row)"
    ),
    Pay(
        by=LUIS,
        at="18 10:01:32",
        name="family",
        site=BASILICA,
        wrong_pin=True,
        refused="(3 wrong in a row); wait 2 s before the next try",
    ),
    Pay(by=LUIS, at="18 10:01:33", name="family", site=BASILICA, refused="This PIN was not looked at"),
    Pay(by=LUIS, at="18 10:01:35", name="family", site=BASILICA),
    Pay(by=LUIS, at="18 10:02:00", name="family", site=BASILICA, refused="paid"),
    Receive(
        by=ANA,
        at="18 10:10:00",
        name="rifles",
        site=BASILICA,
        items=("ak-47:serial=A900:make=Norinco", "ak-47:serial=0022E1", "machine-gun:serial=M77"),
    ),
    Pay(
        by=LUIS,
        at="18 10:11:00",
        name="rifles",
        site=BASILICA,
        refused="needs a supervisor's approval (an amount above 50,000.00 pesos)",
    ),
    Pay(
        by=LUIS,
        at="18 10:11:10",
        name="rifles",
        site=BASILICA,
        approved_by=EVA,
        wrong_approval=True,
        refused="The PIN is not that of eva (1 wrong in a row)",
    ),
    Pay(
        by=LUIS,
        at="18 10:11:20",
        name="rifles",
        site=BASILICA,
        approved_by=EVA,
        refused="holds 51,300.00 pesos, and 76,450.00 are to be paid",
    ),
    Cash(by=LUIS, at="18 10:12:00", kind="top-up", site=BASILICA, amount="50000", notes="1000x50"),
    Pay(by=LUIS, at="18 10:13:00", name="rifles", site=BASILICA, approved_by=EVA),
    Receive(
        by=ANA,
        at="18 10:20:00",
        name="hunting",
        site=BASILICA,
        items=("shotgun:as=revolver:serial=77",),
        reason="retrocarga corta",
        refused="needs a supervisor's approval (an item valued as another row)",
    ),
    Receive(
        by=ANA,
        at="18 10:21:00",
        name="hunting",
        site=BASILICA,
        items=("shotgun:as=revolver:serial=77",),
        reason="retrocarga corta",
        approved_by=EVA,
    ),
    Pay(by=LUIS, at="18 10:22:00", name="hunting", site=BASILICA),
    Receive(
        by=ANA,
        at="18 10:25:00",
        name="gifts",
        site=BASILICA,
        items=("pen-gun:donated", "cartridge:120:donated", "grenade:2:donated", "war-toy:3"),
        pay="none",
    ),
    Receive(
        by=ANA,
        at="18 10:30:00",
        name="printed",
        site=BASILICA,
        items=("ghost-gun:u:serial-status=none",),
    ),
    Pay(by=LUIS, at="18 10:31:00", name="printed", site=BASILICA),
    Receive(by=ANA, at="18 10:35:00", name="declined", site=BASILICA, items=("five-seven:serial=F57",)),
    GiveBack(by=ANA, at="18 10:37:00", name="declined", reason="lo pensó mejor"),
    Pay(by=LUIS, at="18 10:38:00", name="declined", site=BASILICA, refused="returned"),
    Receive(by=ANA, at="18 10:40:00", name="mistyped", site=BASILICA, items=("pistol-9mm:serial=P9",)),
    Pay(by=LUIS, at="18 10:41:00", name="mistyped", site=BASILICA),
    Void(
        by=ANA,
        at="18 10:45:00",
        name="mistyped",
        reason="era una de aire",
        recovered="10000",
        refused="needs a supervisor's approval (a void)",
    ),
    Void(
        by=ANA,
        at="18 10:46:00",
        name="mistyped",
        reason="era una de aire",
        recovered="10000",
        approved_by=EVA,
    ),
    Rate(
        by=LUIS,
        at="18 10:50:00",
        rate="20.3000",
        reason="boletín de la mañana",
        refused="needs a supervisor's approval (a rate that a person sets)",
    ),
    Rate(by=LUIS, at="18 10:51:00", rate="20.3000", reason="boletín de la mañana", approved_by=EVA),
    Receive(by=ANA, at="18 10:55:00", name="uzi", site=BASILICA, items=("submachine-gun-22:serial=S77",)),
    Pay(by=LUIS, at="18 10:56:00", name="uzi", site=BASILICA),
    Receive(
        by=ANA,
        at="18 10:58:00",
        name="-",
        site=BASILICA,
        items=("revolver",),
        pay="cash",
        refused="ana may not pay",
    ),
)

NOON: tuple[Step, ...] = (
    Roles(
        by=EVA,
        at="18 11:00:00",
        alias=LUIS,
        roles=("receive", "pay"),
        reason="en Morelia son pocos",
    ),
    Receive(
        by=LUIS,
        at="18 11:05:00",
        name="pistol",
        site=MORELIA,
        items=("pistol-9mm:serial=P44",),
        pay="cash",
    ),
    Receive(
        by=LUIS,
        at="18 11:10:00",
        name="promised",
        site=MORELIA,
        items=("revolver:serial=R10",),
        pay="cash",
        refused="holds 1,650.00 pesos, and 8,700.00 are to be paid",
    ),
    Receive(
        by=LUIS,
        at="18 11:11:00",
        name="promised",
        site=MORELIA,
        items=("revolver:serial=R10",),
        pay="voucher",
        code=CODE,
    ),
    Receive(
        by=LUIS,
        at="18 11:15:00",
        name="promised twice",
        site=MORELIA,
        items=("five-seven:serial=F58",),
        pay="voucher",
        code=OTHER_CODE,
    ),
    Receive(
        by=LUIS,
        at="18 11:20:00",
        name="still open",
        site=MORELIA,
        items=("ak-47:serial=A901",),
        pay="voucher",
        code=OPEN_CODE,
    ),
    Pay(
        by=LUIS,
        at="18 12:00:00",
        name="promised",
        site=BASILICA,
        code=WRONG_CODE,
        refused="(1 of 5 tries)",
    ),
    Pay(
        by=LUIS,
        at="18 12:00:10",
        name="promised",
        site=BASILICA,
        code=OTHER_CODE,
        refused="(2 of 5 tries)",
    ),
    Pay(
        by=LUIS,
        at="18 12:00:20",
        name="promised",
        site=BASILICA,
        code=CODE,
        refused="holds 8,325.00 pesos, and 8,700.00 are to be paid",
    ),
    Cash(by=LUIS, at="18 12:02:00", kind="top-up", site=BASILICA, amount="30000.50", notes="1000x30,0.50x1"),
    Pay(by=LUIS, at="18 11:42:00", name="promised", site=BASILICA, code=CODE),  # the clock went back
    Void(
        by=ANA,
        at="18 12:05:00",
        name="promised",
        reason="era otra",
        recovered="8700",
        approved_by=EVA,
        refused="cannot be voided any more",
    ),
    *(
        Pay(
            by=LUIS,
            at=f"18 12:1{tries}:00",
            name="promised twice",
            site=TIJUANA,
            code=WRONG_CODE,
            refused=f"({tries} of 5 tries)" if tries < 5 else "paid only with a supervisor's approval",
        )
        for tries in range(1, 6)
    ),
    Pay(
        by=LUIS,
        at="18 12:17:00",
        name="promised twice",
        site=TIJUANA,
        code=OTHER_CODE,
        refused="paid only with a supervisor's approval",
    ),
    Receive(by=ANA, at="18 12:20:00", name="pen", site=TIJUANA, items=("pen-gun:serial-status=filed-off",)),
    Pay(by=LUIS, at="18 12:21:00", name="pen", site=TIJUANA),
    Receive(
        by=ANA,
        at="18 12:25:00",
        name="on paper",
        site=TIJUANA,
        items=("revolver-22:serial=F100",),
        form="form 1",
        written_at="2025-02-18T09:40",
    ),
    Pay(by=LUIS, at="18 12:26:00", name="on paper", site=TIJUANA),
    Receive(
        by=ANA,
        at="18 12:27:00",
        name="-",
        site=TIJUANA,
        items=("revolver-22:serial=F100",),
        form="form 1",
        written_at="2025-02-18T09:40",
        refused="already typed in",
    ),
    Receive(
        by=ANA,
        at="18 12:28:00",
        name="-",
        site=TIJUANA,
        items=("revolver-22",),
        form="form 3",
        refused="needs its time",
    ),
    ReturnForms(by=ANA, at="18 12:30:00", forms=("form 2",), reason="se manchó de café"),
    Cash(by=LUIS, at="18 12:35:00", kind="top-up", site=TIJUANA, amount="10000", notes="500x20"),
    Pay(by=LUIS, at="18 12:36:00", name="promised twice", site=TIJUANA, approved_by=EVA),
)

AFTERNOON: tuple[Step, ...] = (
    Correct(by=ANA, at="18 13:00:00", item="rifles/1", serial="A906", reason="leído con lupa"),
    Act(
        by=LUIS,
        at="18 13:10:00",
        kind="destroy",
        number="ACTA-1",
        items=("rifles/1",),
        witnesses=WITNESSES,
        refused="luis may not record an act of destruction",
    ),
    Act(
        by=TOMAS,
        at="18 13:11:00",
        kind="destroy",
        number="ACTA-1",
        items=("rifles/1",),
        witnesses=WITNESSES[:1],
        refused="at least 2 witnesses",
    ),
    Act(
        by=TOMAS,
        at="18 13:12:00",
        kind="destroy",
        number="ACTA-1",
        items=("rifles/1", "gifts/2"),
        witnesses=WITNESSES,
        refused="handed over",
    ),
    Act(
        by=TOMAS,
        at="18 13:13:00",
        kind="destroy",
        number="ACTA-1",
        items=("rifles/1", "rifles/2", "rifles/3"),
        witnesses=WITNESSES,
    ),
    Act(
        by=TOMAS,
        at="18 13:15:00",
        kind="destroy",
        number="ACTA-2",
        items=("pistol/1",),
        witnesses=WITNESSES,
    ),
    Act(
        by=TOMAS,
        at="18 13:20:00",
        kind="keep",
        number="MUS-1",
        items=("family/1",),
        witnesses=WITNESSES,
        value="historic",
    ),
    Act(
        by=TOMAS,
        at="18 13:30:00",
        kind="hand-over",
        number="DEF-1",
        items=("family/2", "gifts/2", "gifts/3", "uzi/1"),
    ),
    Check(
        by=TOMAS,
        at="18 15:00:00",
        act="DEF-1",
        paper="ACTA-1",
        missing=("gifts/3",),
        refused="is not the list of",
    ),
    Check(
        by=TOMAS,
        at="18 15:01:00",
        act="DEF-1",
        paper="DEF-1",
        missing=("family/2", "gifts/3"),
        serials=(("uzi/1", "F100"),),
    ),
    Resolve(
        by=TOMAS,
        at="18 15:10:00",
        item="family/2",
        outcome="lost",
        reason="la caja no aparece",
        refused="needs a supervisor's approval (an item that is lost)",
    ),
    Resolve(
        by=TOMAS,
        at="18 15:11:00",
        item="family/2",
        outcome="lost",
        reason="la caja no aparece",
        approved_by=EVA,
    ),
)

EVENING: tuple[Step, ...] = (
    Close(
        by=LUIS, at="18 16:00:00", site=BASILICA, approved_by=EVA, refused="was not counted since its float"
    ),
    Count(by=LUIS, at="18 16:01:00", site=BASILICA, notes="500x-2", refused="is not how many"),
    Count(by=LUIS, at="18 16:01:30", site=BASILICA, notes="1000x99999", refused="from 0 to 20000"),
    Count(by=LUIS, at="18 16:02:00", site=BASILICA, notes="1000x29,200x2,20cx1,5x1,0.50x1"),
    Close(
        by=LUIS,
        at="18 16:03:00",
        site=BASILICA,
        approved_by=EVA,
        refused="differs by -200.00 pesos and nobody has recorded that",
    ),
    Difference(
        by=LUIS,
        at="18 16:04:00",
        site=BASILICA,
        reason="un billete de 200 de más al pagar",
        refused="needs a supervisor's approval (a difference in the cash box)",
    ),
    Difference(
        by=LUIS,
        at="18 16:05:00",
        site=BASILICA,
        reason="un billete de 200 de más al pagar",
        approved_by=EVA,
    ),
    Cash(
        by=LUIS,
        at="18 16:06:00",
        kind="return",
        site=BASILICA,
        amount="29500",
        refused="cannot go back",
    ),
    Cash(
        by=LUIS,
        at="18 16:07:00",
        kind="return",
        site=BASILICA,
        amount="29000",
        notes="1000x29",
        reason="fin de jornada",
    ),
    Close(
        by=LUIS,
        at="18 16:08:00",
        site=BASILICA,
        approved_by=EVA,
        refused="count the box again",
    ),
    Count(by=LUIS, at="18 16:09:00", site=BASILICA, notes="200x2,20cx1,5x1,0.50x1"),
    Close(by=TOMAS, at="18 16:10:00", site=BASILICA, refused="tomas may not close the day"),
    Close(
        by=LUIS, at="18 16:10:10", site=BASILICA, refused="needs a supervisor's approval (the close of a day)"
    ),
    Close(
        by=LUIS, at="18 16:10:20", site=BASILICA, day="2025-02-20", approved_by=EVA, refused="in the future"
    ),
    Close(by=LUIS, at="18 16:11:00", site=BASILICA, approved_by=EVA),
    Close(
        by=LUIS, at="18 16:12:00", site=BASILICA, day=DAY, approved_by=EVA, refused="cannot be closed again"
    ),
    Receive(
        by=ANA,
        at="18 16:13:00",
        name="-",
        site=BASILICA,
        items=("revolver",),
        refused="nothing more is booked to 18 February 2025",
    ),
    Receive(
        by=ANA,
        at="18 16:13:30",
        name="-",
        site=BASILICA,
        items=("revolver",),
        written_at="2025-02-18T15:50",
        refused="nothing more is booked to 18 February 2025",
    ),
    Cash(
        by=LUIS,
        at="18 16:14:00",
        kind="top-up",
        site=BASILICA,
        amount="100",
        refused="nothing more is booked to 18 February 2025",
    ),
    Correct(
        by=ANA,
        at="18 16:15:00",
        item="hunting/1",
        serial="78",
        reason="mal leído",
        refused="nothing more is booked to 18 February 2025",
    ),
    Act(
        by=TOMAS,
        at="18 16:16:00",
        kind="destroy",
        number="ACTA-3",
        items=("hunting/1",),
        witnesses=WITNESSES,
        refused="nothing more is booked to 18 February 2025",
    ),
    Close(by=EVA, at="18 16:20:00", site=MORELIA, refused="was not counted since its float"),
    Count(by=LUIS, at="18 16:21:00", site=MORELIA, notes="500x3,100x1,50x1"),
    Close(by=EVA, at="18 16:22:00", site=MORELIA),
)

NEXT_MORNING: tuple[Step, ...] = (
    Compare(by=LUIS, at="19 09:00:00", site=BASILICA, paper=BASILICA, misread=True, refused="do not agree"),
    Compare(by=LUIS, at="19 09:01:00", site=BASILICA, paper=BASILICA),
    Compare(
        by=LUIS,
        at="19 09:02:00",
        site=MORELIA,
        paper=BASILICA,
        refused="That is a paper of Basílica de Guadalupe",
    ),
    Compare(
        by=LUIS,
        at="19 09:03:00",
        site=MORELIA,
        paper=MORELIA,
        later=True,
        refused="which the ledger does not have",
    ),
    Compare(by=TOMAS, at="19 09:04:00", site=MORELIA, paper=MORELIA, whole=True),
    Close(
        by=EVA,
        at="19 09:10:00",
        site=MORELIA,
        day=NEXT_DAY,
        refused="was last counted on 18 February 2025 16:21, before the day",
    ),
    Count(by=LUIS, at="19 09:30:00", site=TIJUANA, notes="500x15,100x1,50x1,20x1,5x1"),
    Close(
        by=LUIS,
        at="19 09:31:00",
        site=TIJUANA,
        day=NEXT_DAY,
        approved_by=EVA,
        refused="18 February 2025 is still open at Plaza Santa Cecilia",
    ),
    Close(by=LUIS, at="19 09:32:00", site=TIJUANA, approved_by=EVA),
    Compare(by=ANA, at="19 09:33:00", site=TIJUANA, paper=TIJUANA),
    Receive(
        by=ANA,
        at="19 09:40:00",
        name="late paper",
        site=TIJUANA,
        items=("home-made-handgun:serial-status=none",),
        form="form 3",
        written_at="2025-02-18T14:30",
    ),
    Pay(by=LUIS, at="19 09:41:00", name="late paper", site=TIJUANA),
    Resolve(
        by=TOMAS,
        at="19 09:50:00",
        item="gifts/3",
        outcome="arrived",
        reason="llegó en el segundo viaje",
    ),
)

STORY: tuple[Step, ...] = (*OPENING, *MORNING, *NOON, *AFTERNOON, *EVENING, *NEXT_MORNING)


class Tags:
    """The tags of whoever knows the folios by the names of the story."""

    folios: dict[str, str]

    def tag(self, item: str) -> str:
        """`tag("rifles/1")`: what is written on the tag."""
        name, _, line = item.partition("/")
        return f"{self.folios[name]}/{line}"


def on_paper(step: Compare, checkpoint: str) -> str:
    """What is typed from a signed paper whose checkpoint is this: its first four groups, or the whole."""
    ledger, seq, digest = checkpoint.split(":")
    if step.misread:
        digest = ("1" if digest[0] == "0" else "0") + digest[1:]
    if step.later:
        seq = str(int(seq) + 1000)
    if step.whole:
        return f"{ledger}:{seq}:{digest}".upper()
    return " ".join((ledger, seq, *(digest[start : start + 4] for start in range(0, 16, 4))))


# --- what it comes to -------------------------------------------------------------------------------------------------------

Groups: TypeAlias = dict[str, Counter[str]]
"""A site's day, as the lines of its close: items, money (centavos), papers; and the totals that are sealed with it."""

ENTRIES = Counter(
    LedgerOpened=1,
    SiteAdded=3,
    OperatorEnrolled=5,
    OperatorRevoked=1,
    RolesChanged=2,
    SettingChanged=1,
    PinSet=5,
    PinRefused=4,
    ClockWentBack=1,
    PayoutTableAdopted=1,
    RateRecorded=2,
    DroppedOff=15,
    PaidOut=12,
    Returned=1,
    Voided=1,
    VoucherIssued=3,
    VoucherCodeRefused=7,
    FoliosReserved=1,
    FormsReturned=1,
    CashMoved=7,
    CashCounted=4,
    CashDiffered=1,
    DayClosed=3,
    CloseCompared=5,
    Destroyed=2,
    Kept=1,
    HandedOver=1,
    HandOverChecked=1,
    NotReceivedResolved=2,
    MarksCorrected=1,
)
"""How many entries of each kind the log has afterwards: one for what was done, none for what was refused.

A wrong PIN, a wrong code and a paper that does not agree are refused and recorded.
"""

FIGURES: dict[tuple[str, str], Groups] = {
    (BASILICA, DAY): {
        "items": Counter(
            received=15,
            left_destroyed=3,
            left_kept=1,
            left_handed_over=4,
            returned=1,
            voided=1,
            held=5,
            not_received=1,
            lost=1,
        ),
        "money": Counter(
            float=60_000_00,
            top_ups=80_000_50,
            paid=120_375_00,
            returned=29_000_00,
            recovered=10_000_00,
            differences=-200_00,
            expected=425_50,
            counted=425_50,
            not_recovered=350_00,
        ),
        "papers": Counter(folios=8),
        "totals": Counter(
            drop_offs=6,
            items=13,
            valued_mxn=101_325_00,
            valued_usd=4_994_77,
            paid_mxn=120_375_00,
            vouchers_mxn=0,
        ),
    },
    (MORELIA, DAY): {
        "items": Counter(received=4, left_destroyed=1, held=3),
        "money": Counter(float=12_000_00, paid=10_350_00, expected=1_650_00, counted=1_650_00),
        "papers": Counter(folios=4, vouchers_given=3, vouchers_paid=2, vouchers_open=1),
        "totals": Counter(
            drop_offs=4,
            items=4,
            valued_mxn=60_360_00,
            valued_usd=2_973_40,
            paid_mxn=10_350_00,
            vouchers_mxn=50_010_00,
        ),
    },
    (TIJUANA, DAY): {
        "items": Counter(received=2, held=2),
        "money": Counter(
            float=20_000_00, top_ups=10_000_00, paid=22_325_00, expected=7_675_00, counted=7_675_00
        ),
        "papers": Counter(folios=1, forms_reserved=4, forms_typed_in=1, forms_returned=1, forms_out=2),
        "totals": Counter(drop_offs=2, items=2, valued_mxn=6_015_00, valued_usd=296_31, paid_mxn=22_325_00),
    },
    (BASILICA, NEXT_DAY): {
        "items": Counter(held_before=5, held=5),
        "money": Counter(carried=425_50, expected=425_50),
        "papers": Counter(),
        "totals": Counter(),
    },
    (MORELIA, NEXT_DAY): {
        "items": Counter(held_before=3, held=3),
        "money": Counter(carried=1_650_00, expected=1_650_00),
        "papers": Counter(vouchers_before=1, vouchers_open=1),
        "totals": Counter(),
    },
    (TIJUANA, NEXT_DAY): {
        "items": Counter(held_before=2, received=1, held=3),
        "money": Counter(carried=7_675_00, paid=525_00, expected=7_150_00),
        "papers": Counter(forms_before=2, forms_typed_in=1, forms_out=1),
        "totals": Counter(drop_offs=1, items=1, valued_mxn=525_00, valued_usd=25_86, paid_mxn=525_00),
    },
}
"""What the two days come to, added up by hand."""


def sums(entries: Iterable[dict[str, Any]]) -> dict[tuple[str, str], Groups]:
    """The same out of the log's entries, oldest first, as `buyback log --json` prints them: nothing but additions."""
    found = _Sums({(site, on): empty() for on in (DAY, NEXT_DAY) for site in SITES})
    for entry in entries:
        found.facts[entry["seq"]] = entry["fact"]
        add = getattr(found, f"add_{entry['kind']}", None)
        if add is not None:
            add(entry["fact"])
    for site in SITES:
        carry(found.days[site, DAY], found.days[site, NEXT_DAY])
    return found.days


@dataclass
class _Sums:
    """One method for each kind of entry that changes a figure; drop-offs by folio, facts by the number of their entry."""

    days: dict[tuple[str, str], Groups]
    taken: dict[str, dict[str, Any]] = field(default_factory=dict)
    facts: dict[int, dict[str, Any]] = field(default_factory=dict)

    def day(self, fact: dict[str, Any], *, item: str = "") -> Groups:
        """The day of the fact, at its own site, or at the one that took in the item or the drop-off."""
        folio = item.partition("/")[0] or fact.get("folio", "")
        site = fact.get("site") or self.taken[folio]["site"]
        return self.days[site, fact["business_on"]]

    def add_DroppedOff(self, fact: dict[str, Any]) -> None:
        self.taken[fact["folio"]] = fact
        self.day(fact)["items"]["received"] += len(fact["lines"])
        self.day(fact)["papers"]["forms_typed_in" if fact.get("form_seq") else "folios"] += 1
        self._value(fact, 1)

    def _value(self, fact: dict[str, Any], sign: int) -> None:
        """Add a drop-off to the totals of its day, or take it out again."""
        totals, lines = self.day(fact)["totals"], fact["lines"]
        totals["drop_offs"] += sign
        totals["items"] += sign * len(lines)
        totals["valued_mxn"] += sign * sum(line["amount_minor"] for line in lines)
        totals["valued_usd"] += sign * sum(line["usd_cents"] for line in lines)

    def add_PaidOut(self, fact: dict[str, Any]) -> None:
        self.day(fact)["money"]["paid"] += fact["amount_minor"]
        self.day(fact)["totals"]["paid_mxn"] += fact["amount_minor"]
        promised_at = self.taken[fact["folio"]]["site"]
        self.days[promised_at, fact["business_on"]]["papers"]["vouchers_paid"] += fact["means"] == "voucher"

    def add_Returned(self, fact: dict[str, Any]) -> None:
        self.day(fact)["items"]["returned"] += len(fact["items"])
        self._value(self.taken[fact["folio"]], -1)

    def add_Voided(self, fact: dict[str, Any]) -> None:
        self.day(fact)["items"]["voided"] += len(fact["items"])
        self.day(fact)["money"]["recovered"] += fact["recovered_minor"]
        self.day(fact)["money"]["not_recovered"] += fact["paid_minor"] - fact["recovered_minor"]
        self._value(self.taken[fact["folio"]], -1)

    def add_VoucherIssued(self, fact: dict[str, Any]) -> None:
        self.day(fact)["papers"]["vouchers_given"] += 1
        self.day(fact)["totals"]["vouchers_mxn"] += fact["amount_minor"]

    def add_Destroyed(self, fact: dict[str, Any], name: str = "left_destroyed") -> None:
        for part in fact["items"]:
            self.day(fact, item=part["item"])["items"][name] += 1

    def add_Kept(self, fact: dict[str, Any]) -> None:
        self.add_Destroyed(fact, "left_kept")

    def add_HandedOver(self, fact: dict[str, Any]) -> None:
        self.add_Destroyed(fact, "left_handed_over")

    def add_HandOverChecked(self, fact: dict[str, Any]) -> None:
        for part in fact["items"]:
            self.day(fact, item=part["item"])["items"]["not_received"] += not part["found"]

    def add_NotReceivedResolved(self, fact: dict[str, Any]) -> None:
        self.day(fact, item=fact["item"])["items"]["not_received"] -= 1
        self.day(fact, item=fact["item"])["items"]["lost"] += fact["outcome"] == "lost"

    def add_CashMoved(self, fact: dict[str, Any]) -> None:
        name = {"float": "float", "top_up": "top_ups", "return": "returned"}[fact["kind"]]
        self.day(fact)["money"][name] += fact["amount_minor"]

    def add_CashDiffered(self, fact: dict[str, Any]) -> None:
        self.day(fact)["money"]["differences"] += fact["counted_minor"] - fact["expected_minor"]

    def add_DayClosed(self, fact: dict[str, Any]) -> None:
        self.day(fact)["money"]["counted"] = self.facts[fact["count_seq"]]["counted_minor"]

    def add_FoliosReserved(self, fact: dict[str, Any]) -> None:
        self.day(fact)["papers"]["forms_reserved"] += len(fact["folios"])

    def add_FormsReturned(self, fact: dict[str, Any]) -> None:
        self.day(fact)["papers"]["forms_returned"] += len(fact["folios"])


def empty() -> Groups:
    """A day on which nothing is known yet."""
    return {name: Counter() for name in ("items", "money", "papers", "totals")}


def carry(first: Groups, second: Groups) -> None:
    """What each day begins and ends with."""
    for day, before in ((first, empty()), (second, first)):
        items, money, papers = day["items"], day["money"], day["papers"]
        items["held_before"] = before["items"]["held"]
        items["held"] = items["held_before"] + items["received"]
        items["held"] -= sum(
            items[name] for name in ("left_destroyed", "left_kept", "left_handed_over", "returned", "voided")
        )
        items["not_received"] += before["items"]["not_received"]
        money["carried"] = before["money"]["expected"]
        money["expected"] = sum(
            money[name] for name in ("carried", "float", "top_ups", "recovered", "differences")
        )
        money["expected"] -= money["paid"] + money["returned"]
        papers["vouchers_before"] = before["papers"]["vouchers_open"]
        papers["vouchers_open"] = (
            papers["vouchers_before"] + papers["vouchers_given"] - papers["vouchers_paid"]
        )
        papers["forms_before"] = before["papers"]["forms_out"]
        papers["forms_out"] = papers["forms_before"] + papers["forms_reserved"]
        papers["forms_out"] -= papers["forms_typed_in"] + papers["forms_returned"]


def minor(text: str) -> int:
    """Centavos of an amount as files have it ("8700.00") or as people read it ("8,700.00")."""
    whole, _, cents = text.replace(",", "").partition(".")
    assert len(cents) == 2
    return int(whole + cents)
