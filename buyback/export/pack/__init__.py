"""The audit pack: a folder by which a stranger checks the whole ledger, with or without this program.

making       all of it, out of one snapshot
findings     findings.csv: what the audit finds
checkpoints  where the log stood at every close, and the signed notes of it
workbook     buyback.xlsx: a sheet per table, for people
printed      how its sheets are printed
front        its first sheet: totals, what they count, and the three reconciliations
journals     the movements of cash for hledger and for beancount
steps        VERIFY.txt: one page of steps to type
verify       verify.py, as it is put into the folder: it stands alone and shares no code with the rest
"""

from buyback.export.pack.making import audit_pack

__all__ = ["audit_pack"]
