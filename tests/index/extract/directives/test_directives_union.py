"""The union's own article and the annotated documents, where the data stand beside the project."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from index.extract.directives.find import find_directives

SHARED = Path(__file__).resolve().parents[4].parent / "shared"
ARTICLE = SHARED / "data" / "union" / "giao-ban-2020.txt"
GOLD = SHARED / "data" / "extract"
SCORE = SHARED / "bench" / "score_extract.py"


@pytest.mark.skipif(not ARTICLE.exists(), reason="the union's article is not part of the repository")
def test_the_unions_article_gives_its_eight_citations():
    mentions = find_directives(ARTICLE.read_text("utf-8"), "2020-10-16")
    assert [(m.type, m.number, m.date) for m in mentions] == [
        ("Nghị quyết", "39-NQ/TW", None),
        ("Nghị quyết", "18-NQ/TW", None),
        ("Chỉ thị", "42-CT/TW", "2010-04-16"),
        ("Kết luận", "59-KL/TW", None),
        ("Chỉ thị", "42-CT/TW", "2010-04-16"),
        ("Chỉ thị", "42-CT/TW", None),
        ("Quyết định", None, "2015-04-15"),
        ("Chỉ thị", "42-CT/TW", "2010-04-14"),
    ]
    assert [m.issuer for m in mentions if m.issuer] == [
        "Bộ Chính trị",
        "Ban Bí thư",
        "Bộ Chính trị khóa X",
        "Thủ tướng Chính phủ",
        "Bộ Chính trị",
    ]


@pytest.mark.skipif(not SCORE.exists(), reason="the annotated documents are not part of the repository")
def test_scores_on_the_annotated_documents(tmp_path):
    found = tmp_path / "found.jsonl"
    with found.open("w", encoding="utf-8") as out:
        for line in (GOLD / "dev_documents.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            mentions = [
                {name: getattr(m, name) for name in ("start", "end", "type", "number", "date", "issuer")}
                for m in find_directives(row["text"])
            ]
            out.write(json.dumps({"id": row["id"], "directives": mentions, "people": []}) + "\n")
    answer = subprocess.run(
        [sys.executable, SCORE, GOLD / "dev_gold.jsonl", found], capture_output=True, text=True, check=True
    )
    score = json.loads(answer.stdout)
    assert score["cited"]["f1"] >= 0.98
    assert score["named"]["f1"] >= 0.90
    assert min(score["type"], score["date"], score["issuer"]) >= 0.97
