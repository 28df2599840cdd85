"""An official document's own text is linked from the record that articles cite it by, in every order of runs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.reindexing.reindex import reindex
from search.embedded.engine import WhooshEngine
from search.interface.records import DirectiveView
from webui.app import create_app
from webui.cli.progress import Silent

STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
PARTY = (
    "BAN CHẤP HÀNH TRUNG ƯƠNG\n*\nSố 42-CT/TW\nĐẢNG CỘNG SẢN VIỆT NAM\n"
    "Hà Nội, ngày {}\nCHỈ THỊ\n{}\nCác cấp ủy thực hiện."
)
LETTERS = {
    "tri-thuc.txt": PARTY.format("16 tháng 4 năm 2010", "Về tổ chức của những người làm khoa học"),
    "the-he-tre.txt": PARTY.format("24 tháng 3 năm 2015", "Về việc giáo dục lớp người trẻ"),
    "ke-hoach.txt": f"HỘI LÀM VƯỜN TỈNH LÀO CAI\nSố: 12/2023/KH-HLV\n{STATE}\nLào Cai, ngày 07 tháng 5 năm 2023\n"
    "KẾ HOẠCH\nMở lớp ghép cây\nKế hoạch 12/2023/KH-HLV thay kế hoạch trước, theo Chỉ thị số 42-CT/TW ngày 16/4/2010.\n"
    "Nơi nhận:\n- Sở Nội vụ (b/c);\n- Lưu: VT.\nCHỦ TỊCH\nLê Văn Ba",
}
NEWS = (
    {"id": "a", "title": "Tin", "date": "2011-02-03", "text": "Hội học tập Chỉ thị số 42-CT/TW ngày 16/4/2010."},
    {"id": "b", "title": "Tin", "date": "2016-02-03", "text": "Đoàn học tập Chỉ thị số 42-CT/TW ngày 24/3/2015."},
    {"id": "c", "title": "Tin", "date": "2023-06-03", "text": "Các hội làm theo Kế hoạch số 12/2023/KH-HLV."},
)
TEXTS = {
    "chi-thi-42-ct-tw-2010": ["tri-thuc"],
    "chi-thi-42-ct-tw-2015": ["the-he-tre"],
    "ke-hoach-12-2023-kh-hlv": ["ke-hoach"],
}


def _write(folder: Path, news: tuple[dict[str, str], ...] = NEWS, letters: tuple[str, ...] = tuple(LETTERS)) -> None:
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    lines = (json.dumps(one, ensure_ascii=False) for one in news)
    (folder / "news.jsonl").write_text("\n".join(lines), encoding="utf-8")
    for name in letters:
        (folder / name).write_text(LETTERS[name], encoding="utf-8")


def _texts(data: Path) -> dict[str, list[str]]:
    engine = WhooshEngine(data)
    views = [engine.directive(id) for id in TEXTS]
    return {view.id: [one.id for one in view.own_texts] for view in views if isinstance(view, DirectiveView)}


@pytest.mark.parametrize("first", [{"news": ()}, {"letters": ()}, {"letters": ("ke-hoach.txt",)}], ids=repr)
def test_a_text_is_linked_from_its_record_whichever_came_first(tmp_path: Path, first: dict[str, tuple[()]]) -> None:
    """Both documents with the number 42-CT/TW have their own text, of their own day."""
    folder, data = tmp_path / "tin", tmp_path / "data"
    _write(folder, **first)
    reindex([folder], data, Silent(), jobs=1)
    _write(folder)
    assert reindex([folder], data, Silent(), jobs=1).changed == 0
    assert _texts(data) == TEXTS
    _write(folder, letters=("the-he-tre.txt",))
    reindex([folder], data, Silent(), jobs=1)
    assert _texts(data) == {**{id: [] for id in TEXTS}, "chi-thi-42-ct-tw-2015": ["the-he-tre"]}


def test_pages_and_api_show_it(tmp_path: Path) -> None:
    folder, data = tmp_path / "tin", tmp_path / "data"
    _write(folder)
    reindex([folder], data, Silent(), jobs=1)
    client = create_app(WhooshEngine(data)).test_client()
    letter = client.get("/api/v1/articles/ke-hoach").json["letter"]
    assert letter == {
        "id": "ke-hoach-12-2023-kh-hlv",
        "url": "/directives/ke-hoach-12-2023-kh-hlv",
        "type": "Kế hoạch",
        "number": "12/2023/KH-HLV",
        "date": "2023-05-07",
        "place": "Lào Cai",
        "organ": "HỘI LÀM VƯỜN TỈNH LÀO CAI",
        "signer": "Lê Văn Ba",
        "recipients": ["Sở Nội vụ (b/c)"],
    }
    assert client.get("/api/v1/articles/a").json["letter"] is None
    directive = client.get(f"/api/v1/directives/{letter['id']}").json
    assert directive["own_texts"] == [
        {"id": "ke-hoach", "url": "/articles/ke-hoach", "title": "KẾ HOẠCH Mở lớp ghép cây"}
    ]
    assert directive["articles"] == 1, "its own number is no citation"
    page = client.get("/articles/ke-hoach").text
    assert 'href="/directives/ke-hoach-12-2023-kh-hlv"><bdi>Kế hoạch 12/2023/KH-HLV</bdi></a>' in page
    assert "Nơi nhận" in page and "Người ký" in page
    assert 'Toàn văn</dt><dd lang="vi"><a href="/articles/ke-hoach">' in client.get(letter["url"]).text
    about = client.get('/api/v1/search?q="sở+nội+vụ"').json
    assert about["total"] == 0, "whom a letter goes to is not what it is about"
