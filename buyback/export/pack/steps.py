"""VERIFY.txt: one page by which somebody with sqlite3, a CSV file and a SHA-256 tool checks the chain and the totals.

Lines that begin with four blanks are typed as they stand; those with eight are what must come out.
"""

from collections.abc import Iterable, Mapping, Sequence

from buyback.chain import utc_text
from buyback.export.pack.checkpoints import Stood
from buyback.export.pack.front import Front
from buyback.i18n import N_, _
from buyback.signing.outcomes import GivenKey
from buyback.store.views.ever import Counted

NAME = "VERIFY.txt"

_TITLE = N_("How to check this folder without the program that made it")
_ABOUT = N_(
    "Ledger {code}, {programme}.\nMade {moment} with {entries} entries. Its last entry, the checkpoint:"
)
_NEEDED = N_(
    "Copy this folder to a disk of your own, and open a terminal in it, with sqlite3 (3.38 or newer).\n"
    "Type what is four blanks in; what is eight blanks in must come out. On a Mac write\n"
    "shasum -a 256 for sha256sum. python3 verify.py does all this, and compares row by row."
)
_FILES = N_("1. No file was changed since the folder was made: each line ends in OK.")
_LOG = N_("2. The files become tables. How many entries the log has, and the number of the last one:")
_CHAIN = N_("3. Each entry continues the one before it, and says what stands beside it. How many do not:")
_DIGESTS = N_(
    "4. Each digest is the SHA-256 of the one before, a line feed and the body. Every entry becomes a\n"
    "   file; the last command prints nothing, or names the entries that were changed."
)
_HEAD = N_(
    "5. Compare the last entry with the signed paper of the last day, and older paper with its row in\n"
    "   entries.csv: whoever rewrites a whole history and seals it anew is found by this step alone."
)
_NOTES = N_(
    "6. The ledger's keys, as noted on the first day; how many rows of checkpoints.csv and how many\n"
    "   notes stand in the log. Any tool for signed notes (c2sp.org/signed-note) checks who signed."
)
_TOTALS = N_("7. How many, and how many centavos: what the log and the files both say.")
_STATUSES = N_("8. Where the items are: of how many the log and items.csv say the same.")
_TIDY = N_("9. What these steps made is taken away again.")

_LOAD = (
    "for f in entries items payouts vouchers voids cash checkpoints keys; do",
    '  sqlite3 check.db ".import --csv $f.csv $f"; done',
    'sqlite3 check.db "CREATE TABLE log AS SELECT seq + 0 AS seq, ledger, at, kind, body, previous,',
    "  digest, body -> 'fact' AS f FROM entries; SELECT count(*), max(seq) FROM log\"",
)
_LINKS = (
    'sqlite3 check.db "SELECT count(*) FROM (SELECT *, lag(seq, 1, 0) OVER w AS s, lag(digest, 1,',
    "  printf('%064d', 0)) OVER w AS d FROM log WINDOW w AS (ORDER BY seq)) WHERE seq <> s + 1",
    "  OR previous <> d OR (ledger, seq, at, kind) IS NOT",
    "  (body ->> 'ledger', body ->> 'seq', body ->> 'at', body ->> 'kind')\"",
)
_SEALS = (
    "mkdir sealed",
    "sqlite3 check.db \"SELECT count(writefile('sealed/'||seq, previous||char(10)||body)) FROM log\"",
    "sqlite3 check.db \"SELECT digest || '  sealed/' || seq FROM log\" > sealed.sums",
    "sha256sum --quiet -c sealed.sums",
)
_LAST = ("sqlite3 check.db \"SELECT ledger||':'||seq||':'||digest FROM log ORDER BY seq DESC LIMIT 1\"",)
_STOOD = (
    'sqlite3 check.db "SELECT key FROM keys UNION ALL SELECT count(*) FROM checkpoints JOIN log',
    "  ON checkpoint = log.ledger || ':' || seq || ':' || digest\"",
)
_SIGNED = (
    """for n in checkpoints/*.txt; do echo "$(sed -n 2p "$n")|$(sed -n 3p "$n" | base64 -d |""",
    """  od -An -v -tx1 | tr -d ' \\n')"; done > notes.sums""",
    "sqlite3 check.db 'CREATE TABLE notes (seq INTEGER, digest TEXT)' '.import notes.sums notes'",
    "sqlite3 check.db 'SELECT count(*) FROM notes JOIN log USING (seq, digest)'",
)
_SUMS = (
    "sqlite3 check.db \"SELECT group_concat(what || ' ' || n || ' ' || minor, ', ') FROM (SELECT",
    "  what, n, minor FROM (SELECT CASE kind WHEN 'CashMoved' THEN f ->> 'kind' ELSE kind END AS",
    "  what, count(*) AS n, sum(coalesce(f ->> 'amount_minor', f ->> 'recovered_minor')) AS minor",
    "  FROM log WHERE kind IN ('CashMoved', 'PaidOut', 'VoucherIssued', 'Voided') GROUP BY 1 UNION ALL",
    "  SELECT 'items', count(*), sum(value ->> 'amount_minor') FROM log, json_each(f, '$.lines')",
    "  UNION ALL SELECT kind, count(*), sum(CAST(round(m * 100) AS INTEGER)) FROM (SELECT kind,",
    "  amount_mxn AS m FROM cash WHERE kind IN ('float', 'top_up', 'return') UNION ALL SELECT",
    "  'PaidOut', amount_mxn FROM payouts UNION ALL SELECT 'VoucherIssued', amount_mxn FROM",
    "  vouchers UNION ALL SELECT 'Voided', recovered_mxn FROM voids UNION ALL SELECT 'items',",
    "  amount_mxn FROM items) GROUP BY 1) WHERE n GROUP BY what, n, minor HAVING count(*) = 2)",
    "  GROUP BY what > 'a'\"",
)
_STAND = (
    "sqlite3 check.db \"SELECT group_concat(status || ' ' || n, ', ') FROM (SELECT status, count(*)",
    "  AS n FROM items JOIN (SELECT item, status, max(seq) FROM (SELECT (f ->> 'folio') || '/' ||",
    "  (value ->> 'number') AS item, 'held' AS status, seq FROM log, json_each(f, '$.lines') UNION",
    "  ALL SELECT iif(type = 'object', value ->> 'item', value), iif(kind =",
    "  'HandedOver', 'handed_over', lower(kind)), seq FROM log, json_each(f, '$.items') WHERE kind",
    "  IN ('Destroyed', 'Kept', 'HandedOver', 'Returned', 'Voided') UNION ALL SELECT f ->> 'item',",
    "  iif(f ->> 'outcome' = 'lost', 'lost', 'held'), seq FROM log WHERE f ->> 'outcome' IN",
    "  ('lost', 'still_here')) GROUP BY 1) USING (item, status) GROUP BY 1)\"",
)


def steps(
    front: Front,
    counted: Iterable[Counted],
    statuses: Mapping[str, int],
    stood: Sequence[Stood],
    given: Sequence[GivenKey],
) -> str:
    """The page, in the current language; `counted` and `statuses` are what the ledger's own tables say of the totals and
    of where the items are.
    """
    info, entries = front.info, str(front.info.head.seq)
    about = _(_ABOUT).format(
        code=info.code, programme=info.programme, moment=utc_text(front.at), entries=entries
    )
    told = sorted((one.name, f"{one.name} {one.number} {one.minor}") for one in counted if one.number)
    both = (
        ", ".join(words for name, words in told if name[0].isupper() == of_facts)
        for of_facts in (True, False)
    )
    totals = filter(None, both)
    there = ", ".join(f"{status} {number}" for status, number in sorted(statuses.items()))
    head = "\n".join([_(_TITLE).upper(), _result(about, str(info.head)), _(_NEEDED)])
    parts = [
        _step(_(_FILES), "sha256sum -c SHA256SUMS"),
        _result(_step(_(_LOG), *_LOAD), f"{entries}|{entries}"),
        _result(_step(_(_CHAIN), *_LINKS), "0"),
        _result(_step(_(_DIGESTS), *_SEALS), entries),
        _result(_step(_(_HEAD), *_LAST), str(info.head)),
        _notes(stood, given),
        _result(_step(_(_TOTALS), *_SUMS), *totals),
        _result(_step(_(_STATUSES), *_STAND), *filter(None, [there])),
        _step(_(_TIDY), "rm -rf check.db sealed sealed.sums notes.sums"),
    ]
    return "\n\n".join([head, "\n".join(parts)]) + "\n"


def _notes(stood: Sequence[Stood], given: Sequence[GivenKey]) -> str:
    """The step of the checkpoints; where no note is, none is looked at."""
    signed = sum(1 for one in stood if one.note)
    come_out = [*(str(one.key) for one in given), str(len(stood)), *([str(signed)] if signed else [])]
    return _result(_step(_(_NOTES), *_STOOD, *(_SIGNED if signed else ())), *come_out)


def _step(words: str, *commands: str) -> str:
    return "\n".join([words, *(f"    {command}" for command in commands)])


def _result(text: str, *lines: str) -> str:
    return "\n".join([text, *(f"        {line}" for line in lines)])
