"""The steps of `whole_day` as commands, and a player who types them."""

from dataclasses import dataclass, field
from functools import singledispatch
from pathlib import Path
from typing import Any

import whole_day as day
from whole_day import Step

from .conftest import Answer, Terminal


@dataclass
class Player(day.Tags):
    """Plays steps on a ledger. `said` is all that was printed.

    `folios` by the names of the story, `acts` with the hash of their lists, `closes` by site: as the commands answered.
    """

    terminal: Terminal
    where: str
    folder: Path
    folios: dict[str, str] = field(default_factory=dict)
    acts: dict[str, str] = field(default_factory=dict)
    closes: dict[str, Any] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    def __call__(self, *words: str) -> Answer:
        """Any command on this ledger."""
        answer = self.terminal(*words, "--ledger", self.where)
        self.said += [answer.out, answer.err]
        return answer

    def done(self, *words: str) -> Answer:
        """A command that must end well."""
        answer = self(*words)
        assert answer.code == 0, (words, answer.err)
        return answer

    def play(self, step: Step) -> None:
        """Type the step when its time has come. It ends well, or is refused in one sentence that says why."""
        self.terminal.at = step.moment
        secrets = (
            [] if isinstance(step, day.Open) else [self.pin("--pin-file", step.by, wrong=step.wrong_pin)]
        )
        if step.approved_by:
            secrets += [("--approved-by", step.approved_by)]
            secrets += [self.pin("--supervisor-pin-file", step.approved_by, wrong=step.wrong_approval)]
        options = (word for pair in secrets for word in pair)
        answer = self(*words(step, self), "--operator", step.by, *options, "--json")
        if step.refused:
            assert (answer.code != 0, answer.err.count("\n")) == (True, 1), (step, answer)
            assert step.refused in answer.err, step
        else:
            assert answer.code == 0, (step, answer)
            self.learn(step, answer.data)

    def learn(self, step: Step, told: Any) -> None:
        """Keep what later steps need of an answer."""
        match step:
            case day.Receive(name=name):
                self.folios[name] = told["folio"]
            case day.Reserve():
                self.folios |= {f"form {number}": folio for number, folio in enumerate(told["folios"], 1)}
            case day.Act(number=number):
                self.acts[number] = told["list_hash"]
            case day.Close(site=site):
                self.closes[site] = told

    def pin(self, option: str, alias: str, *, wrong: bool = False) -> tuple[str, str]:
        return option, self.secret(
            f"pin-{alias}", day.WRONG_PIN if wrong else day.PINS.get(alias, day.WRONG_PIN)
        )

    def secret(self, name: str, digits: str) -> str:
        """The path of a file that holds the digits and that only its owner can read."""
        path = self.folder / name
        path.write_text(f"{digits}\n", encoding="utf-8")
        path.chmod(0o600)
        return str(path)


def given(**options: str) -> tuple[str, ...]:
    """The options that have a value: `given(written_at="10:40")` is --written-at 10:40."""
    named = ((f"--{name.replace('_', '-')}", value) for name, value in options.items() if value)
    return tuple(word for pair in named for word in pair)


@singledispatch
def words(step: Step, player: Player) -> tuple[str, ...]:
    """What is typed for the step, but for who does it and with which PIN."""
    raise TypeError(type(step).__name__)


# --- the ledger and its people --------------------------------------------------------------------------------------------


@words.register
def _open(step: day.Open, player: Player) -> tuple[str, ...]:
    pin = player.pin("--supervisor-pin-file", step.by)
    return ("init", "--ledger-code", day.LEDGER, "--site", step.site, *pin)


@words.register
def _add_site(step: day.AddSite, player: Player) -> tuple[str, ...]:
    return ("sites", "add", step.code, *given(name=step.name, timezone=step.timezone))


@words.register
def _enrol(step: day.Enrol, player: Player) -> tuple[str, ...]:
    return ("operators", "add", step.alias, "--roles", ",".join(step.roles))


@words.register
def _set_pin(step: day.SetPin, player: Player) -> tuple[str, ...]:
    return ("operators", "pin", step.alias, *player.pin("--new-pin-file", step.alias))


@words.register
def _roles(step: day.Roles, player: Player) -> tuple[str, ...]:
    return ("operators", "roles", step.alias, "--roles", ",".join(step.roles), "--reason", step.reason)


@words.register
def _revoke(step: day.Revoke, player: Player) -> tuple[str, ...]:
    return ("operators", "revoke", step.alias, "--reason", step.reason)


@words.register
def _setting(step: day.Setting, player: Player) -> tuple[str, ...]:
    return ("settings", "set", step.name, step.value)


@words.register
def _rate(step: day.Rate, player: Player) -> tuple[str, ...]:
    return ("rates", "set", step.rate, "--reason", step.reason)


# --- the till -------------------------------------------------------------------------------------------------------------


@words.register
def _cash(step: day.Cash, player: Player) -> tuple[str, ...]:
    return ("cash", step.kind, step.amount, *given(site=step.site, notes=step.notes, reason=step.reason))


@words.register
def _count(step: day.Count, player: Player) -> tuple[str, ...]:
    return ("cash", "count", step.notes, "--site", step.site)


@words.register
def _difference(step: day.Difference, player: Player) -> tuple[str, ...]:
    return ("cash", "difference", "--reason", step.reason, "--site", step.site)


# --- drop-offs ------------------------------------------------------------------------------------------------------------


@words.register
def _receive(step: day.Receive, player: Player) -> tuple[str, ...]:
    code = player.secret("code", step.code) if step.code else ""
    options = given(
        site=step.site,
        pay=step.pay,
        reason=step.reason,
        folio=player.folios.get(step.form, ""),
        written_at=step.written_at,
        draft_id=f"form-{step.moment:%d-%H%M%S}",
        code_file=code,
    )
    return ("receive", *step.items, *options)


@words.register
def _pay(step: day.Pay, player: Player) -> tuple[str, ...]:
    code = player.secret("code", step.code) if step.code else ""
    return ("pay", player.folios[step.name], *given(site=step.site, code_file=code))


@words.register
def _give_back(step: day.GiveBack, player: Player) -> tuple[str, ...]:
    return ("return", player.folios[step.name], "--reason", step.reason)


@words.register
def _void(step: day.Void, player: Player) -> tuple[str, ...]:
    return ("void", player.folios[step.name], "--reason", step.reason, "--recovered", step.recovered)


@words.register
def _correct(step: day.Correct, player: Player) -> tuple[str, ...]:
    return ("correct", player.tag(step.item), "--serial", step.serial, "--reason", step.reason)


@words.register
def _reserve(step: day.Reserve, player: Player) -> tuple[str, ...]:
    return ("forms", "reserve", str(step.number), "--site", step.site)


@words.register
def _return_forms(step: day.ReturnForms, player: Player) -> tuple[str, ...]:
    return ("forms", "return", *(player.folios[form] for form in step.forms), "--reason", step.reason)


# --- custody --------------------------------------------------------------------------------------------------------------


@words.register
def _act(step: day.Act, player: Player) -> tuple[str, ...]:
    witnesses = (word for name in step.witnesses for word in ("--witness", name))
    return (
        step.kind,
        *map(player.tag, step.items),
        "--act",
        step.number,
        *witnesses,
        *given(value=step.value),
    )


@words.register
def _check(step: day.Check, player: Player) -> tuple[str, ...]:
    paper = ("--list-hash", player.acts[step.paper])
    missing = (word for item in step.missing for word in ("--not-received", player.tag(item)))
    serials = (word for item, serial in step.serials for word in ("--serial", f"{player.tag(item)}={serial}"))
    return ("hand-over-check", step.act, *paper, *missing, *serials, "--rest-found")


@words.register
def _resolve(step: day.Resolve, player: Player) -> tuple[str, ...]:
    return ("hand-over-resolve", player.tag(step.item), f"--{step.outcome}", "--reason", step.reason)


# --- the close of the day -------------------------------------------------------------------------------------------------


@words.register
def _close(step: day.Close, player: Player) -> tuple[str, ...]:
    return ("close-day", *given(site=step.site, date=step.day))


@words.register
def _compare(step: day.Compare, player: Player) -> tuple[str, ...]:
    paper = day.on_paper(step, player.closes[step.paper]["closed"]["checkpoint"])
    return ("close-compare", *paper.split(), "--site", step.site)
