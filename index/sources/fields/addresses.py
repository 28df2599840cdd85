"""One written form for web addresses, so that a site, its feed, its export and a crawl of it name an article alike."""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

from index.analysis.normalise import nfc
from index.table import rows

_PORTS = {"http": 80, "https": 443}
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$", re.IGNORECASE)
_JOOMLA_ID = re.compile(r"(?P<id>\d+)(?:[:-](?P<alias>[^/?#]+))?")
_SAFE = "/:@!$&'()*+,;=~-._"


@lru_cache(maxsize=1)
def _silent_parameters() -> tuple[frozenset[str], tuple[str, ...]]:
    names = [row[0] for row in rows(__package__, "silent_parameters.tsv")]
    whole = frozenset(name for name in names if not name.endswith("*"))
    return whole, tuple(name[:-1] for name in names if name.endswith("*"))


def _is_silent(name: str) -> bool:
    whole, starts = _silent_parameters()
    return name.lower() in whole or name.lower().startswith(starts)


def split_address(address: str) -> SplitResult | None:
    """Return the parts of a web address, None for what is none: another scheme, no host, brackets amiss."""
    try:
        parts = urlsplit(address.strip())
        if parts.scheme.lower() in _PORTS and parts.hostname and (parts.port is None or parts.port > 0):
            return parts
    except ValueError:  # `http://[`, a port of letters
        pass
    return None


def _host(parts: SplitResult) -> str:
    """Return host and port as they are one place: `HTTP://Hoi.vn:80` → `hoi.vn`."""
    host = (parts.hostname or "").rstrip(".").lower()
    port = parts.port
    return host if port is None or port == _PORTS[parts.scheme.lower()] else f"{host}:{port}"


def _decoded(parts: SplitResult) -> str | None:
    """Return the path decoded, NFC; None where it is no UTF-8 or holds what is not printed."""
    decoded = nfc(unquote(parts.path))
    return decoded if decoded.isprintable() and "\ufffd" not in decoded else None


def _straight(path: str) -> str:
    """Return a path without `.`, `..` and doubled slashes; the slash at its end stays."""
    straight = posixpath.normpath("/" + path.lstrip("/"))
    return f"{straight}/" if path.endswith("/") and straight != "/" else straight


def _path(parts: SplitResult) -> str:
    """Return the path as people read it, percent-encoded only where that cannot be."""
    decoded = _decoded(parts)
    return _straight(quote(parts.path, safe=_SAFE + "%") if decoded is None else decoded)


def normal_address(address: str) -> str:
    """Return an address as it is asked for once and for all: no fragment, no parameters that only count visitors.

    '' for what is no web address. Host in small letters, path and parameters percent-encoded one way; the slash at the
    end stays, for a server may know one form alone.
    """
    parts = split_address(address)
    if parts is None:
        return ""
    query = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not _is_silent(name)]
    asked = f"?{urlencode(query)}" if query else ""
    path = _path(parts) if _decoded(parts) is None else quote(_path(parts), safe=_SAFE)
    return f"{parts.scheme.lower()}://{_host(parts)}{path}{asked}"


def joined(base: str, link: str) -> str:
    """Return the normal address that a link on a page leads to, '' for what is no web address."""
    try:
        return normal_address(urljoin(base, link.strip()))
    except ValueError:  # `http://[`
        return ""


def identity_of(address: str, rules: str = "") -> str:
    """Return the id of the document at an address: `hoi.vn/tin-tuc/dai-hoi`; '' for what is no web address.

    Scheme, `www.`, the slash at the end and `index.php` do not matter, the order of parameters neither. Joomla shows an
    article under as many addresses as menus lead to it (`?option=com_content&view=article&id=12:dai-hoi`,
    `/tin/12-dai-hoi.html`): its number and alias are its identity. The short form is told from any other address by
    `rules` alone, the name of the site's rules.
    """
    parts = split_address(address)
    if parts is None:
        return ""
    host = _host(parts).removeprefix("www.")
    query = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not _is_silent(name)]
    joomla = _joomla_article(dict(query), _path(parts), rules)
    if joomla:
        return f"{host}/{joomla}"
    path = _INDEX.sub("/", _path(parts)).rstrip("/")
    return f"{host}{path}" + ("?" + "&".join(f"{name}={value}" for name, value in sorted(query)) if query else "")


def is_identity(id: str, address: str) -> bool:
    """Tell whether an id is the identity of an address under any rules: what has it, is one document wherever it is."""
    return bool(id) and id in (identity_of(address), identity_of(address, "joomla"))


def _joomla_article(query: dict[str, str], path: str, rules: str) -> str:
    """Return `12-dai-hoi` of an address of a Joomla article, '' of any other."""
    if query.get("option") == "com_content" and query.get("view") == "article":
        found = _JOOMLA_ID.fullmatch(query.get("id", ""))
    elif rules in ("joomla", "joomla15"):
        found = _JOOMLA_ID.fullmatch(re.sub(r"\.html?$", "", posixpath.basename(path)))
        found = found if found and found["alias"] else None
    else:
        return ""
    return "-".join(filter(None, (found["id"], found["alias"]))) if found else ""


def same_site(address: str, site: str) -> bool:
    """Tell whether an address is on the host of a site, `www.` or not; another port is another site."""
    one, other = split_address(address), split_address(site)
    if one is None or other is None:
        return False
    return _host(one).removeprefix("www.") == _host(other).removeprefix("www.")
