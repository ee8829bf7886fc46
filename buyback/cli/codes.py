"""Where a voucher's code comes from on the command line: a file, or a prompt that shows nothing. Never an argument."""

from typing import TYPE_CHECKING

from buyback import errors, folios, rules
from buyback.cli import pins
from buyback.i18n import _
from buyback.rules import Pin
from buyback.store.views import vouchers

if TYPE_CHECKING:
    from buyback.store.engine import Store


def check_options(settlement: str, file: str | None, no_code: bool) -> None:
    """BadUsage for options about a code that go neither together nor with the payment."""
    if file and no_code:
        raise errors.BadUsage(problem=_("--code-file and --no-code exclude each other; choose one."))
    if (file or no_code) and settlement != "voucher":
        raise errors.BadUsage(problem=_("Only a voucher has a code; add --pay voucher."))


def chosen(file: str | None, no_code: bool) -> Pin | None:
    """The code that a giver chose: out of the file, else typed twice. None where they want none, or nobody can type."""
    if no_code:
        return None
    if file:
        code = pins.of_file(file, open_to_others=errors.CodeFileOpen)
        rules.check_code(code)
        return code
    words = _("Code of the voucher, {digits} digits that the giver chooses (Enter for none): ")
    typed = pins.typed_if_asked(words.format(digits=rules.CODE_DIGITS))
    if typed is None or not typed.reveal():
        return None
    rules.check_code(typed)
    again = pins.typed_if_asked(_("The same again: "))
    if again is None or again.reveal() != typed.reveal():
        raise errors.CodesDiffer()
    return typed


def brought(store: "Store", folio: str, file: str | None) -> Pin | None:
    """The code that was brought with a voucher: out of the file, else typed once; None where it is forgotten.

    Nobody is asked where none would be looked at.
    """
    with store.reading() as db:
        voucher = vouchers.voucher(db, folios.parse(folio, store.ledger))
    if voucher is None or not voucher.is_open or not voucher.coded or voucher.is_locked:
        return None
    if file:
        return pins.of_file(file, open_to_others=errors.CodeFileOpen)
    words = _("Code of the voucher {folio} (Enter if it is forgotten): ")
    code = pins.typed_if_asked(words.format(folio=voucher.folio))
    return code if code is not None and code.reveal() else None
