"""Tables of parameters with their limits, and the checks that read them, as the API's schema does."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from werkzeug.datastructures import MultiDict

from index.analysis.partial_dates import first_day, last_day
from search.interface.filters import Filter, parameter_filters
from search.interface.lists import ListedKind, ListRequest
from search.interface.request import CopiesShown, KindFilter, Match, SearchRequest, Sort

MAX_QUERY = 1_000
MAX_SIZE = 100
MAX_DEPTH = 10_000
"""The last result that can be reached: page × size. Deeper pages are empty and say so; filters help, paging not."""
EXPORT_LIMIT = 5_000
"""The most hits that a file of a search holds."""
REPORT_COLUMNS = ("date", "union", "who", "how", "passage", "article", "link")
"""Columns of a report, in this order; a number stands before them."""
MAX_VALUES = 50
MAX_VALUE = 500

# Every day of the calendar from 1000 to 2999 and no other, so that the schema says all that the check asks.
_LEAP = r"([12][0-9](0[48]|[2468][048]|[13579][26])|(12|16|20|24|28)00)"
_DAY = r"(0[1-9]|1[0-9]|2[0-8])"
_MONTH_DAY = rf"(0[1-9]|1[0-2])(-{_DAY})?|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31"
_ISO_DATE = rf"^([12][0-9]{{3}}(-({_MONTH_DAY}))?|{_LEAP}-02-29)$"
_LOCAL_DATE = re.compile(r"(?:(?:([0-9]{1,2})[/.-])?([0-9]{1,2})[/.-])?([12][0-9]{3})")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: `schema` is JSON Schema, and the checks below read their limits from it."""

    name: str
    description: str
    schema: Mapping[str, Any]
    repeatable: bool = False
    field: str = ""
    most: int = MAX_VALUES


@dataclass(frozen=True, slots=True)
class Fault:
    """A reason why a parameter cannot be used: the catalogue has the sentence under `error.<code>`."""

    parameter: str
    code: str
    values: tuple[tuple[str, int | str], ...] = ()


def _filter(one: Filter) -> Parameter:
    value = "the id of" if one.value == "record" else "as in the facet,"
    description = f"Only this value, {value} {one.description}. Repeated values are alternatives."
    schema = {"type": "string", "minLength": 1, "maxLength": MAX_VALUE}
    return Parameter(one.name, description, schema, repeatable=True)


def _choice(choices: object, default: str) -> dict[str, Any]:
    return {"type": "string", "enum": list(get_args(choices)), "default": default}


def _number(maximum: int, default: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": 1, "maximum": maximum, "default": default}


_DATE = {"type": "string", "pattern": _ISO_DATE}

SEARCH_PARAMETERS: tuple[Parameter, ...] = (
    Parameter(
        "q",
        'What to look for: words, "phrases", AND/OR/NOT (VÀ/HOẶC/KHÔNG), -word, prefix*, field:word. '
        "With or without diacritics. Anything typed is understood as far as possible, never an error.",
        {"type": "string", "maxLength": MAX_QUERY, "default": ""},
    ),
    Parameter("kind", "Which records to look among.", _choice(KindFilter, "all")),
    Parameter(
        "page",
        f"Page of results, from 1. Results past the first {MAX_DEPTH:,} cannot be reached.",
        _number(MAX_DEPTH, 1),
    ),
    Parameter("size", "Results on a page.", _number(MAX_SIZE, 10)),
    Parameter("sort", "Order; ties break by id.", _choice(Sort, "relevance")),
    Parameter(
        "from",
        "Earliest date, YYYY, YYYY-MM or YYYY-MM-DD. Later than `to`: the two are swapped.",
        _DATE,
        field="from_",
    ),
    Parameter("to", "Latest date, included; same forms.", _DATE),
    *(_filter(one) for one in parameter_filters()),
    Parameter(
        "exact",
        "1: search what was typed even where it finds nothing; else `corrected` may say what was searched instead.",
        _choice(Literal["0", "1"], "0"),
    ),
    Parameter(
        "copies",
        "`fold`: copies of one text are one result, the earliest, with the others listed; `all`: each is a result.",
        _choice(CopiesShown, "fold"),
    ),
    Parameter(
        "match",
        "`some`: by relevance, results that hold only some of the words follow those that answer; `all`: they do not. "
        "`total` and facets are of those that answer, `total_loose` counts the others. By date they never follow.",
        _choice(Match, "some"),
    ),
    Parameter("explain", "1: each result says why it matched.", _choice(Literal["0", "1"], "0")),
    Parameter(
        "facets",
        "0: nothing is counted, `facets` are empty; the answer comes sooner.",
        _choice(Literal["0", "1"], "1"),
    ),
)

EXPORT_PARAMETERS = (
    Parameter(
        "format",
        f"`json`: one page. Else all results in one file, the first {EXPORT_LIMIT:,} at most: `csv` and `xlsx` with a "
        "row for each, `jsonl` with a line for each, as in `results`; `page` and `size` have no effect.",
        _choice(Literal["json", "csv", "xlsx", "jsonl"], "json"),
    ),
    Parameter("lang", "Language of headings and dates of a file.", _choice(Literal["vi", "en"], "vi")),
)

ARTICLE_PARAMETERS = (
    Parameter("q", "A query whose matches are marked in title and text.", {"type": "string", "maxLength": MAX_QUERY}),
)

CITATION_PARAMETERS = (Parameter("lang", "Language of the date in the text.", _choice(Literal["vi", "en"], "vi")),)

SIMILAR_PARAMETERS = (Parameter("size", "Most articles.", _number(20, 5)),)

SUGGEST_PARAMETERS = (
    Parameter("q", "What was typed so far.", {"type": "string", "maxLength": MAX_QUERY}),
    Parameter("limit", "Most suggestions.", {"type": "integer", "minimum": 1, "maximum": 20, "default": 8}),
)

RECORD_PARAMETERS = (
    Parameter("page", "Page of the passages, from 1.", _number(MAX_DEPTH, 1)),
    Parameter("size", "Passages on a page.", _number(MAX_SIZE, 20)),
)


OF_ARTICLES = tuple(one.name for one in parameter_filters() if one.of_articles)
"""Filters by what an article itself is, which narrow a report as well."""

MAX_ROWS_LEFT_OUT = 500

REPORT_PARAMETERS = (
    *(parameter for parameter in SEARCH_PARAMETERS if parameter.name in ("from", "to", *OF_ARTICLES)),
    Parameter(
        "copies",
        "`all`: every publication of a text has its rows; `fold`: only the earliest of them, with the others named.",
        _choice(CopiesShown, "all"),
    ),
    Parameter(
        "column",
        "Columns, all where none is named: date, union, who, how (what was said or done), passage, article, link.",
        {"type": "string", "enum": list(REPORT_COLUMNS)},
        repeatable=True,
    ),
    Parameter(
        "unsettled",
        "1: also passages that may mean the directive, their document not being settled; a column marks them.",
        _choice(Literal["0", "1"], "0"),
    ),
    Parameter(
        "without",
        "Keys of rows to leave out, as the report's page writes them.",
        {"type": "string", "minLength": 1, "maxLength": 16},
        repeatable=True,
        most=MAX_ROWS_LEFT_OUT,
    ),
    Parameter("lang", "Language of headings and dates.", _choice(Literal["vi", "en"], "vi")),
)


_LISTED = (
    Parameter(
        "q",
        "A query that narrows the list; with or without diacritics.",
        {"type": "string", "maxLength": MAX_QUERY, "default": ""},
    ),
    Parameter("page", "Page of the list, from 1.", _number(MAX_DEPTH, 1)),
    Parameter("size", "Records on a page.", _number(MAX_SIZE, 50)),
)

DIRECTIVES_PARAMETERS = (
    *_LISTED,
    Parameter("type", "Type as in `types`: `Chỉ thị`.", {"type": "string", "minLength": 1, "maxLength": MAX_VALUE}),
    Parameter("issuer", "Issuer as in `issuers`.", {"type": "string", "minLength": 1, "maxLength": MAX_VALUE}),
    Parameter("from", "Earliest date of issue, YYYY, YYYY-MM or YYYY-MM-DD.", _DATE, field="from_"),
    Parameter("to", "Latest date of issue, included; same forms.", _DATE),
    Parameter(
        "sort",
        "By the articles that cite it, the last of them, its date of issue, or its name.",
        _choice(Literal["mentioned", "recent", "newest", "oldest", "name"], "mentioned"),
    ),
)

SPEAKERS_PARAMETERS = (
    *_LISTED,
    Parameter("letter", "Letter of the given name, as in `letters`: `Đ`.", {"type": "string", "maxLength": 1}),
    Parameter(
        "sort",
        "By the articles that name them, the last of them, or their names.",
        _choice(Literal["mentioned", "recent", "name"], "mentioned"),
    ),
)


ORGANISATIONS_PARAMETERS = (
    *_LISTED,
    Parameter(
        "sort",
        "By the articles of them and about them, the last of these, or their names.",
        _choice(Literal["mentioned", "recent", "name"], "mentioned"),
    ),
)

LIST_PARAMETERS: dict[ListedKind, tuple[Parameter, ...]] = {
    "directive": DIRECTIVES_PARAMETERS,
    "speaker": SPEAKERS_PARAMETERS,
    "organisation": ORGANISATIONS_PARAMETERS,
}


def read_list(
    kind: ListedKind, given: MultiDict[str, str], *, strict: bool
) -> tuple[ListRequest, list[Fault]]:
    """Return the list that the parameters ask for, and their faults; faulty ones keep the default."""
    values, faults = read_parameters(given, LIST_PARAMETERS[kind], strict=strict)
    return ListRequest(kind=kind, **values), faults


def list_sorts(kind: ListedKind) -> list[str]:
    """Return the orders that a list may have, the default first."""
    return next(list(one.schema["enum"]) for one in LIST_PARAMETERS[kind] if one.name == "sort")


def clean(value: str) -> str:
    """Return `value` with control characters and lone surrogates, which no document holds, as spaces."""
    return _UNPRINTABLE.sub(" ", value)


def read_parameters(
    given: MultiDict[str, str], known: tuple[Parameter, ...], *, strict: bool
) -> tuple[dict[str, Any], list[Fault]]:
    """Return the values that could be read, by field name, and a fault for each that could not.

    `strict` (the API) also refuses unknown and repeated parameters and empty values, so that a misspelt
    filter is told instead of ignored. Pages are kinder: a form sends its empty
    fields, and people write `16/10/2020`.
    """
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    if strict:
        names = {p.name for p in known}
        faults += [Fault(clean(name)[:100], "unknown") for name in given if name not in names]
    for parameter in known:
        texts = [clean(text) for text in given.getlist(parameter.name)]
        if not strict:
            texts = [_iso(text, parameter) for text in texts if text.strip()]
        if not texts:
            continue
        fault = _too_many(len(texts), parameter, strict)
        fault = fault or next(filter(None, (_fault(text, parameter) for text in texts)), None)
        if fault:
            faults.append(fault)
            continue
        is_number = parameter.schema["type"] == "integer"
        read = [int(text) if is_number else text for text in dict.fromkeys(texts)]
        values[parameter.field or parameter.name] = tuple(read) if parameter.repeatable else read[0]
    return values, faults


def read_search(given: MultiDict[str, str], *, strict: bool) -> tuple[SearchRequest, list[Fault]]:
    """Return the request that the parameters say, and their faults; faulty ones keep the default."""
    values, faults = read_parameters(given, SEARCH_PARAMETERS, strict=strict)
    values |= {name: values[name] == "1" for name in ("exact", "explain", "facets") if name in values}
    start, end = values.get("from_"), values.get("to")
    if start and end and first_day(start) > last_day(end):
        values["from_"], values["to"] = end, start
    return SearchRequest(**values), faults


def _too_many(count: int, parameter: Parameter, strict: bool) -> Fault | None:
    if parameter.repeatable:
        return Fault(parameter.name, "many", (("limit", parameter.most),)) if count > parameter.most else None
    return Fault(parameter.name, "repeated") if strict and count > 1 else None


def _fault(text: str, parameter: Parameter) -> Fault | None:
    schema = parameter.schema
    if schema["type"] == "integer":
        low, high = schema["minimum"], schema["maximum"]
        if re.fullmatch(r"[0-9]{1,9}", text) and low <= int(text) <= high:
            return None
        return Fault(parameter.name, "number", (("low", low), ("high", high)))
    if "enum" in schema and text not in schema["enum"]:
        return Fault(parameter.name, "choice", (("choices", ", ".join(schema["enum"])),))
    if "pattern" in schema and not re.fullmatch(schema["pattern"], text):
        return Fault(parameter.name, "date")
    if len(text) > schema.get("maxLength", len(text)):
        return Fault(parameter.name, "long", (("limit", schema["maxLength"]), ("length", len(text))))
    if len(text) < schema.get("minLength", 0):
        return Fault(parameter.name, "empty")
    return None


def _iso(text: str, parameter: Parameter) -> str:
    if "pattern" not in parameter.schema:
        return text
    found = _LOCAL_DATE.fullmatch(text.strip())
    if not found:
        return text.strip()
    day, month, year = found.groups()
    return "-".join([year, *(part.zfill(2) for part in (month, day) if part)])
