"""Fixtures of the readers' tests: a file of given content, and what comes out of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from index.documents import Article, Rejection
from index.sources import read_file, read_paths

Read = Callable[..., list[Article | Rejection]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Write a file and return all that its reader yields."""

    def write_and_read(name: str, content: str | bytes) -> list[Article | Rejection]:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return [item for file in read_paths([path]) for item in read_file(file)]

    return write_and_read


@pytest.fixture
def article(read: Read) -> Callable[..., Article]:
    """Write a file that holds one document and return its article."""

    def one(name: str, content: str | bytes) -> Article:
        (item,) = read(name, content)
        assert isinstance(item, Article), item
        return item

    return one


@pytest.fixture
def rejection(read: Read) -> Callable[..., Rejection]:
    """Write a file that holds one bad document and return what is said of it."""

    def one(name: str, content: str | bytes) -> Rejection:
        (item,) = read(name, content)
        assert isinstance(item, Rejection), item
        return item

    return one
