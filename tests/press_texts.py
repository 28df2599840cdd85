"""Press texts made up word by word: long enough to be compared, no two alike."""

from __future__ import annotations

import random

_WORDS = (
    "hội nghị đại biểu khoa học kỹ thuật tỉnh thành phản biện giám định công tác tư vấn cán bộ trí thức đề án kế hoạch "
    "nông dân xây dựng phát triển môi trường giáo dục đào tạo chương trình dự án thực hiện báo cáo kết quả hoạt động "
    "liên hiệp thành viên ban chấp hành thường vụ chủ tịch phó quyết định chỉ thị trung ương địa phương sáng kiến"
)


def press_text(seed: int, sentences: int = 12) -> str:
    """Return sentences of 15 words; the same seed gives the same text."""
    draw, words = random.Random(seed), _WORDS.split()
    return " ".join(" ".join(draw.choices(words, k=15)).capitalize() + "." for _ in range(sentences))


def republished(text: str, seed: int) -> str:
    """Return a text as another site prints it: a new first sentence, a caption, the end cut."""
    others = press_text(seed, 2).split(". ")
    sentences = text.split(". ")
    return ". ".join([others[0], *sentences[1:5], "Ảnh: " + others[1].removesuffix("."), *sentences[5:-2]]) + "."
