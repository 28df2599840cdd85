"""XML that sites give out: the export of WordPress, RSS and Atom feeds. Other XML is told as unsupported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from index.documents import Article, Note, Rejection
from index.sources.exports.posts import Post, article_of_post, from_wordpress
from index.sources.exports.xml_mending import mended_items
from index.sources.fields.article_fields import LONGEST_TEXT, Place, too_large
from index.sources.files.walk import SourceFile
from index.sources.formats.office_files.zipped_text import local_name

_LARGEST_MENDED = 128 << 20  # bytes; what is mended is held in memory, some five times over
_ITEMS = ("item", "entry")
_PUBLISHED = "publish"
_KINDS = ("post", "page")  # others are pictures, menus and what plugins keep


def text_in(element: Any, *names: str) -> str:
    """Return the text of the first child of one of these names (`content:encoded`), '' for none.

    A prefix stands for the end of the name space that is bound to it in feeds: `content`, `wp`, `dc`, `excerpt`.
    """
    for name in names:
        prefix, _, local = name.rpartition(":")
        for child in element:
            if local_name(child) == local and _is_of(child, prefix):
                text = "".join(child.itertext()).strip()
                if text:
                    return text
    return ""


_SPACES = {
    "content": "modules/content",
    "excerpt": "excerpt",
    "dc": "purl.org/dc/",
    "wp": "wordpress.org/export",
}


def _is_of(child: Any, prefix: str) -> bool:
    space = child.tag.rpartition("}")[0]
    if prefix in ("content", "excerpt") and local_name(child) == "encoded":
        return ("excerpt" in space) == (prefix == "excerpt")
    return _SPACES[prefix] in space if prefix else not any(end in space for end in _SPACES.values())


def _link(item: Any) -> str:
    """Return where an item is published: the text of `link` in RSS, its `href` in Atom."""
    for child in item:
        if local_name(child) == "link":
            if (child.text or "").strip():
                return str(child.text.strip())
            if child.get("href") and child.get("rel", "alternate") == "alternate":
                return str(child.get("href"))
    guid = text_in(item, "guid", "id")
    return guid if guid.startswith("http") else ""


def _categories(item: Any) -> str:
    names = [
        (child.text or "").strip() or child.get("term") or ""
        for child in item
        if local_name(child) == "category" and child.get("domain", "category") == "category"
    ]
    return ", ".join(dict.fromkeys(filter(None, names)))


def _author(item: Any) -> str:
    for child in item:
        if local_name(child) == "author" and len(child):
            return text_in(child, "name")
    return text_in(item, "dc:creator", "author")


def _html(item: Any) -> str:
    for child in item:
        if local_name(child) == "content" and child.get("type") == "xhtml":
            return "".join(etree.tostring(part, encoding="unicode") for part in child)
    return text_in(item, "content:encoded", "content", "description", "summary")


def post_of_item(item: Any) -> Post:
    """Return the post of an item of RSS or an entry of Atom."""
    return Post(
        address=_link(item),
        title=text_in(item, "title"),
        html=_html(item),
        date=text_in(item, "pubDate", "published", "dc:date", "updated"),
        author=_author(item),
        category=_categories(item),
    )


_NOTICES = ("br", "b", "p")  # `<br /><b>Notice</b>: …` above the declaration


def _exported(item: Any, names: dict[str, str]) -> Post | None:
    """Return the post of an item of a WordPress export, None for what the site does not show to everybody.

    That is drafts, private posts, those of a later day, what a password guards, and attachments.
    """
    public = text_in(item, "wp:status") == _PUBLISHED and not text_in(item, "wp:post_password")
    if not public or text_in(item, "wp:post_type") not in _KINDS:
        return None
    creator = text_in(item, "dc:creator")
    return Post(
        address=_link(item),
        title=text_in(item, "title"),
        html=from_wordpress(text_in(item, "content:encoded")),
        date=text_in(item, "wp:post_date") or text_in(item, "pubDate"),
        author=names.get(creator, creator),
        category=_categories(item),
        lead=text_in(item, "excerpt:encoded"),
        number=text_in(item, "wp:post_id"),
    )


def _events(path: Path) -> Iterator[Any]:
    """Yield each item and author of a feed or export as it ends; what was yielded is forgotten afterwards."""
    with path.open("rb") as stream:
        parsed = etree.iterparse(stream, events=("end",), resolve_entities=False, no_network=True, load_dtd=False)
        for _, element in parsed:
            if local_name(element) in (*_ITEMS, "wxr_version", "author") and not _is_inside_item(element):
                yield element
                if local_name(element) in _ITEMS:
                    element.clear()
                    while element.getprevious() is not None:
                        del element.getparent()[0]


def _is_inside_item(element: Any) -> bool:
    return any(local_name(parent) in _ITEMS for parent in element.iterancestors())


def _posts_of(elements: Iterable[Any]) -> Iterator[Post | None]:
    """Yield the post of each item, None for one that is not shown; an export is told by its own marks."""
    names: dict[str, str] = {}
    exported = False
    for element in elements:
        match local_name(element):
            case "wxr_version":
                exported = True
            case "author":
                names[text_in(element, "wp:author_login")] = text_in(element, "wp:author_display_name")
            case _:
                yield _exported(element, names) if exported or text_in(element, "wp:status") else post_of_item(element)


def _root(path: Path) -> str:
    with path.open("rb") as stream:
        for _, element in etree.iterparse(stream, events=("start",), resolve_entities=False, no_network=True):
            return local_name(element)
    return ""


def read(source_file: SourceFile) -> Iterator[Article | Rejection | Note]:
    """Return the published posts and pages of an export, or the items of a feed, in their order.

    What is no whole XML is mended as far as that can be, and told.
    """
    origin = str(source_file.path)
    number = 0
    try:
        root = _root(source_file.path)
        if root in ("urlset", "sitemapindex"):
            detail = "a sitemap holds addresses and no text; give the site's address as url of a source in tracuu.toml"
            yield Rejection(origin, "unsupported", detail)
        elif root in _NOTICES:
            yield from _mended(source_file, 0, "a notice of PHP stands above it")
        elif root not in ("rss", "feed", "RDF"):
            yield Rejection(
                origin, "unsupported", "no WordPress export and no feed; convert it to .html, .json or .csv"
            )
        else:
            for number, post in enumerate(_posts_of(_events(source_file.path)), start=1):
                yield from _items(post, number, source_file)
            if not number:
                yield Rejection(origin, "empty", "no item in it; fill it or remove it")
    except etree.XMLSyntaxError as error:
        yield from _mended(source_file, number, str(error.msg))


def _items(post: Post | None, number: int, source_file: SourceFile) -> Iterator[Article | Rejection]:
    if post is not None:
        identifier = f"{source_file.name}#{post.number or number}"
        place = Place(f"{source_file.path}:{number}", identifier, given=source_file.given)
        yield too_large(place.origin) if len(post.html) > LONGEST_TEXT else article_of_post(post, place)


def _mended(source_file: SourceFile, passed: int, fault: str) -> Iterator[Article | Rejection | Note]:
    """Yield what can be read of a file that is no whole XML, but for the first items, which were read already."""
    origin = str(source_file.path)
    broken = Rejection(origin, "broken", f"it is no XML that can be read ({fault}); export it again")
    with source_file.path.open("rb") as stream:
        data = stream.read(_LARGEST_MENDED + 1)
    if len(data) > _LARGEST_MENDED:
        yield Rejection(origin, "broken", f"it is no whole XML after item {passed} ({fault}); export it again")
        return
    found = mended_items(data)
    if found is None or not (found.items or passed):
        yield broken
        return
    about = [element for element in found.head.iter() if local_name(element) in ("wxr_version", "author")]
    number = 0
    for number, post in enumerate(_posts_of((*about, *found.items)), start=1):
        if number > passed:
            yield from _items(post, number, source_file)
    if found.cut_off:
        yield Rejection(origin, "broken", f"it is cut off after item {number} ({fault}); export it again")
    else:
        yield Note(origin, f"it is no whole XML ({fault}); what could be read of it is, {number} items")
