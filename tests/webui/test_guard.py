"""Who is let in, and how often, at the real server."""

from __future__ import annotations

import base64
import threading
import time

import pytest

from search.whoosh_engine import WhooshEngine
from webui.settings import Settings

TOKEN = "mã-thông-hành"


def basic(user, password):
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


def bearer(token):
    return {"Authorization": b"Bearer " + token.encode()}


@pytest.fixture
def serve(data, running, ask):
    """Serve with settings; gives what asks: `serve(api_token=…)(path, headers)`."""
    contexts = []

    def start(**settings):
        context = running(WhooshEngine(data), Settings(**settings))
        contexts.append(context)
        server = context.__enter__()
        return lambda path, headers=None: ask(server.port, path, "GET", headers)

    yield start
    for context in contexts:
        context.__exit__(None, None, None)


def test_the_api_wants_its_token(serve):
    get = serve(api_token="token-1")
    refused = get("/api/v1/search?q=hoi")
    assert refused.status == 401
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.headers["www-authenticate"].startswith("Bearer")
    assert get("/api/v1/search?q=hoi", {"Authorization": "Bearer token-2"}).status == 401
    assert get("/api/v1/search?q=hoi", {"Authorization": "Bearer token-1"}).status == 200
    assert get("/").status == 200, "the page is open"


def test_a_token_may_hold_any_letter(serve):
    get = serve(api_token=TOKEN)
    assert get("/api/v1/search", bearer(TOKEN)).status == 200
    assert get("/api/v1/search", {"Authorization": b"Bearer \xff"}).status == 401


def test_the_page_wants_its_password_and_the_api_takes_it_too(serve):
    get = serve(page_user="văn phòng", page_password="mật khẩu", api_token="t")
    for path in ("/", "/articles/danh-dau", "/feed.atom", "/metrics", "/static/style.css"):
        refused = get(path)
        assert refused.status == 401, path
        assert refused.headers["www-authenticate"].startswith("Basic"), path
    good = basic("văn phòng", "mật khẩu")
    assert get("/", good).status == 200
    assert get("/api/v1/suggest?q=hoi", good).status == 200, "the page asks it"
    assert get("/api/v1/suggest?q=hoi").status == 401
    for wrong in (basic("văn phòng", "sai"), basic("", ""), {"Authorization": "Basic %%%"}, {"Authorization": "Basic"}):
        assert get("/", wrong).status == 401


def test_whoever_keeps_it_running_needs_neither(serve):
    get = serve(page_user="a", page_password="b", api_token="t")
    assert get("/healthz").status == get("/readyz").status == 200


def test_a_client_that_asks_too_often_is_told_when_to_come_back(serve):
    get = serve(requests_per_minute=3)
    assert [get("/api/v1/search").status for _ in range(4)] == [200, 200, 200, 429]
    refused = get("/?q=a")
    assert refused.status == 429
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert "quá nhiều yêu cầu" in refused.text
    assert get("/healthz").status == 200


def test_only_the_trusted_proxy_tells_who_asks(serve):
    one, other = {"X-Forwarded-For": "192.0.2.1"}, {"X-Forwarded-For": "192.0.2.2"}
    get = serve(requests_per_minute=1, trusted_proxy="127.0.0.1")
    assert [get("/", h).status for h in (one, one, other, other)] == [200, 429, 200, 429]
    get = serve(requests_per_minute=1)
    assert [get("/", h).status for h in (one, other)] == [200, 429], "anybody can write that header"


def test_when_too_many_wait_the_rest_is_refused_at_once(data, running, ask):
    class Slow(WhooshEngine):
        def search(self, request):
            time.sleep(0.2)
            return super().search(request)

    answers = []
    with running(Slow(data), Settings(waiting=2, retry_after=7)) as server:
        asking = [
            threading.Thread(target=lambda n=n: answers.append(ask(server.port, f"/api/v1/search?q=hoi+{n}")))
            for n in range(16)
        ]
        for thread in asking:
            thread.start()
        for thread in asking:
            thread.join()
        assert ask(server.port, "/api/v1/search?q=hoi").status == 200, "afterwards all is as before"
    statuses = {answer.status for answer in answers}
    assert statuses == {200, 503}
    assert {a.headers["retry-after"] for a in answers if a.status == 503} == {"7"}


def test_every_answer_has_an_id(serve):
    get = serve()
    ids = {get(path).headers["x-request-id"] for path in ("/", "/healthz", "/api/v1/none")}
    assert len(ids) == 3
