"""Who is let in, and how often, at the real server."""

from __future__ import annotations

import base64
import re
import threading
import time
from contextlib import contextmanager

import pytest

from search.embedded.engine import WhooshEngine
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
    answers = [get("/api/v1/search") for _ in range(4)]
    assert [one.status for one in answers] == [200, 200, 200, 429]
    assert {one.headers["ratelimit-policy"] for one in answers} == {'"minute";q=3;w=60'}
    left = [re.fullmatch(r'"minute";r=(\d);t=\d\d', one.headers["ratelimit"])[1] for one in answers]
    assert left == ["2", "1", "0", "0"]
    exposed = answers[0].headers["access-control-expose-headers"].split(", ")
    assert {"RateLimit", "RateLimit-Policy", "Retry-After", "Content-Disposition"} <= set(exposed)
    refused = get("/?q=a")
    assert refused.status == 429
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert "quá nhiều yêu cầu" in refused.text
    assert get("/healthz").status == 200 and "ratelimit" not in get("/healthz").headers


def test_wrong_passwords_slow_a_client_down(serve):
    get = serve(page_user="a", page_password="b")
    assert [get("/", basic("a", str(n))).status for n in range(11)] == [401] * 10 + [429]
    refused = get("/", basic("a", "b"))
    assert refused.status == 429, "the right one, too: who guesses must not learn that it is"
    assert 1 <= int(refused.headers["retry-after"]) <= 120
    assert get("/").status == 401, "whoever sends none guesses nothing"


def test_right_passwords_slow_nobody_down(serve):
    get = serve(page_user="a", page_password="b")
    assert {get("/", basic("a", "b")).status for _ in range(15)} == {200}


def test_only_the_trusted_proxy_tells_who_asks(serve):
    one, other = {"X-Forwarded-For": "192.0.2.1"}, {"X-Forwarded-For": "192.0.2.2"}
    get = serve(requests_per_minute=1, trusted_proxy="127.0.0.1")
    assert [get("/", h).status for h in (one, one, other, other)] == [200, 429, 200, 429]
    get = serve(requests_per_minute=1)
    assert [get("/", h).status for h in (one, other)] == [200, 429], "anybody can write that header"


class Held(WhooshEngine):
    """The real engine, whose searches wait until they are let go."""

    def __init__(self, data):
        super().__init__(data)
        self.begun = 0
        self.let_go = threading.Event()

    def search(self, request):
        self.begun += 1
        assert self.let_go.wait(20)
        return super().search(request)

    def until_waiting(self, server, number):
        """Return when both threads of the server are held and as many requests wait for one."""
        until(lambda: self.begun == 2 and len(server._server.task_dispatcher.queue) == number)


@contextmanager
def asking(ask, server, number):
    """Ask as many times at once; gives the list that the answers come into."""
    answers = []
    threads = [
        threading.Thread(target=lambda n=n: answers.append(ask(server.port, f"/api/v1/search?q=hoi+{n}")))
        for n in range(number)
    ]
    for thread in threads:
        thread.start()
    yield answers
    for thread in threads:
        thread.join(20)


def until(condition):
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_when_too_many_wait_the_rest_is_refused_at_once(data, running, ask):
    engine = Held(data)
    with running(engine, Settings(waiting=2, retry_after=7)) as server:  # of two threads
        with asking(ask, server, 4) as accepted:
            engine.until_waiting(server, 2)
            refused = [ask(server.port, path) for path in ("/api/v1/search?q=hoi", "/?q=hoi") for _ in range(5)]
            assert [(r.status, r.headers["retry-after"]) for r in refused] == [(503, "7")] * 10
            assert refused[0].headers["content-type"] == "application/problem+json"
            assert "quá nhiều yêu cầu" in refused[-1].text
            assert ask(server.port, "/healthz").status == 200, "who watches the service is not refused"
            assert not accepted, "none of the refusals had to wait for a thread"
            until(lambda: server._counts.snapshot().waiting == 2)
            assert server._counts.snapshot().refused["busy"] == 10
            engine.let_go.set()
        assert [a.status for a in accepted] == [200] * 4
        assert ask(server.port, "/api/v1/search?q=hoi").status == 200, "afterwards all is as before"


def test_who_would_wait_too_long_is_refused_though_few_wait(data, running, ask):
    engine = Held(data)
    with running(engine, Settings(max_seconds=5)) as server:
        with asking(ask, server, 3) as accepted:
            engine.until_waiting(server, 1)
            server._server._seconds = 2.5  # as answers took of late: the wait would be 1.25 s
            assert ask(server.port, "/api/v1/search?q=hoi").status == 503
            server._server._seconds = 1.0
            engine.let_go.set()
        assert [a.status for a in accepted] == [200] * 3


def test_who_waited_too_long_is_refused(data, running, ask):
    engine = Held(data)
    with running(engine, Settings(max_seconds=1, retry_after=7)) as server:
        with asking(ask, server, 3) as answers:
            engine.until_waiting(server, 1)
            time.sleep(1.1)
            engine.let_go.set()
        assert [(a.status, a.headers["retry-after"]) for a in answers] == [(503, "7")] * 3
        assert sum("waiting" in a.text for a in answers) == 1, "the third; for the two others the time ran out"
    assert engine.begun == 2


@pytest.mark.parametrize(("path", "told"), [("/api/v1/search?q=a", "longer than it may"), ("/?q=a", "đã bị dừng")])
def test_an_answer_that_takes_too_long_is_given_up(data, running, ask, path, told):
    class Endless(WhooshEngine):
        def search(self, request):
            while True:
                super().search(request)

    with running(Endless(data), Settings(max_seconds=1, retry_after=7)) as server:
        answer = ask(server.port, path)
        assert (answer.status, answer.headers["retry-after"]) == (503, "7")
        assert told in answer.text
        assert ask(server.port, "/healthz").status == 200


def test_every_answer_has_an_id(serve):
    get = serve()
    ids = {get(path).headers["x-request-id"] for path in ("/", "/healthz", "/api/v1/none")}
    assert len(ids) == 3
