"""A real browser, headless: a client of Chromium's own DevTools protocol over two pipes, with what a person does in it."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
needs_chromium = pytest.mark.skipif(
    CHROMIUM is None, reason="this system has no chromium (Debian's package chromium has one)"
)

_DEADLINE_S = 60
_OPTIONS = (
    "--headless",
    "--no-sandbox",  # tests may run as root, for whom Chromium has none
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--remote-debugging-pipe",
)
_ON_3_AND_4 = """
import fcntl, os, sys
high = [fcntl.fcntl(int(pipe), fcntl.F_DUPFD, 10) for pipe in sys.argv[1:3]]
for pipe, there in zip(high, (3, 4)):
    os.dup2(pipe, there)
os.execv(sys.argv[3], sys.argv[3:])
"""
"""Becomes the browser, with the pipes where it looks for them."""


class Failed(AssertionError):
    """What the browser refused or threw."""


class Tab:
    """One open page. `requests` are the addresses that it asked for, `violations` what its policy forbade it."""

    def __init__(self, commands: int, answers: int) -> None:
        self._commands, self._answers = commands, answers
        self._buffer, self._number, self._session = b"", 0, ""
        self.requests: list[str] = []
        self.violations: list[str] = []
        self.loaded = 0
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Log", "Runtime"):
            self.send(f"{domain}.enable")

    # --- the protocol: JSON, each message ended by a zero byte ----------------------------------------------------------

    def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        """The answer to a command."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._commands, json.dumps(message).encode() + b"\0")
        while True:
            found = self._next()
            if found.get("id") == self._number:
                if "error" in found:
                    raise Failed(f"{method}: {found['error']}")
                result: dict[str, Any] = found["result"]
                return result

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            chunk = os.read(self._answers, 2**20)
            if not chunk:
                raise Failed("the browser is gone")
            self._buffer += chunk
        line, _zero, self._buffer = self._buffer.partition(b"\0")
        found: dict[str, Any] = json.loads(line)
        self._note(found.get("method", ""), found.get("params", {}))
        return found

    def _note(self, event: str, told: dict[str, Any]) -> None:
        if event == "Network.requestWillBeSent":
            self.requests.append(told["request"]["url"])
        elif event == "Page.loadEventFired":
            self.loaded += 1
        elif event == "Log.entryAdded" and told["entry"]["level"] == "error":
            self.violations.append(told["entry"]["text"])
        elif event == "Runtime.exceptionThrown":
            self.violations.append(json.dumps(told["exceptionDetails"])[:500])

    # --- what a person does ---------------------------------------------------------------------------------------------

    def open(self, address: str) -> None:
        """Go there, and wait until it is there."""
        before = self.loaded
        self.send("Page.navigate", url=address)
        while self.loaded == before:
            self._next()

    def run(self, script: str) -> Any:
        """The value of an expression in the page, awaited."""
        done = self.send("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in done:
            raise Failed(json.dumps(done["exceptionDetails"])[:1000])
        return done["result"].get("value")

    def click(self, selector: str) -> None:
        """A click of the mouse into the middle of it."""
        where = f"document.querySelector({json.dumps(selector)})"
        x, y = self.run(
            f"(() => {{ const it = {where}; it.scrollIntoView({{block: 'center'}}); const r = it.getBoundingClientRect();"
            " return [r.x + r.width / 2, r.y + r.height / 2]; })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def type(self, text: str) -> None:
        """Letters into what has the focus."""
        self.send("Input.insertText", text=text)

    def press(self, key: str, code: int, text: str = "") -> None:
        """A key, such as Enter."""
        for kind in ("keyDown", "keyUp"):
            more = {"text": text} if text and kind == "keyDown" else {}
            self.send(
                "Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, **more
            )

    def wait(self, condition: str) -> None:
        """Until the expression is true in the page."""
        ends = time.monotonic() + _DEADLINE_S
        while not self.run(f"Boolean({condition})"):
            if time.monotonic() > ends:
                raise Failed(f"never: {condition}")
            time.sleep(0.02)


@contextmanager
def browser(*options: str) -> Iterator[Tab]:
    """A new browser with an empty profile and one tab; it is gone after the block."""
    assert CHROMIUM is not None
    to_read, commands = os.pipe()
    answers, to_write = os.pipe()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        line = [CHROMIUM, *_OPTIONS, f"--user-data-dir={profile}", *options, "about:blank"]
        with subprocess.Popen(
            [sys.executable, "-c", _ON_3_AND_4, str(to_read), str(to_write), *line],
            pass_fds=(to_read, to_write),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"HOME": profile},
        ) as process:
            os.close(to_read)
            os.close(to_write)
            try:
                yield Tab(commands, answers)
            finally:
                _end(process, commands, answers)


def _end(process: subprocess.Popen[bytes], commands: int, answers: int) -> None:
    """A browser ends when its pipe does; one that does not is ended."""
    os.close(commands)
    os.close(answers)
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=10)
    if process.poll() is None:
        process.kill()


def address(path: Path) -> str:
    """A file as a browser names it."""
    return path.resolve().as_uri()
