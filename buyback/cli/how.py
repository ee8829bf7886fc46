"""What a refusal asks for, as it is typed on the command line. The sentence itself is for the app as well."""

from buyback import errors
from buyback.errors import Refusal

_HOW: dict[type[Refusal], str] = {
    errors.AmountNotPublished: ":as=CODE --reason TEXT | :donated",
    errors.BadCheckpoint: "buyback checkpoint",
    errors.LedgerRefusesEntry: "buyback verify",
    errors.NoLedger: "buyback init",
    errors.NoRate: "buyback rates set",
    errors.OperatorNotNamed: "--operator ALIAS",
    errors.PlaceNotNamed: "--place TEXT",
    errors.RateNeedsReason: "--reason TEXT",
    errors.RateServiceFailed: "buyback rates set",
    errors.RateServiceOff: "buyback rates set",
    errors.RecoveredMissing: "--recovered PESOS",
    errors.SerialAndStatus: "--serial S | --serial-status WHICH",
    errors.SiteNotNamed: "--site CODE",
    errors.TooFewWitnesses: "--witness NAME",
    errors.UnknownOperator: "buyback operators add",
    errors.UnknownSite: "buyback sites add",
    errors.UnknownType: "buyback tables show",
    errors.ValuedAsNeedsReason: "--reason TEXT",
}
"""No word of these belongs to a language."""


def sentence(refusal: Refusal) -> str:
    """The refusal in the current language, with what to type in brackets at its end."""
    said, typed = str(refusal), _HOW.get(type(refusal), "")
    return f"{said.removesuffix('.')} ({typed})." if typed else said
