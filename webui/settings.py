"""What an operator may choose about the web service."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """`log_queries` writes what people searched for into the access log (off: the path alone is written).

    `retry_after` is in seconds: what a client is told while there is no index to answer from.
    `max_address` is the longest address (path and query as sent, in bytes) that is read;
    beyond it the answer is 414. A query of 1,000 Vietnamese letters needs about
    9,000 bytes, so filters have ample room. `public_address` is where people reach the service
    (`https://tracuu.example.vn/`), for feeds, site maps and canonical links; empty: as each request says.
    """

    log_queries: bool = False
    retry_after: int = 30
    max_address: int = 32_768
    public_address: str = ""
