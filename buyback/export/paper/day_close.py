"""What a day's paper says of its close: the three reconciliations, what was sealed, the checkpoint, lines to sign on."""

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from buyback import l10n
from buyback.export.paper.document import Block, Code, Column, Facts, Heading, Note, Signatures, Table
from buyback.i18n import _
from buyback.report import Line, Reconciliation
from buyback.report.closing_words import UNEVEN, figure_text, grouped, label_text, remark, shortest, standing
from buyback.signing import notes
from buyback.signing.keys import VerifierKey
from buyback.store.views.close import Close


def reconciled(day: Reconciliation) -> Iterator[Block]:
    """The three sums, a mark at what does not come out; for an open day also what is to be done before it is closed."""
    if day.close is None:
        yield Note(standing(day))
    for title, lines in day.groups:
        yield Heading(_(title))
        if lines is day.items:
            words = _(
                "Every item that came in or went out on this day; those voided or returned came in too."
            )
            yield Note(words, is_small=True)
        yield _table(lines, _("Pesos") if lines is day.money else _("Number"))
    if day.is_even:
        yield Note(_("All three come out, to the item and the centavo."))
    else:
        yield Note(_("A mark ({mark}) stands where something does not come out.").format(mark=UNEVEN))


def _table(lines: Sequence[Line], unit: str) -> Table:
    columns = (
        Column("", 5, "lead"),
        Column(_("What"), 54, "lead"),
        Column(unit, 26, "end", is_figure=True),
        Column(_("Behind it"), 60),
    )
    rows = (
        ("" if line.is_even else UNEVEN, label_text(line), figure_text(line.figure), remark(line))
        for line in lines
    )
    return Table(columns, tuple(rows), is_dense=True)


def sealed(day: Reconciliation, close: Close) -> Iterator[Block]:
    """The totals that stand in the entry which closed the day."""
    at = day.count.at
    counted = l10n.money(close.counted)
    when = f", {l10n.moment(at, ZoneInfo(close.timezone))}, {day.count.by}" if at else ""
    came = l10n.money(close.recovered)
    recovered = [(_("Came back through voids"), came)] if close.recovered.amount_minor else []
    yield Heading(_("Sealed with the close"))
    yield Facts(
        (
            (_("Drop-offs"), l10n.number(close.drop_offs)),
            (_("Items received"), l10n.number(close.items)),
            (_("By the table"), f"{l10n.money(close.valued)} ({l10n.money(close.usd)})"),
            (_("Paid out"), l10n.money(close.paid)),
            *recovered,
            (_("Vouchers given out"), l10n.money(close.vouchers)),
            (_("Cash counted"), counted + when),
            (_("Should have held when counted"), l10n.money(close.count_expected)),
            (_("Counted less expected"), l10n.money(close.difference)),
        )
    )
    words = _(
        "Drop-offs and items received, and what they are worth by the table, without what was voided or returned "
        "before the close."
    )
    yield Note(words, is_small=True)


@dataclass(frozen=True, slots=True)
class Signature:
    """By which key a close's checkpoint is to be signed, and the note that the key signed, None where there is none."""

    key: VerifierKey
    note: notes.Note | None


def signed(day: Reconciliation, close: Close, signature: Signature | None) -> Iterator[Block]:
    """The checkpoint, to be typed or scanned the next morning, what the ledger's key signed, and lines to sign on."""
    said = close.checkpoint
    yield Heading(_("Checkpoint and signatures"), is_last=True)
    yield Code(_("To be typed or scanned the next morning"), " ".join(shortest(said)), qr=str(said))
    whole = _("The whole digest of entry {seq}: {digest}")
    yield Note(whole.format(seq=said.seq, digest=" ".join(grouped(said.digest))), is_small=True)
    if signature is not None:
        yield from _by_key(signature)
    yield Note(
        _(
            "Keep this paper apart from the computer. The program asks for these letters the next morning and says whether "
            "the day is still the one that is signed here."
        ),
        is_small=True,
    )
    yield Signatures(
        (
            (_("Counted the cash"), day.count.by),
            (_("Closed the day"), close.closed_by),
            (_("Supervisor"), close.signed_by),
            (_("For the organiser"), ""),
        )
    )


def _by_key(signature: Signature) -> Iterator[Block]:
    """The ledger's own signature: as a square code the whole note, which any tool for signed notes reads."""
    if signature.note is None:
        words = _("The ledger's key {key} has not signed this checkpoint, or the file of that is not here.")
        yield Note(words.format(key=signature.key.brief), is_small=True)
        return
    yield Code(_("Signed by the ledger's key"), signature.key.brief, qr=str(signature.note))
    yield Note(_("The key, to be noted once and trusted: {key}").format(key=signature.key), is_small=True)
    for line in signature.note.of(signature.key):
        encoded = base64.b64encode(line.data).decode()
        yield Note(_("Its signature: {signature}").format(signature=encoded), is_small=True)


def sites(days: Sequence[Reconciliation]) -> Iterator[Block]:
    """How the day of each site stands, where there are several."""
    if not days:
        return
    yield Heading(_("The day at each site"))
    columns = (
        Column(_("Site"), 30, "lead"),
        Column(_("Counted"), 24, "end", is_figure=True),
        Column(_("The day"), 60),
    )
    yield Table(columns, tuple((day.site.name, _counted(day), standing(day)) for day in days))


def _counted(day: Reconciliation) -> str:
    known = day.count.standing in ("open", "settled")
    return l10n.amount(day.count.counted_minor) if known else "-"
