"""Tells programs that read pages what a page is about: JSON-LD in the vocabulary of schema.org.

Nothing is stated that the record does not hold: an office's dates are those of the articles that name it, not those on
which it was taken up and left, so `startDate` and `endDate` are not given.
"""

from __future__ import annotations

from typing import Any

import msgspec
from markupsafe import Markup

from search.interface.records import ArticleRecord, DirectiveView, SpeakerView
from webui.http.addresses import record_path, web_address

_CONTEXT = "https://schema.org"
# What could end the element, or a line of script in an older browser, is written as JSON's own escapes.
_ESCAPED = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


def script(about: dict[str, Any]) -> Markup:
    """Return the element that carries `about`; an article's `</script>` stays text in it. Empty for nothing."""
    if not about:
        return Markup("")
    said = msgspec.json.encode({"@context": _CONTEXT, **_without_empty(about)}).decode().translate(_ESCAPED)
    return Markup('<script type="application/ld+json">{}</script>').format(Markup(said))


def _without_empty(about: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in about.items() if value}


def article_data(record: ArticleRecord, origin: str) -> dict[str, Any]:
    """Return the NewsArticle; `origin` is where the service is reached. Related titles are not the article's words."""
    cited = [one for one in record.directives if any(span.part != "related" for span in one.spans)]
    return {
        "@type": "NewsArticle",
        "url": origin + record_path("article", record.id),
        "headline": record.title,
        "datePublished": record.date,
        "author": _named("Person", record.author),
        "publisher": _named("Organization", record.source),
        "articleSection": record.category,
        "contentLocation": _named("Place", record.province),
        "inLanguage": "vi",
        "isBasedOn": web_address(record.url),
        "citation": [
            {"@type": "Legislation", "name": one.label, "url": origin + record_path("directive", one.id)}
            for one in cited
            if one.id
        ],
        "mentions": [
            _without_empty(
                {
                    "@type": "Person",
                    "name": one.name,
                    "honorificPrefix": one.honorific,
                    "jobTitle": one.roles,
                    "url": origin + record_path("speaker", one.id),
                }
            )
            for one in record.people
            if one.id
        ],
    }


def directive_data(view: DirectiveView, origin: str) -> dict[str, Any]:
    """Return the Legislation."""
    return {
        "@type": "Legislation",
        "url": origin + record_path("directive", view.id),
        "name": view.name,
        "alternateName": view.title if view.title != view.name else "",
        "legislationIdentifier": view.number,
        "legislationType": view.type,
        "legislationDate": view.date,
        "legislationPassedBy": _named("Organization", view.issuer),
        "inLanguage": "vi",
    }


def speaker_data(view: SpeakerView, origin: str) -> dict[str, Any]:
    """Return the Person; nothing for a name that may be several people's."""
    if view.ambiguous:
        return {}
    held = [role for role in view.roles if not role.former]
    return {
        "@type": "Person",
        "url": origin + record_path("speaker", view.id),
        "name": view.name,
        "alternateName": [name for name, _ in view.variants if name != view.name],
        "honorificPrefix": next((title for title, _ in view.honorifics), ""),
        "jobTitle": list(dict.fromkeys(role.text for role in held)),
        "affiliation": [
            _named("Organization", name) for name in dict.fromkeys(role.organisation for role in held) if name
        ],
    }


def _named(type: str, name: str) -> dict[str, str]:
    return {"@type": type, "name": name} if name else {}
