"""A summary as plain rows, for files: one shape for every figure."""

from collections.abc import Iterable, Iterator

from buyback.facts import MARKS
from buyback.money import USD, Money
from buyback.report.cash import CashReport, plain_parts
from buyback.report.hand_overs import rows_of
from buyback.report.people import WhoDidWhat
from buyback.report.summary import CUSTODY, Amounts, Counted, Summary
from buyback.report.vouchers import voucher_rows
from buyback.store.views.corrections import Correction
from buyback.store.views.samples import NotFound


def as_rows(summary: Summary) -> list[dict[str, str | int]]:
    """The summary as long rows (section, code, ...), in English: one per type, class, figure, amount, custody status, figure
    that was higher before (what left it in the column name), item that a sample did not find, void, item that is not in the
    table, correction, rate (pesos per dollar in the column mxn), sum of vouchers, open voucher, part of a cash box and day,
    closed day (what was counted, who signed, the checkpoint), and what every operator did.
    """
    custody = summary.custody
    amounts = [
        ("money", code, getattr(summary.money, code))
        for code in ("valued", "paid", "voucher", "owed", "no_payment")
    ]
    amounts += [("cash", code, getattr(summary.cash, code)) for code in ("paid_out", "cash", "vouchers")]
    amounts.append(("cash", "recovered", Amounts(len(summary.voids), summary.cash.recovered, Money(0, USD))))
    return [
        *(
            _row(section, found.code, found.items, found.mxn, found.usd) | _conditions(found)
            for section, group in (
                ("type", summary.types),
                ("class", summary.classes),
                ("figure", summary.counts),
            )
            for found in group
        ),
        *(_row(section, code, found.number, found.mxn, found.usd) for section, code, found in amounts),
        *(_row("custody", code, getattr(custody, code)) for code in CUSTODY),
        *(
            _row(section, item, days) | {"name": remark}
            for section, item, days, remark in rows_of(summary.unaccounted)
        ),
        _row("firearms", summary.definition.code, summary.firearms)
        | {"name": summary.definition.sentence_en},
        *(
            _row("told_together", found.table, found.drop_offs)
            | {"name": ", ".join(summary.definition.apart)}
            for found in summary.together
        ),
        *_of_earlier(summary),
        *_of_shelf(summary.not_on_shelf),
        *_of_exceptions(summary),
        *(
            _row("rate", found.as_of.isoformat(), found.drop_offs, str(found.rate)) | {"name": found.source}
            for found in summary.rates
        ),
        *(
            _row(section, code, number, mxn) | {"name": remark}
            for section, code, number, mxn, remark in voucher_rows(summary.vouchers)
        ),
        *_of_boxes(summary.boxes),
        *(
            _row("close", found.site, 1, found.counted)
            | {"name": f"{found.day.isoformat()}, {found.approved_by or 'nobody'}, {found.checkpoint}"}
            for found in summary.closes
        ),
        *_of_people(summary.people),
    ]


def _of_exceptions(summary: Summary) -> Iterator[dict[str, str | int]]:
    """What was undone, paid outside the table or corrected, each with its reason or who answers for it."""
    for void in summary.voids:
        yield _row("void", void.folio, 1, void.paid) | {"name": void.reason}
    for void in summary.voids:
        yield _row("void_recovered", void.folio, 1, void.recovered)
    for one in summary.not_in_table:
        how = "donated" if one.donated else f"valued as {one.valued_as}, {one.approved_by}"
        yield _row("not_in_table", one.item, one.quantity, one.mxn) | {"name": how}
    for found in summary.corrections:
        what = f"{_changed(found)}; {found.status}; {found.corrected_by}: {found.reason}"
        yield _row("corrected", found.item, 1) | {"name": what}


def _of_earlier(summary: Summary) -> Iterator[dict[str, str | int]]:
    """Figures as they stood before: at the end of the day on which they were higher, and at the entry that was asked for."""
    told = [("fallen", change) for change in summary.fallen.changes]
    told += [("since", change) for change in summary.against.changes] if summary.against else []
    for section, found in told:
        about = f"entry {found.moment.seq}, {found.moment.day.isoformat()}: -{found.left} +{found.added}"
        yield _row(section, found.code, found.then) | {"name": f"{about} = {found.now}"}
    for section, gone in (
        ("fallen", summary.fallen.gone),
        ("since", summary.against.gone if summary.against else ()),
    ):
        for one in gone:
            about = f"{one.counts_as}, {one.how} {one.day.isoformat()} by {one.by}: {one.reason}"
            yield _row(f"{section}_gone", one.folio, one.pieces) | {"name": about}


def _of_shelf(missing: Iterable[NotFound]) -> Iterator[dict[str, str | int]]:
    """Items that a sample did not find: since when, who said so, and where they are on paper."""
    for found in missing:
        told = f"since {found.since.isoformat()}, {found.told_by}, sample {found.sample_seq}; {found.item.status}"
        yield _row("not_on_shelf", found.item.id, found.item.quantity) | {"name": told}


def _changed(found: Correction) -> str:
    """The marks that a correction changed, as the columns are called: "serial: A12 -> A21, make: - -> Colt"."""
    pairs = ((name, getattr(found.was, name), getattr(found.now, name)) for name in MARKS)
    return ", ".join(f"{name}: {old or '-'} -> {new or '-'}" for name, old, new in pairs if old != new)


def _of_boxes(found: CashReport) -> Iterator[dict[str, str | int]]:
    """Every figure of every box and day, counts that did not fit and were made again, what was paid without a float."""
    for box in found.boxes:
        for code, amount in plain_parts(box):
            yield _row("cash_box", code, 1, amount) | {"name": f"{box.site} {box.day.isoformat()}"}
    for one in found.replaced:
        about = f"{one.site} {one.day.isoformat()} entry {one.seq}"
        yield _row("cash_box", "replaced_count", 1, one.more) | {"name": about}
    for site, amount in found.without_float:
        yield _row("cash_box", "without_float", 1, amount) | {"name": site}


def _of_people(people: WhoDidWhat) -> Iterator[dict[str, str | int]]:
    """What every operator did, what one did alone that should take several, and whether there are PINs."""
    for found in people.did:
        yield _row("did", found.alias, found.number, found.mxn if found.deed == "paid" else "") | {
            "name": found.deed
        }
    for one in people.one_hand:
        yield _row("one_hand", one.alias, one.items) | {"name": "received, paid and destroyed"}
    for own in people.self_approved:
        yield _row("self_approved", own.about, 1) | {"name": f"{own.what} by {own.alias}"}
    for done in people.alone:
        whole = {"close": "counted, closed and signed", "hand_over": "handed over and checked"}[done.what]
        yield _row("alone", done.about, 1) | {"name": f"{whole} by {done.alias}, {done.day.isoformat()}"}
    yield _row("pins", people.pins, int(people.has_pins))


def _row(
    section: str, code: str, number: int, mxn: Money | str = "", usd: Money | str = ""
) -> dict[str, str | int]:
    return {
        "section": section,
        "code": code,
        "name": "",
        "number": number,
        "serviceable": "",
        "unserviceable": "",
        "mxn": str(mxn),
        "usd": str(usd),
    }


def _conditions(found: Counted) -> dict[str, str | int]:
    return {"name": found.name_en, "serviceable": found.serviceable, "unserviceable": found.unserviceable}
