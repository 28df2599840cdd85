"""What a site's robots.txt allows (RFC 9309), how long to wait between two requests, which site maps it names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from index.sources.fields.addresses import same_site
from index.sources.web.client import AGENT, Client, Unanswered

_LARGEST = 500 * 1024  # bytes that RFC 9309 asks crawlers to read at least
_LONGEST_DELAY = 60.0  # seconds; a longer one is taken for this
_LINE = re.compile(r"\s*(user-agent|allow|disallow)\s*:\s*([^#\s]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A rule with `*` or `$` in its path, which Python's parser takes for letters; the longest one that fits holds."""

    path: str
    allows: bool

    def fits(self, target: str) -> bool:
        """Tell whether a path with its query is meant. Pieces are looked for one after the other, never tried again."""
        pieces = self.path.removesuffix("$").split("*")
        if not target.startswith(pieces[0]):
            return False
        at = len(pieces[0])
        for piece in pieces[1:]:
            found = target.find(piece, at)
            if found < 0:
                return False
            at = found + len(piece)
        return not self.path.endswith("$") or (target.endswith(pieces[-1]) if len(pieces) > 1 else at == len(target))


def patterns_of(text: str) -> tuple[Pattern, ...]:
    """Return the rules with `*` or `$` that a robots.txt has for this service, else those for everybody."""
    groups: dict[str, list[Pattern]] = {}
    agents: list[str] = []
    in_rules = False
    for found in map(_LINE.match, text.splitlines()):
        if found is None:
            continue
        if found[1].lower() == "user-agent":
            agents = [*(() if in_rules else agents), found[2].lower()]
            in_rules = False
            groups.setdefault(found[2].lower(), [])
            continue
        in_rules = True
        if "*" in found[2] or found[2].endswith("$"):
            for agent in agents:
                groups[agent].append(Pattern(unquote(found[2]), found[1].lower() == "allow"))
    return tuple(groups.get(AGENT, groups.get("*", [])))


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one site."""

    parser: RobotFileParser
    patterns: tuple[Pattern, ...]
    delay: float
    site_maps: tuple[str, ...]

    def allows(self, address: str) -> bool:
        """Tell whether an address may be asked for."""
        parts = urlsplit(address)
        target = unquote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        fitting = [pattern for pattern in self.patterns if pattern.fits(target)]
        longest = max(fitting, key=lambda pattern: (len(pattern.path), pattern.allows), default=None)
        if longest is not None and not longest.allows:
            return False
        return self.parser.can_fetch(AGENT, address)


def robots_of(client: Client, site: str) -> Robots:
    """Return the rules of a site: none where there is no robots.txt. Raises Unanswered where it cannot be told.

    RFC 9309, 2.3.1: a file that is not there (4xx) allows all, a server that fails (5xx, no answer) allows nothing.
    """
    parser = RobotFileParser()
    try:
        text = client.get(urljoin(site, "/robots.txt")).body[:_LARGEST].decode("utf-8", "replace")
    except Unanswered as error:
        if not 400 <= error.status < 500:
            raise
        text = ""
    text = text.removeprefix("\ufeff")
    parser.parse(text.splitlines())
    asked = parser.crawl_delay(AGENT)
    maps = tuple(address for address in parser.site_maps() or () if same_site(address, site))
    return Robots(parser, patterns_of(text), min(float(asked or 0), _LONGEST_DELAY), maps)
