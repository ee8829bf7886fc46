"""Serials as they are searched for."""


def serial_key(serial: str) -> str:
    """The serial as it is searched for: capitals, letters and digits only."""
    return "".join(character for character in serial.upper() if character.isalnum())
