"""Lets other programs find the service: feeds of any search, site maps, the browser's search field, robots.txt."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import msgspec
from flask import Blueprint, Response, abort, request

from search.interface.engine import NotAvailable, SearchEngine
from search.interface.request import Kind
from webui.feeds.atom import feed
from webui.http.addresses import record_path, site_path
from webui.http.entity_tags import tagged, unchanged
from webui.http.parameters import SUGGEST_PARAMETERS, read_parameters, read_search
from webui.http.problems import checked
from webui.http.public_address import origin
from webui.pages.page_layout import lang_parameter, page_language

_PER_MAP = 10_000  # addresses in a site map; the protocol allows 50,000 and 50 MB
_MOST_MAPS = 50_000  # in an index of site maps, as the protocol allows
_KINDS: tuple[Kind, ...] = ("article", "directive", "speaker", "organisation")
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"


def create_blueprint(engine: SearchEngine) -> Blueprint:
    """Return /feed.atom, /sitemap.xml and its parts, /opensearch.xml, /completions and /robots.txt."""
    discovery = Blueprint("discovery", __name__)

    @discovery.get("/feed.atom")
    def atom() -> Response:
        asked = checked(read_search(request.args, strict=False))
        status = engine.status()
        parts = ("feed", request.full_path, origin())
        if same := unchanged(request, status.generation, *parts):
            return same
        found = feed(engine, asked, status.published, origin(), page_language(), lang_parameter())
        return tagged(_xml(found, "application/atom+xml"), status.generation, *parts)

    @discovery.get("/sitemap.xml")
    def sitemap_index() -> Response:
        status = engine.status()
        if not status.generation:
            raise NotAvailable("there is no index")
        root = ET.Element("sitemapindex", xmlns=_SITEMAP)
        for kind in _KINDS:
            for number in range(-(-status.counts.get(kind, 0) // _PER_MAP)):
                place = ET.SubElement(ET.SubElement(root, "sitemap"), "loc")
                place.text = origin() + site_path(f"/sitemaps/{kind}-{number + 1}.xml")
        return _xml(root)

    @discovery.get("/sitemaps/<any(article, directive, speaker, organisation):kind>-<int:number>.xml")
    def sitemap(kind: Kind, number: int) -> Response:
        number = min(number, _MOST_MAPS)
        rows = engine.identifiers(kind, (number - 1) * _PER_MAP, number * _PER_MAP) if number else ()
        if not rows:
            abort(404)
        root = ET.Element("urlset", xmlns=_SITEMAP)
        for identifier in rows:
            ET.SubElement(ET.SubElement(root, "url"), "loc").text = origin() + record_path(kind, identifier)
        return _xml(root)

    @discovery.get("/opensearch.xml")
    def opensearch() -> Response:
        return _xml(_description(), "application/opensearchdescription+xml")

    @discovery.get("/completions")
    def completions() -> Response:
        """Answer what a browser's own search field shows while one types (the OpenSearch suggestions extension)."""
        typed: str = checked(read_parameters(request.args, SUGGEST_PARAMETERS, strict=False)).get("q", "")
        texts = [suggestion.text for suggestion in engine.suggest(typed)]
        return Response(msgspec.json.encode([typed, texts]), content_type="application/x-suggestions+json")

    @discovery.get("/robots.txt")
    def robots() -> Response:
        below = site_path("")
        lines = (
            "User-agent: *",
            f"Allow: {below}/static/",
            f"Allow: {below}/*?id=",  # records whose id cannot stand in a path
            f"Disallow: {below}/*?",  # searches and their filters: without end, and the site map has all they lead to
            f"Disallow: {below}/api/",
            f"Disallow: {below}/feed.atom",
            f"Disallow: {below}/searches-without-results",
            f"Sitemap: {origin()}{below}/sitemap.xml",
        )
        return Response("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")

    return discovery


def _description() -> ET.Element:
    """Return the description by which a browser offers this service as one of its search engines."""
    text, base = page_language(), origin() + site_path("")
    root = ET.Element("OpenSearchDescription", xmlns=_OPENSEARCH)
    for name, value in (
        ("ShortName", text.t("site.name")),
        ("Description", text.t("site.tagline")),
        ("InputEncoding", "UTF-8"),
        ("OutputEncoding", "UTF-8"),
        ("Language", text.code),
    ):
        ET.SubElement(root, name).text = value
    for kind, template in (
        ("text/html", f"{base}/?q={{searchTerms}}"),
        ("application/atom+xml", f"{base}/feed.atom?q={{searchTerms}}"),
        ("application/x-suggestions+json", f"{base}/completions?q={{searchTerms}}"),
    ):
        ET.SubElement(root, "Url", type=kind, template=template)
    return root


def _xml(root: ET.Element, content_type: str = "application/xml") -> Response:
    content = ET.tostring(root, "utf-8", xml_declaration=True)
    return Response(content, content_type=f"{content_type}; charset=utf-8")
