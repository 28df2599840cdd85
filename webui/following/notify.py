"""One run of `tracuu notify`: looks what is new for each subscription that is due, and sends what is to be sent."""

from __future__ import annotations

import fcntl
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from search.interface.answers import Hit
from search.interface.engine import SearchEngine
from webui.following.delivery import NotDelivered, deliver
from webui.following.letter import Section, letter, readable
from webui.following.memory import Memory, WaitingMail, memory
from webui.following.news import CannotFollow, answering, followed, ids_of, with_passages
from webui.following.subscriptions import Fault, Following, Subscription
from webui.http.language import language

MEMORY, LOCK = "following.sqlite3", "following.lock"
_DAYS = {"day": 1, "week": 7}


class AlreadyRunning(RuntimeError):
    """Another run is going on over this data folder."""


@dataclass(slots=True)
class Run:
    """The outcome of a run: subscriptions `begun` (what is there counts as told), mails written and sent, faults.

    `again` are the Message-IDs of mails that an earlier run may have sent; `letters` those that a dry run would send.
    """

    begun: int = 0
    written: int = 0
    sent: int = 0
    faults: list[Fault] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    again: list[str] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Told:
    """A subscription, what it tells now, and the ids that count as told from now on."""

    subscription: Subscription
    section: Section | None
    ids: set[str]


def notify(
    engine: SearchEngine, data: Path, following: Following, today: date, base: str, *, dry_run: bool = False
) -> Run:
    """Write the mails of the subscriptions that are due on `today`, and send them and those that wait from before.

    A subscription that is seen for the first time is told nothing: what is there then is not new. `base` is the
    service's public address, empty where it has none. Raises AlreadyRunning, UnreadableMemory, and NotAvailable without
    an index; what goes wrong with one subscription, or with the mail server, is told in the run.
    """
    run = Run(faults=list(following.faults))
    engine = engine.pinned()
    with _alone(data, dry_run), memory(data / MEMORY, keep=not dry_run) as known:
        by_address: dict[str, list[_Told]] = defaultdict(list)
        for one in following.subscriptions:
            if not _is_due(one, known.last_run(one.key), today):
                continue
            try:
                by_address[one.to].append(_looked(engine, known, one))
            except CannotFollow as error:
                run.faults.append(Fault(one.line, str(error)))
        for to, told in by_address.items():
            _write(known, following, to, told, today, base, run)
        if dry_run:
            run.letters = [readable(mail.content) for mail in known.waiting()]
        else:
            _send(known, following, run)
    run.faults.sort(key=lambda fault: fault.line)
    return run


def _is_due(subscription: Subscription, last_run: str, today: date) -> bool:
    """Tell whether enough days have gone by; days, so that a timer that comes some minutes earlier is not too early."""
    return not last_run or (today - date.fromisoformat(last_run)).days >= _DAYS[subscription.every]


def _looked(engine: SearchEngine, known: Memory, subscription: Subscription) -> _Told:
    meant = followed(engine, subscription)
    before = known.told(subscription.key)
    new: list[Hit] = []
    ids: set[str] = set()
    for hit in answering(engine, meant):
        own = ids_of(hit)
        ids.update(own)
        if before.isdisjoint(own):
            new.append(hit)
    if not known.last_run(subscription.key):
        return _Told(subscription, None, ids)
    section = Section(meant.name, meant.path, tuple(with_passages(meant, new))) if new else None
    return _Told(subscription, section, ids - before)


def _write(
    known: Memory, following: Following, to: str, told: list[_Told], today: date, base: str, run: Run
) -> None:
    run.begun += sum(not known.last_run(one.subscription.key) for one in told)
    sections = [one.section for one in told if one.section is not None]
    mail = None
    if sections:
        message = letter(following.mail.sender, to, sections, language(following.mail.language), base)
        mail = (to, str(message["Message-ID"]), message.as_bytes())
        run.written += 1
    known.note(today.isoformat(), [(one.subscription.key, one.ids) for one in told], mail)


def _send(known: Memory, following: Following, run: Run) -> None:
    """Send what waits; what waits for an address that follows nothing any more is dropped."""
    addresses = {one.to for one in following.subscriptions}
    wanted: list[WaitingMail] = []
    for mail in known.waiting():
        if mail.to in addresses or following.faults:  # a faulty table may be the one of this address
            wanted.append(mail)
        else:
            known.is_sent(mail)
    if not wanted:
        return
    run.again = [mail.message_id for mail in wanted if mail.was_tried]

    def refused(mail: WaitingMail, said: str) -> None:
        run.problems.append(f"{mail.to}: the mail server refuses it, it is tried again at the next run: {said}")

    try:
        run.sent = deliver(following.mail, known, wanted, refused)
    except NotDelivered as error:
        run.problems.append(str(error))


@contextmanager
def _alone(data: Path, dry_run: bool) -> Iterator[None]:
    """Keep other runs away; a dry run, which writes nothing, minds none."""
    if dry_run:
        yield
        return
    with (data / LOCK).open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyRunning(f"{data}: another tracuu notify is running; wait for it to end") from error
        yield
