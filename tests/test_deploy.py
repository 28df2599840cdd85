"""The examples in deploy/ say what the service understands."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import click
import pytest
import yaml

from index.sources.configuration import read_sources
from webui.cli.main import main
from webui.configuration import read_configuration

DEPLOY = Path(__file__).parents[1] / "deploy"


def understood(arguments: list[str]) -> None:
    command = main.get_command(click.Context(main), arguments[0])
    assert command is not None
    command.make_parser(click.Context(command)).parse_args(arguments[1:])


def test_the_settings_are_settings():
    settings = read_configuration(DEPLOY / "tracuu.toml", {}, {}).settings
    assert settings.trusted_proxy == "127.0.0.1"
    (source,) = read_sources(DEPLOY / "tracuu.toml")
    assert source.path == Path("/srv/documents")


def test_units_start_commands_that_there_are():
    started = [
        line.partition("bin/tracuu ")[2].split()
        for unit in DEPLOY.glob("*.service")
        for line in unit.read_text("utf-8").splitlines()
        if line.startswith("ExecStart=")
    ]
    assert len(started) == 3
    for arguments in started:
        understood(arguments)


def test_variables_in_units_and_containers_are_read():
    known = {"DATA", "CONFIG", "HOST", "PORT", "API_TOKEN", "PAGE_PASSWORD"}
    text = "".join(path.read_text("utf-8") for path in DEPLOY.rglob("*") if path.is_file())
    assert set(re.findall(r"TRACUU_([A-Z_]+)=", text)) <= known


def test_containers_run_commands_that_there_are():
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))["services"]
    understood(services["tracuu"]["command"])
    assert "tracuu reindex;" in services["reindex"]["entrypoint"][-1]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not here")
def test_systemd_finds_no_fault_with_the_units():
    units = sorted(DEPLOY.glob("tracuu*.service")) + sorted(DEPLOY.glob("tracuu*.timer"))
    found = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True)
    faults = [line for line in found.stderr.splitlines() if "/opt/tracuu" not in line]
    assert faults == [], "but for being installed in /opt/tracuu"
