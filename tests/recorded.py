"""Every field of every fact and of its parts, written down: what is recorded, and therefore what is not.

A new field is argued for here first. It is about a weapon, an act, an amount, a place, or somebody who works here under an
alias; there is none about whoever brings a weapon, and there never is one.
"""

import typing
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from buyback.facts import KINDS

RECORDED: dict[str, str] = {
    "LedgerOpened": "programme currency software key",
    "KeyChanged": "key reason approved_by was_seq",
    "SiteAdded": "code name timezone venue municipality state",
    "OperatorEnrolled": "alias roles",
    "RolesChanged": "alias roles reason",
    "OperatorRevoked": "alias reason",
    "PinSet": "alias",
    "PinRefused": "alias tries",
    "SettingChanged": "name value",
    "ClockWentBack": "last_at now",
    "PayoutTableAdopted": "code campaign issuer effective_on currency source complete classes rows",
    "TableClass": "code name_es name_en traced custody cuts",
    "TableRow": "code class_code counts_as name_es name_en calibre aliases unit source serviceable_minor unserviceable_minor",
    "RateRecorded": "mxn_per_usd as_of source learned_at reason approved_by",
    "DroppedOff": "folio draft_id site business_on settlement table table_seq rate_seq mxn_per_usd rate_as_of rate_source lines written_at reason approved_by form_seq",
    "Line": "number type_code class_code counts_as condition quantity unit unit_amount_minor amount_minor usd_cents valued_as donated make model calibre serial serial_status country marks note",
    "PaidOut": "folio amount_minor usd_cents business_on means approved_by site",
    "Returned": "folio business_on items reason",
    "Voided": "folio business_on reason paid_minor recovered_minor items approved_by site",
    "VoucherIssued": "folio site business_on amount_minor expires_on coded",
    "VoucherCodeRefused": "folio tries",
    "FoliosReserved": "site business_on folios",
    "FormsReturned": "site business_on folios reason",
    "CashMoved": "site business_on kind amount_minor notes reason",
    "Denomination": "value_minor number form",
    "CashCounted": "site business_on notes counted_minor",
    "CashDiffered": "site business_on count_seq expected_minor counted_minor reason approved_by",
    "DayClosed": "site business_on count_seq count_expected_minor counted_minor carried_minor float_minor topped_up_minor paid_minor returned_minor recovered_minor differences_minor expected_minor paid_without_float_minor drop_offs items valued_minor usd_cents vouchers_minor held open_vouchers open_forms checkpoint_seq checkpoint_digest approved_by",
    "CloseCompared": "site closed_on close_seq agrees",
    "Destroyed": "act business_on method place witnesses items",
    "DisposedItem": "item cuts",
    "Kept": "act business_on value place witnesses items",
    "HandedOver": "act business_on receiver place witnesses items",
    "HandOverChecked": "act business_on list_hash witnesses items",
    "CheckedItem": "item found serial serial_status differs belongs_to",
    "NotReceivedResolved": "act item business_on outcome reason approved_by",
    "MarksCorrected": "item business_on status reason was now",
    "Marks": "make model calibre serial serial_status country marks",
    "FindingAnswered": "finding last_seq note",
    "SampleDrawn": "site business_on seed population population_hash undrawn strata items",
    "SampledStratum": "site class_code held drawn",
    "SampleChecked": "sample_seq business_on items note",
    "SampledItem": "item found",
}


def kinds() -> dict[str, Any]:
    """Every fact and every part of one, by name."""
    found: dict[str, Any] = {}
    for kind in KINDS.values():
        found |= dict(_with_parts(kind))
    return found


def _with_parts(kind: Any) -> Iterator[tuple[str, Any]]:
    yield kind.__name__, kind
    for hint in typing.get_type_hints(kind).values():
        for part in (hint, *typing.get_args(hint)):
            if is_dataclass(part):
                yield from _with_parts(part)


def recorded() -> dict[str, str]:
    """What is recorded as the facts have it, to be held against what is written down."""
    return {name: " ".join(one.name for one in fields(kind)) for name, kind in kinds().items()}
