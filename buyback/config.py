"""Settings and where files live. Functions only: nothing is read or made when this module is imported.

A setting comes from the command line, else from the environment (`BUYBACK_...`), else from `config.toml` in the
user's configuration directory, else from its default here.
"""

import json
import os
import tomllib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from platformdirs import user_config_path, user_data_path

from buyback.errors import CannotWrite, UnreadableFile
from buyback.i18n import LANGUAGES, _

APP = "buyback"
DEFAULT_TABLE = "federal-2025"
_LARGEST_FILE_BYTES = 1_048_576  # of settings; a device has no end
RATE_URL = "https://api.frankfurter.dev/v1/"


PAPERS = ("letter", "a4", "80mm")
"""The papers of a PDF, as settings and commands name them."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting with its default. An empty `rate_url` switches the rate service off, 0 `lock_minutes` the idle lock."""

    ledger: str = ""
    language: str = "es"
    operator: str = ""
    site: str = ""
    theme: str = "buyback-light"
    rate_url: str = RATE_URL
    rate_deadline_s: float = 5.0
    rate_max_age_days: int = 4
    rate_retry_minutes: int = 60
    lock_minutes: float = 5.0
    receipt_paper: str = "80mm"
    sheet_paper: str = "letter"
    print_folder: str = ""
    checkpoint_folder: str = ""
    print_command: str = ""
    print_deadline_s: float = 20.0
    keymap: dict[str, str] = field(default_factory=dict)


def data_path(*parts: str) -> Path:
    """A file of the program's data (`schema.sql`, `seeds/...`): beside the package in a clone, inside it when installed."""
    package = Path(__file__).parent
    installed = package / "data"
    return (installed if installed.is_dir() else package.parent).joinpath(*parts)


def config_file() -> Path:
    """The user's settings file; it need not exist."""
    named = os.environ.get("BUYBACK_CONFIG")
    return Path(named) if named else user_config_path(APP, appauthor=False) / "config.toml"


def default_ledger() -> Path:
    """Where the ledger lives unless another place is named."""
    return user_data_path(APP, appauthor=False) / "ledger.db"


def demo_ledger() -> Path:
    """Where the sample ledger is kept: beside the real one, never in its place."""
    return default_ledger().with_name("demo.db")


def keys_dir() -> Path:
    """Where the signing keys of ledgers lie that are in a database."""
    return user_data_path(APP, appauthor=False) / "keys"


def checkpoints_dir() -> Path:
    """Where the signed checkpoints of ledgers lie that are in a database, unless the settings name another folder."""
    return user_data_path(APP, appauthor=False) / "checkpoints"


def tables_dir() -> Path:
    """Where imported payout tables are kept until a ledger adopts them."""
    named = os.environ.get("BUYBACK_TABLES")
    return Path(named) if named else user_data_path(APP, appauthor=False) / "payout_tables"


def stands(path: Path) -> bool:
    """Whether something is there; also where nobody may look, as whoever opens it then says why."""
    try:
        return path.exists()
    except PermissionError:
        return True
    except OSError:  # a name that no file can have
        return False


def load() -> Settings:
    """The settings of this user in this environment; a settings file that cannot be read is a refusal."""
    settings = _from_file(Settings(language=_system_language()), config_file())
    texts: dict[str, Any] = {
        "ledger": os.environ.get("BUYBACK_LEDGER"),
        "operator": os.environ.get("BUYBACK_OPERATOR"),
        "site": os.environ.get("BUYBACK_SITE"),
        "rate_url": os.environ.get("BUYBACK_RATE_URL"),
    }
    settings = replace(settings, **{name: text for name, text in texts.items() if text is not None})
    language = os.environ.get("BUYBACK_LANG", "")
    return replace(settings, language=language) if language in LANGUAGES else settings


def remember(name: str, text: str) -> None:
    """Keep a setting of text in the user's settings file; the rest of the file stays as it is. CannotWrite says why not."""
    path = config_file()
    line = f"{name} = {json.dumps(text, ensure_ascii=False)}"
    try:
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        head, table, tail = before.partition("\n[") if not before.startswith("[") else ("", "", before)
        kept = [found for found in head.splitlines() if found.partition("=")[0].strip() != name]
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.part")
        part.write_text("\n".join([line, *kept]) + "\n" + table.lstrip("\n") + tail, encoding="utf-8")
        part.replace(path)
    except (OSError, UnicodeDecodeError) as problem:
        said = getattr(problem, "strerror", None) or str(problem)
        raise CannotWrite(path=str(path), problem=said) from problem


def _system_language() -> str:
    """Spanish unless the system says English: the first programme is Mexico's."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            said = value.lower().partition(".")[0]
            return "en" if said.startswith("en") or said in ("c", "posix") else "es"
    return "es"


def _from_file(settings: Settings, path: Path) -> Settings:
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST_FILE_BYTES + 1)
    except FileNotFoundError:
        return settings
    except (OSError, ValueError) as problem:
        said = getattr(problem, "strerror", None) or str(problem)
        raise UnreadableFile(file=str(path), problem=said) from problem
    if len(data) > _LARGEST_FILE_BYTES:
        words = _("it is larger than {most} bytes")
        raise UnreadableFile(file=str(path), problem=words.format(most=_LARGEST_FILE_BYTES))
    try:
        found = tomllib.loads(data.decode())
    except (ValueError, RecursionError) as problem:
        raise UnreadableFile(file=str(path), problem=str(problem)) from problem
    known = {name: value for name, value in found.items() if name in Settings.__dataclass_fields__}
    for name, value in known.items():
        if not _fits(value, getattr(settings, name)):
            raise UnreadableFile(
                file=str(path), problem=_("the setting {name} has the wrong type").format(name=name)
            )
    return replace(settings, **known)


def _fits(value: object, default: object) -> bool:
    """Whether a value of the file can stand for the default: numbers are finite and not below zero."""
    if isinstance(default, int | float):
        if not isinstance(value, int | float) or isinstance(value, bool):
            return False
        return 0 <= value < 1_000_000 and (isinstance(default, float) or isinstance(value, int))
    if isinstance(default, dict):
        return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())
    return isinstance(value, type(default))
