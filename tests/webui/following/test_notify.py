"""Followers are told by mail what is new, each article once, whatever the mail server does meanwhile."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
from datetime import timedelta

import pytest
from click.testing import CliRunner

from tests.webui.following.conftest import DAY, FOLLOWED, SECOND
from tests.webui.following.mail_server import mail_server
from webui.cli.main import main

NEXT, WEEK = DAY + timedelta(days=1), DAY + timedelta(days=7)


@pytest.fixture
def mails():
    with mail_server() as server:
        yield server


def plain(delivered) -> str:
    return delivered.mail.get_body(("plain",)).get_content().replace("\r\n", "\n")


def html(delivered) -> str:
    return delivered.mail.get_body(("html",)).get_content()


def test_what_is_there_at_the_beginning_is_not_new(office, mails):
    run = office(FOLLOWED.format(port=mails.port)).run()
    assert (run.begun, run.written, run.faults, run.problems) == (3, 0, [], [])
    assert mails.delivered == []


def test_each_follower_is_told_what_is_new_in_one_mail(office, mails):
    here = office(FOLLOWED.format(port=mails.port))
    here.run()
    here.publish(*SECOND)
    run = here.run(WEEK)
    assert (run.written, run.sent, run.problems) == (2, 2, [])
    an, binh = sorted(mails.delivered, key=lambda one: one.to)
    assert str(an.mail["Subject"]) == "Tra cứu: 2 bài mới – nước sạch · Đặng Vũ Minh"
    assert str(an.mail["From"]) == "Tra cứu <tracuu@hoi.example>"
    assert an.mail["Auto-Submitted"] == "auto-generated" and an.id.endswith("@hoi.example>")
    text = plain(an)
    assert "“nước sạch”: 1 bài mới" in text and "“Đặng Vũ Minh”: 1 bài mới" in text
    assert "Nước sạch <vùng> biển & đảo\n01/11/2026, Hội A\n" in text
    assert "https://tracuu.example/articles/moi-1" in text
    assert "Cần phản biện sớm" in text, "of a person what they say is told"
    assert "an@hoi.example" in text.partition("-- \n")[2]
    assert "Nước sạch &lt;vùng&gt; biển &amp; đảo</a>" in html(an)
    assert "“Chỉ thị số 42-CT/TW”: 1 bài mới" in plain(binh) and "Chỉ thị số 42-CT/TW ngày 16/4/2010" in plain(binh)


def test_nothing_is_told_twice(office, mails):
    here = office(FOLLOWED.format(port=mails.port))
    here.run()
    here.publish(*SECOND)
    here.run(WEEK)
    for days in (1, 7, 30):
        assert here.run(WEEK + timedelta(days=days)).written == 0
    assert len(mails.delivered) == 2


def test_weekly_is_every_seven_days_and_daily_each_day(office, mails):
    here = office(FOLLOWED.format(port=mails.port))
    here.run()
    here.publish(*SECOND)
    assert here.run(DAY).written == 0, "the same day again"
    here.run(NEXT)
    assert [one.to for one in mails.delivered] == ["an@hoi.example"]
    here.run(WEEK - timedelta(days=1))
    assert len(mails.delivered) == 1
    here.run(WEEK)
    assert [one.to for one in mails.delivered] == ["an@hoi.example", "binh@hoi.example"]


def test_a_copy_of_what_was_told_is_not_new(office, mails):
    here = office(FOLLOWED.format(port=mails.port))
    here.run()
    copy = {**SECOND[0], "id": "moi-0", "date": "2026-10-01", "source": "Hội Đ", "url": ""}
    long = "Nước sạch về đảo xa, bà con mừng, " + " ".join(f"việc thứ {n} đã xong" for n in range(40))
    here.publish({**SECOND[0], "text": long})
    here.run(NEXT)
    here.publish({**copy, "text": long})
    assert here.run(NEXT + timedelta(days=1)).written == 0
    assert len(mails.delivered) == 1


def test_while_the_mail_host_is_down_mails_wait(office, mails):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        nobody = closed.getsockname()[1]
    here = office(FOLLOWED.format(port=nobody))
    here.run()
    here.publish(*SECOND)
    run = here.run(WEEK)
    assert (run.written, run.sent) == (2, 0)
    assert f"127.0.0.1:{nobody}" in run.problems[0] and "waits for the next run" in run.problems[0]
    here.follow(FOLLOWED.format(port=mails.port))
    again = here.run(WEEK)
    assert (again.written, again.sent, again.again) == (0, 2, [])
    assert len(mails.delivered) == 2


def test_one_refused_address_keeps_no_other_waiting(office, mails):
    mails.refuses["an@hoi.example"] = "550 no such user"
    here = office(FOLLOWED.format(port=mails.port))
    here.run()
    here.publish(*SECOND)
    run = here.run(WEEK)
    assert run.sent == 1 and [one.to for one in mails.delivered] == ["binh@hoi.example"]
    assert run.problems == [
        "an@hoi.example: the mail server refuses it, it is tried again at the next run: 550 no such user"
    ]
    mails.refuses.clear()
    assert here.run(WEEK).sent == 1 and len(mails.delivered) == 2


def test_what_nobody_follows_any_more_is_not_sent(office, mails):
    mails.refuses["binh@hoi.example"] = "450 later"
    here = office(FOLLOWED.format(port=mails.port))
    here.run()
    here.publish(*SECOND)
    here.run(WEEK)
    mails.refuses.clear()
    here.follow(FOLLOWED.format(port=mails.port).replace("binh@", "chi@"))
    here.run(WEEK)
    assert {one.to for one in mails.delivered} == {"an@hoi.example"}


def test_a_dry_run_prints_the_mails_and_notes_nothing(office, mails):
    here = office(FOLLOWED.format(port=mails.port))
    assert here.run(dry_run=True).begun == 3 and not (here.data / "following.sqlite3").exists()
    here.run()
    here.publish(*SECOND)
    before = (here.data / "following.sqlite3").read_bytes()
    run = here.run(WEEK, dry_run=True)
    assert [letter.splitlines()[0] for letter in run.letters] == ["To: an@hoi.example", "To: binh@hoi.example"]
    assert "Diễn đàn mùa thu" in run.letters[0]
    assert (here.data / "following.sqlite3").read_bytes() == before and mails.delivered == []


def test_the_address_of_a_page_of_results_says_filters_as_well(office, mails):
    address = "https://tracuu.example/?q=n%C6%B0%E1%BB%9Bc&source=H%E1%BB%99i+A&lang=vi"
    here = office(FOLLOWED.format(port=mails.port).replace('"nước sạch"', f'"{address}"'))
    here.run()
    other = {"id": "moi-9", "title": "Nước sạch ở phố", "text": "Nước về phố.", "source": "Hội khác"}
    here.publish(SECOND[0], other)
    here.run(NEXT)
    assert "moi-1" in plain(mails.delivered[0]) and "moi-9" not in plain(mails.delivered[0])
    assert "https://tracuu.example/?q=n%C6%B0%E1%BB%9Bc&source=H%E1%BB%99i+A&sort=newest" in plain(mails.delivered[0])


def test_faults_are_told_with_their_line_and_the_others_go_on(office, mails):
    faulty = FOLLOWED.format(port=mails.port) + "\n".join(
        [
            '[[follow]]\nsearch = "lúa"\nto = "khong phai dia chi"',
            '[[follow]]\nsearch = "lúa\nto = "an@hoi.example"',
            '[[follow]]\ndirective = "Chỉ thị 999-CT/TW"\nto = "an@hoi.example"',
            '[[follow]]\nsearch = "lúa"\nperson = "B"\nto = "an@hoi.example"',
            '[[follow]]\nserch = "lúa"\nto = "an@hoi.example"',
            '[[follow]]\nsearch = "lúa"\nto = "an@hoi.example"\nevery = "hour"',
            '[[follow]]\nsearch = "nước sạch"\nto = "an@hoi.example"',
        ]
    )
    first = FOLLOWED.count("\n") + 1
    here = office(faulty)
    told = {fault.line - first: fault.reason for fault in here.run().faults}
    assert sorted(told) == [0, 4, 6, 9, 13, 16, 20]
    assert told[0] == "to = 'khong phai dia chi': write one mail address: \"ten@donvi.vn\""
    assert told[4].startswith("is not TOML: ")
    assert told[6] == "no directive here is called 'Chỉ thị 999-CT/TW'"
    assert told[9] == "name one thing to follow: search, directive or person"
    assert told[13] == "there is no 'serch'; there are search, directive, person, to, every"
    assert told[16] == "every = 'hour': write one of day, week"
    assert told[20] == "the same as that of line 8"
    here.publish(*SECOND)
    assert here.run(WEEK).sent == 2, "the three that are right"


@pytest.mark.skipif(not shutil.which("openssl"), reason="no certificate can be made: openssl is not here")
def test_with_starttls_and_a_password(office, tmp_path):
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
            "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate]  # fmt: skip
    subprocess.run(made, check=True, capture_output=True)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    (tmp_path / "password").write_text("bí mật\n", encoding="utf-8")
    with mail_server(context, "secret") as server:
        settings = f'user = "tracuu"\npassword_file = "{tmp_path / "password"}"\nca_file = "{certificate}"\n'
        followed = FOLLOWED.format(port=server.port).replace('"127.0.0.1"', '"localhost"')
        followed = followed.replace('security = "none"\n', settings)
        (tmp_path / "password").write_text("secret\n", encoding="utf-8")
        here = office(followed)
        here.run()
        here.publish(*SECOND)
        assert here.run(WEEK).problems == []
        assert len(server.delivered) == 2 and all(one.over_tls for one in server.delivered)
        (tmp_path / "password").write_text("wrong\n", encoding="utf-8")
        here.publish({**SECOND[0], "id": "moi-4", "title": "Nước sạch lần nữa", "text": "Nước sạch cho mọi nhà."})
        assert "535 not known" in here.run(WEEK + timedelta(days=1)).problems[0]
        here.follow(followed.replace(f'ca_file = "{certificate}"\n', ""))
        assert "CERTIFICATE_VERIFY_FAILED" in here.run(WEEK + timedelta(days=1)).problems[0]
        assert len(server.delivered) == 2


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (("host =", "hots ="), "[mail] has no setting 'hots'"),
        (('"none"', '"ssl"'), "[mail] security = 'ssl': write one of starttls, tls, none"),
        (("[mail]", "[post]"), "'post' is none of its tables"),
        (('sender = "Tra cứu <tracuu@hoi.example>"', 'sender = "Tra cứu"'), "[mail] sender = 'Tra cứu'"),
        (('security = "none"', 'user = "a"'), "user and password_file go together"),
        (('host = "127.0.0.1"', 'host = "mail.example"\nuser = "a"\npassword_file = "/nowhere"'),
         "a password is sent in the clear"),
        (("[mail]", "[mail"), "line 2"),
    ],
)  # fmt: skip
def test_without_a_usable_mail_server_nothing_runs(office, changed, told):
    here = office(FOLLOWED.format(port=25).replace(*changed))
    result = CliRunner().invoke(main, ["notify", str(here.file), "--data", str(here.data)])
    assert result.exit_code == 2 and told in result.output
    assert not (here.data / "following.sqlite3").exists()


def test_the_command_tells_what_it_did(office, mails):
    here = office(FOLLOWED.format(port=mails.port) + '[[follow]]\nto = "x@y.example"\n')
    result = CliRunner().invoke(main, ["notify", str(here.file), "--data", str(here.data)])
    assert result.exit_code == 1
    assert "following.toml, line 20: name one thing to follow" in result.stderr
    assert result.stdout == "mails sent: 0; subscriptions begun, whose articles of now count as told: 3\n"


def test_a_memory_that_is_none_is_told(office, mails):
    here = office(FOLLOWED.format(port=mails.port))
    (here.data / "following.sqlite3").write_bytes(b"not a database at all" * 100)
    result = CliRunner().invoke(main, ["notify", str(here.file), "--data", str(here.data)])
    assert result.exit_code == 2 and "move the file away" in result.output
