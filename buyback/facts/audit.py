"""What is said to a finding of the audit."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FindingAnswered:
    """Somebody looked at a finding of the audit and says what is behind it.

    `finding` is its key, which is the same whenever the audit is made. `last_seq` is the newest entry that it rested on by
    then: where more follows, the finding is open again.
    """

    finding: str
    last_seq: int
    note: str
