"""Reads what a site's robots.txt allows (RFC 9309), how long to wait between two requests, which site maps it names."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin

from protego import Protego

from index.sources.fields.addresses import joined, same_site
from index.sources.web.client import AGENT, Client, Unanswered

_LARGEST = 500 * 1024  # bytes that RFC 9309 asks crawlers to read at least
_LONGEST_DELAY = 60.0  # seconds; a longer one is taken for this


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one site."""

    parser: Protego
    delay: float
    site_maps: tuple[str, ...]

    def allows(self, address: str) -> bool:
        """Tell whether an address may be asked for: the longest rule that fits it holds (RFC 9309, 2.2.2)."""
        return self.parser.can_fetch(address, AGENT)


def robots_of(client: Client, site: str, until: float = float("inf")) -> Robots:
    """Return the rules of a site: none where there is no robots.txt. Raises Unanswered where it cannot be told.

    `until`, in monotonic seconds, is when to stop asking.

    RFC 9309, 2.3.1: a file that is not there (4xx) allows all, a server that fails (5xx, no answer) allows nothing.
    """
    try:
        text = client.get(urljoin(site, "/robots.txt"), until=until).body[:_LARGEST].decode("utf-8", "replace")
    except Unanswered as error:
        if not 400 <= error.status < 500:
            raise
        text = ""
    parser = Protego.parse(text.removeprefix("\ufeff"))
    named = (joined(site, address) for address in parser.sitemaps)  # `Sitemap: /sitemap.xml` is common
    maps = tuple(address for address in named if same_site(address, site))
    return Robots(parser, min(parser.crawl_delay(AGENT) or 0.0, _LONGEST_DELAY), maps)
