"""Typed clients for Python and TypeScript, generated from the OpenAPI document and used against the running service.

The generator for Python is pinned in requirements-dev.txt; that for TypeScript, with compiler and Redocly's rules, in
tests/webui/api/typescript, which `make` installs into the environment where npm is.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

NODE_TOOLS = Path(sys.prefix) / "typescript"
NAMED = "/api/v1/search?q=h%E1%BB%99i&kind=article"
PYTHON_USE = """
import sys
sys.path.insert(0, sys.argv[1])
from tra_cuu_client import Client
from tra_cuu_client.api.search import search
from tra_cuu_client.api.articles import article
from tra_cuu_client.models import Problem, SearchAnswer, SearchKind

client = Client(base_url=sys.argv[2])
found = search.sync(client=client, q="hội", kind=SearchKind.ARTICLE, size=3)
assert isinstance(found, SearchAnswer), found
read = article.sync(found.results[0].id, client=client)
assert read.title == found.results[0].title
assert isinstance(article.sync("none", client=client), Problem)
print(found.total)
"""
TYPESCRIPT_USE = """
import type { components, paths } from "./api";
type Asked = NonNullable<paths["/api/v1/search"]["get"]["parameters"]["query"]>;
type Found = components["schemas"]["SearchAnswer"];

const asked: Asked = { q: "hội", kind: "article", size: 3 };
async function main(base: string): Promise<void> {
  const query = new URLSearchParams(Object.entries(asked).map(([name, value]) => [name, String(value)]));
  const found: Found = await (await fetch(`${base}/api/v1/search?${query}`)).json();
  const titles: string[] = found.results.map((one) => one.title);
  if (titles.length === 0) throw new Error("nothing found");
  console.log(found.total);
}
void main(BASE);
"""


def _printed(*command: object, cwd: Path | None = None) -> str:
    """Return what a command prints, which must end well."""
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, cwd=cwd, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def document(get, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("contract") / "openapi.json"
    path.write_bytes(get("/api/v1/openapi.json").body)
    return path


@pytest.fixture(scope="module")
def node() -> str:
    """Node.js, with the tools beside it; without npm `make` installs none, and the tests that want them skip."""
    found = shutil.which("node")
    if not found or not (NODE_TOOLS / "node_modules").is_dir():
        pytest.skip("no Node.js: `make .venv/.installed-dev` installs the tools of TypeScript where npm is")
    return found


def test_python(server, get, document, tmp_path):
    client = tmp_path / "client"
    generator = Path(sys.executable).with_name("openapi-python-client")
    made = _printed(generator, "generate", "--path", document, "--meta", "setup", "--output-path", client)
    assert "WARNING" not in made, made
    total = _printed(sys.executable, "-c", PYTHON_USE, client, server.address.rstrip("/"))
    assert int(total) == get(NAMED).json()["total"]


def test_typescript(server, get, document, node, tmp_path):
    tools = NODE_TOOLS / "node_modules" / ".bin"
    _printed(tools / "openapi-typescript", document, "-o", tmp_path / "api.ts")
    use = tmp_path / "use.ts"
    use.write_text(TYPESCRIPT_USE.replace("BASE", json.dumps(server.address.rstrip("/"))), encoding="utf-8")
    options = ["--strict", "--skipLibCheck", "--target", "es2022", "--module", "nodenext", "--lib", "es2022,dom"]
    _printed(tools / "tsc", *options, use, cwd=tmp_path)
    assert int(_printed(node, tmp_path / "use.js")) == get(NAMED).json()["total"]


def test_redocly_finds_nothing(document, node):
    assert _printed(node, NODE_TOOLS / "lint.js", document) == ""
