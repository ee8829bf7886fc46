"""Transcripts of the command line, on real ledgers with the clock held still."""
