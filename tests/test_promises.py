"""What the project promises about itself, each promise once."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import catalogues
import pytest
from typer import Typer
from typer.main import get_command

from buyback import folios
from buyback.cli.app import app
from buyback.cli.grammar import EVERYWHERE

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "buyback"
README = (ROOT / "README.md").read_text(encoding="utf-8")
MODULES = sorted(PACKAGE.rglob("*.py"))


# --- the catalogues ---------------------------------------------------------------------------------------------------


def ids(catalog: catalogues.Catalog) -> set[object]:
    return {message.id for message in catalogues.messages(catalog)}


def test_the_template_holds_every_message_of_the_code() -> None:
    """What translators are given is what the code says; otherwise run `python -m tests.catalogues update`."""
    assert ids(catalogues.read(catalogues.TEMPLATE)) == ids(catalogues.extracted())


@pytest.mark.parametrize("language", catalogues.TRANSLATED)
def test_every_message_is_translated(language: str) -> None:
    """The catalogue has exactly the code's messages, none empty, none left for a person to check (fuzzy)."""
    catalog = catalogues.read(catalogues.path_of(language), language)
    missing = [message.id for message in catalogues.messages(catalog) if not all(catalogues.forms(message))]
    assert ids(catalog) == ids(catalogues.extracted())
    assert [message.id for message in catalogues.messages(catalog) if message.fuzzy] == []
    assert missing == [], f"{len(missing)} messages without a translation"


@pytest.mark.parametrize("language", catalogues.TRANSLATED)
def test_a_translation_keeps_what_is_filled_in(language: str) -> None:
    """The names in braces and the blanks at both ends are the message's own, so that no sentence breaks when shown."""
    catalog = catalogues.read(catalogues.path_of(language), language)
    broken = []
    for message in catalogues.messages(catalog):
        originals = [message.id] if isinstance(message.id, str) else list(message.id)
        for original, form in zip(originals, catalogues.forms(message), strict=True):
            if form and (catalogues.placeholders(form), blanks(form)) != (
                catalogues.placeholders(original),
                blanks(original),
            ):
                broken.append(form)
    assert broken == []


def blanks(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


# --- examples -------------------------------------------------------------------------------------------------------------

_FOLIO = re.compile(r"(?<![\w-])(?:[A-Z][A-Z0-9]{1,7}-)?\d{1,6}-[0-9A-Z](?![\w-])")


def shown_folios(text: str) -> list[str]:
    """Every folio that is an example, whole or short."""
    return _FOLIO.findall(text)


def test_every_folio_that_is_shown_can_be_typed() -> None:
    """README, help and messages show folios of the ledger A1; each has the check character that the program asks for."""
    catalogue = catalogues.read(catalogues.path_of("es"), "es")
    said = [
        form
        for message in catalogues.messages(catalogue)
        for form in (*ids_of(message), *catalogues.forms(message))
    ]
    found = [folio for text in (README, *said) for folio in shown_folios(text)]
    assert {"A1-000123-S", "123-S"} <= set(found)
    for folio in found:
        assert folios.parse(folio, "A1"), folio


def ids_of(message: catalogues.Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


# --- the command line and its start -----------------------------------------------------------------------------------


def commands(typer_app: Typer) -> Iterator[tuple[str, set[str]]]:
    """Every command as it is typed, with its options; a group of commands is one too where it has options of its own."""

    def walk(command: object, path: str) -> Iterator[tuple[str, set[str]]]:
        options = {option for parameter in command.params for option in parameter.opts}  # type: ignore[attr-defined]
        its_own = {parameter.name for parameter in command.params} - EVERYWHERE.keys()  # type: ignore[attr-defined]
        children = getattr(command, "commands", {})
        if not children or (path and its_own):
            yield path, options
        for name, child in children.items():
            yield from walk(child, f"{path} {name}".strip())

    yield from walk(get_command(typer_app), "")


COMMANDS = dict(commands(app))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme(command: str) -> None:
    """The README's list of commands names each one."""
    assert re.search(rf"^\|.*`(buyback )?{command}\b", README, re.MULTILINE)


def test_every_file_that_the_readme_links_is_there() -> None:
    """A picture or page that the README points at stands in the repository."""
    linked = [unquote(path) for path in re.findall(r"\]\(([^)]+)\)", README) if "://" not in path]
    assert linked
    assert [path for path in linked if not (ROOT / path).is_file()] == []


def test_the_readme_shows_only_options_that_exist() -> None:
    """Every `--option` that the README prints beside a command is one that the command takes."""
    shown = re.findall(r"buyback ((?:[a-z-]+ )*[a-z-]+)([^`\n]*)(?:`[^\n|]*\|([^\n]*))?", README)
    unknown = []
    for words, more, row in shown:
        named = (name for name in COMMANDS if f"{words} ".startswith(f"{name} "))
        command = max(named, key=len, default="")
        options = set(re.findall(r"--[a-z]+(?:-[a-z]+)*", more + row))
        if command and not options <= COMMANDS[command]:
            unknown.append((command, options - COMMANDS[command]))
    assert unknown == []


def test_ci_runs_what_the_readme_prints() -> None:
    """The second of the README's two commands is the one that .ci/run starts."""
    assert "    python3 -m buyback demo\n" in README
    assert "    python3 -m tests\n" in README
    assert (ROOT / ".ci/run").read_text().splitlines()[-1] == "exec python3 -m tests"


PDF = {"fpdf", "fontTools", "PIL", "segno", "pymupdf_fonts"}
"""What a PDF is made with."""


def test_only_a_pdf_loads_what_a_pdf_needs() -> None:
    """The whole app, every command, and every document as text do without the packages that draw a PDF."""
    script = """if True:
        import pkgutil, sys
        import buyback.tui, buyback.cli.commands, buyback.export.paper.making, buyback.export.paper.plain
        for package in (buyback.tui, buyback.cli.commands):
            for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
                __import__(module.name)
        print(*(name.partition(".")[0] for name in sys.modules))
    """
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) & PDF == set()


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("argument", ["--help", "--version"])
def test_the_start_stays_lazy(tmp_path: Path, argument: str, language: str) -> None:
    """Help and version load none of the heavy packages (the compiled catalogue is kept from the first start on)."""
    environment = os.environ | {
        "BUYBACK_LANG": language,
        "XDG_CACHE_HOME": str(tmp_path),
        "HOME": str(tmp_path),
    }
    command = [sys.executable, "-X", "importtime", "-m", "buyback", argument]
    for _start in range(2):
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True, encoding="utf-8"
        )
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}
    heavy = {
        *("textual", "sqlalchemy", "sqlmodel", "requests", "babel", "forex_python", "currency_converter"),
        "argon2",
    }
    assert "typer" in loaded
    assert loaded & (heavy | PDF) == set()


# --- the files --------------------------------------------------------------------------------------------------------


def files() -> list[str]:
    """Every file of the project that git keeps or would keep."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is no clone")
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    found = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [name for name in found.split("\0") if name and (ROOT / name).is_file()]


def test_the_top_level_is_what_the_design_says() -> None:
    """Nothing gathers at the top level."""
    assert {name.partition("/")[0] for name in files()} == {
        *("pyproject.toml", "README.md", "LICENSE", "schema.sql"),
        *("seeds", "buyback", "tests", ".ci", ".gitignore"),
    }


def test_seeds_are_data() -> None:
    """No code among the seeds."""
    assert {Path(name).suffix for name in files() if name.startswith("seeds/")} == {".csv", ".toml"}


def test_no_file_names_the_place_where_it_was_made() -> None:
    """No package index and no path of somebody's machine stands in any file."""
    indexes = "|".join(
        ("py" + "pi", "python" + "hosted", "npm" + "js")
    )  # in two parts, as this is a file too
    forbidden = re.compile(rf"({indexes})\.(org|com)|/(work|root|home)/[a-z]+/|/opt/(wheels|{indexes})")
    texts = ((name, (ROOT / name).read_bytes().decode("utf-8", "replace")) for name in files())
    assert [(name, found[0]) for name, text in texts if (found := forbidden.search(text))] == []


# --- the code ---------------------------------------------------------------------------------------------------------

EXACT = (
    "facts",
    "money",
    "denominations",
    "chain",
    "fact_json",
    "rules",
    "folios",
    "report",
    "desk",
    "store",
    "export",
    "payout_table",
)


CHANCES = PACKAGE / "rules/missing.py"
"""Reckons how likely a sample is, and no amount of anything that is paid."""


def exact_modules() -> list[Path]:
    kept = (path for path in MODULES if path != CHANCES)
    return [path for path in kept if path.relative_to(PACKAGE).parts[0].removesuffix(".py") in EXACT]


@pytest.mark.parametrize("path", exact_modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_float_where_money_goes(path: Path) -> None:
    """No float literal other than a score's 0.0, no float(), and no division of numbers where amounts are handled."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        literal = isinstance(node, ast.Constant) and isinstance(node.value, float) and node.value != 0
        call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float"
        if literal or call:
            found.append(node.lineno)
    assert found == []


@pytest.mark.parametrize(
    "name", ["facts", "money", "denominations", "chain", "fact_json", "rules", "folios", "report"]
)
def test_no_true_division_in_the_core(name: str) -> None:
    """Where amounts are computed, `/` is never used: it would make a float."""
    paths = [path for path in MODULES if path.relative_to(PACKAGE).parts[0] in (name, f"{name}.py")]
    assert paths
    for path in (path for path in paths if path != CHANCES):
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        assert [node.lineno for node in nodes if isinstance(getattr(node, "op", None), ast.Div)] == [], path


ALONE = PACKAGE / "export/pack/verify.py"
"""Goes into the audit pack as it stands and may import nothing of ours, so it cannot be two files."""


def test_files_and_functions_fit_in_a_head() -> None:
    """A function ends within 70 lines, a file within 400."""
    long = []
    for path in MODULES:
        text = path.read_text(encoding="utf-8")
        if len(text.splitlines()) > 400 and path != ALONE:
            long.append(str(path))
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert node.end_lineno is not None
                if node.end_lineno - node.lineno >= 70:
                    long.append(f"{path}:{node.name}")
    assert long == []


@pytest.mark.parametrize("name", ["buyback/__main__.py", "tests/__main__.py", "buyback/__init__.py"])
def test_old_versions_of_python_can_read_the_way_in(name: str) -> None:
    """Python 3.6 parses what it meets before it is told that it is too old."""
    ast.parse((ROOT / name).read_text(encoding="utf-8"), feature_version=(3, 6))
