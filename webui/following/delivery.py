"""Hands mails to the mail server, one connection for all of them."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable, Iterable
from email.utils import parseaddr

from webui.following.memory import Memory, WaitingMail
from webui.following.subscriptions import MailServer

_PATIENCE = 60.0  # seconds that the server may take for one answer


class NotDelivered(RuntimeError):
    """The mail server cannot be reached, or takes nothing from here; the mails wait for the next run."""


def deliver(
    server: MailServer, memory: Memory, mails: Iterable[WaitingMail], refused: Callable[[WaitingMail, str], None]
) -> int:
    """Send mails and note each that the server has taken; return how many. Calls `refused` for each that it refuses.

    Raises NotDelivered where the server cannot be spoken to: what was not sent waits.
    """
    count = 0
    try:
        with _connected(server) as connection:
            for mail in mails:
                memory.set_tried(mail, True)
                try:
                    connection.sendmail(parseaddr(server.sender)[1], [mail.to], mail.content)
                except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
                    memory.set_tried(mail, False)
                    refused(mail, _said(error))
                    continue
                memory.is_sent(mail)
                count += 1
    except (OSError, smtplib.SMTPException) as error:
        where = f"{server.host}:{server.port}"
        raise NotDelivered(f"{where}: {_said(error)}; what was not sent waits for the next run") from error
    return count


def _connected(server: MailServer) -> smtplib.SMTP:
    context = ssl.create_default_context(cafile=server.ca_file or None)
    if server.security == "tls":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=_PATIENCE, context=context)
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=_PATIENCE)
    try:
        if server.security == "starttls":
            connection.starttls(context=context)
        if server.user:
            connection.login(server.user, server.password)
    except (OSError, smtplib.SMTPException):
        connection.close()
        raise
    return connection


def _said(error: Exception) -> str:
    """Return what the server said, or the system."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _reply(*next(iter(error.recipients.values())))
    if isinstance(error, smtplib.SMTPResponseException):
        return _reply(error.smtp_code, error.smtp_error)
    return str(error) or type(error).__name__


def _reply(code: int, text: bytes | str) -> str:
    return f"{code} {text.decode('utf-8', 'replace') if isinstance(text, bytes) else text}"
