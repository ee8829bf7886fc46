"""What the page says, in every language at once."""

from collections.abc import Mapping

from buyback.i18n import LANGUAGES, N_, load_catalogue

NAMES: Mapping[str, str] = {"es": "Español", "en": "English"}
"""What each language calls itself."""

PAGE: Mapping[str, str] = {
    "title": N_("Is it destroyed?"),
    "intro": N_(
        "With your receipt you see here whether what you handed in is destroyed, when, and by which act. Nobody is asked "
        "who they are."
    ),
    "folio": N_("Folio"),
    "folio_hint": N_("It stands on top of the receipt, like {folio}."),
    "code": N_("Check code"),
    "code_hint": N_("It stands near the end of the receipt, like {code}."),
    "find": N_("Look it up"),
    "stays": N_("What you type stays on your telephone or computer: it is sent nowhere."),
    "no_script": N_(
        "Your browser runs no scripts, so this page cannot look anything up. “To check it without this page” says how to do it."
    ),
    "absent": N_("What does not stand here"),
    "absent_why": N_(
        "This list has only what an act of destruction names. What waits in custody, what Defensa took away for destruction "
        "elsewhere and what a museum keeps is not in it: that nothing is found does not say where something is."
    ),
    "private": N_(
        "No person, serial number or site is named in these files, and without a receipt nobody can tell which line is "
        "whose. The number of an act is the one on the signed paper, and may show where the weapons were destroyed."
    ),
    "proof": N_("Under which checkpoint"),
    "chain": N_(
        "Every destruction is an entry of a sealed log, in which each entry goes on from the digest of the one before it. "
        "The signed checkpoint below fixes all entries up to number {seq}: none of them can be changed, added or taken away "
        "and the digest stay the same."
    ),
    "receipts": N_("Receipts in this list"),
    "pieces": N_("Pieces destroyed"),
    "last": N_("Newest destruction"),
    "origin": N_("Log"),
    "size": N_("Entries"),
    "root": N_("Digest of the last one, as in the note"),
    "digest": N_("The same as on paper"),
    "key_id": N_("Signed by the key"),
    "key": N_("The public half of that key"),
    "note": N_("The signed note, which is also the file checkpoint.txt"),
    "trust": N_(
        "A page can say anything of itself. Compare the key with the one on the signed act of a day, or with what you noted "
        "before; an auditor compares the digest with the log."
    ),
    "check": N_("To check it without this page"),
    "check_note": N_("The signature, with OpenSSL, in the folder of this page:"),
    "check_receipt": N_(
        "A receipt, in the table destroyed.csv: what stands there with this sum is what is told of it."
    ),
    "check_log": N_(
        "All of it, by whoever has the log: buyback verifies it and writes the same files once more, and both have the same "
        "sums."
    ),
    "files": N_("Files"),
    "table": N_("everything on this page, as a table"),
    "json": N_("the same, for programs"),
    "signed": N_("the signed note"),
    "sums": N_("the sums of all files"),
}
"""What stands on the page from the first."""

SAID: Mapping[str, str] = {
    "title": PAGE["title"],
    "piece": N_("{n} × {type}"),
    "when": N_("destroyed on {day}, act {act}"),
    "cutter": N_("by disc cutter"),
    "of": N_("If more was handed in with the folio {folio}, the rest is not published as destroyed yet."),
    "under": N_("This is in the log of {origin} up to entry {seq}, which the key {key} signed."),
    "print": N_("Print this answer"),
    "nothing": N_("Nothing is listed under this folio and check code"),
    "nothing_why": N_(
        "Compare both with the receipt, letter by letter: with one wrong letter nothing is found. If they are right, then "
        "nothing of this receipt is published as destroyed yet. Look again when a newer list is published, or ask at the "
        "site, and bring the receipt."
    ),
    "again": N_("That cannot be right"),
    "no_folio": N_("“{text}” is no folio. It stands on top of the receipt and looks like {example}."),
    "mistyped": N_(
        "The folio {folio} is mistyped: its last letter does not fit the others. Compare it with the receipt."
    ),
    "elsewhere": N_(
        "The folio {folio} is not of this list, whose folios begin with {ledger}-. Ask at the site where its list is published."
    ),
    "no_code": N_(
        "“{text}” is no check code: that has sixteen digits and letters, from 0 to 9 and from A to F. It stands near the end "
        "of the receipt."
    ),
    "no_part": N_(
        "The file {file} is missing beside this page, so nothing could be looked up. Open the page where it was published, "
        "or get its whole folder."
    ),
}
"""What the page says when somebody looked a receipt up; it fills in the words in braces itself."""


def page(code: str, values: Mapping[str, str]) -> dict[str, str]:
    """What stands on the page in this language, with the values filled in."""
    catalogue = load_catalogue(code)
    return {name: catalogue.gettext(words).format_map(values) for name, words in PAGE.items()}


def said() -> dict[str, dict[str, str]]:
    """What the page says later, by language. How many pieces are destroyed it says in the singular and the plural."""
    return {code: _said(code) for code in LANGUAGES}


def _said(code: str) -> dict[str, str]:
    catalogue = load_catalogue(code)
    found = {name: catalogue.gettext(words) for name, words in SAID.items()}
    for name, n in (("one", 1), ("many", 2)):
        found[name] = catalogue.ngettext("{n} piece is destroyed", "{n} pieces are destroyed", n)
    return found
