"""The kinds of refusal, and the exit code of each."""

from enum import IntEnum
from typing import ClassVar

from buyback.errors.days import in_words
from buyback.i18n import _


class Exit(IntEnum):
    """The exit codes of the command line."""

    DONE = 0
    REFUSED = 1
    USAGE = 2
    NOT_FOUND = 3
    FOUND_SOMETHING = 4
    LEDGER_UNUSABLE = 5
    INTERRUPTED = 130


class Refusal(Exception):
    """A refusal: `str()` gives the sentence in the current language, `exit_code` what a command ends with."""

    exit_code: ClassVar[Exit] = Exit.REFUSED
    template: ClassVar[str] = ""
    messages: ClassVar[tuple[str, ...]] = ()
    """The values that are messages of the catalogue themselves, by name."""
    days: ClassVar[tuple[str, ...]] = ()
    """The values that are days or times ("2025-02-18", "2025-02-18 10:42"), by name; a sentence says them in words."""

    def __init__(self, **values: str | int) -> None:
        super().__init__(self.template, values)
        self.values = values

    def __str__(self) -> str:
        return self.said(_(self.template))

    def said(self, sentence: str) -> str:
        """A sentence with the values in the current language."""
        words = {name: _(str(self.values[name])) for name in self.messages}
        words |= {name: in_words(str(self.values[name])) for name in self.days if self.values[name]}
        return sentence.format(**self.values | words)


class RuleRefusal(Refusal):
    exit_code = Exit.REFUSED


class UsageRefusal(Refusal):
    exit_code = Exit.USAGE


class NotFoundRefusal(Refusal):
    exit_code = Exit.NOT_FOUND


class VerificationRefusal(Refusal):
    exit_code = Exit.FOUND_SOMETHING


class LedgerRefusal(Refusal):
    exit_code = Exit.LEDGER_UNUSABLE
