"""The sentences of a client that a cluster refuses, and a cluster of which a node is gone or busy. Answers are canned
here: a real node can be brought to hardly any of them."""

from __future__ import annotations

import json
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from index.generations.opensearch import client
from index.generations.opensearch.bulk import Action, send
from index.generations.opensearch.client import Cluster
from index.generations.opensearch.connection import Connection
from index.generations.opensearch.errors import (
    ClusterError,
    Foreign,
    Incomplete,
    Missing,
    NoNode,
    ReadOnly,
    Refused,
    TooOld,
)

Answer = tuple[int, Any]
Serve = Callable[..., str]

VERSION: Answer = (200, {"version": {"distribution": "opensearch", "number": "3.9.0"}})


def refused(status: int, kind: str, reason: str) -> Answer:
    return status, {"error": {"root_cause": [{"type": kind, "reason": reason}], "type": kind}, "status": status}


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Serve canned answers by the beginning of a path: each in turn, the last one again and again."""
    servers = []

    def start(answers: dict[str, list[Answer]], certificate: tuple[Path, Path] | None = None) -> str:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _answer(self) -> None:
                self.rfile.read(int(self.headers.get("content-length", 0)))
                row = answers[max((path for path in answers if self.path.startswith(path)), key=len)]
                status, body = row.pop(0) if len(row) > 1 else row[0]
                content = body.encode() if isinstance(body, str) else json.dumps(body).encode()
                self.send_response(status)
                self.send_header("content-length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = do_PUT = _answer  # noqa: N815 - the names that http.server looks for

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*certificate)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"{'https' if certificate else 'http'}://127.0.0.1:{server.server_address[1]}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def free_host() -> str:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{one.getsockname()[1]}"


FULL = (
    "index [tracuu-g000001] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has "
    "read-only-allow-delete block];"
)
REFUSALS: list[tuple[str, dict[str, list[Answer]], type[ClusterError], str]] = [
    ("password", {"/": [(401, "Unauthorized")]}, Refused, "password is wrong: look at user and password_file"),
    ("rights", {"/": [VERSION], "/_alias": [refused(403, "security_exception", "no permissions for [x]")]}, Refused,
     r"may not do that \(no permissions for \[x\]\); docs/opensearch.md lists the rights"),
    ("old", {"/": [(200, {"version": {"distribution": "opensearch", "number": "2.19.1"}})]}, TooOld,
     "runs OpenSearch 2.19.1; the service needs 3.2 or later"),
    ("another", {"/": [(200, {"version": {"number": "8.15.0"}})]}, TooOld, r"is no OpenSearch \(8.15.0\)"),
    ("disk", {"/": [VERSION], "/_alias": [refused(429, "cluster_block_exception", FULL)]}, ReadOnly,
     "a disk is nearly full .*; free some space, then lift the block"),
    ("blocked", {"/": [VERSION], "/_alias": [refused(403, "cluster_block_exception", "[FORBIDDEN/8/index write]")]},
     ReadOnly, "blocks _alias"),
    ("none", {"/": [VERSION], "/_alias": [(404, {})]}, Missing,
     "no index tracuu yet; make one with: tracuu reindex PATH"),
    ("two", {"/": [VERSION], "/_alias": [(200, {"a": {}, "b": {}})]}, Foreign,
     "means a, b, which this service did not make"),
    ("starting", {"/": [(503, "starting")]}, NoNode,
     "answers 503: the node is starting, or the cluster has no manager"),
]  # fmt: skip


@pytest.mark.parametrize(("answers", "error", "said"), [row[1:] for row in REFUSALS], ids=[row[0] for row in REFUSALS])
def test_what_is_refused_is_told_in_one_sentence(serve, answers, error, said):
    with pytest.raises(error, match=said) as told:
        Cluster(Connection((serve({path: list(row) for path, row in answers.items()}),))).resolve(timeout=1)
    assert "\n" not in str(told.value)


def test_no_node_answers():
    with pytest.raises(NoNode, match=r"no node of the cluster answers; http://127.0.0.1:.*Connection refused"):
        Cluster(Connection((free_host(), free_host()))).resolve(timeout=5)


def test_another_node_is_asked_where_one_is_gone(serve):
    host = serve({"/": [VERSION], "/_alias": [(503, "starting"), (200, {"tracuu-g000001": {}})]})
    cluster = Cluster(Connection((free_host(), host)))
    assert [cluster.resolve(timeout=5) for _ in range(3)] == ["tracuu-g000001"] * 3
    assert cluster.counted.failures == 0 < cluster.counted.retries


def test_a_certificate_that_is_not_trusted(serve, tmp_path):
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "1"]
    files = ["-keyout", key, "-out", certificate]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *subject, *files]
    subprocess.run(command, check=True, capture_output=True)
    host = serve({"/": [VERSION], "/_alias": [(200, {"tracuu-g000001": {}})]}, (certificate, key))
    with pytest.raises(Refused, match=r"its certificate is not trusted .*; look at ca_file"):
        Cluster(Connection((host,))).resolve(timeout=5)
    assert Cluster(Connection((host,), ca_file=str(certificate))).resolve(timeout=5) == "tracuu-g000001"


@pytest.mark.parametrize(
    ("connection", "said"),
    [
        (Connection(("https://x:9200",), user="u", password_file="/none"), "password_file: '/none' cannot be read"),
        (Connection(("https://x:9200",), api_key_file="/none"), "api_key_file: '/none' cannot be read"),
        (Connection(("https://x:9200",), ca_file="/none"), "ca_file: '/none' is no file"),
        (Connection(("node1:9200",)), "hosts: 'node1:9200' is no address; write https://node:9200"),
    ],
    ids=["password", "key", "certificate", "address"],
)
def test_what_cannot_be_used_of_a_connection(connection, said):
    with pytest.raises(Refused, match=said):
        Cluster(connection)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"timed_out": True}, "did not answer in time"),
        ({"_shards": {"total": 3, "failed": 1, "failures": [{"reason": {"reason": "gone"}}]}}, "1 of 3 .*: gone"),
    ],
    ids=["time", "shard"],
)
def test_a_part_of_an_answer_is_none(serve, answer, said):
    cluster = Cluster(Connection((serve({"/": [VERSION], "/i": [(200, answer), (200, {"responses": [answer]})]}),)))
    with pytest.raises(Incomplete, match=said):
        cluster.search("i", {})
    with pytest.raises(Incomplete, match=said):
        cluster.msearch("i", [{}])


LOST = refused(500, "node_disconnected_exception", "[node-3] disconnected")
WHOLE = {"_shards": {"failed": 0}, "docs": [], "responses": []}


@pytest.mark.parametrize(
    "first",
    [LOST, (200, {"responses": [LOST[1]], "docs": [{"_id": "a", "error": LOST[1]["error"]}]})],
    ids=["whole", "part"],
)
@pytest.mark.parametrize("ask", [lambda c: c.msearch("i", [{}]), lambda c: c.mget("i", ["a"])], ids=["search", "get"])
def test_a_node_lost_while_it_answers_is_done_without(serve, ask, first):
    """Seen with `kill -9` of one of three nodes: two of 69 answers failed with it."""
    cluster = Cluster(Connection((serve({"/": [VERSION], "/i": [first, (200, WHOLE)]}),)))
    assert not ask(cluster)
    assert cluster.counted.retries == 1


def test_an_election_of_a_manager_is_waited_for(serve, monkeypatch):
    """Three tries were not enough for a run while one of three nodes was killed."""
    monkeypatch.setattr(client, "_PAUSE", 0.001)
    answers = {"/": [VERSION], "/_alias": [(503, "starting")] * 8 + [(200, {"tracuu-g000001": {}})]}
    assert Cluster(Connection((serve(answers),))).resolve() == "tracuu-g000001"


def test_a_node_that_hangs_is_passed_over(serve, monkeypatch):
    """A search waited for 27 s for one of three nodes that was stopped."""
    monkeypatch.setattr(client, "_PATIENCE", 0.1)
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()
        hosts = serve({"/": [VERSION], "/i": [(200, WHOLE)]}), f"http://127.0.0.1:{deaf.getsockname()[1]}"
        cluster = Cluster(Connection(hosts))
        assert [cluster.msearch("i", []) for _ in range(3)] == [[]] * 3
    assert (cluster.counted.retries, cluster.counted.failures) == (1, 0)


def test_a_node_that_does_not_know_a_new_index_yet_is_asked_again(serve):
    """Seen right after a switch in three nodes: one told what the alias means, the next had no such index."""
    unknown = refused(404, "index_not_found_exception", "no such index [i]")
    answers = {"/i/_msearch": [unknown, (200, WHOLE)], "/i/_mapping": [unknown, (200, {"i": {"mappings": {}}})]}
    cluster = Cluster(Connection((serve({"/": [VERSION], **answers}),)))
    assert cluster.msearch("i", []) == []
    with pytest.raises(Foreign):
        cluster.manifest("i")


def test_documents_that_nodes_are_too_busy_for_are_sent_again(serve):
    busy = {"index": {"status": 429, "error": {"type": "rejected_execution_exception", "reason": "full"}}}
    mixed = {"errors": True, "items": [{"index": {"status": 201}}, busy]}
    done = {"errors": False, "items": [{"index": {"status": 201}}]}
    cluster = Cluster(Connection((serve({"/": [VERSION], "/i/_bulk": [(200, mixed), (200, done)]}),)))
    assert list(send(cluster, "i", [Action("a", b"{}"), Action("b", b"{}")])) == [2]


def test_a_document_that_is_refused_ends_the_run(serve):
    error = {"type": "strict_dynamic_mapping_exception", "reason": "mapping set to strict"}
    answer = {"errors": True, "items": [{"index": {"status": 400, "error": error}}]}
    cluster = Cluster(Connection((serve({"/": [VERSION], "/i/_bulk": [(200, answer)]}),)))
    with pytest.raises(ClusterError, match=r"document 'a': .*mapping set to strict"):
        list(send(cluster, "i", [Action("a", b"{}")]))
