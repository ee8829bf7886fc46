"""What an audit reads: rows that belong together, with the entries behind them.

case        what belongs together, and how rows are gathered
items       weapons: serials, items alike, items outside the table, what is held
money       voids, amounts, rates, counts
days        paper, open days, hours
thresholds  from when on something is named, and who loosened that
answers     what was answered already
"""
