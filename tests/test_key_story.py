"""Entries that were sealed by hand, and whole histories: what verification finds of a ledger's key and of a signed checkpoint."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from samples import AT, BY, COLLEAGUE, open_sample, take_in
from tampering import force, found, resealed, resealed_whole, seal_on

from buyback import desk
from buyback.chain import Checkpoint
from buyback.facts import Fact, KeyChanged, RolesChanged
from buyback.i18n import set_language
from buyback.signing.checkpoints import note_of, origin
from buyback.signing.keys import SigningKey, VerifierKey
from buyback.signing.notes import Note
from buyback.signing.outcomes import Outcome, outcomes
from buyback.store import checks, places
from buyback.store import ledger as log_writer
from buyback.store.engine import Store
from buyback.store.story import CHECKS
from buyback.store.views import keys

NEW = SigningKey(origin("A1"), bytes(32))
OTHER = SigningKey(origin("A1"), bytes(31) + b"\x01")
ELSEWHERE = SigningKey(origin("B2"), bytes(32))
PARISH = SigningKey("parish.example/guadalupe", bytes(range(32)))


@pytest.fixture
def signing(tmp_path: Path) -> Iterator[Store]:
    """A ledger with its key: seven entries, the first of which gives it."""
    with closing(open_sample(str(tmp_path / "ledger.db"), signs=True)) as store:
        take_in(store)
        yield store


def told(store: Store, *more: Fact) -> list[str]:
    """What the check of the keys finds after these entries; the tables, made anew, follow the log all the same."""
    seal_on(store, *more)
    said = [str(finding) for finding in found(store) if finding.check == "keys"]
    log_writer.rebuild(store)
    assert {finding.check for finding in found(store)} <= {"keys", *CHECKS}
    return said


def new(key: SigningKey = NEW, approved_by: str = BY, was_seq: int | None = 1) -> KeyChanged:
    return KeyChanged(str(key.verifier), "lost", approved_by, was_seq)


def test_a_key_that_the_desk_gives_is_no_finding(signing: Store) -> None:
    """As the desk does it, once and once more."""
    assert told(signing, new(), new(OTHER, was_seq=checks.head(signing).seq + 1)) == []


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (
            [new(approved_by="")],
            ["Entry {0} changes the key that signs the ledger's checkpoints, and no supervisor approved it."],
        ),
        (
            [new(ELSEWHERE)],
            [
                "Entry {0} gives the ledger the key "
                + ELSEWHERE.verifier.brief
                + ", which is not named after it."
            ],
        ),
        (
            [KeyChanged("a key", "lost", BY, 1)],
            ["Entry {0} gives the ledger “a key” as its key, which is none."],
        ),
        (
            [new(was_seq=None)],
            ["Entry {0} does not say that it takes the place of the key that entry 1 gave the ledger."],
        ),
        (
            [new(), new(OTHER)],
            ["Entry {1} does not say that it takes the place of the key that entry {0} gave the ledger."],
        ),
    ],
)
def test_a_key_that_was_slipped_into_the_log_is_found(
    signing: Store, facts: list[Fact], said: list[str]
) -> None:
    """Changed without a supervisor, another ledger's, none at all, or beside the one before: each is named."""
    first = checks.head(signing).seq + 1
    assert told(signing, *facts) == [one.format(first, first + 1) for one in said]


def test_a_key_that_comes_back_is_found(signing: Store) -> None:
    """Whoever has an old key that was replaced cannot make it the good one again unseen."""
    first = checks.head(signing).seq + 1
    said = told(signing, new(), new(OTHER, was_seq=first), new(was_seq=first + 1))
    assert said == [
        f"Entry {first + 2} gives the ledger the key {NEW.verifier.brief}, which it had from entry {first} on."
    ]


def test_a_key_in_place_of_none_is_found(ledger: Store) -> None:
    """A ledger that was opened without a key: its first one takes nobody's place."""
    first = checks.head(ledger).seq + 1
    words = (
        f"Entry {first} says that it takes the place of a key, and no entry before it gave the ledger one."
    )
    assert told(ledger, new(was_seq=1)) == [words]


def test_a_supervisor_who_is_none_is_found(signing: Store) -> None:
    """The approval names somebody who may not give it."""
    seal_on(signing, RolesChanged(COLLEAGUE, ("pay",), "less"), new(approved_by=COLLEAGUE))
    said = [str(finding) for finding in found(signing) if finding.check in CHECKS]
    assert said == [f"Entry {checks.head(signing).seq} is approved by luis, who was no supervisor then."]


def test_the_key_of_the_first_entry_cannot_be_swapped(signing: Store) -> None:
    """Another key put into the entry that opened the ledger breaks the chain behind it."""
    swap = resealed(signing, 1, lambda body: body["fact"].update(key=str(NEW.verifier)))
    force(signing, *swap)
    assert {finding.check for finding in found(signing)} == {"order", "projections"}


def test_findings_about_keys_speak_both_languages(signing: Store) -> None:
    """Each has its Spanish, or its English where that is not merged yet, with every value filled in."""
    seal_on(signing, KeyChanged("a key", "lost", "", 5))
    for language in ("en", "es"):
        set_language(language)
        assert all("{" not in str(finding) for finding in found(signing))
    set_language("en")


# --- a signed checkpoint against the log ------------------------------------------------------------------------------


def judged(store: Store, note: Note, at: Checkpoint, *trusted: VerifierKey) -> dict[str, str]:
    """How each signature of the note stands, by key; each can be said in a sentence."""
    with store.reading() as db:
        given = keys.told(db)
    said: list[Outcome] = list(outcomes(note, at, given, trusted))
    assert all(
        ("{" not in str(one.said) and one.key in str(one.said)) or one.standing == "keyless" for one in said
    )
    assert {one.standing for one in said if not one.is_finding} <= {"own", "trusted", "unknown"}
    return {one.key: one.standing for one in said}


def own(store: Store) -> VerifierKey:
    with store.reading() as db:
        key = keys.current(db)
    assert key is not None
    return key.key


def test_each_signature_is_told_apart(signing: Store) -> None:
    """The ledger's, one that is trusted and signed, one that is trusted and did not, and one that nobody asked for."""
    at = checks.head(signing)
    note = desk.sign(signing, at).note.signed(PARISH)
    mine, parish = own(signing).brief, PARISH.verifier.brief
    absent = SigningKey("office.example", bytes(32)).verifier
    assert judged(signing, note, at) == {mine: "own", parish: "unknown"}
    assert judged(signing, note, at, PARISH.verifier) == {mine: "own", parish: "trusted"}
    assert judged(signing, note, at, absent, own(signing)) == {
        mine: "own",
        absent.brief: "missing",
        parish: "unknown",
    }


def test_a_forged_co_signature_is_altered(signing: Store) -> None:
    """A line under the parish's name and id over another text is not the parish's."""
    at = checks.head(signing)
    forged = note_of(Checkpoint("A1", 1, "0" * 64)).signed(PARISH).signatures
    note = desk.sign(signing, at).note
    note = Note(note.text, (*note.signatures, *forged))
    assert judged(signing, note, at, PARISH.verifier)[PARISH.verifier.brief] == "altered"
    doubled = note.signed(PARISH)  # a good line beside it does not make it good
    assert judged(signing, doubled, at, PARISH.verifier)[PARISH.verifier.brief] == "altered"


def test_a_note_with_another_number_is_altered(signing: Store) -> None:
    """The text says another entry than the one that was signed."""
    at = checks.head(signing)
    signed = desk.sign(signing, at).note
    moved = Checkpoint(at.ledger, at.seq - 1, at.digest)
    note = Note(note_of(moved).text, signed.signatures)
    assert judged(signing, note, moved) == {own(signing).brief: "altered"}
    assert [finding.check for finding in found(signing, moved)] == ["checkpoint"]


def test_a_note_without_the_ledgers_signature(signing: Store) -> None:
    """The parish alone signed it, or a stranger under the ledger's name: that is not the ledger's signature."""
    at = checks.head(signing)
    note = note_of(at).signed(PARISH)
    assert judged(signing, note, at, PARISH.verifier) == {
        own(signing).brief: "unsigned",
        PARISH.verifier.brief: "trusted",
    }
    stranger = note_of(at).signed(NEW)
    assert judged(signing, stranger, at) == {own(signing).brief: "unsigned", NEW.verifier.brief: "unknown"}


def test_the_key_is_the_one_that_was_good_at_the_entry(signing: Store) -> None:
    """A note of before stays good after the key was replaced; one that an old key signs for later entries is not."""
    before, old = checks.head(signing), own(signing)
    note = desk.sign(signing, before).note
    path = next(Path(str(signing.engine.url.database)).parent.glob("*.key"))
    stolen = SigningKey.parse(path.read_text(encoding="utf-8"))
    desk.replace_key(signing, reason="stolen", by=BY, at=AT)
    after = checks.head(signing)
    assert judged(signing, note, before) == {old.brief: "own"}
    assert judged(signing, note_of(after).signed(stolen), after) == {old.brief: "replaced"}
    early = note_of(before).signed(stolen)
    assert judged(signing, early, before) == {old.brief: "own"}
    assert desk.sign(signing, before).note == early
    path = places.key_file(signing.engine, signing.ledger, own(signing))
    by_new = note_of(before).signed(SigningKey.parse(path.read_text(encoding="utf-8")))
    assert judged(signing, by_new, before) == {own(signing).brief: "replaced"}


def test_a_ledger_that_had_no_key_yet(ledger: Store) -> None:
    """Its own signature cannot be checked, and a co-signature can."""
    at = checks.head(ledger)
    note = note_of(at).signed(PARISH)
    assert judged(ledger, note, at, PARISH.verifier) == {
        "buyback/A1": "keyless",
        PARISH.verifier.brief: "trusted",
    }


def rewritten(store: Store, key: SigningKey) -> None:
    """The whole history once more with another source of its rate and with a key of the forger's own, every seal as it should be."""
    honest = str(own(store))
    resealed_whole(store, lambda row: row.body.replace(honest, str(key.verifier)).replace("ECB", "BCE"))


def test_a_history_that_was_rewritten_whole_is_found_by_a_signed_checkpoint_alone(signing: Store) -> None:
    """Nothing in the ledger gives it away: its seals fit, its tables fit, its key signs. What was kept elsewhere does, and so
    does a key that somebody noted.
    """
    at, noted = checks.head(signing), own(signing)
    note = desk.sign(signing, at).note.signed(PARISH)
    rewritten(signing, NEW)
    assert found(signing) == []
    assert checks.head(signing).seq == at.seq
    assert [finding.check for finding in found(signing, at)] == ["checkpoint"]
    assert judged(signing, note, at) == {
        NEW.verifier.brief: "unsigned",
        noted.brief: "unknown",
        PARISH.verifier.brief: "unknown",
    }
    now = checks.head(signing)
    forged = note_of(now).signed(NEW)
    assert judged(signing, forged, now) == {NEW.verifier.brief: "own"}
    assert judged(signing, forged, now, noted) == {NEW.verifier.brief: "own", noted.brief: "foreign"}
    assert judged(signing, forged, now, PARISH.verifier)[PARISH.verifier.brief] == "missing"
