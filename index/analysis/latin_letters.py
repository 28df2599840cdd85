"""Latin letters that Unicode does not take apart, and the plain letters that people type for them: `ø` o, `œ` oe."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from index.table import rows

# The name says it: LATIN SMALL LETTER L WITH STROKE, LATIN SMALL LETTER AE, LATIN SMALL LIGATURE OE.
_NAMED = re.compile(
    r"LATIN (?:(?:SMALL|CAPITAL) LETTER ([A-Z]{1,2})|(?:SMALL|CAPITAL) LIGATURE ([A-Z]{2,3})"
    r"|LETTER SMALL CAPITAL ([A-Z]{1,2}))(?: WITH .*)?"
)


@cache
def _table() -> dict[str, str]:
    return dict(rows(__package__, "latin_letters.tsv"))


def plain_letters(letter: str) -> str:
    """Return the lower-case letters from a to z that stand for a Latin letter: `ł` → l, `ß` → ss; '' for others.

    Letters that Unicode takes apart (`é`) and those of other scripts are others.
    """
    lower = letter.lower()
    if plain := _table().get(lower):
        return plain
    named = _NAMED.fullmatch(unicodedata.name(lower, "")) if len(lower) == 1 else None
    return next(filter(None, named.groups())).lower() if named else ""
