"""What a refusal asks for, as it is typed on the command line. The sentence itself is for the app as well."""

import shlex

from buyback import errors
from buyback.errors import Refusal

WHAT_TO_TYPE: dict[type[Refusal], str] = {
    errors.ActIsHandOver: "buyback print hand-over {number}",
    errors.ActIsNoHandOver: "buyback print act {number}",
    errors.AlreadyChecked: "buyback hand-over-resolve",
    errors.AmountNotPublished: ":as=CODE --reason TEXT | :donated",
    errors.ApprovalNeeded: "--approved-by ALIAS",
    errors.BadCheckpoint: "buyback checkpoint",
    errors.BadFindingKey: "buyback audit",
    errors.CheckpointNotInLog: "buyback verify --checkpoint {file}",
    errors.CloseCountEarlier: "buyback cash count",
    errors.CloseCountOld: "buyback cash count",
    errors.CloseCountOpen: "buyback cash difference",
    errors.CloseUncounted: "buyback cash count",
    errors.CodeMissing: "--code-file FILE | --approved-by ALIAS",
    errors.CountOpen: "buyback cash difference",
    errors.EarlierDayOpen: "buyback close-day --date {earlier}",
    errors.FileThere: "--force",
    errors.FloatTwice: "buyback cash top-up",
    errors.FormStillOut: "buyback receive --folio {folio} --written-at TIME",
    errors.FormWithoutTime: "--written-at TIME",
    errors.KeyForeign: "buyback key replace",
    errors.KeyLacking: "buyback key replace",
    errors.KeyMissing: "buyback key replace",
    errors.LedgerRefusesEntry: "buyback verify",
    errors.LedgerUnsound: "buyback verify",
    errors.NoFloat: "buyback cash float",
    errors.NoLedger: "buyback init",
    errors.NoRate: "buyback rates set",
    errors.NoSuchFinding: "buyback audit",
    errors.NoSecondSupervisor: "buyback operators add ALIAS --roles supervise | buyback operators roles",
    errors.NotEnoughCash: "buyback receive --pay voucher | buyback cash top-up",
    errors.NotEnoughCounted: "buyback receive --pay voucher | buyback cash top-up",
    errors.NotEnoughCountedToSettle: "buyback cash top-up | --site CODE",
    errors.NotEnoughToSettle: "buyback cash top-up | --site CODE",
    errors.NothingCounted: "buyback cash count",
    errors.OperatorNotNamed: "--operator ALIAS",
    errors.NotAForm: "buyback forms list",
    errors.PdfNeedsFile: "--out FILE",
    errors.PinLost: "buyback operators pin {alias}",
    errors.PinNotSet: "buyback operators pin {alias}",
    errors.PlaceNotNamed: "--place TEXT",
    errors.RateNeedsReason: "--reason TEXT",
    errors.RateServiceFailed: "buyback rates set",
    errors.RateServiceOff: "buyback rates set",
    errors.RecoveredMissing: "--recovered PESOS",
    errors.RolesMissing: "--roles ROLE,ROLE",
    errors.SerialAndStatus: "--serial S | --serial-status WHICH",
    errors.SiteNotNamed: "--site CODE",
    errors.TooFewWitnesses: "--witness NAME",
    errors.UnknownOperator: "buyback operators add",
    errors.UnknownSite: "buyback sites add",
    errors.UnknownType: "buyback tables show | buyback tables adopt",
    errors.UnknownTypeIsOther: "buyback tables show",
    errors.ValuedAsNeedsReason: "--reason TEXT",
    errors.VoucherLocked: "--approved-by ALIAS",
}
"""No word of these belongs to a language. In braces stand values of the refusal."""


def sentence(refusal: Refusal) -> str:
    """The refusal in the current language, with what to type in brackets at its end."""
    values = {name: shlex.quote(str(value)) for name, value in refusal.values.items()}
    said, typed = str(refusal), WHAT_TO_TYPE.get(type(refusal), "").format(**values)
    return f"{said.removesuffix('.')} ({typed})." if typed else said
