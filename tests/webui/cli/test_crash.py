"""A fault of the program has a status of its own, which no unit of systemd takes for documents left out."""

from __future__ import annotations

import subprocess
import sys

_FALLS = """
from webui.cli.main import main

@main.command("fall")
def fall() -> None:
    raise ZeroDivisionError("a fault")

main(["fall"])
"""


def test_a_crash_is_told_by_its_status() -> None:
    done = subprocess.run([sys.executable, "-c", _FALLS], capture_output=True, text=True)
    assert done.returncode == 70
    assert "ZeroDivisionError: a fault" in done.stderr
