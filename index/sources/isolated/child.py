"""Run as a program: reads the files that it is asked for on standard input, items on the pipe whose number it is given.

Ends when its input does, however the parent ended, and then removes its folder. What no reader foresaw ends it too,
with the last line of its traceback on standard error: the parent tells it and starts another. A file on which it hangs
ends it by an alarm of the system, where the parent is no more to do so.
"""

from __future__ import annotations

import fcntl
import math
import os
import resource
import shutil
import signal
import sys
from collections.abc import Iterator

import msgspec

from index.documents import Article
from index.sources.files.known_lines import KnownLines, Unchanged
from index.sources.isolated.messages import LENGTH, Answer, Request, answer_of, received
from index.sources.registry import read_changed, read_file

_LONGER = 10  # seconds that a file may take beyond those in which the parent ends this process
_LARGEST_WRITTEN = 1 << 30  # bytes of a file that reading may write: members of archives, converted documents


def _requests() -> Iterator[Request]:
    decoder = msgspec.msgpack.Decoder(Request)
    while head := sys.stdin.buffer.read(LENGTH.size):
        yield decoder.decode(sys.stdin.buffer.read(LENGTH.unpack(head)[0]))


def _answer(request: Request, target: int, encoder: msgspec.msgpack.Encoder) -> None:
    file = received(request.file)
    taken = set(request.taken)
    lines = KnownLines(request.known, taken)

    seconds = math.ceil(request.seconds) + _LONGER

    def write(answer: Answer) -> None:
        data = encoder.encode(answer)
        left = memoryview(LENGTH.pack(len(data)) + data)
        signal.alarm(0)  # whoever asks may take its time
        while left:
            left = left[os.write(target, left) :]
        signal.alarm(0 if answer.end else seconds)

    signal.alarm(seconds)
    for item in read_changed(file, lines) if request.follows_lines else read_file(file):
        if isinstance(item, Article | Unchanged):
            taken.add(item.id)  # another line of this file with its id must be read, to be told
        write(answer_of(item, lines.last))
    write(Answer(end=True))


def _bound(limit: int, most: int) -> None:
    """Lower a limit of this process; one that is lower already stays, for only the system's owner may raise it."""
    soft, hard = resource.getrlimit(limit)
    resource.setrlimit(limit, (most if soft == resource.RLIM_INFINITY else min(soft, most), hard))


def main() -> None:
    """Answer requests until there are no more; an interrupt from the keyboard is the parent's business."""
    target, memory = int(sys.argv[1]), int(sys.argv[2])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    fcntl.flock(sys.stderr.fileno(), fcntl.LOCK_EX)  # the sign in its folder that somebody is there
    _bound(resource.RLIMIT_AS, memory)
    _bound(resource.RLIMIT_FSIZE, _LARGEST_WRITTEN)
    encoder = msgspec.msgpack.Encoder()
    try:
        for request in _requests():
            _answer(request, target, encoder)
    except BrokenPipeError:
        pass
    # The parent ends this process where it is done: that its input or its answer's pipe ended says that it was ended
    shutil.rmtree(os.environ["TMPDIR"], ignore_errors=True)


if __name__ == "__main__":
    main()
