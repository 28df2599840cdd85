"""One line for each request, written when its last byte has been handed over."""

from __future__ import annotations

import datetime
import json
import logging
import re
import secrets
import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote

from webui.http.environment import REFUSED_FOR, ROUTE
from webui.operations.request_counts import RequestCounts

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

logger = logging.getLogger("tracuu.access")

_SAFE = "/%:@!$&'()*+,;=-._~?"


class AccessLog:
    """WSGI middleware: logs `GET /api/v1/search 200 1.8 ms 2451 B 5f3c…` and counts the request.

    The last word is the request's id, which the answer carries as `X-Request-Id`. What people searched for stays out of
    the log unless `with_queries`. A request that took `slow_ms` milliseconds or more is a warning; 0: none is.
    """

    def __init__(
        self, application: WSGIApplication, counts: RequestCounts, *, with_queries: bool = False, slow_ms: int = 0
    ) -> None:
        self._application = application
        self._counts = counts
        self._with_queries = with_queries
        self._slow_ms = slow_ms

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        record = _Record(environ, self._counts, with_queries=self._with_queries, slow_ms=self._slow_ms)

        def start(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> object:
            record.status = int(status[:3])
            return start_response(status, [*headers, ("X-Request-Id", record.id)], exc_info)  # type: ignore[arg-type]

        return _Watched(self._application(environ, start), record)  # type: ignore[arg-type]


class _Record:
    def __init__(self, environ: WSGIEnvironment, counts: RequestCounts, *, with_queries: bool, slow_ms: int) -> None:
        self.id = secrets.token_hex(8)
        self.status = 500
        self.size = 0
        self._counts = counts
        self._environ = environ
        self._method = re.sub(r"[^A-Za-z]", "?", environ.get("REQUEST_METHOD", ""))[:20]
        address = str(environ.get("REQUEST_URI") or quote(environ.get("PATH_INFO", ""), encoding="latin-1"))
        # Quoted, so that no sender can write a line of their own into the log.
        self._address = quote(address if with_queries else address.partition("?")[0], safe=_SAFE)
        self._slow_ms = slow_ms
        self._start = time.perf_counter()

    def write(self) -> None:
        seconds = time.perf_counter() - self._start
        self._counts.add(self._method, self.status, seconds, self._environ.get(ROUTE, ""))
        if reason := self._environ.get(REFUSED_FOR):
            self._counts.refuse(reason)
        ms = round(seconds * 1000, 1)
        slow = bool(self._slow_ms) and ms >= self._slow_ms
        said = f"{self._method} {self._address} {self.status} {ms:.1f} ms {self.size} B {self.id}"
        fields = {
            "id": self.id,
            "method": self._method,
            "address": self._address,
            "status": self.status,
            "ms": ms,
            "bytes": self.size,
        }
        level, said = (logging.WARNING, f"slow: {said}") if slow else (logging.INFO, said)
        logger.log(level, said, extra={"fields": fields})


class JsonLines(logging.Formatter):
    """A log line as one JSON object: `time` (ISO 8601, UTC), `level`, `logger`, `message`, and a request's fields."""

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.datetime.fromtimestamp(record.created, datetime.UTC).isoformat(timespec="milliseconds")
        line = {"time": moment, "level": record.levelname.lower(), "logger": record.name}
        line["message"] = record.getMessage()
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps({**line, **getattr(record, "fields", {})}, ensure_ascii=False)


class _Watched:
    """The response's chunks, counted; WSGI servers call `close` when they have sent or given up."""

    def __init__(self, chunks: Iterable[bytes], record: _Record) -> None:
        self._chunks = chunks
        self._record = record

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            self._record.size += len(chunk)
            yield chunk

    def close(self) -> None:
        try:
            close = getattr(self._chunks, "close", None)
            if close:
                close()
        finally:
            self._record.write()
