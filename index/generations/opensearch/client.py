"""Asks an OpenSearch cluster over HTTP: any of its nodes, another one where one does not answer.

Over urllib3, which is there anyway: opensearch-py would bring grpcio and protobuf, for no more than is here.
"""

from __future__ import annotations

import base64
import contextlib
import itertools
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

import msgspec
import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError, SSLError

from index.generations.opensearch.connection import Connection
from index.generations.opensearch.errors import (
    ClusterError,
    Foreign,
    Incomplete,
    Lost,
    Missing,
    NoNode,
    Refused,
    Switched,
    TooOld,
    error_of,
    refusal,
)
from index.generations.opensearch.names import document_id, generation_of

OLDEST = (3, 2)
"""The first OpenSearch with `combined_fields`, by which several fields are scored as one."""

_RESTS = 5.0  # seconds for which a node that did not answer is passed over, while others do
_ROUNDS = 3  # in which every node is tried, where nothing listens or all are busy
_PAUSE = 0.2  # seconds before the second round, twice as many before the third, and so on
_LONGEST_PAUSE = 2.0
_LAGS = 5.0  # seconds after which every node knows of a new index
_PATIENCE = 3.0  # seconds for which one node is waited for that only reads: it, or another that it asks, may hang
_CONNECTS = 2.0  # seconds; nodes are near
_ANY = b'{"size":1,"_source":false,"track_total_hits":false,"terminate_after":1}'  # any document: it tells its index
_STARTING = (502, 503, 504)  # a node that is starting, stopping, or has lost its cluster manager


Answered = TypeVar("Answered")


@dataclass(slots=True)
class Counted:
    """Numbers of what a client did since it was made, for metrics, and the seconds that it took."""

    requests: int = 0
    retries: int = 0
    failures: int = 0
    seconds: float = 0.0


class Published(msgspec.Struct, frozen=True):
    """An index's description of itself, kept in the `_meta` of its mapping.

    `digest` is that of the manifest of the local generation, `documents` are the live ones of all kinds,
    `total_lengths` how many terms they have in each field; `mapping` is the version of `index.json`.
    """

    generation: str
    format: int
    analyser: str
    published: str
    counts: dict[str, int]
    digest: str
    documents: int
    mapping: int = 0
    total_lengths: dict[str, float] = {}


class Cluster:
    """A cluster as a client asks it. Threads may share it."""

    def __init__(self, connection: Connection) -> None:
        """Read the files of a connection; nothing is asked yet. Raises Refused for what cannot be used."""
        self.connection = connection
        self.name = connection.name
        self.counted = Counted()
        self._lock = threading.Lock()
        self._headers = {"content-type": "application/json", "accept-encoding": "gzip", **_credentials(connection)}
        self._pools = {host: _pool(host, connection.ca_file) for host in connection.hosts}
        self._resting: dict[str, float] = {}
        self._turn = itertools.count()
        self._checked = False

    def close(self) -> None:
        """Close the connections."""
        for pool in self._pools.values():
            pool.close()

    def request(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        timeout: float = 30.0,
        repeat: bool = True,
        may_miss: bool = False,
        patience: float = inf,
    ) -> Any:
        """Return the answer, decoded; None for a 404 that `may_miss`. `body` is encoded, unless it is bytes.

        A request of which it is not known whether it arrived is sent again, to another node if there is one, unless
        not `repeat`. `timeout` is in seconds, for all tries together; one node is waited for `patience`, the next time
        twice as long. Raises ClusterError and its kinds.
        """
        if not self._checked:
            self._check_version(timeout)
        return self._request(method, path, body, timeout, repeat, may_miss, patience)

    def _request(
        self, method: str, path: str, body: Any, timeout: float, repeat: bool, may_miss: bool, patience: float = inf
    ) -> Any:
        content = body if body is None or isinstance(body, bytes) else msgspec.json.encode(body)
        began = time.monotonic()
        try:
            answer = self._answer(method, path, content, began + timeout, repeat, patience)
            if answer.status == 404 and may_miss:
                return None
            if answer.status >= 400:
                raise refusal(answer.status, answer.data, path)
        except ClusterError:
            self._count(failures=1)
            raise
        finally:
            self._count(requests=1, seconds=time.monotonic() - began)
        return msgspec.json.decode(answer.data) if answer.data else None

    def _answer(
        self, method: str, path: str, content: bytes | None, ends: float, repeat: bool, patience: float
    ) -> urllib3.BaseHTTPResponse:
        """Return the first answer that is one, of any node, before the time `ends`.

        Nodes that have lost their cluster manager are asked until they have another; where nothing listens on any node,
        no more than three times.
        """
        problem: ClusterError = NoNode(f"no node answered in time: {', '.join(self._pools)}")
        size, refused = len(self._pools), 0
        for n in itertools.count():
            if n and not n % size:
                if refused == _ROUNDS * size:
                    break
                time.sleep(max(0.0, min(_PAUSE * 2 ** (n // size - 1), _LONGEST_PAUSE, ends - time.monotonic())))
            left = ends - time.monotonic()
            if left <= 0:
                break
            if n:
                self._count(retries=1)
            host = self._host()
            waits = min(left, patience * 2 ** (n // size))
            if repeat and size > 1:  # a node may hang: leave time for another
                waits = min(waits, left / 2)
            try:
                answer = self._pools[host].request(
                    method,
                    path,
                    body=content,
                    headers=self._headers,
                    timeout=urllib3.Timeout(connect=min(_CONNECTS, waits), read=waits),
                )
            except SSLError as error:
                raise Refused(f"{host}: its certificate is not trusted ({error}); look at ca_file") from error
            except HTTPError as error:
                self._rest(host)
                problem = NoNode(f"no node of the cluster answers; {host} at last: {_said(error)}")
                is_closed = isinstance(error, NewConnectionError | ConnectTimeoutError)
                refused += is_closed
                if not repeat and not is_closed:
                    break  # it may have arrived
                continue
            if answer.status in _STARTING:
                self._rest(host)
                problem = NoNode(f"{host} answers {answer.status}: the node is starting, or the cluster has no manager")
            elif answer.status == 429:
                problem = refusal(429, answer.data, path)
                if n + 1 >= _ROUNDS * size:
                    break
            else:
                return answer
        raise problem

    def _host(self) -> str:
        """Return the node whose turn it is, of those that answered of late; of all where none did."""
        now, hosts = time.monotonic(), list(self._pools)
        awake = [host for host in hosts if self._resting.get(host, 0) <= now]
        if not awake:
            return min(hosts, key=lambda host: self._resting[host])
        return awake[next(self._turn) % len(awake)]

    def _rest(self, host: str) -> None:
        self._resting[host] = time.monotonic() + _RESTS

    def _count(self, *, requests: int = 0, retries: int = 0, failures: int = 0, seconds: float = 0.0) -> None:
        with self._lock:
            self.counted.requests += requests
            self.counted.retries += retries
            self.counted.failures += failures
            self.counted.seconds += seconds

    def _check_version(self, timeout: float) -> None:
        told = self._request("GET", "/", None, timeout, True, False)
        version = told.get("version", {}) if isinstance(told, dict) else {}
        number = str(version.get("number", "?"))
        if version.get("distribution") != "opensearch":
            raise TooOld(f"{self.connection.hosts[0]} is no OpenSearch ({number}); the service needs 3.2 or later")
        parts = tuple(int(part) for part in number.split("-")[0].split(".")[:2])
        if parts < OLDEST:
            raise TooOld(f"the cluster runs OpenSearch {number}; the service needs 3.2 or later")
        self._checked = True

    def search(
        self, index: str, body: Mapping[str, Any], *, timeout: float = 30.0, parameters: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """Return the answer of a whole index. Raises Incomplete where a shard failed or time was up."""
        asked = urlencode({"allow_partial_search_results": "false", **(parameters or {})})
        path = f"/{quote(index)}/_search?{asked}"
        return self._again(lambda left: _whole(self._read(path, body, left)), timeout)

    def msearch(
        self,
        index: str,
        bodies: Sequence[Mapping[str, Any]],
        *,
        timeout: float = 30.0,
        parameters: Mapping[str, Any] | None = None,
        is_live: bool = False,
    ) -> list[dict[str, Any]]:
        """Return the answers of an index to several searches in one round trip. Raises as `search` does.

        With `is_live` the same round trip asks what the alias means; raises Switched where that is another index.
        """
        header = msgspec.json.encode({"allow_partial_search_results": False, **(parameters or {})})
        lines = b"".join(b"%b\n%b\n" % (header, msgspec.json.encode(body)) for body in bodies)
        if is_live:
            lines = b"%b\n%b\n" % (msgspec.json.encode({"index": self.name}), _ANY) + lines
        path = f"/{quote(index)}/_msearch"

        def ask(left: float) -> list[dict[str, Any]]:
            answers: list[dict[str, Any]] = self._read(path, lines, left)["responses"]
            if is_live:
                means, *answers = answers
                self._assure(index, means)
            for answer in answers:
                _refuse(answer, path)
            return [_whole(answer) for answer in answers]

        return self._again(ask, timeout)

    def every_hit(
        self, index: str, query: Mapping[str, Any], source: Sequence[str], *, page: int, timeout: float = 30.0
    ) -> Iterator[dict[str, Any]]:
        """Yield all hits of a query with these fields, in the order of their keys, so many in one round trip."""
        body: dict[str, Any] = {"query": query, "sort": ["key"], "size": page, "_source": source}
        while hits := self.search(index, body, timeout=timeout)["hits"]["hits"]:
            yield from hits
            body["search_after"] = hits[-1]["sort"]

    def _assure(self, index: str, means: dict[str, Any]) -> None:
        """Raise Switched where the first document under the alias is not one of an index; each has some."""
        with contextlib.suppress(Missing):
            _refuse(means, f"/{self.name}")
            if [hit["_index"] for hit in _whole(means)["hits"]["hits"]] == [index]:
                return
        raise Switched(f"the alias {self.name} does not mean {index} any more")

    def _read(self, path: str, body: Any, timeout: float) -> Any:
        return self.request("POST", path, body, timeout=timeout, patience=_PATIENCE)

    def _again(self, ask: Callable[[float], Answered], timeout: float) -> Answered:
        """Return what `ask` gives in so many seconds, asked again where a node was lost while it answered.

        A node may hear of a new index a while after another one told what the alias means.
        """
        began, pause = time.monotonic(), _PAUSE
        while True:
            try:
                return ask(max(0.0, began + timeout - time.monotonic()))
            except (Lost, Missing) as error:
                waits = timeout if isinstance(error, Lost) else min(_LAGS, timeout)
                if time.monotonic() + pause >= began + waits:
                    raise
                self._count(retries=1)
                time.sleep(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)

    def mget(
        self, index: str, keys: Collection[str], source: Sequence[str] = (), *, timeout: float = 30.0
    ) -> dict[str, dict[str, Any]]:
        """Return the `_source` of documents by key, or the fields `source` of it; those that are not there are left
        out."""
        by_id = {document_id(key): key for key in keys}
        if not by_id:
            return {}
        asked = urlencode({"realtime": "false", **({"_source_includes": ",".join(source)} if source else {})})
        path = f"/{quote(index)}/_mget?{asked}"

        def ask(left: float) -> list[dict[str, Any]]:
            found: list[dict[str, Any]] = self._read(path, {"ids": list(by_id)}, left)["docs"]
            for one in found:
                _refuse({"status": 500} | one, path)
            return found

        return {by_id[one["_id"]]: one["_source"] for one in self._again(ask, timeout) if one.get("found")}

    def resolve(self, *, timeout: float = 30.0) -> str:
        """Return the name of the index that the alias means. Raises Missing without one, Foreign for another's."""
        found = self.request("GET", f"/_alias/{quote(self.name)}", timeout=timeout, may_miss=True)
        if not found:
            raise Missing(f"the cluster has no index {self.name} yet; make one with: tracuu reindex PATH")
        if len(found) > 1 or not generation_of(self.name, next(iter(found))):
            raise Foreign(
                f"the alias {self.name} means {', '.join(sorted(found))}, which this service did not make; "
                "give it another name"
            )
        index: str = next(iter(found))
        return index

    def manifest(self, index: str, *, timeout: float = 30.0) -> Published:
        """Return an index's description of itself. Raises Foreign where it has none, Missing without the index."""
        path = f"/{quote(index)}/_mapping"
        told = self._again(lambda left: self.request("GET", path, timeout=left), timeout)[index]
        try:
            return msgspec.convert(told["mappings"]["_meta"]["tracuu"], Published)
        except (KeyError, msgspec.ValidationError) as error:
            raise Foreign(f"the index {index} was not made by this service; give it another name") from error


def _refuse(answer: Mapping[str, Any], path: str) -> None:
    """Raise the error that one answer of several tells, if any."""
    if error := answer.get("error"):
        cause = (error.get("root_cause") or [error])[0]
        raise error_of(answer["status"], cause.get("type", ""), cause.get("reason", ""), path)


def _whole(answer: dict[str, Any]) -> dict[str, Any]:
    """Return an answer that all shards gave in time. Raises Incomplete."""
    shards = answer.get("_shards", {})
    if answer.get("timed_out"):
        raise Incomplete("the cluster did not answer in time")
    if shards.get("failed"):
        reason = (shards.get("failures") or [{}])[0].get("reason", {}).get("reason", "")
        raise Incomplete(f"{shards['failed']} of {shards['total']} shards did not answer: {reason}")
    return answer


def _credentials(connection: Connection) -> dict[str, str]:
    if connection.api_key_file:
        return {"authorization": f"ApiKey {_secret('api_key_file', connection.api_key_file)}"}
    if connection.user:
        secret = _secret("password_file", connection.password_file)
        pair = f"{connection.user}:{secret}".encode()
        return {"authorization": f"Basic {base64.b64encode(pair).decode()}"}
    return {}


def _secret(setting: str, file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        said = getattr(error, "strerror", None) or error
        raise Refused(f"{setting}: {file!r} cannot be read ({said})") from error


def _pool(host: str, ca_file: str) -> urllib3.HTTPConnectionPool:
    if ca_file and not Path(ca_file).is_file():
        raise Refused(f"ca_file: {ca_file!r} is no file; name the certificate that those of the nodes are signed with")
    try:
        parsed = urllib3.util.parse_url(host)
        if parsed.scheme not in ("http", "https") or not parsed.host:
            raise Refused(f"hosts: {host!r} is no address; write https://node:9200")
        trust = {"ca_certs": ca_file} if parsed.scheme == "https" and ca_file else {}
        return urllib3.connection_from_url(host, maxsize=16, retries=False, **trust)
    except HTTPError as error:
        raise Refused(f"hosts: {host!r} is no address ({error}); write https://node:9200") from error


def _said(error: HTTPError) -> str:
    """Return an error of the network without the objects that urllib3 names in it."""
    cause = error.__cause__ or error
    return getattr(cause, "strerror", None) or str(cause).rpartition("> : ")[2] or type(error).__name__
