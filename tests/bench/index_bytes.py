"""Bytes of an index by what they hold, beside the UTF-8 text of its articles.

    python -m tests.bench.index_bytes DATA [FILE]

DATA is a data folder with an index, FILE the articles that it was made of (JSON lines with `title` and `text`, as
`tests.bench.made_articles` writes them). Segments are told apart by whether they hold articles.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from whoosh.filedb.filestore import FileStorage

from index.columnar.array_file import ArrayFile, open_array_file
from index.generations.store import Store

_KINDS = (
    ("positions", "positions"),
    ("frequencies", "frequencies"),
    ("terms", "dictionaries"),
    ("counts", "dictionaries"),
    ("", "documents of terms"),
)
"""What an array of postings holds, by a part of its name; the first that fits."""


def _part(name: str, columns: dict[str, str]) -> str:
    if name.startswith("stored."):
        return "dictionaries of compression" if "dictionary" in name else "stored records"
    if name.startswith("length."):
        return "lengths"
    column = columns.get(".".join(name.split(".")[:2]))
    if column is not None:
        return f"column {column}"
    return next(kind for part, kind in _KINDS if part in name)


def _parts(file: ArrayFile) -> Counter[str]:
    columns = {notes["file"]: name for name, notes in file.notes.get("columns", {}).items()}
    parts: Counter[str] = Counter()
    for name in file.names():
        parts[_part(name, columns)] += file[name].nbytes
    return parts


def index_bytes(data: Path, articles: Path | None) -> str:
    """Return a table in Markdown: for each part of the published generation its bytes, and beside the text."""
    generation = Store(data).current()
    assert generation is not None, f"no index in {data}"
    files = [path for path in generation.path.iterdir() if path.is_file()]
    sizes: Counter[str] = Counter()
    for path in files:
        if path.suffix in (".documents", ".postings"):
            segment = open_array_file(FileStorage(str(generation.path)), path.with_suffix(".postings").name)
            whose = "articles" if any(f["name"] == "body_fold" for f in segment.notes["fields"]) else "records"
            file = open_array_file(FileStorage(str(generation.path)), path.name)
            for part, size in _parts(file).items():
                sizes[f"{whose}: {part}"] += size
        else:
            sizes[path.name.partition("_")[0] if path.name.startswith("MAIN") else path.name] += path.stat().st_size
    total = sum(path.stat().st_size for path in files)
    records = [] if articles is None else [json.loads(line) for line in articles.open(encoding="utf-8")]
    text = sum(len(f"{record['title']}{record['text']}".encode()) for record in records)
    rows = [*sizes.most_common(), ("together", total)]
    lines = [f"| {part} | {size / 1e6:.2f} |" + (f" {size / text:.3f} |" if text else "") for part, size in rows]
    of_articles = sum(size for part, size in sizes.items() if part.startswith("articles"))
    lines.append(f"| of articles | {of_articles / 1e6:.2f} |" + (f" {of_articles / text:.3f} |" if text else ""))
    return "\n".join(["| part | MB |" + (" × text |" if text else ""), "|---|---|" + ("---|" if text else ""), *lines])


if __name__ == "__main__":
    print(index_bytes(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None))
