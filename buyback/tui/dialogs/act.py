"""An act over items: its number, how, where, before whom, and the items one by one."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from buyback import desk, l10n, rules
from buyback.desk import Act
from buyback.desk.custody import ACT, METHOD, PLACE, RECEIVER
from buyback.errors import (
    ActReused,
    BadChoice,
    ClerkAsWitness,
    HandOverClosed,
    MustBeHandedOver,
    NotReceivedYet,
    NotSettled,
    PlaceNotNamed,
    Refusal,
    SameWitness,
    TooFewWitnesses,
)
from buyback.facts import VALUES
from buyback.free_text import SHORT_LONGEST
from buyback.i18n import N_, _, in_every_language, ngettext
from buyback.rules import STATUS_NAMES
from buyback.store.views.drop_offs import ItemView
from buyback.tui import item_words
from buyback.tui.acts import Chosen, Proposal
from buyback.tui.dialogs.dialog import Dialog
from buyback.tui.widgets.choice import Choice
from buyback.tui.widgets.field import Field, Labelled
from buyback.tui.widgets.item_rows import ItemRows
from buyback.tui.widgets.words import Words

WITNESSES = 4
"""Fields for witnesses; more than two are rare."""

_HINTS = {
    "destroyed": N_("At least two witnesses, not you. The act goes on through its day."),
    "handed_over": N_("Who signs for the items takes them; witnesses need not be named."),
    "kept": N_("Only for its historic, cultural, scientific or artistic value."),
}
_DETAILS = {"destroyed": N_("Method"), "handed_over": N_("Receiver"), "kept": N_("Its value")}


@dataclass(frozen=True, slots=True)
class ActAnswer:
    """An act as it was filled in; `detail` is the method, the receiver or the value."""

    act: Act
    detail: str


def why_not(item: ItemView, problem: Refusal) -> str:
    """The rule in a few words."""
    if isinstance(problem, NotSettled):
        return _("not paid yet: its giver may still take it back")
    if isinstance(problem, MustBeHandedOver):
        return _("not destroyed here: it is handed over to Defensa")
    if isinstance(problem, NotReceivedYet):
        return _("not received since {day}; F12 says what became of it").format(
            day=l10n.day(item.arrival_on or item.status_on)
        )
    return _("is {status}").format(status=_(STATUS_NAMES[item.status]))


class ActDialog(Dialog[ActAnswer]):
    """Fill in an act over the chosen items; those that the rules leave out are named with the reason."""

    CSS_PATH = "act.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "scroll_items(-1)", N_("Earlier items"), show=False),
        Binding("pagedown", "scroll_items(1)", N_("Later items"), show=False),
    ]
    WRONG: ClassVar[Mapping[type[Refusal], str]] = {
        ActReused: "number",
        HandOverClosed: "number",
        PlaceNotNamed: "place",
        BadChoice: "detail",
    }
    TEXTS: ClassVar[Mapping[str, str]] = {ACT: "number", METHOD: "detail", RECEIVER: "detail", PLACE: "place"}
    HELP = N_(
        "The act by which items leave custody, as it is signed on paper: its number, how and where, before "
        "whom, and the items one by one.\n\n- A destruction is recorded with at least two witnesses, and "
        "none of them is whoever records it. The cuts stand beside each weapon.\n- What is handed over "
        "leaves for destruction elsewhere; what is kept goes to the museum for the value that is "
        "chosen.\n- Today's act goes on: with its number, its place and its witnesses it takes more items. "
        "Another number begins another act.\n- What the rules leave out is named with the reason and stays "
        "where it is."
    )
    HELP_KEYS = N_(
        "Up and down go from field to field, Page Up and Page Down show the other items. **Enter** records "
        "the act, **Escape** goes back and keeps what is typed."
    )

    def __init__(self, chosen: Chosen, proposal: Proposal, subject: str) -> None:
        super().__init__(subject)
        self.chosen = chosen
        self.proposal = proposal
        self.accept_label = {
            "destroyed": N_("Record as destroyed"),
            "handed_over": N_("Record the hand-over"),
            "kept": N_("Record as kept"),
        }[chosen.kind]

    def compose_content(self) -> ComposeResult:
        with VerticalScroll(id="act-items", can_focus=False):
            yield ItemRows(id="act-list")
        yield Static("", id="left-out", classes="warning", markup=False)
        yield Static("", id="goes-on", classes="hint", markup=False)
        yield Labelled(N_("Act number"), Field(self.proposal.number, id="number", longest=SHORT_LONGEST))
        yield Labelled(_DETAILS[self.chosen.kind], self._detail())
        yield Labelled(N_("Place"), Field(self.proposal.place, id="place", longest=SHORT_LONGEST))
        named = self.proposal.witnesses + ("",) * WITNESSES
        needed = rules.FEWEST_WITNESSES if self.chosen.kind == "destroyed" else 0
        for number in range(WITNESSES):
            hint = N_("needed") if number < needed else N_("if there is one")
            field = Field(named[number], id=f"witness-{number + 1}", hint=hint, longest=SHORT_LONGEST)
            yield Labelled(_WITNESS_LABELS[number], field)
        yield Words(_HINTS[self.chosen.kind], classes="hint")

    def _detail(self) -> Choice | Field:
        if self.chosen.kind == "kept":
            values = [(value, item_words.VALUE_NAMES[value]) for value in VALUES]
            return Choice(values, self.proposal.detail, id="detail")
        return Field(_(self.proposal.detail), id="detail", longest=SHORT_LONGEST)

    def on_mount(self) -> None:
        """The number goes on from the last act: the cursor begins at what is said of this one."""
        first = "detail" if self.chosen.kind != "destroyed" else "witness-1"
        is_told = self.proposal.number and not self.proposal.witnesses
        self.query_one(f"#{first if is_told else 'number'}").focus()

    def heading(self) -> str:
        n = len(self.chosen.items)
        return {
            "destroyed": ngettext("Destroy {n} item", "Destroy {n} items", n),
            "handed_over": ngettext("Hand over {n} item", "Hand over {n} items", n),
            "kept": ngettext("Keep {n} item for the museum", "Keep {n} items for the museum", n),
        }[self.chosen.kind].format(n=n)

    def reword(self) -> None:
        super().reword()
        if self._is_usual_method():
            self.query_one("#detail", Field).value = _(desk.DEFAULT_METHOD)
        self._show_items()
        goes_on = self.query_one("#goes-on", Static)
        goes_on.display = self.proposal.goes_on
        goes_on.update(
            _("Goes on with today's act {number}; write another number for a new one.").format(
                number=self.proposal.number
            )
        )

    def _show_items(self) -> None:
        is_cut = self.chosen.kind == "destroyed"
        rows = [
            (item.id, item_words.brief(item), item_words.cuts(item) if is_cut else "")
            for item in self.chosen.items
        ]
        if self.chosen.left_out:
            rows.append((_("Left out"), "", ""))
        rows += [
            (item.id, f"{item_words.named(item)}: {why_not(item, problem)}", "")
            for item, problem in self.chosen.left_out
        ]
        self.query_one("#act-list", ItemRows).show(rows)
        left_out = self.query_one("#left-out", Static)
        left_out.display = bool(self.chosen.left_out)
        left_out.update(self._left_out())

    def _left_out(self) -> str:
        reasons = Counter(why_not(item, problem) for item, problem in self.chosen.left_out)
        said = "; ".join(f"{reason} ({l10n.number(n)})" for reason, n in reasons.items())
        return _("Left out: {said}").format(said=said)

    def answer(self) -> ActAnswer:
        names = tuple(map(self._text, self._witness_fields(named=True)))
        return ActAnswer(Act(self._text("number"), self._text("place"), names), self._said_detail())

    def _witness_fields(self, *, named: bool) -> list[str]:
        """The ids of the fields where a witness is named, or of those where none is."""
        fields = (f"witness-{number + 1}" for number in range(WITNESSES))
        return [field for field in fields if bool(self._text(field)) is named]

    def wrong(self, refusal: Refusal) -> str:
        """A witness is counted among those who are named; one too few is missing in the first empty field."""
        if isinstance(refusal, SameWitness | ClerkAsWitness) or refusal.values.get("field") == rules.WITNESS:
            return self._witness_fields(named=True)[int(refusal.values["number"]) - 1]
        if isinstance(refusal, TooFewWitnesses):
            return self._witness_fields(named=False)[0]
        return super().wrong(refusal)

    def _said_detail(self) -> str:
        """The method that comes with the program is recorded as the command line records it, in any language."""
        if self.chosen.kind == "kept":
            return self.query_one("#detail", Choice).value
        return desk.DEFAULT_METHOD if self._is_usual_method() else self._text("detail")

    def _is_usual_method(self) -> bool:
        return self.chosen.kind == "destroyed" and self._text("detail") in in_every_language(
            desk.DEFAULT_METHOD
        )

    def _text(self, name: str) -> str:
        return self.query_one(f"#{name}", Field).value.strip()

    def action_scroll_items(self, by: int) -> None:
        """Show other items of a long list."""
        items = self.query_one("#act-items", VerticalScroll)
        items.scroll_relative(y=by * max(1, items.size.height - 1), animate=False)


_WITNESS_LABELS = (N_("Witness 1"), N_("Witness 2"), N_("Witness 3"), N_("Witness 4"))
