"""Asking one web site, and no other: bounded in time and size, redirects followed only within the host."""

from __future__ import annotations

import http.client
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from index.sources.exports.http_content import BadBody, unpacked
from index.sources.fields.addresses import joined, same_site
from index.sources.web.connection import Overlong, open_connection
from index.sources.web.resolution import Resolve, looked_up, names_itself
from index.sources.web.round_bounds import Limits

AGENT = "tracuu"
"""The name under which robots.txt is read."""

_HEADERS = {"User-Agent": f"{AGENT}/0.1 (full-text search of union documents)", "Accept-Encoding": "gzip"}
_REDIRECTS = 5
_CHUNK = 1 << 16


class Unanswered(Exception):
    """No answer that can be used; the message says why. `status` is 0 where there was none at all.

    `failing`: the server or the way to it, rather than this one address.
    """

    def __init__(self, why: str, status: int = 0, failing: bool = False) -> None:
        super().__init__(why)
        self.status = status
        self.failing = failing or status >= 500


@dataclass(frozen=True, slots=True)
class Answer:
    """`address` is where the answer came from after redirects; header names are in small letters."""

    address: str
    status: int
    headers: Mapping[str, str]
    body: bytes


class Client:
    """Asks one site. Not for several threads."""

    def __init__(
        self, site: str, limits: Limits | None = None, *, private: bool = False, resolve: Resolve = looked_up
    ) -> None:
        """`private`: the site may stand in the own network, as one does whose address is no name."""
        self._site = site
        self._limits = limits or Limits()
        self._private = private or names_itself(site)
        self._resolve = resolve
        self.received = 0
        """Bytes of all answers so far, as sent, heads included."""
        self.asked = 0
        """Requests so far, those after a redirect included."""

    def get(self, address: str, known: Mapping[str, str] | None = None, until: float = float("inf")) -> Answer:
        """Return the answer for an address; 200 or, where `known` holds headers that ask so, 304.

        `until`, in monotonic seconds, ends it before its own limit does. Raises Unanswered for every other status,
        another host, redirects without end, bodies beyond the limits.
        """
        until = min(until, time.monotonic() + self._limits.seconds)
        for _ in range(_REDIRECTS + 1):
            if not same_site(address, self._site):
                raise Unanswered(f"it leads to another host, {address[:200]}, which is not asked")
            answer = self._ask(address, known or {}, until)
            if answer.status not in (301, 302, 303, 307, 308):
                break
            target = joined(address, answer.headers.get("location", ""))
            if not target or target == address:
                raise Unanswered("it leads to no address", answer.status)
            address = target
        else:
            raise Unanswered(f"more than {_REDIRECTS} redirects")
        if answer.status not in (200, 304):
            raise Unanswered(f"the server answered {answer.status}", answer.status)
        return answer

    def _ask(self, address: str, known: Mapping[str, str], until: float) -> Answer:
        self.asked += 1
        try:
            connection, timed = open_connection(address, until, self._limits, self._private, self._resolve)
        except (OSError, ValueError) as error:
            raise self._unanswered(error, until) from error
        try:
            return self._answer(connection, address, known)
        except BadBody as error:
            raise Unanswered(str(error)) from error
        except (http.client.HTTPException, ValueError, OSError) as error:
            raise self._unanswered(error, until) from error
        finally:
            self.received += timed.received
            timed.end()

    def _unanswered(self, error: Exception, until: float) -> Unanswered:
        if isinstance(error, TimeoutError) and time.monotonic() >= until:
            why = f"it took more than {self._limits.seconds:.0f} seconds"
        elif isinstance(error, TimeoutError):
            why = f"the server was silent for {self._limits.silent:.0f} seconds"
        elif isinstance(error, Overlong):
            return Unanswered(f"more than {self._limits.size} bytes")
        elif isinstance(error, OSError):
            why = f"the server cannot be reached ({error.strerror or error})"
        else:
            why = f"the answer is cut off or no HTTP ({type(error).__name__})"
        return Unanswered(why, failing=True)

    def _answer(self, connection: http.client.HTTPConnection, address: str, known: Mapping[str, str]) -> Answer:
        parts = urlsplit(address)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("GET", target, headers={**_HEADERS, **known})
        response = connection.getresponse()
        headers = {name.lower(): value for name, value in response.getheaders()}
        body = self._body(response) if response.status == 200 else b""
        body = unpacked(body, headers.get("content-encoding", ""), self._limits.size)
        return Answer(address, response.status, headers, body)

    def _body(self, response: http.client.HTTPResponse) -> bytes:
        parts: list[bytes] = []
        length = 0
        while chunk := response.read1(_CHUNK):
            parts.append(chunk)
            length += len(chunk)
            if length > self._limits.size:
                raise Overlong
        expected = response.getheader("Content-Length", "")
        if expected.isdecimal() and len(expected) < 16 and length < int(expected):
            raise Unanswered("the answer is cut off")
        return b"".join(parts)
