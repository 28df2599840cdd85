"""Typed clients are generated from the OpenAPI document and used against the running service, where the tools are here.

    pip install openapi-python-client      npm install -g openapi-typescript typescript
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PYTHON_TOOL = "openapi-python-client"
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


def tool(name: str) -> str:
    """Return where a tool is; the test skips where it is not. TRACUU_TOOLS names another folder to look in."""
    found = shutil.which(name, path=os.environ.get("TRACUU_TOOLS", "") + os.pathsep + os.environ["PATH"])
    if not found:
        pytest.skip(f"no typed client can be made: {name} is not here")
    return found


@pytest.fixture
def document(get, tmp_path) -> Path:
    path = tmp_path / "openapi.json"
    path.write_bytes(get("/api/v1/openapi.json").body)
    return path


def test_python(server, get, document, tmp_path):
    generator = Path(tool(PYTHON_TOOL))
    client = tmp_path / "client"
    options = ["generate", "--path", document, "--meta", "setup", "--output-path", client]
    made = subprocess.run([generator, *options], capture_output=True, text=True)
    assert made.returncode == 0 and "WARNING" not in made.stdout, made.stdout + made.stderr
    beside = generator.resolve().with_name("python")  # which has what the client needs
    python = beside if beside.exists() else sys.executable
    used = subprocess.run(
        [python, "-c", PYTHON_USE, client, server.address.rstrip("/")], capture_output=True, text=True
    )
    assert used.returncode == 0, used.stderr
    assert int(used.stdout) == get("/api/v1/search?q=h%E1%BB%99i&kind=article").json()["total"]


def test_typescript(server, get, document, tmp_path):
    generator, compiler, node = tool("openapi-typescript"), tool("tsc"), tool("node")
    made = subprocess.run([generator, document, "-o", tmp_path / "api.ts"], capture_output=True, text=True)
    assert made.returncode == 0, made.stdout + made.stderr
    use = tmp_path / "use.ts"
    use.write_text(TYPESCRIPT_USE.replace("BASE", json.dumps(server.address.rstrip("/"))), encoding="utf-8")
    options = ["--strict", "--target", "es2022", "--module", "nodenext", "--lib", "es2022,dom"]
    compiled = subprocess.run([compiler, *options, use], capture_output=True, text=True, cwd=tmp_path)
    assert compiled.returncode == 0, compiled.stdout
    used = subprocess.run([node, tmp_path / "use.js"], capture_output=True, text=True)
    assert used.returncode == 0, used.stderr
    assert int(used.stdout) == get("/api/v1/search?q=h%E1%BB%99i&kind=article").json()["total"]
