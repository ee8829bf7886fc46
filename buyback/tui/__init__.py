"""The terminal app: one mode per job, dialogs that are awaited, threads for whatever can wait.

    keys --> BINDINGS --> action of a screen --> dialog (awaited; knows no ledger) --> answer
                                                                                        |
    header, lists <-- reactives of the app (frozen snapshots) <-- app.write / app.read (a thread) --> desk, views

A screen is one file in `screens/` and one line in `modes.MODES`.
"""
