"""Every hostile copy is found, and in words that a supervisor understands; what only a checkpoint finds is said to be so."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hostile import ATTACKS, NOTE_ATTACKS, lived
from samples import Life
from tampering import found

from buyback import chain
from buyback.store import checks
from buyback.store.engine import Store
from buyback.store.story import CHECKS

STORE = Path(checks.__file__).parent.parent


@pytest.fixture
def copy(after: Callable[[Life], Store]) -> Store:
    """A copy to be attacked, on either engine."""
    return after(lived)


def test_the_ledger_itself_is_sound(copy: Store) -> None:
    """What is found in a copy was done to the copy."""
    assert found(copy, checks.head(copy)) == []


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_named(copy: Store, name: str) -> None:
    """The finding says what was done; where the copy is whole in itself, nothing tells before the checkpoint."""
    attack, kept = ATTACKS[name], checks.head(copy)
    if attack.in_a_file and not copy.is_sqlite:
        pytest.skip("a server looks after its files itself, and may hold many ledgers")
    attack.on(copy)
    if attack.by_checkpoint:
        assert found(copy) == []
    findings = found(copy, kept)
    told = "\n".join(map(str, findings))
    assert attack.said in told, told
    others = set() if attack.by_checkpoint else {"checkpoint"}
    assert {finding.check for finding in findings} - others == attack.checks, told


def test_every_check_has_a_hostile_copy() -> None:
    """A check that no attack sets off is one that nobody has seen work."""
    named = set(CHECKS)
    for path in (*STORE.rglob("*.py"), Path(chain.__file__)):
        named |= set(re.findall(r'Finding\(\s*"([a-z]+)"', path.read_text(encoding="utf-8")))
    seen = set().union(*(attack.checks for attack in (*ATTACKS.values(), *NOTE_ATTACKS.values())))
    assert named == seen
