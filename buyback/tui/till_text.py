"""The till in words: what stands beside the formula, and the lines of its two lists. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from buyback import l10n
from buyback.chain import parse_utc
from buyback.i18n import N_, _
from buyback.money import Money, total
from buyback.report import box_words
from buyback.rules import Box, Pace, Voucher
from buyback.store.engine import Db
from buyback.store.views import cash, till, vouchers
from buyback.store.views.cash import NotesInBox
from buyback.store.views.setup import Site
from buyback.store.views.till import Move
from buyback.tui.widgets.page_table import Column, Line

MOVE_NAMES = {
    **box_words.CASH_KIND_NAMES,
    "cash": N_("paid"),
    "voucher": N_("voucher paid"),
    "void": N_("came back, void"),
}

MOVES = (
    Column("time", N_("Time"), 5),
    Column("what", N_("What")),
    Column("by", N_("By"), 8, from_width=60),
    Column("amount", N_("Pesos"), 12, is_right=True),
    Column("expected", N_("Should hold"), 12, is_right=True),
)
VOUCHERS = (
    Column("folio", N_("Folio"), 12),
    Column("amount", N_("Pesos"), 11, is_right=True),
    Column("until", N_("Good until"), 12),
    Column("state", N_("Its code")),
    Column("site", N_("Given out at"), 24, from_width=76),
)


@dataclass(frozen=True, slots=True)
class TillData:
    """What one reading of the ledger gave: the box of a site (None before its first float), and the ledger's vouchers."""

    day: date
    zone: ZoneInfo
    box: Box | None
    notes: NotesInBox | None
    pace: Pace | None
    moves: tuple[Move, ...]
    vouchers: tuple[Voucher, ...]


def read(db: Db, *, site: Site, day: date) -> TillData:
    """The till of a site on its present day."""
    box = cash.box(db, site.code)
    return TillData(
        day=day,
        zone=ZoneInfo(site.timezone),
        box=box,
        notes=cash.notes_in(db, box) if box else None,
        pace=cash.pace(db, box, day) if box else None,
        moves=till.moves(db, site.code, day, box),
        vouchers=vouchers.open_vouchers(db),
    )


# --- the box ------------------------------------------------------------------------------------------------------------


def count_text(box: Box, zone: ZoneInfo, today: date) -> str:
    """The newest count: what it found, and what to do about a difference that nobody recorded."""
    if not box.count_seq:
        return _("Not counted since the float. C counts it.")
    said = _("Last count, {when}: {counted}.").format(
        when=_when(parse_utc(box.count_at), zone, today), counted=l10n.money(Money(box.counted_minor))
    )
    if not box.difference_minor:
        return f"{said} " + _("It fits.")
    words = _("{amount} are missing.") if box.difference_minor < 0 else _("{amount} are too much.")
    said += " " + words.format(amount=l10n.money(Money(abs(box.difference_minor))))
    if not box.open_minor:
        return f"{said} " + _("That difference is recorded.")
    said += " " + _("D records it with its reason; C counts again.")
    if box.open_minor < 0:
        held = l10n.money(Money(box.at_hand_minor))
        said += " " + _("Until then {held} can be paid out.").format(held=held)
    return said


def lasts_text(pace: Pace | None) -> str:
    """For how long the cash lasts, or that it is too early to tell."""
    too_early = _("After three payments today it says here for how many more drop-offs the cash lasts.")
    return box_words.lasts_sentence(pace) or too_early


def _when(at: datetime, zone: ZoneInfo, today: date) -> str:
    """The time, with its day where that is another one."""
    is_today = at.astimezone(zone).date() == today
    return l10n.clock(at, zone) if is_today else l10n.moment(at, zone)


# --- the lists ----------------------------------------------------------------------------------------------------------


def move_lines(data: TillData) -> Iterator[Line]:
    """The day's movements, the newest first; counts and differences stand out."""
    for move in data.moves:
        what = " ".join(filter(None, (_(MOVE_NAMES[move.kind]), move.of)))
        texts = {
            "time": l10n.clock(move.at, data.zone),
            "what": ": ".join(filter(None, (what, move.reason))),
            "by": move.by,
            "amount": l10n.amount(move.amount.amount_minor),
            "expected": l10n.amount(move.expected.amount_minor) if move.expected else "–",
        }
        yield Line(str(move.seq), texts, is_bold=move.kind in ("count", "difference"))


def voucher_lines(data: TillData, names: dict[str, str]) -> Iterator[Line]:
    """The open vouchers, the one that expires first on top; what only a supervisor can pay stands out."""
    for voucher in data.vouchers:
        texts = {
            "folio": voucher.folio,
            "amount": l10n.amount(voucher.amount.amount_minor),
            "until": l10n.day(voucher.expires_on),
            "state": voucher_state(voucher, data.day),
            "site": names.get(voucher.site, voucher.site),
        }
        yield Line(voucher.folio, texts, is_bold=voucher.is_locked or voucher.days_left(data.day) < 0)


def voucher_state(voucher: Voucher, today: date) -> str:
    """Whether its code pays it, or a supervisor has to."""
    if voucher.is_locked:
        return _("locked")
    if voucher.days_left(today) < 0:
        return _("expired")
    return _("with code") if voucher.coded else _("no code")


def vouchers_title(found: tuple[Voucher, ...]) -> str:
    """How many there are and what they come to; "" for none."""
    if not found:
        return ""
    promised = l10n.money(total(one.amount for one in found))
    return f"{l10n.number(len(found))}, {promised}"
