"""nginx before one service or several, by the example of `deploy/` with other ports and without certificates."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

EXAMPLE = Path(__file__).resolve().parents[2] / "deploy" / "nginx.conf"
_AROUND = """pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
access_log off;
client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
{example}
}}
"""


def is_here() -> bool:
    """Tell whether nginx is installed."""
    return shutil.which("nginx") is not None


@contextmanager
def behind_nginx(addresses: Sequence[str], folder: Path) -> Iterator[str]:
    """Run nginx before the services at `addresses`; gives its own address. `folder` is made for its files.

    One service stands twice, as in the example; several stand once each, as `docs/operations.md` has it.
    """
    folder.mkdir(parents=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    example = re.sub(r"\n *ssl_certificate.*", "", EXAMPLE.read_text())
    example = example.replace("listen 443 ssl", f"listen 127.0.0.1:{port}")
    services = [f"127.0.0.1:{urlsplit(address).port}" for address in addresses]
    if len(services) == 1:
        example = example.replace("127.0.0.1:8080", services[0])
    else:
        lines = "".join(f"    server {service} max_fails=1 fail_timeout=10s;\n" for service in services)
        example = re.sub(r"(upstream tracuu \{\n)[^}]*", rf"\g<1>{lines}", example)
    written = folder / "nginx.conf"
    written.write_text(_AROUND.format(folder=folder.resolve(), example=example))
    process = subprocess.Popen(["nginx", "-c", str(written.resolve()), "-g", "daemon off;"])
    try:
        _wait(port, process)
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(100):
        assert process.poll() is None, "nginx did not start"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("nginx does not listen")
