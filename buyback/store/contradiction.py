"""What an entry contradicts of those before it, as the stories of the log tell it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Contradiction(NamedTuple):
    """A sentence, the name that it speaks of, the entry before (0 for none), and what else it says."""

    template: str
    name: str
    before: int = 0
    more: Mapping[str, str] = MappingProxyType({})
