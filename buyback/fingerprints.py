"""Hashes that people compare by eye or type: of a list of items, of one sealed entry, of a receipt. Pure."""

import hashlib
from collections.abc import Iterable

_LIST_DIGITS = 12
_CODE_DIGITS = 16
_GROUP = 4


def list_hash(items: Iterable[str]) -> str:
    """The hash of a list of items, in whatever order they stand: "9f2c-11ab-03de".

    SHA-256 over their names (`A1-000001-B/1`), each once, sorted by their bytes, each followed by a line feed; the
    first twelve hexadecimal digits. `LC_ALL=C sort -u | sha256sum` gives the same.
    """
    names = sorted(set(items))
    digest = hashlib.sha256("".join(f"{name}\n" for name in names).encode()).hexdigest()
    return _grouped(digest[:_LIST_DIGITS])


def check_code(digest: str) -> str:
    """What a receipt carries so that its drop-off can be found by who holds it: "9F2C-11AB-03DE-77A1".

    The first sixteen digits, in capitals, of the digest of the entry that recorded the drop-off: whoever has the log
    can recompute it, and nobody can guess it. They are 64 bits, so that not even whoever has what `receipt_hash` makes
    of them, and knows the folio, finds them by trying.
    """
    return _grouped(digest[:_CODE_DIGITS]).upper()


def receipt_hash(folio: str, code: str) -> str:
    """Under what a receipt's items are published: SHA-256 of its folio, a blank and its check code, as they are printed.

    `printf '%s' 'A1-000001-B 9F2C-11AB-03DE-77A1' | sha256sum` gives the same.
    """
    return hashlib.sha256(f"{folio} {code}".encode()).hexdigest()


def _grouped(digits: str) -> str:
    return "-".join(digits[start : start + _GROUP] for start in range(0, len(digits), _GROUP))
