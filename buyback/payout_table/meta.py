"""What a payout table says beside its rows: whose it is, from when, and how its classes are treated.

The TOML beside a CSV holds it, every key optional:

    campaign = "..."  issuer = "..."  effective_on = 2026-01-14  currency = "MXN"  source = "..."  complete = false

    [classes.handgun]
    name_es = "Arma corta"
    name_en = "Handgun"
    traced = true                                  # each piece has its own line and tag
    custody = "destroy"                            # or "hand_over", "none"
    cuts = 2
    counts_as = "short"                            # one of facts.COUNTS
    counts_as_by_type = { pen-gun = "pen-gun" }    # the types of the class that are part of another figure
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import cast, get_args

from buyback.errors import BadCode, BadDate
from buyback.facts import COUNTS, CustodyRule, PayoutTableAdopted, TableClass
from buyback.i18n import N_, _
from buyback.money import MXN
from buyback.payout_table import cells, toml
from buyback.payout_table.toml import Document

CUSTODY_RULES: tuple[CustodyRule, ...] = get_args(CustodyRule)
TABLE_CODE = N_("a payout table")
"""What refusals call the code of a table."""

_MOST_CUTS = 20


@dataclass(frozen=True, slots=True)
class TableMeta:
    """What to say of a table where its own TOML says nothing. `effective_on` is ISO 8601; without a
    `code`, the file's name is the code."""

    effective_on: str
    code: str = ""
    campaign: str = ""
    issuer: str = ""
    currency: str = MXN
    source: str = ""
    complete: bool = False


@dataclass(frozen=True, slots=True)
class ClassRule:
    """A class and the figure that its types are part of."""

    table_class: TableClass
    counts_as: str
    counts_as_by_type: Mapping[str, str] = field(default_factory=dict)

    def counts(self, type_code: str) -> str:
        """The figure of facts.COUNTS that a type of this class is part of."""
        return self.counts_as_by_type.get(type_code, self.counts_as)


def generic_class(code: str) -> ClassRule:
    """A class of which nothing is known: traced and cut as the smallest firearm is, and in no figure but "other"."""
    label = code.replace("-", " ")
    return ClassRule(
        TableClass(code, label, label, traced=True, custody="destroy", cuts=2), counts_as="other"
    )


# --- out of TOML ------------------------------------------------------------------------------------------------------


def table_meta(file: str, document: Document, otherwise: TableMeta) -> TableMeta:
    """What the document says of the table, and `otherwise` where it is silent, all of it checked.

    UnreadableFile names a bad key; BadCode a table code or a currency, BadDate a date that is none.
    """
    known = [part.name for part in fields(TableMeta) if part.name != "code"]
    toml.only_keys(file, document, [*known, "classes"])
    values: dict[str, object] = {name: document.get(name, getattr(otherwise, name)) for name in known}
    effective_on, complete = values["effective_on"], values["complete"]
    if not isinstance(complete, bool):
        raise toml.bad_key(file, "complete", _("write true or false"))
    if isinstance(effective_on, date) and not isinstance(effective_on, datetime):
        effective_on = effective_on.isoformat()
    return TableMeta(
        effective_on=_iso_date(toml.text(file, "effective_on", effective_on)),
        code=_table_code(otherwise.code),
        campaign=toml.text(file, "campaign", values["campaign"]),
        issuer=toml.text(file, "issuer", values["issuer"]),
        currency=_currency(toml.text(file, "currency", values["currency"])),
        source=toml.text(file, "source", values["source"]),
        complete=complete,
    )


def _table_code(text: str) -> str:
    if not cells.is_code(text):
        allowed = N_(
            "1 to 32 lower-case letters (a to z), digits and hyphens, like federal-2025, or rename the file"
        )
        raise BadCode(text=cells.clipped(text), field=TABLE_CODE, allowed=allowed)
    return text


def _currency(text: str) -> str:
    if not re.fullmatch(r"[A-Z]{3}", text):
        raise BadCode(
            text=cells.clipped(text), field=N_("a currency"), allowed=N_("three capital letters, like MXN")
        )
    return text


def _iso_date(text: str) -> str:
    """ISO 8601 with hyphens only: `date.fromisoformat` alone takes week dates and bare digits too."""
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    raise BadDate(text=text)


def class_rules(file: str, document: Document) -> dict[str, ClassRule]:
    """The classes that a document describes, by code, in its order; none where it describes none."""
    classes = document.get("classes", {})
    if not isinstance(classes, dict):
        raise toml.bad_key(
            file, "classes", _("write each class as a table of its own, like [classes.handgun]")
        )
    return {code: _class_rule(file, code, found) for code, found in classes.items()}


def _class_rule(file: str, code: str, found: object) -> ClassRule:
    where = f"classes.{code}"
    if not isinstance(found, dict) or not cells.is_code(code):
        raise toml.bad_key(file, where, _("write each class as a table of its own, like [classes.handgun]"))
    toml.only_keys(
        file, found, ["name_es", "name_en", "traced", "custody", "cuts", "counts_as", "counts_as_by_type"]
    )
    traced, cuts, by_type = found.get("traced"), found.get("cuts", 0), found.get("counts_as_by_type", {})
    if not isinstance(traced, bool):
        raise toml.bad_key(file, f"{where}.traced", _("write true or false"))
    if type(cuts) is not int or not 0 <= cuts <= _MOST_CUTS:
        problem = _("write a whole number from 0 to {most}").format(most=_MOST_CUTS)
        raise toml.bad_key(file, f"{where}.cuts", problem)
    if not isinstance(by_type, dict):
        raise toml.bad_key(file, f"{where}.counts_as_by_type", _("write it like { magazine = “magazine” }"))
    table_class = TableClass(
        code=code,
        name_es=_class_name(file, f"{where}.name_es", found.get("name_es")),
        name_en=_class_name(file, f"{where}.name_en", found.get("name_en")),
        traced=traced,
        custody=cast(CustodyRule, toml.choice(file, f"{where}.custody", found.get("custody"), CUSTODY_RULES)),
        cuts=cuts,
    )
    return ClassRule(
        table_class,
        counts_as=toml.choice(file, f"{where}.counts_as", found.get("counts_as"), COUNTS),
        counts_as_by_type={
            type_code: toml.choice(file, f"{where}.counts_as_by_type.{type_code}", value, COUNTS)
            for type_code, value in by_type.items()
        },
    )


def _class_name(file: str, key: str, value: object) -> str:
    name = toml.text(file, key, value)
    if not name:
        raise toml.bad_key(file, key, _("the name is empty"))
    return name


# --- into TOML --------------------------------------------------------------------------------------------------------


def toml_of(adopted: PayoutTableAdopted) -> str:
    """The document that, beside the table's CSV, reads back as this very table."""
    lines = [
        f"campaign = {_quoted(adopted.campaign)}",
        f"issuer = {_quoted(adopted.issuer)}",
        f"effective_on = {adopted.effective_on}",
        f"currency = {_quoted(adopted.currency)}",
        f"source = {_quoted(adopted.source)}",
        f"complete = {_boolean(adopted.complete)}",
    ]
    for table_class in adopted.classes:
        counts = {row.code: row.counts_as for row in adopted.rows if row.class_code == table_class.code}
        usual = next(iter(counts.values()), "other")
        others = {code: figure for code, figure in counts.items() if figure != usual}
        by_type = ", ".join(f"{code} = {_quoted(figure)}" for code, figure in others.items())
        lines += [
            "",
            f"[classes.{table_class.code}]",
            f"name_es = {_quoted(table_class.name_es)}",
            f"name_en = {_quoted(table_class.name_en)}",
            f"traced = {_boolean(table_class.traced)}",
            f"custody = {_quoted(table_class.custody)}",
            f"cuts = {table_class.cuts}",
            f"counts_as = {_quoted(usual)}",
            f"counts_as_by_type = {{{by_type}}}",
        ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A JSON string of printable text is a TOML basic string."""
    return json.dumps(text, ensure_ascii=False)


def _boolean(value: bool) -> str:
    return "true" if value else "false"
