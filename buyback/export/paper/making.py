"""From the ledger to a document: each function reads one snapshot and gives what is printed of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from buyback import errors, folios, report, rules
from buyback.chain import parse_utc
from buyback.export import checkpoints
from buyback.export.paper.act import act
from buyback.export.paper.day import DayOf, day_paper
from buyback.export.paper.day_close import Signature
from buyback.export.paper.document import Document, Drawn
from buyback.export.paper.forms import blank_forms
from buyback.export.paper.hand_over import hand_over
from buyback.export.paper.receipt import receipt
from buyback.export.paper.sample import sample
from buyback.export.paper.tags import tags
from buyback.fingerprints import list_hash
from buyback.i18n import _
from buyback.report.audit import unanswered
from buyback.store.engine import Db
from buyback.store.views import acts, custody, drop_offs, forms, log, receipts, samples, setup, vouchers
from buyback.store.views import close as closes
from buyback.store.views.close import Close
from buyback.store.views.drop_offs import ItemView

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Made:
    """A document with what a script wants to know of it; `stem` names its file unless somebody else does.

    `folios` are those of blank forms, `checkpoint` is the entry that closed the day of a day's act.
    """

    document: Document
    stem: str
    list_hash: str = ""
    check_code: str = ""
    folios: tuple[str, ...] = ()
    checkpoint: str = ""


def receipt_of(db: Db, folio: str, *, is_copy: bool = False) -> Made:
    """The receipt of a drop-off; UnknownFolio where there is none."""
    whole = drop_offs.whole(db, folio)
    code = receipts.code_of(db, folio)
    site, info, voucher = setup.site(db, whole.site), setup.ledger_info(db), vouchers.voucher(db, folio)
    paper = receipt(whole, site, info, code, voucher=voucher, is_copy=is_copy)
    return Made(paper, stem(_("receipt"), folio), check_code=code)


def tags_of(db: Db, names: Sequence[str]) -> Made:
    """The tags of drop-offs and items, by folio or by tag, each once; UnknownFolio or UnknownItem."""
    found = {item.id: item for name in names for item in _items(db, name)}
    items = tuple(found.values())
    paper = tags(items, drop_offs.whole(db, items[0].folio), setup.ledger_info(db))
    return Made(paper, stem(_("tags"), items[0].folio))


def _items(db: Db, name: str) -> tuple[ItemView, ...]:
    if "/" in name:
        return (custody.item(db, *folios.parse_item(name, db.ledger)),)
    return drop_offs.whole(db, folios.parse(name, db.ledger)).items


def forms_of(db: Db, names: Sequence[str]) -> Made:
    """Blank forms with these folios, each once; NotAForm, FormTypedIn, FormNotUsed for those that are not out."""
    found = {}
    for folio in (folios.parse(name, db.ledger) for name in names):
        form = forms.form(db, folio)
        found[folio] = rules.check_out(form, folio)
    sites = {site.code: site for site in setup.sites(db)}
    paper = blank_forms([(form, sites[form.site]) for form in found.values()], setup.ledger_info(db))
    return Made(paper, stem(_("forms"), next(iter(found))), folios=tuple(found))


def act_of(db: Db, number: str) -> Made:
    """The paper of an act of destruction or of keeping; UnknownAct, ActIsHandOver."""
    found = acts.act(db, number.strip())
    if found.kind == "handed_over":
        raise errors.ActIsHandOver(number=found.number)
    paper = act(found, setup.ledger_info(db), report.if_no_pins(db))
    return Made(paper, stem(_("act"), found.number), found.list_hash)


def hand_over_of(db: Db, number: str) -> Made:
    """The list of a hand-over; UnknownAct, ActIsNoHandOver."""
    found = acts.act(db, number.strip())
    if found.kind != "handed_over":
        raise errors.ActIsNoHandOver(number=found.number)
    paper = hand_over(found, setup.ledger_info(db), report.if_no_pins(db))
    return Made(paper, stem(_("hand-over"), found.number), found.list_hash)


def sample_of(db: Db, seq: int) -> Made:
    """The sheet of a shelf sample; NotASample."""
    found = samples.drawn(db, seq)
    known = setup.sites(db)
    site = setup.site(db, found.site) if found.site else None
    paper = sample(found, setup.ledger_info(db), site, ZoneInfo((site or known[0]).timezone))
    return Made(paper, stem(_("sample"), str(seq)), list_hash(one.item.id for one in found.items))


def day_of(
    db: Db,
    day: date,
    site: str = "",
    *,
    counting: str = "",
    now: datetime | None = None,
    note_folder: str = "",
) -> Made:
    """The act of a business day that is closed at a site; else its sheet, or (site empty) that of all sites; UnknownSite.

    `counting` is the code of what its total of firearms counts, the national definition unless given.
    `now` is the time by which a voucher has expired and a day is over; that of the last entry unless given. The signed
    checkpoint of a close is looked for in `note_folder`, by default beside the ledger.
    """
    known = setup.sites(db)
    where = setup.site(db, site) if site else known[0] if len(known) == 1 else None
    code = where.code if where else ""
    found = report.summarise(db, day, day, site=code, counting=counting)
    audit = unanswered(db, found.span, day)
    info = setup.ledger_info(db)
    last = log.sealed(db, info.head.seq)
    assert last is not None
    at = parse_utc(last.at)
    chosen = [where] if where else [one for one in known if _worked(db, one.code, day)]
    days = tuple(report.reconcile(db, one.code, day, now=now or at) for one in chosen)
    listed = acts.listed(db, found.span)
    close = days[0].close if where else None
    signature = _signature(db, close, note_folder) if close else None
    of = DayOf(found, audit, listed, info, where, days, ZoneInfo((where or known[0]).timezone), at, signature)
    kind = _("day") if close is None else _("day-act")
    checkpoint = str(close.checkpoint) if close else ""
    return Made(day_paper(of), stem(kind, f"{day.isoformat()}-{code}".rstrip("-")), checkpoint=checkpoint)


def _signature(db: Db, close: Close, folder: str) -> Signature | None:
    """What the ledger's key signed of a close, None where it had no key then."""
    good, note = checkpoints.of_close(db, close.checkpoint, folder)
    return None if good is None else Signature(good.key, note)


def _worked(db: Db, site: str, day: date) -> bool:
    """Whether the site closed the day, or has it to close."""
    return closes.close_of(db, site, day) is not None or day in closes.open_days(
        db, site, before=day + _ONE_DAY
    )


def as_text(made: Made, *, ascii_only: bool = False) -> Drawn:
    """The document as text of 40 columns: one piece of a roll."""
    from buyback.export.paper import plain

    return Drawn(plain.render(made.document, ascii_only=ascii_only).encode(), 1)


def as_pdf(made: Made, paper: str) -> Drawn:
    """The document as a PDF on this paper: letter, a4 or 80mm."""
    from buyback.export.paper import pdf

    return pdf.render(made.document, paper)


def stem(kind: str, name: str) -> str:
    """A file's name that every system takes, whatever an act is called."""
    kept = (character if character.isalnum() or character in "-_." else "-" for character in f"{kind}-{name}")
    return "".join(kept)
