"""One article as a content system keeps it: fields of its database and a body in HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from index.documents import Article, Rejection
from index.sources.fields.addresses import identity_of, normal_address
from index.sources.fields.article_fields import Place, clean, empty, one_line
from index.sources.fields.article_from_lines import article_at
from index.sources.fields.office_fields import sensible_author
from index.sources.formats.html.html_page import page_of_html

_WORDPRESS_BLOCKS = "<!-- wp:"
_OUTSIDE_TAGS = re.compile(r"<pre\b.*?</pre>|<[^>]*>|\n", re.DOTALL | re.IGNORECASE)
# `[caption id="a" width="300"]<img …> Ảnh đại hội[/caption]`, `[gallery ids="1,2"]`, `[vc_row]…[/vc_row]`
_SHORTCODE = re.compile(r"\[/[a-z][\w-]*\]|\[[a-z][\w-]*\s+[\w-]+=[^\]]*\]|\[(?:gallery|playlist|embed|audio|video)\]")
_PAIRED = re.compile(r"\[(?P<name>[a-z][\w-]*)\](?=.*?\[/(?P=name)\])", re.DOTALL)
_PLUGIN = re.compile(r"\{/?[a-zA-Z][\w-]*(?:\s[^{}<>]*)?\}")  # Joomla: `{loadposition a}`, `{gallery}dai-hoi{/gallery}`


@dataclass(frozen=True, slots=True)
class Post:
    """The fields of an article and its body as HTML; '' for what is not known. `number` tells it within its export."""

    address: str
    title: str
    html: str
    date: str = ""
    author: str = ""
    category: str = ""
    lead: str = ""
    number: str = ""


def _plain(text: str) -> str:
    """Return a title or lead, which content systems store with marks and references, as one line of text."""
    if "<" not in text and "&" not in text:
        return one_line(clean(text))
    page = page_of_html(f"<p>{text}</p>")
    return one_line(" ".join(page.lines)) if page else ""


def from_wordpress(content: str) -> str:
    """Return stored WordPress content as HTML: shortcodes out, lines broken where the classic editor broke them."""
    content = _SHORTCODE.sub("", _PAIRED.sub("", content))
    if _WORDPRESS_BLOCKS in content:  # the newer editor stores paragraphs as such
        return content
    return _OUTSIDE_TAGS.sub(lambda found: "<br>\n" if found[0] == "\n" else found[0], content.replace("\r\n", "\n"))


def from_joomla(content: str) -> str:
    """Return stored Joomla content as HTML: the tags of plugins out."""
    return _PLUGIN.sub("", content)


def article_of_post(post: Post, place: Place) -> Article | Rejection:
    """Return the article of a post; its normalised address is its id, where it has none `place.id`."""
    page = page_of_html(f"<div>{post.html}</div>") if post.html.strip() else None
    if page is None:
        return empty(place.origin)
    known = replace(
        page.known,
        id=identity_of(post.address, place.given.rules),
        title=_plain(post.title),
        lead=_plain(post.lead),
        date=post.date,
        author=sensible_author(post.author),
        url=normal_address(post.address),
        category=_plain(post.category),
    )
    if known.title and page.lines and page.lines[0].casefold() == known.title.casefold():
        page = replace(page, lines=page.lines[1:] or page.lines)
    found = article_at(replace(page, known=known), place)
    if isinstance(found, Article) and (found.text.startswith(found.lead.rstrip(" .…[]")) or not found.lead):
        return replace(found, lead="")
    return found
