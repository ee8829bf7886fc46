"""A rate service on loopback, for tests: a real HTTP server that says exactly what it is told, true or not.

    with RateServer() as server:
        server.reply = frankfurter("2025-02-18", "20.285")
        settings = Settings(rate_url=server.url)

It answers each question in its own thread, holds no question longer than `LONGEST_S`, and has closed every thread
and socket when the `with` ends.
"""

import socket
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

LONGEST_S = 20.0


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer: after `delay_s`, the status, the headers and the body, `drip_s` between two bytes of it."""

    body: str | bytes = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    delay_s: float = 0.0
    drip_s: float = 0.0


def frankfurter(day: str, mxn: str, *, base: str = "USD", **how: float) -> Reply:
    """A well-formed answer of the Frankfurter service; `mxn` stands in it as written, a number or not."""
    return Reply(f'{{"amount": 1.0, "base": "{base}", "date": "{day}", "rates": {{"MXN": {mxn}}}}}', **how)


class RateServer:
    """`url` is what goes into the setting, `reply` what is said next, `asked` every path that was asked, in order."""

    def __init__(self) -> None:
        self.reply = Reply(status=404)
        self.asked: list[str] = []
        self.closing = threading.Event()
        self._http = _Server(self)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,), name="rate-server")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}/v1/"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()  # waits for the threads that answer


class _Server(ThreadingHTTPServer):
    daemon_threads = False

    def __init__(self, owner: RateServer) -> None:
        self.owner = owner
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = LONGEST_S

    def do_GET(self) -> None:
        owner = self.server.owner
        owner.asked.append(self.path)
        reply = owner.reply
        if owner.closing.wait(min(reply.delay_s, LONGEST_S)):
            return
        body = reply.body.encode() if isinstance(reply.body, str) else reply.body
        with suppress(ConnectionError):  # whoever asked has gone
            self.send_response(reply.status)
            for name, value in {"Content-Length": str(len(body)), **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self._send(body, reply.drip_s)

    def _send(self, body: bytes, drip_s: float) -> None:
        if not drip_s:
            self.wfile.write(body)
            return
        for position in range(min(len(body), int(LONGEST_S / drip_s))):
            if self.server.owner.closing.wait(drip_s):
                return
            self.wfile.write(body[position : position + 1])

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the test's own output is what is read."""


def closed_port_url() -> str:
    """An address on which nothing listens: a connection to it is refused at once."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}/v1/"
