"""VERIFY.txt: one page by which somebody with sqlite3, a CSV file and a SHA-256 tool checks the chain and the totals.

Lines that begin with four blanks are typed as they stand; those with eight are what must come out.
"""

from collections.abc import Iterable, Sequence

from buyback.chain import utc_text
from buyback.export.pack.checkpoints import Stood
from buyback.export.pack.front import Front
from buyback.i18n import N_, _
from buyback.signing.outcomes import GivenKey
from buyback.store.views.ever import Counted

NAME = "VERIFY.txt"

_TITLE = N_("How to check this folder without the program that made it")
_ABOUT = N_(
    "Ledger {code}, {programme}. Made {moment} with {entries} entries. Its last entry, the checkpoint:"
)
_NEEDED = N_(
    "You need a copy of this folder on a disk of your own, a terminal that stands in it, and sqlite3 (3.32 or newer).\n"
    "Type the lines that are four blanks in; those eight blanks in are what must come out. On a Mac write\n"
    "shasum -a 256 for sha256sum. Or let Python do all of it: python3 verify.py"
)
_FILES = N_("1. No file was changed since the folder was made: each line ends in OK.")
_LOG = N_("2. The log becomes a table: how many entries it has, and the number of the last one.")
_CHAIN = N_(
    "3. Each entry continues the one before it, and its body says what stands beside it. How many do not:"
)
_DIGESTS = N_(
    "4. Each digest is the SHA-256 of the previous digest, a line feed and the body. Every entry becomes a file; the\n"
    "   last command prints nothing, or names the entries that were changed."
)
_HEAD = N_(
    "5. The last entry. Compare it with the signed paper of the last day, and any older paper with the row of its\n"
    "   number in entries.csv: whoever rewrites a whole history and seals it anew is found by this step alone."
)
_NOTES = N_(
    "6. The ledger's keys, as they were noted on the first day; how many rows of checkpoints.csv stand in the log, and how many\n"
    "   of the files in checkpoints. Those are signed notes, one of each close: ledger, entries, the last one's digest in base64,\n"
    "   and who signed. Any tool for signed notes (c2sp.org/signed-note, c2sp.org/tlog-checkpoint) checks who, by these keys."
)
_TOTALS = N_("7. The totals by the log: how many, and how many centavos they come to.")
_SAME_TOTALS = N_("8. The files say the same.")
_TIDY = N_("9. What these steps made is taken away again.")

_LOAD = (
    "sqlite3 check.db 'CREATE TABLE log (ledger TEXT, seq INTEGER, at TEXT, kind TEXT, body TEXT, previous TEXT,",
    "  digest TEXT)' '.import --csv --skip 1 entries.csv log' 'SELECT count(*), max(seq) FROM log'",
)
_LINKS = (
    "sqlite3 check.db \"SELECT count(*) FROM (SELECT *, lag(seq, 1, 0) OVER w AS s, lag(digest, 1, printf('%064d', 0))",
    "  OVER w AS d FROM log WINDOW w AS (ORDER BY seq)) WHERE seq <> s + 1 OR previous <> d",
    "  OR json_extract(body, '$.ledger') <> ledger OR json_extract(body, '$.seq') <> seq",
    "  OR json_extract(body, '$.at') <> at OR json_extract(body, '$.kind') <> kind\"",
)
_SEALS = (
    "mkdir sealed",
    "sqlite3 check.db \"SELECT count(writefile('sealed/' || seq, previous || char(10) || body)) FROM log\"",
    "sqlite3 check.db \"SELECT digest || '  sealed/' || seq FROM log\" > sealed.sums",
    "sha256sum --quiet -c sealed.sums",
)
_LAST = (
    "sqlite3 check.db \"SELECT ledger || ':' || seq || ':' || digest FROM log ORDER BY seq DESC LIMIT 1\"",
)


_STOOD = (
    "sqlite3 check.db '.import --csv checkpoints.csv checkpoints' '.import --csv keys.csv keys' \"SELECT key FROM keys",
    "  UNION ALL SELECT count(*) FROM checkpoints JOIN log ON checkpoint = log.ledger || ':' || seq || ':' || digest\"",
)
_SIGNED = (
    "for n in checkpoints/*.txt; do",
    """  echo "$(sed -n 2p "$n")|$(sed -n 3p "$n" | base64 -d | od -An -v -tx1 | tr -d ' \\n')"; done > notes.sums""",
    "sqlite3 check.db 'CREATE TABLE notes (seq INTEGER, digest TEXT)' '.import notes.sums notes' 'SELECT count(*) FROM notes",
    "  JOIN log USING (seq, digest)'",
)

_MINOR = "CAST(sum(round({0} * 100)) AS INTEGER)"
_READ = tuple(
    f"'.import --csv {name}.csv {name}'" for name in ("items", "payouts", "vouchers", "voids", "cash")
)
_TOLD = (
    "sqlite3 check.db \"SELECT CASE kind WHEN 'CashMoved' THEN json_extract(body, '$.fact.kind') ELSE kind END, count(*),",
    "  sum(coalesce(json_extract(body, '$.fact.amount_minor'), json_extract(body, '$.fact.recovered_minor'))) FROM log",
    "  WHERE kind IN ('CashMoved', 'PaidOut', 'VoucherIssued', 'Voided') GROUP BY 1",
    "  UNION ALL SELECT 'items', count(*), sum(json_extract(value, '$.amount_minor'))",
    "  FROM log, json_each(body, '$.fact.lines') WHERE kind = 'DroppedOff' GROUP BY 1",
    "  UNION ALL SELECT 'destroyed', count(*), 0 FROM log, json_each(body, '$.fact.items')",
    "  WHERE kind = 'Destroyed' GROUP BY 1 ORDER BY 1\"",
)
_FILED = (
    f"sqlite3 check.db {' '.join(_READ[:3])}",
    f"sqlite3 check.db {' '.join(_READ[3:])}",
    f'sqlite3 check.db "SELECT kind, count(*), {_MINOR.format("amount_mxn")} FROM cash',
    "  WHERE kind IN ('float', 'top_up', 'return') GROUP BY 1",
    f"  UNION ALL SELECT 'PaidOut', count(*), {_MINOR.format('amount_mxn')} FROM payouts GROUP BY 1",
    f"  UNION ALL SELECT 'VoucherIssued', count(*), {_MINOR.format('amount_mxn')} FROM vouchers GROUP BY 1",
    f"  UNION ALL SELECT 'Voided', count(*), {_MINOR.format('recovered_mxn')} FROM voids GROUP BY 1",
    f"  UNION ALL SELECT 'items', count(*), {_MINOR.format('amount_mxn')} FROM items GROUP BY 1",
    "  UNION ALL SELECT 'destroyed', count(*), 0 FROM items WHERE status = 'destroyed' GROUP BY 1 ORDER BY 1\"",
)


def steps(front: Front, counted: Iterable[Counted], stood: Sequence[Stood], given: Sequence[GivenKey]) -> str:
    """The page, in the current language; `counted` is what the ledger's own tables say of the totals."""
    info, entries = front.info, str(front.info.head.seq)
    about = _(_ABOUT).format(
        code=info.code, programme=info.programme, moment=utc_text(front.at), entries=entries
    )
    totals = sorted(f"{one.name}|{one.number}|{one.minor}" for one in counted if one.number)
    parts = [
        _(_TITLE).upper(),
        _result(about, str(info.head)),
        _(_NEEDED),
        _step(_(_FILES), "sha256sum -c SHA256SUMS"),
        _result(_step(_(_LOG), *_LOAD), f"{entries}|{entries}"),
        _result(_step(_(_CHAIN), *_LINKS), "0"),
        _result(_step(_(_DIGESTS), *_SEALS), entries),
        _result(_step(_(_HEAD), *_LAST), str(info.head)),
        _notes(stood, given),
        _result(_step(_(_TOTALS), *_TOLD), *totals),
        _result(_step(_(_SAME_TOTALS), *_FILED), *totals),
        _step(_(_TIDY), "rm -rf check.db sealed sealed.sums notes.sums"),
    ]
    return "\n\n".join(parts) + "\n"


def _notes(stood: Sequence[Stood], given: Sequence[GivenKey]) -> str:
    """The step of the checkpoints; where no note is, none is looked at."""
    signed = sum(1 for one in stood if one.note)
    come_out = [*(str(one.key) for one in given), str(len(stood)), *([str(signed)] if signed else [])]
    return _result(_step(_(_NOTES), *_STOOD, *(_SIGNED if signed else ())), *come_out)


def _step(words: str, *commands: str) -> str:
    return "\n".join([words, *(f"    {command}" for command in commands)])


def _result(text: str, *lines: str) -> str:
    return "\n".join([text, *(f"        {line}" for line in lines)])
