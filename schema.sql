-- The ledger of a weapons buyback, as SQLite sees it. Generated from buyback/store/models; a test keeps it so.
-- The table entry is the truth; the others are made from it. Check a digest by hand with any SHA-256 tool:
--   SELECT previous || char(10) || body, digest FROM entry ORDER BY ledger, seq;
PRAGMA journal_mode = WAL;
BEGIN IMMEDIATE;
PRAGMA application_id = 1114995042;

CREATE TABLE meta (
    -- Which version of the tables this database holds.

    -- format: of the log. projections: of all other tables.
    name TEXT NOT NULL,
    -- The version, a whole number.
    value TEXT NOT NULL,
    PRIMARY KEY (name)
) STRICT;

CREATE TABLE entry (
    -- The log: every fact, sealed, in order. Rows are only ever added; triggers refuse the rest.

    -- Short code of the terminal that writes this chain.
    ledger TEXT NOT NULL,
    -- 1 for the first entry of the ledger, then without gap.
    seq INTEGER NOT NULL,
    -- When it was written, UTC (the body's 'at').
    at TEXT NOT NULL,
    -- Kind of fact (the body's 'kind').
    kind TEXT NOT NULL,
    -- Canonical JSON (RFC 8785) with everything: v, ledger, seq, at, by, kind, fact.
    body TEXT NOT NULL,
    -- Digest of the entry before; 64 zeros for the first.
    previous TEXT NOT NULL,
    -- SHA-256 of previous, a line feed and body, in lower-case hex.
    digest TEXT NOT NULL,
    PRIMARY KEY (ledger, seq),
    CONSTRAINT entry_one_successor UNIQUE (ledger, previous),
    CONSTRAINT entry_digest_length CHECK (length(digest) = 64 AND length(previous) = 64),
    CONSTRAINT entry_seq_from_one CHECK (seq >= 1)
) STRICT;

CREATE TABLE ledger (
    -- One row per ledger: its opening and the head of its chain.

    -- Short code, 2 to 8 letters and digits; the first part of every folio.
    code TEXT NOT NULL,
    -- Name of the buyback programme; empty if it was not given.
    programme TEXT NOT NULL,
    -- ISO 4217 code of the payouts.
    currency TEXT NOT NULL,
    -- When the ledger was opened, UTC.
    opened_at TEXT NOT NULL,
    -- Number of the last entry.
    head_seq INTEGER NOT NULL,
    -- Digest of the last entry.
    head_digest TEXT NOT NULL,
    -- How many folios were given out, those of blank forms included; the last one has this number.
    folios INTEGER NOT NULL,
    -- Public half of the key that signs its checkpoints; empty while it has none.
    signing_key TEXT NOT NULL,
    -- Entry that gave it that key; 0 while it has none.
    key_seq INTEGER NOT NULL,
    PRIMARY KEY (code)
) STRICT;

CREATE TABLE site (
    -- Places where weapons are taken in.

    -- Ledger that knows the site.
    ledger TEXT NOT NULL,
    -- Short name of the site.
    code TEXT NOT NULL,
    -- Full name.
    name TEXT NOT NULL,
    -- Kind of place: church, square, barracks; empty if it was not given.
    venue TEXT NOT NULL,
    -- Municipality or borough; empty if it was not given.
    municipality TEXT NOT NULL,
    -- State; empty if it was not given.
    state TEXT NOT NULL,
    -- IANA time zone; decides the business date.
    timezone TEXT NOT NULL,
    -- Entry that added it.
    seq INTEGER NOT NULL,
    PRIMARY KEY (ledger, code)
) STRICT;

CREATE TABLE operator (
    -- People who work with the ledger, by alias.

    -- Ledger that enrolled the operator.
    ledger TEXT NOT NULL,
    -- Alias; the 'by' of entries.
    alias TEXT NOT NULL,
    -- Entry that enrolled the operator.
    seq INTEGER NOT NULL,
    -- What the operator may do, separated by |: receive, pay, custody, supervise, audit.
    roles TEXT NOT NULL,
    -- Entry that gave these roles.
    roles_seq INTEGER NOT NULL,
    -- Entry that last set the operator's PIN; 0 while there is none.
    pin_seq INTEGER NOT NULL,
    -- Entry that revoked the operator; 0 while the operator works here.
    revoked_seq INTEGER NOT NULL,
    PRIMARY KEY (ledger, alias)
) STRICT;

CREATE TABLE setting (
    -- Settings of the ledger, each with every value that it had; the newest entry holds.

    -- Ledger.
    ledger TEXT NOT NULL,
    -- Entry that set it.
    seq INTEGER NOT NULL,
    -- Name of the setting, such as approval_step_minor.
    name TEXT NOT NULL,
    -- The value from then on.
    value TEXT NOT NULL,
    -- When it was set, UTC.
    changed_at TEXT NOT NULL,
    -- Operator who set it.
    changed_by TEXT NOT NULL,
    PRIMARY KEY (ledger, seq)
) STRICT;

CREATE TABLE payout_table (
    -- Payout tables that a ledger adopted; the newest one pays.

    -- Ledger that adopted it.
    ledger TEXT NOT NULL,
    -- Entry that adopted it.
    seq INTEGER NOT NULL,
    -- Short name of the table, such as federal-2025.
    code TEXT NOT NULL,
    -- Campaign that the table belongs to; empty if it was not given.
    campaign TEXT NOT NULL,
    -- Who issued it; empty if it was not given.
    issuer TEXT NOT NULL,
    -- First day that it holds.
    effective_on TEXT NOT NULL,
    -- ISO 4217 code of its amounts.
    currency TEXT NOT NULL,
    -- Where it was published; empty if it was not given.
    source TEXT NOT NULL,
    -- 1 when every row of the official annex is here, else 0.
    complete INTEGER NOT NULL,
    -- When it was adopted, UTC.
    adopted_at TEXT NOT NULL,
    -- Operator who adopted it.
    adopted_by TEXT NOT NULL,
    PRIMARY KEY (ledger, seq)
) STRICT;

CREATE TABLE payout_class (
    -- Classes of an adopted payout table.

    -- Ledger.
    ledger TEXT NOT NULL,
    -- Entry that adopted the table.
    table_seq INTEGER NOT NULL,
    -- Short name of the class.
    code TEXT NOT NULL,
    -- Place in the table, from 1.
    position INTEGER NOT NULL,
    -- Spanish name.
    name_es TEXT NOT NULL,
    -- English name.
    name_en TEXT NOT NULL,
    -- 1 when each piece is a line of its own with its own tag, else 0.
    traced INTEGER NOT NULL,
    -- What ends its custody: destroy, hand_over or none.
    custody TEXT NOT NULL,
    -- How many cuts destroy one piece.
    cuts INTEGER NOT NULL,
    PRIMARY KEY (ledger, table_seq, code),
    FOREIGN KEY(ledger, table_seq) REFERENCES payout_table (ledger, seq),
    CONSTRAINT traced_yes_no CHECK (traced IN (0, 1))
) STRICT;

CREATE TABLE payout_row (
    -- Types of an adopted payout table and what they pay. An empty amount is not published, which is not zero.

    -- Ledger.
    ledger TEXT NOT NULL,
    -- Entry that adopted the table.
    table_seq INTEGER NOT NULL,
    -- Short name of the type.
    code TEXT NOT NULL,
    -- Place in the table, from 1.
    position INTEGER NOT NULL,
    -- Class of the type.
    class_code TEXT NOT NULL,
    -- Figure that reports count it in.
    counts_as TEXT NOT NULL,
    -- Spanish name.
    name_es TEXT NOT NULL,
    -- English name.
    name_en TEXT NOT NULL,
    -- Calibre as the annex writes it; empty where it names none.
    calibre TEXT NOT NULL,
    -- Other names that people say, separated by |; empty if there are none.
    aliases TEXT NOT NULL,
    -- Centavos for one serviceable unit; empty: not published.
    serviceable_minor INTEGER,
    -- Centavos for one unserviceable unit; empty: not published.
    unserviceable_minor INTEGER,
    -- What the amount is paid for: piece, lot, kilo.
    unit TEXT NOT NULL,
    -- Where the amount was published; empty if it was not given.
    source TEXT NOT NULL,
    PRIMARY KEY (ledger, table_seq, code),
    FOREIGN KEY(ledger, table_seq) REFERENCES payout_table (ledger, seq),
    CONSTRAINT counts_as_known CHECK (counts_as IN ('short', 'long', 'home-made', 'pen-gun', 'grenade', 'cartridge', 'magazine', 'cap', 'dynamite', 'explosive', 'air', 'toy', 'other'))
) STRICT;

CREATE TABLE rate (
    -- Exchange rates that the ledger learned, Mexican pesos per US dollar.

    -- Ledger.
    ledger TEXT NOT NULL,
    -- Entry that recorded it.
    seq INTEGER NOT NULL,
    -- Day that the rate holds for.
    as_of TEXT NOT NULL,
    -- Pesos per dollar, four decimals.
    mxn_per_usd TEXT NOT NULL,
    -- Who published it; 'manual' when a person set it.
    source TEXT NOT NULL,
    -- When it was learned, UTC.
    learned_at TEXT NOT NULL,
    -- Why, when a person set it; else empty.
    reason TEXT NOT NULL,
    -- Operator.
    recorded_by TEXT NOT NULL,
    -- Supervisor who approved it, when a person set it; else empty.
    approved_by TEXT NOT NULL,
    PRIMARY KEY (ledger, seq)
) STRICT;

CREATE TABLE drop_off (
    -- One visit: one folio, one or more items. Nothing about the person is recorded.

    -- Number of the receipt: ledger, number, check character.
    folio TEXT NOT NULL,
    -- Ledger that gave the folio.
    ledger TEXT NOT NULL,
    -- Running number in the ledger, from 1; with those of the blank forms, without gap.
    number INTEGER NOT NULL,
    -- Entry that recorded it.
    seq INTEGER NOT NULL,
    -- Made when the form opened; a form is received once.
    draft_id TEXT NOT NULL,
    -- Site that took it in.
    site TEXT NOT NULL,
    -- The site's local day.
    business_on TEXT NOT NULL,
    -- When it was typed, UTC.
    received_at TEXT NOT NULL,
    -- When it happened, UTC, if it was first written on paper; else empty.
    written_at TEXT NOT NULL,
    -- Operator who took it in.
    received_by TEXT NOT NULL,
    -- What was agreed: cash, voucher, later or none.
    settlement TEXT NOT NULL,
    -- owed, voucher, paid, none (nothing to pay), returned or voided.
    status TEXT NOT NULL,
    -- Business day of the payment, return or void; else empty.
    settled_on TEXT NOT NULL,
    -- Operator who paid, returned or voided it; else empty.
    settled_by TEXT NOT NULL,
    -- Why an item was valued as another row or donated; else empty.
    reason TEXT NOT NULL,
    -- Supervisor who approved such a value or an amount above the step; empty where nothing needed it.
    approved_by TEXT NOT NULL,
    -- Why it was returned or voided; else empty.
    status_reason TEXT NOT NULL,
    -- Sum of its lines, centavos.
    total_minor INTEGER NOT NULL,
    -- Sum of its lines, US cents.
    total_cents INTEGER NOT NULL,
    -- Sum of its lines' quantities.
    pieces INTEGER NOT NULL,
    -- Payout table that priced it.
    table_code TEXT NOT NULL,
    -- Entry that adopted that table.
    table_seq INTEGER NOT NULL,
    -- Entry that recorded the rate.
    rate_seq INTEGER NOT NULL,
    -- Pesos per dollar that was used.
    mxn_per_usd TEXT NOT NULL,
    -- Day that the rate holds for.
    rate_as_of TEXT NOT NULL,
    -- Who published the rate.
    rate_source TEXT NOT NULL,
    -- Entry that reserved its folio, where it was first written on a blank form; else 0.
    form_seq INTEGER NOT NULL,
    PRIMARY KEY (folio),
    CONSTRAINT drop_off_number UNIQUE (ledger, number),
    CONSTRAINT drop_off_draft UNIQUE (ledger, draft_id),
    CONSTRAINT status_known CHECK (status IN ('owed', 'voucher', 'paid', 'none', 'returned', 'voided')),
    CONSTRAINT settlement_known CHECK (settlement IN ('cash', 'voucher', 'later', 'none')),
    CONSTRAINT drop_off_not_negative CHECK (total_minor >= 0 AND total_cents >= 0)
) STRICT;

CREATE TABLE item (
    -- One line of a drop-off: what it is, what it pays, where it is now; its marks as they stand, corrected where they were recorded wrongly. Its name is folio/line.

    -- Drop-off.
    folio TEXT NOT NULL,
    -- Line of the drop-off, from 1.
    line INTEGER NOT NULL,
    -- Ledger.
    ledger TEXT NOT NULL,
    -- Site that took it in.
    site TEXT NOT NULL,
    -- Business day that it was taken in.
    business_on TEXT NOT NULL,
    -- Type: a row of the payout table.
    type_code TEXT NOT NULL,
    -- Class of the type.
    class_code TEXT NOT NULL,
    -- Figure that reports count it in.
    counts_as TEXT NOT NULL,
    -- serviceable or unserviceable.
    condition TEXT NOT NULL,
    -- How many units.
    quantity INTEGER NOT NULL,
    -- Unit that the table pays: piece, lot, kilo.
    unit TEXT NOT NULL,
    -- Centavos for one unit.
    unit_amount_minor INTEGER NOT NULL,
    -- Centavos for the line.
    amount_minor INTEGER NOT NULL,
    -- US cents for the line, by the drop-off's rate, half-even.
    usd_cents INTEGER NOT NULL,
    -- Row whose amount was used when the table does not price the type; else empty.
    valued_as TEXT NOT NULL,
    -- 1 when the giver donated it for nothing, else 0.
    donated INTEGER NOT NULL,
    -- Maker; empty if it is not known.
    make TEXT NOT NULL,
    -- Model; empty if it is not known.
    model TEXT NOT NULL,
    -- Calibre as read from the weapon; empty if it was not read.
    calibre TEXT NOT NULL,
    -- Serial number as read; not unique, serials repeat; empty if it was not read.
    serial TEXT NOT NULL,
    -- Serial in capitals without blanks and dashes, for the search; empty like it.
    serial_key TEXT NOT NULL,
    -- read, none, filed_off, part_only or not_asked.
    serial_status TEXT NOT NULL,
    -- Country of manufacture; empty if it is not known.
    country TEXT NOT NULL,
    -- Where the marks are; empty if it was not recorded.
    marks TEXT NOT NULL,
    -- Remark about the item; empty if there is none.
    note TEXT NOT NULL,
    -- held, destroyed, kept, handed_over, returned, lost or voided.
    status TEXT NOT NULL,
    -- Business day since when.
    status_on TEXT NOT NULL,
    -- Entry that made it so.
    status_seq INTEGER NOT NULL,
    -- Whether what was handed over arrived: sent, confirmed or not_received; else none.
    arrival TEXT NOT NULL,
    -- Business day since when; else empty.
    arrival_on TEXT NOT NULL,
    PRIMARY KEY (folio, line),
    FOREIGN KEY(folio) REFERENCES drop_off (folio),
    CONSTRAINT status_known CHECK (status IN ('held', 'destroyed', 'kept', 'handed_over', 'returned', 'lost', 'voided')),
    CONSTRAINT arrival_known CHECK (arrival IN ('none', 'sent', 'confirmed', 'not_received')),
    CONSTRAINT condition_known CHECK (condition IN ('serviceable', 'unserviceable')),
    CONSTRAINT serial_status_known CHECK (serial_status IN ('read', 'none', 'filed_off', 'part_only', 'not_asked')),
    CONSTRAINT counts_as_known CHECK (counts_as IN ('short', 'long', 'home-made', 'pen-gun', 'grenade', 'cartridge', 'magazine', 'cap', 'dynamite', 'explosive', 'air', 'toy', 'other')),
    CONSTRAINT donated_yes_no CHECK (donated IN (0, 1)),
    CONSTRAINT item_quantity CHECK (quantity >= 1),
    CONSTRAINT item_amount CHECK (amount_minor = unit_amount_minor * quantity),
    CONSTRAINT item_donated_pays_nothing CHECK (donated = 0 OR amount_minor = 0)
) STRICT;

CREATE TABLE payout (
    -- Cash that left the box, one row per folio at most.

    -- Drop-off that was paid.
    folio TEXT NOT NULL,
    -- Ledger.
    ledger TEXT NOT NULL,
    -- Entry that recorded it.
    seq INTEGER NOT NULL,
    -- The site's local day of the payment.
    business_on TEXT NOT NULL,
    -- When it was recorded, UTC.
    paid_at TEXT NOT NULL,
    -- Operator who paid.
    paid_by TEXT NOT NULL,
    -- cash, or voucher when a voucher was redeemed.
    means TEXT NOT NULL,
    -- Centavos paid.
    amount_minor INTEGER NOT NULL,
    -- US cents, as the drop-off was valued.
    usd_cents INTEGER NOT NULL,
    -- Supervisor who approved the amount when it was paid; empty where none did.
    approved_by TEXT NOT NULL,
    -- Site whose cash box paid; empty in an older entry, where it is the drop-off's.
    site TEXT NOT NULL,
    PRIMARY KEY (folio),
    FOREIGN KEY(folio) REFERENCES drop_off (folio),
    CONSTRAINT means_known CHECK (means IN ('cash', 'voucher'))
) STRICT;

CREATE TABLE disposal (
    -- What ended an item's custody, item by item: destroyed, kept, handed over, returned.

    -- Drop-off of the item.
    folio TEXT NOT NULL,
    -- Line of the item.
    line INTEGER NOT NULL,
    -- Entry that recorded it.
    seq INTEGER NOT NULL,
    -- Ledger.
    ledger TEXT NOT NULL,
    -- destroyed, kept, handed_over or returned.
    kind TEXT NOT NULL,
    -- Number of the act; empty for a return.
    act TEXT NOT NULL,
    -- Number of the act in small letters without blanks, by which two are compared; empty like it.
    act_key TEXT NOT NULL,
    -- The site's local day.
    business_on TEXT NOT NULL,
    -- When it was recorded, UTC.
    recorded_at TEXT NOT NULL,
    -- Operator.
    recorded_by TEXT NOT NULL,
    -- How it was destroyed, or the value for which it is kept; else empty.
    method TEXT NOT NULL,
    -- Authority or museum that took it; else empty.
    receiver TEXT NOT NULL,
    -- Where; empty for a return.
    place TEXT NOT NULL,
    -- Witnesses, separated by '; '; empty where there were none.
    witnesses TEXT NOT NULL,
    -- Cuts made through it.
    cuts INTEGER NOT NULL,
    PRIMARY KEY (folio, line, seq),
    FOREIGN KEY(folio, line) REFERENCES item (folio, line),
    CONSTRAINT kind_known CHECK (kind IN ('destroyed', 'kept', 'handed_over', 'returned'))
) STRICT;

CREATE TABLE arrival (
    -- What is told of what was handed over, item by item: confirmed or not received by its receiver; and what did not arrive: that it arrived later, is still here, or is lost.

    -- Drop-off of the item.
    folio TEXT NOT NULL,
    -- Line of the item.
    line INTEGER NOT NULL,
    -- Entry that recorded it.
    seq INTEGER NOT NULL,
    -- Ledger.
    ledger TEXT NOT NULL,
    -- confirmed, not_received, arrived, still_here or lost.
    kind TEXT NOT NULL,
    -- Number of the hand-over's act.
    act TEXT NOT NULL,
    -- The site's local day.
    business_on TEXT NOT NULL,
    -- When it was recorded, UTC.
    recorded_at TEXT NOT NULL,
    -- Operator.
    recorded_by TEXT NOT NULL,
    -- Hash of the list that the receiver checked; else empty.
    list_hash TEXT NOT NULL,
    -- Witnesses, separated by '; '; empty where there were none.
    witnesses TEXT NOT NULL,
    -- Serial as its receiver read it again; empty if nobody did, or it has none.
    serial TEXT NOT NULL,
    -- What was read again: read, none, filed_off, part_only or not_asked.
    serial_status TEXT NOT NULL,
    -- 1 when the ledger has another serial for it, else 0.
    differs INTEGER NOT NULL,
    -- Other tags that carry the serial which was read, separated by '; '; empty if there are none.
    belongs_to TEXT NOT NULL,
    -- How it is known that it arrived later, is still here or is lost; else empty.
    reason TEXT NOT NULL,
    -- Supervisor who approved that; else empty.
    approved_by TEXT NOT NULL,
    PRIMARY KEY (folio, line, seq),
    FOREIGN KEY(folio, line) REFERENCES item (folio, line),
    CONSTRAINT kind_known CHECK (kind IN ('confirmed', 'not_received', 'arrived', 'still_here', 'lost')),
    CONSTRAINT serial_status_known CHECK (serial_status IN ('read', 'none', 'filed_off', 'part_only', 'not_asked')),
    CONSTRAINT differs_yes_no CHECK (differs IN (0, 1))
) STRICT;

CREATE TABLE void (
    -- Drop-offs that were entry errors.

    -- Drop-off that was voided.
    folio TEXT NOT NULL,
    -- Ledger.
    ledger TEXT NOT NULL,
    -- Entry that recorded it.
    seq INTEGER NOT NULL,
    -- The site's local day of the void.
    business_on TEXT NOT NULL,
    -- When it was recorded, UTC.
    voided_at TEXT NOT NULL,
    -- Operator.
    voided_by TEXT NOT NULL,
    -- Why.
    reason TEXT NOT NULL,
    -- Centavos that had been paid.
    paid_minor INTEGER NOT NULL,
    -- Centavos of them that came back.
    recovered_minor INTEGER NOT NULL,
    -- Supervisor who approved it; empty where none did.
    approved_by TEXT NOT NULL,
    -- Site whose cash box they came back to; empty in an older entry, where it is the drop-off's.
    site TEXT NOT NULL,
    PRIMARY KEY (folio),
    FOREIGN KEY(folio) REFERENCES drop_off (folio),
    CONSTRAINT void_recovered CHECK (recovered_minor BETWEEN 0 AND paid_minor)
) STRICT;

CREATE TABLE correction (
    -- Marks that were recorded wrongly: what they were, what they are from then on, by whom and why.

    -- Drop-off of the item.
    folio TEXT NOT NULL,
    -- Line of the item.
    line INTEGER NOT NULL,
    -- Entry that recorded it.
    seq INTEGER NOT NULL,
    -- Ledger.
    ledger TEXT NOT NULL,
    -- The site's local day of the correction.
    business_on TEXT NOT NULL,
    -- When it was recorded, UTC.
    corrected_at TEXT NOT NULL,
    -- Operator.
    corrected_by TEXT NOT NULL,
    -- Where the item was by then: held, destroyed, kept, handed_over or lost.
    status TEXT NOT NULL,
    -- Why.
    reason TEXT NOT NULL,
    -- Maker, until then; empty if none was recorded.
    was_make TEXT NOT NULL,
    -- Model, until then; empty if none was recorded.
    was_model TEXT NOT NULL,
    -- Calibre, until then; empty if none was recorded.
    was_calibre TEXT NOT NULL,
    -- Serial number, until then; empty if none was recorded.
    was_serial TEXT NOT NULL,
    -- The serial that was taken away, in capitals, letters and digits only, as it is searched for; empty if none was.
    was_serial_key TEXT NOT NULL,
    -- read, none, filed_off, part_only or not_asked, until then.
    was_serial_status TEXT NOT NULL,
    -- Country of manufacture, until then; empty if none was recorded.
    was_country TEXT NOT NULL,
    -- Where the marks are, until then; empty if none was recorded.
    was_marks TEXT NOT NULL,
    -- Maker, from then on; empty if none was recorded.
    now_make TEXT NOT NULL,
    -- Model, from then on; empty if none was recorded.
    now_model TEXT NOT NULL,
    -- Calibre, from then on; empty if none was recorded.
    now_calibre TEXT NOT NULL,
    -- Serial number, from then on; empty if none was recorded.
    now_serial TEXT NOT NULL,
    -- read, none, filed_off, part_only or not_asked, from then on.
    now_serial_status TEXT NOT NULL,
    -- Country of manufacture, from then on; empty if none was recorded.
    now_country TEXT NOT NULL,
    -- Where the marks are, from then on; empty if none was recorded.
    now_marks TEXT NOT NULL,
    PRIMARY KEY (folio, line, seq),
    FOREIGN KEY(folio, line) REFERENCES item (folio, line),
    CONSTRAINT status_known CHECK (status IN ('held', 'destroyed', 'kept', 'handed_over', 'lost')),
    CONSTRAINT was_serial_status_known CHECK (was_serial_status IN ('read', 'none', 'filed_off', 'part_only', 'not_asked')),
    CONSTRAINT now_serial_status_known CHECK (now_serial_status IN ('read', 'none', 'filed_off', 'part_only', 'not_asked'))
) STRICT;

CREATE TABLE voucher (
    -- Bearer vouchers that were given out where cash was out or the rule says so. The status of the drop-off tells whether one is still open.

    -- Drop-off that it pays; also the voucher's number.
    folio TEXT NOT NULL,
    -- Ledger.
    ledger TEXT NOT NULL,
    -- Entry that recorded it.
    seq INTEGER NOT NULL,
    -- Site that gave it out.
    site TEXT NOT NULL,
    -- The site's local day on which it was given out.
    business_on TEXT NOT NULL,
    -- When it was recorded, UTC.
    issued_at TEXT NOT NULL,
    -- Operator who gave it out.
    issued_by TEXT NOT NULL,
    -- Centavos that it promises.
    amount_minor INTEGER NOT NULL,
    -- Last day on which it is paid without a supervisor.
    expires_on TEXT NOT NULL,
    -- 1 when the giver chose a code, else 0.
    coded INTEGER NOT NULL,
    -- How many wrong codes in a row were given last; 0 when none was.
    wrong INTEGER NOT NULL,
    PRIMARY KEY (folio),
    FOREIGN KEY(folio) REFERENCES drop_off (folio),
    CONSTRAINT coded_yes_no CHECK (coded IN (0, 1))
) STRICT;

CREATE TABLE blank_form (
    -- Blank forms: a folio that was reserved for paper is out until it is typed in as a drop-off, or came back unused.

    -- Folio that is printed on it; the drop-off's, once it is typed in.
    folio TEXT NOT NULL,
    -- Ledger that gave the folio.
    ledger TEXT NOT NULL,
    -- Running number in the ledger, of the one sequence of all folios.
    number INTEGER NOT NULL,
    -- Entry that reserved it.
    seq INTEGER NOT NULL,
    -- Site that it was reserved for.
    site TEXT NOT NULL,
    -- The site's local day on which it was reserved.
    business_on TEXT NOT NULL,
    -- When it was reserved, UTC.
    reserved_at TEXT NOT NULL,
    -- Operator who reserved it.
    reserved_by TEXT NOT NULL,
    -- out, typed_in or returned.
    state TEXT NOT NULL,
    -- Business day since when; of what was typed in, its drop-off's.
    state_on TEXT NOT NULL,
    -- Entry that made it so.
    state_seq INTEGER NOT NULL,
    -- When that was recorded, UTC.
    state_at TEXT NOT NULL,
    -- Operator who recorded it.
    state_by TEXT NOT NULL,
    -- Why it came back unused; else empty.
    reason TEXT NOT NULL,
    PRIMARY KEY (folio),
    CONSTRAINT blank_form_number UNIQUE (ledger, number),
    CONSTRAINT state_known CHECK (state IN ('out', 'typed_in', 'returned')),
    CONSTRAINT blank_form_order CHECK (state_seq >= seq)
) STRICT;

CREATE TABLE cash_box (
    -- What the cash box of a site should hold: float + topped up - paid - returned + recovered + differences, since the float that is in it.

    -- Ledger.
    ledger TEXT NOT NULL,
    -- Site; it has a row from its first float on.
    site TEXT NOT NULL,
    -- Entry of the float.
    float_seq INTEGER NOT NULL,
    -- When the float was recorded, UTC.
    float_at TEXT NOT NULL,
    -- Centavos of the float.
    float_minor INTEGER NOT NULL,
    -- Centavos of all top-ups.
    topped_up_minor INTEGER NOT NULL,
    -- Centavos that were paid out of it.
    paid_minor INTEGER NOT NULL,
    -- Centavos that went back to the organiser.
    returned_minor INTEGER NOT NULL,
    -- Centavos that voids brought back.
    recovered_minor INTEGER NOT NULL,
    -- Sum of the recorded differences, centavos; negative where money was missing.
    differences_minor INTEGER NOT NULL,
    -- Entry of the newest count since the float, 0 before the first.
    count_seq INTEGER NOT NULL,
    -- When that was recorded, UTC; empty before the first.
    count_at TEXT NOT NULL,
    -- Centavos that it should have held at that count.
    count_expected_minor INTEGER NOT NULL,
    -- Centavos that were counted.
    counted_minor INTEGER NOT NULL,
    -- Entry that recorded the difference of that count, 0 where none did.
    difference_seq INTEGER NOT NULL,
    PRIMARY KEY (ledger, site)
) STRICT;

CREATE TABLE cash_day (
    -- The cash box of a site on one business day: carried + float + topped up - paid - returned + recovered + differences = expected.

    -- Ledger.
    ledger TEXT NOT NULL,
    -- Site.
    site TEXT NOT NULL,
    -- The site's local day.
    business_on TEXT NOT NULL,
    -- Centavos that it should have held when the day began; below zero where a wrong clock dated a float later than payouts.
    carried_minor INTEGER NOT NULL,
    -- Centavos of the day's floats.
    float_minor INTEGER NOT NULL,
    -- Centavos of the day's top-ups.
    topped_up_minor INTEGER NOT NULL,
    -- Centavos that were paid out of it, later voids included.
    paid_minor INTEGER NOT NULL,
    -- Centavos that went back to the organiser.
    returned_minor INTEGER NOT NULL,
    -- Centavos that the day's voids brought back.
    recovered_minor INTEGER NOT NULL,
    -- Sum of the differences recorded on the day, centavos; negative: missing.
    differences_minor INTEGER NOT NULL,
    -- Centavos that it should hold after the day; below zero where a wrong clock dated a float later than payouts.
    expected_minor INTEGER NOT NULL,
    -- Entry of the day's last count, 0 where nothing was counted.
    count_seq INTEGER NOT NULL,
    -- Centavos that it should have held at that count.
    count_expected_minor INTEGER NOT NULL,
    -- Centavos that were counted.
    counted_minor INTEGER NOT NULL,
    PRIMARY KEY (ledger, site, business_on),
    FOREIGN KEY(ledger, site) REFERENCES cash_box (ledger, site)
) STRICT;

CREATE TABLE cash (
    -- What the organiser brought into a cash box or took back, what was counted, what differed.

    -- Ledger.
    ledger TEXT NOT NULL,
    -- Entry that recorded it.
    seq INTEGER NOT NULL,
    -- Site whose cash box it is.
    site TEXT NOT NULL,
    -- The site's local day.
    business_on TEXT NOT NULL,
    -- When it was recorded, UTC.
    recorded_at TEXT NOT NULL,
    -- Operator.
    recorded_by TEXT NOT NULL,
    -- float, top_up, return, count or difference.
    kind TEXT NOT NULL,
    -- Centavos: of the movement, of the count, or counted less expected for a difference (negative: missing).
    amount_minor INTEGER NOT NULL,
    -- Centavos that the box should hold after this entry.
    expected_minor INTEGER NOT NULL,
    -- Entry of the count that a difference belongs to; 0 for all else.
    count_seq INTEGER NOT NULL,
    -- Why, as it was given; else empty.
    reason TEXT NOT NULL,
    -- Supervisor who approved a difference; else empty.
    approved_by TEXT NOT NULL,
    PRIMARY KEY (ledger, seq),
    CONSTRAINT kind_known CHECK (kind IN ('float', 'top_up', 'return', 'count', 'difference'))
) STRICT;

CREATE TABLE cash_piece (
    -- The notes and coins of a movement of cash or of a count, where they were written down.

    -- Ledger.
    ledger TEXT NOT NULL,
    -- Entry of the movement or count.
    seq INTEGER NOT NULL,
    -- Value of one piece, centavos.
    value_minor INTEGER NOT NULL,
    -- note or coin.
    form TEXT NOT NULL,
    -- How many pieces.
    number INTEGER NOT NULL,
    PRIMARY KEY (ledger, seq, value_minor, form),
    FOREIGN KEY(ledger, seq) REFERENCES cash (ledger, seq),
    CONSTRAINT form_known CHECK (form IN ('note', 'coin'))
) STRICT;

CREATE TABLE close (
    -- Days of a site that are counted, reconciled and signed, each with all earlier ones; they take no more entries.

    -- Ledger.
    ledger TEXT NOT NULL,
    -- Site whose day is closed.
    site TEXT NOT NULL,
    -- The site's local day.
    business_on TEXT NOT NULL,
    -- Entry that closed it; its number and digest are the checkpoint on the signed paper.
    seq INTEGER NOT NULL,
    -- When it was closed, UTC.
    closed_at TEXT NOT NULL,
    -- Operator who closed it.
    closed_by TEXT NOT NULL,
    -- Supervisor who signs; the operator's own alias where a supervisor closed it, empty where nobody signed.
    approved_by TEXT NOT NULL,
    -- Entry of the count that it rests on.
    count_seq INTEGER NOT NULL,
    -- Centavos that the cash box should have held at that count.
    count_expected_minor INTEGER NOT NULL,
    -- Centavos that were counted.
    counted_minor INTEGER NOT NULL,
    -- Centavos that the cash box should have held when the day began; below zero where a wrong clock dated a float later.
    carried_minor INTEGER NOT NULL,
    -- Centavos of the day's floats.
    float_minor INTEGER NOT NULL,
    -- Centavos of the day's top-ups.
    topped_up_minor INTEGER NOT NULL,
    -- Centavos that were paid out of the cash box on the day.
    paid_minor INTEGER NOT NULL,
    -- Centavos that went back to the organiser.
    returned_minor INTEGER NOT NULL,
    -- Centavos that the day's voids brought back.
    recovered_minor INTEGER NOT NULL,
    -- Sum of the differences recorded on the day, centavos; negative: missing.
    differences_minor INTEGER NOT NULL,
    -- Centavos that it should hold after the day: carried + float + topped up - paid - returned + recovered + differences.
    expected_minor INTEGER NOT NULL,
    -- Centavos that the site paid on the day before it had a float.
    paid_without_float_minor INTEGER NOT NULL,
    -- Drop-offs of the day, neither returned nor voided by then.
    drop_offs INTEGER NOT NULL,
    -- Their items.
    items INTEGER NOT NULL,
    -- What they come to, centavos.
    valued_minor INTEGER NOT NULL,
    -- What they come to, US cents.
    usd_cents INTEGER NOT NULL,
    -- Centavos that the day's vouchers promise.
    vouchers_minor INTEGER NOT NULL,
    -- Items that the site held at its end; below zero where a wrong clock dated them later than their end.
    held INTEGER NOT NULL,
    -- Vouchers of the site that were still to be paid at its end.
    open_vouchers INTEGER NOT NULL,
    -- Blank forms of the site that were still out at its end.
    open_forms INTEGER NOT NULL,
    -- Entry before the close.
    checkpoint_seq INTEGER NOT NULL,
    -- Digest of that entry.
    checkpoint_digest TEXT NOT NULL,
    PRIMARY KEY (ledger, site, business_on)
) STRICT;

CREATE TABLE close_comparison (
    -- Comparisons of the checkpoint on the signed paper of a closed day with the log.

    -- Ledger.
    ledger TEXT NOT NULL,
    -- Entry that recorded it.
    seq INTEGER NOT NULL,
    -- Site whose day it is.
    site TEXT NOT NULL,
    -- The day that was closed.
    closed_on TEXT NOT NULL,
    -- Entry that closed it.
    close_seq INTEGER NOT NULL,
    -- 1 when the paper says what the log says, else 0.
    agrees INTEGER NOT NULL,
    -- When it was recorded, UTC.
    compared_at TEXT NOT NULL,
    -- Operator who compared.
    compared_by TEXT NOT NULL,
    PRIMARY KEY (ledger, seq),
    CONSTRAINT agrees_yes_no CHECK (agrees IN (0, 1))
) STRICT;

CREATE TABLE finding_answer (
    -- Answers to findings of the audit. The findings themselves are looked for anew each time, and stand in no table.

    -- Ledger.
    ledger TEXT NOT NULL,
    -- Entry that recorded it.
    seq INTEGER NOT NULL,
    -- Key of the finding: its kind and what it is about, such as not-received:A1-000123-S/1.
    finding TEXT NOT NULL,
    -- Newest entry that the finding rested on by then; what follows is not answered.
    last_seq INTEGER NOT NULL,
    -- What is behind it.
    note TEXT NOT NULL,
    -- When it was recorded, UTC.
    answered_at TEXT NOT NULL,
    -- Operator who answered.
    answered_by TEXT NOT NULL,
    PRIMARY KEY (ledger, seq)
) STRICT;

CREATE TABLE sample (
    -- Shelf samples: items that should be on the shelf, drawn by a seed.

    -- Ledger.
    ledger TEXT NOT NULL,
    -- Entry that drew it.
    seq INTEGER NOT NULL,
    -- Site whose items it was drawn from; empty for all.
    site TEXT NOT NULL,
    -- The local day.
    business_on TEXT NOT NULL,
    -- When it was drawn, UTC.
    drawn_at TEXT NOT NULL,
    -- Operator.
    drawn_by TEXT NOT NULL,
    -- Seed: items stand in the order of SHA-256 of seed, colon and tag.
    seed INTEGER NOT NULL,
    -- How many items were held then.
    population INTEGER NOT NULL,
    -- SHA-256 of their tags, sorted, each followed by a line feed.
    population_hash TEXT NOT NULL,
    -- How many of them are of a class at a site of which none was drawn.
    undrawn INTEGER NOT NULL,
    PRIMARY KEY (ledger, seq)
) STRICT;

CREATE TABLE sample_item (
    -- The items of shelf samples, each with what was last said of it.

    -- Ledger.
    ledger TEXT NOT NULL,
    -- Entry that drew the sample.
    sample_seq INTEGER NOT NULL,
    -- Drop-off of the item.
    folio TEXT NOT NULL,
    -- Line of the item.
    line INTEGER NOT NULL,
    -- Its place in the list, from 1.
    position INTEGER NOT NULL,
    -- open, found or not_found.
    result TEXT NOT NULL,
    -- Entry that said so; 0 where it is open.
    told_seq INTEGER NOT NULL,
    -- Local day of that; else empty.
    told_on TEXT NOT NULL,
    -- Operator; empty where it is open.
    told_by TEXT NOT NULL,
    -- Remark; empty if there is none.
    note TEXT NOT NULL,
    PRIMARY KEY (ledger, sample_seq, folio, line),
    FOREIGN KEY(folio, line) REFERENCES item (folio, line),
    FOREIGN KEY(ledger, sample_seq) REFERENCES sample (ledger, seq),
    CONSTRAINT result_known CHECK (result IN ('open', 'found', 'not_found'))
) STRICT;

CREATE TABLE secret (
    -- What proves that a PIN or a code is the right one. Not in the log, made from nothing, never exported.

    -- Ledger.
    ledger TEXT NOT NULL,
    -- pin or voucher.
    kind TEXT NOT NULL,
    -- Whose it is: an operator's alias, a voucher's folio.
    subject TEXT NOT NULL,
    -- Argon2 hash with its own salt and costs.
    hash TEXT NOT NULL,
    -- How many wrong ones were typed in a row.
    wrong INTEGER NOT NULL,
    -- When the last wrong one was typed, UTC; empty while there is none.
    last_wrong_at TEXT NOT NULL,
    PRIMARY KEY (ledger, kind, subject),
    CONSTRAINT kind_known CHECK (kind IN ('pin', 'voucher')),
    CONSTRAINT secret_wrong CHECK (wrong >= 0)
) STRICT;

CREATE INDEX rate_as_of ON rate (ledger, as_of);

CREATE INDEX drop_off_day ON drop_off (ledger, business_on, number);

CREATE INDEX drop_off_paper ON drop_off (ledger, business_on) WHERE written_at <> '';

CREATE INDEX drop_off_site ON drop_off (ledger, site, number);

CREATE INDEX drop_off_status ON drop_off (ledger, status, number);

CREATE INDEX item_day ON item (ledger, business_on, site);

CREATE INDEX item_folio ON item (ledger, status, folio, line);

CREATE INDEX item_missing ON item (ledger, arrival_on) WHERE arrival = 'not_received';

CREATE INDEX item_serial ON item (serial_key, folio, line);

CREATE INDEX item_status ON item (ledger, status, business_on, site);

CREATE INDEX payout_day ON payout (ledger, business_on, site);

CREATE INDEX payout_site ON payout (ledger, site, seq);

CREATE INDEX disposal_act ON disposal (ledger, act_key);

CREATE INDEX disposal_day ON disposal (ledger, business_on);

CREATE INDEX disposal_out ON disposal (ledger, act) WHERE kind = 'handed_over';

CREATE INDEX arrival_act ON arrival (ledger, act);

CREATE INDEX arrival_day ON arrival (ledger, business_on);

CREATE INDEX void_day ON void (ledger, business_on);

CREATE INDEX void_site ON void (ledger, site, seq);

CREATE INDEX correction_day ON correction (ledger, business_on);

CREATE INDEX correction_serial ON correction (was_serial_key, folio, line);

CREATE INDEX voucher_day ON voucher (ledger, business_on);

CREATE INDEX blank_form_day ON blank_form (ledger, business_on, number);

CREATE INDEX blank_form_state ON blank_form (ledger, state, state_on, number);

CREATE INDEX cash_count ON cash (ledger, count_seq);

CREATE INDEX cash_site ON cash (ledger, site, seq);

CREATE INDEX sample_item_item ON sample_item (folio, line);

CREATE INDEX sample_item_result ON sample_item (ledger, result);

CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry
BEGIN
    SELECT RAISE(ABORT, 'entries are never changed');
END;

CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry
BEGIN
    SELECT RAISE(ABORT, 'entries are never deleted');
END;

CREATE TRIGGER entry_continues BEFORE INSERT ON entry
WHEN NEW.seq <> 1 + coalesce((SELECT max(seq) FROM entry WHERE ledger = NEW.ledger), 0)
  OR NEW.previous <> coalesce(
       (SELECT digest FROM entry WHERE ledger = NEW.ledger ORDER BY seq DESC LIMIT 1),
       '0000000000000000000000000000000000000000000000000000000000000000')
BEGIN
    SELECT RAISE(ABORT, 'an entry continues the last one');
END;

INSERT INTO meta (name, value) VALUES ('format', '1');

INSERT INTO meta (name, value) VALUES ('projections', '4');

COMMIT;
