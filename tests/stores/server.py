"""A real S3 server on this machine (moto's), and a proxy before it that breaks requests when it is told to."""

import http.client
import logging
import socket
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any

Fault = Callable[["Request"], str | None]
_ERROR = '<?xml version="1.0"?><Error><Code>{}</Code><Message>secret words of the server</Message></Error>'
_CODES = {"500": (500, "InternalError"), "503": (503, "SlowDown"), "403": (403, "AccessDenied")}
_HOP = ("expect", "transfer-encoding")
WRITES = ("PUT", "POST", "DELETE")


@dataclass(frozen=True, slots=True)
class Request:
    """number: from 0; at: seconds of a monotonic clock; key: without the bucket."""

    number: int
    at: float
    method: str
    key: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Server:
    """The proxy.

    fault: asked for each request, gives None, "500", "503", "403", "reset" (before it reaches the store), "lost" (the store
    it, but the answer never comes) or "slow 2.5" (seconds).
    """

    url: str
    requests: list[Request] = field(default_factory=list)
    fault: Fault = lambda request: None
    lock: Lock = field(default_factory=Lock)

    def calm(self) -> None:
        self.fault = lambda request: None
        self.requests.clear()

    def writes(self, part: str = "") -> list[Request]:
        return [each for each in self.requests if each.method in WRITES and part in each.key]


@contextmanager
def serving() -> Iterator[Server]:
    """moto, and the proxy before it."""
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    store = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    store.start()
    proxy = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    proxy.daemon_threads = True
    proxy.server = Server(f"http://127.0.0.1:{proxy.server_address[1]}")  # type: ignore[attr-defined]
    proxy.store = store.get_host_and_port()  # type: ignore[attr-defined]
    thread = Thread(target=proxy.serve_forever, daemon=True)
    thread.start()
    try:
        yield proxy.server  # type: ignore[attr-defined]
    finally:
        proxy.shutdown()
        proxy.server_close()
        store.stop()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Any

    def log_message(self, *arguments: Any) -> None:
        pass

    def _pass(self) -> None:
        body = self._body()
        told: Server = self.server.server
        with told.lock:
            key = self.path.partition("?")[0].lstrip("/").partition("/")[2]
            request = Request(len(told.requests), time.monotonic(), self.command, key, dict(self.headers), body)
            told.requests.append(request)
        fault = told.fault(request) or ""
        if fault.startswith("slow"):
            time.sleep(float(fault.split()[1]))
        if fault == "reset":
            return self._reset()
        if fault in _CODES:
            status, code = _CODES[fault]
            return self._answer(status, {"Content-Type": "application/xml"}, _ERROR.format(code).encode())
        connection = http.client.HTTPConnection(*self.server.store)
        try:
            headers = {
                name: value for name, value in self.headers.items() if name.lower() not in ("expect", "transfer-encoding")
            }
            headers["Content-Length"] = str(len(body))
            connection.request(self.command, self.path, body, headers)
            answer = connection.getresponse()
            data = answer.read()
        finally:
            connection.close()
        if fault == "lost":
            return self._reset()
        return self._answer(answer.status, dict(answer.getheaders()), data)

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = _pass  # noqa: N815

    def _body(self) -> bytes:
        if "chunked" in self.headers.get("Transfer-Encoding", ""):
            parts = []
            while size := int(self.rfile.readline().split(b";")[0], 16):
                parts.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            return b"".join(parts)
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _answer(self, status: int, headers: dict[str, str], data: bytes) -> None:
        try:
            self.send_response_only(status)
            length = headers.get("Content-Length") if self.command == "HEAD" else str(len(data))
            for name, value in headers.items():
                if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                    self.send_header(name, value)
            self.send_header("Content-Length", length or "0")
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(data)
        except OSError:  # whoever asked has been killed
            self.close_connection = True

    def _reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True
