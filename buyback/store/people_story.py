"""Who wrote the entries and who approved them, as the log itself tells it, and where it contradicts itself.

The desk lets nobody write who is not enrolled, was revoked or has no role for it, and takes no approval from one who does not supervise.
Whoever seals entries by hand is refused nothing, so verification walks over it again. Pure.
"""

from dataclasses import dataclass, field

from buyback import facts, rules
from buyback.chain import Certainty, Entry, Finding, parse_utc
from buyback.i18n import N_
from buyback.store import rights_story
from buyback.store.ledger import CLOCK_TOLERANCE

_STRANGER = N_("Entry {seq} is written by {name}, whom no entry before it enrolled.")
_REVOKED = N_("Entry {seq} is written by {name}, whom entry {before} revoked.")
_OF_STRANGER = N_("Entry {seq} speaks of the operator {name}, whom no entry before it enrolled.")
_OF_REVOKED = N_("Entry {seq} speaks of the operator {name}, whom entry {before} revoked.")
_NO_SUPERVISOR = N_("Entry {seq} is approved by {name}, who was no supervisor then.")
_OWN_APPROVAL = N_("Entry {seq} is approved by {name}, who wrote it, and others could have approved it.")
_NOBODY_SUPERVISES = N_("Entry {seq} leaves nobody who supervises.")
_CLOCK = N_(
    "Entry {seq} is dated {at}, before entry {before} of {last_at}, and nothing says that the clock went back."
)
_LOOK_AT: dict[str, tuple[str, Certainty]] = {_CLOCK: ("clock", "look")}
"""Under which name a contradiction is told and how sure it is; the clock of a computer may also be wrong."""


@dataclass(slots=True)
class _Person:
    """What the entries so far say of one operator; `revoked` is the entry that revoked them, 0 while none did."""

    roles: tuple[facts.Role, ...]
    revoked: int = 0

    @property
    def supervises(self) -> bool:
        return not self.revoked and "supervise" in self.roles


@dataclass(slots=True)
class PeopleStory:
    """What the entries of one ledger have said so far of those who wrote them; `findings` in order."""

    ledger: str
    findings: list[Finding] = field(default_factory=list)
    _people: dict[str, _Person] = field(default_factory=dict)
    _named: set[tuple[str, str]] = field(default_factory=set)
    _has_pins: bool = False
    _last_seq: int = 0
    _last_at: str = ""

    def tell(self, entry: Entry) -> None:
        """Go on with the next entry."""
        self._check_clock(entry)
        if not isinstance(entry.fact, facts.LedgerOpened) and not self._begins(entry):
            self._check_writer(entry)
        self._check_approval(entry)
        match entry.fact:
            case facts.OperatorEnrolled(alias, roles):
                self._people.setdefault(alias, _Person(rules.every_role_if_none(roles)))
            case facts.RolesChanged(alias, roles):
                self._change(entry, alias, _Person(roles))
            case facts.OperatorRevoked(alias):
                self._change(entry, alias, _Person((), entry.seq))
            case facts.PinSet(alias):
                self._has_pins = True
                self._known(entry, alias)

    def _find(
        self, entry: Entry, template: str, name: str, before: int = 0, *, check: str = "people", **more: str
    ) -> None:
        values: tuple[tuple[str, str | int], ...] = (("name", name), ("before", before), *more.items())
        certain: tuple[str, Certainty] = (check, "certain")
        check, certainty = _LOOK_AT.get(template, certain)
        self.findings.append(Finding(check, self.ledger, entry.seq, template, values, certainty))

    def _begins(self, entry: Entry) -> bool:
        """Whether the first operator enrols themselves."""
        fact = entry.fact
        return not self._people and isinstance(fact, facts.OperatorEnrolled) and fact.alias == entry.by

    def _check_writer(self, entry: Entry) -> None:
        """Somebody who works here wrote it, and might; who did not work here is named once and not for every entry."""
        person = self._people.get(entry.by)
        if person is not None and not person.revoked:
            wrong = rights_story.told(entry, person.roles)
            if wrong is not None:
                self._find(entry, wrong.template, wrong.name, wrong.before, check="rights", **wrong.more)
            return
        template = _STRANGER if person is None else _REVOKED
        if (template, entry.by) not in self._named:
            self._named.add((template, entry.by))
            self._find(entry, template, entry.by, person.revoked if person else 0)

    def _check_approval(self, entry: Entry) -> None:
        alias = getattr(entry.fact, "approved_by", "")
        person = self._people.get(alias)
        if not alias:
            return
        if person is None or not person.supervises:
            self._find(entry, _NO_SUPERVISOR, alias)
        elif (
            self._has_pins
            and alias == entry.by
            and self._active() > 1
            and not isinstance(entry.fact, facts.DayClosed)
        ):  # a supervisor who closes a day signs it
            self._find(entry, _OWN_APPROVAL, alias)

    def _active(self) -> int:
        return sum(1 for person in self._people.values() if not person.revoked)

    def _known(self, entry: Entry, alias: str) -> bool:
        person = self._people.get(alias)
        if person is None:
            self._find(entry, _OF_STRANGER, alias)
        elif person.revoked:
            self._find(entry, _OF_REVOKED, alias, person.revoked)
        return person is not None and not person.revoked

    def _change(self, entry: Entry, alias: str, after: _Person) -> None:
        if self._known(entry, alias):
            self._people[alias] = after
            if not any(person.supervises for person in self._people.values()):
                self._find(entry, _NOBODY_SUPERVISES, alias)

    def _check_clock(self, entry: Entry) -> None:
        """An entry is not dated a minute or more before the one before it, unless it says so itself."""
        before, self._last_seq, self._last_at = (self._last_seq, self._last_at), entry.seq, entry.at
        if entry.at >= before[1] or isinstance(entry.fact, facts.ClockWentBack):
            return
        try:
            went_back = parse_utc(before[1]) - parse_utc(entry.at) >= CLOCK_TOLERANCE
        except ValueError:
            return  # a time that is none is what the check of the columns finds
        if went_back:
            self._find(entry, _CLOCK, entry.by, before[0], check="clock", at=entry.at, last_at=before[1])
