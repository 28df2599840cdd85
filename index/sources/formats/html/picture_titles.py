"""The title of an article that stands on its pictures: news systems write it into the text for those who see none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from index.analysis.normalise import fold_word
from index.sources.fields.article_fields import clean, one_line

_NUMBERED = re.compile(r"\s*[-–—:(]\s*(?:ảnh|hình|hình ảnh|photo)\s*(?:số\s*)?\d{1,3}\)?\.?$", re.IGNORECASE)
_LEAST_WORDS = 5  # `Hội Liên hiệp` is a name that a site gives all its pictures
_LEAST_WORDS_ALONE = 8  # of the text of a single picture, which may be its caption
_LONGEST = 200  # characters
_SHARED = 0.6  # of the words that the article has, too
_SHARED_ALONE = 0.8  # of the words that its first paragraph has


def _words(text: str) -> list[str]:
    return [fold_word(word) for word in re.findall(r"\w+", text)]


def _share(title: str, text: str) -> float:
    words, known = _words(title), set(_words(text))
    return sum(word in known for word in words) / max(len(words), 1)


def title_on_pictures(tree: Any, lines: Sequence[str]) -> str:
    """Return the title that several pictures of the page carry, or one that the first paragraph bears out; else ''.

    `Lễ kỷ niệm 60 năm - ảnh 1` is numbered by the system that wrote it. Text that a line shows is a caption; text
    in no word of which has a mark (`ky niem 60 nam`) was made for machines.
    """
    found: Counter[str] = Counter()
    numbered = set()
    for picture in tree.iter("img"):
        for written in {one_line(clean(picture.get(name) or "")) for name in ("alt", "title")}:
            bare = _NUMBERED.sub("", written)
            found[bare] += 1
            if bare != written:
                numbered.add(bare)
    shown = {line.casefold().rstrip(" .") for line in lines}
    opening = lines[0] if lines else ""
    for title, count in found.most_common():
        words = len(title.split())
        if words < _LEAST_WORDS or len(title) > _LONGEST or title.isascii() or title.casefold().rstrip(" .") in shown:
            continue
        if (count > 1 or title in numbered) and _share(title, "\n".join(lines)) >= _SHARED:
            return title
        if words >= _LEAST_WORDS_ALONE and _share(title, opening) >= _SHARED_ALONE:
            return title
    return ""
