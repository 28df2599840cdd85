"""From what an engine gives to what the API promises: records in the shapes of `contract`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any

from search.interface.answers import AttestedRole, Copy, FacetCount, Hit, Mentioned, RelatedArticle
from search.interface.records import (
    ArticleRecord,
    DirectiveInArticle,
    DirectiveView,
    ListedRecord,
    ListRequest,
    MentionSpan,
    OfficeHolder,
    OrganisationArticle,
    OrganisationLink,
    OrganisationView,
    PassageView,
    PersonInArticle,
    RecordList,
    RoleView,
    SaidBy,
    SpeakerView,
)
from search.interface.request import Kind
from webui.api import contract
from webui.http.addresses import list_address, record_path, with_parameters


def result(hit: Hit) -> contract.Result:
    """Return the API's form of a hit."""
    mentions = tuple(
        contract.Chip(one.kind, one.id, record_path(one.kind, one.id), one.label, one.count) for one in hit.mentions
    )
    changed: dict[str, Any] = {
        "mentions": mentions,
        "copies": _copies(hit.copies),
        "attested": hit.attested
        and contract.AttestedRoleAnswer(url=record_path("article", hit.attested.article), **_values(hit.attested)),
    }
    return contract.Result(url=record_path(hit.kind, hit.id), **{**_values(hit), **changed})


def facet(counts: Iterable[FacetCount]) -> tuple[contract.Facet, ...]:
    """Return the API's form of one facet."""
    return tuple(contract.Facet(f.value, f.count, f.label or f.value) for f in counts)


def article_answer(record: ArticleRecord) -> contract.ArticleAnswer:
    """Return the API's form of a stored article."""
    changed: dict[str, Any] = {
        "source_url": record.url,
        "url": record_path("article", record.id),
        "copies": _copies(record.copies),
        "directives": tuple(
            contract.DirectiveInArticle(url=_path("directive", one.id), **{**_values(one), "spans": _spans(one.spans)})
            for one in record.directives
        ),
        "people": tuple(
            contract.PersonInArticle(
                url=_path("speaker", one.id),
                **{**_values(one), "spans": _spans(one.spans), "statements": _spans(one.statements)},
            )
            for one in record.people
        ),
    }
    return contract.ArticleAnswer(kind="article", **{**_values(record), **changed})


def similar_answer(id: str, related: Iterable[RelatedArticle]) -> contract.SimilarAnswer:
    """Return the API's form of the articles like the one with this id."""
    articles = tuple(contract.Related(url=record_path("article", one.id), **_values(one)) for one in related)
    return contract.SimilarAnswer(id=id, url=record_path("article", id), articles=articles)


def _copies(copies: Iterable[Copy]) -> tuple[contract.CopyAnswer, ...]:
    return tuple(contract.CopyAnswer(url=record_path("article", copy.id), **_values(copy)) for copy in copies)


def _path(kind: Kind, id: str) -> str | None:
    return record_path(kind, id) if id else None


def _spans(spans: Iterable[MentionSpan]) -> tuple[contract.SpanAnswer, ...]:
    return tuple(contract.SpanAnswer(**_values(span)) for span in spans)


def _pages(path: str, page: int, size: int, total: int) -> contract.Links:
    """Return the links of one page of a record's passages, of which there are `total`."""

    def to(number: int) -> str:
        return with_parameters(path, page=str(number) if number > 1 else "", size=str(size) if size != 20 else "")

    return contract.Links(
        self=to(page),
        next=to(page + 1) if page * size < total else None,
        prev=to(page - 1) if page > 1 else None,
    )


def speaker_answer(view: SpeakerView, path: str, page: int, size: int) -> contract.SpeakerAnswer:
    """Return the API's form of a person; `path` is its own address, where further pages of passages are."""
    changed: dict[str, Any] = {
        "honorifics": tuple(contract.Counted(*pair) for pair in view.honorifics),
        "variants": tuple(contract.Counted(*pair) for pair in view.variants),
        "roles": tuple(
            contract.RoleAnswer(**{**_values(r), "evidence": _passage(r.evidence) if r.evidence else None})
            for r in view.roles
        ),
        "statements": tuple(_passage(passage) for passage in view.statements),
        "appearances": tuple(_passage(passage) for passage in view.appearances),
        "by_year": facet(view.by_year),
        "directives": tuple(_beside(one) for one in view.directives),
        "appears_with": tuple(_beside(one) for one in view.appears_with),
        "url": record_path("speaker", view.id),
        "links": _pages(path, page, size, max(view.total_statements, view.articles)),
    }
    return contract.SpeakerAnswer(kind="speaker", **{**_values(view), **changed})


def organisation_answer(view: OrganisationView, path: str, page: int, size: int) -> contract.OrganisationAnswer:
    """Return the API's form of an organisation; `path` is its own address, where further pages of articles are."""

    def link(one: OrganisationLink) -> contract.OrganisationLinkAnswer:
        return contract.OrganisationLinkAnswer(url=_path("organisation", one.id), **_values(one))

    changed: dict[str, Any] = {
        "kind": "organisation",
        "type": view.kind,
        "successor": link(view.successor) if view.successor else None,
        "predecessors": tuple(map(link, view.predecessors)),
        "rows": tuple(
            contract.OrganisationArticleAnswer(url=record_path("article", row.id), **_values(row)) for row in view.rows
        ),
        "people": tuple(
            contract.OfficeHolderAnswer(url=record_path("speaker", one.id), **_values(one)) for one in view.people
        ),
        "directives": tuple(_beside(one) for one in view.directives),
        "by_year": facet(view.by_year),
        "url": record_path("organisation", view.id),
        "links": _pages(path, page, size, view.articles),
    }
    return contract.OrganisationAnswer(**{**_values(view), **changed})


def directive_answer(view: DirectiveView, path: str, page: int, size: int) -> contract.DirectiveAnswer:
    """Return the API's form of a directive; `path` is its own address, where further pages of passages are."""
    changed: dict[str, Any] = {
        "dates": tuple(contract.Counted(*pair) for pair in view.dates),
        "variants": tuple(contract.Counted(*pair) for pair in view.variants),
        "passages": tuple(_passage(passage) for passage in view.passages),
        "by_year": facet(view.by_year),
        "by_province": facet(view.by_province),
        "cited_with": tuple(_beside(one) for one in view.cited_with),
        "people": tuple(_beside(one) for one in view.people),
        "url": record_path("directive", view.id),
        "links": _pages(path, page, size, view.total_passages),
    }
    return contract.DirectiveAnswer(kind="directive", **{**_values(view), **changed})


def list_answer(found: RecordList, asked: ListRequest) -> contract.ListAnswer:
    """Return the API's form of one page of a list."""

    def to(page: int) -> str:
        return list_address(replace(asked, page=page), "/api/v1")

    return contract.ListAnswer(
        total=found.total,
        results=tuple(contract.Listed(url=record_path(row.kind, row.id), **_values(row)) for row in found.rows),
        letters=facet(found.letters),
        types=facet(found.types),
        issuers=facet(found.issuers),
        links=contract.Links(
            self=to(asked.page),
            next=to(asked.page + 1) if asked.page * asked.size < found.total else None,
            prev=to(asked.page - 1) if asked.page > 1 else None,
        ),
    )


def _passage(passage: PassageView) -> contract.PassageAnswer:
    said_by = tuple(contract.SaidByAnswer(url=_path("speaker", one.id), **_values(one)) for one in passage.said_by)
    url = record_path("article", passage.article)
    return contract.PassageAnswer(url=url, **{**_values(passage), "said_by": said_by})


def _beside(one: Mentioned) -> contract.Beside:
    return contract.Beside(url=record_path(one.kind, one.id), **_values(one))


def _values(
    record: ArticleRecord
    | Copy
    | DirectiveInArticle
    | DirectiveView
    | Hit
    | ListedRecord
    | Mentioned
    | MentionSpan
    | AttestedRole
    | OfficeHolder
    | OrganisationArticle
    | OrganisationLink
    | OrganisationView
    | PassageView
    | PersonInArticle
    | RelatedArticle
    | RoleView
    | SaidBy
    | SpeakerView,
) -> dict[str, Any]:
    return {field.name: getattr(record, field.name) for field in fields(record)}
