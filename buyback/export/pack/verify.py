"""Checks this folder with Python alone: python3 verify.py [CHECKPOINT]. A checkpoint is CODE:NUMBER:DIGEST, as on paper.

entries.csv is the log: each body is one fact, sealed by SHA-256. From the facts this script makes every row of the other
CSV files anew, and compares; what it does not compare it says at its end. Of a row it keeps what a later entry may change
and adds up a keyed hash of the rest, so that memory grows with items and drop-offs alone.

    sums  header  entries -> follow -> Rows (what must be there)     files (what is there)     daily  journals
"""

import base64
import csv
import hashlib
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

Row = dict[str, Any]
marks = ("make", "model", "calibre", "serial", "serial_status", "country", "marks")
changing = {  # by file: what names a row, then the columns that later entries change
    "drop_offs": ("folio", "status", "settled_on", "settled_by", "status_reason"),
    "items": ("item", "status", "status_on", "status_entry", "arrival", "arrival_on", *marks),
    "vouchers": ("folio", "status", "settled_on", "wrong_codes"),
    "forms": ("folio", "state", "state_on", "state_entry", "state_at", "state_by", "reason"),
    "operators": ("operator", "roles", "roles_entry", "pin_entry", "revoked_entry"),
    "sample_items": ("position", "result", "told_entry", "told_on", "told_by", "note"),
}
columns = "81c4354ecfd394dc"  # the first digits of SHA-256 over the names of all columns that this script knows
boxes = ("float", "top_ups", "paid", "returned", "recovered", "differences")
firearms = {"national": "short long home_made pen_gun grenade", "without_grenades": "short long home_made pen_gun",
            "pen_guns_apart": "short long home_made grenade"}  # fmt: skip
formulas = ("=", "+", "-", "@", "\t", "\r")  # the files have an apostrophe before a text that begins so
said = """\
Compared with the entries, row by row: all CSV files above, daily.csv, and the closes in checkpoints.csv.
Not compared: findings.csv and the sheets of buyback.xlsx; of the journals more than what the cash boxes hold; who signed
the notes in checkpoints. A history that was sealed anew is found by a checkpoint from elsewhere alone.
Comparado con los asientos, renglón por renglón: los CSV de arriba, daily.csv y los cierres de checkpoints.csv.
No comparado: findings.csv y las hojas de buyback.xlsx; de los diarios, más que lo que hay en las cajas; quién firmó las
notas de checkpoints. Una historia sellada de nuevo solo la descubre un punto de control guardado en otra parte."""
here, secret, wrong = Path(__file__).parent, os.urandom(32), list[str]()
csv.field_size_limit(2**31 - 1)


def read(name: str) -> Iterator[dict[str, str]]:
    """The rows of a file. One that is longer or shorter than its header stops the script."""
    with (here / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file, strict=True)
        header = next(lines)
        yield from (dict(zip(header, line, strict=True)) for line in lines)


def pesos(minor: int) -> str:
    return f"{'-' if minor < 0 else ''}{abs(minor) // 100}.{abs(minor) % 100:02}"


@cache
def column(name: str) -> str:
    """What a field of a fact is called in the files."""
    name = {"usd_cents": "usd", "seq": "entry", "code": "type"}.get(name, name)
    return re.sub("_code$", "", re.sub("_seq$", "_entry", re.sub("_cents$", "_usd", re.sub("_minor$", "_mxn", name))))


def cells(row: Row) -> dict[str, str]:
    """A row in the words of the files: pesos for centavos, dollars for cents."""
    told = {}
    for name, value in row.items():
        if isinstance(value, str):
            told[column(name)] = "'" + value if value.startswith(formulas) else value
        elif name.endswith(("_minor", "_cents")):
            told[column(name)] = pesos(value)
        elif isinstance(value, int):
            told[column(name)] = str(value).lower()  # true and false are numbers too
    return told


class Rows:
    """The rows of all files, as the entries make them or as they stand there; of the file `watched` each one is kept."""

    def __init__(self, headers: dict[str, list[str]], watched: str = "") -> None:
        self.headers, self.watched, self.kept = headers, watched, Counter[tuple[str, ...]]()
        self.number, self.sums, self.types = Counter[str](), Counter[str](), dict[tuple[int, str], Row]()
        self.state = {name: dict[str, tuple[str, ...]]() for name in changing}
        self.box, self.days = dict[str, int](), dict[tuple[str, str], Counter[str]]()

    def add(self, name: str, row: dict[str, str]) -> None:
        values = tuple(row.get(of, "") for of in self.headers[name] if of not in changing.get(name, ())[1:])
        data = hashlib.blake2b("\0".join(values).encode(), key=secret).digest()
        self.sums[name] += int.from_bytes(data, "big")
        self.number[name] += 1
        if name == self.watched:
            self.kept[values] += 1

    def make(self, name: str, entry: Row, did: str, *parts: Row) -> None:
        """The entry makes this row of the file."""
        made = {"ledger": entry["ledger"], "seq": entry["seq"], f"{did}_at": entry["at"], f"{did}_by": entry["by"]}
        for part in parts:
            made |= part
        row = cells(made)
        if name in changing:
            self.state[name][key(name, row)] = tuple(sys.intern(row.get(of, "")) for of in changing[name][1:])
        self.add(name, row)

    def change(self, name: str, of: str, row: Row) -> None:
        """The entry changes this row of the file, where there is one."""
        if of in self.state[name]:
            now = dict(zip(changing[name][1:], self.state[name][of], strict=True)) | cells(row)
            self.state[name][of] = tuple(sys.intern(now[column]) for column in changing[name][1:])

    def move(self, entry: Row, item: str, status: str, **more: str) -> None:
        day = entry["fact"]["business_on"]
        self.change("items", item, {"status": status, "status_on": day, "status_seq": entry["seq"], **more})

    def settle(self, entry: Row, status: str, reason: str = "") -> None:
        told = {"status": status, "settled_by": entry["by"], "status_reason": reason}
        told |= {"settled_on": entry["fact"]["business_on"]}
        self.change("drop_offs", entry["fact"]["folio"], told)
        self.change("vouchers", entry["fact"]["folio"], told)

    def form(self, entry: Row, folio: str, now: str, reason: str = "") -> None:
        told = {"state": now, "state_on": entry["fact"]["business_on"], "state_seq": entry["seq"], "reason": reason}
        self.change("forms", folio, told | {"state_at": entry["at"], "state_by": entry["by"]})

    def cash(self, entry: Row, part: str, minor: int) -> None:
        """So much more is in the cash box of the site; nothing is kept of it before its first float."""
        site, fact = entry["fact"].get("site", ""), entry["fact"]
        if site in self.box or (part == "float" and site):
            day = self.days.setdefault((site, fact["business_on"]), Counter())
            if part == "count":
                day["count"], day["then"], day["counted"] = entry["seq"], self.box[site], fact["counted_minor"]
            self.box[site] = self.box.get(site, 0) + minor
            day[part] += -minor if part in ("paid", "returned") else minor
            day["more"] += minor


def key(name: str, row: dict[str, str]) -> str:
    return f"{row['sample_entry']} {row['item']}" if name == "sample_items" else row[changing[name][0]]


def tag(item: str) -> Row:
    return {"item": item, "folio": item.rpartition("/")[0], "line": item.rpartition("/")[2]}


def payout_table(rows: Rows, entry: Row, fact: Row) -> None:
    rows.make("adoptions", entry, "adopted", fact, {"table": fact["code"]})
    classes = {one["code"]: one for one in fact["classes"]}
    for position, one in enumerate(fact["rows"], start=1):
        rows.types[entry["seq"], one["code"]] = one
        of = classes[one["class_code"]]
        of = of | {"class_name_es": of["name_es"], "class_name_en": of["name_en"]}
        more = {"position": position, "aliases": "|".join(one["aliases"]), "table": fact["code"]}
        rows.make("payout_table", entry, "adopted", of, one, more)


def items(rows: Rows, entry: Row, fact: Row) -> None:
    begins = {"status": "held", "status_on": fact["business_on"], "status_seq": entry["seq"], "arrival": "none"}
    for line in fact["lines"]:
        named = rows.types[fact["table_seq"], line["type_code"]]
        named = {"type_name_es": named["name_es"], "type_name_en": named["name_en"], "table_seq": fact["table_seq"]}
        of = {"site": fact["site"], "business_on": fact["business_on"]} | tag(f"{fact['folio']}/{line['number']}")
        rows.make("items", entry, "received", line, named, of, begins)


def disposals(rows: Rows, entry: Row, fact: Row) -> None:
    kind = {"Destroyed": "destroyed", "Kept": "kept", "HandedOver": "handed_over", "Returned": "returned"}[entry["kind"]]
    of = {"kind": kind, "witnesses": "; ".join(fact.get("witnesses", ())), "business_on": fact["business_on"]}
    of |= {name: fact.get(name, "") for name in ("act", "place", "method", "receiver")}
    of |= {"method": fact["value"], "receiver": fact["place"]} if kind == "kept" else {}
    for one in fact["items"]:
        part: Row = {"item": one, "cuts": 0} if isinstance(one, str) else one
        rows.make("disposals", entry, "recorded", of, part, tag(part["item"]))
        sent = {"arrival": "sent", "arrival_on": fact["business_on"]} if kind == "handed_over" else {}
        rows.move(entry, part["item"], kind, **sent)
    if kind == "returned":
        rows.settle(entry, "returned", fact["reason"])


def arrivals(rows: Rows, entry: Row, fact: Row) -> None:
    told = fact | {"witnesses": "; ".join(fact.get("witnesses", ()))}
    for part in fact.get("items", (fact,)):
        kind = fact.get("outcome") or ("confirmed" if part["found"] else "not_received")
        of = {"kind": kind, "serial_status": "not_asked", "differs": False} | part
        of |= tag(part["item"]) | {"belongs_to": "; ".join(part.get("belongs_to", ())), "witnesses": told["witnesses"]}
        rows.make("arrivals", entry, "recorded", told, of)
        if kind in ("still_here", "lost"):
            rows.move(entry, part["item"], "held" if kind == "still_here" else "lost", arrival="none", arrival_on="")
        else:
            now = "confirmed" if kind == "arrived" else kind
            rows.change("items", part["item"], {"arrival": now, "arrival_on": fact["business_on"]})


def cash(rows: Rows, entry: Row, fact: Row) -> None:
    kind = fact.get("kind") or {"CashCounted": "count", "CashDiffered": "difference"}[entry["kind"]]
    minor = fact["counted_minor"] - fact["expected_minor"] if kind == "difference" else fact.get("amount_minor", 0)
    part = {"top_up": "top_ups", "return": "returned", "difference": "differences"}.get(kind, kind)
    rows.cash(entry, part, -minor if kind == "return" else minor)
    shown = fact["counted_minor"] if kind == "count" else minor
    own = {"kind": kind, "amount_minor": shown, "count_seq": fact.get("count_seq", 0)}
    for each in fact.get("notes", ()):
        rows.make("counts", entry, "recorded", each, own, {"site": fact["site"], "business_on": fact["business_on"]})
    rows.make("cash", entry, "recorded", fact, own, {"expected_minor": rows.box.get(fact["site"], 0)})


def drop_offs(rows: Rows, entry: Row, fact: Row) -> None:
    minor, form = sum(line["amount_minor"] for line in fact["lines"]), fact.get("form_seq", 0)
    status = {"none": "none", "voucher": "voucher"}.get(fact["settlement"], "owed") if minor else "none"
    of = {"total_minor": minor, "total_cents": sum(line["usd_cents"] for line in fact["lines"]), "form_seq": form}
    of |= {"pieces": sum(line["quantity"] for line in fact["lines"]), "number": int(fact["folio"].split("-")[1])}
    rows.make("drop_offs", entry, "received", fact, of, {"status": status})
    items(rows, entry, fact)
    rows.form(entry, fact["folio"], "typed_in")


def payouts(rows: Rows, entry: Row, fact: Row) -> None:
    rows.make("payouts", entry, "paid", fact)
    rows.settle(entry, "paid")
    rows.cash(entry, "paid", -fact["amount_minor"])


def voids(rows: Rows, entry: Row, fact: Row) -> None:
    rows.make("voids", entry, "voided", fact)
    rows.settle(entry, "voided", fact["reason"])
    rows.cash(entry, "recovered", fact["recovered_minor"])
    for item in fact["items"]:
        rows.move(entry, item, "voided")


def vouchers(rows: Rows, entry: Row, fact: Row) -> None:
    if entry["kind"] == "VoucherIssued":
        status = rows.state["drop_offs"][fact["folio"]][0]
        rows.make("vouchers", entry, "issued", fact, {"status": status, "wrong_codes": 0})
    else:
        rows.change("vouchers", fact["folio"], {"wrong_codes": fact["tries"]})


def forms(rows: Rows, entry: Row, fact: Row) -> None:
    for folio in fact["folios"]:
        if entry["kind"] == "FoliosReserved":
            rows.make("forms", entry, "reserved", fact, {"folio": folio, "number": int(folio.split("-")[1])})
        rows.form(entry, folio, "out" if entry["kind"] == "FoliosReserved" else "returned", fact.get("reason", ""))


def corrections(rows: Rows, entry: Row, fact: Row) -> None:
    both = {f"{of}_{mark}": fact[of][mark] for of in ("was", "now") for mark in marks}
    rows.make("corrections", entry, "corrected", fact, tag(fact["item"]), both)
    rows.change("items", fact["item"], fact["now"])


def samples(rows: Rows, entry: Row, fact: Row) -> None:
    rows.make("samples", entry, "drawn", fact)
    for position, item in enumerate(fact["items"], start=1):
        begins = {"position": position, "result": "open", "told_seq": 0, "sample_seq": entry["seq"]}
        rows.make("sample_items", entry, "drawn", tag(item), begins)


def sample_items(rows: Rows, entry: Row, fact: Row) -> None:
    everything = all(part["found"] for part in fact["items"])
    for part in fact["items"]:
        told = {"told_seq": entry["seq"], "told_on": fact["business_on"], "told_by": entry["by"]}
        told["result"] = "found" if part["found"] else "not_found"
        told["note"] = fact["note"] if everything or not part["found"] else ""
        rows.change("sample_items", f"{fact['sample_seq']} {part['item']}", told)


def operators(rows: Rows, entry: Row, fact: Row) -> None:
    kind, seq = entry["kind"], entry["seq"]
    told: Row = {"roles": "|".join(fact.get("roles", ())), "roles_seq": seq}
    if kind == "OperatorEnrolled":
        told["roles"] = told["roles"] or "receive|pay|custody|supervise|audit"
        rows.make("operators", entry, "", {"operator": fact["alias"], "pin_seq": 0, "revoked_seq": 0}, told)
    else:
        told = {"OperatorRevoked": {"revoked_seq": seq}, "PinSet": {"pin_seq": seq}}.get(kind, told)
        rows.change("operators", fact["alias"], told)


def closes(rows: Rows, entry: Row, fact: Row) -> None:
    more = {"digest": entry["digest"], "top_ups_minor": fact["topped_up_minor"], "valued_cents": fact["usd_cents"]}
    rows.make("closes", entry, "closed", fact, more)


def one_row(rows: Rows, entry: Row, fact: Row) -> None:
    """What is one row, and says itself what stands there; where a key is given, that is one."""
    name, did = {"RateRecorded": ("rates", "recorded"), "SettingChanged": ("settings", "changed"), "SiteAdded": ("sites", ""),
                 "CloseCompared": ("comparisons", "compared"), "FindingAnswered": ("finding_answers", "answered"),
                 "LedgerOpened": ("keys", ""), "KeyChanged": ("keys", "")}[entry["kind"]]  # fmt: skip
    if name != "keys" or fact.get("key"):
        rows.make(name, entry, did, fact, {"site": fact["code"]} if name == "sites" else {})


follow: dict[str, Callable[[Rows, Row, Row], None]] = {
    "LedgerOpened": one_row, "KeyChanged": one_row, "SiteAdded": one_row, "SettingChanged": one_row, "RateRecorded": one_row,
    "CloseCompared": one_row, "FindingAnswered": one_row, "PayoutTableAdopted": payout_table, "DayClosed": closes,
    "OperatorEnrolled": operators, "RolesChanged": operators, "OperatorRevoked": operators, "PinSet": operators,
    "DroppedOff": drop_offs, "PaidOut": payouts, "Voided": voids, "VoucherIssued": vouchers, "VoucherCodeRefused": vouchers,
    "FoliosReserved": forms, "FormsReturned": forms, "CashMoved": cash, "CashCounted": cash, "CashDiffered": cash,
    "Destroyed": disposals, "Kept": disposals, "HandedOver": disposals, "Returned": disposals, "HandOverChecked": arrivals,
    "NotReceivedResolved": arrivals, "MarksCorrected": corrections, "SampleDrawn": samples, "SampleChecked": sample_items,
}  # fmt: skip
"""What each kind of fact makes of the files; of the others only the log tells."""


def cash_days(rows: Rows, ledger: str) -> None:
    held = Counter[str]()
    for (site, on), day in sorted(rows.days.items()):
        minor = {"carried": held[site], **{part: day[part] for part in boxes}, "expected": held[site] + day["more"]}
        minor |= {"count_expected": day["then"], "counted": day["counted"]}
        told = {f"{name}_mxn": pesos(amount) for name, amount in minor.items()}
        rows.add("cash_days", {"ledger": ledger, "site": site, "business_on": on, "count_entry": str(day["count"])} | told)
        held[site] += day["more"]


def entries(rows: Rows) -> Iterator[Row]:
    """The entries: each goes on from the one before it and is sealed, and `rows` has what it makes of the files."""
    entry, before = Row(), "0" * 64
    for number, row in enumerate(read("entries"), start=1):
        digest = hashlib.sha256(f"{before}\n{row['body']}".encode()).hexdigest()
        entry = json.loads(row["body"]) | {"digest": row["digest"]}
        fact, beside = entry["fact"], [str(entry[name]) for name in ("ledger", "seq", "at", "kind")]
        if list(row.values()) != [*beside, row["body"], before, digest] or row["seq"] != str(number):
            wrong.append(f"entries.csv: {row['seq']}")
        if entry["kind"] == "DayClosed" and (fact["checkpoint_seq"], fact["checkpoint_digest"]) != (number - 1, before):
            wrong.append(f"entries.csv: {row['seq']}: checkpoint")
        try:
            if entry["kind"] in follow:
                follow[entry["kind"]](rows, entry, fact)
        except (KeyError, IndexError, TypeError, ValueError) as problem:
            wrong.append(f"entries.csv: {row['seq']}: {problem!r}")
        before = row["digest"]
        yield entry
    cash_days(rows, entry.get("ledger", ""))


def daily(days: dict[tuple[str, str], Counter[str]], sites: dict[str, str], name: str, row: dict[str, str]) -> None:
    """Count the row in where daily.csv does: by its day, and the site of its drop-off unless it names another."""
    day = days.setdefault((row["business_on"], row.get("site") or sites.get(row["folio"], "")), Counter())
    there = int(row.get("status") not in ("voided", "returned"))
    minor = {of: int(row[of].replace(".", "")) for of in row if of.endswith(("_mxn", "usd")) and row[of]}
    if name == "drop_offs":
        sites[row["folio"]] = sys.intern(row["site"])
        day.update({"drop_offs": there, "valued_mxn": minor["total_mxn"] * there, "valued_usd": minor["total_usd"] * there})
    elif name == "items":
        kind, pieces = row["counts_as"].replace("-", "_"), int(row["quantity"]) * there
        day.update({"pieces": pieces, f"{kind}_pieces": pieces, f"items_{row['status']}": 1})
        day["items_received"] += row["status"] != "voided"
        day.update({f"firearms_{total}": pieces * (kind in of.split()) for total, of in firearms.items()})
        waits = {"sent": "items_not_confirmed", "not_received": "items_not_received"}.get(row["arrival"], "")
        day[waits] += row["status"] == "handed_over"
    else:
        day[name] += 1
        own = {"payouts": {"paid_mxn": "amount_mxn", "paid_usd": "usd"}, "vouchers": {"vouchers_mxn": "amount_mxn"}}
        for of, amount in (own | {"voids": {"recovered_mxn": "recovered_mxn"}}).get(name, {}).items():
            day[of] += minor[amount]


def files(rows: Rows, name: str, days: dict[tuple[str, str], Counter[str]], sites: dict[str, str]) -> Rows:
    """The rows as they stand in one file; what later entries change, and what comes of other rows, is compared here."""
    found, acts = Rows(rows.headers), dict[str, tuple[set[str], set[str]]]()
    for row in read(name):
        if name in changing:
            now = tuple(row.get(of, "") for of in changing[name][1:])
            wrong.extend([f"{name}.csv: {key(name, row)}"] if rows.state[name].pop(key(name, row), None) != now else [])
        if name == "disposals":
            tags, hashes = acts.setdefault(row["act"], (set(), set()))
            tags.add(row["item"])
            hashes.add(row["list_hash"])
        if name in ("drop_offs", "items", "payouts", "vouchers", "voids", "corrections"):
            daily(days, sites, name, row)
        found.add(name, row)
    for act, (tags, hashes) in acts.items():
        sha256 = hashlib.sha256("".join(f"{one}\n" for one in sorted(tags)).encode()).hexdigest()
        short = f"{sha256[:4]}-{sha256[4:8]}-{sha256[8:12]}" if act else ""
        wrong.extend([f"disposals.csv: {act}: list_hash"] if hashes != {short} else [])
    wrong.extend(f"{name}.csv: {of}: missing / falta" for of in rows.state.get(name, ()))
    return found


def compare(rows: Rows) -> None:
    """Every file that the entries make. One that differs is gone through once more, to name some of its rows."""
    days, sites = dict[tuple[str, str], Counter[str]](), dict[str, str]()
    for name in ("drop_offs", *(name for name in rows.headers if name not in ("drop_offs", "daily"))):
        found = files(rows, name, days, sites)
        print(f"{name}.csv: {found.number[name]} = {rows.number[name]}")
        if (found.number[name], found.sums[name]) != (rows.number[name], rows.sums[name]):
            made, there = Rows(rows.headers, name), Rows(rows.headers, name)
            for _entry in entries(made):
                pass
            for row in read(name):
                there.add(name, row)
            wrong.append(f"{name}.csv: {found.number[name]} = {rows.number[name]}")
            for word, those in (("there / hay", there.kept - made.kept), ("must be / debe haber", made.kept - there.kept)):
                wrong.extend(f"{name}.csv: {word}: {' '.join(values)[:200]}" for values in list(those)[:5])
    for row in read("daily"):
        day = days.pop((row["business_on"], row["site"]), Counter())
        told = {of: pesos(day[of]) if of.endswith(("mxn", "usd")) else str(day[of]) for of in list(row)[3:]}
        wrong.extend(f"daily.csv: {row['business_on']} {row['site']} {of}: {told[of]}" for of in told if told[of] != row[of])
    wrong.extend(f"daily.csv: {' '.join(day)}: missing / falta" for day in days)


def journals(held_minor: int) -> None:
    """What all cash boxes hold together, by the movements in both journals."""
    for name in ("cash.journal", "cash.beancount"):
        with (here / name).open(encoding="utf-8") as file:
            moved = (line.split()[1] for line in file if line.startswith("  Assets:Cash-box:") and "=*" not in line)
            minor = sum(int(amount.replace(".", "")) for amount in moved)
        wrong.extend([f"{name}: {pesos(minor)} = {pesos(held_minor)}"] if minor != held_minor else [])


def sums(package: Row) -> None:
    """The files are as SHA256SUMS has them, and the tables have as many rows as datapackage.json says."""
    for line in (here / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        sha256 = hashlib.sha256()
        with (here / line[66:]).open("rb") as file:
            while chunk := file.read(2**20):
                sha256.update(chunk)
        wrong.extend([f"{line[66:]}: SHA256SUMS"] if sha256.hexdigest() != line[:64] else [])
    for one in package["resources"]:
        number = sum(1 for _row in read(one["name"]))
        wrong.extend([f"{one['path']}: {number}, datapackage.json: {one['rows']}"] if number != one["rows"] else [])


def main() -> None:
    package = json.loads((here / "datapackage.json").read_text(encoding="utf-8"))
    sums(package)
    headers = {path.stem: next(csv.reader(path.open(encoding="utf-8", newline=""))) for path in sorted(here.glob("*.csv"))}
    known = hashlib.sha256(json.dumps(headers).encode()).hexdigest()[:16]
    wrong.extend([f"*.csv: columns / columnas: {known}"] if known != columns else [])
    headers["disposals"].remove("list_hash")  # is not what an entry says: it comes of all rows of an act
    rows = Rows({name: header for name, header in headers.items() if name not in ("entries", "checkpoints", "findings")})
    given, closes, last = list(read("checkpoints")), list[tuple[str, ...]](), ""
    asked = {package["ledger"]["checkpoint"], *sys.argv[1:], *(row["checkpoint"] for row in given)}
    notes = {  # ledger, how many entries, and the last digest, by file; who signed them, tools for signed notes say
        tuple(note.read_text(encoding="utf-8", errors="replace").split("\n")[:3]): f"checkpoints/{note.name}"
        for note in here.glob("checkpoints/*")
    }
    named, there = {row["note"] for row in given} - {""}, {f"checkpoints/{note.name}" for note in here.glob("checkpoints/*")}
    wrong.extend(f"checkpoints.csv: {name}" for name in sorted(named ^ there))
    for entry in entries(rows):
        last = f"{entry['ledger']}:{entry['seq']}:{entry['digest']}"
        asked.discard(last)
        digest = base64.b64encode(bytes.fromhex(entry["digest"])).decode()
        notes.pop((f"buyback/{entry['ledger']}", str(entry["seq"]), digest), None)
        if entry["kind"] == "DayClosed":
            closes.append((last, entry["fact"]["site"], entry["fact"]["business_on"]))
    told = [(row["checkpoint"], row["site"], row["business_on"]) for row in given if row["of"] == "close"]
    wrong.extend(["checkpoints.csv: close"] if sorted(told) != sorted(closes) else [])
    compare(rows)
    journals(sum(rows.box.values()))
    wrong.extend(f"{one}: not in the log / no está en la bitácora" for one in (*asked, *notes.values()))
    print(f"entries.csv: {last}")
    print(said)
    print("\n".join(["WRONG / MAL:", *list(dict.fromkeys(wrong))[:50]]) if wrong else "OK")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
