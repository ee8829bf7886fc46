"""The movements of cash as journals for hledger and for beancount: double entry that other people's programs add up.

Every movement is a balanced transaction, dated with the site's local day, and names its entry of the log and its folio.

Both journals end with assertions of every balance, out of other tables than the transactions: hledger and bean-check
refuse them where one differs.
"""

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, timedelta

from buyback.money import Money, plain_decimal
from buyback.report import Accounted
from buyback.store.engine import Db
from buyback.store.fitting import Unfit
from buyback.store.views.movements import Kind, Movement, first_and_last_day, movements
from buyback.store.views.setup import LedgerInfo, Site

HLEDGER = "cash.journal"
BEANCOUNT = "cash.beancount"

_BOX = "Assets:Cash-box"
_UNKEPT_PAID, _UNKEPT_BACK = (f"Equity:Without-float:{name}" for name in ("Paid", "Recovered"))
_FLOAT, _TOP_UP, _BACK = (f"Equity:Organiser:{name}" for name in ("Float", "Top-up", "Returned"))
_CASH, _ON_VOUCHER = "Expenses:Payouts:Cash", "Expenses:Payouts:Voucher"
_RECOVERED, _DIFFERENCES = "Expenses:Recovered", "Expenses:Differences"
_GIVEN, _PAID, _WITHDRAWN = (f"Liabilities:Vouchers:{name}" for name in ("Given", "Paid", "Withdrawn"))
_ACCOUNTS = {
    _BOX: "what the cash box should hold",
    _FLOAT: "what the organiser gave as float",
    _TOP_UP: "what the organiser brought later",
    _BACK: "what went back to the organiser",
    _UNKEPT_PAID: "paid while there was no float, so that nobody can reconcile it",
    _UNKEPT_BACK: "came back through voids while there was no float",
    _CASH: "paid out, other than for vouchers",
    _ON_VOUCHER: "promised on vouchers, less those that were withdrawn",
    _RECOVERED: "came back through voids",
    _DIFFERENCES: "recorded differences; above zero where money was missing",
    _GIVEN: "promised on vouchers; the three together are what is still owed",
    _PAID: "paid for vouchers",
    _WITHDRAWN: "vouchers that a void or a return undid",
}
"""The accounts, each below it by site; in the programme's words."""

_MOVES: dict[Kind, tuple[str, str]] = {
    "float": (_BOX, _FLOAT),
    "top_up": (_BOX, _TOP_UP),
    "return": (_BACK, _BOX),
    "difference": (_BOX, _DIFFERENCES),
    "paid": (_CASH, _BOX),
    "recovered": (_BOX, _RECOVERED),
    "voucher_given": (_ON_VOUCHER, _GIVEN),
    "voucher_paid": (_PAID, _BOX),
    "voucher_withdrawn": (_WITHDRAWN, _ON_VOUCHER),
}
"""What each kind of movement adds its amount to, and what it takes it from."""
_WORDS: dict[Kind, str] = {
    "float": "Float",
    "top_up": "Top-up",
    "return": "Returned to the organiser",
    "difference": "Difference",
    "paid": "Paid out",
    "recovered": "Came back through a void",
    "voucher_given": "Voucher given out",
    "voucher_paid": "Voucher paid",
    "voucher_withdrawn": "Voucher withdrawn",
}


@dataclass(frozen=True, slots=True)
class Book:
    """What a journal needs to know before its first movement; `names` are the sites as accounts name them."""

    info: LedgerInfo
    sites: tuple[Site, ...]
    names: dict[str, str]
    days: tuple[date, date] | None
    balances: tuple[tuple[str, Money], ...] = field(default=())


def book(db: Db, info: LedgerInfo, sites: tuple[Accounted, ...]) -> Book:
    """The book of the ledger; `sites` as `report.accounted` has them, all of them together first."""
    found = tuple(one.site for one in sites if one.site is not None)
    names = account_names(site.code for site in found)
    return Book(info, found, names, first_and_last_day(db), tuple(_balances(sites, names)))


def account_names(codes: Iterable[str]) -> dict[str, str]:
    """Each code as beancount allows it in an account: a capital or digit first, no underscore, no two the same."""
    names: dict[str, str] = {}
    for code in codes:
        plain = (code[:1].upper() + code[1:]).replace("_", "-")
        name, number = plain, 1
        while name in names.values():
            number += 1
            name = f"{plain}-{number}"
        names[code] = name
    return names


def _balances(sites: tuple[Accounted, ...], names: dict[str, str]) -> Iterator[tuple[str, Money]]:
    """What the accounts must come to: the boxes each, the rest for all sites together."""
    whole, *each = sites
    for one in each:
        assert one.site is not None
        yield f"{_BOX}:{names[one.site.code]}", _amount(one, "expected")
    nothing = Money(0)
    yield _FLOAT, nothing - _amount(whole, "floated")
    yield _TOP_UP, nothing - _amount(whole, "topped_up")
    yield _BACK, _amount(whole, "returned")
    yield _UNKEPT_PAID, nothing - _amount(whole, "paid_without_float")
    yield _DIFFERENCES, nothing - _amount(whole, "differences")
    yield "Liabilities:Vouchers", nothing - _amount(whole, "vouchers_worth")


def _amount(of: Accounted, name: str) -> Money:
    figure = of.line(name).figure
    assert isinstance(figure, Money)
    return figure


def _postings(movement: Movement, names: dict[str, str]) -> tuple[tuple[str, int], tuple[str, int]]:
    """The two accounts that it moves, each with its centavos; they come to zero."""
    minor = movement.amount.amount_minor
    gains, gives = (_account(movement, account, names) for account in _MOVES[movement.kind])
    return (gains, minor), (gives, -minor)


def _account(movement: Movement, account: str, names: dict[str, str]) -> str:
    """The account below its site: that of the promise for vouchers, else that of the box, if it had a float by then.

    Unfit for a site that the ledger does not have.
    """
    if account in (_ON_VOUCHER, _GIVEN, _PAID, _WITHDRAWN):
        site = movement.promised_at
    else:
        site = movement.box
        if account == _BOX and not movement.is_kept:
            account = _UNKEPT_BACK if movement.kind == "recovered" else _UNKEPT_PAID
    if site not in names:
        raise Unfit(f"site = {site[:40]!r}")
    return f"{account}:{names[site]}"


def _about(of: Book) -> str:
    """What the journal is, as comments."""
    widest = max(map(len, _ACCOUNTS))
    lines = (f";   {account:{widest}}  {words}\n" for account, words in _ACCOUNTS.items())
    head = f"; The cash of the ledger {of.info.code}, up to {of.info.head}\n"
    return f"{head};\n; Accounts, each with the sites below it:\n{''.join(lines)}\n"


def _accounts(of: Book) -> Iterator[tuple[str, str]]:
    """Every account, with the code of its site."""
    yield from ((f"{account}:{of.names[site.code]}", site.code) for account in _ACCOUNTS for site in of.sites)


def _parents(of: Book) -> Iterator[str]:
    """Accounts that only assertions name: they hold what is below them."""
    own = {account for account, _site in _accounts(of)}
    yield from (account for account, _balance in of.balances if account not in own)


def _transactions(db: Db, of: Book, *, metadata: bool) -> Iterator[str]:
    """The movements as text, a batch at a time; both programs read the same but for where entry and folio stand."""
    currency = of.info.currency
    with closing(movements(db)) as batches:
        for batch in batches:
            yield "".join(_transaction(one, of.names, currency, metadata=metadata) for one in batch)


def _transaction(one: Movement, names: dict[str, str], currency: str, *, metadata: bool) -> str:
    words = f"{_WORDS[one.kind]} {one.drop_off}".rstrip()
    if metadata:
        folio = f'  folio: "{one.drop_off}"\n' if one.drop_off else ""
        head = f'{one.day} * "{words}"\n  entry: {one.seq}\n{folio}'
    else:
        folio = f", folio:{one.drop_off}" if one.drop_off else ""
        head = f"{one.day} * ({one.seq}) {words}  ; entry:{one.seq}{folio}\n"
    lines = "".join(
        f"  {account}  {plain_decimal(minor)} {currency}\n" for account, minor in _postings(one, names)
    )
    return f"{head}{lines}\n"


# --- hledger ----------------------------------------------------------------------------------------------------------


def hledger(db: Db, of: Book) -> Iterator[str]:
    """The journal for hledger, some thousand movements at a time."""
    currency = of.info.currency
    yield _about(of)
    yield f"decimal-mark .\ncommodity 1000.00 {currency}\n\n"
    yield "".join(f"account {account}  ; site:{site}\n" for account, site in _accounts(of))
    yield "".join(f"account {account}\n" for account in _parents(of)) + "\n"
    yield from _transactions(db, of, metadata=False)
    if of.days:
        yield f"{of.days[1]} * Balances, as the ledger's other tables have them\n"
        for account, balance in of.balances:
            yield f"  {account}  0.00 {currency} =* {balance} {currency}\n"


# --- beancount --------------------------------------------------------------------------------------------------------


def beancount(db: Db, of: Book) -> Iterator[str]:
    """The journal for beancount, some thousand movements at a time."""
    currency, opened_at = of.info.currency, of.info.opened_at.date()
    first, last = of.days or (opened_at, opened_at)
    yield _about(of)
    yield f'option "title" "{of.info.code}"\noption "operating_currency" "{currency}"\n\n'
    yield "".join(f'{first} open {account} {currency}\n  site: "{site}"\n' for account, site in _accounts(of))
    yield "".join(f"{first} open {account} {currency}\n" for account in _parents(of)) + "\n"
    yield from _transactions(db, of, metadata=True)
    if of.days:
        asserted = last + timedelta(days=1)  # beancount looks at a balance before the day's transactions
        yield "".join(
            f"{asserted} balance {account}  {amount} ~ 0.00 {currency}\n" for account, amount in of.balances
        )
