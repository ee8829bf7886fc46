"""What a weapon carries: serial, make, model and the rest. Every part is optional; a correction says why."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult

from buyback import desk
from buyback.desk import NewMarks
from buyback.facts import SERIAL_STATUSES, SerialStatus
from buyback.free_text import NOTE_LONGEST, REASON, SHORT_LONGEST, required
from buyback.i18n import N_, _
from buyback.rules import SERIAL_STATUS_NAMES, Item
from buyback.store.views.drop_offs import ItemView
from buyback.tui import item_words
from buyback.tui.dialogs.dialog import Dialog, T
from buyback.tui.widgets.choice import Choice
from buyback.tui.widgets.field import Field, Labelled
from buyback.tui.widgets.words import Wording, Words

_MARKS = {
    "make": N_("Make"),
    "model": N_("Model"),
    "calibre": N_("Calibre"),
    "country": N_("Country"),
    "marks": N_("Place of the marks"),
}


class SerialForm(Dialog[T]):
    """A serial, and where none is read, why."""

    def compose_serial(self, serial: str, status: str) -> ComposeResult:
        """The two lines."""
        yield Labelled(N_("Serial"), Field(serial, id="serial", longest=SHORT_LONGEST))
        yield Labelled(N_("The serial is"), Choice(list(SERIAL_STATUS_NAMES.items()), status, id="status"))

    def on_mount(self) -> None:
        self.query_one("#serial").focus()

    def on_input_changed(self, event: Field.Changed) -> None:
        """A typed serial was read; an empty one was not."""
        choice = self.query_one("#status", Choice)
        if event.input.id == "serial" and bool(event.value.strip()) != (choice.value == "read"):
            choice.value = "read" if event.value.strip() else "not_asked"

    def text(self, name: str) -> str:
        """What the field holds."""
        return self.query_one(f"#{name}", Field).value

    def status(self) -> SerialStatus:
        """A serial that is typed was read; where none is, what was chosen about it."""
        if self.text("serial").strip():
            return "read"
        chosen = self.query_one("#status", Choice).value
        status = next(found for found in SERIAL_STATUSES if found == chosen)
        return "not_asked" if status == "read" else status


class MarksForm(SerialForm[T]):
    """A field for every mark of `carrier`. What is filled in becomes the answer of a subclass."""

    TEXTS: ClassVar[Mapping[str, str]] = {label: name for name, label in desk.FIELDS.items()} | {
        REASON: "reason"
    }

    def __init__(self, name: Wording, carrier: Item | ItemView, subject: str) -> None:
        super().__init__(subject)
        self.type_name = name
        self.carrier = carrier

    def compose_content(self) -> ComposeResult:
        yield Words(self.type_name, classes="subject")
        yield from self.compose_serial(self.carrier.serial, self.carrier.serial_status)
        for name, label in _MARKS.items():
            yield Labelled(label, Field(getattr(self.carrier, name), id=name, longest=SHORT_LONGEST))


class Marks(MarksForm[Item]):
    """Fill in the marks of an item that is being received, and a note; the answer is the item with them."""

    HEADING = N_("Serial and marks")
    ACCEPT = N_("Save")
    HELP = N_(
        "What is read from the weapon itself, before it is received; each part that is known helps to trace it.\n\n"
        "- Without a serial say why: it has none, it was filed off, only a part's number is there, or it was not "
        "looked for.\n"
        "- A serial that other items carry already is said after receiving; serials repeat, so nothing is refused.\n"
        "- Every field may stay empty. The note is about the weapon, never about who brings it."
    )

    def __init__(self, name: Wording, item: Item, subject: str) -> None:
        super().__init__(name, item, subject)
        self.item = item

    def compose_content(self) -> ComposeResult:
        yield from super().compose_content()
        yield Labelled(N_("Note"), Field(self.item.note, id="note", longest=NOTE_LONGEST))

    def answer(self) -> Item:
        texts = {name: self.text(name) for name in ("serial", *_MARKS, "note")}
        item = desk.cleaned(replace(self.item, **texts, serial_status=self.status()))  # type: ignore[arg-type]  # texts has texts only
        return replace(item, serial_status="read") if item.serial else item


@dataclass(frozen=True, slots=True)
class Correction:
    """What is to be corrected, and why."""

    new: NewMarks
    reason: str


class CorrectMarks(MarksForm[Correction]):
    """The marks of an item as the ledger has them, to be corrected; the answer is what is filled in otherwise."""

    HEADING = N_("Correct the marks of {item}")
    ACCEPT = N_("Correct")
    HELP = N_(
        "For what was read or typed wrongly from a weapon. The marks that stood until now stay in the log, and the "
        "summary of the day lists the correction with both.\n\n"
        "- Change only what is wrong; an empty field takes a mark away.\n"
        "- The reason is needed.\n"
        "- The type, the condition, the quantity and the amount are not corrected here: the drop-off is voided and "
        "received again."
    )

    def __init__(self, item: ItemView) -> None:
        super().__init__(partial(item_words.brief, item), item, f"{item.id} {item.corrections}")
        self.item = item

    def compose_content(self) -> ComposeResult:
        yield from super().compose_content()
        hint = N_("for example: two digits were swapped")
        yield Labelled(N_("Reason"), Field(id="reason", hint=hint, longest=NOTE_LONGEST))

    def heading(self) -> str:
        return _(self.HEADING).format(item=self.item.id)

    def answer(self) -> Correction:
        typed = {name: self.text(name) for name in ("serial", *_MARKS)}
        changed = {name: text for name, text in typed.items() if text != getattr(self.item, name)}
        status = self.status()
        new_status = None if typed["serial"].strip() or status == self.item.serial_status else status
        return Correction(
            NewMarks(**changed, serial_status=new_status), required(self.text("reason"), REASON)
        )
