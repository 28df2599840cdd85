"""The addresses that a site tells: in its site maps, its feeds and the links of its pages."""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from index.sources.encodings.encoding import Undecodable, decode
from index.sources.exports.http_content import HTML, media_type, text_of_body
from index.sources.exports.xml_export import post_of_item, text_in
from index.sources.exports.xml_mending import mended_tree
from index.sources.fields.addresses import joined, normal_address, same_site
from index.sources.files.suffixes import is_office_file
from index.sources.formats.html.html_page import tree_of
from index.sources.formats.office_files.zipped_text import local_name
from index.sources.web import wordpress
from index.sources.web.cache import Page

_LARGEST = 64 << 20  # bytes of a site map unpacked; the protocol allows 50 MB
_NO_PAGES = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|ico|bmp|css|js|json|xml|rss|atom|mp[34]|avi|wmv|flv|mov|zip|rar|7z|gz|tar|exe|apk|xlsx?"
    r"|pptx?|woff2?|ttf|swf)$",
    re.IGNORECASE,
)
_LONGEST = 500  # characters of an address


class BadListing(ValueError):
    """A site map or feed that cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An address and when it was last changed, as the listing writes it, '' where it does not say.

    `followed`: no listing has it, a page links to it.
    """

    address: str
    stamp: str = ""
    followed: bool = False


@dataclass(frozen=True, slots=True)
class SiteMap:
    """The pages that a site map lists, and the further site maps that an index of them lists.

    `cut_off`: it has no end, so that what it does not list may be there all the same.
    """

    pages: tuple[Listed, ...]
    maps: tuple[Listed, ...]
    cut_off: bool = False


def tree_of_page(page: Page) -> Any:
    """Return a page, or the body of a post, parsed; None for what is no HTML."""
    if page.body is None:
        return None
    if page.kind == "post":
        return tree_of(wordpress.html_of(wordpress.parsed(page.body)))
    if media_type(page.type) not in HTML:
        return None
    try:
        return tree_of(text_of_body(page.body, page.type))
    except Undecodable:  # reading it will say so
        return None


def is_below(address: str, site: str) -> bool:
    """Tell whether an address belongs to a site: the same host, and below the path that the site's address has."""
    folder = urlsplit(site).path.rpartition("/")[0] + "/"
    return same_site(address, site) and (urlsplit(address).path or "/").startswith(folder)


def _unpacked(body: bytes) -> bytes:
    if body[:2] == b"\x1f\x8b":
        try:
            with gzip.open(io.BytesIO(body)) as stream:
                body = stream.read(_LARGEST + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise BadListing("its packing is damaged") from error
        if len(body) > _LARGEST:
            raise BadListing(f"it unpacks to more than {_LARGEST} bytes")
    return body


def _parsed(body: bytes) -> Any:
    """Return the tree of a site map or feed, mended where it is no whole XML. Raises BadListing."""
    strict = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=False)
    try:
        root = etree.fromstring(body.strip(), parser=strict)
    except (etree.XMLSyntaxError, ValueError):
        try:
            root = mended_tree(body)
        except Undecodable as error:
            raise BadListing("it is no text") from error
    if root is None:
        raise BadListing("it is no XML")
    return root


def site_map(body: bytes, site: str, address: str = "") -> SiteMap:
    """Return what a site map lists of the site itself (sitemaps.org 0.9: XML, text or a feed, packed or not).

    Raises BadListing. `address` is its own, which addresses without a host count from.
    """
    body = _unpacked(body)
    if not body.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<"):
        return _text_map(body, site)
    root = _parsed(body)
    found: dict[str, list[Listed]] = {"url": [], "sitemap": []}
    if local_name(root) in ("rss", "feed", "RDF"):
        return SiteMap(_items_of(root, site), ())
    if local_name(root) not in ("urlset", "sitemapindex"):
        raise BadListing("it is no site map")
    for element in root:
        listed = joined(address or site, text_in(element, "loc"))
        if local_name(element) in found and text_in(element, "loc") and listed and same_site(listed, site):
            found[local_name(element)].append(Listed(listed, text_in(element, "lastmod")))
    ends = f"{local_name(root)}>".encode() in body[-200:]
    pages = tuple(one for one in found["url"] if is_below(one.address, site))
    return SiteMap(pages, tuple(found["sitemap"]), cut_off=not ends)


def _text_map(body: bytes, site: str) -> SiteMap:
    """Return what a site map of plain text lists: an address a line, and nothing else. Raises BadListing."""
    try:
        stripped = map(str.strip, decode(body).splitlines())
        lines = [line for line in stripped if line and not line.startswith("#")]
    except Undecodable as error:
        raise BadListing("it is no text") from error
    addresses = [joined(site, line) for line in lines if line.startswith(("http://", "https://", "/"))]
    if not lines or len(addresses) < len(lines):
        raise BadListing("it is no site map")
    return SiteMap(tuple(Listed(one) for one in dict.fromkeys(addresses) if one and is_below(one, site)), ())


def feed_links(body: bytes, site: str) -> tuple[Listed, ...]:
    """Return the addresses of the items of a feed, with their dates. Raises BadListing."""
    return _items_of(_parsed(_unpacked(body)), site)


def _items_of(root: Any, site: str) -> tuple[Listed, ...]:
    posts = [post_of_item(item) for item in root.iter("{*}item", "{*}entry")]
    listed = (Listed(normal_address(post.address), post.date) for post in posts)
    return tuple(one for one in listed if one.address and is_below(one.address, site))


def base_of(tree: Any, address: str) -> str:
    """Return what the links of a page are relative to."""
    base = tree.find(".//base[@href]")
    return (joined(address, base.get("href")) or address) if base is not None else address


def links_of(tree: Any, address: str, site: str) -> Iterator[str]:
    """Yield the addresses of the site's own pages and office files that a page links to, each once, in its order."""
    base, seen = base_of(tree, address), set()
    for link in tree.iter("a"):
        if "nofollow" in (link.get("rel") or "").lower() or not link.get("href"):
            continue
        target = joined(base, link.get("href"))
        path = urlsplit(target).path
        if target and target not in seen and len(target) <= _LONGEST and not _NO_PAGES.search(path):
            seen.add(target)
            if is_below(target, site) or (is_office_file(path) and same_site(target, site)):
                yield target


def announced(tree: Any, address: str, relation: str, kind: str = "") -> list[str]:
    """Return the addresses that a page announces in its head: `rel=alternate type=application/rss+xml`."""
    base = base_of(tree, address)
    return [
        joined(base, link.get("href") or "")
        for link in tree.iter("link")
        if relation in (link.get("rel") or "").split() and kind in (link.get("type") or "") and link.get("href")
    ]
