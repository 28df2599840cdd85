"""WordPress tells what it holds through its REST interface: a light list of all posts, then those that changed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from index.documents import Article, Rejection
from index.sources.exports.posts import Post, article_of_post
from index.sources.fields.article_fields import Place

KINDS = ("posts", "pages")
BATCH = 100  # posts that WordPress gives at once at most


class NoAnswer(ValueError):
    """An answer that is not WordPress's; the message says why."""


def _route(api: str, kind: str, parameters: str) -> str:
    """Return an address of the interface: below `wp-json/`, or behind `?rest_route=/` on plain sites."""
    return f"{api.rstrip('/')}/wp/v2/{kind}{'&' if urlsplit(api).query else '?'}{parameters}"


def listing_address(api: str, kind: str, page: int) -> str:
    """Return the address of one page of the light list."""
    return _route(api, kind, f"per_page={BATCH}&page={page}&orderby=id&order=asc&_fields=id,link,modified_gmt")


def posts_address(api: str, kind: str, numbers: Sequence[int]) -> str:
    """Return the address of some posts with their authors and sections."""
    chosen = ",".join(map(str, numbers))
    return _route(api, kind, f"include={chosen}&per_page={BATCH}&orderby=include&_embed=author,wp:term")


def _objects(body: bytes) -> list[dict[str, Any]]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NoAnswer("it is no JSON") from error
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise NoAnswer("it is no list of posts")
    return found


def listed(body: bytes) -> list[tuple[int, str, str]]:
    """Return number, address and time of change of each post of the light list. Raises NoAnswer."""
    return [(int(one["id"]), str(one.get("link", "")), str(one.get("modified_gmt", ""))) for one in _numbered(body)]


def posts(body: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield number and JSON of each post of an answer. Raises NoAnswer."""
    for one in _numbered(body):
        yield one["id"], json.dumps(one, ensure_ascii=False).encode("utf-8", "replace")


def _numbered(body: bytes) -> list[dict[str, Any]]:
    return [one for one in _objects(body) if isinstance(one.get("id"), int)]


def _rendered(post: dict[str, Any], name: str) -> str:
    value = post.get(name)
    text = value.get("rendered", "") if isinstance(value, dict) else value
    return text if isinstance(text, str) else ""


def _embedded(post: dict[str, Any], name: str) -> list[Any]:
    within = post.get("_embedded")
    found = within.get(name) if isinstance(within, dict) else None
    return found if isinstance(found, list) else []


def html_of(post: dict[str, Any]) -> str:
    """Return the body of a post, as HTML."""
    return _rendered(post, "content")


def article_of(post: dict[str, Any], place: Place) -> Article | Rejection | None:
    """Return the article of a post as the interface gave it, None for one under a password."""
    content = post.get("content")
    if isinstance(content, dict) and content.get("protected"):
        return None
    authors = [one.get("name", "") for one in _embedded(post, "author") if isinstance(one, dict)]
    terms = [term for terms in _embedded(post, "wp:term") if isinstance(terms, list) for term in terms]
    names = [
        str(term.get("name", "")) for term in terms if isinstance(term, dict) and term.get("taxonomy") == "category"
    ]
    return article_of_post(
        Post(
            address=str(post.get("link", "")),
            title=_rendered(post, "title"),
            html=html_of(post),
            date=str(post.get("date", "")),
            author=str(next(iter(authors), "")),
            category=", ".join(filter(None, names)),
            lead=_lead(_rendered(post, "excerpt")),
        ),
        place,
    )


def _lead(excerpt: str) -> str:
    """Return an excerpt that somebody wrote; one that WordPress cut off the text ends in `[…]`."""
    return "" if excerpt.rstrip().removesuffix("</p>").rstrip().endswith(("[&hellip;]", "[…]")) else excerpt


def parsed(body: bytes) -> dict[str, Any]:
    """Return a post that was kept. Raises NoAnswer."""
    return _objects(b"[" + body + b"]")[0]
