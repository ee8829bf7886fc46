"""The other side of the demo's hand-overs: the signed lists that come back, and what became of what is not on them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from itertools import cycle

from buyback import desk
from buyback.demo.script import Script
from buyback.desk import Seen
from buyback.facts import RESOLUTIONS
from buyback.fingerprints import list_hash
from buyback.store.engine import Store

Plan = Callable[[datetime, Callable[[datetime], object]], None]


class Receivers:
    """What the authorities say of the lists that they got, in the script's order; whoever cuts types it in."""

    def __init__(self, store: Store, script: Script, plan: Plan) -> None:
        self.store = store
        self.script = script
        self.plan = plan
        self.answers = cycle(script.receivers.answers)
        self.absent: set[str] = set()
        """What did not arrive, and never does."""

    def take(self, act: str, items: list[str], now: datetime) -> None:
        """A list left; some time later it comes back."""
        answer = next(self.answers)
        back = now + timedelta(hours=self.script.receivers.list_back_after_hours)
        self.plan(back, partial(self._check, act, items, answer))

    def _check(self, act: str, items: list[str], answer: str, now: datetime) -> None:
        """All of it arrived, or all but the last item, of which something is found out later, or nothing."""
        missing = "" if answer == "complete" else items[-1]
        if answer not in ("complete", "arrived"):
            self.absent.add(missing)
        desk.check_hand_over(
            self.store,
            act,
            [Seen(item, found=item != missing) for item in items],
            list_hash=list_hash(items),
            by=self.script.operators.destroy,
            at=now,
        )
        if answer in self.script.receivers.reasons:
            later = now + timedelta(hours=self.script.receivers.found_out_after_hours)
            self.plan(later, partial(self._resolve, missing, answer))

    def _resolve(self, item: str, answer: str, now: datetime) -> None:
        outcome = next(found for found in RESOLUTIONS if found == answer)
        desk.resolve_not_received(
            self.store,
            item,
            outcome,
            reason=self.script.receivers.reasons[outcome],
            by=self.script.operators.destroy,
            at=now,
            approval=self.script.operators.approval if outcome == "lost" else None,
        )
