"""PINs: what one may be, and how long to wait after wrong ones."""

from buyback import errors

FEWEST_DIGITS = 4
MOST_DIGITS = 12
FREE_TRIES = 3  # mistyping happens; from here on every wrong PIN doubles the wait
LONGEST_WAIT_S = 300


class Pin:
    """The digits of a PIN as somebody typed them. They show in no message and no traceback: `repr` hides them."""

    __slots__ = ("_digits",)

    def __init__(self, digits: str) -> None:
        self._digits = digits

    def __repr__(self) -> str:
        return "Pin(***)"

    def reveal(self) -> str:
        """The digits, for whoever hashes or compares them; do not keep them in a variable."""
        return self._digits


def check_pin(pin: Pin) -> None:
    """A new PIN has 4 to 12 digits (BadPin), not all alike and no run like 1234, 4321 or 7890 (WeakPin)."""
    if not (
        pin.reveal().isascii()
        and pin.reveal().isdecimal()
        and FEWEST_DIGITS <= len(pin.reveal()) <= MOST_DIGITS
    ):
        raise errors.BadPin(fewest=FEWEST_DIGITS, most=MOST_DIGITS)
    if len(_steps(pin)) == 1 and _steps(pin) <= {0, 1, 9}:
        raise errors.WeakPin()


def _steps(pin: Pin) -> set[int]:
    """The steps from one digit to the next, around from 9 to 0."""
    return {
        (int(after) - int(before)) % 10 for before, after in zip(pin.reveal(), pin.reveal()[1:], strict=False)
    }


def wait_s(wrong: int) -> int:
    """The seconds to wait after so many wrong PINs in a row: none before the third, then 2, 4, 8 ... up to 300."""
    if wrong < FREE_TRIES:
        return 0
    return min(LONGEST_WAIT_S, 1 << min(wrong - FREE_TRIES + 1, LONGEST_WAIT_S.bit_length()))
