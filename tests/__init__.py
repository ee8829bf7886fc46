"""The tests, and every other check of the project: `python3 -m tests`."""
