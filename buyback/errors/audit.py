"""The audit: its findings and the hours that it holds work against."""

from buyback.errors.tree import NotFoundRefusal, UsageRefusal
from buyback.i18n import N_


class NoSuchFinding(NotFoundRefusal):
    template = N_("The audit finds nothing with the key {key}; its list has the keys of all that it finds.")


class BadFindingKey(UsageRefusal):
    template = N_(
        "“{text}” is not the key of a finding; the audit's list has them, like not-received:A1-000123-S/1."
    )


class BadHours(UsageRefusal):
    template = N_("“{text}” is not from when to when; write it like 10:00-16:00, or none to check no hours.")
