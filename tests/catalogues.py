"""The message catalogues: what the code says, what the translators were given, what they gave back.

`python -m tests.catalogues update` writes `buyback.pot` anew from the code and merges it into every language. A
translation is kept as long as its message is; what is new stays empty until a person translates it. English stands
in the code, so it has no catalogue.
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from buyback.i18n import LANGUAGES

PACKAGE = Path(__file__).parent.parent / "buyback"
LOCALE = PACKAGE / "locale"
TEMPLATE = LOCALE / "buyback.pot"
TRANSLATED = tuple(language for language in LANGUAGES if language != "en")

_KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
_HEADER = """\
# Messages of buyback. Made by `python -m tests.catalogues update`; only the translations are written by hand.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""


def path_of(language: str) -> Path:
    """The file of one language's translations."""
    return LOCALE / language / "buyback.po"


def extracted() -> Catalog:
    """Every message of the code, with the files that say it."""
    catalog = Catalog(charset="utf-8")
    found = extract_from_dir(PACKAGE, [("**.py", "python")], keywords=_KEYWORDS)
    for filename, _line, message, _comments, context in sorted(found, key=lambda hit: hit[:2]):
        catalog.add(message, locations=[(f"buyback/{filename}", 0)], context=context)
    return catalog


def read(path: Path, language: str | None = None) -> Catalog:
    """A catalogue as it stands in its file."""
    return read_po(io.BytesIO(path.read_bytes()), locale=language, charset="utf-8", abort_invalid=True)


def messages(catalog: Catalog) -> Iterator[Message]:
    """The messages without the header, which is the one with an empty id."""
    return (message for message in catalog if message.id)


def text_of(catalog: Catalog) -> str:
    """The catalogue as its file: sorted by message, without line numbers or times, so that only words make a change."""
    out = io.BytesIO()
    write_po(
        out,
        catalog,
        width=110,
        sort_output=True,
        omit_header=True,
        ignore_obsolete=True,
        include_lineno=False,
    )
    more = ""
    if catalog.locale is not None:
        more = f'"Language: {catalog.locale}\\n"\n"Plural-Forms: {catalog.plural_forms}\\n"\n'
    return f"{_HEADER}{more}\n{out.getvalue().decode().strip()}\n"


def update() -> None:
    """Write the template and merge it into every language."""
    template = extracted()
    TEMPLATE.write_text(text_of(template), encoding="utf-8")
    for language in TRANSLATED:
        catalog = read(path_of(language), language)
        catalog.update(template, no_fuzzy_matching=True)
        path_of(language).write_text(text_of(catalog), encoding="utf-8")
        empty = sum(not all(forms(message)) for message in messages(catalog))
        print(f"{language}: {len(catalog)} messages, {empty} to be translated")


def forms(message: Message) -> tuple[str, ...]:
    """The translations of a message: one, or one for each plural form."""
    return tuple(message.string or [""]) if message.pluralizable else (str(message.string or ""),)


def placeholders(text: str) -> set[str]:
    """The names in braces that `str.format` fills in."""
    return set(re.findall(r"\{(\w*)(?:[!:][^{}]*)?\}", text))


if __name__ == "__main__":
    if sys.argv[1:] != ["update"]:
        sys.exit("usage: python -m tests.catalogues update")
    update()
