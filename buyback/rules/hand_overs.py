"""The two sides of a hand-over: the list that was sent, what arrived of it, and what becomes of the rest. Pure.

    sent       -> confirmed | not received (since the day of the check; the clock runs)
    not received -> confirmed (it arrived later) | held again (it never left) | lost (for ever)

The item stays `handed_over` through all of it but the last two, so that the balance of custody holds at any minute.
"""

from collections.abc import Collection, Sequence
from datetime import date

from buyback import errors
from buyback.facts import Resolution, SerialStatus
from buyback.fingerprints import list_hash
from buyback.i18n import N_, _
from buyback.rules.state import ItemState
from buyback.rules.words import STATUS_NAMES

LIST_HASH = N_("the hash of the list")
"""What refusals call it."""

_HASH_DIGITS = 12


def check_list(act: str, sent: Collection[str], given: str) -> str:
    """The hash of the act's list, if the paper that was checked is that list: typed in capitals or not, however spaced.

    ListDiffers if it is another one, BadListHash if it is none, TextMissing if nothing was typed.
    """
    own, typed = list_hash(sent), _digits(given)
    if not given.strip():
        raise errors.TextMissing(field=LIST_HASH)
    if len(typed) != _HASH_DIGITS or not set(typed) <= set("0123456789abcdef"):
        raise errors.BadListHash(text=given[:40])
    if typed != _digits(own):
        raise errors.ListDiffers(given=given.strip()[:40], act=act, n=len(sent))
    return own


def _digits(text: str) -> str:
    return "".join(character for character in text.lower() if character not in " -.:")


def check_names(act: str, sent: Sequence[str], checked: Sequence[str]) -> None:
    """Every item of the act is answered for, once, and nothing else is."""
    seen: set[str] = set()
    for item in checked:
        if item in seen:
            raise errors.ItemTwice(item=item)
        if item not in sent:
            raise errors.NotInHandOver(item=item, act=act)
        seen.add(item)
    missing = [item for item in sent if item not in seen]
    if missing:
        raise errors.NotChecked(act=act, items=named_items(missing))


def named_items(items: Sequence[str], most: int = 5) -> str:
    """The first few of the items, and how many more there are."""
    first = ", ".join(items[:most])
    return first if len(items) <= most else _("{first} and {n} more").format(first=first, n=len(items) - most)


def serial_differs(
    key: str, status: SerialStatus, again_key: str, again_status: SerialStatus, others: Collection[str]
) -> bool:
    """Whether what was read again contradicts the ledger. Keys are serials as they are searched for.

    Where nobody looked the first time, a serial is news and no contradiction, unless another tag carries it.
    """
    if again_status == "not_asked":
        return False
    if status == "not_asked":
        return bool(others)
    return again_key != key or again_status != status


def check_resolution(outcome: Resolution, item: ItemState) -> None:
    """What did not arrive may arrive, may turn out never to have left, or is lost.

    Where another paper says that it was destroyed or kept, it did arrive: only that can be recorded.
    """
    if item.arrival != "not_received":
        raise errors.NothingToResolve(
            item=item.id, status=_(STATUS_NAMES[item.status]), when=_day(item.since)
        )
    if outcome != "arrived" and item.status != "handed_over":
        raise errors.DisposedOf(item=item.id, status=_(STATUS_NAMES[item.status]), when=_day(item.since))


def check_arrived(item: ItemState) -> None:
    """What its receiver did not get is not destroyed or kept there, until somebody finds out what became of it."""
    if item.arrival == "not_received":
        raise errors.NotReceivedYet(item=item.id, when=_day(item.arrival_on))


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
