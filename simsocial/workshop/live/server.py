"""The server: the page, a setting, and what its runs tell so far. It hands on, and knows nothing of runs.

- ``GET /``: the page.
- ``POST /setting``: ``{"option": name, "levers": {id: value}}``, answered by what is known so far.
- ``GET /answer?key=...``: the same, later.

Each of them needs the token: the page as ``?token=``, the others as header ``X-Token``. Answers speak the language of
the page.
"""

from __future__ import annotations

import json
import socket
import sys
import threading
import traceback
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit

from simsocial.core.errors import ConfigError, SimsocialError
from simsocial.core.language import say, speaking
from simsocial.workshop.live.guard import Guard

__all__ = ["Answering", "LiveServer"]

_MOST_BYTES = 4096
_MOST_DIGITS = 9
_SECONDS = 10.0
_MOST_AT_ONCE = 128
"""Connections that are held at once: each is a thread."""


class Answering(Protocol):
    """What the server asks."""

    @property
    def language(self) -> str:
        """Return the language of the page."""

    def ask(self, sent: object) -> str:
        """Start the runs of a setting; return its key."""

    def answer(self, key: str) -> dict[str, Any]:
        """Return what is known of a setting."""


class LiveServer(ThreadingHTTPServer):
    """Serves one page.

    Parameters
    ----------
    live : Answering
        What answers.
    page : str
        HTML of the page.
    host : str
        Where to listen.
    port : int
        Port; 0 takes a free one.

    Attributes
    ----------
    guard : Guard
        Who may ask.

    Raises
    ------
    ConfigError
        If it cannot listen there.
    """

    daemon_threads = True

    def __init__(self, live: Answering, page: str, host: str = "127.0.0.1", port: int = 0) -> None:
        self.live, self.page, self._host = live, page.encode("utf-8"), host
        self._free = threading.BoundedSemaphore(_MOST_AT_ONCE)
        if ":" in host:
            self.address_family = socket.AF_INET6
        try:
            super().__init__((host, port), _Handler)
        except OSError as error:
            raise ConfigError(
                say(
                    "--host {host} --port {port}: cannot listen there ({strerror}). Valid: an address "
                    "of this machine, and a port that is free (0: any).",
                    host=host,
                    port=port,
                    strerror=error.strerror or error,
                )
            ) from None
        self.guard = Guard.of(host, self.server_port)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer in a thread of its own; what is too much at once is hung up on."""
        if self._free.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer, and leave the place to the next."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Tell a fault, unless it is a browser that did not wait for the answer."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    @property
    def address(self) -> str:
        """Address to open in a browser, with the token."""
        if self._host in ("0.0.0.0", "::"):  # noqa: S104 - nobody is answered without the token
            shown = socket.gethostname()
        else:
            shown = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{shown}:{self.server_port}/?token={self.guard.token}"

    @property
    def is_open(self) -> bool:
        """Whether it can be reached from other machines."""
        return not self.guard.local


class _Handler(BaseHTTPRequestHandler):
    """One request."""

    server: LiveServer
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "simsocial", ""
    timeout = _SECONDS

    def handle(self) -> None:
        """Answer in the language of the page."""
        with speaking(self.server.live.language):
            super().handle()

    def do_GET(self) -> None:
        """Send the page, or what is known of a setting."""
        asked = urlsplit(self.path)
        words = parse_qs(asked.query)
        if self._refused(self.headers.get("X-Token") or words.get("token", [""])[0]):
            return
        if asked.path == "/":
            self._send(HTTPStatus.OK, self.server.page, "text/html; charset=utf-8")
        elif asked.path == "/answer":
            self._answer(words.get("key", [""])[0])
        else:
            self._tell(HTTPStatus.NOT_FOUND, say("nothing here. Valid: {path}", path="/"))

    def do_POST(self) -> None:
        """Start the runs of a setting."""
        length = self.headers.get("Content-Length", "")
        # What was not read would be taken for the next request.
        self.close_connection = True
        if self._refused(self.headers.get("X-Token") or ""):
            return
        if urlsplit(self.path).path != "/setting":
            self._tell(HTTPStatus.NOT_FOUND, say("nothing here. Valid: {path}", path="/setting"))
        elif self.headers.get_content_type() != "application/json":
            self._tell(
                HTTPStatus.UNSUPPORTED_MEDIA_TYPE, say("Content-Type: no JSON. Valid: application/json")
            )
        elif not length.isdecimal():
            self._tell(HTTPStatus.LENGTH_REQUIRED, say("Content-Length is missing"))
        elif len(length) > _MOST_DIGITS or int(length) > _MOST_BYTES:
            self._tell(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, say("at most {bytes} bytes", bytes=_MOST_BYTES))
        else:
            self._ask(self.rfile.read(int(length)))

    def _ask(self, body: bytes) -> None:
        """Read a setting and start its runs."""
        try:
            sent = json.loads(body)
        except (ValueError, RecursionError):
            self._tell(HTTPStatus.BAD_REQUEST, say("not JSON"))
            return
        try:
            key = self.server.live.ask(sent)
        except SimsocialError as error:
            self._tell(HTTPStatus.BAD_REQUEST, str(error))
        except Exception as error:
            # Whoever waits for an answer must learn that there is none; the reason stands in the terminal.
            traceback.print_exc()
            self._tell(HTTPStatus.INTERNAL_SERVER_ERROR, f"{type(error).__name__}: {error}")
        else:
            self._answer(key)

    def _answer(self, key: str) -> None:
        """Send what is known of a setting."""
        try:
            known = self.server.live.answer(key)
        except SimsocialError as error:
            self._tell(HTTPStatus.NOT_FOUND, str(error))
        else:
            self._send_json(HTTPStatus.OK, known)

    def _refused(self, token: str) -> bool:
        """Refuse who may not ask."""
        reason = self.server.guard.refusal(self.headers, token)
        if reason:
            self.close_connection = True
            self._tell(HTTPStatus.FORBIDDEN, reason)
        return bool(reason)

    def _tell(self, status: HTTPStatus, error: str) -> None:
        self._send_json(status, {"error": error})

    def _send_json(self, status: HTTPStatus, content: dict[str, Any]) -> None:
        # Escaped: what was sent may hold signs that UTF-8 cannot write.
        self._send(status, json.dumps(content).encode("ascii"), "application/json")

    def _send(self, status: HTTPStatus, content: bytes, kind: str) -> None:
        self.send_response(status)
        for name, value in (
            ("Content-Type", kind),
            ("Content-Length", str(len(content))),
            ("Cache-Control", "no-store"),
            ("Referrer-Policy", "no-referrer"),
            ("X-Content-Type-Options", "nosniff"),
            ("X-Frame-Options", "DENY"),
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Keep quiet: an address may hold the token."""
