"""Rich text (.rtf): its visible text, old fonts by run."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from index.documents import Article, Rejection
from index.sources.encodings.legacy_encodings import as_western
from index.sources.encodings.legacy_fonts import Run, encoding_of_font, text_of_runs
from index.sources.fields.article_from_lines import Page, article_of_page, lines_of
from index.sources.fields.note_marks import without_marks
from index.sources.files.walk import SourceFile
from index.sources.files.whole_file import bytes_of
from index.sources.files.zip_bounds import Damaged

_LARGEST = 128 << 20  # bytes of a file; most of it are pictures
_DEEPEST = 1000  # groups in groups
_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,9})? ?|\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<sign>.)|(?P<brace>[{}])"
    rb"|(?P<text>[^\\{}\r\n]+)|[\r\n]+",
    re.DOTALL,
)
_UNSEEN = frozenset(
    b"colortbl stylesheet info pict header headerl headerr headerf footer footerl footerr footerf object themedata "
    b"listtable listoverridetable rsidtbl generator fldinst xmlnstbl latentstyles datastore filetbl revtbl "
    b"footnote annotation atnid atnauthor atndate atnref atrfstart atrfend deleted".split()
)
_SIGNS = {
    **dict.fromkeys((b"par", b"line", b"row", b"sect", b"page"), "\n"),
    **{b"tab": "\t", b"cell": " | ", b"emdash": "—", b"endash": "–", b"bullet": "•", b"lquote": "‘", b"rquote": "’"},
    **{b"ldblquote": "“", b"rdblquote": "”", b"emspace": " ", b"enspace": " "},
}
_SYMBOLS = {b"~": " ", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}", b"\n": "\n", b"\r": "\n"}
_VIETNAMESE = 163  # \fcharset


class BrokenRtf(Damaged):
    """Bytes that are no whole RTF; the message says what to do."""


@dataclass(frozen=True, slots=True)
class _Group:
    """The settings within a pair of braces."""

    font: int = 0
    unseen: bool = False
    fonts: bool = False
    raised: bool = False
    fallbacks: int = 1  # characters that stand after \\u for programs before Unicode


@dataclass(slots=True)
class _Reader:
    page: str = "cp1252"
    names: dict[int, str] = field(default_factory=dict)
    charsets: dict[int, int] = field(default_factory=dict)
    runs: list[Run] = field(default_factory=list)
    defined: int = 0
    default: int = 0
    skip: int = 0

    def add(self, text: str, group: _Group) -> None:
        if group.fonts:
            self.names[self.defined] = self.names.get(self.defined, "") + text
        elif not group.unseen:
            self.runs.append(Run(text, self.names.get(group.font, "").split(";")[0], group.raised))

    def bytes_as_text(self, data: bytes, group: _Group) -> str:
        if encoding_of_font(self.names.get(group.font, "")) is not None:
            return as_western(data)
        page = "cp1258" if self.charsets.get(group.font) == _VIETNAMESE else self.page
        return data.decode(page, "replace")

    def word(self, word: bytes, number: int | None, group: _Group) -> _Group:
        if word in _UNSEEN:
            return replace(group, unseen=True)
        if word == b"fonttbl":
            return replace(group, fonts=True)
        if word == b"ansicpg" and number in (1250, 1251, 1252, 1258):
            self.page = f"cp{number}"
        elif word == b"deff":
            self.default = number or 0
            return replace(group, font=self.default)
        elif word == b"plain":
            return replace(group, font=self.default, raised=False)
        elif word in (b"super", b"up", b"nosupersub", b"sub", b"dn"):
            return replace(group, raised=word == b"super" or (word == b"up" and number != 0))
        elif word == b"f" and number is not None:
            self.defined = number
            return replace(group, font=number)
        elif word == b"fcharset" and group.fonts:
            self.charsets[self.defined] = number or 0
        elif word == b"uc":
            return replace(group, fallbacks=max(number or 0, 0))
        elif word == b"u" and number is not None:
            self.add(struct.pack("<H", number & 0xFFFF).decode("utf-16-le", "surrogatepass"), group)
            self.skip = group.fallbacks
        elif word in _SIGNS:
            self.add(_SIGNS[word], group)
        return group


def _skipped(reader: _Reader, data: bytes) -> bytes:
    passed = min(reader.skip, len(data))
    reader.skip -= passed
    return data[passed:]


def runs_of(data: bytes) -> list[Run]:
    """Return the visible text of RTF by font. Raises BrokenRtf."""
    if not data.lstrip().startswith(b"{\\rtf"):
        raise BrokenRtf("it is no RTF; save it again as .rtf or .docx")
    reader, group, at = _Reader(), _Group(), 0
    stack: list[_Group] = []
    while at < len(data):
        found = _TOKEN.match(data, at)
        if found is None:
            raise BrokenRtf("it is cut off; get a whole copy")
        at = found.end()
        word, text = found["word"], found["text"]
        if found["brace"] == b"{":
            stack.append(group)
            if len(stack) > _DEEPEST:
                raise BrokenRtf("its groups are nested too deep; save it again in a word processor")
        elif found["brace"]:
            if not stack:
                break
            group = stack.pop()
            if not stack:
                return reader.runs
        elif word:
            number = int(found["number"]) if found["number"] else None
            if word == b"bin":
                at += max(number or 0, 0)
            else:
                group = reader.word(word, number, group)
        elif text or found["byte"]:
            shown = _skipped(reader, text or bytes.fromhex(found["byte"].decode()))
            reader.add(reader.bytes_as_text(shown, group), group)
        elif found["sign"] == b"*":
            group = replace(group, unseen=True)
        elif found["sign"] in _SYMBOLS:
            reader.add(_SYMBOLS[found["sign"]], group)
    raise BrokenRtf("it is cut off; get a whole copy")


def read(source_file: SourceFile) -> Iterator[Article | Rejection]:
    """Return the one article of the file, a table row a line. Raises Damaged, TooLarge."""
    text = text_of_runs(without_marks(runs_of(bytes_of(source_file.path, _LARGEST))))
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")  # two \u make one emoji
    lines = tuple(line.removesuffix("|").strip() for line in lines_of(text))
    yield article_of_page(Page(tuple(filter(None, lines)), Article("", "", "")), source_file)
