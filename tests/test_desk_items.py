"""An item as it is written on the command line: read once, whole, or refused with the part that cannot be read."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buyback.desk import parse_item, parse_quantity
from buyback.errors import BadChoice, BadItem, BadQuantity, Refusal
from buyback.rules import Item


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("ak-47", Item("ak-47")),
        (" AK-47 ", Item("ak-47")),
        ("cartridge:250:donated", Item("cartridge", 250, donated=True)),
        ("revolver:u:serial=A123", Item("revolver", condition="unserviceable", serial="A123")),
        ("revolver:unserviceable", Item("revolver", condition="unserviceable")),
        ("revolver:inutilizable", Item("revolver", condition="unserviceable")),
        ("revolver:ÚTIL", Item("revolver")),
        ("shotgun:as=Revolver", Item("shotgun", valued_as="revolver")),
        ("revolver : 2 : u ", Item("revolver", 2, "unserviceable")),
        ("revolver:make=Smith & Wesson:model=10:calibre=.38:country=US:marks=armazón:note=cacha=rota",
         Item("revolver", make="Smith & Wesson", model="10", calibre=".38", country="US", marks="armazón", note="cacha=rota")),
        ("revolver:serial-status=filed-off", Item("revolver", serial_status="filed_off")),
        ("revolver:serial-status=part_only", Item("revolver", serial_status="part_only")),
        ("revolver:serial=u", Item("revolver", serial="u")),
    ],
)  # fmt: skip
def test_what_an_item_may_say(text: str, item: Item) -> None:
    """Code, quantity, condition, texts, donated and valued as, in any order after the code."""
    assert parse_item(text) == item


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", BadItem), (":", BadItem), (":2", BadItem), ("revolver:broken", BadItem), ("revolver:colour=red", BadItem),
        ("revolver:u:u", BadItem), ("revolver:u:serviceable", BadItem), ("revolver:1:2", BadItem),
        ("revolver:serial=1:serial=2", BadItem), ("revolver:serial=1:serial-status=none", BadItem),
        ("revolver:donated:donated", BadItem), ("revolver:donated=yes", BadItem), ("revolver:u=1", BadItem),
        ("revolver:", BadQuantity), ("revolver::u", BadQuantity), ("revolver:0", BadQuantity), ("revolver:-1", BadQuantity),
        ("revolver:1.5", BadQuantity), ("revolver:2u", BadQuantity), ("revolver:1 000", BadQuantity),
        ("revolver:serial-status=lost", BadChoice), ("revolver:as=x:as=y", BadItem),
    ],
)  # fmt: skip
def test_what_is_no_item(text: str, kind: type[Refusal]) -> None:
    """A part that cannot be read, or that stands there twice, is named; nothing is guessed."""
    with pytest.raises(Refusal) as refused:
        parse_item(text)
    assert type(refused.value) is kind
    assert "{" not in str(refused.value)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_answered(text: str) -> None:
    """Any text is an item or a refusal; nothing crashes."""
    with contextlib.suppress(Refusal):
        assert parse_item(text).quantity >= 1


@given(st.integers(1, 100_000))
def test_a_quantity_is_read_as_it_is_written(quantity: int) -> None:
    """Every whole number that a line may have."""
    assert parse_quantity(f" {quantity} ") == quantity


@pytest.mark.parametrize(
    "text", ["", " ", "0", "100001", "1.0", "1e2", "１", "²", "0x1", "1_0", "+1", "-1", "9" * 100, "ten"]
)
def test_what_is_no_quantity(text: str) -> None:
    """Zero, too many, fractions, signs, other scripts' digits and words."""
    with pytest.raises(BadQuantity):
        parse_quantity(text)
