"""From the file that holds what was fetched of a site to its articles; what could not be fetched is told."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from index.documents import Article, Attachment, Note, Rejection
from index.sources.attached import attached_text
from index.sources.exports.web_documents import Response, documents_of
from index.sources.fields.addresses import identity_of
from index.sources.fields.article_fields import Place
from index.sources.files.walk import SourceFile
from index.sources.web import wordpress
from index.sources.web.cache import BrokenCache, Kept, Page
from index.sources.web.listing import links_of, tree_of_page

_MOST = 50  # attachments of one article; a page with more of them is a register, and they are the documents


class _Site:
    """A site that is being read: which documents came already, which files are parts of articles."""

    def __init__(self, kept: Kept, source_file: SourceFile) -> None:
        self._kept = kept
        self._given = source_file.given
        self._address = kept.site()
        self._seen: set[str] = set()
        self._taken: set[str] = set()

    def articles(self) -> Iterator[Article | Rejection | Note]:
        """Yield the articles with their attachments, then the files that no article took."""
        for page in self._kept.pages("site", "page", "post", "list", "nothing"):
            yield from _problem(page, self._address)
            if page.body is not None and page.kind != "list":
                for item in self._documents(page):
                    yield self._with_attachments(item, page) if isinstance(item, Article) else item
        for page in self._kept.pages("file"):
            if page.address not in self._taken:
                yield from _problem(page, self._address)
                yield from self._documents(page)

    def _documents(self, page: Page) -> Iterator[Article | Rejection | Note]:
        if page.body is None:
            return
        identity = identity_of(page.address, self._given.rules)
        if identity in self._seen:  # the same page under http and https, say
            return
        self._seen.add(identity)
        if page.kind == "post":
            found = wordpress.article_of(wordpress.parsed(page.body), Place(page.address, identity, given=self._given))
            if found is not None:
                yield found
        else:
            yield from documents_of(Response(page.address, page.type, page.body), page.address, self._given)

    def _with_attachments(self, article: Article, page: Page) -> Article:
        tree = tree_of_page(page)
        links = list(links_of(tree, page.address, self._address)) if tree is not None else []
        files = [file for file in map(self._kept.page, links) if file is not None and file.kind == "file" and file.body]
        if not files or len(files) > _MOST:
            return article
        self._taken.update(file.address for file in files)
        found = [(file, item) for file in files for item in self._texts(file)]
        return replace(article, attachments=tuple(Attachment(_name(file), attached_text(item)) for file, item in found))

    def _texts(self, file: Page) -> Iterator[Article]:
        response = Response(file.address, file.type, file.body or b"")
        return (item for item in documents_of(response, file.address, self._given) if isinstance(item, Article))


def _name(file: Page) -> str:
    return posixpath.basename(unquote(urlsplit(file.address).path)) or file.address


def _problem(page: Page, site: str) -> Iterator[Rejection]:
    if page.problem:
        stays = "; what was fetched before stays" if page.body is not None or page.kind == "site" else ""
        yield Rejection(page.address or site, "unreadable", f"{page.problem}{stays}; the next run asks again")


def read(source_file: SourceFile) -> Iterator[Article | Rejection | Note]:
    """Return the articles of the site in the order of their addresses, attached files as parts of them."""
    try:
        with Kept(source_file.path) as kept:
            nothing = True
            for item in _Site(kept, source_file).articles():
                nothing = False
                yield item
            if nothing:
                yield Rejection(kept.site(), "empty", "no article was found on it; see whether its url is right")
    except (BrokenCache, wordpress.NoAnswer) as error:
        yield Rejection(str(source_file.path), "broken", str(error))
