"""Where the files lie that belong to a ledger and are not in it: its signing keys, and its signed checkpoints.

A ledger in a file has them beside it. One in a database has them in the user's data directory on the computer that signs.
"""

from pathlib import Path

from sqlalchemy import Engine

from buyback import config
from buyback.chain import Checkpoint
from buyback.signing.keys import VerifierKey


def key_file(engine: Engine, ledger: str, key: VerifierKey) -> Path:
    """The file of the key's private half: `ledger.db.7f3a9c01.key`, named by its id, so that no key is in another's way."""
    return key_file_of(engine, ledger, key.id)


def key_file_of(engine: Engine, ledger: str, key_id: bytes) -> Path:
    """As `key_file`, of the key with this id."""
    beside = _file(engine)
    if beside is None:
        return config.keys_dir() / f"{ledger}.{key_id.hex()}.key"
    return beside.with_name(f"{beside.name}.{key_id.hex()}.key")


def checkpoint_folder(engine: Engine) -> Path:
    """Where signed checkpoints are kept unless the settings name another folder."""
    beside = _file(engine)
    return config.checkpoints_dir() if beside is None else beside.with_name("checkpoints")


def checkpoint_name(checkpoint: Checkpoint) -> str:
    """The file of a signed checkpoint; another history of the same ledger has other names."""
    return f"{checkpoint.ledger}-{checkpoint.seq}-{checkpoint.digest[:8]}.txt"


def _file(engine: Engine) -> Path | None:
    """The ledger's file, None where it is in a database."""
    return Path(str(engine.url.database)) if engine.dialect.name == "sqlite" else None
