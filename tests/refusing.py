"""How a test says that the desk refuses: which refusal, and that nothing was written."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from samples import dump

from buyback.desk import Received
from buyback.errors import Refusal
from buyback.store.engine import Store

Receive = Callable[..., Received]


@contextmanager
def refused(store: Store, kind: type[Refusal]) -> Iterator[list[Refusal]]:
    """Exactly this refusal comes, every name in its sentence is filled in, and not one row of any table changed."""
    before = dump(store)
    caught: list[Refusal] = []
    with pytest.raises(Refusal) as problem:
        yield caught
    caught.append(problem.value)
    assert type(problem.value) is kind, problem.value
    assert "{" not in str(problem.value)
    assert dump(store) == before
