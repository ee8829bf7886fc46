"""The message catalogues: what the program says, in the reader's language.

English is written in the code; the other languages live in `locale/<language>/buyback.po`. A catalogue is
compiled when it is first needed and the compiled copy is kept in the user's cache directory, so that a
command's start does not load the compiler.
"""

import gettext as _gettext
import hashlib
import io
import os
from contextlib import suppress
from functools import cache
from pathlib import Path

LANGUAGES = ("es", "en")
_LOCALE_DIR = Path(__file__).parent / "locale"


class _Current:
    """The language that messages are shown in; one per process, switched by `set_language`."""

    language = "en"
    translations: _gettext.NullTranslations = _gettext.NullTranslations()


def N_(message: str) -> str:
    """Mark a message for the catalogue; it is translated later, where it is shown."""
    return message


def _(message: str) -> str:
    """The message in the current language."""
    return _Current.translations.gettext(message) if message else ""


def ngettext(singular: str, plural: str, n: int) -> str:
    """The message for n things in the current language; the caller fills in `{n}`."""
    return _Current.translations.ngettext(singular, plural, n)


def in_every_language(message: str) -> frozenset[str]:
    """The message as each language says it."""
    return frozenset(_loaded(code).gettext(message) for code in LANGUAGES)


@cache
def _loaded(code: str) -> _gettext.NullTranslations:
    """A catalogue that is loaded once: many words are asked for in every language at a time."""
    return load_catalogue(code)


def language() -> str:
    """The current language, "es" or "en"."""
    return _Current.language


def set_language(code: str) -> None:
    """Show every message from now on in `code`, one of LANGUAGES; KeyError for any other."""
    if code not in LANGUAGES:
        raise KeyError(code)
    _Current.language = code
    _Current.translations = load_catalogue(code)


def load_catalogue(code: str) -> _gettext.NullTranslations:
    """The translations of one language; English messages stand in the code and need none."""
    if code == "en":
        return _gettext.NullTranslations()
    source = (_LOCALE_DIR / code / "buyback.po").read_bytes()
    cached = _cache_dir() / f"{code}-{hashlib.sha256(source).hexdigest()[:16]}.mo"
    try:
        compiled = cached.read_bytes()
    except OSError:
        compiled = _compile(source, code)
        _keep(cached, compiled)
    return _gettext.GNUTranslations(io.BytesIO(compiled))


def _compile(source: bytes, code: str) -> bytes:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    out = io.BytesIO()
    write_mo(out, read_po(io.BytesIO(source), locale=code, abort_invalid=True))
    return out.getvalue()


def _cache_dir() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("buyback", appauthor=False)


def _keep(cached: Path, compiled: bytes) -> None:
    """Keep the compiled catalogue whole or not at all; a cache that cannot be written costs only time."""
    with suppress(OSError):
        cached.parent.mkdir(parents=True, exist_ok=True)
        part = cached.with_suffix(f".{os.getpid()}.part")
        part.write_bytes(compiled)
        part.replace(cached)
