"""What is typed to search the ledger: words in any order, each of which narrows the lists. Pure.

A word is known by what it looks like (a folio, a day, an amount) or by what it names (a site, a person, a status, a type, a
kind of entry), in either language. `by:`, `type:`, `serial:` and their like before a word say what it is. Whatever is not
known is the beginning of a folio or of a serial.
"""

from buyback.tui.searching.called import Names
from buyback.tui.searching.reading import LONGEST, entry_typed, understood
from buyback.tui.searching.sought import Sought

__all__ = ["LONGEST", "Names", "Sought", "entry_typed", "understood"]
