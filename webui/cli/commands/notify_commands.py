"""The command that tells followers by mail what is new: notify."""

from __future__ import annotations

import sys
from contextlib import closing
from datetime import date
from pathlib import Path

import click

from search.interface.engine import NotAvailable
from search.opening import open_engine
from webui.cli.options import CannotRun, config_option, configuration, data_option
from webui.cli.words import tell, told
from webui.following.memory import UnreadableMemory
from webui.following.notify import AlreadyRunning, Run, notify
from webui.following.subscriptions import BadMailSettings, read_following


@click.command("notify")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@data_option
@config_option
@click.option("--dry-run", is_flag=True, help="Print the mails that would be sent; send none, and note nothing.")
def notify_command(file: Path, data: Path, config: Path, dry_run: bool) -> None:
    """Send by mail what is new in the searches, directives and people that FILE says somebody follows.

    To be run by cron or a timer. Ends with status 1 where a subscription has a fault or a mail could not be sent.
    """
    settings = configuration(config, {})
    base = settings.settings.public_address.rstrip("/")
    try:
        with closing(open_engine(data, settings.index.connection())) as engine:
            run = notify(engine, data, read_following(file), date.today(), base, dry_run=dry_run)
    except (AlreadyRunning, BadMailSettings, NotAvailable, UnreadableMemory) as error:
        raise CannotRun(str(error)) from error
    except OSError as error:
        raise CannotRun(f"{error.filename or data}: {error.strerror}") from error
    _report(run, file, dry_run)
    sys.exit(1 if run.faults or run.problems else 0)


def _report(run: Run, file: Path, dry_run: bool) -> None:
    for fault in run.faults:
        tell(f"{file}, line {fault.line}: {told(fault.reason)}", err=True)
    for message_id in run.again:
        tell(f"sent again, for an earlier run may not have ended it: {message_id}", err=True)
    for problem in run.problems:
        tell(problem, err=True)
    for mail in run.letters:
        click.echo(mail)
    did = f"mails would be sent: {len(run.letters):,}" if dry_run else f"mails sent: {run.sent:,}"
    tell(f"{told(did)}; subscriptions begun, whose articles of now count as told: {run.begun:,}")
