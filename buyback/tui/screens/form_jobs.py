"""The jobs around blank forms: reserve and print them, print one again, record those that came back unused."""

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from buyback import desk
from buyback.desk import Reserved
from buyback.errors import Refusal
from buyback.i18n import _, ngettext
from buyback.rules import BlankForm
from buyback.store.views import forms
from buyback.tui import printing
from buyback.tui.dialogs.forms import FormsAnswer, FormsOut, ReserveAnswer, ReserveForms, ReturnForms
from buyback.tui.dialogs.print_out import PrintAnswer

if TYPE_CHECKING:
    from buyback.tui.app import BuybackApp


async def show(app: "BuybackApp") -> None:
    """List the forms that are out, and do what is chosen, until nothing is."""
    session, marked = app.at_work, tuple[str, ...]()
    while True:
        found = await app.read(partial(forms.listed, state="out"))
        chosen = await app.ask(partial(FormsOut, found, session.today(app.clock()), marked))
        if chosen is None:
            return
        marked = chosen.folios
        await _do(app, chosen)


async def _do(app: "BuybackApp", chosen: FormsAnswer) -> None:
    if chosen.what == "reserve":
        await _reserve(app)
    elif chosen.what == "print":
        await printing.print_forms(app, chosen.folios)
    else:
        await _give_back(app, chosen.folios)


async def _reserve(app: "BuybackApp") -> None:
    """Take folios for forms and print them; what cannot be printed by then is said, as the folios are taken."""
    session = app.at_work

    async def do(answer: ReserveAnswer) -> tuple[ReserveAnswer, Reserved, Refusal | None]:
        await asyncio.to_thread(printing.check_free, answer.path)
        done = await app.write(desk.reserve, answer.site, answer.number)
        wanted = PrintAnswer("forms", answer.paper, answer.path)
        try:
            await printing.put_out(app, printing.forms_job(done.folios), wanted)
        except Refusal as refusal:
            return answer, done, refusal
        return answer, done, None

    stem = printing.forms_stem(f"{session.info.code}-{session.today(app.clock()).isoformat()}")
    dialog = partial(
        ReserveForms,
        session.sites,
        session.site.code,
        printing.sheet_paper(app),
        stem,
        free=printing.free_in(app),
        command=app.settings.print_command,
    )
    found = await app.ask_and_do(dialog, do)
    if found is None:
        return
    _answer, done, refusal = found
    words = ngettext(
        "{n} form reserved, from {first}.", "{n} forms reserved, from {first}.", len(done.folios)
    )
    said = words.format(n=len(done.folios), first=done.folios[0])
    if refusal is None:
        app.notify(said)
    else:
        app.show_refusal(f"{said} {refusal} " + _("Print them from the list of the forms that are out."))


async def _give_back(app: "BuybackApp", folios: tuple[str, ...]) -> None:
    """Record that these forms came back unused."""

    async def do(reason: str) -> tuple[BlankForm, ...]:
        return await app.write(desk.return_forms, folios, reason)

    done = await app.ask_and_do(partial(ReturnForms, folios), do)
    if done is not None:
        words = ngettext("{n} form came back unused.", "{n} forms came back unused.", len(done))
        app.notify(words.format(n=len(done)))
