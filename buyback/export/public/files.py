"""What is published as files for programs: a table, JSON, and the scripts from which the page takes its receipts."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from buyback.export import cells
from buyback.export.public.proof import Proof
from buyback.export.public.receipts import Public, Sums
from buyback.store.views.destroyed import Destroyed
from buyback.store.views.export import Column
from buyback.store.views.setup import LedgerInfo

TABLE, JSON = "destroyed.csv", "destroyed.json"

_BATCH_ROWS = 2000
_COLUMNS = (
    Column("receipt_hash", "text", "SHA-256 of the receipt's folio, a blank and its check code."),
    Column("type_es", "text", "Name of the type, in Spanish."),
    Column("type_en", "text", "Name of the type, in English."),
    Column("quantity", "whole", "Pieces of this type that this act destroyed."),
    Column("destroyed_on", "day", "Business day of the destruction."),
    Column("act", "text", "Number of the act of destruction."),
    Column("method", "text", "How, where it is the disc cutter; else empty.", required=False),
)


def table(receipts: Iterable[Public]) -> Iterator[str]:
    """destroyed.csv: a row for each type, act and day of a receipt."""
    yield cells.header(_COLUMNS)
    rows = (
        (receipt.hash, one.type_es, one.type_en, one.quantity, one.business_on, one.act, one.method)
        for receipt in receipts
        for one in receipt.destroyed
    )
    while batch := list(islice(rows, _BATCH_ROWS)):
        yield cells.lines(_COLUMNS, batch)


def as_json(receipts: Iterable[Public], info: LedgerInfo, proof: Proof, sums: Sums) -> Iterator[str]:
    """destroyed.json: the checkpoint, then an object for each receipt on a line of its own."""
    origin, size, root, *_more = proof.note.text.split("\n")
    head = {
        "programme": info.programme,
        "ledger": info.code,
        "receipt_hash": "SHA-256(FOLIO + ' ' + CHECK CODE)",
        "checkpoint": {
            "origin": origin,
            "size": int(size),
            "root_hash": root,
            "digest": proof.checkpoint.digest,
            "key": str(proof.key),
            "note": str(proof.note),
        },
        "receipts": sums.receipts,
        "pieces": sums.pieces,
    }
    yield _compact(head)[:-1] + ',"destroyed":['
    before = "\n"
    for receipt in receipts:
        items = [_item(one) for one in receipt.destroyed]
        yield before + _compact({"receipt_hash": receipt.hash, "items": items})
        before = ",\n"
    yield "\n]}\n"


def _item(one: Destroyed) -> dict[str, str | int]:
    return {
        "type_es": one.type_es,
        "type_en": one.type_en,
        "quantity": one.quantity,
        "destroyed_on": one.business_on,
        "act": one.act,
        "method": one.method,
    }


def script(name: str, receipts: Sequence[Public], sums: Sums) -> Iterator[str]:
    """One part as a script: a call of the page's function `published`, the types by their place in its list."""
    places = {names: place for place, names in enumerate(sums.types)}
    yield f'published("{name}",{{'
    before = "\n"
    for receipt in receipts:
        told = [
            (places[one.type_es, one.type_en], one.quantity, one.business_on, one.act, int(bool(one.method)))
            for one in receipt.destroyed
        ]
        yield f'{before}"{receipt.hash}":{safe(told)}'
        before = ",\n"
    yield "\n});\n"


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def safe(value: object) -> str:
    """JSON that means the same in a script inside a page: it cannot end that script, whatever is in it."""
    return json.dumps(value, separators=(",", ":")).replace("<", "\\u003c")
