"""The settings of the service and of its index, which an operator may choose, with what each may be."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal

from msgspec import Meta

from index.generations.opensearch.connection import Connection

SECRETS = ("api_token", "page_password")
"""Settings that are never shown."""

_MOST = 1_000_000
_Count = Annotated[int, Meta(ge=0, le=_MOST)]
_Few = Annotated[int, Meta(ge=1, le=64)]


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of the service, as `webui/configuration.py` reads them; the names are those of the file.

    - `host`, `port`, `workers` (processes), `threads` (of each): where and with how much it serves.
    - `public_address`: where people reach it (`https://tracuu.example.vn/`), for feeds, site maps and canonical links;
      with a path, all links stay below it. Empty: as each request says, where it names this machine, a number, or one
      of `hosts` (names, with blanks between them). `trusted_proxy`: the address of the one proxy whose
      `X-Forwarded-For`, `-Proto` and `-Host` are believed; empty: nobody's.
    - `log_format`: `text` or `json`. `log_queries` writes what people searched for into the log (off: the path alone).
      `slow_ms`: requests that take as many milliseconds are warned of; 0: none.
    - `requests_per_minute`: of one client, as many at once and then at that pace, beyond it the answer is 429; 0: no
      limit. `waiting`: requests that may wait
      for a thread of a process, beyond it the answer is 503 at once; 0: no limit. `max_seconds`: how long a request may
      take from its last byte on, the wait included, beyond it the answer is 503; those that would have to wait for a
      fifth of it are refused at once; 0: no limit. `retry_after`: seconds told with 503.
    - `check_minutes`: after as many minutes, again and again, each process reads the files that it serves from and
      serves them no more where one has changed; 0: never.
    - `api_token`: who asks the API must send it as a bearer token. `page_user`, `page_password`: basic authentication
      for everything else but `/healthz` and `/readyz`. Empty: open to all.
    - `count_empty_searches`: count what was searched for and not found, in memory; queries asked `empty_searches_from`
      times or more are shown at /searches-without-results.
    - `kept_answers`: megabytes (10^6 bytes) of answers that each process keeps for whoever asks the same; 0: none.
    - `max_address`: the longest address (path and query as sent, in bytes) that is read; beyond it the answer is 414. A
      query of 1,000 Vietnamese letters needs about 9,000 bytes, so filters have ample room.
    """

    host: str = "127.0.0.1"
    port: Annotated[int, Meta(ge=0, le=65_535)] = 8080
    workers: _Few = 1
    threads: _Few = 4
    public_address: str = ""
    hosts: str = ""
    trusted_proxy: str = ""
    log_format: Literal["text", "json"] = "text"
    log_queries: bool = False
    slow_ms: _Count = 1_000
    requests_per_minute: _Count = 0
    waiting: _Count = 100
    max_seconds: _Count = 5
    retry_after: _Count = 30
    check_minutes: _Count = 60
    api_token: str = field(default="", repr=False)
    page_user: str = ""
    page_password: str = field(default="", repr=False)
    count_empty_searches: bool = False
    empty_searches_from: Annotated[int, Meta(ge=2, le=_MOST)] = 3  # what was asked once is what one person typed
    kept_answers: Annotated[int, Meta(ge=0, le=10_000)] = 16
    max_address: Annotated[int, Meta(ge=256, le=_MOST)] = 32_768


@dataclass(frozen=True, slots=True)
class IndexSettings:
    """The index that is asked: in the data folder, or in an OpenSearch cluster (docs/opensearch.md).

    - `engine`: `embedded` or `opensearch`. All else is for the latter.
    - `hosts`: the nodes, as `https://node1:9200`; any of them is asked. `name`: the alias that is asked, and how the
      names of all indices of this service begin.
    - `user` with `password_file`, or `api_key_file`: who asks; the file holds the password or the key alone.
      `ca_file`: the certificate (PEM) that those of the nodes are signed with; empty: what the system trusts.
    - `shards`: parts of a new index. `replicas`: copies of each, as OpenSearch's range: `0-1` is one where there is
      a second node.
    """

    engine: Literal["embedded", "opensearch"] = "embedded"
    hosts: tuple[str, ...] = ()
    name: Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9_.-]{0,99}$")] = "tracuu"
    user: str = ""
    password_file: str = ""
    api_key_file: str = ""
    ca_file: str = ""
    shards: _Few = 1
    replicas: Annotated[str, Meta(pattern=r"^\d-(\d|all)$")] = "0-1"

    def connection(self) -> Connection | None:
        """Return where the cluster is, None for an index in the data folder."""
        if self.engine == "embedded":
            return None
        return Connection(self.hosts, self.name, self.user, self.password_file, self.api_key_file, self.ca_file)
