"""Lays out every page: its language, the search field, its address in either language; and the pages of errors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from textwrap import shorten

from flask import Response, render_template, request

from search.interface.request import SearchRequest
from webui.http.addresses import record_path, search_address, with_parameters
from webui.http.entity_tags import build
from webui.http.language import DEFAULT, LANGUAGES, Language, language
from webui.http.parameters import MAX_QUERY, Fault
from webui.http.public_address import origin

_PREVIEW = 200  # characters of a description

Address = Callable[[str], str]
"""From the `lang` that links carry (empty for the default language) to the address of a page in that language."""


@dataclass(frozen=True, slots=True)
class Preview:
    """The look of a link to a page elsewhere (ogp.me): `type` is `article`, `profile` or `website`."""

    title: str
    description: str
    type: str = "website"


def preview(title: str, description: str, type: str = "website") -> Preview:
    """Return the preview of a record's page, its description on one line and cut between words."""
    return Preview(title, shorten(description, _PREVIEW, placeholder=" …"), type)


def page_language() -> Language:
    """Return the language that the address asks for: `?lang=en`, else Vietnamese."""
    return language(request.args.get("lang", DEFAULT))


def lang_parameter() -> str:
    """Return what links carry to keep the language: empty for the default one."""
    code = page_language().code
    return "" if code == DEFAULT else code


def told_fault(fault: Fault, text: Language) -> str:
    """Return the sentence that says why a parameter cannot be used."""
    return text.t(f"error.{fault.code}", name=text.t(f"parameter.{fault.parameter}"), **dict(fault.values))


def home_address(lang: str) -> str:
    """Return the address of the home page."""
    return search_address("/", SearchRequest(), lang)


def page(
    template: str,
    own: Address,
    /,
    *,
    canonical: Address | None = None,
    status: int = 200,
    shown: Preview | None = None,
    **values: object,
) -> Response:
    """Return a page in the language asked for.

    `own` gives its address in each language, `canonical` the one that others should link to, where that is another;
    `shown` tells how a link to it is shown, by default as the service itself. In a template `address` gives that of a
    record's page, by kind and id.
    """
    text, lang = page_language(), lang_parameter()
    other = "" if lang else next(code for code in LANGUAGES if code != DEFAULT)
    content = render_template(
        template,
        text=text,
        t=text.t,
        lang=lang,
        build=build(),
        home=home_address(lang),
        switch=own(other),
        canonical=origin() + (canonical or own)(lang) if status == 200 else "",
        preview=shown or Preview(text.t("site.name"), text.t("site.tagline")),
        other=language(other or DEFAULT),
        max_query=MAX_QUERY,
        address=lambda kind, id: with_parameters(record_path(kind, id), lang=lang),
        **{"asked": SearchRequest(), **values},
    )
    response = Response(content, status=status, content_type="text/html; charset=utf-8")
    if status != 200:
        response.headers["Cache-Control"] = "no-store"
    return response


def error_page(status: int, key: str = "") -> Response:
    """Return the page that tells of an error in the reader's language, with the search field still there.

    `key` is that of the catalogue's sentence, where it is not the one of the status.
    """
    text = page_language()
    key = key or (f"status.{status}" if text.has(f"status.{status}") else "status.other")
    heading = text.t(f"status_heading.{key.rpartition('.')[2]}")
    return page("error.html", home_address, status=status, heading=heading, sentence=text.t(key))
