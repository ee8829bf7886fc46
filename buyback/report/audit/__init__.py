"""The audit: what an auditor looks for in a ledger, each finding with its entries and with what was answered to it.

finding   a finding, and all of them together
looking   every kind of finding, and where it is looked for
weapons   findings about items
cash      findings about money and rates
work      findings about days and people
told      a finding in words, for the command line, the app and the audit pack
waiting   how many of some days nobody answered, for whoever signs them
"""

from buyback.report.audit.finding import Audited, Finding, answered
from buyback.report.audit.looking import LOOKS_AT, audited, find, of_drop_off
from buyback.report.audit.waiting import Unanswered, of_day, unanswered
from buyback.store.views.audit.answers import answers

__all__ = [
    "LOOKS_AT",
    "Audited",
    "Finding",
    "Unanswered",
    "answered",
    "answers",
    "audited",
    "find",
    "of_day",
    "of_drop_off",
    "unanswered",
]
