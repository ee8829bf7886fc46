"""The triggers by which a database guards the log itself: what is written stays, and the next entry continues the last."""

SQLITE = (
    """\
CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry
BEGIN
    SELECT RAISE(ABORT, 'entries are never changed');
END""",
    """\
CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry
BEGIN
    SELECT RAISE(ABORT, 'entries are never deleted');
END""",
    """\
CREATE TRIGGER entry_continues BEFORE INSERT ON entry
WHEN NEW.seq <> 1 + coalesce((SELECT max(seq) FROM entry WHERE ledger = NEW.ledger), 0)
  OR NEW.previous <> coalesce(
       (SELECT digest FROM entry WHERE ledger = NEW.ledger ORDER BY seq DESC LIMIT 1),
       '0000000000000000000000000000000000000000000000000000000000000000')
BEGIN
    SELECT RAISE(ABORT, 'an entry continues the last one');
END""",
)

POSTGRES = (
    """\
CREATE OR REPLACE FUNCTION entry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'entries are never changed or deleted';
END $$""",
    "CREATE TRIGGER entry_no_change BEFORE UPDATE OR DELETE ON entry FOR EACH ROW EXECUTE FUNCTION entry_refuse()",
    "CREATE TRIGGER entry_no_truncate BEFORE TRUNCATE ON entry FOR EACH STATEMENT EXECUTE FUNCTION entry_refuse()",
    """\
CREATE OR REPLACE FUNCTION entry_continue() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE head record;
BEGIN
    SELECT seq, digest INTO head FROM entry WHERE ledger = NEW.ledger ORDER BY seq DESC LIMIT 1;
    IF NEW.seq <> 1 + coalesce(head.seq, 0) OR NEW.previous <> coalesce(head.digest, repeat('0', 64)) THEN
        RAISE EXCEPTION 'an entry continues the last one';
    END IF;
    RETURN NEW;
END $$""",
    "CREATE TRIGGER entry_continues BEFORE INSERT ON entry FOR EACH ROW EXECUTE FUNCTION entry_continue()",
)
