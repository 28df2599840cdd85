"""The text of scanned pages, by OCRmyPDF (Tesseract) where it is there and asked for; kept, for it takes minutes."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from index.sources.files.programs import TooSlow, run

_LANGUAGES = "vie"
_SECONDS = 1_800.0


class NotRecognised(Exception):
    """Pages that could not be recognised; the message says why and what to do."""


def recognised(path: Path, kept: Path) -> list[str]:
    """Return the text of each page of a scanned PDF; what was recognised before is taken from the folder `kept`.

    Raises NotRecognised where the program is missing, fails or takes too long.
    """
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    known = kept / f"{digest}.txt"
    if known.exists():
        return known.read_text(encoding="utf-8").split("\f")
    found = shutil.which("ocrmypdf")
    if found is None:
        raise NotRecognised("scanned pages; OCRmyPDF is not installed: apt-get install ocrmypdf tesseract-ocr-vie")
    text = _run(found, path)
    kept.mkdir(parents=True, exist_ok=True)
    fresh = known.with_suffix(f".{os.getpid()}.tmp")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(known)
    return text.split("\f")


def _run(program: str, path: Path) -> str:
    with tempfile.TemporaryDirectory(prefix="tracuu-") as folder:
        text = Path(folder) / "text.txt"
        options = ["-l", _LANGUAGES, "--force-ocr", "--sidecar", str(text), "--jobs", "1", "--quiet"]
        try:
            done = run([program, *options, str(path.absolute()), str(Path(folder) / "out.pdf")], _SECONDS)
        except TooSlow as error:
            raise NotRecognised(f"{error}; split it into parts") from error
        if done.returncode or not text.exists():
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise NotRecognised(f"OCRmyPDF cannot read its pages ({said[-1][:200] if said else done.returncode})")
        return text.read_text(encoding="utf-8", errors="replace")
