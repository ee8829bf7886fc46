"""What is published of a ledger: what was destroyed, under a key that only the receipts hold, and not one thing more."""

import base64
import hashlib
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest
from public_story import (
    FOURTH,
    PLACE,
    WITNESSES,
    Days,
    Log,
    as_json,
    everything,
    live_and_destroy,
    publish,
    table,
)
from samples import BY, CODE, OTHER_SITE, act, open_sample, take_in
from tampering import force
from test_signed_notes import by_the_letter
from test_signing import own, signing

from buyback import chain, desk, errors, folios
from buyback.export import public
from buyback.export.paper import making
from buyback.export.public.receipts import MOST_INSIDE, Parts, digits_for
from buyback.payout_table import load_seed
from buyback.signing.checkpoints import note_of
from buyback.signing.keys import SigningKey
from buyback.signing.notes import Note
from buyback.store import checks
from buyback.store.engine import Store
from buyback.store.views.destroyed import Destroyed, Receipt

__all__ = ["signing"]

needs_openssl = pytest.mark.skipif(
    not (shutil.which("openssl") and shutil.which("sha256sum")),
    reason="this system has no openssl or sha256sum",
)
TYPES = {row.code: row.name_en for row in load_seed("federal-2025").rows}


@pytest.fixture
def days(signing: Store) -> Days:
    return live_and_destroy(signing)


@pytest.fixture
def folder(signing: Store, days: Days, tmp_path: Path) -> Path:
    publish(signing, tmp_path / "public")
    return tmp_path / "public"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A ledger with its key in a file, for what is the same on either engine."""
    with closing(open_sample(str(tmp_path / "ledger.db"), signs=True)) as store:
        yield store


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One receipt more than a page holds itself, destroyed by one act."""
    path = tmp_path_factory.mktemp("large") / "ledger.db"
    with closing(open_sample(str(path), signs=True)) as store:
        given = [take_in(store, "ak-47:donated", at=FOURTH).item_ids[0] for _each in range(MOST_INSIDE + 1)]
        desk.destroy(store, given, act("D-1"), by=BY, at=FOURTH)
        yield store


# --- what is there ----------------------------------------------------------------------------------------------------


def test_each_destroyed_piece_is_found_by_its_receipt_and_nothing_else_is_there(
    signing: Store, folder: Path
) -> None:
    """The table is what the acts of the log name, each under the SHA-256 of folio and check code: row for row, no more."""
    log = Log(signing)
    up_to = checks.head(signing).seq
    expected = {
        (digest, TYPES[code], day, number): pieces
        for (digest, code, day, number), pieces in log.destroyed(up_to).items()
    }
    assert len(expected) >= 4
    rows = table(folder)
    assert {
        (row["receipt_hash"], row["type_en"], row["destroyed_on"], row["act"]): int(row["quantity"])
        for row in rows
    } == expected
    assert len(rows) == len(expected)


def test_the_code_is_the_one_on_the_receipt(signing: Store, days: Days, folder: Path) -> None:
    """Who types what the paper says finds the row; two equal pieces of one act stand as one row."""
    with signing.reading() as db:
        printed = making.receipt_of(db, days.whole.folio).check_code
    assert re.fullmatch("([0-9A-F]{4}-){3}[0-9A-F]{4}", printed)
    log = Log(signing)
    assert log.code(days.whole.folio) == printed
    rows = [row for row in table(folder) if row["receipt_hash"] == log.hash(days.whole.folio)]
    assert [(row["type_en"], row["quantity"], row["act"], row["method"]) for row in rows] == [
        (TYPES["revolver"], "2", "D-77", "disc cutter"),
        (TYPES["pistol-9mm"], "1", "D-78", ""),
    ]


def test_what_is_not_destroyed_is_not_there(signing: Store, days: Days, folder: Path) -> None:
    """Held, kept, handed over, returned and voided drop-offs have no row; of a mixed one only the destroyed piece has."""
    log = Log(signing)
    published = {row["receipt_hash"] for row in table(folder)}
    destroyed = {
        item["item"].partition("/")[0]
        for _seq, kind, fact in log.facts
        if kind == "Destroyed"
        for item in fact["items"]
    }
    assert {days.whole.folio, days.partly.folio} <= destroyed
    others = set(log.drop_offs) - destroyed
    assert {days.held.folio} < others
    kinds = {kind for _seq, kind, _fact in log.facts}
    assert {"Kept", "HandedOver", "Returned", "Voided", "HandOverChecked", "NotReceivedResolved"} <= kinds
    assert not published & set(map(log.hash, others))
    partly = [row for row in table(folder) if row["receipt_hash"] == log.hash(days.partly.folio)]
    assert [(row["type_en"], row["quantity"]) for row in partly] == [(TYPES["ak-47"], "1")]


def test_what_defensa_destroyed_later_is_there(store: Store, tmp_path: Path) -> None:
    """A hand-over alone publishes nothing; the act of destruction that follows it does."""
    given = take_in(store, "grenade:2:donated", at=FOURTH)
    desk.hand_over(store, given.item_ids, act("DEF-1"), by=BY, at=FOURTH)
    assert publish(store, tmp_path / "before").receipts == 0
    desk.destroy(store, given.item_ids, act("D-9"), by=BY, at=FOURTH)
    done = publish(store, tmp_path / "after")
    assert (done.receipts, done.pieces) == (1, 2)
    assert [row["act"] for row in table(tmp_path / "after")] == ["D-9"]


def test_the_json_says_what_the_table_says(folder: Path, signing: Store) -> None:
    """Receipt by receipt, with the checkpoint, the note and the public half of the key; the note's signature is good."""
    found = as_json(folder)
    rows = [
        {"receipt_hash": one["receipt_hash"]} | {name: str(value) for name, value in item.items()}
        for one in found["destroyed"]
        for item in one["items"]
    ]
    assert rows == table(folder)
    head = checks.head(signing)
    checkpoint = found["checkpoint"]
    assert (checkpoint["size"], checkpoint["digest"]) == (head.seq, head.digest)
    assert base64.b64decode(checkpoint["root_hash"]).hex() == head.digest
    note = (folder / "checkpoint.txt").read_bytes()
    assert checkpoint["note"].encode() == note
    assert by_the_letter(note, checkpoint["key"]) == (
        f"buyback/A1\n{head.seq}\n{checkpoint['root_hash']}\n",
        True,
    )
    assert checkpoint["key"] == str(own(signing).key)
    assert found["receipts"] == len(found["destroyed"]) == len({row["receipt_hash"] for row in rows})
    assert found["pieces"] == sum(int(row["quantity"]) for row in rows)


@needs_openssl
def test_the_sums_and_the_commands_of_the_page_as_they_stand(
    signing: Store, days: Days, folder: Path
) -> None:
    """sha256sum accepts every file; openssl the signature, and refuses it when a letter changed; grep finds the receipt."""
    checked = subprocess.run(
        ["sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=folder, capture_output=True, text=True, check=True
    )
    named = {line.removesuffix(": OK") for line in checked.stdout.splitlines()}
    assert named == set(everything(folder)) - {"SHA256SUMS"}
    page = (folder / "index.html").read_text(encoding="utf-8")
    typed = [unescape(text) for text in re.findall(r"<pre[^>]*>(.*?)</pre>", page, re.DOTALL)]
    signature, receipt = (next(text for text in typed if word in text) for word in ("openssl", "grep"))

    def shell(script: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(["sh", "-ec", script], cwd=folder, capture_output=True, text=True, check=False)

    verified = shell(signature)
    assert verified.returncode == 0, verified.stderr
    assert "Verified Successfully" in verified.stdout
    folio, code = re.findall(r"'(A1-\S+) (\S+)'", receipt)[0]
    log = Log(signing)
    ours = receipt.replace(folio, days.whole.folio).replace(code, log.code(days.whole.folio))
    assert shell(ours).stdout.count(log.hash(days.whole.folio)) == 2
    assert shell(receipt).returncode == 1
    note = folder / "checkpoint.txt"
    note.write_text(
        note.read_text(encoding="utf-8").replace("buyback/A1\n", "buyback/A2\n", 1), encoding="utf-8"
    )
    assert shell(signature).returncode != 0


# --- what is not there ------------------------------------------------------------------------------------------------


def secrets_of(store: Store) -> set[str]:
    """Every word of the ledger that says who, where, or which weapon; and every folio and item."""
    ask = {
        "item": "make model calibre serial serial_key country marks note",
        "disposal": "place receiver recorded_by witnesses",
        "drop_off": "folio draft_id site reason approved_by received_by received_at settled_by status_reason",
        "site": "code name municipality",
        "operator": "alias",
        "arrival": "witnesses reason recorded_by",
        "blank_form": "folio",
        "correction": "reason was_serial now_serial now_model",
    }
    found: set[str] = set()
    with store.reading() as db:
        for name, columns in ask.items():
            for column in columns.split():
                rows = db.connection.exec_driver_sql(f"SELECT DISTINCT {column} FROM {name}").scalars()
                for value in rows:
                    found |= {value, *value.split("; ")}
        found |= set(
            db.connection.exec_driver_sql(
                "SELECT substr(digest, 1, 16) FROM entry WHERE kind = 'DroppedOff'"
            ).scalars()
        )
    grouped = {"-".join(re.findall("....", word)) for word in found if re.fullmatch("[0-9a-f]{16}", word)}
    return {word for word in found | grouped if word} - {desk.DEFENSA}  # whom the page's own sentences name


def test_no_published_byte_names_a_person_a_place_a_weapon_or_a_folio(
    signing: Store, days: Days, folder: Path
) -> None:
    """No serial, make, model, calibre, mark, alias, witness, site, place, reason, folio, code or draft id, in any file."""
    words = secrets_of(signing)
    assert {"ZK4471", "Colt Cobra", "QX9002", "HH7007", "zoraida", PLACE, *WITNESSES, BY, OTHER_SITE} <= words
    assert {days.held.folio, days.whole.folio, "Norinco", "MAK-90", "0022E1"} <= words
    log = Log(signing)
    assert {log.code(days.held.folio).lower(), log.code(days.whole.folio).lower()} <= words
    for name, data in everything(folder).items():
        text = data.decode().casefold()
        said = {word for word in words if re.search(rf"(?<!\w){re.escape(word.casefold())}(?!\w)", text)}
        assert said == set(), name
        assert not [word for word in words if word.casefold() in name.casefold()]
        assert "prensa" not in text


def test_who_knows_every_folio_and_no_code_learns_nothing_of_any(signing: Store, folder: Path) -> None:
    """No hash is made of what can be guessed: not of a folio alone, nor with its number, nor with another one's code; what
    is told of a receipt has no more fields than these; and the order is that of the hashes, in every file.
    """
    log = Log(signing)
    hashes = [row["receipt_hash"] for row in table(folder)]
    assert hashes == sorted(hashes)
    assert [one["receipt_hash"] for one in as_json(folder)["destroyed"]] == list(dict.fromkeys(hashes))
    known = [folios.make(CODE, number) for number in range(200)]
    guesses = {guess for folio in known for guess in (folio, f"{folio} ", folio[:-2], folio.split("-")[1])}
    codes = {folio: log.code(folio) for folio in log.drop_offs}
    guesses |= {f"{folio} {code}" for folio in known for other, code in codes.items() if other != folio}
    guesses |= set(codes.values()) | {f"{code} {folio}" for folio, code in codes.items()}
    assert not {hashlib.sha256(guess.encode()).hexdigest() for guess in guesses} & set(hashes)
    assert {frozenset(row) for row in table(folder)} == {
        frozenset(("receipt_hash", "type_es", "type_en", "quantity", "destroyed_on", "act", "method"))
    }
    found = as_json(folder)
    assert set(found) == {
        "programme", "ledger", "receipt_hash", "checkpoint", "receipts", "pieces", "destroyed",
    }  # fmt: skip
    assert {frozenset(one) for one in found["destroyed"]} == {frozenset(("receipt_hash", "items"))}
    folios_given = len(log.drop_offs) + 3
    assert folios_given not in (found["receipts"], found["pieces"], found["checkpoint"]["size"])


def test_what_is_told_of_a_receipt_does_not_depend_on_what_else_was_handed_in(tmp_path: Path) -> None:
    """A receipt of one destroyed piece, and one of which ten pieces are still held, are told in the same words."""
    told = []
    for name, items in (("one", ["ak-47"]), ("many", ["revolver"] * 5 + ["ak-47"] + ["machine-gun"] * 5)):
        with closing(open_sample(str(tmp_path / f"{name}.db"), signs=True)) as store:
            given = take_in(store, *items, at=FOURTH)
            wanted = given.item_ids[items.index("ak-47")]
            desk.destroy(store, [wanted], act("D-1"), by=BY, at=FOURTH)
            publish(store, tmp_path / name)
        told += as_json(tmp_path / name)["destroyed"]
    assert told[0]["items"] == told[1]["items"]
    assert told[0]["receipt_hash"] != told[1]["receipt_hash"]


def test_the_checkpoint_gives_no_code_away(store: Store, tmp_path: Path) -> None:
    """Where the log ends with a drop-off, the entry before it is signed; a note of the drop-off itself is refused."""
    desk.destroy(store, take_in(store, at=FOURTH).item_ids, act("D-1"), by=BY, at=FOURTH)
    before = checks.head(store)
    take_in(store, "ak-47", settlement="later", at=FOURTH)
    head = checks.head(store)
    assert publish(store, tmp_path / "public").checkpoint == before
    given_away = desk.sign(store, head).note
    with pytest.raises(errors.CheckpointOfDropOff):
        publish(store, tmp_path / "refused", given_away)
    assert not (tmp_path / "refused").exists()
    code = head.digest[:16]
    for data in everything(tmp_path / "public").values():
        assert code not in data.decode().lower().replace("-", "")


# --- under which checkpoint -------------------------------------------------------------------------------------------


def test_an_auditor_gets_the_same_folder_under_the_same_checkpoint(
    signing: Store, days: Days, folder: Path, tmp_path: Path
) -> None:
    """However much happened since: what was destroyed later is not in it, and every file is the same, byte for byte."""
    desk.destroy(signing, days.held.item_ids, act("D-99"), by=BY, at=FOURTH)
    note = public.read(folder / "checkpoint.txt")
    publish(signing, tmp_path / "again", note)
    assert everything(tmp_path / "again") == everything(folder)
    publish(signing, tmp_path / "newer")
    acts = {row["act"] for row in table(tmp_path / "newer")} - {row["act"] for row in table(folder)}
    assert acts == {"D-99"}


def test_a_cosigned_note_is_published_whole(store: Store, tmp_path: Path) -> None:
    """What others signed beside the ledger stands on the page and in checkpoint.txt."""
    desk.destroy(store, take_in(store, at=FOURTH).item_ids, act("D-1"), by=BY, at=FOURTH)
    parish = SigningKey.generate("parish.example/guadalupe")
    note = desk.sign(store, checks.head(store)).note.signed(parish)
    publish(store, tmp_path / "public", note)
    assert (tmp_path / "public" / "checkpoint.txt").read_text(encoding="utf-8") == str(note)
    assert (
        by_the_letter((tmp_path / "public" / "checkpoint.txt").read_bytes(), str(parish.verifier))[1] is True
    )
    assert "parish.example/guadalupe" in (tmp_path / "public" / "index.html").read_text(encoding="utf-8")


def test_a_checkpoint_that_does_not_fit_publishes_nothing(store: Store, tmp_path: Path) -> None:
    """One of another ledger, of another history, signed by another key or altered after it was signed."""
    desk.destroy(store, take_in(store, at=FOURTH).item_ids, act("D-1"), by=BY, at=FOURTH)
    head = checks.head(store)
    good = desk.sign(store, head).note
    forger = SigningKey.generate(own(store).key.name)
    stranger = SigningKey.generate("parish.example/guadalupe")
    text = note_of(chain.Checkpoint(CODE, head.seq, head.digest))
    cases: list[tuple[Note, type[errors.Refusal]]] = [
        (note_of(chain.Checkpoint("B2", head.seq, head.digest)).signed(forger), errors.CheckpointElsewhere),
        (note_of(chain.Checkpoint(CODE, head.seq, "ab" * 32)).signed(forger), errors.CheckpointNotInLog),
        (
            note_of(chain.Checkpoint(CODE, head.seq + 9, head.digest)).signed(forger),
            errors.CheckpointNotInLog,
        ),
        (text.signed(forger), errors.CheckpointNotSigned),
        (text.signed(stranger), errors.CheckpointNotSigned),
        (Note(f"{text.text}more\n", good.signatures), errors.CheckpointNotSigned),
    ]
    for note, refusal in cases:
        with pytest.raises(refusal):
            publish(store, tmp_path / "public", note)
        assert not [path for path in tmp_path.iterdir() if path.name.startswith((".buyback", "public"))]
    publish(store, tmp_path / "public", good)


def test_a_ledger_without_a_key_publishes_nothing(tmp_path: Path) -> None:
    """Nothing stands behind it then; the refusal says who can give it one."""
    with closing(open_sample(str(tmp_path / "ledger.db"))) as store, pytest.raises(errors.KeyLacking):
        publish(store, tmp_path / "public")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE item SET quantity = 5 WHERE status = 'destroyed'",
        (
            "INSERT INTO disposal SELECT i.folio, i.line, x.seq, x.ledger, x.kind, x.act, x.act_key, x.business_on, x.recorded_at,"
            " x.recorded_by, x.method, x.receiver, x.place, x.witnesses, x.cuts FROM item i, disposal x WHERE i.status = 'held'"
        ),
        "UPDATE payout_row SET name_es = 'Tanque' WHERE code = 'revolver'",
        "UPDATE entry SET body = replace(body, 'D-1', 'D-2')",
    ],
)
def test_an_altered_ledger_publishes_nothing(store: Store, tmp_path: Path, statement: str) -> None:
    """A destruction that is only in a table is no proof: everything is verified before a byte is there."""
    desk.destroy(store, take_in(store, at=FOURTH).item_ids, act("D-1"), by=BY, at=FOURTH)
    take_in(store, "ak-47", at=FOURTH)
    note = desk.sign_public(store).note
    force(store, statement)
    with pytest.raises(errors.LedgerUnsound) as refused:
        publish(store, tmp_path / "public", note)
    assert "call whoever audits it" in str(refused.value)
    assert not [path for path in tmp_path.iterdir() if path.name.startswith((".buyback", "public"))]


def test_what_is_there_is_not_overwritten(store: Store, tmp_path: Path) -> None:
    """A folder that holds something is refused; an empty one is filled, its parts too."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("x", encoding="utf-8")
    with pytest.raises(errors.FolderNotEmpty):
        publish(store, tmp_path / "full")
    assert list(everything(tmp_path / "full")) == ["letter.txt"]
    (tmp_path / "empty").mkdir()
    publish(store, tmp_path / "empty")
    assert len(table(tmp_path / "empty")) == 0
    assert {"index.html", "SHA256SUMS", "checkpoint.txt"} < set(everything(tmp_path / "empty"))


# --- many -------------------------------------------------------------------------------------------------------------


def test_many_receipts_are_in_parts(large: Store, tmp_path: Path) -> None:
    """Each part has the receipts whose hash begins with its name, sorted; together they are the table; sums cover them."""
    done = publish(large, tmp_path / "public")
    assert done.receipts > 1000
    files = everything(tmp_path / "public")
    parts = {name: data.decode() for name, data in files.items() if name.startswith("data/")}
    assert sorted(parts) == [f"data/{digit}.js" for digit in "0123456789abcdef"]
    hashes = []
    for name, text in sorted(parts.items()):
        found = re.findall(r'^"([0-9a-f]{64})":', text, re.MULTILINE)
        assert found
        assert {digest[0] for digest in found} == {name[5]}
        hashes += found
    assert hashes == list(dict.fromkeys(row["receipt_hash"] for row in table(tmp_path / "public")))
    assert not re.search(r'"[0-9a-f]{64}"', files["index.html"].decode())
    assert {file.name for file in done.files} == set(files) - {"SHA256SUMS"}
    log = Log(large)
    expected = log.destroyed(done.checkpoint.seq)
    assert sum(expected.values()) == done.pieces
    assert {digest for digest, _type, _day, _act in expected} == set(hashes)


def test_an_empty_folder_takes_the_parts_too(large: Store, tmp_path: Path) -> None:
    """Somebody's medium that is there and empty gets the whole publication, folder and all."""
    publish(large, tmp_path / "new")
    (tmp_path / "stick").mkdir()
    publish(large, tmp_path / "stick")
    assert everything(tmp_path / "stick") == everything(tmp_path / "new")


def test_a_medium_that_fails_amid_the_move_is_empty_again(
    large: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the last file cannot be moved into a folder that was there, the parts that were moved before it go again."""
    (tmp_path / "stick").mkdir()
    rename, moved = Path.rename, []

    def failing(self: Path, target: Path) -> Path:
        if self.name == "index.html":
            raise OSError(5, "Input/output error")
        moved.append(self.name)
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(errors.CannotWrite):
        publish(large, tmp_path / "stick")
    assert "data" in moved
    assert list((tmp_path / "stick").iterdir()) == []


@pytest.mark.parametrize(
    ("receipts", "digits"), [(0, 0), (1000, 0), (1001, 1), (40_000, 1), (40_001, 2), (5_000_000, 2)]
)
def test_a_part_stays_small(receipts: int, digits: int) -> None:
    """A page alone, sixteen parts, or 256: never more files than may be open at once."""
    assert digits_for(receipts) == digits


@pytest.mark.parametrize("digits", [0, 1, 2])
def test_receipts_come_in_the_order_of_their_hashes(tmp_path: Path, digits: int) -> None:
    """In whatever order they are read, and into however many parts they go."""
    told = (Destroyed("2025-02-18", "D-1", "Revólver", "Revolver", "", 1),)
    given = [Receipt(folios.make("A1", n), f"{n:016X}", told) for n in range(500)]
    orders = []
    for name, receipts in (("a", given), ("b", given[::-1])):
        (tmp_path / name).mkdir()
        parts = Parts(tmp_path / name, digits)
        sums = parts.fill(receipts)
        assert (sums.receipts, sums.pieces, sums.last_on) == (500, 500, "2025-02-18")
        orders.append([public.hash for public in parts])
    assert orders[0] == orders[1]
    assert all(one < other for one, other in pairwise(orders[0]))
    assert len(orders[0]) == 500


def test_the_page_asks_for_nothing_from_elsewhere(folder: Path) -> None:
    """No address of a server is in it, its policy allows no connection, and each script of it is named there by its hash."""
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert not re.findall(r"https?:|[\"'(=]\s*//|@import", page)
    policy = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)[0]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "connect-src" not in policy
    assert re.findall(r"<(?:link|img|iframe|script)[^>]* (?:src|href)=\"([^\"]*)\"", page) == ["data:,"]


def test_every_folio_of_the_examples_is_nobodys(folder: Path) -> None:
    """The page shows how a folio looks by one that no drop-off can have."""
    page = (folder / "index.html").read_text(encoding="utf-8")
    found = set(re.findall(r"A1[-\u2011][0-9]{6}[-\u2011].", page))
    assert {one.replace("\u2011", "-") for one in found} == {folios.make("A1", 0)}
