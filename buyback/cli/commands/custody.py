"""destroy, keep, hand-over, custody."""

from typing import TYPE_CHECKING, Annotated

import typer

from buyback.cli.commands.words import Act, ItemIds, Limit, Place, Site, Witnesses
from buyback.cli.grammar import verb
from buyback.cli.session import Session
from buyback.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from buyback import desk
    from buyback.cli.output import Table
    from buyback.store.engine import Store
    from buyback.store.views.acts import ActView
    from buyback.store.views.corrections import SerialAway
    from buyback.store.views.custody import Shelf, StatusCount
    from buyback.store.views.drop_offs import ItemView

PAGE = 1000
MOST_ROWS = 10_000_000
MOST_AWAY = 100

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
        help=N_(
            "held (unless given), destroyed, kept, handed-over, not-confirmed, not-received, lost, returned or voided."
        ),
    ),
]
OlderThan = Annotated[
    str | None,
    typer.Option(
        "--older-than", metavar="DAYS", help=N_("Only what was taken in at least so many days ago.")
    ),
]

Find = Annotated[
    str | None,
    typer.Option(
        "--find",
        metavar="WORDS",
        help=N_(
            "Only what is named so: a folio or its number, or the beginning of a serial, also of one corrected since."
        ),
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
    with session.writing() as store:
        done = desk.destroy(
            store,
            items,
            signed,
            by=session.operator,
            at=session.clock(),
            method=method or desk.DEFAULT_METHOD,
        )
        listed = _listed(store, done)
    _answer(session, done, listed)


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
    with session.writing() as store:
        done = desk.keep(store, items, signed, value=chosen, by=session.operator, at=session.clock())
        listed = _listed(store, done)
    _answer(session, done, listed)


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
    with session.writing() as store:
        done = desk.hand_over(
            store, items, signed, by=session.operator, at=session.clock(), receiver=receiver or desk.DEFENSA
        )
        listed = _listed(store, done)
    _answer(session, done, listed)


def _listed(store: "Store", done: "desk.Disposed") -> "ActView":
    """The whole act, of which this may be only what was added now."""
    from buyback.store.views import acts

    with store.reading() as db:
        return acts.act(db, done.act)


def _answer(session: Session, done: "desk.Disposed", listed: "ActView") -> None:
    from buyback import l10n
    from buyback.cli.output import Table
    from buyback.rules import STATUS_NAMES

    words = _("Act {act}, {day}, {place}: {status}.").format(
        act=done.act, day=l10n.day(done.business_on), place=done.place, status=_(STATUS_NAMES[done.kind])
    )
    n = len(listed.items)
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
            "list_items": len(listed.items),
            "list_hash": listed.list_hash,
        },
        words,
        Table((_("Tag"), "~" + _("Type"), ">" + _("Qty"), ">" + _("Cuts")), rows),
        ngettext("Hash of the list: {hash} ({n} item)", "Hash of the list: {hash} ({n} items)", n).format(
            hash=listed.list_hash, n=l10n.number(n)
        ),
    )


# --- custody ----------------------------------------------------------------------------------------------------------


def custody(
    session: Session,
    *,
    status: Status = "held",
    older_than: OlderThan = None,
    find: Find = None,
    site: Site = None,
    limit: Limit = None,
) -> None:
    from buyback.cli import elsewhere, typed, whole
    from buyback.cli import hand_overs as shown
    from buyback.describe import serials_away
    from buyback.report import Unaccounted, if_no_pins
    from buyback.store.views import corrections, hand_overs, setup
    from buyback.store.views import custody as view

    chosen = typed.choice(status, view.SHELF_STATUSES)
    days = typed.whole(older_than, "--older-than", least=0, most=36_500) if older_than else 0
    most = typed.whole(limit, "--limit", least=1, most=MOST_ROWS) if limit else MOST_ROWS
    with session.reading() as db:
        code = setup.site(db, site).code if site else ""
        today = session.today(db, code)
        shelf = view.Shelf(today, chosen, code, days, find or "")
        away = corrections.serials_away(db, shelf.words, limit=MOST_AWAY)
        items: list[ItemView] = []
        while len(items) < most and (
            page := view.shelf(
                db, shelf, limit=min(PAGE, most - len(items)), after=items[-1] if items else None
            )
        ):
            items += page
        others = elsewhere.found(db, shelf, items, limit=MOST_AWAY)
        counts = view.counts(db, site=code)
        missing = Unaccounted(today, hand_overs.not_received(db, site=code), (), ())
        warning = if_no_pins(db)
    session.answer(
        {
            "status": chosen,
            "items": [whole.item_json(item) | {"days": (today - item.business_on).days} for item in items],
            "counts": {count.status: {"items": count.items, "pieces": count.pieces} for count in counts},
            "not_received": [shown.missing_json(one, missing.days(one)) for one in missing.not_received],
            "serials_corrected": [_away_json(one) for one in away],
            "elsewhere": [one.json for one in others],
        },
        *[f"{one.text}." for one in others],
        *_shelf_text(shelf, items, counts, is_elsewhere=bool(others)),
        *([f"{said[0].upper()}{said[1:]}."] if (said := serials_away(away)) else []),
        *([] if chosen == "not_received" else shown.unaccounted_text(missing)),
        *warning,
    )


def _away_json(one: "SerialAway") -> dict[str, str]:
    """A serial that was corrected: whose it was, and what stands there since."""
    return {
        "item": one.item,
        "business_date": one.business_on.isoformat(),
        "was": one.was,
        "now": one.now,
        "serial_status": one.status,
    }


def _nothing(shelf: "Shelf", *, is_elsewhere: bool) -> str:
    """Why the list is empty, as far as that is known: words that nothing has are no status that nothing has."""
    if shelf.words.strip() and not is_elsewhere:
        return _("Nothing was found for “{words}”.").format(words=shelf.words.strip())
    if shelf.words.strip() or shelf.site or shelf.older_than_days:
        return _("No item with this status fits.")
    return _("No item has this status.")


def _shelf_text(
    shelf: "Shelf",
    items: "list[ItemView]",
    counts: "tuple[StatusCount, ...]",
    *,
    is_elsewhere: bool,
) -> "tuple[str | Table, ...]":
    from buyback import l10n
    from buyback.cli.output import Table, pairs
    from buyback.rules import STATUS_NAMES

    waits = {"not_confirmed": _("Sent"), "not_received": _("Since")}.get(shelf.status, "")
    days = [item.arrival_on or item.business_on if waits else item.business_on for item in items]
    several = len({item.site for item in items}) > 1  # a column that says the same everywhere says nothing
    rows = [
        [
            item.id,
            item.name,
            f"* {item.serial}" if item.corrections else item.serial,
            l10n.number(item.quantity),
            l10n.day(day),
            str((shelf.today - day).days),
            *([item.site] if several else []),
        ]
        for item, day in zip(items, days, strict=True)
    ]
    heads = [
        _("Tag"),
        "~" + _("Type"),
        "~" + _("Serial"),
        ">" + _("Qty"),
        waits or _("Taken in"),
        ">" + _("Days"),
        *(["~" + _("Site")] if several else []),
    ]
    parts: list[str | Table] = [Table(heads, rows) if rows else _nothing(shelf, is_elsewhere=is_elsewhere)]
    if any(item.corrections for item in items):
        parts.append(_("* The marks were corrected; buyback show tells how and why."))
    totals = [(_(STATUS_NAMES[count.status]), _count(count)) for count in counts]
    return (*parts, pairs(totals)) if totals else tuple(parts)


def _count(count: "StatusCount") -> str:
    from buyback import l10n
    from buyback.rules import counted

    items = ngettext("{n} item", "{n} items", count.items).format(n=l10n.number(count.items))
    pieces = ngettext("{n} piece", "{n} pieces", count.pieces).format(n=l10n.number(count.pieces))
    waiting = [
        counted(name, number)
        for name, number in (("sent", count.not_confirmed), ("not_received", count.not_received))
        if number
    ]
    return ", ".join((items, pieces, *waiting))
