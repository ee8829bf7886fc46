"""The user's own print command (the setting print_command): run without a shell, and not for ever."""

import shlex
import subprocess
from pathlib import Path

from buyback.errors import PrintCommandBad, PrintFailed
from buyback.i18n import _

FILE = "{file}"
_MOST_SAID = 200


def send(path: Path, command: str, *, deadline_s: float) -> None:
    """Run the command on the file, `{file}` being its path; PrintCommandBad, PrintFailed. The file stays in any case."""
    try:
        words = shlex.split(command)
    except ValueError as problem:
        raise PrintCommandBad(command=command, problem=str(problem)) from problem
    if not any(FILE in word for word in words):
        raise PrintCommandBad(command=command, problem=_("it lacks {file}").format(file=FILE))
    line = [word.replace(FILE, str(path.resolve())) for word in words]
    try:
        done = subprocess.run(
            line, stdin=subprocess.DEVNULL, capture_output=True, timeout=deadline_s, check=False
        )
    except subprocess.TimeoutExpired as problem:
        late = _("it did not end within {seconds} seconds").format(seconds=round(deadline_s))
        raise PrintFailed(problem=late, path=str(path)) from problem
    except OSError as problem:
        raise PrintFailed(problem=f"{line[0]}: {problem.strerror or problem}", path=str(path)) from problem
    if done.returncode:
        said = " ".join(done.stderr.decode("utf-8", "replace").split())[:_MOST_SAID]
        ended = _("it ended with the code {code}").format(code=done.returncode)
        raise PrintFailed(problem=f"{ended} {said}".strip(), path=str(path))
