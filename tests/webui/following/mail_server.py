"""A small real mail server (RFC 5321) on a free loopback port, with STARTTLS and passwords where a test wants them."""

from __future__ import annotations

import base64
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP


@dataclass
class Delivered:
    """A mail that the server has said it takes."""

    to: str
    content: bytes
    over_tls: bool

    @property
    def mail(self) -> EmailMessage:
        return message_from_bytes(self.content, policy=SMTP)  # type: ignore[return-value]

    @property
    def id(self) -> str:
        return str(self.mail["Message-ID"])


@dataclass
class MailServer:
    """What the server is asked to do, and what it got."""

    port: int = 0
    tls: ssl.SSLContext | None = None
    password: str = ""
    refuses: dict[str, str] = field(default_factory=dict)
    delivered: list[Delivered] = field(default_factory=list)


class _Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.state: MailServer = self.server.state  # type: ignore[attr-defined]
        self.over_tls, self.known, self.to = False, not self.state.password, ""
        self.say("220 loopback ESMTP")
        while line := self.rfile.readline():
            command, _, rest = line.decode("utf-8").strip().partition(" ")
            act = getattr(self, f"on_{command.lower()}", None)
            if command.upper() == "QUIT":
                self.say("221 bye")
                return
            act(rest) if act else self.say("502 not known here")

    def finish(self) -> None:
        super().finish()
        self.connection.close()

    def say(self, *lines: str) -> None:
        for line in lines:
            self.wfile.write(f"{line}\r\n".encode())

    def on_ehlo(self, rest: str) -> None:
        offered = ["250-loopback"]
        if self.state.tls and not self.over_tls:
            offered.append("250-STARTTLS")
        self.say(*offered, "250 AUTH PLAIN")

    def on_starttls(self, rest: str) -> None:
        self.say("220 go on")
        assert self.state.tls
        self.connection = self.state.tls.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)
        self.over_tls = True

    def on_auth(self, rest: str) -> None:
        given = base64.b64decode(rest.partition(" ")[2]).decode().rpartition("\0")[2]
        self.known = given == self.state.password
        self.say("235 known" if self.known else "535 not known")

    def on_mail(self, rest: str) -> None:
        self.say("250 so be it" if self.known else "530 who are you")

    def on_rcpt(self, rest: str) -> None:
        self.to = rest.partition("<")[2].rstrip(">")
        self.say(self.state.refuses.get(self.to, "250 so be it"))

    def on_rset(self, rest: str) -> None:
        self.say("250 forgotten")

    def on_data(self, rest: str) -> None:
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return  # broken off: not taken
            lines.append(line[1:] if line.startswith(b".") else line)
        self.state.delivered.append(Delivered(self.to, b"".join(lines), self.over_tls))
        self.say("250 taken")


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that was killed is what the tests are about."""


@contextmanager
def mail_server(tls: ssl.SSLContext | None = None, password: str = "") -> Iterator[MailServer]:
    """Run a server in a thread and stop it at the end."""
    state = MailServer(tls=tls, password=password)
    with _Server(("127.0.0.1", 0), _Session) as server:
        server.state = state  # type: ignore[attr-defined]
        state.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield state
        finally:
            server.shutdown()
            thread.join()
