"""Reads the file that says who follows what, and by which mail server they are told.

The file is TOML: one table `[mail]`, and a table `[[follow]]` for each subscription. Each of these is read by itself,
so that a fault in one, of spelling or of meaning, is told with its line while the others hold.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from email.utils import parseaddr
from pathlib import Path
from typing import Any, Literal, cast, get_args

What = Literal["search", "directive", "person"]
Every = Literal["day", "week"]
Security = Literal["starttls", "tls", "none"]

_FOLLOW = re.compile(r"^\s*\[\[\s*follow\s*\]\]\s*(#.*)?$")
_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)$")
_ADDRESS = re.compile(r"[!-?A-~]+@[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*")  # what a server without SMTPUTF8 takes (RFC 5321)
_PORTS: dict[Security, int] = {"starttls": 587, "tls": 465, "none": 25}
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


class BadMailSettings(ValueError):
    """No mail can be sent with what the file says; the message names line, value and what would do."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """The mail server and how it is spoken to.

    `ca_file` holds the certificates of an office's own authority, empty: those of the system.
    """

    host: str
    port: int
    security: Security
    user: str
    password: str
    sender: str
    ca_file: str
    language: str


@dataclass(frozen=True, slots=True)
class Subscription:
    """One thing that one address follows: how often it is told, and the line of the file that says so."""

    what: What
    value: str
    to: str
    every: Every
    line: int

    @property
    def key(self) -> str:
        """The name by which runs know it: another search, or another address, begins anew."""
        return "\x1f".join((self.what, self.value, self.to))


@dataclass(frozen=True, slots=True)
class Fault:
    """A subscription that cannot be used, and the reason."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Following:
    """The content of the file."""

    mail: MailServer
    subscriptions: tuple[Subscription, ...]
    faults: tuple[Fault, ...]


def read_following(path: Path) -> Following:
    """Return what the file says. Raises BadMailSettings where it cannot be read, or names no usable mail server."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadMailSettings(f"{path}: {getattr(error, 'strerror', None) or error}") from error
    starts = [number for number, line in enumerate(lines) if _FOLLOW.match(line)]
    ends = [*starts[1:], len(lines)]
    try:
        head = tomllib.loads("\n".join(lines[: starts[0] if starts else len(lines)]))
    except tomllib.TOMLDecodeError as error:
        raise BadMailSettings(f"{path}: {error}") from error
    found: dict[str, Subscription] = {}
    faults: list[Fault] = []
    for start, end in zip(starts, ends, strict=True):
        try:
            one = _subscription("\n".join(lines[start + 1 : end]), start + 1)
            if one.key in found:
                raise ValueError(f"the same as that of line {found[one.key].line}")
            found[one.key] = one
        except tomllib.TOMLDecodeError as error:
            faults.append(_unreadable(error, start + 1))
        except ValueError as error:
            faults.append(Fault(start + 1, str(error)))
    return Following(_mail_server(head, path), tuple(found.values()), tuple(faults))


def _unreadable(error: tomllib.TOMLDecodeError, before: int) -> Fault:
    """Return the fault with the line of the file, where TOML tells that of the table."""
    said = _AT_LINE.search(str(error))
    line = before + int(said[1]) if said else before
    return Fault(line, f"is not TOML: {_AT_LINE.sub('', str(error))}")


def _subscription(text: str, line: int) -> Subscription:
    table = tomllib.loads(text)
    known = (*get_args(What), "to", "every")
    for name, value in table.items():
        if name not in known:
            raise ValueError(f"there is no {name!r}; there are {', '.join(known)}")
        if not isinstance(value, str) or not value.strip():
            raise ValueError(f'{name} = {value!r}: write a text in quotes: "…"')
    named = [what for what in get_args(What) if what in table]
    if len(named) != 1:
        raise ValueError("name one thing to follow: search, directive or person")
    to, every = table.get("to", ""), table.get("every", "day")
    if not _ADDRESS.fullmatch(to):
        raise ValueError(f'to = {to!r}: write one mail address: "ten@donvi.vn"')
    if every not in get_args(Every):
        raise ValueError(f"every = {every!r}: write one of {', '.join(get_args(Every))}")
    return Subscription(named[0], table[named[0]].strip(), to, every, line)


def _mail_server(head: Mapping[str, Any], path: Path) -> MailServer:
    for name in head:
        if name != "mail":
            raise BadMailSettings(f"{path}: {name!r} is none of its tables; they are [mail] and [[follow]]")
    table = head.get("mail")
    if not isinstance(table, dict):
        raise BadMailSettings(f"{path}: there is no table [mail]; it says host, sender and what the server asks for")
    known = [*(one.name for one in fields(MailServer) if one.name != "password"), "password_file"]
    for name, value in table.items():
        if name not in known:
            raise BadMailSettings(f"{path}: [mail] has no setting {name!r}; there are {', '.join(known)}")
        kind = int if name == "port" else str
        if not isinstance(value, kind):
            wanted = "number" if kind is int else "text"
            raise BadMailSettings(f"{path}: [mail] {name} = {value!r}: write a {wanted}")
    security = _choice(table, "security", get_args(Security), "starttls", path)
    language = _choice(table, "language", ("vi", "en"), "vi", path)
    host, sender, user = (table.get(name, "") for name in ("host", "sender", "user"))
    if not host:
        raise BadMailSettings(f"{path}: [mail] host is missing: the name of the mail server")
    if not _ADDRESS.fullmatch(parseaddr(sender)[1]):
        raise BadMailSettings(f'{path}: [mail] sender = {sender!r}: write an address: "Tra cứu <tracuu@donvi.vn>"')
    if user and security == "none" and host not in _LOOPBACK:
        raise BadMailSettings(f'{path}: [mail] a password is sent in the clear: write security = "starttls" or "tls"')
    known_security = cast(Security, security)
    return MailServer(
        host=host,
        port=table.get("port", _PORTS[known_security]),
        security=known_security,
        user=user,
        password=_password(user, table.get("password_file", ""), path),
        sender=sender,
        ca_file=table.get("ca_file", ""),
        language=language,
    )


def _choice(table: Mapping[str, Any], name: str, choices: tuple[str, ...], default: str, path: Path) -> str:
    value = str(table.get(name, default))
    if value not in choices:
        raise BadMailSettings(f"{path}: [mail] {name} = {value!r}: write one of {', '.join(choices)}")
    return value


def _password(user: str, file: str, path: Path) -> str:
    """Return the password, which stands alone in a file of its own: the file of subscriptions may be shown."""
    if bool(user) != bool(file):
        raise BadMailSettings(f"{path}: [mail] user and password_file go together: give both, or neither")
    if not file:
        return ""
    try:
        return Path(file).read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadMailSettings(f"{file}: {getattr(error, 'strerror', None) or error}") from error
