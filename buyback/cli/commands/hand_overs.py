"""hand-overs, hand-over-check, hand-over-resolve."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from buyback.cli.commands.words import ApprovedBy, Site, SupervisorPinFile, Witnesses
from buyback.cli.grammar import verb
from buyback.cli.session import Session
from buyback.i18n import N_, _

if TYPE_CHECKING:
    from buyback import desk
    from buyback.facts import Resolution, SerialStatus
    from buyback.store.engine import Store

WITHOUT_SERIAL: "tuple[SerialStatus, ...]" = ("none", "filed_off", "part_only")

ActNumber = Annotated[
    str, typer.Argument(metavar="ACT", help=N_("The number of the hand-over's act; see buyback hand-overs."))
]
ListHash = Annotated[
    str,
    typer.Option(
        "--list-hash",
        metavar="HASH",
        help=N_("The hash on the list that the receiver holds, like 9f2c-11ab-03de."),
    ),
]
Found = Annotated[
    list[str] | None,
    typer.Option("--found", metavar="ITEM-ID", help=N_("An item that arrived; once for each.")),
]
NotReceived = Annotated[
    list[str] | None,
    typer.Option("--not-received", metavar="ITEM-ID", help=N_("An item that did not arrive; once for each.")),
]
Serials = Annotated[
    list[str] | None,
    typer.Option(
        "--serial",
        metavar="ITEM-ID=SERIAL",
        help=N_("The serial read again on an item that arrived; once for each."),
    ),
]
SerialStatuses = Annotated[
    list[str] | None,
    typer.Option(
        "--serial-status",
        metavar="ITEM-ID=WHICH",
        help=N_("What was found instead of a serial: none, filed-off or part-only; once for each."),
    ),
]
RestFound = Annotated[bool, typer.Option("--rest-found", help=N_("Everything else on the list arrived."))]
OnlyOpen = Annotated[
    bool, typer.Option("--open", help=N_("Only those of which something is waited for or looked for."))
]
ItemId = Annotated[str, typer.Argument(metavar="ITEM-ID", help=N_("The item that was not received."))]
Arrived = Annotated[bool, typer.Option("--arrived", help=N_("It arrived later."))]
StillHere = Annotated[bool, typer.Option("--still-here", help=N_("It never left and is held again."))]
Lost = Annotated[bool, typer.Option("--lost", help=N_("It is lost, for ever; a supervisor approves that."))]
HowKnown = Annotated[str, typer.Option("--reason", metavar="TEXT", help=N_("How that is known."))]


def register(app: typer.Typer) -> None:
    verb(
        app,
        "hand-over-check",
        hand_over_check,
        N_("Record what arrived of a hand-over, item by item, from the list that its receiver signed."),
    )
    verb(
        app,
        "hand-over-resolve",
        hand_over_resolve,
        N_("Record what became of an item that was not received: arrived later, still here, or lost."),
    )
    verb(
        app,
        "hand-overs",
        list_hand_overs,
        N_("List the hand-overs from both sides: sent, confirmed, not received."),
    )


def hand_over_check(
    session: Session,
    *,
    act: ActNumber,
    list_hash: ListHash,
    found: Found = None,
    not_received: NotReceived = None,
    serial: Serials = None,
    serial_status: SerialStatuses = None,
    rest_found: RestFound = False,
    witness: Witnesses = None,
) -> None:
    from buyback import desk, l10n
    from buyback.cli.hand_overs import checked_text

    with session.store() as store:
        said = _said(store.ledger, found or (), not_received or (), serial or (), serial_status or ())
        session.sign_in(store)
        if rest_found:
            said += _rest(store, act, said)
        with session.recording():
            done = desk.check_hand_over(
                store,
                act,
                said,
                list_hash=list_hash,
                by=session.operator,
                at=session.clock(),
                witnesses=tuple(witness or ()),
            )
    words = _("Hand-over {act} of {day}, checked by {receiver} on {checked}.")
    session.answer(
        {
            "act": done.act.number,
            "business_date": done.business_on.isoformat(),
            "receiver": done.act.receiver,
            "list_hash": done.act.list_hash,
            "confirmed": [item.item for item in done.confirmed],
            "not_received": [item.item for item in done.not_received],
            "serials_differ": [
                {
                    "item": item.item,
                    "serial": item.serial,
                    "serial_status": item.serial_status,
                    "belongs_to": list(item.belongs_to),
                }
                for item in done.differing
            ],
        },
        words.format(
            act=done.act.number,
            day=l10n.day(done.act.business_on),
            receiver=done.act.receiver,
            checked=l10n.day(done.business_on),
        ),
        "\n".join(checked_text(done.items)),
    )


def _said(
    ledger: str,
    found: Sequence[str],
    missing: Sequence[str],
    serials: Sequence[str],
    statuses: Sequence[str],
) -> "list[desk.Seen]":
    """What the options say of each item; whose serial was read arrived, with --found or without."""
    from buyback import desk
    from buyback.cli import typed

    read = _by_item(ledger, serials, "--serial")
    without = _by_item(ledger, statuses, "--serial-status")
    seen = [desk.Seen(item, serial=serial) for item, serial in read.items()]
    seen += [
        desk.Seen(item, serial_status=typed.choice(status, WITHOUT_SERIAL))
        for item, status in without.items()
    ]
    others = (item for item in _tags(ledger, found) if item not in read and item not in without)
    not_there = (desk.Seen(item, found=False) for item in _tags(ledger, missing))
    return [*seen, *map(desk.Seen, others), *not_there]


def _by_item(ledger: str, texts: Sequence[str], option: str) -> dict[str, str]:
    """What was typed as ITEM-ID=VALUE, by the item; ItemTwice for one that has two values."""
    from buyback import errors

    values: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not (equals and value.strip()):
            raise errors.BadOfItem(text=text[:60], option=option)
        (item,) = _tags(ledger, (name,))
        if item in values:
            raise errors.ItemTwice(item=item)
        values[item] = value.strip()
    return values


def _tags(ledger: str, texts: Sequence[str]) -> list[str]:
    """The items' names as the ledger writes them."""
    from buyback import folios

    return [folios.item_id(*folios.parse_item(text, ledger)) for text in texts]


def _rest(store: "Store", act: str, said: "Sequence[desk.Seen]") -> "list[desk.Seen]":
    """Everything on the act's list of which nothing was said, as found."""
    from buyback import desk
    from buyback.store.views import acts

    named = {one.item for one in said}
    with store.reading() as db:
        items = acts.act(db, act).items
    return [desk.Seen(found.item.id) for found in items if found.item.id not in named]


def hand_over_resolve(
    session: Session,
    *,
    item: ItemId,
    reason: HowKnown,
    arrived: Arrived = False,
    still_here: StillHere = False,
    lost: Lost = False,
    approved_by: ApprovedBy = None,
    supervisor_pin_file: SupervisorPinFile = None,
) -> None:
    from buyback import desk, errors, l10n
    from buyback.rules import RESOLUTION_NAMES

    chosen: list[Resolution] = []
    chosen += ["arrived"] if arrived else []
    chosen += ["still_here"] if still_here else []
    chosen += ["lost"] if lost else []
    if len(chosen) != 1:
        raise errors.BadUsage(problem=_("say one of --arrived, --still-here and --lost."))
    with session.writing() as store:
        done = desk.resolve_not_received(
            store,
            item,
            chosen[0],
            reason=reason,
            by=session.operator,
            at=session.clock(),
            approval=session.approval(store, "hand-over-resolve", approved_by, supervisor_pin_file),
        )
    words = _("{item}, hand-over {act}, {day}: {outcome}.").format(
        item=done.item.id,
        act=done.act,
        day=l10n.day(done.business_on),
        outcome=_(RESOLUTION_NAMES[done.outcome]),
    )
    session.answer(
        {
            "item": done.item.id,
            "act": done.act,
            "business_date": done.business_on.isoformat(),
            "outcome": done.outcome,
            "status": done.item.status,
            "reason": done.reason,
            "approved_by": done.approved_by,
        },
        words,
    )


def list_hand_overs(session: Session, *, site: Site = None, only_open: OnlyOpen = False) -> None:
    from buyback.cli import hand_overs as shown
    from buyback.report import if_no_pins, unaccounted
    from buyback.store.views import hand_overs, setup
    from buyback.store.views.totals import Span

    with session.reading() as db:
        code = setup.site(db, site).code if site else ""
        today = session.today(db, code)
        found = [one for one in hand_overs.hand_overs(db, site=code) if one.is_open or not only_open]
        span = Span(date.min, date.max, code)
        missing = unaccounted(db, span, today)
        warning = if_no_pins(db)
    nothing = _("No hand-over is open.") if only_open else _("Nothing was handed over.")
    session.answer(
        {"hand_overs": [shown.act_json(one, today) for one in found]} | shown.unaccounted_json(missing),
        shown.acts_table(found, today) if found else nothing,
        *shown.unaccounted_text(missing),
        *warning,
    )
