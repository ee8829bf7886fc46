"""Whether the marks that were recorded of an item may still be corrected."""

from buyback import errors
from buyback.facts import CORRECTABLES, Correctable
from buyback.i18n import _
from buyback.rules.state import ItemState
from buyback.rules.words import STATUS_NAMES


def check_correctable(item: ItemState, *, is_traced: bool) -> Correctable:
    """Where the item is, if its marks may be corrected: it has a tag of its own and its record is open.

    Destroyed, kept, handed over and lost it may still be: auditors compare the record with acts and photographs long
    after the weapon is gone (standards ask for 20 years), what is lost is searched for by its serial, and a wrong one
    must not stand because nobody can void any more. Returned or voided, the record is of nothing that the programme has.
    """
    status = next((known for known in CORRECTABLES if known == item.status), None)
    if status is None:
        raise errors.RecordClosed(
            item=item.id, status=_(STATUS_NAMES[item.status]), when=item.since.isoformat()
        )
    if not is_traced:
        raise errors.NoMarks(item=item.id, name=item.name)
    return status
