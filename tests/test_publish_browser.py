"""The published page in a real browser: what a person types, reads and prints, with and without a network."""

import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from browser import Tab, address, browser, needs_chromium
from public_story import FOURTH, Days, Log, live_and_destroy, publish
from samples import BY, act, open_sample, take_in

from buyback import desk, folios
from buyback.export.public import words
from buyback.export.public.receipts import MOST_INSIDE
from buyback.facts import Destroyed
from buyback.payout_table import load_seed
from buyback.store.engine import Store

pytestmark = needs_chromium
LANGUAGES = ("es", "en")
SAID = words.said()
DAYS = {"es": "21 de febrero de 2025", "en": "February 21, 2025"}
TYPES = {row.code: {"es": row.name_es, "en": row.name_en} for row in load_seed("federal-2025").rows}
PHONE = {"width": 360, "height": 740, "deviceScaleFactor": 1, "mobile": True}


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Days, Path]]:
    """A ledger, its drop-offs, and its publication: one page that holds every receipt itself."""
    place = tmp_path_factory.mktemp("lived")
    with closing(open_sample(str(place / "ledger.db"), signs=True)) as store:
        days = live_and_destroy(store)
        publish(store, place / "public")
        yield store, days, place / "public"


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str, Path]]:
    """A folio with its code, and the publication of more receipts than a page holds itself."""
    place = tmp_path_factory.mktemp("many")
    with closing(open_sample(str(place / "ledger.db"), signs=True)) as store:
        given = [take_in(store, "ak-47:donated", at=FOURTH) for _each in range(MOST_INSIDE + 1)]
        desk.destroy(store, [one.item_ids[0] for one in given], act("D-1"), by=BY, at=FOURTH)
        publish(store, place / "public")
        folio = given[500].folio
        yield folio, Log(store).code(folio), place / "public"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Tab]:
    """One browser for all tests, so that none waits for its start."""
    with browser() as tab:
        yield tab


@pytest.fixture
def tab(chromium: Tab) -> Iterator[Tab]:
    """The browser as if new; at its end nothing was thrown, forbidden or missing, unless the test took note of it."""
    chromium.violations.clear()
    chromium.requests.clear()
    yield chromium
    chromium.send("Emulation.clearDeviceMetricsOverride")
    chromium.send("Emulation.setEmulatedMedia", media="")
    chromium.send("Emulation.setScriptExecutionDisabled", value=False)
    assert chromium.violations == []


@pytest.fixture
def page(tab: Tab, lived: tuple[Store, Days, Path]) -> Tab:
    tab.open(address(lived[2] / "index.html"))
    return tab


def look(tab: Tab, folio: str, code: str) -> str:
    """Type a receipt into the form as a person does, press Enter, and read the answer."""
    for field, text in (("#folio", folio), ("#code", code)):
        tab.click(field)
        tab.run(f"document.querySelector({field!r}).select()")
        tab.type(text) if text else tab.press("Delete", 46)
    tab.run("document.getElementById('answer').replaceChildren()")
    tab.press("Enter", 13, "\r")
    tab.wait("document.querySelector('#answer h2')")
    return read(tab)


def read(tab: Tab) -> str:
    """What a person sees of the answer."""
    return str(tab.run("document.getElementById('answer').innerText"))


def speak(tab: Tab, language: str) -> None:
    tab.click(f".languages [lang={language}]")


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """The folder on a web server of this computer: its address, and what it was asked for."""
    asked: list[str] = []

    class Noting(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            asked.append(self.path)

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Noting, directory=str(folder))) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/", asked
        server.shutdown()
        thread.join()


# --- looking a receipt up ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_giver_finds_what_is_destroyed(page: Tab, lived: tuple[Store, Days, Path], language: str) -> None:
    """Folio and code of the receipt give what was destroyed, on which day, by which act, and the signed checkpoint under
    which that stands, in the language that was chosen; nothing is asked of any server, and nothing typed is in the address.
    """
    store, days, folder = lived
    log, said = Log(store), SAID[language]
    speak(page, language)
    answer = look(page, days.whole.folio, log.code(days.whole.folio))
    assert said["many"].format(n=3) in answer
    assert f"2 × {TYPES['revolver'][language]}" in answer
    assert said["when"].format(day=DAYS[language], act="D-77") + f", {said['cutter']}" in answer
    assert f"1 × {TYPES['pistol-9mm'][language]}" in answer
    assert said["when"].format(day=DAYS[language], act="D-78") in answer
    assert answer.count(said["cutter"]) == 1
    assert days.whole.folio in answer
    note = json.loads((folder / "destroyed.json").read_text(encoding="utf-8"))["checkpoint"]
    assert note["origin"] in answer
    assert "+".join(note["key"].split("+")[:2]) in answer
    assert page.run("document.documentElement.lang") == language
    assert page.run("location.href") == address(folder / "index.html")
    assert set(page.requests) <= {address(folder / "index.html"), "data:,"}


def test_an_answer_changes_its_language_where_it_stands(page: Tab, lived: tuple[Store, Days, Path]) -> None:
    """Who reads the wrong language presses the other; what was typed and found stays."""
    store, days, _folder = lived
    speak(page, "es")
    answer = look(page, days.partly.folio, Log(store).code(days.partly.folio))
    assert DAYS["es"] in answer
    speak(page, "en")
    assert DAYS["en"] in read(page)
    assert DAYS["es"] not in read(page)
    assert page.run("document.getElementById('folio').value") == days.partly.folio
    assert page.run("document.title") == SAID["en"]["title"]


def test_of_a_mixed_receipt_the_page_says_only_what_is_destroyed(
    page: Tab, lived: tuple[Store, Days, Path]
) -> None:
    """One of three is destroyed; of the others it is said that they are not published, and not how many they are."""
    store, days, _folder = lived
    speak(page, "en")
    answer = look(page, days.partly.folio, Log(store).code(days.partly.folio))
    assert SAID["en"]["one"].format(n=1) in answer
    assert SAID["en"]["of"].format(folio=days.partly.folio) in answer
    assert answer.count(" × ") == 1


def test_how_people_type_does_not_matter(page: Tab, lived: tuple[Store, Days, Path]) -> None:
    """Small letters, blanks, other dashes, a short folio, a tag, O for 0 and l for 1 are understood."""
    store, days, _folder = lived
    folio, code = days.whole.folio, Log(store).code(days.whole.folio)
    number, check = int(folio.split("-")[1]), folio[-1]
    likely = code.replace("0", "o").replace("1", "l")
    speak(page, "en")
    for typed in (
        (folio.lower(), code.lower()),
        (f" {folio.replace('-', ' - ')} ", code.replace("-", " ")),
        (folio.replace("-", "\N{EN DASH}"), code.replace("-", "")),
        (f"{number}-{check}", f" {likely} "),
        (f"{folio}/2", code),
    ):
        assert SAID["en"]["many"].format(n=3) in look(page, *typed), typed


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_wrong_is_said_in_plain_words(
    page: Tab, lived: tuple[Store, Days, Path], language: str
) -> None:
    """No folio, a mistyped one, one of another list, no code; the field is marked and has the focus. A wrong code and a
    folio of which nothing is destroyed have one and the same answer.
    """
    store, days, _folder = lived
    log, said = Log(store), SAID[language]
    folio, held = days.whole.folio, days.held.folio
    code = log.code(folio)
    speak(page, language)
    other = folios.make("B2", 1)
    mistyped = folio[:-1] + ("2" if folio[-1] != "2" else "3")
    for typed, sentence, field in (
        (("", ""), said["no_folio"].format(text="", example="A1-000000-"), "folio"),
        (("pistola", code), said["no_folio"].format(text="pistola", example="A1-000000-"), "folio"),
        ((mistyped, code), said["mistyped"].format(folio=mistyped), "folio"),
        ((other, code), said["elsewhere"].format(folio=other, ledger="A1"), "folio"),
        ((folio, ""), said["no_code"].format(text=""), "code"),
        ((folio, code[:-1]), said["no_code"].format(text=code[:-1]), "code"),
        ((folio, "G" + code[1:]), said["no_code"].format(text="G" + code[1:]), "code"),
    ):
        answer = look(page, *typed)
        assert sentence.split("A1-000000-")[0] in answer, typed
        assert page.run("document.activeElement.id") == field
        assert page.run(f"document.getElementById('{field}').getAttribute('aria-invalid')") == "true"
    wrong = ("0" if code[0] != "0" else "1") + code[1:]
    answers = {
        look(page, *typed) for typed in ((folio, wrong), (held, log.code(held)), (folio, log.code(held)))
    }
    assert len(answers) == 1
    assert said["nothing_why"] in answers.pop()
    assert page.run("document.querySelectorAll('[aria-invalid]').length") == 0


def test_markup_in_names_is_text(tab: Tab, tmp_path: Path) -> None:
    """An act whose number is written like a script shows as it is written, and nothing runs."""
    number = "</script><img src=x onerror=bad()>"
    with closing(open_sample(str(tmp_path / "ledger.db"), signs=True)) as store:
        given = take_in(store, "ak-47", at=FOURTH)
        desk.destroy(store, given.item_ids, act(number), by=BY, at=FOURTH)
        assert any(
            fact.get("act") == number for _seq, kind, fact in Log(store).facts if kind == Destroyed.__name__
        )
        publish(store, tmp_path / "public")
        code = Log(store).code(given.folio)
    tab.open(address(tmp_path / "public" / "index.html"))
    assert number in look(tab, given.folio, code)
    assert tab.run("document.querySelectorAll('img').length") == 0


# --- SHA-256 ----------------------------------------------------------------------------------------------------------


def test_the_page_s_own_sha256_is_sha256(page: Tab) -> None:
    """Every length around the blocks, letters outside of ASCII, and a million letters, against another implementation."""
    texts = ["", "abc", "ñ×銃🔫", *("a" * n for n in range(50, 130)), "a" * 1_000_000]
    hexed = "(b) => Array.from(new Uint8Array(b), (x) => x.toString(16).padStart(2, '0')).join('')"
    found = page.run(
        f"{json.dumps(texts)}.map((text) => ({hexed})(ownSha256(new TextEncoder().encode(text))))"
    )
    assert found == [hashlib.sha256(text.encode()).hexdigest() for text in texts]


def test_a_browser_without_crypto_of_its_own_finds_the_same(
    tab: Tab, lived: tuple[Store, Days, Path]
) -> None:
    """Pages of plain http from elsewhere have no crypto.subtle: the page's own takes its place, and only then."""
    store, days, folder = lived
    code = Log(store).code(days.whole.folio)
    for gone in (True, False):
        script = "Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined });" if gone else ";"
        added = tab.send("Page.addScriptToEvaluateOnNewDocument", source=script)["identifier"]
        tab.open(address(folder / "index.html"))
        tab.send("Page.removeScriptToEvaluateOnNewDocument", identifier=added)
        assert tab.run("Boolean(crypto.subtle)") is not gone
        tab.run("var own = ownSha256, calls = 0; ownSha256 = (bytes) => { calls += 1; return own(bytes); };")
        speak(tab, "en")
        assert SAID["en"]["many"].format(n=3) in look(tab, days.whole.folio, code)
        assert tab.run("calls") == int(gone)


# --- in parts ---------------------------------------------------------------------------------------------------------


def test_a_receipt_is_found_in_its_part(tab: Tab, many: tuple[str, str, Path]) -> None:
    """From files as from a web server, the page loads the one part that it needs, and a server hears nothing but its name."""
    folio, code, folder = many
    part = f"data/{hashlib.sha256(f'{folio} {code}'.encode()).hexdigest()[0]}.js"
    with served(folder) as (server, heard):
        for where in (address(folder) + "/", server):
            tab.requests.clear()
            tab.open(f"{where}index.html")
            speak(tab, "en")
            assert SAID["en"]["one"].format(n=1) in look(tab, folio, code)
            assert SAID["en"]["one"].format(n=1) in look(tab, folio, code)
            asked = [url for url in tab.requests if url != "data:,"]
            assert asked == [f"{where}index.html", f"{where}{part}"]
    assert heard == ["/index.html", f"/{part}"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_part_that_got_lost_is_said(
    tab: Tab, many: tuple[str, str, Path], tmp_path: Path, language: str
) -> None:
    """The page alone, without its folder, names the file that is missing and says what to do; it never says “nothing”."""
    folio, code, folder = many
    shutil.copy(folder / "index.html", tmp_path)
    tab.open(address(tmp_path / "index.html"))
    speak(tab, language)
    answer = look(tab, folio, code)
    assert re.search(r"data/[0-9a-f]\.js", answer)
    assert SAID[language]["no_part"].partition("{file}")[2] in answer
    assert SAID[language]["nothing"] not in answer
    assert len(tab.violations) == 1
    assert "ERR_FILE_NOT_FOUND" in tab.violations.pop()


# --- what the page is -------------------------------------------------------------------------------------------------


def test_nothing_else_can_run_in_the_page_or_leave_it(page: Tab, lived: tuple[Store, Days, Path]) -> None:
    """Its policy stops a script that somebody puts in, a request to a server, and a form that would send what was typed."""
    with served(lived[2]) as (server, heard):
        page.run(
            "const bad = document.createElement('script'); bad.textContent = 'window.ran = true';"
            " document.body.append(bad); const other = document.createElement('script');"
            f" other.src = '{server}destroyed.json'; document.body.append(other);"
        )
        assert page.run(f"fetch('{server}destroyed.csv').then(() => 'sent', () => 'stopped')") == "stopped"
        page.run(f"form.action = '{server}destroyed.json'; HTMLFormElement.prototype.submit.call(form)")
        page.run(
            "new Promise((done) => setTimeout(done, 500))"
        )  # a form is sent after the script that sends it
        assert page.run("location.protocol") == "file:"
    assert page.run("window.ran") is None
    assert heard == []
    forbidden = [text for text in page.violations if "Content Security Policy" in text]
    assert len(forbidden) >= 3
    page.violations.clear()


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_fits_a_telephone(tab: Tab, lived: tuple[Store, Days, Path], language: str) -> None:
    """At 360 pixels nothing is wider than the screen, with an answer too, and what is pressed is large enough for a thumb."""
    store, days, folder = lived
    tab.send("Emulation.setDeviceMetricsOverride", **PHONE)
    tab.open(address(folder / "index.html"))
    speak(tab, language)
    look(tab, days.whole.folio, Log(store).code(days.whole.folio))
    assert tab.run("document.documentElement.scrollWidth") <= PHONE["width"]
    heights = tab.run(
        "[...document.querySelectorAll('button, input')].map((it) => it.getBoundingClientRect().height)"
    )
    assert min(heights) >= 44


def test_it_is_used_without_a_mouse_and_read_aloud(page: Tab, lived: tuple[Store, Days, Path]) -> None:
    """Tab goes from the languages to the fields and the button; each field has its name and its hint; the answer gets the
    focus and is announced; the form and the answer are named in the language of the page.
    """
    store, days, _folder = lived
    order = []
    for _step in range(5):
        page.press("Tab", 9)
        order.append(
            page.run(
                "document.activeElement.lang || document.activeElement.id || document.activeElement.type"
            )
        )
    assert order == ["es", "en", "folio", "code", "submit"]
    speak(page, "en")
    for field in ("folio", "code"):
        label, hint = page.run(
            f"[document.querySelector('label[for={field}]').innerText,"
            f" document.getElementById(document.getElementById('{field}').getAttribute('aria-describedby')).innerText]"
        )
        assert label == words.PAGE[field]
        assert hint.startswith(words.PAGE[f"{field}_hint"].partition("{")[0])
    look(page, days.whole.folio, Log(store).code(days.whole.folio))
    assert page.run("[document.activeElement.id, document.activeElement.getAttribute('aria-live')]") == [
        "answer",
        "polite",
    ]
    assert page.run("[...document.querySelectorAll('.languages button')].map((it) => it.getAttribute('aria-pressed'))") == [
        "false", "true",
    ]  # fmt: skip


def test_what_is_printed_is_the_answer_with_its_checkpoint(
    page: Tab, lived: tuple[Store, Days, Path]
) -> None:
    """On paper there is neither the form nor a button, and the code that was typed is not on it."""
    store, days, _folder = lived
    code = Log(store).code(days.whole.folio)
    look(page, days.whole.folio, code)
    page.send("Emulation.setEmulatedMedia", media="print")
    shown = page.run("document.body.innerText")
    assert page.run("getComputedStyle(document.getElementById('look')).display") == "none"
    assert page.run("[...document.querySelectorAll('button')].filter((it) => it.offsetParent).length") == 0
    assert "D-77" in shown
    assert "buyback/A1" in shown
    assert code not in shown


def test_without_scripts_it_says_what_to_do(tab: Tab, lived: tuple[Store, Days, Path]) -> None:
    """The form is not there; in both languages it says how to look a receipt up without it."""
    tab.send("Emulation.setScriptExecutionDisabled", value=True)
    tab.open(address(lived[2] / "index.html"))
    found = tab.send("DOM.getDocument", depth=-1)["root"]["nodeId"]
    alarm = tab.send("DOM.querySelector", nodeId=found, selector="noscript .alarm")["nodeId"]
    assert alarm
    form = tab.send("DOM.querySelector", nodeId=found, selector="#look")["nodeId"]
    with pytest.raises(AssertionError):
        tab.send("DOM.getBoxModel", nodeId=form)  # what has no box is not shown
    for language in LANGUAGES:
        one = tab.send("DOM.querySelector", nodeId=found, selector=f"noscript span[lang={language}]")[
            "nodeId"
        ]
        assert tab.send("DOM.getBoxModel", nodeId=one)["model"]["height"] > 0
