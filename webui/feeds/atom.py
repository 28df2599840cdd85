"""The newest results of any search as an Atom feed (RFC 4287): following one is the service's alert."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace

from search.interface.answers import Hit
from search.interface.engine import SearchEngine
from search.interface.request import SearchRequest
from webui.http.addresses import record_path, search_address, with_parameters
from webui.http.language import Language
from webui.http.xml_text import fit
from webui.pages.marking import excerpt

_ATOM = "http://www.w3.org/2005/Atom"
_ENTRIES = 30


def feed(
    engine: SearchEngine, asked: SearchRequest, published: str, base: str, text: Language, lang: str
) -> ET.Element:
    """Return the feed of a search, newest first.

    `published` is when the index was made (ISO 8601), the time of entries without a date; `base` is the service's
    address without a slash at the end. An entry's id is its page's address, so that a reader sees it once.
    """
    newest = replace(asked, sort="newest", page=1, size=_ENTRIES)
    found = engine.search(replace(newest, facets=False))
    root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": text.code})
    searched = found.corrected or asked.q
    heading = text.t("results.heading", query=text.quoted(searched)) if searched.strip() else text.t("results.browse")
    own = base + search_address("/feed.atom", replace(asked, page=1), lang)
    _add(root, "id", own)
    _add(root, "title", f"{heading} – {text.t('site.name')}")
    _add(root, "updated", published or "1970-01-01T00:00:00Z")
    ET.SubElement(root, "link", rel="self", type="application/atom+xml", href=own)
    page = base + search_address("/", replace(asked, sort="newest", page=1), lang)
    ET.SubElement(root, "link", rel="alternate", type="text/html", href=page)
    author = ET.SubElement(root, "author")
    _add(author, "name", text.t("site.name"))
    for hit in found.hits:
        root.append(_entry(hit, published, base, lang))
    return root


def _entry(hit: Hit, published: str, base: str, lang: str) -> ET.Element:
    entry = ET.Element("entry")
    path = record_path(hit.kind, hit.id)
    _add(entry, "id", base + path)
    _add(entry, "title", hit.title or hit.id)
    ET.SubElement(entry, "link", rel="alternate", type="text/html", href=base + with_parameters(path, lang=lang))
    _add(entry, "updated", _moment(hit.date) or published or "1970-01-01T00:00:00Z")
    if hit.author:
        _add(ET.SubElement(entry, "author"), "name", hit.author)
    if hit.source:
        source = ET.SubElement(entry, "category", term=fit(hit.source))
        source.set("label", fit(hit.source))
    shown = "".join(f"<p>{excerpt(s.text, s.highlights)}</p>" for s in hit.snippets)
    _add(entry, "summary", shown, type="html")
    return entry


def _moment(date: str) -> str:
    """Return a date, as far as known, as the beginning of it in Vietnam (UTC+7); empty for none."""
    return f"{date}{'-01-01'[len(date) - 4 :]}T00:00:00+07:00" if date else ""


def _add(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, name, attributes).text = fit(text)
