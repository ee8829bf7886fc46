"""PINs as files, as a command reads them."""

from collections.abc import Callable

from samples import COLLEAGUE

from .conftest import ANAS, LUISES, WRONG, Answer

LUIS = ("--operator", COLLEAGUE)
PinFile = Callable[..., str]


def said(answer: Answer) -> str:
    """stdout and stderr together, which are never to hold a PIN."""
    text = answer.out + answer.err
    assert [digits for digits in (ANAS, LUISES, WRONG) if digits in text] == []
    return text
