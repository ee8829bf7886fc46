"""An entry of the log in words: every kind of fact has a name and a sentence."""

import pytest

from buyback.describe import KIND_NAMES, describe, why_outside
from buyback.facts import KINDS, CloseCompared, DayClosed


def test_every_kind_has_a_name() -> None:
    """The list of entries names each kind, and none that is not written."""
    assert set(KIND_NAMES) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_sentence(kind: str) -> None:
    """The log can be listed whatever stands in it."""
    assert KINDS[kind] in describe.registry


def test_a_close_and_its_paper() -> None:
    """The day, what was counted and who signs; the next morning whether the paper says the same."""
    closed = DayClosed(
        "plaza", "2025-02-18", 81, 425_50, 425_50, *(0,) * 9, 6, 13, 0, 0, 0, 5, 0, 0, 81, "0" * 64, "eva"
    )
    assert describe(closed) == "plaza: 18 Feb 2025 is closed with $425.50 MXN in the cash box; eva signs"
    for agrees, words in ((True, "says what entry 82 says"), (False, "does not say what entry 82 says")):
        said = describe(CloseCompared("plaza", "2025-02-18", 82, agrees))
        assert said == f"plaza: the paper of 18 Feb 2025 {words}"


def test_a_donated_item_has_a_reason() -> None:
    """The giver's wish where nobody wrote another; what is valued as another row has the one that was written."""
    assert why_outside("", donated=True) == "asks no payment"
    assert why_outside("same calibre", donated=False) == "same calibre"
