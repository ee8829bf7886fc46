"""The package as people install it: built through its source archive, put into an empty environment, run elsewhere."""

import json
import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the source archive that is built from a copy of the project."""
    source = tmp_path_factory.mktemp("source") / "project"
    ignored = shutil.ignore_patterns(".*", "__pycache__", "dist", "build")
    shutil.copytree(ROOT, source, ignore=ignored)
    shutil.copy(ROOT / ".gitignore", source)
    command = [sys.executable, "-m", "build", "--no-isolation", str(source)]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    [found] = (source / "dist").glob("*.whl")
    return found


def test_the_wheel_holds_what_the_program_reads_and_no_tests(wheel: Path) -> None:
    """Schema, seeds, translations, the app's style and the mark that it is typed are inside; tests are not."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        schema = archive.read("buyback/data/schema.sql")
    assert schema == (ROOT / "schema.sql").read_bytes()
    seeds = {path.relative_to(ROOT) for path in (ROOT / "seeds").rglob("*") if path.is_file()}
    assert {f"buyback/data/{path.as_posix()}" for path in seeds} <= names
    assert {"buyback/locale/es/buyback.po", "buyback/tui/app.tcss", "buyback/py.typed"} <= names
    assert {f"buyback/export/public/{name}" for name in ("index.html", "page.css", "page.js")} <= names
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "buyback").rglob("*.py")}
    assert modules <= names
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"buyback"}


def test_an_installed_wheel_works_in_another_folder(wheel: Path, tmp_path: Path) -> None:
    """Installed with its dependencies into an empty environment, run where nothing of the project is near."""
    venv.create(tmp_path / "venv", with_pip=True, symlinks=os.name != "nt")
    scripts = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    install = [str(scripts / "python"), "-m", "pip", "install", "--quiet", str(wheel)]
    installed = subprocess.run(install, capture_output=True, text=True, check=False)
    if "NewConnectionError" in installed.stderr:
        pytest.skip("the package index cannot be reached")
    assert installed.returncode == 0, installed.stderr
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    home = {name: str(elsewhere) for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA")}
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("BUYBACK_", "XDG_"))
    }

    def buyback(*arguments: str) -> str:
        done = subprocess.run(
            [str(scripts / "buyback"), *arguments],
            cwd=elsewhere,
            env=environment | home | {"BUYBACK_RATE_URL": "", "PYTHONPATH": ""},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert json.loads(buyback("quote", "ak-47", "--rate", "20.2852", "--json"))["total"]["usd"] == "1232.43"
    buyback("init", "--ledger-code", "A1", "--site", "basilica-guadalupe", "--operator", "ana")
    received = json.loads(buyback("receive", "revolver:serial=K4471", "cartridge:50:donated", "--json"))
    assert received["total"]["mxn"] == "8700.00"
    assert received["folio"].startswith("A1-000001-")
    assert "8700.00" in buyback("summary", "--json")
    assert "8,700.00" in buyback("summary", "--lang", "en")
    assert {one["code"] for one in json.loads(buyback("counting", "--json"))["definitions"]} >= {"national"}
    buyback("export", "out")
    assert "K4471" in (elsewhere / "out" / "items.csv").read_text(encoding="utf-8")
    assert (elsewhere / "out" / "datapackage.json").exists()
    buyback("verify")
    buyback("demo", "--ledger", "demo.db", "--days", "1", "--no-open")
    assert (elsewhere / "demo.db").exists()
