"""What a check of the whole ledger found."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.widgets import Static

from buyback import l10n
from buyback.chain import Checkpoint, Finding, fitting
from buyback.i18n import N_, _, ngettext
from buyback.report import verified
from buyback.store.checks import Tally
from buyback.tui.dialogs.reading import Reading

MOST_FINDINGS = 500
"""A check that finds more is not read to its end."""


class Findings(Reading[bool]):
    """Lists findings in words; an empty list says what was checked."""

    CSS_PATH = "ledger.tcss"
    HELP = N_(
        "What the check of the whole ledger found: every digest was computed again, and every table was "
        "made again from the log and compared, and the notes that the ledger's key signed at each close were "
        "held against the log. A finding names its place, since when it is so and how sure that is. Whatever it is, the file is "
        "evidence: leave it as it is and call whoever audits it."
    )

    def __init__(
        self, findings: Sequence[Finding], head: Checkpoint, given: Sequence[Checkpoint], tally: Tally
    ) -> None:
        super().__init__()
        self.findings = tuple(findings)
        self.head = head
        self.given = tuple(given)
        self.tally = tally

    def compose_content(self) -> ComposeResult:
        yield Static("", id="findings", markup=False)

    def on_mount(self) -> None:
        self.query_one("#findings").set_class(bool(self.findings), "refusal")

    def heading(self) -> str:
        n = len(self.findings)
        if not n:
            return _("Nothing was found")
        if n > MOST_FINDINGS:
            return _("More than {n} findings").format(n=l10n.number(MOST_FINDINGS))
        return ngettext("{n} finding", "{n} findings", n).format(n=l10n.number(n))

    def reword(self) -> None:
        super().reword()
        lines = self._told() or self._intact()
        if len(self.findings) > MOST_FINDINGS:
            lines.append(_("… and more"))
        elif self.findings:
            words = _("The checkpoint {checkpoint} is in this ledger.")
            lines += [words.format(checkpoint=one.brief) for one in fitting(self.given, self.findings)]
        if self.findings:
            lines += ["", _("Stop using this ledger, keep the file as it is, and tell whoever audits it.")]
        self.query_one("#findings", Static).update("\n".join(lines))

    def _told(self) -> list[str]:
        """What happened in all, then each finding below how sure it is and since when."""
        heading = verified.in_all(self.findings) if len(self.findings) <= MOST_FINDINGS else ""
        lines = [heading, ""] if heading else []
        for how, said in verified.grouped(self.findings[:MOST_FINDINGS]):
            lines += [how, *said]
        return lines

    def _intact(self) -> list[str]:
        entries = ngettext("{n} entry", "{n} entries", self.head.seq).format(n=l10n.number(self.head.seq))
        lines = [
            _("The ledger {code} is intact: {entries}.").format(code=self.head.ledger, entries=entries),
            _("Every digest was computed again, and every table was made again from the log and compared."),
        ]
        words = _("The checkpoint {checkpoint} is in this ledger: nothing up to it was changed or cut.")
        fit = (words.format(checkpoint=checkpoint.brief) for checkpoint in self.given)
        return [*lines, *fit, *verified.beyond(self.tally, self.head.seq)]
