"""One entry of the log, as it was sealed."""

from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.widgets import Static

from buyback import l10n
from buyback.chain import Sealed
from buyback.i18n import N_, _
from buyback.tui import entry_words
from buyback.tui.dialogs.reading import Reading
from buyback.tui.widgets.fact_sheet import FactSheet
from buyback.tui.widgets.words import Words


class EntryDetail(Reading[bool]):
    """Shows the body as indented JSON, and the digests that seal it."""

    CSS_PATH = "ledger.tcss"
    HELP = N_(
        "One entry of the log, just as it was sealed: what it says, who recorded it and when, and the "
        "digest that seals it together with every entry before it. Whoever has the digest can compute it "
        "again."
    )

    def __init__(self, sealed: Sealed, zone: ZoneInfo) -> None:
        super().__init__()
        self.sealed = sealed
        self.zone = zone

    def compose_content(self) -> ComposeResult:
        yield FactSheet(id="entry-facts")
        yield Words(N_("What it holds, part by part"), classes="part")
        yield Static(entry_words.indented(self.sealed.body), id="entry-body", markup=False)
        yield Words(N_("As it was sealed: the very text whose digest is taken"), classes="part")
        yield Static(self.sealed.body, id="entry-sealed", markup=False)

    def heading(self) -> str:
        return _("Entry {seq} of {ledger}").format(
            seq=l10n.number(self.sealed.seq), ledger=self.sealed.ledger
        )

    def reword(self) -> None:
        super().reword()
        found = entry_words.words(self.sealed, self.zone)
        fits = _("fits: SHA-256 of the digest before, a line feed and the body")
        broken = _("DOES NOT FIT: the entry was changed")
        self.query_one(FactSheet).show(
            [
                (_("Kind"), found.kind),
                (_("Says"), found.said),
                (_("Recorded"), f"{found.when}, {found.by}"),
                (_("UTC"), self.sealed.at),
                (_("Digest before"), self.sealed.previous),
                (_("Digest"), self.sealed.digest),
                (_("The digest"), fits if entry_words.fits(self.sealed) else broken),
            ]
        )
