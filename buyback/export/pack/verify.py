"""Checks this folder with Python alone: python3 verify.py [CHECKPOINT]. A checkpoint is CODE:NUMBER:DIGEST, as on paper."""

import base64
import csv
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

same = {  # what the log says and which file says it too: a sum over these values must come out the same in both
    "DroppedOff": "drop_offs folio site business_on settlement",
    "Line": "items item type_code condition quantity amount_minor",
    "Marks": "items item make model calibre serial serial_status country marks",
    "Destroyed": "items item",
    "PaidOut": "payouts folio business_on means amount_minor",
    "Voided": "voids folio business_on reason recovered_minor",
    "VoucherIssued": "vouchers folio site expires_on amount_minor",
    "CashMoved": "cash seq site kind amount_minor",
}
escaped = ("'=", "'+", "'-", "'@", "'\t", "'\r")  # the files have an apostrophe before these, so that none is a formula
here, log, files, wrong = Path(__file__).parent, Counter[str](), Counter[str](), list[str]()
csv.field_size_limit(2**31 - 1)


def rows(name: str) -> Iterator[dict[str, str]]:
    with (here / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def add(side: Counter[str], what: str, values: list[str], times: int = 1) -> None:
    side[f"{what} rows"] += times
    side[f"{what} centavos"] += times * int(values[-1].replace(".", "")) if values[-1][-3:-2] == "." else 0
    side[f"{what} values"] += times * int(hashlib.sha256("\t".join(values).encode()).hexdigest(), 16)


def say(what: str, fact: dict[str, Any], times: int = 1) -> None:
    values = [(name, fact[name]) for name in same[what].split()[1:]]
    add(log, what, [f"{value / 100:.2f}" if "_minor" in name else str(value) for name, value in values], times)


for line in (here / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
    sha256 = hashlib.sha256()
    with (here / line[66:]).open("rb") as found:
        while chunk := found.read(2**20):
            sha256.update(chunk)
    wrong += [f"{line[66:]}: SHA256SUMS"] if sha256.hexdigest() != line[:64] else []
package = json.loads((here / "datapackage.json").read_text(encoding="utf-8"))
given: list[str] = []
previous, number, asked = "0" * 64, 0, {package["ledger"]["checkpoint"], *sys.argv[1:]}
asked |= {row["checkpoint"] for row in rows("checkpoints")}
notes = {  # ledger, how many entries, and the last digest, by file; who signed them, tools for signed notes say
    tuple(note.read_text(encoding="utf-8", errors="replace").split("\n")[:3]): f"checkpoints/{note.name}"
    for note in here.glob("checkpoints/*")
}
for number, row in enumerate(rows("entries"), start=1):
    digest, body = hashlib.sha256(f"{previous}\n{row['body']}".encode()).hexdigest(), json.loads(row["body"])
    fact, kind, columns = body["fact"], body["kind"], [str(body[name]) for name in ("ledger", "seq", "at", "kind")]
    if list(row.values()) != [*columns, row["body"], previous, digest] or row["seq"] != str(number):
        wrong.append(f"entries.csv: {row['seq']}")
    previous = row["digest"]
    given += [fact["key"]] if kind in ("LedgerOpened", "KeyChanged") and fact.get("key") else []
    asked.discard(f"{row['ledger']}:{row['seq']}:{previous}")
    notes.pop((f"buyback/{row['ledger']}", row["seq"], base64.b64encode(bytes.fromhex(previous)).decode()), None)
    if kind == "MarksCorrected":
        say("Marks", fact["was"] | fact, -1)
        say("Marks", fact["now"] | fact)
    elif kind in same and kind != "Destroyed":
        say(kind, fact | {"seq": number})
    for part in fact["items"] if kind == "Destroyed" else ():
        say(kind, part)
    for part in fact["lines"] if kind == "DroppedOff" else ():
        part["item"] = f"{fact['folio']}/{part['number']}"
        say("Line", part)
        say("Marks", part)
for what, table in same.items():
    names = [name.replace("_minor", "_mxn").replace("_code", "").replace("seq", "entry") for name in table.split()[1:]]
    for row in rows(table.split()[0]):
        if row["status"] == "destroyed" if what == "Destroyed" else row.get("kind") not in ("count", "difference"):
            add(files, what, [row[name][row[name][:2] in escaped :] for name in names])
    told = [(log[f"{what} {name}"], files[f"{what} {name}"]) for name in ("rows", "centavos", "values")]
    wrong += [f"{table.split()[0]}.csv: {what}"] if any(one != other for one, other in told) else []
    print(f"{what}: {told[0][0]} = {table.split()[0]}.csv: {told[0][1]}; {told[1][0] / 100:,.2f} = {told[1][1] / 100:,.2f}")
wrong += ["keys.csv"] if [row["key"] for row in rows("keys")] != given else []
wrong += [f"{one}: not in the log / no está en el registro" for one in (*asked, *notes.values())]
print(f"{number} entries / registros, {previous}")
print("\n".join(["WRONG / MAL:", *wrong[:50]]) if wrong else "OK")
sys.exit(bool(wrong))
