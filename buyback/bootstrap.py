"""Makes a clone ready to run: a virtual environment in `.venv` with the packages that pyproject.toml names.

    python3 -m buyback | python3 -m tests
        the packages are here          go on in this process (an installed program, an active environment, .venv)
        they are not, in a clone       make or update .venv, then start again inside it with the same arguments
        they are not, and no clone     `explain` says how to install the program

`.venv/buyback-ready` says what was installed for which pyproject.toml; it is written last, so that what was
interrupted is done again. Only the standard library is used here: nothing else may be there yet.
"""

import contextlib
import hashlib
import importlib.util
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NoReturn

_NAME = "gun-buyback"
_REQUIREMENT = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(?:\[[^]]*\])?(?P<versions>[^;]*)(?P<marker>;.*)?")
_NO_NETWORK = (
    "Temporary failure in name resolution",
    "Name or service not known",
    "nodename nor servname",
    "getaddrinfo failed",
    "NewConnectionError",
    "ConnectTimeout",
    "Network is unreachable",
)
_LOCK_BYTE = 1 << 30  # far past the end of the file, where Windows locks nobody out from reading


@dataclass(frozen=True, slots=True)
class Clone:
    """A working copy of the project."""

    root: Path

    @property
    def project(self) -> Path:
        return self.root / "pyproject.toml"

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        return self.venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    @property
    def stamp(self) -> Path:
        return self.venv / "buyback-ready"

    @property
    def is_running(self) -> bool:
        """Whether this process is the environment's own Python."""
        return Path(sys.prefix).resolve() == self.venv.resolve()


def ready(*extras: str) -> None:
    """After the call this process has the packages of the project and of these extras.

    Otherwise it ends: as the same command inside `.venv`, or with a sentence on stderr and exit code 1. Outside a
    clone nothing is looked at, because an installed program came with its packages.
    """
    clone = _clone()
    if clone is None or _stamped(clone, extras, here=True) or _installed(clone, extras):
        return
    try:
        if not _stamped(clone, extras):
            _set_up(clone, extras)
    except KeyboardInterrupt:
        _say("Interrupted; the next start goes on from here.")
        sys.exit(130)
    _start_again(clone.python)


def explain(missing: ModuleNotFoundError) -> str:
    """What to do about a package that is not there; a missing part of this program is a bug and is raised again."""
    if str(missing.name).partition(".")[0] == "buyback":
        raise missing
    clone = _clone()
    if clone is None:
        return f"buyback needs the package {missing.name}, which is not installed; run: pip install {_NAME}"
    return f"The package {missing.name} is missing from {clone.venv}; delete that folder and run this again."


def _clone() -> Clone | None:
    root = Path(__file__).resolve().parent.parent
    project = root / "pyproject.toml"
    with contextlib.suppress(OSError):
        if f'name = "{_NAME}"' in project.read_text(encoding="utf-8"):
            return Clone(root)
    return None


# --- is it ready? -----------------------------------------------------------------------------------------------------


def _key(clone: Clone) -> str:
    """What the environment was made for: this pyproject.toml at this place (an environment cannot be moved)."""
    return hashlib.sha256(str(clone.root).encode() + clone.project.read_bytes()).hexdigest()


def _stamp_of(clone: Clone) -> tuple[str, str, frozenset[str]] | None:
    """The key, the version of Python and the extras that the environment was made with."""
    try:
        key, version, *extras = clone.stamp.read_text(encoding="utf-8").split()
    except (OSError, ValueError):
        return None
    return key, version, frozenset(extras)


def _version() -> str:
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def _stamped(clone: Clone, extras: tuple[str, ...], *, here: bool = False) -> bool:
    """Whether `.venv` has what is needed; `here`: and this process runs in it, with the Python it was made for."""
    stamp = _stamp_of(clone)
    if stamp is None or not clone.python.exists():
        return False
    key, version, made = stamp
    if clone.is_running != here or (here and version != _version()):
        return False
    return key == _key(clone) and set(extras) <= made


def _installed(clone: Clone, extras: tuple[str, ...]) -> bool:
    """Whether this process has every package already; for an extra, the program itself too, out of this clone."""
    import tomllib

    project = tomllib.loads(clone.project.read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"]]
    for extra in extras:
        wanted += project["optional-dependencies"][extra]
    return all(_has(requirement) for requirement in wanted) and (not extras or _editable(clone))


def _has(requirement: str) -> bool:
    """Whether a package is there in a version that fits; one that only some systems need is left to pip."""
    from importlib import metadata

    found = _REQUIREMENT.match(requirement)
    if found is None or found["marker"]:
        return True
    try:
        version = _numbers(metadata.version(found["name"]))
    except metadata.PackageNotFoundError:
        return False
    bounds = re.findall(r"(>=|<)\s*([\d.]+)", found["versions"])
    return all((version >= _numbers(text)) == (sign == ">=") for sign, text in bounds)


def _numbers(version: str) -> tuple[int, ...]:
    parts = [int(part) for part in re.findall(r"\d+", version)[:3]]
    return tuple(parts + [0] * (3 - len(parts)))


def _editable(clone: Clone) -> bool:
    from importlib import metadata

    try:
        origin = metadata.distribution(_NAME).read_text("direct_url.json") or ""
    except metadata.PackageNotFoundError:
        return False
    return f'"{clone.root.as_uri()}"' in origin


# --- making it ready --------------------------------------------------------------------------------------------------


def _set_up(clone: Clone, extras: tuple[str, ...]) -> None:
    """Make `.venv` or bring it up to date; of several processes one does it and the others wait."""
    if not os.access(clone.venv if clone.venv.exists() else clone.root, os.W_OK):
        sys.exit(
            f"{clone.root} cannot be written, so no environment can be made in it; "
            f"copy it to a folder of your own, or run: pip install {_NAME}"
        )
    with _turn(clone):
        if _stamped(clone, extras):
            return
        stamp = _stamp_of(clone)
        wanted = sorted({*extras, *(stamp[2] if stamp else ())})
        clone.stamp.unlink(missing_ok=True)
        if not _runs(clone):
            _make_venv(clone)
        _install(clone, wanted)
        part = clone.stamp.with_suffix(".part")
        part.write_text(" ".join([_key(clone), _version(), *wanted]) + "\n", encoding="utf-8")
        part.replace(clone.stamp)


def _runs(clone: Clone) -> bool:
    """Whether the environment has a Python of this version that can install packages."""
    try:
        asked = [str(clone.python), "-c", "import pip, sys; print('%d.%d' % sys.version_info[:2])"]
        answer = subprocess.run(asked, capture_output=True, text=True, check=False)
    except OSError:
        return False
    return answer.returncode == 0 and answer.stdout.strip() == _version()


def _make_venv(clone: Clone) -> None:
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        sys.exit(
            "This Python cannot make a virtual environment, because its venv or ensurepip is not installed; "
            f"on Debian or Ubuntu run: sudo apt install python{_version()}-venv"
        )
    _say(f"Making a virtual environment in {clone.venv} (Python {_version()}) ...")
    python = sys.executable if not clone.is_running else os.path.realpath(sys.executable)
    made = _run([python, "-m", "venv", "--clear", str(clone.venv)])
    if made.returncode:
        _fail("The virtual environment could not be made; Python said:", made.stdout)


def _install(clone: Clone, extras: list[str]) -> None:
    what = (
        f"the packages of buyback and of its extras {', '.join(extras)}" if extras else "buyback's packages"
    )
    _say(f"Installing {what}: once, with the network, a minute or two ...")
    target = f"{clone.root}[{','.join(extras)}]" if extras else str(clone.root)
    done = _run([str(clone.python), "-m", "pip", "install", "--disable-pip-version-check", "-e", target])
    if done.returncode == 0:
        return
    if any(sign in done.stdout for sign in _NO_NETWORK):
        sys.exit(
            "The packages could not be fetched, because the network or the package index cannot be reached; "
            "connect this computer and run the same command again."
        )
    _fail("The packages could not be installed; pip said:", done.stdout)


def _run(command: list[str]) -> "subprocess.CompletedProcess[str]":
    """Run to the end, its output kept; the lock is shared, so that it lasts as long as the slower of the two."""
    return subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        close_fds=False,
        check=False,
    )


def _say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()


def _fail(sentence: str, output: str) -> NoReturn:
    last = [line for line in output.splitlines() if line.strip()][-12:]
    sys.exit("\n  ".join([sentence, *last]))


@contextlib.contextmanager
def _turn(clone: Clone) -> Iterator[None]:
    """Hold a lock on pyproject.toml, which is there, is never replaced, and leaves nothing behind."""
    with clone.project.open("rb") as file:
        os.set_inheritable(file.fileno(), True)
        if not _lock(file):
            _say("Another process is setting up; waiting for it ...")
            while not _lock(file):
                time.sleep(0.2)
        yield


def _lock(file: IO[bytes]) -> bool:
    """Take the lock until the file is closed, if nobody has it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(_LOCK_BYTE)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _start_again(python: Path) -> NoReturn:
    command = [str(python), *sys.orig_argv[1:]]
    sys.stdout.flush()
    if os.name == "nt":  # execv there returns to the shell at once, and the two share its keyboard
        with contextlib.suppress(KeyboardInterrupt):
            sys.exit(subprocess.run(command, check=False).returncode)
        sys.exit(130)
    os.execv(python, command)
