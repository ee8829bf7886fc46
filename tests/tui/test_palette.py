"""The command palette finds what people look for by their everyday words, from any screen."""

from dataclasses import replace

import pytest
from conftest import SETTINGS, Run
from textual.command import CommandList
from textual.widgets import Input


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("operad", "Tabuladores y gente: Operadores"),
        ("enrol", "Tabuladores y gente: Operadores"),
        ("inscrib", "Tabuladores y gente: Operadores"),
        ("contraseña", "Tabuladores y gente: Operadores"),
        ("dar de alta", "Tabuladores y gente: Operadores"),
        ("relevo", "Cambiar operador"),
        ("bloquear", "Bloquear"),
        ("fondo inicial", "Caja: Fondo"),
        ("refuerzo", "Caja: Reforzar"),
        ("reintegro", "Caja: Devolver"),
        ("arqueo", "Caja: Conteo"),
        ("contar", "Caja: Conteo"),
        ("faltante", "Caja: Diferencia"),
        ("vale", "Caja: Vales"),
        ("movim", "Caja: Movimientos"),
        ("fin del dia", "Día: Cierre"),
        ("sin luz", "Libro: Formatos"),
    ],
)
async def test_everyday_words_find_the_till_and_the_people(run: Run, words: str, found: str) -> None:
    """From the desk, in Spanish; accents do not matter."""
    async with run(settings=replace(SETTINGS, language="es")) as clerk:
        await clerk.press("ctrl+p")
        await clerk.until_shown("CommandPalette")
        clerk.app.screen.query_one(Input).value = words
        await clerk.until(lambda: found in clerk.seen())


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("enrol", "Tables and people: Operators"),
        ("password", "Tables and people: Operators"),
        ("sign in", "Change operator"),
        ("shortage", "Till: Difference"),
        ("add cash", "Till: Top up"),
        ("withdraw", "Till: Return"),
        ("end of day", "Day: Close day"),
    ],
)
async def test_everyday_words_find_them_in_english(run: Run, words: str, found: str) -> None:
    async with run() as clerk:
        await clerk.press("ctrl+p")
        await clerk.until_shown("CommandPalette")
        clerk.app.screen.query_one(Input).value = words
        await clerk.until(lambda: found in clerk.seen())


async def test_what_is_found_elsewhere_is_done_there(run: Run) -> None:
    """From the desk to the list of operators, and to the float, in one go."""
    async with run() as clerk:
        for words, dialog in (("enrol", "Operators"), ("opening cash", "GiveFloat")):
            await clerk.press("ctrl+p")
            await clerk.until_shown("CommandPalette")
            await clerk.type(words)
            await clerk.until(lambda: clerk.app.screen.query_one(CommandList).option_count == 1)
            await clerk.press("enter")
            await clerk.until_shown(dialog)
            await clerk.press("escape", "f2")
            await clerk.until_shown("DeskScreen")
