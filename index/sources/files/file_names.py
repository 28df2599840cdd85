"""Names of files as text: those that another system wrote in another encoding are not UTF-8."""

from __future__ import annotations

import os

from index.analysis.normalise import nfc
from index.sources.encodings.encoding import Undecodable, decode


def printable(name: str) -> str:
    """Return a file name or path as text that can be shown and stored, its bytes read as an encoding before Unicode.

    Python keeps bytes that are no UTF-8 as halves of surrogate pairs, which no index and no JSON can hold. Bytes that
    are nothing at all become U+FFFD.
    """
    try:
        name.encode()
    except UnicodeEncodeError:
        data = os.fsencode(name)
        try:
            return nfc(decode(data))
        except Undecodable:
            return data.decode("utf-8", "replace")
    return name
