"""The app in a terminal of its own (a pty), as a person starts it."""

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence


class Terminal:
    """A command on an 80x24 terminal. `drawn` is all that it sent."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self.drawn = b""
        self.started = time.perf_counter()
        self.process, self.descriptor = pty.fork()
        if self.process == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
            os.execve(command[0], command, environment)

    def read(self, wait_s: float) -> bytes:
        """What it sends next; nothing if it is silent for so long."""
        if not select.select([self.descriptor], [], [], wait_s)[0]:
            return b""
        part = os.read(self.descriptor, 65536)
        self.drawn += part
        return part

    def until_still(self, silent_s: float, fewest_bytes: int = 1) -> float:
        """When it sent the last before it was silent for so long; what sends fewer bytes than that is silent."""
        last = time.perf_counter()
        while not self.drawn or time.perf_counter() - last < silent_s:
            part = self.read(0.05)
            if len(part) >= fewest_bytes or (part and len(part) == len(self.drawn)):
                last = time.perf_counter()
        return last

    def press(self, keys: bytes) -> None:
        """Type what a terminal sends for the keys."""
        os.write(self.descriptor, keys)

    def end(self) -> None:
        """Kill it, and wait until it is gone."""
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self.descriptor)
