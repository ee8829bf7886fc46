"""Asking with a dialog, and doing what it was asked for."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

from buyback.errors import Refusal

if TYPE_CHECKING:
    from buyback.tui.app import BuybackApp
    from buyback.tui.dialogs.dialog import Dialog

T = TypeVar("T")
R = TypeVar("R")


async def ask(app: "BuybackApp", make: "Callable[[], Dialog[T]]") -> T | None:
    """The dialog's answer, or None for going back."""

    async def as_it_is(answer: T) -> T:
        return answer

    return await ask_and_do(app, make, as_it_is)


async def ask_and_do(
    app: "BuybackApp", make: "Callable[[], Dialog[T]]", do: Callable[[T], Awaitable[R]]
) -> R | None:
    """Ask, then do it; a refusal opens the dialog again as it was filled in. None for going back."""
    refusal: Refusal | None = None
    while True:
        dialog = make()
        dialog.refusal = refusal
        answer = await app.push_screen_wait(dialog)
        if answer is None:
            return None
        try:
            result = await do(answer)
        except Refusal as problem:
            refusal = problem
        else:
            app.unfinished.pop(dialog.memory, None)
            return result
