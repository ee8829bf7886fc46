"""Bad input to the verbs gets one sentence and the right exit code, and changes nothing."""

import sqlite3
from contextlib import closing
from string import Formatter

import pytest
from samples import SITE

from buyback import errors, folios, i18n
from buyback.cli import how
from buyback.facts import SETTLEMENTS

from .conftest import Terminal

PAID, OWED = "A1-000001-B", "A1-000002-9"
ABSENT = folios.make("A1", 99)


GONE = folios.make("A1", 3)

BAD = [
    # receive
    ("receive ak-47 --site nowhere", 3, "No site"),
    ("receive ak-47 --operator nobody", 3, "No operator"),
    ("receive ak-47 --pay maybe", 2, ", ".join(SETTLEMENTS)),
    ("receive ak-47|--site|", 2, "--site is empty"),
    ("receive ak-47|--draft-id|a b", 2, "--draft-id"),
    ("receive ak-47 --written-at 2099-01-01T10:00", 1, "in the future (it is 2025-02-18 10:42 now)"),
    ("receive ak-47 --written-at 2025-02-18", 2, "date and time"),
    ("receive ak-47 --written-at 0001-01-01T00:00", 2, "date and time"),
    ("receive ak-47 --written-at yesterday", 2, "date and time"),
    ("receive|ak-47:note=call 55 1234 5678", 1, "telephone"),
    ("receive|ak-47:note=GODE561231HDFRRN09", 1, "CURP"),
    ("receive|ak-47:note=a@example.org", 1, "e-mail"),
    ("receive|ak-47:note==1+1", 2, "formula"),
    ("receive|ak-47:make=a\tb", 2, "cannot be printed"),
    ("receive|ak-47:serial=" + "9" * 61, 2, "shorten it"),
    ("receive shotgun:as=revolver", 1, "reason"),
    ("receive ak-47:100", 2, "at most 99"),
    # folios
    ("pay 17A", 2, "not a folio"),
    ("pay 000002", 2, "like A1-000123-S, or its number and check character"),
    ("void 2 --reason typo", 2, "lacks the check character"),
    ("destroy 1/1 --act 2 --witness rosa --witness tomas", 2, "lacks the check character"),
    ("pay 2-8", 2, "A1-000002-8” is mistyped"),
    ("show 99", 3, "No drop-off"),
    ("show 2-8", 2, "mistyped"),
    ("pay A1-000002-8", 2, "mistyped"),
    (f"pay {ABSENT}", 3, "No drop-off"),
    (f"show {ABSENT}", 3, "No drop-off"),
    ("pay|", 2, "FOLIO is empty"),
    # pay, return, void
    (f"pay {PAID}", 1, "already paid: 25,000.00 pesos on 2025-02-18 by ana"),
    (f"return {PAID}", 1, "was paid"),
    (f"void {PAID} --reason typo", 2, "--recovered"),
    (f"void {PAID} --reason typo --recovered 25000.01", 1, "cannot have come back"),
    (f"void {PAID} --reason typo --recovered 8.700,50", 2, "not an amount"),
    (f"void {PAID} --reason typo --recovered -1", 2, "not an amount"),
    (f"void {PAID}|--reason|", 2, "--reason is empty"),
    (f"void {GONE} --reason typo --recovered 0", 1, "can no longer be voided"),
    # correct
    (f"correct {PAID}/1 --serial X1", 2, "--reason is missing"),
    (f"correct {PAID}/1 --reason misread", 1, "recorded already"),
    (f"correct {PAID}/1 --serial|  |--reason|misread", 2, "--serial is empty"),
    (f"correct {PAID}/1 --serial X1 --reason|  ", 2, "--reason is empty"),
    (f"correct {PAID}/1 --serial =1+1 --reason misread", 2, "formula"),
    (f"correct {PAID}/1 --serial A --serial-status none --reason misread", 2, "give the serial, or why"),
    (f"correct {PAID}/1 --serial-status read --reason misread", 2, "part_only"),
    (f"correct {PAID}/1 --clear serial --reason misread", 2, "make, model, calibre, country, marks"),
    (f"correct {PAID}/1 --make Colt --clear make --reason misread", 2, "--make and --clear make exclude"),
    (f"correct {PAID}/1 --make|call 55 1234 5678|--reason|misread", 1, "telephone"),
    (f"correct {PAID}/2 --calibre .22 --reason misread", 1, "counted in bulk"),
    (f"correct {PAID} --serial X1 --reason misread", 2, "not an item"),
    ("correct 1/1 --serial X1 --reason misread", 2, "lacks the check character"),
    (f"correct {PAID}/1 {PAID}/2 --serial X1 --reason misread", 2, "one word too many"),
    (f"correct {PAID}/1 --quantity 2 --reason misread", 2, "no option --quantity"),
    (f"correct {PAID}/1 --type revolver --reason misread", 2, "no option --type"),
    # custody
    (f"destroy {GONE}/1 --act 2 --witness rosa --witness tomas", 1, "is destroyed"),
    (f"destroy {OWED}/1 --act 2 --witness rosa --witness tomas", 1, "not paid yet"),
    (f"destroy {PAID}/1 --act 2 --witness rosa", 1, "at least 2 witnesses"),
    (f"destroy {PAID}/1 --act 2 --witness rosa --witness ROSA", 1, "named twice"),
    (f"destroy {PAID}/1 --act 2 --witness rosa --witness ana", 1, "cannot be its witness"),
    (f"destroy {PAID}/1 --act ACTA-1 --witness rosa --witness otto", 1, "already used"),
    (f"destroy {PAID}/3 --act 2 --witness rosa --witness tomas", 1, "handed over"),
    (f"destroy {PAID}/9 --act 2 --witness rosa --witness tomas", 3, "no line 9"),
    (f"destroy {PAID}/1 {PAID}/1 --act 2 --witness rosa --witness tomas", 2, "twice"),
    (f"destroy {PAID} --act 2 --witness rosa --witness tomas", 2, "not an item"),
    (f"destroy {PAID}/1", 2, "--act is missing"),
    (f"keep {PAID}/1 --act 2 --value old", 2, "historic, cultural, scientific, artistic"),
    (f"hand-over {GONE}/1 --act 2", 1, "is destroyed"),
    # lists
    ("custody --status gone", 2, "handed-over"),
    ("custody --older-than week", 2, "whole number"),
    ("custody --older-than -1", 2, "whole number"),
    ("custody --site nowhere", 3, "No site"),
    ("summary --date 2099-01-01", 1, "in the future"),
    ("summary --date today", 2, "not a date"),
    ("summary --date 0001-01-01 --days 36500", 2, "before the year 2000"),
    ("summary --days 10000000", 2, "from 1 to 36500"),
    ("rates set 20 --on 0001-01-01 --reason read", 2, "before the year 2000"),
    ("rates set -5 --reason read", 2, "“-5” is below zero"),
    ("rates set --reason read -20.2852", 2, "“-20.2852” is below zero"),
    ("rates set -x", 2, "There is no option -x"),
    ("receive ak-47 --written-at 9999-12-31T23:59", 2, "date and time"),
    ("summary --days 0", 2, "whole number"),
    ("summary --days 2.5", 2, "whole number"),
    ("summary --site nowhere", 3, "No site"),
    ("summary --counting all", 2, "national, without-grenades, pen-guns-apart"),
    ("print day --counting all", 2, "national, without-grenades, pen-guns-apart"),
    ("summary --since-entry 0", 2, "whole number"),
    ("summary --since-entry 5000", 3, "no entry 5000"),
    ("summary --csv --json", 2, "exclude each other"),
    ("log --limit 0", 2, "whole number"),
    ("log --limit 99999999999999999999", 2, "whole number"),
    ("log --kind Stolen", 2, "DroppedOff"),
    ("verify --checkpoint A1:1", 2, "not a checkpoint"),
    ("export|", 2, "DIR is empty"),
    ("audit-pack|", 2, "DIR is empty"),
    ("publish|", 2, "DIR is empty"),
    ("publish out", 3, "has no key yet"),
    ("publish out --checkpoint no-such.txt", 2, "cannot be read"),
    # the line itself
    ("recieve ak-47", 2, "did you mean receive"),
    ("zzz", 2, "no command"),
    ("rates", 2, "show, fetch, set, import"),
    ("rates get", 2, "no command"),
    ("pay", 2, "FOLIO is missing"),
    (f"pay {PAID} {OWED}", 2, "one word too many"),
    ("summary --dat 2025-02-18", 2, "no option --dat"),
    ("summary --date", 2, "needs a value"),
    ("summary --json=yes", 2, "takes no value"),
    ("|", 2, "no command"),
]


@pytest.mark.parametrize(("line", "code", "said"), BAD, ids=[line[:60] for line, _code, _said in BAD])
def test_bad_input_is_one_sentence_and_changes_nothing(
    worked: Terminal, sqlite_url: str, line: str, code: int, said: str
) -> None:
    """A "|" stands where the shell would have kept words together."""
    head = _head(sqlite_url)
    answer = worked.refused(*_words(line))
    assert (answer.code, said in answer.err) == (code, True), answer.err
    assert _head(sqlite_url) == head


def _head(where: str) -> tuple[int, str]:
    with closing(sqlite3.connect(where)) as connection:
        found: tuple[int, str] = connection.execute("SELECT head_seq, head_digest FROM ledger").fetchone()
        return found


def _words(line: str) -> list[str]:
    first, *rest = line.split("|")
    return [*first.split(), *rest]


@pytest.mark.parametrize(
    "line", ["pay 17", "pay 17A", f"pay {ABSENT}", "rates", "summary --dat x", "receive ak-47 --pay maybe"]
)
def test_refusals_are_in_the_reader_s_language(worked: Terminal, line: str) -> None:
    """The sentence is Spanish where Spanish was asked for, for rules and for words that cannot be read."""
    english, spanish = worked.refused(*line.split()).err, worked.refused("--lang", "es", *line.split()).err
    assert spanish != english


def test_a_site_in_the_settings_is_used(worked: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    """BUYBACK_SITE stands in for --site."""
    monkeypatch.setenv("BUYBACK_SITE", "nowhere")
    assert worked.refused("receive", "ak-47").code == 3
    assert worked.done("receive", "ak-47", "--site", SITE).code == 0


TYPED = [
    (f"void {PAID} --reason typo", "--recovered PESOS"),
    ("receive ak-47 --site nowhere", "buyback sites add"),
    ("receive ak-47 --operator nobody", "buyback operators add"),
    ("receive shotgun", ":as=CODE --reason TEXT | :donated"),
    ("receive shotgun:as=revolver", "--reason TEXT"),
    ("receive shootgun", "buyback tables show"),
    ("rates set 20.5", "--reason TEXT"),
    ("rates fetch", "buyback rates set"),
    (f"destroy {PAID}/1 --act 2 --witness rosa", "--witness NAME"),
]


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize(("line", "typed"), TYPED, ids=[line for line, _typed in TYPED])
def test_a_refusal_ends_with_what_to_type(worked: Terminal, line: str, typed: str, lang: str) -> None:
    """The command line adds in brackets how its own words for it are; the sentence stays one."""
    err = worked.refused("--lang", lang, *line.split()).err
    assert err.endswith(f" ({typed}).\n")


def test_no_refusal_of_a_verb_speaks_of_options() -> None:
    """The app shows the same sentences, where nobody can type an option or a command, unless that alone mends it."""
    only_here = (errors.NeedsTerminal, errors.OutputFailed)
    only_there_mended = (errors.TablesDisagree,)
    templates = [
        kind.template for kind in _refusals(errors.Refusal) if kind not in only_here + only_there_mended
    ]
    assert len(templates) > 80
    assert not [template for template in templates if "--" in template or "buyback " in template]


def test_what_to_type_names_only_what_the_refusal_knows() -> None:
    """Every name in braces is a value that the sentence itself has, so that no refusal ends in a traceback."""
    for kind, typed in how.WHAT_TO_TYPE.items():
        assert _names(typed) <= _names(kind.template), kind


def test_days_in_words_are_values_of_the_sentence() -> None:
    """What is named as a day stands in braces; the value stays as machines read it, the sentence has the month's name."""
    for kind in _refusals(errors.Refusal):
        assert set(kind.days) <= _names(kind.template), kind
    refusal = errors.EarlierDayOpen(earlier="2025-05-01", site="Plaza", day="2025-12-31")
    assert "1 May 2025 is still open at Plaza" in str(refusal)
    assert refusal.values["earlier"] == "2025-05-01"
    i18n.set_language("es")
    assert "El 1 de mayo de 2025 sigue sin cerrar en Plaza" in str(refusal)
    assert "antes del 31 de diciembre de 2025" in str(refusal)


def _names(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in Formatter().parse(text) if name}


def _refusals(kind: type[errors.Refusal]) -> list[type[errors.Refusal]]:
    return [found for below in kind.__subclasses__() for found in (below, *_refusals(below))]
