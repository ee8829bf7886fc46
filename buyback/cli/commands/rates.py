"""rates show, fetch, set, import."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from buyback.cli import grammar
from buyback.cli.commands.words import ApprovedBy, Limit, SupervisorPinFile
from buyback.cli.grammar import verb
from buyback.cli.session import Session, talk
from buyback.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from buyback.rates import Quoted
    from buyback.store.views.setup import RecordedRate

DEFAULT_ROWS = 20
MOST_ROWS = 1_000_000

Number = Annotated[str, typer.Argument(metavar="RATE", help=N_("Pesos per dollar, like 20.2852."))]
On = Annotated[
    str | None,
    typer.Option(
        "--on", metavar="DATE", help=N_("The day of the rate, like 2025-02-18; today unless given.")
    ),
]
Reason = Annotated[
    str | None, typer.Option("--reason", metavar="TEXT", help=N_("Where the rate was read; needed."))
]
File = Annotated[
    str,
    typer.Argument(
        metavar="FILE", help=N_("CSV with the columns as_of, mxn_per_usd and, if wanted, source.")
    ),
]


def register(app: typer.Typer) -> None:
    rates = grammar.group(N_("Exchange rates: those in the ledger, and where new ones come from."))
    verb(rates, "show", show, N_("List the rates in the ledger, the newest first."))
    verb(rates, "fetch", fetch, N_("Ask the rate service now, and record its answer."))
    verb(rates, "set", set_rate, N_("Record a rate that you read somewhere, with the reason."))
    verb(rates, "import", import_rates, N_("Record the rates of a file."))
    app.add_typer(rates, name="rates")


def show(session: Session, *, limit: Limit = None) -> None:
    from buyback.cli import typed
    from buyback.store.views import setup

    most = typed.whole(limit, "--limit", least=1, most=MOST_ROWS) if limit else DEFAULT_ROWS
    with session.reading() as db:
        found = setup.rates(db, limit=most)
        today = session.today(db)
    if found:
        newest = max(found, key=lambda one: one.as_of)
        session.warn_of_rate(newest.as_of, newest.source, today)
    _answer(session, found)


def fetch(session: Session, *, on: On = None) -> None:
    from zoneinfo import ZoneInfo

    from buyback import desk, errors, rates
    from buyback.cli import typed

    now = session.clock()
    if not session.has_ledger:
        today = now.astimezone(ZoneInfo(desk.DEFAULT_TIMEZONE)).date()
    else:
        with session.reading() as db:
            today = session.today(db)
    day = typed.day(on) if on else today
    if day > today:
        raise errors.InTheFuture(when=day.isoformat(), now=today.isoformat())
    quoted = rates.fetch(day, session.settings, now)
    session.warn_of_rate(quoted.as_of, quoted.source, day)
    if not session.has_ledger:
        talk(_("There is no ledger, so the rate was not recorded."))
        _answer(session, (), quoted, asked_for=day)
        return
    with session.writing() as store:
        recorded = desk.record_rate(store, quoted, by=session.operator, at=now)
    _answer(session, (recorded,), asked_for=day)


def set_rate(
    session: Session,
    *,
    number: Number,
    on: On = None,
    reason: Reason = None,
    approved_by: ApprovedBy = None,
    supervisor_pin_file: SupervisorPinFile = None,
) -> None:
    from buyback import desk, rates
    from buyback.cli import typed

    now = session.clock()
    with session.store() as store:
        with store.reading() as db:
            today = session.today(db)
        quoted = rates.manual(number, typed.day(on) if on else today, reason or "", now, today=today)
        session.sign_in(store)
        approval = session.approval(store, "rates-set", approved_by, supervisor_pin_file)
        with session.recording():
            recorded = desk.record_rate(store, quoted, by=session.operator, at=now, approval=approval)
    _answer(session, (recorded,))


def import_rates(session: Session, *, file: File) -> None:
    from pathlib import Path

    from buyback import desk, rates
    from buyback.l10n import number

    now = session.clock()
    with session.store() as store:
        with store.reading() as db:
            today = session.today(db)
        found = rates.read_rates_file(Path(file), now=now, today=today)
        session.sign_in(store)
        with session.recording():
            new = desk.import_rates(store, found, by=session.operator, at=now)
    old = len(found) - new
    said = [ngettext("{n} rate was recorded.", "{n} rates were recorded.", new).format(n=number(new))]
    if old:
        words = ngettext("{n} rate was there already.", "{n} rates were there already.", old)
        said.append(words.format(n=number(old)))
    session.answer({"recorded": new, "already_there": old}, " ".join(said))


def _answer(
    session: Session,
    found: "tuple[RecordedRate, ...]",
    unrecorded: "Quoted | None" = None,
    asked_for: date | None = None,
) -> None:
    from buyback import l10n
    from buyback.chain import utc_text
    from buyback.cli.output import Table
    from buyback.cli.shapes import rate_json
    from buyback.rates import source_name

    data: list[dict[str, Any]] = [
        rate_json(one.rate, one.as_of, one.source)
        | {
            "learned_at": utc_text(one.learned_at),
            "reason": one.reason,
            "by": one.recorded_by,
            "seq": one.seq,
        }
        for one in found
    ]
    rows = [
        (l10n.day(one.as_of), str(one.rate), source_name(one.source), one.recorded_by, one.reason)
        for one in found
    ]
    if unrecorded:
        data.append(rate_json(unrecorded.rate, unrecorded.as_of, unrecorded.source))
        source = source_name(unrecorded.source)
        rows.append((l10n.day(unrecorded.as_of), str(unrecorded.rate), source, "", ""))
    heads = (_("Day"), ">" + _("Pesos per dollar"), _("Source"), _("By"), "~" + _("Reason"))
    parts = [Table(heads, rows) if rows else _("The ledger has no rate yet.")]
    as_of = unrecorded.as_of if unrecorded else found[0].as_of if found else None
    if asked_for is not None and as_of is not None and as_of != asked_for:
        words = _("No rate was found of {on}; this is the last one before it, of {as_of}.")
        parts.append(words.format(on=l10n.day_weekday(asked_for), as_of=l10n.day_weekday(as_of)))
    session.answer(data, *parts)
