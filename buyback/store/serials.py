"""Serials as they are searched for."""

AFTER_TEXT = "\U0010ffff"
"""Sorts after every other character: the end of a range of all that begin alike."""

SHORTEST_START = 3  # fewer letters are a whole serial: half of all serials may begin with one letter


def serial_key(serial: str) -> str:
    """The serial as it is searched for: capitals, letters and digits only."""
    return "".join(character for character in serial.upper() if character.isalnum())


def serial_span(words: str) -> tuple[str, str] | None:
    """The first and the last key of the serials that begin with these words; None for words without letter or digit."""
    key = serial_key(words)
    return (key, key + AFTER_TEXT if len(key) >= SHORTEST_START else key) if key else None
