"""What threads tell the app."""

from textual.message import Message

from buyback.store.views.setup import RecordedRate


class RateFound(Message):
    """A rate for today is in the ledger."""

    def __init__(self, rate: RecordedRate) -> None:
        super().__init__()
        self.rate = rate


class RateMissing(Message):
    """No source gave a rate; `why` is a sentence for a person."""

    def __init__(self, why: str) -> None:
        super().__init__()
        self.why = why


class ChainProgress(Message):
    """So many entries have been checked."""

    def __init__(self, checked: int) -> None:
        super().__init__()
        self.checked = checked


class ChainChecked(Message):
    """The whole chain was checked; `finding` is the first thing that was found, "" if nothing."""

    def __init__(self, finding: str) -> None:
        super().__init__()
        self.finding = finding


class Crashed(Message):
    """A thread met a bug; the app ends with it."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.error = error
