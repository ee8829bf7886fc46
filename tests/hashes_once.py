"""Argon2 at its full cost, once for each question: the same digits against the same hash have the same answer."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from argon2 import _password_hasher as argon2
from argon2.exceptions import VerifyMismatchError

_made_in_this_test: Counter[tuple[object, ...]] = Counter()


@contextmanager
def hashes_once() -> Iterator[None]:
    """Keep what Argon2 answers for the whole run.

    Within one test the same digits get another salt each time, as always; the next test gets the same hashes again.
    """
    hashed: dict[tuple[object, ...], bytes] = {}
    compared: dict[tuple[object, ...], bool] = {}
    make, compare = argon2.hash_secret, argon2.verify_secret

    def made_once(secret: bytes, salt: bytes, **costs: object) -> bytes:
        asked = (secret, *sorted(costs.items(), key=lambda cost: cost[0]))
        _made_in_this_test[asked] += 1
        key = (asked, _made_in_this_test[asked])
        if key not in hashed:
            hashed[key] = make(secret=secret, salt=salt, **costs)  # type: ignore[arg-type]
        return hashed[key]

    def compared_once(*asked: object) -> bool:
        if asked not in compared:
            try:
                compared[asked] = compare(*asked)  # type: ignore[arg-type]
            except VerifyMismatchError:
                compared[asked] = False
        if not compared[asked]:
            raise VerifyMismatchError
        return True

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(argon2, "hash_secret", made_once)
        patch.setattr(argon2, "verify_secret", compared_once)
        yield


def another_test() -> None:
    """The next test begins: its first hash of some digits is the first one again."""
    _made_in_this_test.clear()
