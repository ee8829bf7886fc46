"""Signed checkpoints: keys, notes, and what a signature over a checkpoint says.

keys         a key's two halves as text, and what they sign and check (Ed25519)
notes        a text with signature lines below it, by https://c2sp.org/signed-note
checkpoints  where a ledger's log stands, as such a text, by https://c2sp.org/tlog-checkpoint
outcomes     what the signatures of a note come to, in words
key_files    the file that holds a private half

Nothing here knows a ledger's tables, and `cryptography` is loaded when something is signed or checked, never before.
"""
