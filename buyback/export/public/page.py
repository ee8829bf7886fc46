"""index.html: the page with its style, its script and its words in both languages, and nothing from elsewhere."""

import base64
import hashlib
import re
from collections.abc import Mapping
from html import escape
from pathlib import Path

from buyback import folios
from buyback.export.public import words
from buyback.export.public.files import safe
from buyback.export.public.proof import Proof
from buyback.export.public.receipts import Sums
from buyback.fingerprints import check_code
from buyback.i18n import LANGUAGES
from buyback.store.views.setup import LedgerInfo

NAME = "index.html"

_CODE = check_code("9f2c11ab03de77a1")
_DER = bytes.fromhex(
    "302a300506032b6570032100"
)  # what stands before the 32 bytes of an Ed25519 key: RFC 8410


def page(info: LedgerInfo, proof: Proof, sums: Sums, *, digits: int, inside: str) -> str:
    """The page. `inside` is the script of the one part that there is where the hashes have no first `digits`; else empty.

    No script but its own and, where it has parts, those of its folder can run in it, and it can ask no server for anything.
    """
    style, script = (_beside(name) for name in ("page.css", "page.js"))
    example = folios.make(info.code, 0)  # no drop-off has it
    unbroken = str.maketrans("-", "\N{NON-BREAKING HYPHEN}")
    values = {
        "folio": example.translate(unbroken),
        "code": _CODE.translate(unbroken),
        "seq": str(proof.checkpoint.seq),
    }
    own = {
        "policy": _policy(style, [script, *([inside] if inside else [])], has_parts=digits > 0),
        "style": style,
        "script": script,
        "inside": f"<script>{inside}</script>\n" if inside else "",
        "heading": " / ".join(words.page(code, values)["title"] for code in LANGUAGES),
        "programme": escape(info.programme or info.code),
        "languages": "".join(
            f'<button type="button" lang="{code}">{words.NAMES[code]}</button>' for code in LANGUAGES
        ),
        "about": safe(_about(info, proof, sums, digits, example)),
    }
    return _filled(
        _beside("index.html"), _told(values) | _figures(proof, sums) | _commands(proof, example) | own
    )


def _beside(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8").replace("\r\n", "\n")


def _filled(template: str, values: Mapping[str, str]) -> str:
    """The template with its [[names]]; a value is never looked through for names."""
    return re.sub(r"\[\[(\w+)\]\]", lambda found: values[found[1]], template)


def _told(values: Mapping[str, str]) -> dict[str, str]:
    """Every text in every language; the page shows the one that is chosen, and all of them where no script runs."""
    by_language = {code: words.page(code, values) for code in LANGUAGES}
    return {
        name: "".join(f'<span lang="{code}">{escape(by_language[code][name])}</span>' for code in LANGUAGES)
        for name in words.PAGE
    }


def _policy(style: str, scripts: list[str], *, has_parts: bool) -> str:
    allowed = " ".join([*(["'self'"] if has_parts else []), *map(_source, scripts)])
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_source(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _source(text: str) -> str:
    """A script or style inside the page, as its policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _about(info: LedgerInfo, proof: Proof, sums: Sums, digits: int, example: str) -> dict[str, object]:
    """What the script of the page knows."""
    return {
        "ledger": info.code,
        "example": example,
        "digits": digits,
        "types": sums.types,
        "origin": proof.note.text.partition("\n")[0],
        "seq": proof.checkpoint.seq,
        "key": proof.key.brief,
        "said": words.said(),
    }


def _figures(proof: Proof, sums: Sums) -> dict[str, str]:
    origin, size, root, *_more = proof.note.text.split("\n")
    figures = {"size_is": int(size), "receipts_is": sums.receipts, "pieces_is": sums.pieces}
    return {
        "origin_is": escape(origin),
        "root_is": escape(root),
        "digest_is": proof.checkpoint.digest,
        "key_id_is": escape(proof.key.brief),
        "key_is": escape(str(proof.key)),
        "last_is": f'<time datetime="{sums.last_on}">{sums.last_on}</time>' if sums.last_on else "–",
        "note_is": escape(str(proof.note)),
    } | {name: f'<data value="{n}">{n}</data>' for name, n in figures.items()}


def _commands(proof: Proof, example: str) -> dict[str, str]:
    """What somebody types who believes neither the page nor this program."""
    key = base64.b64encode(_DER + proof.key.public).decode()
    signature = base64.b64encode(proof.signature.data).decode()
    lines = proof.note.text.count("\n")
    found = f"printf '%s' '{example} {_CODE}' | sha256sum | cut -c1-64"
    commands = {
        "check_note_is": (
            f"head -n {lines} checkpoint.txt > said.txt",
            f"echo {key} | base64 -d > key.der",
            f"echo {signature} | base64 -d > signature",
            "openssl pkeyutl -verify -pubin -keyform DER -inkey key.der -rawin -in said.txt -sigfile signature",
        ),
        "check_receipt_is": (f'grep "$({found})" destroyed.csv',),
        "check_log_is": (
            "buyback publish AGAIN --checkpoint checkpoint.txt",
            "cmp AGAIN/SHA256SUMS SHA256SUMS",
        ),
    }
    return {name: escape("\n".join(lines), quote=False) for name, lines in commands.items()}
