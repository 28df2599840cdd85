"""The Flask application: blueprints put together, errors in the form that the asker reads."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable

from flask import Flask, Response, request
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException
from werkzeug.routing import BaseConverter

from search.deadline import OutOfTime
from search.interface.engine import BadRequest, NotAvailable, SearchEngine
from webui.api import citations, report_routes
from webui.api import routes as api
from webui.feeds import discovery
from webui.http.addresses import site_path
from webui.http.environment import REFUSED_FOR, ROUTE
from webui.http.language import language
from webui.http.limits import access_control
from webui.http.limits.client_limits import ClientLimits
from webui.http.limits.time_limit import TimeLimit
from webui.http.problems import ParameterError, problem_response
from webui.http.public_address import BelowPath
from webui.http.responses import kept_answers
from webui.http.responses.compression import compress
from webui.http.responses.kept_answers import KeptAnswers
from webui.http.responses.response_headers import add_headers
from webui.operations import health, unanswered_queries
from webui.operations.rechecks import Suspicion
from webui.operations.request_counts import RequestCounts
from webui.operations.unanswered_queries import EmptySearches
from webui.pages import embedded_search, unanswered_queries_page
from webui.pages import routes as pages
from webui.pages.basket import pages as basket_pages
from webui.pages.help import pages as help_pages
from webui.pages.page_layout import error_page
from webui.settings import Settings

logger = logging.getLogger("tracuu")


class AnythingConverter(BaseConverter):
    """The rest of the path, whatever it holds: ids have slashes at either end, two in a row, or `..`."""

    regex = r"[\s\S]+"
    part_isolating = False


def create_app(
    engine: SearchEngine,
    settings: Settings | None = None,
    counts: RequestCounts | None = None,
    searches: EmptySearches | None = None,
    clients: ClientLimits | None = None,
) -> Flask:
    """Return the application that answers from `engine`. Nothing is opened before the first request.

    It counts requests in `counts`, those of each client in `clients` and, where the settings want it, searches that
    found nothing in `searches`; by default in memory of its own.
    """
    settings = settings or Settings()
    app = Flask(__name__, template_folder="pages/templates", static_folder="pages/static")
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 31_536_000  # their addresses change with the build
    app.config["PUBLIC_ADDRESS"] = settings.public_address
    app.config["HOSTS"] = frozenset(settings.hosts.lower().replace(",", " ").split())
    app.config["BEHIND_PROXY"] = bool(settings.trusted_proxy)
    app.config["MAX_SECONDS"] = settings.max_seconds
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.globals["site_path"] = site_path
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.url_map.merge_slashes = False  # `a//b` is an id like any other
    app.url_map.converters["anything"] = AnythingConverter
    for routes in (api, report_routes, citations, pages, help_pages, basket_pages, embedded_search, discovery):
        app.register_blueprint(routes.create_blueprint(engine))
    counts = counts or RequestCounts()
    kept_answers.install(app, KeptAnswers(settings.kept_answers * 1_000_000, counts.look_up))
    app.register_blueprint(unanswered_queries_page.create_blueprint(settings.empty_searches_from))
    unanswered_queries.install(app, (searches or EmptySearches()) if settings.count_empty_searches else None)
    app.register_blueprint(health.create_blueprint(engine, counts))
    _count_by_route(app, counts)
    access_control.install(app, settings, _error, clients or ClientLimits())
    if settings.max_seconds:
        app.wsgi_app = TimeLimit(app.wsgi_app, settings.max_seconds)  # type: ignore[method-assign]
    app.wsgi_app = BelowPath(app.wsgi_app, settings.public_address)  # type: ignore[method-assign]
    app.before_request(lambda: _too_long(settings))
    app.after_request(compress)
    app.after_request(add_headers)
    _register_errors(app, settings, Suspicion(engine))
    return app


def _count_by_route(app: Flask, counts: RequestCounts) -> None:
    """Let the access log know which route answers: its rule, without what the names in it may be."""
    names = {rule.rule: re.sub(r"<(?:[^<>]*:)?(\w+)>", r"<\1>", rule.rule) for rule in app.url_map.iter_rules()}
    counts.name_routes(sorted(set(names.values())))

    @app.before_request
    def note() -> None:
        if request.url_rule is not None:
            request.environ[ROUTE] = names[request.url_rule.rule]


def _register_errors(app: Flask, settings: Settings, suspicion: Suspicion) -> None:
    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response:
        if isinstance(error.response, Response):
            return error.response
        if error.code == 500 and suspicion.is_confirmed():  # a file changed after it was opened
            return not_available(NotAvailable("a file of the index is damaged"))
        response = _error(error.code or 500)
        for name, value in error.get_headers():
            if name in ("Allow", "Location"):
                response.headers[name] = value
        return response

    @app.errorhandler(NotAvailable)
    def not_available(error: NotAvailable) -> Response:
        logger.warning("not available: %s", error)
        response = _error(503, detail=f"{language('en').t('status.503')} ({error})")
        response.retry_after = settings.retry_after
        return response

    @app.errorhandler(OutOfTime)
    def out_of_time(error: OutOfTime) -> Response:
        request.environ[REFUSED_FOR] = "late"
        logger.warning("given up after %d s: %s", settings.max_seconds, request.path)
        response = _error(503, "status.out_of_time")
        response.retry_after = settings.retry_after
        return response

    @app.errorhandler(BadRequest)
    def bad_request(error: BadRequest) -> Response:
        return _error(400, detail=str(error), errors=[ParameterError(error.field, str(error))])


def _error(status: int, key: str = "", *, detail: str = "", errors: Iterable[ParameterError] = ()) -> Response:
    """Return what tells of an error: a page, or the API's problem with a `detail` of its own where there is one.

    `key` is that of the catalogue's sentence, where it is not the one of the status.
    """
    if not request.path.startswith("/api/"):
        return error_page(status, key)
    return problem_response(status, detail or (language("en").t(key) if key else ""), errors)


def _too_long(settings: Settings) -> Response | None:
    sent = str(request.environ.get("REQUEST_URI") or request.full_path)
    return _error(414) if len(sent) > settings.max_address else None
