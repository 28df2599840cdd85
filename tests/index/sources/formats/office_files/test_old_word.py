"""Word before 2007: what the program prints is the article; without it, or with another file, that is told."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from index.documents import Article, Rejection
from index.sources.files.programs import TooSlow, run
from index.sources.files.walk import SourceFile
from index.sources.formats.office_files.old_word import Programs
from index.sources.formats.office_files.old_word import read as read_old_word

OLE = b"\xd0\xcf\x11\xe0" + b"\0" * 600


def _read(folder: Path, content: bytes, script: str = "") -> Article | Rejection:
    path = folder / "a.doc"
    path.write_bytes(content)
    program = folder / "antiword"
    if script:
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        program.chmod(0o700)
    (item,) = read_old_word(SourceFile(path, "a"), Programs(str(program), office=()))
    return item


def test_what_the_program_prints_is_the_article(tmp_path: Path) -> None:
    found = _read(tmp_path, OLE, "printf 'Tin\\n\\nCéng hßa X· héi Chñ nghÜa\\n'")
    assert isinstance(found, Article)
    assert (found.title, found.text) == ("Tin", "Cộng hòa Xã hội Chủ nghĩa")


def test_the_head_of_a_letter_in_a_table(tmp_path: Path) -> None:
    """antiword draws the cells of a row between bars, a line of them after the other."""
    rows = ["|HỘI LÀM VƯỜN |CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |", "|TỈNH LÀO CAI |Độc lập - Tự do - Hạnh phúc |"]
    rows += ["|Số: 12/KH-HLV |Lào Cai, ngày 07 tháng 5 năm 2023 |", "| | |", "", "KẾ HOẠCH", "Mở lớp ghép cây"]
    rows += ["Hội mở lớp."]
    rows += ["|Nơi nhận: |CHỦ TỊCH |", "|- Sở Nội vụ; | |", "|- Lưu: VT. |Lê Văn Ba |"]
    found = _read(tmp_path, OLE, "cat <<'.'\n" + "\n".join(rows) + "\n.")
    assert isinstance(found, Article) and found.letter is not None
    assert (found.title, found.date) == ("KẾ HOẠCH Mở lớp ghép cây", "2023-05-07")
    assert (found.letter.number, found.letter.organ) == ("12/KH-HLV", "HỘI LÀM VƯỜN TỈNH LÀO CAI")
    assert (found.letter.recipients, found.letter.signer) == (("Sở Nội vụ",), "Lê Văn Ba")
    assert found.text == "Hội mở lớp.\nCHỦ TỊCH\nLê Văn Ba"


@pytest.mark.parametrize(
    ("content", "script", "reason", "says"),
    [
        (OLE, "", "unsupported", "apt-get install antiword"),
        (OLE, "exit 1", "broken", "save it as .docx"),
        (b"", "exit 0", "broken", "suffix"),
        (b"{\\rtf1 a}", "exit 0", "broken", "suffix"),
        (OLE, "exit 0", "empty", "no text"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, content: bytes, script: str, reason: str, says: str) -> None:
    found = _read(tmp_path, content, script)
    assert isinstance(found, Rejection)
    assert found.reason == reason
    assert says in found.detail


RTF = (
    rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Times New Roman;}{\f1 .VnTime;}{\f2 VNI-Times;}{\f3 .VnTimeH;}}"
    rb"{\f0 HEAD}\par {\f1 C\'e9ng h\'dfa} {\f2 Vie\'e4t Nam} {\f0 caf\'e9} {\f3 x\'b7 h\'e9i}.\par "
    rb"{\f0 \u272?o\u7841?n sau.}\par }"
)


HEAD = [
    r"HỘI LÀM VƯỜN TỈNH LÀO CAI\tab CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    r"Số: 12/KH-HLV\tab Lào Cai, ngày 07 tháng 5 năm 2023",
    "KẾ HOẠCH",
    "Mở lớp ghép cây",
]


def _coded(text: str) -> bytes:
    return "".join(letter if letter.isascii() else rf"\u{ord(letter)}?" for letter in text).encode("ascii")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_fonts_decide_by_run_through_libreoffice(tmp_path: Path) -> None:
    """The file is an official letter whose head stands in columns of tabs."""
    (tmp_path / "a.rtf").write_bytes(RTF.replace(b"HEAD", _coded(r"\par ".join(HEAD))))
    profile = (tmp_path / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "doc:MS Word 97"]
    run([*command, "--outdir", str(tmp_path), str(tmp_path / "a.rtf")], 120)
    (found,) = read_old_word(SourceFile(tmp_path / "a.doc", "a"))
    assert isinstance(found, Article)
    assert (found.title, found.date, found.letter and found.letter.number) == (
        "KẾ HOẠCH Mở lớp ghép cây", "2023-05-07", "12/KH-HLV"
    )  # fmt: skip
    assert found.text == "Cộng hòa Việt Nam café XÃ HỘI.\nĐoạn sau."
    assert found.origin == str(tmp_path / "a.doc")


def test_a_program_that_does_not_end_is_ended_with_its_children(tmp_path: Path) -> None:
    marker = tmp_path / "child"
    script = f"(sleep 60; touch {marker}) & echo $! > {tmp_path}/pid; sleep 60"
    with pytest.raises(TooSlow):
        run(["/bin/sh", "-c", script], 1)
    child = int((tmp_path / "pid").read_text())
    for _ in range(100):
        if not Path(f"/proc/{child}").exists() or " Z " in Path(f"/proc/{child}/stat").read_text():
            break
        time.sleep(0.05)
    else:
        pytest.fail("the child outlived the program")
