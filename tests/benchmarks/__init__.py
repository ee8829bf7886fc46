"""The budgets of the design, each a script that prints a ratio: `python -m tests.benchmarks.startup` and the rest.

What is compared runs in turns within one run, so that a busy machine slows both; the median counts. They are no
tests: nothing fails when a budget is missed, except that the script ends with 1.

    startup      what --help and --version load, and how long they take beside a bare Python
    desk_idle    the desk on the screen beside an empty Textual app
    drop_off     one drop-off of three items, received and paid, beside the same rows by bare sqlite3
    cash         what runs at every payment, in a large ledger beside a small one
    make_ledger  no measurement: makes a ledger of as many items as you like (a million) for the others
    verify       the digests of a ledger beside a bare loop of sqlite3 and SHA-256
    export       every item as CSV beside the sqlite3 command
    summary      a day's summary and reconciliation; milliseconds
    keys         how soon a key is answered; milliseconds
    rebuild      every projection made anew from the log; entries a second
    search       a search by folio, number or serial, and a page without one; milliseconds instead of a ratio
"""
