"""A round over a site that is going on: what may be asked, how soon, what was asked already, when to stop."""

from __future__ import annotations

import time
from dataclasses import replace

from index.sources.web.cache import Cache, Page
from index.sources.web.client import Answer, Client, Unanswered
from index.sources.web.robots import Robots, robots_of
from index.sources.web.round_bounds import Bounds, Limits

_IN_A_ROW = 5  # failures of the server one after the other, after which it is left in peace
_BUSY = (429, 503)


class Stopped(Exception):
    """The round goes no further; the message says why."""


class Round:
    """A round that is going on."""

    def __init__(self, site: str, cache: Cache, bounds: Bounds, limits: Limits) -> None:
        self.site = site
        self.cache = cache
        self._client = Client(site, limits, private=bounds.private)
        self._bounds = bounds
        self._until = time.monotonic() + bounds.seconds
        self._last = 0.0
        self._failed = 0
        self._robots: Robots | None = None
        self.whole = True  # whether every listing was read, so that what none of them shows is gone

    @property
    def requests(self) -> int:
        """Requests so far."""
        return self._client.asked

    def rules(self) -> Robots:
        """Return the site's robots.txt, asked for once. Raises Stopped where it cannot be told what is allowed."""
        if self._robots is None:
            try:
                self._robots = robots_of(self._client, self.site, self._until)
            except Unanswered as error:
                raise Stopped(f"robots.txt: {error}") from error
        return self._robots

    def _wait(self) -> None:
        if self._client.asked >= self._bounds.requests:
            raise Stopped(f"{self._bounds.requests} requests were made, as many as a round may")
        if self._client.received >= self._bounds.size:
            raise Stopped(f"{self._client.received} bytes were received, as many as a round may")
        left = self._last + max(self._bounds.delay, self.rules().delay) - time.monotonic()
        if time.monotonic() + max(left, 0) > self._until:
            raise Stopped(f"it took {self._bounds.seconds:.0f} seconds, as long as a round may")
        if left > 0 and self._last:
            time.sleep(left)
        self._last = time.monotonic()

    def ask(self, address: str, known: dict[str, str] | None = None) -> Answer:
        """Return the answer for an address, after the wait that is due. Raises Unanswered and Stopped."""
        if not self.rules().allows(address):
            raise Unanswered("robots.txt of the site forbids it")
        self._wait()
        try:
            answer = self._client.get(address, known, self._until)
        except Unanswered as error:
            self._failed = self._failed + 1 if error.failing else 0
            if error.status in _BUSY or self._failed >= _IN_A_ROW:
                raise Stopped(f"{address}: {error}; the site is left in peace") from error
            raise
        self._failed = 0
        return answer

    def fetch(self, address: str, kind: str, stamp: str = "", followed: bool = False) -> Page | None:
        """Return what the site shows at an address now, None where that cannot be had; either is kept.

        Asked for only where this round has not done so yet, nor the listing says that it did not change. An address
        that was merely `followed` and leads nowhere is forgotten: dead links are no documents.
        """
        known = self.cache.page(address)
        if self.cache.was_asked(address):
            kept = self.cache.page(known.target) if known is not None and known.target else known
            return kept if kept is not None and kept.body is not None else None
        if known is not None and known.body is not None and stamp and known.stamp == stamp and not known.problem:
            self.cache.unchanged(address, stamp)
            return known
        asked = {}
        if known is not None and known.body is not None:
            asked = {"If-None-Match": known.etag, "If-Modified-Since": known.modified}
        try:
            answer = self.ask(address, {name: value for name, value in asked.items() if value})
        except Unanswered as error:
            if error.status in (404, 410) or (followed and not error.failing):
                self.cache.keep(Page(address, "nothing", stamp))
            if not followed or error.failing:
                self.cache.fail(address, kind, str(error))
            return None
        if answer.status == 304 and known is not None:
            self.cache.unchanged(address, stamp)
            return replace(known, stamp=stamp, problem="")
        return self._keep(address, kind, stamp, answer)

    def _keep(self, address: str, kind: str, stamp: str, answer: Answer) -> Page:
        etag, modified, type_ = (answer.headers.get(name, "") for name in ("etag", "last-modified", "content-type"))
        page = Page(answer.address, kind, stamp, etag, modified, type_, body=answer.body, fresh=True)
        self.cache.keep(page)
        if answer.address != address:
            self.cache.keep(Page(address, "nothing", stamp, target=answer.address))
        return page
