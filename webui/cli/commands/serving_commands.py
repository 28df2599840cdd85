"""The commands that serve the pages and the API, and show how: serve and config."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from webui.cli.options import CannotRun, config_option, configuration, index_options, json_option
from webui.cli.terminal import print_json
from webui.cli.words import tell, told


@click.command("serve")
@index_options
@click.option("--host", help="Address to serve on.  [default: 127.0.0.1]")
@click.option("--port", type=click.IntRange(0, 65535), help="0 takes a free one.  [default: 8080]")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes.  [default: 1]")
@click.option("--threads", type=click.IntRange(1, 64), help="Of each process.  [default: 4]")
def serve_command(
    data: Path,
    config: Path,
    engine: str | None,
    host: str | None,
    port: int | None,
    workers: int | None,
    threads: int | None,
) -> None:
    """Serve the search page and the JSON API until stopped.

    What is not given here is read from the environment ($TRACUU_PORT …) and from [serve] in the configuration file;
    `tracuu config` shows all of it.
    """
    from webui.serving.listening_socket import (  # the web stack loads slowly; other commands do without
        CannotServe,
        bound,
    )
    from webui.serving.supervisor import Supervisor

    given = {"host": host, "port": port, "workers": workers, "threads": threads}
    chosen = configuration(config, given, engine)
    settings, cluster = chosen.settings, chosen.index.connection()
    try:
        listening = bound(settings.host, settings.port)
        Supervisor(
            data,
            listening,
            workers=settings.workers,
            threads=settings.threads,
            settings=settings,
            cluster=cluster,
            tell=partial(tell, err=True),
        ).run()
    except CannotServe as error:
        raise CannotRun(str(error)) from error


@click.command("config")
@config_option
@json_option
def config_command(config: Path, as_json: bool) -> None:
    """Show the settings of the service, and where each comes from; passwords are not shown."""
    rows = configuration(config, {}).rows()
    if as_json:
        print_json([{"name": name, "value": value, "origin": origin} for name, value, origin in rows])
        return
    for name, value, origin in rows:
        click.echo(f"{name:<21} {value:<32} {told(origin)}")
