"""Words as they are compared: capitals, accents and punctuation do not tell them apart."""

import unicodedata


def folded(text: str) -> str:
    """Without accents, capitals and quotation marks."""
    plain = unicodedata.normalize("NFKD", text.strip('" ')).casefold()
    return "".join(character for character in plain if not unicodedata.combining(character))


def compact(text: str) -> str:
    """The letters and digits of it alone, run together."""
    return "".join(character for character in folded(text) if character.isalnum())
