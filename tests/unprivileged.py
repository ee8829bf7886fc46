"""Places of the disk that this process may not use, for the tests of what is refused then."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

READ_ONLY, CLOSED = 0o555, 0
"""Nobody may write there; nobody may even look."""


@contextmanager
def unprivileged(place: Path, mode: int) -> Iterator[None]:
    """Inside, the place has this mode, and it holds for this process (root may do anything, so it becomes somebody else)."""
    is_root = os.geteuid() == 0
    place.chmod(mode)
    if is_root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)
        place.chmod(0o755)
