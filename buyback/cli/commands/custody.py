"""destroy, keep, hand-over, custody."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from buyback.cli.commands.words import Act, ItemIds, Limit, Place, Site, Witnesses
from buyback.cli.grammar import verb
from buyback.cli.session import Session
from buyback.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from buyback import desk
    from buyback.cli.output import Table
    from buyback.store.views.custody import StatusCount
    from buyback.store.views.drop_offs import ItemView

PAGE = 1000
MOST_ROWS = 10_000_000

Method = Annotated[
    str | None, typer.Option("--method", metavar="TEXT", help=N_("How; a disc cutter unless you say so."))
]
Value = Annotated[
    str,
    typer.Option(
        "--value",
        metavar="WHICH",
        help=N_("What it is kept for: historic, cultural, scientific or artistic."),
    ),
]
Receiver = Annotated[
    str | None,
    typer.Option(
        "--receiver", metavar="NAME", help=N_("The authority that takes them; Defensa unless you say so.")
    ),
]
Status = Annotated[
    str,
    typer.Option(
        "--status",
        metavar="STATUS",
        help=N_("held (unless given), destroyed, kept, handed-over, returned or voided."),
    ),
]
OlderThan = Annotated[
    str | None,
    typer.Option(
        "--older-than", metavar="DAYS", help=N_("Only what was taken in at least so many days ago.")
    ),
]


def register(app: typer.Typer) -> None:
    verb(
        app,
        "destroy",
        destroy,
        N_("Record an act of destruction: items, method, and at least two witnesses."),
    )
    verb(app, "keep", keep, N_("Record that pieces are kept for a museum."))
    verb(app, "hand-over", hand_over, N_("Record that items left for destruction elsewhere."))
    verb(app, "custody", custody, N_("List the items in custody, the oldest first."))


def destroy(
    session: Session,
    *,
    items: ItemIds,
    act: Act,
    witness: Witnesses = None,
    method: Method = None,
    place: Place = None,
) -> None:
    from buyback import desk

    signed = desk.Act(act, place or "", tuple(witness or ()))
    with session.store() as store, session.recording():
        done = desk.destroy(
            store,
            items,
            signed,
            by=session.operator,
            at=session.clock(),
            method=method or desk.DEFAULT_METHOD,
        )
    _answer(session, done)


def keep(
    session: Session,
    *,
    items: ItemIds,
    act: Act,
    value: Value,
    witness: Witnesses = None,
    place: Place = None,
) -> None:
    from buyback import desk
    from buyback.cli import typed
    from buyback.facts import VALUES

    chosen = typed.choice(value, VALUES)
    signed = desk.Act(act, place or "", tuple(witness or ()))
    with session.store() as store, session.recording():
        done = desk.keep(store, items, signed, value=chosen, by=session.operator, at=session.clock())
    _answer(session, done)


def hand_over(
    session: Session,
    *,
    items: ItemIds,
    act: Act,
    receiver: Receiver = None,
    witness: Witnesses = None,
    place: Place = None,
) -> None:
    from buyback import desk

    signed = desk.Act(act, place or "", tuple(witness or ()))
    with session.store() as store, session.recording():
        done = desk.hand_over(
            store, items, signed, by=session.operator, at=session.clock(), receiver=receiver or desk.DEFENSA
        )
    _answer(session, done)


def _answer(session: Session, done: "desk.Disposed") -> None:
    from buyback import l10n
    from buyback.cli.output import Table
    from buyback.rules import STATUS_NAMES

    words = _("Act {act}, {day}, {place}: {status}.").format(
        act=done.act, day=l10n.day(done.business_on), place=done.place, status=_(STATUS_NAMES[done.kind])
    )
    cuts = [str(item.cuts) if done.kind == "destroyed" else "" for item in done.items]
    rows = [
        (item.id, item.name, l10n.number(item.quantity), cut)
        for item, cut in zip(done.items, cuts, strict=True)
    ]
    session.answer(
        {
            "kind": done.kind,
            "act": done.act,
            "business_date": done.business_on.isoformat(),
            "place": done.place,
            "witnesses": list(done.witnesses),
            "items": [item.id for item in done.items],
        },
        words,
        Table((_("Tag"), "~" + _("Type"), ">" + _("Qty"), ">" + _("Cuts")), rows),
    )


# --- custody ----------------------------------------------------------------------------------------------------------


def custody(
    session: Session,
    *,
    status: Status = "held",
    older_than: OlderThan = None,
    site: Site = None,
    limit: Limit = None,
) -> None:
    from buyback.cli import typed, whole
    from buyback.rules import ITEM_STATUSES
    from buyback.store.views import custody as view
    from buyback.store.views import setup

    chosen = typed.choice(status, ITEM_STATUSES)
    days = typed.whole(older_than, "--older-than", least=0, most=36_500) if older_than else 0
    most = typed.whole(limit, "--limit", least=1, most=MOST_ROWS) if limit else MOST_ROWS
    with session.reading() as db:
        code = setup.site(db, site).code if site else ""
        today = session.today(db, code)
        shelf = view.Shelf(today, chosen, code, days)
        items: list[ItemView] = []
        while len(items) < most and (
            page := view.shelf(
                db, shelf, limit=min(PAGE, most - len(items)), after=items[-1] if items else None
            )
        ):
            items += page
        counts = view.counts(db, site=code)
    session.answer(
        {
            "status": chosen,
            "items": [whole.item_json(item) | {"days": (today - item.business_on).days} for item in items],
            "counts": {count.status: {"items": count.items, "pieces": count.pieces} for count in counts},
        },
        *_shelf_text(today, items, counts),
    )


def _shelf_text(
    today: date, items: "list[ItemView]", counts: "tuple[StatusCount, ...]"
) -> "tuple[str | Table, ...]":
    from buyback import l10n
    from buyback.cli.output import Table, pairs
    from buyback.rules import STATUS_NAMES

    several = len({item.site for item in items}) > 1  # a column that says the same everywhere says nothing
    rows = [
        [
            item.id,
            item.name,
            f"* {item.serial}" if item.corrections else item.serial,
            l10n.number(item.quantity),
            l10n.day(item.business_on),
            str((today - item.business_on).days),
            *([item.site] if several else []),
        ]
        for item in items
    ]
    heads = [
        _("Tag"),
        "~" + _("Type"),
        "~" + _("Serial"),
        ">" + _("Qty"),
        _("Taken in"),
        ">" + _("Days"),
        *(["~" + _("Site")] if several else []),
    ]
    parts: list[str | Table] = [Table(heads, rows) if rows else _("No item has this status.")]
    if any(item.corrections for item in items):
        parts.append(_("* The marks were corrected; buyback show tells how and why."))
    totals = [(_(STATUS_NAMES[count.status]), _count(count)) for count in counts]
    return (*parts, pairs(totals)) if totals else tuple(parts)


def _count(count: "StatusCount") -> str:
    from buyback import l10n

    items = ngettext("{n} item", "{n} items", count.items).format(n=l10n.number(count.items))
    pieces = ngettext("{n} piece", "{n} pieces", count.pieces).format(n=l10n.number(count.pieces))
    return f"{items}, {pieces}"
