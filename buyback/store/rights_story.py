"""What the log tells of rights, and where it contradicts them: an entry by somebody who might not write it then.

The desk asks the table of rights before each verb. Whoever seals entries by hand is asked nothing, so verification asks
the same table again, with the roles as the entries before have made them. Pure.
"""

from buyback import rules
from buyback.chain import Entry
from buyback.facts import Role
from buyback.i18n import N_, _
from buyback.store.contradiction import Contradiction

_NO_RIGHT = N_(
    "Entry {seq} is by {name}, who might not {what} then: that needs the role {needed}, and {name} had {own}."
)


def told(entry: Entry, roles: tuple[Role, ...]) -> Contradiction | None:
    """What is not right about an entry whose writer had these roles, if anything is not."""
    verbs = rules.verbs_of(entry.fact, entry.by)
    if rules.may_one(verbs, roles):
        return None
    said = {
        "what": _(rules.RIGHTS[verbs[0]].words),
        "needed": rules.role_names(rules.needed(verbs), _(" or ")),
        "own": rules.role_names(roles),
    }
    return Contradiction(_NO_RIGHT, entry.by, 0, said)
