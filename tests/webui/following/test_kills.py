"""A run of `tracuu notify` killed at any moment loses nothing, and sends nothing anew under another Message-ID."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import smtplib
import sqlite3
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest

from search.embedded.engine import WhooshEngine
from tests.webui.following.conftest import DAY, FOLLOWED, SECOND
from tests.webui.following.mail_server import mail_server
from webui.following.notify import LOCK, AlreadyRunning, notify
from webui.following.subscriptions import read_following

WEEK = DAY + timedelta(days=7)
TOLD = {"an@hoi.example": {"moi-1", "moi-3"}, "binh@hoi.example": {"moi-2"}}
IN_THE_WINDOW = {"reply", "BEGIN", "DELETE", "COMMIT"}
"""What a run does between the server's having taken a mail and the note of it being on disk."""


def killed_at(moment: int, run: Callable[[], object]) -> tuple[bool, str]:
    """Run in a process of its own that is killed (SIGKILL) at its nth statement of SQL or line of SMTP.

    Return whether it came that far, and what it was about to do.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        count = -1

        def step(what: str) -> None:
            nonlocal count
            count += 1
            if count == moment:
                os.write(writing, what.encode())
                os.kill(os.getpid(), signal.SIGKILL)

        opened, sent, got = sqlite3.connect, smtplib.SMTP.send, smtplib.SMTP.getreply

        def connect(*arguments, **options):
            connection = opened(*arguments, **options)
            connection.set_trace_callback(lambda statement: step(statement.split()[0]))
            return connection

        def send(self, text):
            step("send")
            sent(self, text)

        def getreply(self):
            reply = got(self)
            step("reply")
            return reply

        sqlite3.connect, smtplib.SMTP.send, smtplib.SMTP.getreply = connect, send, getreply
        try:
            run()
        finally:
            os._exit(0)
    os.close(writing)
    _, status = os.waitpid(child, 0)
    with os.fdopen(reading) as told:
        return os.WIFSIGNALED(status), told.read()


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_run_that_is_killed_at_any_moment(office, tmp_path):
    with mail_server() as mails:
        here = office(FOLLOWED.format(port=mails.port))
        here.run()
        here.publish(*SECOND)
        engine, following = WhooshEngine(here.data), read_following(here.file)

        def run():
            notify(engine, here.data, following, WEEK, "https://tracuu.example")

        memory = here.data / "following.sqlite3"
        shutil.copy(memory, tmp_path / "before")
        moments, twice = 0, Counter()
        while True:
            for leftover in here.data.glob("following.sqlite3*"):
                leftover.unlink()
            shutil.copy(tmp_path / "before", memory)
            mails.delivered.clear()
            killed, what = killed_at(moments, run)
            if not killed:
                break
            moments += 1
            run()
            by_id = {one.id: one for one in mails.delivered}
            told = Counter((one.to, id) for one in by_id.values() for id in ids_in(one))
            assert told == Counter((to, id) for to, ids in TOLD.items() for id in ids), f"moment {moments}, at {what}"
            assert all(one.content == by_id[one.id].content for one in mails.delivered)
            if len(mails.delivered) > len(by_id):
                assert len(mails.delivered) == len(by_id) + 1
                twice[what] += 1
        engine.close()
        assert moments >= 60
        assert set(twice) <= IN_THE_WINDOW and sum(twice.values()) <= 4 * len(TOLD), twice


def ids_in(delivered) -> set[str]:
    text = delivered.mail.get_body(("plain",)).get_content()
    return {one["id"] for one in SECOND if f"/articles/{one['id']}" in text}


def test_what_may_have_arrived_is_told(office):
    with mail_server() as mails:
        here = office(FOLLOWED.format(port=mails.port))
        here.run()
        here.publish(*SECOND)
        here.run(WEEK, dry_run=True)
        killed, _ = killed_at(10_000, lambda: here.run(WEEK))
        assert not killed and len(mails.delivered) == 2
        connection = sqlite3.connect(here.data / "following.sqlite3")
        with connection:
            first = mails.delivered[0]
            connection.execute(
                "INSERT INTO outbox (recipient, message_id, mail, was_tried) VALUES (?, ?, ?, 1)",
                (first.to, first.id, first.content),
            )
        connection.close()
        assert here.run(WEEK).again == [first.id]


def test_two_runs_at_once(office):
    with mail_server() as mails:
        here = office(FOLLOWED.format(port=mails.port))
        with (here.data / LOCK).open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            with pytest.raises(AlreadyRunning, match="wait for it to end"):
                here.run()
