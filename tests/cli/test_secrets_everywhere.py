"""No hash, no PIN and no voucher's code is anywhere but in the table of secrets: the whole program is searched for them."""

import re
import traceback
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from export_story import export, live
from paper_story import pdf_of, text_of
from samples import AT, BY, COLLEAGUE, SITE, dump, order, rate_of
from tampering import force, found
from test_promises import COMMANDS

from buyback import desk, i18n
from buyback.desk import Order, Pin
from buyback.errors import Refusal
from buyback.export.paper import making
from buyback.money import Money
from buyback.store.engine import Store
from buyback.store.views import cash, forms, samples

from .conftest import Terminal

PINS = ("739104826153", "582047913664", "604829175538")
ANAS, LUISES, WRONG_PIN = PINS
CODES = ("9173", "8206", "6402", "70518")
CODE, OTHER, WRONG, TOO_LONG = CODES
LATE = AT + timedelta(days=3)

READING: dict[str, tuple[str, ...]] = {
    "audit": (),
    "cash show": (),
    "checkpoint": (),
    "counting": (),
    "custody": (),
    "export": ("{tmp}/{n}",),
    "audit-pack": ("{tmp}/{n}",),
    "publish": ("{tmp}/{n}",),
    "forms list": (),
    "hand-overs": (),
    "key show": (),
    "log": ("--limit", "10000"),
    "operators list": (),
    "operators rights": (),
    "print act": ("ACTA-1",),
    "print day": (),
    "print forms": ("{form}",),
    "print hand-over": ("DEF-2",),
    "print receipt": ("{folio}",),
    "print sample": ("{sample}",),
    "print tags": ("{folio}",),
    "quote": ("pistol-9mm",),
    "rates show": (),
    "samples": (),
    "settings list": (),
    "show": ("{folio}",),
    "sites list": (),
    "summary": ("--days", "30"),
    "tables list": (),
    "tables show": (),
    "verify": (),
    "vouchers": (),
}
"""Every command that writes nothing, with what it is asked here."""

WRITING = {
    "audit answer",
    *(
        "cash count",
        "cash difference",
        "cash float",
        "cash return",
        "cash top-up",
        "close-compare",
        "close-day",
    ),
    *("correct", "demo", "destroy", "forms reserve", "forms return", "hand-over", "hand-over-check"),
    *(
        "hand-over-resolve",
        "init",
        "keep",
        "key new",
        "key replace",
        "operators add",
        "operators pin",
        "operators revoke",
        "operators roles",
    ),
    *(
        "pay",
        "rates fetch",
        "rates import",
        "rates set",
        "rebuild",
        "receive",
        "return",
        "sample",
        "sample-check",
        "settings set",
        "sites add",
    ),
    *("tables adopt", "tables import", "void"),
}


def leaks(text: str) -> list[str]:
    """The beginning of an Argon2 hash, a PIN, or a code as a number of its own, where the text has them.

    Four digits stand in many a digest by chance, and there they are part of something longer.
    """
    codes = [code for code in CODES if re.search(rf"(?<![\w.,:-]){code}(?![\w.,:-]*\w)", text)]
    return [secret for secret in ("$argon2", *PINS) if secret in text] + codes


def test_the_search_finds_what_it_searches_for() -> None:
    """A code in JSON, in a sentence, in a list and as an argument is found; inside of a digest or an amount it is not."""
    for text in (
        f'{{"code": "{CODE}"}}',
        f"the code {CODE}.",
        f"[{CODE}, 1]",
        f"pin={CODE}",
        f"Pin('{CODE}')",
        CODE,
    ):
        assert leaks(text) == [CODE], text
    for text in (f"a{CODE}b0", f"{CODE}.00", f"1,{CODE}.50", f"draft-{CODE}", f"12:{CODE}"):
        assert leaks(text) == [], text
    assert leaks(f"x{ANAS}y $argon2id$v=19") == ["$argon2", ANAS]


def promised(store: Store, code: str) -> str:
    """The folio of a pistol on a voucher with this code."""
    asked = replace(order(store, "pistol-9mm", settlement="voucher"), code=Pin(code))
    return desk.receive(store, asked, by=BY, at=LATE).folio


@pytest.fixture
def lived(ledger: Store) -> Store:
    """Days of every kind of event; then PINs, right and wrong ones, approvals, and vouchers: open, locked, paid, voided."""
    live(ledger)
    desk.give_float(ledger, SITE, Money(100_000_00), by=BY, at=LATE)
    desk.set_pin(ledger, BY, Pin(ANAS), by=BY, at=LATE)
    desk.set_pin(ledger, COLLEAGUE, Pin(LUISES), by=BY, at=LATE)
    for attempt in (
        lambda: desk.sign_in(ledger, BY, Pin(WRONG_PIN), at=LATE),
        lambda: desk.approve(ledger, COLLEAGUE, Pin(WRONG_PIN), "void", at=LATE),
    ):
        with pytest.raises(Refusal):
            attempt()
    desk.reserve(ledger, SITE, 1, by=BY, at=LATE)
    desk.draw_sample(ledger, 2, 1, by=BY, at=LATE)
    promised(ledger, CODE)
    locked, paid, voided = (promised(ledger, OTHER) for _voucher in range(3))
    for _try in range(6):
        with pytest.raises(Refusal):
            desk.pay(ledger, locked, by=BY, at=LATE, code=Pin(WRONG))
    desk.pay(ledger, paid, by=BY, at=LATE, code=Pin(OTHER))
    given = desk.approve(ledger, COLLEAGUE, Pin(LUISES), "void", at=LATE)
    desk.void(ledger, voided, reason="error", recovered=None, by=BY, at=LATE, approval=given)
    given = desk.approve(ledger, COLLEAGUE, Pin(LUISES), "key", at=LATE)
    desk.replace_key(ledger, reason="the first one", by=BY, at=LATE, approval=given)
    return ledger


def open_folio(store: Store) -> str:
    with store.reading() as db:
        sql = "SELECT subject FROM secret WHERE kind = 'voucher' ORDER BY subject"
        return str(db.connection.exec_driver_sql(sql).scalars().first())


# --- what is kept, printed and exported -----------------------------------------------------------------------------------


def test_every_command_is_one_that_reads_or_one_that_writes() -> None:
    """A new command is searched too, or said to write."""
    assert set(COMMANDS) == READING.keys() | WRITING
    assert not READING.keys() & WRITING


def test_it_is_nowhere(
    lived: Store,
    ledger_url: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Not in the log, a projection, an export, a document, what verification says, or the answer of a reading command."""
    rows = {name: leaks(repr(table)) for name, table in dump(lived).items()}
    assert {name: what for name, what in rows.items() if what} == {"secret": ["$argon2"]}
    assert len(dump(lived)["secret"]) == 4  # two PINs, an open voucher and a locked one
    export(lived, tmp_path / "all", at=LATE)
    files = [path for path in (tmp_path / "all").rglob("*") if path.is_file()]
    assert len(files) > 15
    assert {path.name: what for path in files if (what := leaks(path.read_text(encoding="utf-8")))} == {}
    assert found(lived) == []
    folio = open_folio(lived)
    with lived.reading() as db:
        form = forms.listed(db, state="out")[-1]
        (sample,) = samples.listed(db, "")
        for made in (
            making.receipt_of(db, folio),
            making.tags_of(db, [folio]),
            making.day_of(db, LATE.date()),
            making.sample_of(db, sample.seq),
        ):
            assert leaks(text_of(pdf_of(made, "letter"))) == []
    monkeypatch.setenv("BUYBACK_LEDGER", ledger_url)
    monkeypatch.setenv("BUYBACK_SITE", SITE)
    terminal = Terminal(capsys, LATE)
    said = {
        f"{command} {more}": terminal(
            *command.split(),
            *(
                word.format(
                    tmp=tmp_path, n=f"{command}{number}", folio=folio, form=form.folio, sample=sample.seq
                )
                for word in READING[command]
            ),
            *more,
        )
        for command in READING
        for number, more in enumerate(((), ("--json",), ("--lang", "es")))
    }
    assert {name: answer.err for name, answer in said.items() if answer.code != 0} == {}
    assert {name: what for name, answer in said.items() if (what := leaks(answer.out + answer.err))} == {}
    assert folio in said["vouchers ('--json',)"].out


# --- what goes wrong ------------------------------------------------------------------------------------------------------


def shown(problem: BaseException) -> str:
    """The traceback with every variable of every frame, as an app that crashes may show it."""
    return "".join(traceback.TracebackException.from_exception(problem, capture_locals=True).format())


def attempts(store: Store, folio: str) -> Iterator[Callable[[], object]]:
    """What is refused, or breaks, while somebody's PIN or a giver's code is at hand."""
    asked = Order(SITE, (desk.parse_item("pistol-9mm"),), "voucher", "form-x", rate_of(store))
    yield lambda: desk.sign_in(store, BY, Pin(WRONG_PIN), at=LATE)
    yield lambda: desk.set_pin(store, "nobody", Pin(ANAS), by=BY, at=LATE)
    yield lambda: desk.receive(store, replace(asked, code=Pin(TOO_LONG)), by=BY, at=LATE)
    yield lambda: desk.receive(store, replace(asked, code=Pin(CODE), site="nowhere"), by=BY, at=LATE)
    yield lambda: desk.pay(store, folio, by=BY, at=LATE, code=Pin(TOO_LONG))
    yield lambda: desk.pay(store, folio, by=BY, at=LATE, code=Pin(WRONG))
    yield lambda: desk.pay(store, folio, by="nobody", at=LATE, code=Pin(CODE))
    with store.reading() as db:
        box = cash.box(db, SITE)
    assert box is not None
    desk.return_cash(store, SITE, Money(box.at_hand_minor), by=BY, at=LATE)
    yield lambda: desk.pay(
        store, folio, by=BY, at=LATE, code=Pin(CODE)
    )  # right, and the box does not hold it
    force(store, "UPDATE secret SET hash = 'x' WHERE kind = 'voucher'")
    yield lambda: desk.pay(store, folio, by=BY, at=LATE, code=Pin(CODE))
    force(store, "DROP TABLE payout")
    yield lambda: desk.pay(store, folio, by=BY, at=LATE, code=Pin(CODE))
    force(store, "DROP TABLE secret")
    yield lambda: desk.receive(store, replace(asked, code=Pin(CODE)), by=BY, at=LATE)
    yield lambda: desk.sign_in(store, BY, Pin(ANAS), at=LATE)


def test_no_refusal_and_no_traceback_shows_it(lived: Store) -> None:
    """Neither the sentence in either language, nor any frame behind it with its variables."""
    before, number = i18n.language(), 0
    for attempt in attempts(lived, open_folio(lived)):
        with pytest.raises(Refusal) as refused:
            attempt()
        for language in i18n.LANGUAGES:
            i18n.set_language(language)
            assert leaks(f"{refused.value} {refused.value!r} {refused.value.args}") == []
        i18n.set_language(before)
        frames = shown(refused.value)
        assert "Pin(***)" in frames
        # this test's own frames name what it tries
        assert leaks("\n".join(line for line in frames.splitlines() if "yield lambda" not in line)) == [], (
            number
        )
        number += 1
    assert number == 12


def test_a_crash_shows_none_either(lived: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug in the middle of a payment: the frames of the desk and of the store hide what was typed."""
    folio = open_folio(lived)
    monkeypatch.setattr("buyback.store.projections.Projecting.add", None)
    with pytest.raises(TypeError) as crash:
        desk.pay(lived, folio, by=BY, at=LATE, code=Pin(CODE))
    lines = [line for line in shown(crash.value).splitlines() if "desk.pay(lived" not in line]
    assert "settle" in "\n".join(lines) or "append" in "\n".join(lines)
    assert leaks("\n".join(lines)) == []
