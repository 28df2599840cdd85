"""The date and the issuer that belong to a document just found: after it, inside it, before it, in its list."""

from __future__ import annotations

from dataclasses import replace

from index.analysis.normalise import fold
from index.extract.directives.context import date_later, issuer_before, issuer_later
from index.extract.directives.dates import StatedDate, date_beside
from index.extract.directives.issuers import Issuer, issuer_beside, more_organs, organ_at
from index.extract.directives.mention import Find
from index.extract.directives.numbers import Number
from index.extract.directives.tables import DocumentType
from index.extract.text_view import View


def with_surroundings(
    view: View,
    start: int,
    kind: DocumentType | None,
    number: Number,
    end: int,
    published: str,
) -> Find:
    """Return the mention with the date and the issuer that stand beside the number."""
    joint = "lien tich" in fold(kind.name if kind else "") or number.groups[:1] in (("ttlt",), ("nqlt",))
    within = organ_between(view, start, number.start)
    stop, when, issuer = date_and_issuer(view, end, published, joint)
    opened = view.folded.rfind("(", start, number.start)
    if opened >= 0 and ")" not in view.folded[opened:stop] and view.folded[stop : stop + 1] == ")":
        stop += 1
        if not issuer and not within:
            stop, later, issuer = date_and_issuer(view, stop, published, joint)
            when = when or later
    issuer = issuer or within
    if issuer is None or when is None:
        before = issuer_before(view, start, published)
        if before:
            issuer = issuer or before[0]
            when = when or before[1]
    if issuer is None:
        signed = issuer_later(view, stop, number, published)
        if signed:
            issuer, when = signed[0], when or signed[1]
    when = when or date_later(view, stop, published)
    return Find(start, stop, kind, number, when.iso if when else None, issuer.written if issuer else None)


def organ_between(view: View, start: int, end: int) -> Issuer | None:
    """Return the organ named between a type word and its number: `Tờ trình của Ban Tổ chức Trung ương (số …`."""
    at = view.folded.find("cua ", start, end)
    issuer = organ_at(view, at + 4) if at >= 0 else None
    return issuer if issuer and issuer.end <= end else None


def date_and_issuer(view: View, end: int, published: str, joint: bool) -> tuple[int, StatedDate | None, Issuer | None]:
    stop, when, issuer = end, None, None
    for _ in range(3):
        if when is None:
            when = date_beside(view, stop, published)
            if when:
                stop = max(stop, when.end)
                continue
        if issuer is None:
            beside = issuer_beside(view, stop)
            if beside:
                issuer, quoted = beside
                if joint:
                    issuer = more_organs(view, issuer)
                if not quoted:
                    later = date_beside(view, issuer.end, published)
                    return stop, when or later, issuer
                stop = issuer.end
                continue
        break
    return stop, when, issuer


def share_in_lists(view: View, finds: list[Find]) -> list[Find]:
    """Give the issuer named after the last of several coordinated documents, and `cùng ngày …`, to those before it.

    `Thông tư số 37/2018/TT-BGTVT và Thông tư số 49/2016/TT-BGTVT của Bộ Giao thông vận tải`: both are the
    ministry's. Only where the symbols agree, so that `Nghị định … và Thông tư … của Bộ Y tế` shares nothing.
    """
    shared = list(finds)
    for place in range(len(shared) - 2, -1, -1):
        this, following = shared[place], shared[place + 1]
        if not this.number or not following.number:
            continue
        gap = view.folded[this.end : following.start].strip(" ,;")
        if gap not in ("", "va", "hoac", "so", "va so"):
            continue
        if this.date is None and " cung ngay " in view.folded[following.start : following.end]:
            shared[place] = replace(this, date=following.date)
        if this.issuer or not following.issuer:
            continue
        if this.number.groups[-1:] == following.number.groups[-1:] and (this.number.groups or following.listed):
            shared[place] = replace(shared[place], issuer=following.issuer)
    return shared
