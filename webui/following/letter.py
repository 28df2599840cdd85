"""Writes the mail that tells of what is new: the same in plain text and in HTML."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid, parseaddr

from markupsafe import Markup

from webui.following.news import Article
from webui.http.addresses import record_path, web_address
from webui.http.language import Language

_SHOWN = 50  # articles of one subscription; the rest is counted, with a link to all
_PASSAGE = 600  # characters


@dataclass(frozen=True, slots=True)
class Section:
    """The news of one subscription: its name, the path of its page, its new articles, newest first."""

    name: str
    path: str
    articles: tuple[Article, ...]


def letter(sender: str, to: str, sections: Iterable[Section], text: Language, base: str) -> EmailMessage:
    """Return the mail to one address. `base` is the service's public address, empty: articles link to their originals.

    Its Message-ID is made here once: a mail that is sent again, for it is not known whether it arrived, has the same.
    """
    sections = list(sections)
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = sender, to, _subject(sections, text)
    mail["Date"] = formatdate(localtime=True)
    mail["Message-ID"] = make_msgid(domain=parseaddr(sender)[1].rpartition("@")[2])
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answering machine answers
    mail["Content-Language"] = text.code
    mail.set_content(_plain(sections, to, text, base))
    mail.add_alternative(_html(sections, to, text, base), subtype="html")
    return mail


def readable(content: bytes) -> str:
    """Return a mail as a person reads it who is to judge it: recipient, subject and plain text."""
    mail = message_from_bytes(content, policy=SMTP)
    body = mail.get_body(("plain",))
    text = body.get_content() if body is not None else ""
    return f"To: {mail['To']}\nSubject: {mail['Subject']}\n\n{text}"


def _subject(sections: list[Section], text: Language) -> str:
    count = sum(len(one.articles) for one in sections)
    names = " · ".join(" ".join(one.name.split()) for one in sections)
    return text.t("notify.subject", count=count, names=names if len(names) <= 80 else names[:79] + "…")


def _about(article: Article, text: Language) -> str:
    hit = article.hit
    province = "" if hit.province == hit.source else hit.province
    return ", ".join(filter(None, (text.date(hit.date), hit.source, province)))


def _link(article: Article, base: str) -> str:
    return base + record_path("article", article.hit.id) if base else web_address(article.hit.source_url)


def _passage(article: Article) -> str:
    passage = " ".join(article.passage.split())
    return passage if len(passage) <= _PASSAGE else passage[: _PASSAGE - 1] + "…"


def _more(section: Section, text: Language) -> str:
    count = len(section.articles) - _SHOWN
    return text.t("notify.more", count=count) if count > 0 else ""


def _plain(sections: list[Section], to: str, text: Language, base: str) -> str:
    lines: list[str] = []
    for one in sections:
        lines += [text.t("notify.heading", name=one.name, count=len(one.articles)), ""]
        for article in one.articles[:_SHOWN]:
            told = (article.hit.title or article.hit.id, _about(article, text), _passage(article), _link(article, base))
            lines += [*filter(None, told), ""]
        lines += [*filter(None, (_more(one, text), base and f"{text.t('notify.all')} {base}{one.path}")), ""]
    return "\n".join([*lines, "-- ", text.t("notify.why", to=to)]) + "\n"


def _html(sections: list[Section], to: str, text: Language, base: str) -> str:
    parts = [Markup('<!doctype html><html lang="{}"><head><meta charset="utf-8"></head><body>').format(text.code)]
    for one in sections:
        parts.append(Markup("<h2>{}</h2><ol>").format(text.t("notify.heading", name=one.name, count=len(one.articles))))
        for article in one.articles[:_SHOWN]:
            title, link = article.hit.title or article.hit.id, _link(article, base)
            head = Markup('<a href="{}">{}</a>').format(link, title) if link else Markup("{}").format(title)
            told = Markup("<br><small>{}</small>").format(_about(article, text)) if _about(article, text) else Markup()
            parts.append(Markup("<li><p><b>{}</b>{}</p><p>{}</p></li>").format(head, told, _passage(article)))
        parts.append(Markup("</ol>"))
        if more := _more(one, text):
            parts.append(Markup("<p>{}</p>").format(more))
        if base:
            whole = Markup('<p><a href="{}">{}</a></p>')
            parts.append(whole.format(base + one.path, text.t("notify.all").rstrip(":")))
    parts.append(Markup("<hr><p><small>{}</small></p></body></html>").format(text.t("notify.why", to=to)))
    return str(Markup("").join(parts))
