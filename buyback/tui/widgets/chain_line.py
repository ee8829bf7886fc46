"""How far the log goes, its newest digest, and what its check said."""

from textual.widgets import Static

from buyback import l10n
from buyback.chain import Checkpoint
from buyback.i18n import _, ngettext
from buyback.tui.state import Chain


class ChainLine(Static):
    """One line about the chain."""

    def __init__(self, *, id: str) -> None:
        super().__init__("", id=id, markup=False)

    def show(self, head: Checkpoint, chain: Chain) -> None:
        """Show this head, and what the check said."""
        entries = ngettext("{n} entry", "{n} entries", head.seq).format(n=l10n.number(head.seq))
        words = (
            _("checking {done} …").format(done=l10n.number(chain.checked))
            if chain.finding is None
            else chain.finding or _("chain ok")
        )
        self.set_class(chain.is_broken, "warning")
        self.update(f"{entries}, {head.digest[:8]}…  {words}")
