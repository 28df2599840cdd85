"""What an operator may choose about the web service."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

SECRETS = ("api_token", "page_password")
"""Settings that are never shown."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How the service is served, as `webui/configuration.py` reads it; the names are those of the file.

    - `host`, `port`, `workers` (processes), `threads` (of each): where and with how much it serves.
    - `public_address`: where people reach it (`https://tracuu.example.vn/`), for feeds, site maps and canonical links;
      empty: as each request says. `trusted_proxy`: the address of the one proxy whose `X-Forwarded-For`,
      `-Proto` and `-Host` are believed; empty: nobody's.
    - `log_format`: `text` or `json`. `log_queries` writes what people searched for into the log (off: the path alone).
      `slow_ms`: requests that take as many milliseconds are warned of; 0: none.
    - `requests_per_minute`: of one client, beyond it the answer is 429; 0: no limit. `waiting`: requests that may wait
      for a thread of a process, beyond it the answer is 503 at once; 0: no limit. `max_seconds`: how long a request may
      take from its last byte on, the wait included, beyond it the answer is 503; those that would have to wait for a
      fifth of it are refused at once; 0: no limit. `retry_after`: seconds told with 503.
    - `check_minutes`: after as many minutes, again and again, each process reads the files that it serves from and
      serves them no more where one has changed; 0: never.
    - `api_token`: who asks the API must send it as a bearer token. `page_user`, `page_password`: basic authentication
      for everything else but `/healthz` and `/readyz`. Empty: open to all.
    - `count_empty_searches`: count what was searched for and not found, in memory; queries asked `empty_searches_from`
      times or more are shown at /searches-without-results.
    - `max_address`: the longest address (path and query as sent, in bytes) that is read; beyond it the answer is 414. A
      query of 1,000 Vietnamese letters needs about 9,000 bytes, so filters have ample room.
    """

    host: str = "127.0.0.1"
    port: int = 8080
    workers: int = 1
    threads: int = 4
    public_address: str = ""
    trusted_proxy: str = ""
    log_format: Literal["text", "json"] = "text"
    log_queries: bool = False
    slow_ms: int = 1_000
    requests_per_minute: int = 0
    waiting: int = 100
    max_seconds: int = 5
    retry_after: int = 30
    check_minutes: int = 60
    api_token: str = field(default="", repr=False)
    page_user: str = ""
    page_password: str = field(default="", repr=False)
    count_empty_searches: bool = False
    empty_searches_from: int = 3
    max_address: int = 32_768
