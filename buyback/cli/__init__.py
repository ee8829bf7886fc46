"""The command line: thin. A command reads what was typed, calls one verb of the desk, and prints the answer.

main.py      entry and edge: the language, refusals, Ctrl+C, a closed pipe
grammar.py   how Typer commands are declared here: the options that are accepted everywhere, help in two languages
session.py   what a command runs with: its clock, settings, ledger, and the two ways out (stdout data, stderr talk)
typed.py     dates, times, amounts, choices: parsed once, here
output.py    tables and JSON
commands/    the commands, a module per subject; their bodies import what they need when they run
"""
