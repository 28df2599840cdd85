"""One round over a site: what it holds now, asked for where that is new or changed, kept for the readers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from index.sources.fields.addresses import normal_address
from index.sources.files.suffixes import is_office_file
from index.sources.web import wordpress
from index.sources.web.cache import Cache, Page
from index.sources.web.client import Unanswered
from index.sources.web.listing import (
    BadListing,
    Listed,
    announced,
    feed_links,
    is_below,
    links_of,
    site_map,
    tree_of_page,
)
from index.sources.web.round import Round, Stopped
from index.sources.web.round_bounds import Bounds, Limits

_USUAL_MAPS = ("sitemap.xml", "sitemap_index.xml", "wp-sitemap.xml")
_DEEPEST_MAP = 3


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of a round: requests made; why it stopped before its end, '' where it did not."""

    requests: int
    stopped: str = ""


def _attached(this: Round, links: Iterator[str], fresh: bool) -> None:
    """Fetch the office files that an article links to; those of an article that did not change are kept as they are."""
    for link in links:
        if is_office_file(urlsplit(link).path):
            known = None if fresh else this.cache.page(link)
            if known is not None and known.body is not None:
                this.cache.see(link, known.kind)
            else:
                this.fetch(link, "file", followed=True)


def _of_wordpress(this: Round, api: str) -> bool:
    """Fetch the posts and pages of a WordPress site; tell whether its interface answered."""
    for kind in wordpress.KINDS:
        changed: list[tuple[int, str, str]] = []
        number, pages = 1, 1
        while number <= pages:
            try:
                answer = this.ask(wordpress.listing_address(api, kind, number))
                found = wordpress.listed(answer.body)
            except (Unanswered, wordpress.NoAnswer) as error:
                this.whole = False
                if kind == wordpress.KINDS[0] and number == 1:
                    return False
                this.cache.fail(wordpress.listing_address(api, kind, number), "list", str(error))
                break
            total = answer.headers.get("x-wp-totalpages", "")
            pages = int(total) if total.isdecimal() and len(total) < 7 else number
            for identifier, link, stamp in found:
                address = normal_address(link)
                if address != this.site and is_below(address, this.site) and not _is_current(this, address, stamp):
                    changed.append((identifier, address, stamp))
            number += 1
        for start in range(0, len(changed), wordpress.BATCH):
            _posts(this, api, kind, changed[start : start + wordpress.BATCH])
    return True


def _is_current(this: Round, address: str, stamp: str) -> bool:
    """Tell whether what is kept of a post is what the site has; it and its files are then seen."""
    known = this.cache.page(address)
    if known is None or known.body is None or known.stamp != stamp or known.problem:
        this.cache.see(address, "post")
        return False
    this.cache.unchanged(address, stamp)
    _attached_to_post(this, known, fresh=False)
    return True


def _attached_to_post(this: Round, post: Page, fresh: bool) -> None:
    tree = tree_of_page(post)
    if tree is not None:
        _attached(this, links_of(tree, post.address, this.site), fresh)


def _posts(this: Round, api: str, kind: str, wanted: Sequence[tuple[int, str, str]]) -> None:
    """Fetch some posts; those that the answer lacks are told."""
    try:
        found = dict(wordpress.posts(this.ask(wordpress.posts_address(api, kind, [one[0] for one in wanted])).body))
        problem = "the site lists it and does not give it"
    except (Unanswered, wordpress.NoAnswer) as error:
        found, problem = {}, str(error)
    for number, address, stamp in wanted:
        if number in found:
            post = Page(address, "post", stamp, type="application/json", body=found[number])
            this.cache.keep(post)
            _attached_to_post(this, post, fresh=True)
        else:
            this.cache.fail(address, "post", problem)


def _of_maps(this: Round, maps: Sequence[str]) -> list[Listed]:
    """Return the pages that the site maps list, those within each other included."""
    pages: dict[str, Listed] = {}
    waiting = [(address, "", 0) for address in dict.fromkeys(maps)]
    seen: set[str] = set()
    while waiting:
        address, stamp, depth = waiting.pop(0)
        if address in seen or depth > _DEEPEST_MAP:
            continue
        seen.add(address)
        fetched = this.fetch(address, "list", stamp)
        try:
            found = site_map(fetched.body or b"", this.site, address) if fetched else None
        except BadListing as error:
            this.cache.fail(address, "list", str(error))
            found = None
        if found is None:
            this.whole = False
            continue
        if found.cut_off:
            this.whole = False
            this.cache.fail(address, "list", "the site map is cut off")
        pages |= {one.address: one for one in found.pages}
        waiting += [(one.address, one.stamp, depth + 1) for one in found.maps]
    return list(pages.values())


def _of_feeds(this: Round, feeds: Sequence[str]) -> list[Listed]:
    found: list[Listed] = []
    for address in feeds:
        if is_below(address, this.site) and (fetched := this.fetch(address, "list")):
            try:
                found += feed_links(fetched.body or b"", this.site)
            except BadListing as error:
                this.cache.fail(address, "list", str(error))
    return found


def _maps_of(this: Round) -> list[str]:
    """Return the site maps that robots.txt names, else that one of the usual places which answers."""
    named = list(this.rules().site_maps)
    for name in _USUAL_MAPS if not named else ():
        address = normal_address(urljoin(this.site, name))
        fetched = this.fetch(address, "list")
        try:
            if fetched and site_map(fetched.body or b"", this.site, address):
                return [address]
        except BadListing:
            pass
        this.cache.keep(Page(address, "nothing"))  # it was worth a try; that there is none is no fault
    return named


def _pages(this: Round, listed: Sequence[Listed], follow: bool) -> None:
    """Fetch pages and the office files that they link to; with `follow` the pages that they link to, too."""
    waiting = [*listed]
    known = {one.address for one in waiting}
    for one in waiting:  # it grows on the way
        if follow and not this.rules().allows(one.address):
            continue
        is_file = is_office_file(urlsplit(one.address).path)
        fetched = this.fetch(one.address, "file" if is_file else "page", one.stamp, followed=one.followed)
        if fetched is None or (tree := tree_of_page(fetched)) is None:
            continue
        links = list(links_of(tree, fetched.address, this.site))
        _attached(this, iter(links), fetched.fresh)
        if follow:
            new = [link for link in links if link not in known and not is_office_file(urlsplit(link).path)]
            known.update(new)
            waiting += [Listed(link, followed=True) for link in new]


def _go(this: Round) -> None:
    home = this.fetch(this.site, "list")
    tree = tree_of_page(home) if home else None
    api = announced(tree, this.site, "https://api.w.org/") if tree is not None else []
    if api and is_below(api[0], this.site) and _of_wordpress(this, api[0]):
        return
    this.whole = True
    found = {one.address: one for one in _of_maps(this, _maps_of(this))}
    follow = not found
    feeds = announced(tree, this.site, "alternate", "application/rss+xml") if tree is not None else []
    feeds += announced(tree, this.site, "alternate", "application/atom+xml") if tree is not None else []
    for one in _of_feeds(this, feeds):
        found.setdefault(one.address, Listed(one.address))
    start = [Listed(this.site), *found.values()] if follow else list(found.values())
    _pages(this, start, follow)


def renew(site: str, path: Path, bounds: Bounds, limits: Limits) -> Outcome:
    """Bring the file at `path` up to date with the site at the address `site`, and return what the round came to.

    A round that was stopped is gone on with by the next call. WordPress is asked through its interface; any other site
    by its site maps and feeds, and where these give nothing by following links. Nothing but that host is asked, nothing
    that its robots.txt forbids, and never faster than it allows. Problems are kept in the file, for the reader to tell.
    Raises BrokenCache where the file cannot be used.
    """
    with closing(Cache(path)) as cache:
        this = Round(normal_address(site), cache, bounds, limits)
        try:
            cache.drop("")
            cache.note("site", site)
            _go(this)
            cache.end(this.whole)
            return Outcome(this.requests)
        except Stopped as stopped:
            cache.fail("", "site", str(stopped))
            return Outcome(this.requests, str(stopped))
