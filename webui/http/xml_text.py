"""Text of documents for XML, which cannot hold every character that they do."""

from __future__ import annotations

import re

_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production 2


def fit(text: str) -> str:
    """Return `text` with a space for each character that XML 1.0 cannot hold."""
    return _UNFIT.sub(" ", text)
