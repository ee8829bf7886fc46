"""The sealed chain: facts read back as they were, bodies are canonical JSON, and no change goes unseen."""

import hashlib
import json
import types
import typing
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buyback import chain
from buyback.chain import Checkpoint, Sealed
from buyback.errors import BadCheckpoint
from buyback.fact_json import Undecodable, canonical
from buyback.facts import KINDS, Fact, LedgerOpened, OperatorEnrolled

# --- every fact that there can be -------------------------------------------------------------------------------------

texts = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
SCALARS = {str: texts, int: st.integers(-(2**53 - 1), 2**53 - 1), bool: st.booleans()}


def _values(hint: typing.Any) -> st.SearchStrategy[typing.Any]:
    """Any value that a field with this type hint may have."""
    if hint in SCALARS:
        return SCALARS[hint]
    origin = typing.get_origin(hint)
    if origin is typing.Literal:
        return st.sampled_from(hint.__args__)
    if origin is tuple:
        return st.lists(_values(hint.__args__[0]), max_size=3).map(tuple)
    if isinstance(hint, types.UnionType):
        return st.one_of([st.none() if part is type(None) else _values(part) for part in hint.__args__])
    assert is_dataclass(hint), hint
    return _parts(hint)


def _parts(kind: typing.Any) -> st.SearchStrategy[typing.Any]:
    hints = typing.get_type_hints(kind)
    return st.builds(kind, **{field.name: _values(hints[field.name]) for field in fields(kind)})


any_fact: st.SearchStrategy[Fact] = st.one_of([_parts(kind) for kind in KINDS.values()])


def _chain_of(facts: list[Fact]) -> list[Sealed]:
    rows: list[Sealed] = []
    for seq, fact in enumerate(facts, start=1):
        previous = rows[-1].digest if rows else chain.FIRST_PREVIOUS
        at = chain.utc_text(datetime(2025, 2, 18, 16, tzinfo=UTC) + timedelta(seconds=seq))
        rows.append(chain.seal(fact, ledger="A1", seq=seq, at=at, by="ana", previous=previous))
    return rows


chains = st.lists(any_fact, min_size=2, max_size=6).map(_chain_of)


def _checks(rows: list[Sealed]) -> list[str]:
    return [finding.check for finding in chain.verify(rows)]


# --- encode, decode, canonical ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
def test_every_kind_of_fact_is_read_back_as_it_was(kind: type[Fact]) -> None:
    """A fact of any kind, with any values, comes out of its body as it went in, and so do its entry's own fields."""

    @given(_parts(kind))
    def check(fact: Fact) -> None:
        (row,) = _chain_of([fact])
        entry = chain.open_body(row.body)
        assert entry == chain.Entry("A1", 1, row.at, "ana", kind.__name__, fact)
        assert type(entry.fact) is kind
        assert (
            row.body
            == chain.seal(entry.fact, ledger="A1", seq=1, at=row.at, by="ana", previous=row.previous).body
        )

    check()


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
def test_facts_hold_plain_values_only(kind: type[Fact]) -> None:
    """No fact has a field for a float, a date object or anything else that two programs could write differently."""
    plain = (str, int, bool, type(None))

    def check(hint: typing.Any) -> None:
        if typing.get_origin(hint) is typing.Literal:
            assert all(isinstance(value, str) for value in hint.__args__)
        elif typing.get_origin(hint) is tuple:
            assert hint.__args__[1] is Ellipsis
            check(hint.__args__[0])
        elif isinstance(hint, types.UnionType):
            for part in hint.__args__:
                check(part)
        elif hint not in plain:
            for part in typing.get_type_hints(hint).values():
                check(part)

    check(kind)


@given(any_fact)
def test_a_body_is_canonical_json(fact: Fact) -> None:
    """RFC 8785: keys sorted by UTF-16, no blanks, shortest escapes, nothing but strings, integers and booleans."""
    (row,) = _chain_of([fact])
    found = json.loads(row.body)
    assert row.body == _jcs(found)
    assert list(found) == ["at", "by", "fact", "kind", "ledger", "seq", "v"]


def _jcs(value: typing.Any) -> str:
    """RFC 8785, written down again from its text, without the json module's writer."""
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return '"' + "".join(map(_jcs_character, value)) + '"'
    if isinstance(value, list):
        return "[" + ",".join(map(_jcs, value)) + "]"
    assert isinstance(value, dict)
    names = sorted(value, key=lambda name: name.encode("utf-16-be"))
    return "{" + ",".join(f"{_jcs(name)}:{_jcs(value[name])}" for name in names) + "}"


def _jcs_character(character: str) -> str:
    short = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
    if character in short:
        return short[character]
    return f"\\u{ord(character):04x}" if character < " " else character


def test_the_escapes_of_rfc_8785() -> None:
    """The sample string of RFC 8785, section 3.2.2, comes out as the RFC prints it."""
    assert canonical({"s": '€$\u000f\nA\'B"\\"/'}) == '{"s":"€$\\u000f\\nA\'B\\"\\\\\\"/"}'
    assert canonical({"b": [], "a": {}, "c": "\x7f\u2028"}) == '{"a":{},"b":[],"c":"\x7f\u2028"}'


@pytest.mark.parametrize("wrong", [1.0, float("nan"), datetime(2025, 2, 18, tzinfo=UTC), b"x", {"a": 1}, [1]])
def test_what_has_no_place_in_a_fact(wrong: object) -> None:
    """A float, a date object, bytes, a dict or a list in a fact is refused before it is sealed."""
    with pytest.raises(TypeError):
        _chain_of([LedgerOpened(wrong, "MXN", "0")])  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", ["\ud800", "a\udfffb", "\x00", 2**53, -(2**53)])
def test_what_cannot_be_written_exactly(wrong: str | int) -> None:
    """Half a character and a number that JavaScript would round are refused before they are sealed."""
    with pytest.raises(ValueError, match=r".*"):
        _chain_of([LedgerOpened(wrong, "MXN", "0")])  # type: ignore[arg-type]


def test_half_a_character_in_the_operator_is_refused() -> None:
    """What stands beside the fact in the body is text too."""
    with pytest.raises(ValueError, match="surrogates"):
        chain.seal(OperatorEnrolled("x"), ledger="A1", seq=1, at="", by="\ud800", previous="0" * 64)


def _body(**changed: object) -> str:
    whole = {
        "v": 1,
        "ledger": "A1",
        "seq": 1,
        "at": "",
        "by": "ana",
        "kind": "OperatorEnrolled",
        "fact": {"alias": "x"},
    }
    return json.dumps({name: value for name, value in (whole | changed).items() if value is not ...})


@pytest.mark.parametrize(
    "body",
    [
        "", "{", "null", "[]", "1", '"x"', "{}", "[" * 100_000, '{"v":1}', "\x00",
        _body(v=2), _body(v=True), _body(v="1"), _body(v=...), _body(extra=1),
        _body(seq="1"), _body(seq=1.0), _body(ledger=None), _body(at=1), _body(by=[]),
        _body(kind="Theft"), _body(kind=["OperatorEnrolled"]), _body(kind=None), _body(kind="SiteAdded"),
        _body(fact=None), _body(fact=[]), _body(fact={}), _body(fact={"alias": 1}), _body(fact={"alias": None}),
        _body(fact={"alias": "x", "name": "y"}), _body(fact={"alias": ["x"]}),
        _body(kind="Returned", fact={"folio": "", "business_on": "", "items": "A1"}),
        _body(kind="Returned", fact={"folio": "", "business_on": "", "items": [1]}),
        _body(kind="PaidOut", fact={"folio": "", "amount_minor": True, "usd_cents": 1, "business_on": "", "means": "cash"}),
        _body(kind="PaidOut", fact={"folio": "", "amount_minor": 2**53, "usd_cents": 1, "business_on": "", "means": "cash"}),
        _body(kind="PaidOut", fact={"folio": "", "amount_minor": 1.5, "usd_cents": 1, "business_on": "", "means": "cash"}),
        _body(kind="PaidOut", fact={"folio": "", "amount_minor": 1, "usd_cents": 1, "business_on": "", "means": "card"}),
        _body(kind="PaidOut", fact={"folio": "", "amount_minor": 1, "usd_cents": 1, "business_on": "", "means": ["cash"]}),
        _body(kind="Destroyed", fact={"act": "", "business_on": "", "method": "", "place": "", "witnesses": [], "items": [[]]}),
    ],
)  # fmt: skip
def test_a_body_that_is_no_entry_is_undecodable(body: str) -> None:
    """Whatever a tampered body holds, reading it says that it is no entry, and nothing else happens."""
    with pytest.raises(Undecodable):
        chain.open_body(body)


# --- sealing and verifying ----------------------------------------------------------------------------------------------


def test_a_digest_by_hand() -> None:
    """Anyone can check a digest with a SHA-256 tool: previous, a line feed, the body."""
    first = chain.seal(
        OperatorEnrolled("ana"),
        ledger="A1",
        seq=1,
        at="2025-02-18T16:42:05.123Z",
        by="ana",
        previous=chain.FIRST_PREVIOUS,
    )
    assert first.body == (
        '{"at":"2025-02-18T16:42:05.123Z","by":"ana","fact":{"alias":"ana","roles":[]},'
        '"kind":"OperatorEnrolled","ledger":"A1","seq":1,"v":1}'
    )
    assert first.digest == hashlib.sha256(("0" * 64 + "\n" + first.body).encode()).hexdigest()
    assert first.digest == "94bf28d6a2cc0605f6014cf403bdd91805752a556b0c283907779a4d26fbe57c"  # by sha256sum


@given(chains)
def test_an_untouched_chain_verifies(rows: list[Sealed]) -> None:
    """What was sealed in order is found sound, and an empty chain too."""
    assert _checks(rows) == []
    assert _checks([]) == []


def _other(value: str | int, data: st.DataObject) -> str | int:
    """Another value of the same type: any at all, or the same with one character changed, added or taken away."""
    if isinstance(value, int):
        return data.draw(st.integers(-(10**6), 10**6).filter(lambda other: other != value))
    at = data.draw(st.integers(0, len(value)))
    letter = data.draw(st.characters(codec="utf-8"))
    changed = st.sampled_from(
        [value[:at] + letter + value[at + 1 :], value[:at] + letter + value[at:], value[:at], ""]
    )
    return data.draw(st.one_of(changed, texts).filter(lambda other: other != value))


@pytest.mark.parametrize("column", Sealed._fields)
def test_any_change_of_any_column_of_any_entry_is_found(column: str) -> None:
    """One column of one entry changed to anything else, by one character or wholly: verification finds it."""

    @given(chains, st.data())
    def check(rows: list[Sealed], data: st.DataObject) -> None:
        place = data.draw(st.integers(0, len(rows) - 1))
        changed = rows[place]._replace(**{column: _other(getattr(rows[place], column), data)})
        assert _checks([*rows[:place], changed, *rows[place + 1 :]])

    check()


@given(chains, st.data())
def test_a_change_that_is_sealed_again_is_found_at_the_next_entry(
    rows: list[Sealed], data: st.DataObject
) -> None:
    """Whoever rewrites an entry and computes its digest anew breaks the link of the entry after it."""
    place = data.draw(st.integers(0, len(rows) - 2))
    old = rows[place]
    new = chain.seal(
        OperatorEnrolled("mallory"),
        ledger=old.ledger,
        seq=old.seq,
        at=old.at,
        by="mallory",
        previous=old.previous,
    )
    assert _checks([*rows[:place], new, *rows[place + 1 :]]) == ["order"]


def _dropped(rows: list[Sealed], a: int, _b: int) -> list[Sealed]:
    return [*rows[:a], *rows[a + 1 :]]


def _swapped(rows: list[Sealed], a: int, b: int) -> list[Sealed]:
    rows = list(rows)
    rows[a], rows[b] = rows[b], rows[a]
    return rows


def _doubled(rows: list[Sealed], a: int, b: int) -> list[Sealed]:
    return [*rows[:b], rows[a], *rows[b:]]


def _cut_out(rows: list[Sealed], a: int, b: int) -> list[Sealed]:
    return [*rows[: min(a, b)], *rows[max(a, b) :]]


def _renumbered(rows: list[Sealed], a: int, _b: int) -> list[Sealed]:
    """Without an entry, the ones after it numbered anew, digests and all columns but the bodies made to fit."""
    return [*rows[:a], *(row._replace(seq=row.seq - 1) for row in rows[a + 1 :])]


@pytest.mark.parametrize("tampered", [_dropped, _swapped, _doubled, _cut_out, _renumbered])
def test_entries_taken_out_doubled_or_moved_are_found(
    tampered: Callable[[list[Sealed], int, int], list[Sealed]],
) -> None:
    """Whole entries dropped, swapped, doubled or cut out of the middle are found, as long as one follows them."""

    @given(chains, st.data())
    def check(rows: list[Sealed], data: st.DataObject) -> None:
        a = data.draw(st.integers(0, len(rows) - 2))
        b = data.draw(st.integers(0, len(rows) - 1).filter(lambda other: other != a))
        assert _checks(tampered(rows, a, b))

    check()


@given(chains, st.data())
def test_a_cut_tail_is_seen_by_a_checkpoint_only(rows: list[Sealed], data: st.DataObject) -> None:
    """A chain cannot know how long it was: what is left verifies, and a checkpoint kept elsewhere tells."""
    left = rows[: data.draw(st.integers(1, len(rows) - 1))]
    kept = Checkpoint("A1", rows[-1].seq, rows[-1].digest)
    assert _checks(left) == []
    assert [finding.check for finding in chain.check_checkpoint(kept, None)] == ["checkpoint"]
    assert list(chain.check_checkpoint(kept, rows[-1])) == []


@given(chains)
def test_a_history_rewritten_whole_is_seen_by_a_checkpoint_only(rows: list[Sealed]) -> None:
    """Whoever seals everything anew has a sound chain, and no digest that anyone had written down."""
    forged = _chain_of([OperatorEnrolled("mallory"), *[chain.open_body(row.body).fact for row in rows[1:]]])
    assert _checks(forged) == []
    if forged != rows:
        kept = Checkpoint("A1", rows[-1].seq, rows[-1].digest)
        assert [finding.check for finding in chain.check_checkpoint(kept, forged[-1])] == ["checkpoint"]


@given(chains, st.data())
def test_every_finding_is_yielded_and_says_where(rows: list[Sealed], data: st.DataObject) -> None:
    """Two bad entries give findings for both; each names its entry in a sentence."""
    a, b = data.draw(st.permutations(range(len(rows))))[:2]
    for place in (a, b):
        rows[place] = rows[place]._replace(kind="Theft", body="{}")
    found = list(chain.verify(rows))
    assert {finding.seq for finding in found} >= {rows[a].seq, rows[b].seq}
    assert all(str(finding.seq) in str(finding) for finding in found)


def test_the_first_entry_begins_a_chain() -> None:
    """A chain whose first entries are gone, or that continues something else, is found."""
    rows = _chain_of([OperatorEnrolled("a"), OperatorEnrolled("b"), OperatorEnrolled("c")])
    assert _checks(rows[1:]) == ["gap"]
    lone = chain.seal(OperatorEnrolled("a"), ledger="A1", seq=1, at="", by="ana", previous="f" * 64)
    assert _checks([lone]) == ["order"]


@pytest.mark.parametrize("name", ["alias", "by", "at", "ledger"])
def test_half_a_surrogate_pair_is_no_text(name: str) -> None:
    """JSON may escape what UTF-8 cannot hold; a body that does so is no entry."""
    (row,) = _chain_of([OperatorEnrolled("a")])
    body = json.loads(row.body)
    (body["fact"] if name == "alias" else body)[name] = "\ud800"
    with pytest.raises(Undecodable):
        chain.open_body(json.dumps(body))


# --- checkpoints and times ------------------------------------------------------------------------------------------------


@given(
    st.from_regex(r"[A-Z0-9]{2,8}", fullmatch=True),
    st.integers(1, 10**9),
    st.binary(min_size=32, max_size=32),
)
def test_a_checkpoint_is_read_as_it_is_printed(ledger: str, seq: int, digest: bytes) -> None:
    """What is printed on paper can be typed again, in capitals too."""
    printed = Checkpoint(ledger, seq, digest.hex())
    assert Checkpoint.parse(str(printed)) == printed
    assert Checkpoint.parse(f" {ledger.lower()}:{seq}:{digest.hex().upper()} \n") == printed


def test_a_checkpoint_is_read_as_it_stands_on_a_paper() -> None:
    """Groups, blanks, line breaks and either case; four groups are enough, and they are compared as far as they go."""
    digest = "9f2c01ab77de4410" + "5" * 48
    row = Sealed("A1", 1204, "", "", "", "", digest)
    grouped = " ".join(digest[start : start + 4] for start in range(0, 64, 4))
    for text in (
        "A1 1204 9f2c 01ab 77de 4410",
        "a1\n1204\n9F2C 01AB\n77DE 4410",
        f"A1 1204 {grouped}",
        f"A1:1204:\n{digest}",
    ):
        typed = Checkpoint.parse(text)
        assert digest.startswith(typed.digest)
        assert list(chain.check_checkpoint(typed, row)) == []
    slipped = Checkpoint.parse("A1 1204 9f2c 01ab 77de 4411")
    assert [finding.check for finding in chain.check_checkpoint(slipped, row)] == ["checkpoint"]


@pytest.mark.parametrize(
    "text",
    ["", ":", "::", "A1", "A1:1", "A1:1:", f"A1::{'0' * 64}", f":1:{'0' * 64}", f"A1:1:{'0' * 15}", f"A1:1:{'g' * 64}",
     f"A1:1:{'0' * 65}", f"A1:1.0:{'0' * 64}", f"A1:²:{'0' * 64}", f"A1:1:{'0' * 64}:1", f"A 1:1:{'0' * 64}",
     f"A1:0:{'0' * 64}", f"A1:-1:{'0' * 64}", f"A1:{'9' * 16}:{'0' * 64}", f"A1:{'9' * 5000}:{'0' * 64}", f"ß1:1:{'0' * 64}"],
)  # fmt: skip
def test_what_is_no_checkpoint(text: str) -> None:
    """A checkpoint with a part missing or mistyped is refused before anything is compared."""
    with pytest.raises(BadCheckpoint):
        Checkpoint.parse(text)


@given(st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29), timezones=st.timezones()))  # noqa: DTZ001
def test_a_time_is_utc_to_the_millisecond(moment: datetime) -> None:
    """Any aware time, of any year and zone, is written in 24 characters of UTC and read back to the millisecond."""
    text = chain.utc_text(moment)
    back = chain.parse_utc(text)
    assert len(text) == 24
    assert text.endswith("Z")
    assert timedelta(0) <= moment.astimezone(UTC) - back < timedelta(milliseconds=1)
    assert chain.utc_text(back.astimezone(timezone(timedelta(hours=-6)))) == text


def test_a_naive_time_is_refused() -> None:
    """A time without a zone belongs to no moment."""
    with pytest.raises(ValueError, match="zone"):
        chain.utc_text(datetime(2025, 2, 18))  # noqa: DTZ001
