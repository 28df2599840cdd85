"""Answers kept in memory: the same question to the same generation is answered with what was sent before.

Each process keeps its own, up to a number of bytes; what was used longest ago goes first. Who may ask is settled before
an answer is looked up, and no answer depends on who asks.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Flask, Response, current_app, g

_KEY = "tracuu.kept_answers"
_BESIDE = 1_000  # bytes that an answer takes beside its content: question, headers, objects
_LARGEST = 8  # an answer may take this part of all that is kept, or a few reports would drive out everything

Question = tuple[str, ...]
"""All that an answer depends on: its entity tag, and the address by which the service was asked."""


@dataclass(slots=True)
class KeptAnswer:
    """An answer as it is sent; `packed` once some client took it compressed."""

    question: Question
    content: bytes
    headers: list[tuple[str, str]]
    packed: bytes = field(default=b"", repr=False)

    @property
    def size(self) -> int:
        """Bytes that it takes, about."""
        return len(self.content) + len(self.packed) + _BESIDE


class KeptAnswers:
    """Answers by question, `most` bytes of them at most; 0 keeps none. Threads may share it.

    `looked_up` is told of each question whether its answer was kept.
    """

    def __init__(self, most: int, looked_up: Callable[[bool], None] = lambda kept: None) -> None:
        self._most = most
        self._looked_up = looked_up
        self._answers: OrderedDict[Question, KeptAnswer] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    @property
    def size(self) -> int:
        """Bytes that the answers take, about."""
        return self._size

    def get(self, question: Question) -> KeptAnswer | None:
        """Return the answer that was kept, None for none."""
        if not self._most:
            return None
        with self._lock:
            found = self._answers.get(question)
            if found is not None:
                self._answers.move_to_end(question)
        self._looked_up(found is not None)
        return found

    def keep(self, answer: KeptAnswer) -> None:
        """Keep an answer, in place of those that were used longest ago."""
        if answer.size > self._most // _LARGEST:
            return
        with self._lock:
            before = self._answers.pop(answer.question, None)
            self._size += answer.size - (before.size if before else 0)
            self._answers[answer.question] = answer
            self._make_room()

    def pack(self, answer: KeptAnswer, packed: bytes) -> None:
        """Keep an answer's compressed form beside it."""
        with self._lock:
            if self._answers.get(answer.question) is answer and not answer.packed:
                answer.packed = packed
                self._size += len(packed)
                self._make_room()

    def _make_room(self) -> None:
        while self._size > self._most:
            self._size -= self._answers.popitem(last=False)[1].size


def install(app: Flask, answers: KeptAnswers) -> None:
    """Let an application keep its answers there."""
    app.extensions[_KEY] = answers


def kept_answers() -> KeptAnswers:
    """Return where the application at work keeps its answers."""
    found: KeptAnswers = current_app.extensions[_KEY]
    return found


def kept(question: Question) -> Response | None:
    """Return the answer that was kept for a question, None for none."""
    answer = kept_answers().get(question)
    if answer is None:
        return None
    g.kept_answer = answer
    return Response(answer.content, headers=answer.headers)


def keep(question: Question, response: Response) -> None:
    """Keep an answer that is whole in memory; one that is streamed or read from a file is not."""
    if not (response.is_streamed or response.direct_passthrough):
        g.kept_answer = KeptAnswer(question, response.get_data(), list(response.headers))
        kept_answers().keep(g.kept_answer)


def answer_at_hand() -> KeptAnswer | None:
    """Return the kept answer that the request at work is answered with, None for none."""
    found: KeptAnswer | None = g.get("kept_answer")
    return found
