"""A clone makes its own environment: `python3 -m buyback` and `python3 -m tests`, typed where only Python is."""

import os
import runpy
import shutil
import signal
import subprocess
import sys
import time
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

POSIX = pytest.mark.skipif(os.name == "nt", reason="processes are killed in another way there")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A copy of what makes the program, as git would give it: nothing is installed in it."""
    root = tmp_path / "a clone"
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "buyback", root / "buyback", ignore=ignored)
    shutil.copytree(ROOT / "seeds", root / "seeds")
    for name in ("pyproject.toml", "README.md", "LICENSE", "schema.sql"):
        shutil.copy(ROOT / name, root / name)
    return root


@pytest.fixture(scope="session")
def bare_python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python with no package at all, not even pip."""
    folder = tmp_path_factory.mktemp("bare")
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def environment(clone: Path, **more: str) -> dict[str, str]:
    """Nothing of the caller's settings but how pip finds packages."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name.startswith(("PIP_", "SSL_", "SYSTEMROOT", "SystemRoot"))
    }
    home = clone.parent / "home"
    home.mkdir(exist_ok=True)
    return kept | {"PATH": os.defpath, "HOME": str(home), "TMPDIR": str(clone.parent)} | more


def run(python: Path | str, clone: Path, *arguments: str, **more: str) -> "subprocess.CompletedProcess[str]":
    """Start Python in the clone."""
    return subprocess.run(
        [str(python), *arguments],
        cwd=clone,
        env=environment(clone, **more),
        capture_output=True,
        text=True,
        check=False,
    )


def run_patched(python: Path, clone: Path, patch: str) -> "subprocess.CompletedProcess[str]":
    """Start `python3 -m buyback` in the clone, on a system that is changed in one way."""
    start = "import runpy; runpy.run_module('buyback', run_name='__main__', alter_sys=True)"
    return run(python, clone, "-c", f"import os, sys; {patch}; {start}")


def test_an_environment_that_has_the_packages_is_used_as_it_is(clone: Path) -> None:
    """The active environment has them all, so nothing is made and nothing is said."""
    done = run(sys.executable, clone, "-m", "buyback", "--version")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("buyback ")
    assert not (clone / ".venv").exists()


def test_a_package_that_is_too_old_counts_as_missing(clone: Path) -> None:
    """An environment that has a package in another version than pyproject.toml asks for is not used."""
    project = clone / "pyproject.toml"
    project.write_text(project.read_text(encoding="utf-8").replace("babel>=2.17", "babel>=99"), "utf-8")
    done = run(
        sys.executable, clone, "-m", "buyback", "--version", PIP_NO_INDEX="1", PIP_CONFIG_FILE=os.devnull
    )
    assert done.returncode == 1
    assert "Making a virtual environment" in done.stderr


@POSIX
def test_the_first_start_makes_what_it_needs(clone: Path, bare_python: Path) -> None:
    """Killed while it installs, then started twice at once: one installs, the other waits, both run.

    After that a start is instant and says nothing; the arguments arrive as they were typed.
    """
    command = [str(bare_python), "-m", "buyback", "quote", "revolver", "--rate", "20.2852", "--lang", "en"]
    shape = {"cwd": clone, "env": environment(clone), "text": True, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, stdout=subprocess.PIPE, **shape) as first:  # type: ignore[call-overload]
        while "Installing" not in first.stderr.readline():
            assert first.poll() is None
        time.sleep(1)
        os.kill(first.pid, signal.SIGKILL)
    assert not (clone / ".venv/buyback-ready").exists()
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, **shape) for _process in range(2)]  # type: ignore[call-overload]
    answers = [process.communicate(timeout=400) for process in both]
    if any(
        "network" in said and process.returncode for (_out, said), process in zip(answers, both, strict=True)
    ):
        pytest.skip("the package index cannot be reached")
    assert [process.returncode for process in both] == [0, 0], answers
    assert sum("Installing" in said for _out, said in answers) == 1
    assert all("8,700.00" in out for out, _said in answers)
    again = subprocess.run(command, stdout=subprocess.PIPE, check=True, **shape)  # type: ignore[call-overload]
    assert again.stdout == answers[0][0]
    assert ".venv" not in again.stderr
    assert "Installing" not in again.stderr


def test_a_failed_installation_shows_what_pip_said_and_is_tried_again(clone: Path, bare_python: Path) -> None:
    """A failure says why and leaves no stamp, so that the next start tries again."""
    for _start in range(2):
        done = run(bare_python, clone, "-m", "buyback", PIP_NO_INDEX="1", PIP_CONFIG_FILE=os.devnull)
        assert done.returncode == 1
        assert "could not be installed; pip said:" in done.stderr
        assert "No matching distribution found" in done.stderr
        assert "Traceback" not in done.stderr
    assert not (clone / ".venv/buyback-ready").exists()


def test_no_network_is_said_in_one_sentence(clone: Path, bare_python: Path) -> None:
    """Where the index cannot be reached, the last line says so and what to do."""
    nowhere = {
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
        "PIP_RETRIES": "1",
        "PIP_CONFIG_FILE": os.devnull,
    }
    done = run(bare_python, clone, "-m", "buyback", **nowhere, PIP_FIND_LINKS="", PIP_EXTRA_INDEX_URL="")
    assert done.returncode == 1
    assert "connect this computer" in done.stderr.splitlines()[-1]


def test_a_python_without_ensurepip_is_told_which_package_to_install(clone: Path, bare_python: Path) -> None:
    """Debian's Python comes without it."""
    done = run_patched(bare_python, clone, "sys.modules['ensurepip'] = None")
    assert done.returncode == 1
    assert "sudo apt install python3." in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_clone_that_cannot_be_written_is_left_alone(clone: Path, bare_python: Path) -> None:
    """A clone on a read-only medium: one sentence, and no file."""
    done = run_patched(bare_python, clone, "os.access = lambda path, mode: False")
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (clone / ".venv").exists()


def test_outside_a_clone_a_missing_package_is_named(clone: Path, bare_python: Path) -> None:
    """The package without its dependencies, and no pyproject.toml beside it: how to install it."""
    (clone / "pyproject.toml").unlink()
    done = run(bare_python, clone, "-m", "buyback")
    assert done.returncode == 1
    assert "pip install gun-buyback" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("module", ["buyback", "tests"])
def test_an_old_python_is_told_what_is_wrong(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything else is looked at."""
    monkeypatch.setattr(sys, "version_info", (3, 10, 9, "final", 0))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer"):
        runpy.run_module(module, run_name="__main__")
