"""What the log tells of acts that a supervisor has to approve, and where it contradicts itself: nobody approved one.

The desk records none of them without the alias of who did. Whoever seals entries by hand is refused nothing, so
verification walks over it again. Entries of before there were PINs may name nobody, as long as nobody had to be named.
That whoever is named supervised then is for the story of the people; vouchers and closes tell their own. Pure.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from buyback import facts, rules
from buyback.i18n import N_
from buyback.money import plain_decimal
from buyback.store.contradiction import Contradiction

_VOID = N_("Entry {seq} voids {name}, and no supervisor approved it.")
_DIFFERENCE = N_("Entry {seq} records a difference of the cash box of {name}, and no supervisor approved it.")
_LOST = N_("Entry {seq} says that {name} is lost, and no supervisor approved it.")
_VALUED = N_("Entry {seq} values an item of {name} as another row, and no supervisor approved it.")
_PROMISED = N_("Entry {seq} receives {name} for {amount}, more than {step}, and no supervisor approved it.")
_PAID = N_("Entry {seq} pays {amount} for {name}, more than {step}, and no supervisor approved it.")


@dataclass(slots=True)
class Approvals:
    """What has to be approved as the entries so far have it: whether there are PINs, and the step of the amounts."""

    _has_pins: bool = False
    _step_minor: int = rules.DEFAULTS[rules.APPROVAL_STEP]
    _at_once: str = ""
    """The drop-off that the entry before received for cash: what was approved for it holds for its payment."""

    def told(self, fact: facts.Fact) -> Iterator[Contradiction]:
        """Go on with an entry."""
        at_once, self._at_once = self._at_once, ""
        match fact:
            case facts.PinSet():
                self._has_pins = True
            case facts.SettingChanged(rules.APPROVAL_STEP, value):
                self._step_minor = rules.setting_number(value, self._step_minor)
            case facts.DroppedOff(settlement="cash"):
                self._at_once = fact.folio
        if getattr(fact, "approved_by", None) == "":
            yield from self._lacking(fact, at_once)

    def _lacking(self, fact: facts.Fact, at_once: str) -> Iterator[Contradiction]:
        """What of the entry, which names no supervisor, needed one."""
        match fact:
            case facts.Voided() if self._has_pins or fact.site:  # only an older void names no site
                yield Contradiction(_VOID, fact.folio)
            case facts.CashDiffered():
                yield Contradiction(_DIFFERENCE, fact.site)
            case facts.NotReceivedResolved(outcome="lost"):
                yield Contradiction(_LOST, fact.item)
            case facts.DroppedOff() if self._has_pins:
                amount_minor = sum(line.amount_minor for line in fact.lines)
                has_valued = any(line.valued_as for line in fact.lines)
                for occasion in rules.drop_off_approvals(
                    fact.settlement, amount_minor, self._step_minor, has_valued=has_valued
                ):
                    template, said = (
                        (_VALUED, {}) if occasion == "valued-as" else (_PROMISED, self._amounts(amount_minor))
                    )
                    yield Contradiction(template, fact.folio, 0, said)
            case facts.PaidOut(means="cash") if self._has_pins and fact.folio != at_once:
                if rules.payment_approvals(fact.amount_minor, self._step_minor):
                    yield Contradiction(_PAID, fact.folio, 0, self._amounts(fact.amount_minor))

    def _amounts(self, amount_minor: int) -> dict[str, str]:
        return {"amount": plain_decimal(amount_minor), "step": plain_decimal(self._step_minor)}
