"""Programs that other people wrote, run beside this one: within a time, their children ended with them."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence


class TooSlow(Exception):
    """The program took more than its seconds and was ended."""


def run(
    command: Sequence[str], seconds: float, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Return what a program said and its status. Raises TooSlow, and OSError where it cannot be started.

    It is the head of a group of its own: LibreOffice and OCRmyPDF start others, which must not outlive it.
    """
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env=environment,
    ) as process:
        try:
            said, complained = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired as error:
            raise TooSlow(f"{command[0]} took more than {seconds:.0f} seconds") from error
        finally:
            with contextlib.suppress(OSError):  # the group is gone when all in it have ended
                os.killpg(process.pid, signal.SIGKILL)
    return subprocess.CompletedProcess(list(command), process.returncode, said, complained)
