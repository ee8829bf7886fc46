"""The vouchers of the demo: codes that givers choose, one that is mistyped when it is brought, payment where a site stands."""

from contextlib import suppress
from datetime import datetime

from buyback import desk, errors
from buyback.demo.script import Script
from buyback.demo.visits import Dice
from buyback.desk import Pin, Received
from buyback.store.engine import Store


class Vouchers:
    """Who chose which code, by folio. The codes are drawn with dice of their own, so that nothing else changes with them."""

    def __init__(self, store: Store, script: Script) -> None:
        self.store = store
        self.script = script.vouchers
        self.operators = script.operators
        self.dice = Dice(f"{script.seed}: vouchers")
        self.codes: dict[str, Pin] = {}
        self.brought = 0

    def choose(self) -> Pin | None:
        """The code that somebody chooses; None where they want none."""
        digits = f"{self.dice.below(10_000):04d}"
        return Pin(digits) if self.dice.percent(self.script.coded_percent) else None

    def keep(self, received: Received, code: Pin | None) -> None:
        """Remember the code of a voucher that was given out."""
        if code is not None and received.status == "voucher":
            self.codes[received.folio] = code

    def pay(self, folio: str, site: str, now: datetime) -> None:
        """Pay what is owed; a voucher against its code, of which one in so many is wrong at first."""
        code = self.codes.pop(folio, None)
        if code is not None:
            self.brought += 1
            if self.brought % self.script.wrong_code_every == 0:
                with suppress(errors.WrongCode):
                    self._pay(folio, site, now, Pin(f"{(int(code.reveal()) + 1) % 10_000:04d}"))
        self._pay(folio, site, now, code)

    def _pay(self, folio: str, site: str, now: datetime, code: Pin | None) -> None:
        by, approval = self.operators.pay, self.operators.approval
        desk.pay(self.store, folio, by=by, at=now, site=site, code=code, approval=approval)
