"""Documents on disk → `Article` or `Rejection`: files are found by `read_paths`, read by `read_file`.

A further format is a module with one function `read(source_file) -> Iterator[Article | Rejection]` and a line in
`registry.py`. Readers stream; what cannot be read is told, by them or, where a file as a whole is damaged or too large,
by the registry that catches what they raise of it. The rest goes on.
"""

from index.sources.attached import with_attachments
from index.sources.files.known_lines import KnownLines, Unchanged
from index.sources.files.walk import SourceError, SourceFile, read_paths
from index.sources.registry import read_changed, read_file, supported_suffixes

__all__ = [
    "KnownLines",
    "SourceError",
    "SourceFile",
    "Unchanged",
    "read_changed",
    "read_file",
    "read_paths",
    "supported_suffixes",
    "with_attachments",
]
