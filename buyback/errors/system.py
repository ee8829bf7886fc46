"""What the operating system says of files, for the catalogue: its own words are English wherever the program runs."""

from buyback.i18n import N_

SYSTEM_WORDS = (
    N_("Permission denied"),
    N_("Operation not permitted"),
    N_("No such file or directory"),
    N_("Not a directory"),
    N_("Is a directory"),
    N_("File exists"),
    N_("File name too long"),
    N_("File too large"),
    N_("No space left on device"),
    N_("Disk quota exceeded"),
    N_("Read-only file system"),
    N_("Too many levels of symbolic links"),
    N_("Input/output error"),
    N_("Bad file descriptor"),
    N_("unable to open database file"),
    N_("database or disk is full"),
    N_("disk I/O error"),
)
"""Refusals show these in the reader's language where their `problem` is one of them, and anything else as it is."""
