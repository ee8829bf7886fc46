"""Verification finds whatever was changed behind the program's back, and says which table, row and column."""

import json
import random
from collections.abc import Callable
from typing import Any

import pytest
from samples import AT, BY, OTHER_SITE, SITE, Life, act, dump, take_in
from sqlalchemy import Column, Table, Text
from tampering import force, found, literal, resealed

from buyback import chain, desk
from buyback.chain import Checkpoint, Finding
from buyback.denominations import parse
from buyback.desk import NewMarks, Seen
from buyback.errors import CheckpointElsewhere
from buyback.fact_json import canonical
from buyback.facts import KINDS
from buyback.fingerprints import list_hash
from buyback.i18n import set_language
from buyback.money import Money
from buyback.store import ledger as log_writer
from buyback.store import schema
from buyback.store.engine import Store
from buyback.store.views import log, setup


def _live(ledger: Store) -> None:
    """Let everything happen once, so that no table is empty."""
    paid = take_in(ledger, "revolver:serial=A-1:make=Colt:note=cacha rota", "ak-47:u:donated")
    bullets = take_in(ledger, "cartridge:250:donated", "grenade:donated", settlement="none")
    owed = take_in(ledger, "shotgun:as=revolver", settlement="later", reason="no hay fila")
    back = take_in(ledger, "pistol-9mm", settlement="voucher", site=OTHER_SITE)
    wrong = take_in(ledger, "machine-gun:u")
    desk.pay(ledger, owed.folio, by="luis", at=AT)
    desk.give_back(ledger, back.folio, by=BY, at=AT, reason="se arrepintió")
    desk.void(ledger, wrong.folio, reason="mal tecleado", recovered=Money(1181500), by=BY, at=AT)
    desk.destroy(ledger, [paid.item_ids[0]], act("D-1"), by=BY, at=AT)
    desk.keep(ledger, [paid.item_ids[1]], act("K-1", "Museo"), value="historic", by=BY, at=AT)
    desk.hand_over(ledger, bullets.item_ids, act("H-1"), by=BY, at=AT)
    seen = [Seen(bullets.item_ids[0], found=False), Seen(bullets.item_ids[1], serial="a1")]
    desk.check_hand_over(ledger, "H-1", seen, list_hash=list_hash(bullets.item_ids), by=BY, at=AT)
    desk.resolve_not_received(ledger, bullets.item_ids[0], "lost", reason="no aparece", by=BY, at=AT)
    desk.destroy(ledger, bullets.item_ids[1:], act("D-2", "Campo Militar 1"), by=BY, at=AT)
    desk.give_float(ledger, SITE, Money(10_000_00), by=BY, at=AT, notes=parse("1000x9,500x2"))
    desk.count_cash(ledger, SITE, parse("1000x9,500x1"), by=BY, at=AT)
    desk.record_difference(ledger, SITE, reason="falta un billete", by=BY, at=AT)
    desk.replace_key(ledger, reason="la primera", by=BY, at=AT)
    desk.enrol(ledger, "eva", by=BY, at=AT, roles=("custody",))
    desk.change_roles(ledger, "eva", ("custody", "audit"), reason="cuenta la caja", by=BY, at=AT)
    desk.revoke(ledger, "eva", reason="terminó", by=BY, at=AT)
    desk.change_setting(ledger, "approval_step_minor", "3000000", by=BY, at=AT)
    desk.correct(ledger, paid.item_ids[1], NewMarks(serial="AK-7"), reason="mal leída", by=BY, at=AT)
    forms = desk.reserve(ledger, SITE, 3, by=BY, at=AT).folios
    take_in(ledger, "revolver", settlement="later", written_at=AT, folio=forms[1])
    desk.return_forms(ledger, forms[:1], "manchado", by=BY, at=AT)
    desk.give_float(ledger, OTHER_SITE, Money(0), by=BY, at=AT)
    desk.count_cash(ledger, OTHER_SITE, (), by=BY, at=AT)
    paper = desk.close_day(ledger, OTHER_SITE, by=BY, at=AT).checkpoint
    desk.compare_close(ledger, OTHER_SITE, str(paper), by=BY, at=AT)
    sample = desk.draw_sample(ledger, 3, 4711, by=BY, at=AT)
    desk.check_sample(ledger, sample.seq, (sample.items[0].item.id,), (), by=BY, at=AT)
    desk.answer_finding(ledger, f"void-after-payment:{wrong.folio}", note="otro tipo", by=BY, at=AT)


@pytest.fixture
def story(after: Callable[[Life], Store]) -> Store:
    """A fresh copy of a ledger in which everything has happened once, so that no table is empty."""
    return after(_live)


def _differences(findings: list[Finding]) -> set[tuple[object, object, object]]:
    """(table, row, column) of what the projections' check found."""
    told = [dict(finding.values) for finding in findings if finding.check == "projections"]
    assert len({(values["table"], values["row"]) for values in told}) == len(told), "a row is one finding"
    return {
        (values["table"], values["row"], column)
        for values in told
        for column in str(values["column"]).split(", ")
    }


def _first_row(store: Store, table: Table) -> dict[str, Any]:
    with store.reading() as db:
        return dict(
            db.connection.execute(table.select().order_by(*table.primary_key)).mappings().first() or {}
        )


def _where(table: Table, row: dict[str, Any]) -> str:
    return " AND ".join(f"{column.name} = {literal(row[column.name])}" for column in table.primary_key)


def _changed(column: Column[Any]) -> str:
    is_text = isinstance(column.type, Text)
    return f"{column.name} || '~'" if is_text else f"coalesce({column.name}, 0) + 100000"


PROJECTIONS = [pytest.param(table, id=table.name) for table in schema.projections()]


def _is_name(column: Column[Any]) -> bool:
    """Whether the column says which row, of which ledger, this is."""
    return column.primary_key or column.name == "ledger"


@pytest.mark.parametrize("table", PROJECTIONS)
def test_every_changed_column_is_named(story: Store, table: Table) -> None:
    """Each column of a row that was changed is found, with its table and its row, and nothing else is."""
    row = _first_row(story, table)
    key = "/".join(str(row[column.name]) for column in table.primary_key)
    told = [column for column in table.columns if not _is_name(column)]
    force(
        story,
        f"UPDATE {table.name} SET {', '.join(f'{c.name} = {_changed(c)}' for c in told)} WHERE {_where(table, row)}",
    )
    assert _differences(found(story)) == {(table.name, key, column.name) for column in told}


@pytest.mark.parametrize("table", PROJECTIONS)
def test_every_renamed_row_is_missing(story: Store, table: Table) -> None:
    """A row under another key, or of another ledger, is missing where it was and explained by no entry where it is."""
    names = [column for column in table.columns if _is_name(column) and table.name != "ledger"]
    for column in names:
        row = _first_row(story, table)
        key = "/".join(str(row[part.name]) for part in table.primary_key)
        force(story, f"UPDATE {table.name} SET {column.name} = {_changed(column)} WHERE {_where(table, row)}")
        differences = _differences(found(story))
        if column.name == "ledger" and story.is_sqlite and not column.primary_key:
            assert differences == {(table.name, key, "ledger")}
        else:  # in a database that may hold another ledger its rows are that ledger's
            assert (table.name, key, "") in differences
            assert len(differences) == (1 if column.name == "ledger" and not story.is_sqlite else 2)
        log_writer.rebuild(story)
        force(story, f"DELETE FROM {table.name} WHERE ledger = 'A1~'")


@pytest.mark.parametrize("table", PROJECTIONS)
def test_every_missing_and_every_extra_row_is_named(story: Store, table: Table) -> None:
    """A row that was deleted, or added, is found by its key."""
    row = _first_row(story, table)
    key = "/".join(str(row[column.name]) for column in table.primary_key)
    force(story, f"DELETE FROM {table.name} WHERE {_where(table, row)}")
    if table.name != "ledger":
        assert _differences(found(story)) == {(table.name, key, "")}
        log_writer.rebuild(story)
        names = ", ".join(column.name for column in table.columns)
        last = next(reversed(list(table.primary_key)))
        unique = {"number": "number + 500", "draft_id": "'another'", "folio": "folio"}
        values = [_changed(c) if c is last else unique.get(c.name, c.name) for c in table.columns]
        force(
            story,
            f"INSERT INTO {table.name} ({names}) SELECT {', '.join(values)} FROM {table.name} WHERE {_where(table, row)}",
        )
        (difference,) = _differences(found(story))
        assert difference[0] == table.name
        assert difference[1] != key


def test_a_sound_ledger_has_no_findings(story: Store) -> None:
    """After everything has happened once, all verifies, before and after a rebuild."""
    assert found(story) == []
    log_writer.rebuild(story)
    assert found(story) == []


def test_a_rebuild_mends_the_projections(story: Store) -> None:
    """Whatever was done to the projections, the log makes them again."""
    before = dump(story)
    force(
        story,
        "UPDATE item SET status = 'destroyed'",
        "DELETE FROM payout",
        "UPDATE drop_off SET total_minor = 1",
    )
    assert len(found(story)) > 10
    log_writer.rebuild(story)
    assert dump(story) == before


def _log_length(store: Store) -> int:
    with store.reading() as db:
        return setup.ledger_info(db).head.seq


@pytest.mark.parametrize("column", ["at", "kind", "body", "previous", "digest"])
def test_every_changed_column_of_every_entry_is_found(story: Store, column: str) -> None:
    """In the database as in memory: whichever column of whichever entry is changed, verification finds that entry."""
    for seq in (1, _log_length(story) // 2, _log_length(story)):
        with story.reading() as db:
            before = getattr(log.sealed(db, seq), column)
        letter = "0" if before[-1] != "0" else "1"
        force(story, f"UPDATE entry SET {column} = {literal(before[:-1] + letter)} WHERE seq = {seq}")
        assert seq in {finding.seq for finding in found(story)}
        force(story, f"UPDATE entry SET {column} = {literal(before)} WHERE seq = {seq}")
    assert found(story) == []


@pytest.mark.parametrize(
    ("change", "check"),
    [
        ("DELETE FROM entry WHERE seq = 7", "gap"),
        ("DELETE FROM entry WHERE seq BETWEEN 8 AND 12", "gap"),
        ("DELETE FROM entry WHERE seq = 1", "gap"),
        ("UPDATE entry SET seq = seq + 1000 WHERE seq > 9", "gap"),
        ("UPDATE entry SET ledger = 'B2' WHERE seq = 9", "gap"),
    ],
)
def test_entries_taken_out_are_found(story: Store, change: str, check: str) -> None:
    """Entries that are missing are found, and so are the projections that they had made."""
    force(story, change)
    assert check in {finding.check for finding in found(story)}


def test_a_cut_tail_is_found_by_what_it_left_or_by_a_checkpoint(story: Store) -> None:
    """Whoever cuts the last entries off and makes the projections fit leaves a sound ledger: only a checkpoint tells.

    Until then the ledger's own row knows how far the log went, and the finding names the last entry that is left.
    """
    with story.reading() as db:
        kept = setup.ledger_info(db).head
    force(story, f"DELETE FROM entry WHERE seq > {kept.seq - 3}")
    cut = found(story)
    assert {finding.check for finding in cut} == {"end", "projections"}
    (end,) = (finding for finding in cut if finding.check == "end")
    assert (end.seq, dict(end.values)) == (kept.seq - 3, {"knows": kept.seq})
    log_writer.rebuild(story)
    assert found(story) == []
    assert [finding.check for finding in found(story, kept)] == ["checkpoint"]
    take_in(story, "revolver", "revolver", settlement="later")
    for number in range(3):
        take_in(story, f"revolver:serial={number}", settlement="later")
    assert [finding.check for finding in found(story, kept)] == ["checkpoint"]


def test_a_kept_checkpoint_fits_for_ever(story: Store) -> None:
    """What was printed last week is still true, however much was recorded since."""
    with story.reading() as db:
        kept = [setup.ledger_info(db).head, Checkpoint("A1", 1, log.sealed(db, 1).digest)]  # type: ignore[union-attr]
    take_in(story, "revolver")
    assert found(story, *kept) == []
    forged = Checkpoint("A1", 1, "0" * 64)
    assert [finding.check for finding in found(story, *kept, forged)] == ["checkpoint"]
    with pytest.raises(CheckpointElsewhere):
        found(story, *kept, Checkpoint("B2", 1, "0" * 64))


@pytest.mark.parametrize("kind", KINDS)
def test_an_entry_that_says_nonsense_stops_no_check(story: Store, kind: str) -> None:
    """Whatever a forged entry says, sealed or not, verification goes on to its end and names the entry."""
    with story.reading() as db:
        row = log.page(db, kind=kind)[0] if log.page(db, kind=kind) else None
    if row is None:
        pytest.skip(f"the story has no {kind}")
    generator = random.Random(kind)
    forgeries: list[Callable[[dict[str, Any]], object]] = [
        lambda body: body.update(v=2),
        lambda body: body.update(kind="Theft"),
        lambda body: body.update(kind=["x"]),
        lambda body: body.update(ledger="B2"),
        lambda body: body.update(fact=None),
        lambda body: body["fact"].clear(),
        lambda body: body["fact"].update(extra="x"),
        *[
            _with(name, value)
            for name, old in json.loads(row.body)["fact"].items()
            for value in (None, "", "x", -1, 2**60, 2**53 - 1, "\ud800", [], ["x"])
            if value != old
        ],
    ]
    tried = 8 if story.is_sqlite else 3  # one decoder reads what either engine keeps
    for forgery in generator.sample(forgeries, tried):
        before = row.body
        force(story, *resealed(story, row.seq, forgery))
        assert found(story), forgery
        force(
            story,
            f"UPDATE entry SET body = {literal(before)}, digest = '{row.digest}' WHERE seq = {row.seq}",
        )
    assert found(story) == []


def _with(name: str, value: object) -> Callable[[dict[str, Any]], object]:
    return lambda body: body["fact"].update({name: value})


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("DroppedOff", lambda fact: fact["lines"][0].update(counts_as="x")),
        ("DroppedOff", lambda fact: fact["lines"][0].update(quantity=0)),
        ("DroppedOff", lambda fact: fact["lines"][0].update(amount_minor=-5)),
        ("DroppedOff", lambda fact: fact["lines"].append(fact["lines"][0])),
        ("DroppedOff", lambda fact: fact["lines"].clear()),
        ("PayoutTableAdopted", lambda fact: fact["rows"][0].update(counts_as="x")),
        ("Voided", lambda fact: fact.update(recovered_minor=10**12)),
    ],
)
def test_an_entry_that_breaks_the_tables_own_rules_stops_no_check(
    story: Store, kind: str, change: Callable[[dict[str, Any]], object]
) -> None:
    """A forged entry that the typed tables could not even hold is found by its digest's successor and by its rows."""
    with story.reading() as db:
        row = log.page(db, kind=kind)[0]
    force(story, *resealed(story, row.seq, lambda body: change(body["fact"])))
    assert {"order", "projections"} <= {finding.check for finding in found(story)}


def test_an_entry_told_twice_stops_no_check(story: Store) -> None:
    """A drop-off that stands twice in the log is found, although its rows contradict the tables' own rules."""
    with story.reading() as db:
        row = log.page(db, kind="DroppedOff", limit=99)[-1]
        head = setup.ledger_info(db).head
    body = json.loads(row.body) | {"seq": head.seq + 1}
    text = canonical(body)
    again = row._replace(
        seq=head.seq + 1, body=text, previous=head.digest, digest=chain.digest_of(head.digest, text)
    )
    force(story, f"INSERT INTO entry VALUES ({', '.join(map(literal, again))})")
    assert _differences(found(story))


def test_findings_speak_both_languages(story: Store) -> None:
    """A supervisor reads what was found in either language."""
    force(story, "UPDATE item SET note = 'x'", "DELETE FROM entry WHERE seq = 5")
    findings = found(story)
    english = {str(finding) for finding in findings}
    set_language("es")
    spanish = {str(finding) for finding in findings}
    set_language("en")
    assert len(english) == len(spanish) > 1
    assert not english & spanish
