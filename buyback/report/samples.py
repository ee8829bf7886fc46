"""A shelf sample in words: what was found of it, and how much of all that is held may be missing."""

from buyback import l10n, rules
from buyback.i18n import N_, _, ngettext
from buyback.store.views.samples import NotFound, Sample

RESULT_NAMES = {
    "open": N_("not looked for yet"),
    "found": N_("found"),
    "not_found": N_("not found"),
}
NOT_ON_SHELF = N_("Not found on the shelf")
HOW_DRAWN = N_(
    "Of each class at each site one, and of what more there is in proportion; where fewer are drawn, of those whose tags come "
    "first. Of each, the first tags in the order of SHA-256 of the seed, a colon and the tag. Anybody can draw it again: "
    "printf %s {seed}:{item} | sha256sum"
)


def most_missing(found: Sample) -> int | None:
    """So many of the items that it was drawn from may be missing at most, with 95 % confidence; None while one is open."""
    return None if found.number("open") else rules.most_missing(found.looked)


def sample_heading(found: Sample) -> str:
    """What was drawn from what, by which seed."""
    n = len(found.items)
    words = ngettext(
        "{n} item drawn of {population} that were held, seed {seed}",
        "{n} items drawn of {population} that were held, seed {seed}",
        n,
    )
    return words.format(n=l10n.number(n), population=l10n.number(found.population), seed=found.seed)


def how_drawn(found: Sample) -> str:
    """How anybody draws it again."""
    return _(HOW_DRAWN).format(seed=found.seed, item=found.items[0].item.id)


def sample_sentences(found: Sample) -> tuple[str, ...]:
    """How it stands, what that says of all that was held, and of what it says nothing."""
    parts = ", ".join(
        f"{l10n.number(number)} {_(words)}"
        for result, words in RESULT_NAMES.items()
        if (number := found.number(result))
    )
    said = [f"{parts}."]
    most = most_missing(found)
    if most is None:
        said.append(_("How sure that is will be said when every item was looked for."))
    else:
        words = _(
            "With 95 % confidence at most {most} of the {n} items that it was drawn from are missing, wherever they are (one-sided "
            "bound of the hypergeometric distribution, over the classes and sites)."
        )
        n = found.population - found.undrawn
        said.append(words.format(most=l10n.number(most), n=l10n.number(n)))
    if found.undrawn:
        words = ngettext(
            "It says nothing of {n} item of which none was drawn: {left}. Draw more to look at one of each class at each site.",
            "It says nothing of {n} items of which none was drawn: {left}. Draw more to look at one of each class at each site.",
            found.undrawn,
        )
        left = "; ".join(
            _("{name}, {site} ({n})").format(name=one.name, site=one.site, n=l10n.number(one.held))
            for one in found.not_drawn
        )
        said.append(words.format(n=l10n.number(found.undrawn), left=left))
    return tuple(said)


def not_found_sentence(one: NotFound) -> str:
    """An item that was not found: since when, by whom, by which sample, and where it is on paper."""
    words = _("{item}  {name}, not found since {day} ({by}, sample {seq}); by the ledger {status}")
    said = words.format(
        item=one.item.id,
        name=one.item.name,
        day=l10n.day(one.since),
        by=one.told_by,
        seq=l10n.number(one.sample_seq),
        status=_(rules.STATUS_NAMES[one.item.status]),
    )
    return f"{said}: {one.note}" if one.note else said
