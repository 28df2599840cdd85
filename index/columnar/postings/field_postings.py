"""The postings of one field: gathered while documents are added, then written as arrays."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.columnar.array_file import ArrayFileWriter
from index.columnar.postings.document_lists import Lists, listed, write_lists
from index.columnar.postings.layered_numbers import write_frequencies, write_positions
from index.columnar.postings.layout import POSITIONS, stream_type
from index.columnar.postings.numbered import Numbered, NumberedPairs, PairNumbers, Renumbering
from index.columnar.postings.runs import CHAPTER, Postings, blocks, by_chapter, from_tokens, joined, merged, ordered
from index.columnar.postings.small_numbers import write_small
from index.columnar.postings.terms import sorted_numbers, write_terms

_TOKENS_IN_A_RUN = 4_000_000  # 32 MB of sort keys, and cheap to merge


_Batch = tuple[int, NDArray[Any], NDArray[Any]]
"""First document within its chapter; numbers of terms, or keys of pairs, document after document; how many each has."""


class _Numbers(dict[str | bytes, int]):
    """The number of each term, given out as terms come; the same for text and for its bytes."""

    def __init__(self) -> None:
        super().__init__()
        self.terms: list[str | bytes] = []
        self._kind: type | None = None  # of all terms so far; object once there are both

    def __missing__(self, term: str | bytes) -> int:
        number = None if type(term) is self._kind else self._of_another_kind(term)
        if number is None:
            number = len(self.terms)
            self.terms.append(term)
        self[term] = number
        return number

    def _of_another_kind(self, term: str | bytes) -> int | None:
        """Return the number under which text is known as bytes, or bytes as text."""
        self._kind = object if self.terms else type(term)
        if isinstance(term, str):
            return self.get(term.encode())
        try:
            return self.get(term.decode())
        except UnicodeDecodeError:
            return None


class FieldPostings:
    """Collects the postings of a field and writes them. Documents come in rising order."""

    def __init__(self, streams: tuple[str, ...]) -> None:
        self.streams = streams
        self._numbers = _Numbers()
        self._renumbering = Renumbering(self._numbers.__getitem__)
        self._pairs: PairNumbers | None = None  # as long as all terms come as pairs
        self._runs: dict[int, list[Postings]] = {}
        self._batches: list[_Batch] = []
        self._few: tuple[array[int], array[int], array[int]] = (array("I"), array("I"), array("I"))
        self._waiting = 0
        self._chapter = 0
        self._singles: tuple[list[int], list[int], list[int], list[float]] = ([], [], [], [])
        self._single_places: dict[str, list[float]] = {name: [] for name in streams}

    def number(self, term: str | bytes) -> int:
        """Return the number under which this collection knows a term; for `add_postings`."""
        self._leave_pairs()
        return self._numbers[term]

    def _leave_pairs(self) -> None:
        """Know pairs as strings from now on, since others come as such."""
        if self._pairs is None:
            return
        self._sort_tokens()
        numbers, terms = self._pairs.in_order()
        for number, term in zip(numbers.tolist(), map(bytes.decode, terms), strict=True):
            self._numbers[term] = number
            self._numbers.terms[number] = term
        self._pairs = None

    def add_tokens(self, document: int, tokens: Sequence[str | bytes] | Numbered | NumberedPairs) -> None:
        """Add a document by its terms in order; position n is that of the n-th. Other streams are not given so."""
        if isinstance(tokens, NumberedPairs) and (self._pairs is not None or not self._numbers):
            self._pairs = self._pairs or PairNumbers()
            keys = self._pairs.keys(tokens.halves)
            if tokens.others:
                keys = np.append(keys, self._pairs.others([self._numbers[term] for term in tokens.others]))
            self._add_batch(document, keys, np.array([len(keys)]))
            return
        self._leave_pairs()
        if isinstance(tokens, Numbered):
            self._add_batch(document, self._renumbering.of(tokens).astype(np.uint32), np.array([len(tokens)]))
            return
        self._go_to(document)
        numbers, documents, lengths = self._few
        numbers.extend(map(self._numbers.__getitem__, tokens))
        documents.append(document & (CHAPTER - 1))
        lengths.append(len(tokens))
        self._count(len(tokens))

    def add_token_numbers(self, first: int, numbers: NDArray[np.uint32], lengths: NDArray[Any]) -> None:
        """Add successive documents from `first` on by the numbers of their terms, as `number` gave them.

        `numbers` holds document after document, `lengths` how many belong to each.
        """
        self._leave_pairs()
        self._add_batch(first, numbers, lengths)

    def _add_batch(self, first: int, numbers: NDArray[Any], lengths: NDArray[Any]) -> None:
        room = CHAPTER - (first & (CHAPTER - 1))
        if len(lengths) > room:
            cut = int(lengths[:room].sum())
            self._add_batch(first, numbers[:cut], lengths[:room])
            self._add_batch(first + room, numbers[cut:], lengths[room:])
            return
        self._go_to(first)
        self._batches.append((first & (CHAPTER - 1), numbers, lengths))
        self._count(len(numbers))

    def _go_to(self, document: int) -> None:
        if document >> 16 != self._chapter:
            self._sort_tokens()
            self._chapter = document >> 16

    def _count(self, tokens: int) -> None:
        self._waiting += tokens
        if self._waiting >= _TOKENS_IN_A_RUN:
            self._sort_tokens()

    def add_posting(
        self, term: bytes, document: int, frequency: int, weight: float, places: Sequence[Sequence[float]]
    ) -> None:
        """Add one posting, its places as one sequence per stream."""
        terms, documents, frequencies, weights = self._singles
        terms.append(self.number(term))
        documents.append(document)
        frequencies.append(frequency)
        weights.append(weight)
        for name, values in zip(self.streams, places, strict=True):
            self._single_places[name].extend(values)

    def add_postings(self, postings: Postings) -> None:
        """Add postings as arrays, in any order; terms as numbered by `number`, documents by the segment."""
        self._sort_tokens()
        if len(postings):
            self._keep(postings)

    def _sort_tokens(self) -> None:
        batches, self._batches = self._batches, []
        few, self._few = self._few, (array("I"), array("I"), array("I"))
        if not self._waiting:
            return
        self._waiting = 0
        some, at, counts = (np.frombuffer(values, np.uint32) for values in few)  # of documents added one by one
        lengths = np.concatenate([counts, *(batch for _, _, batch in batches)]).astype(np.int64)
        firsts = np.array([first for first, _, _ in batches], np.int64)
        sizes = np.array([len(batch) for _, _, batch in batches], np.int64)
        documents = np.repeat(np.concatenate([at, blocks(firsts, sizes)]).astype(np.int64), lengths)
        positions = None
        if POSITIONS in self.streams:
            positions = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        numbers = np.concatenate([*([some] if len(some) else ()), *(numbers for _, numbers, _ in batches)])
        if self._pairs is not None:
            numbers, new = self._pairs.numbered(numbers, len(self._numbers.terms))
            self._numbers.terms += [b""] * new  # they are told when all are written
        run = from_tokens(numbers, documents, positions)
        self._append(self._chapter, run)

    def _flush_singles(self) -> None:
        terms, documents, frequencies, weights = self._singles
        if not terms:
            return
        held = np.array(weights, np.float32)
        counts = np.array(frequencies, np.uint32)
        self._keep(
            Postings(
                np.array(terms, np.uint32),
                np.array(documents, np.uint32),
                counts,
                None if (held == counts).all() else held,
                {n: np.array(v, stream_type(n)) for n, v in self._single_places.items()},
            )
        )
        self._singles = ([], [], [], [])
        self._single_places = {name: [] for name in self.streams}

    def _keep(self, postings: Postings) -> None:
        for chapter, part in by_chapter(postings):
            self._append(chapter, ordered(part))

    def _append(self, chapter: int, run: Postings) -> None:
        """Keep a sorted run; one that does not follow the documents of the last is sorted together with it."""
        runs = self._runs.setdefault(chapter, [])
        if runs and run.documents.min() <= runs[-1].documents.max():
            run = ordered(joined([runs.pop(), run]))
            self._append(chapter, run)
        else:
            runs.append(run)

    def _in_order(self) -> tuple[NDArray[np.int64], list[bytes]]:
        """Return the numbers of all terms in the order of their bytes, and these."""
        known = [t.encode() if isinstance(t, str) else t for t in self._numbers.terms]
        if self._pairs is None:
            order = sorted_numbers(known)
            return order, [known[number] for number in order.tolist()]
        order, terms = self._pairs.in_order()
        others = sorted((known[number], number) for number in self._numbers.values())
        places = [bisect_left(terms, term) for term, _ in others]
        order = np.insert(order, places, [number for _, number in others])
        for place, (term, _) in reversed(list(zip(places, others, strict=True))):
            terms.insert(place, term)
        return order, terms

    def write(self, writer: ArrayFileWriter, name: str) -> dict[str, Any]:
        """Write dictionary and postings as arrays whose names begin with `name`; return the notes to keep."""
        self._sort_tokens()
        self._flush_singles()
        order, terms = self._in_order()
        used = np.zeros(len(self._numbers.terms), np.bool_)
        for runs in self._runs.values():
            for run in runs:
                used[run.terms] = True
        held = used[order]
        if not held.all():
            order, terms = order[held], [term for term, is_held in zip(terms, held.tolist(), strict=True) if is_held]
        ranks = np.zeros(len(used), np.int64)
        ranks[order] = np.arange(len(order))
        write_terms(writer, f"{name}.terms", terms)
        total, chapters = 0, sorted(self._runs)
        for chapter in chapters:
            postings = merged(self._runs.pop(chapter), ranks, len(order))
            total += len(postings)
            _write_chapter(writer, f"{name}.{chapter}", postings, len(order))
        return {"terms": len(order), "postings": total, "chapters": chapters, "streams": list(self.streams)}


def _write_chapter(writer: ArrayFileWriter, name: str, postings: Postings, terms: int) -> None:
    counts = np.bincount(postings.terms, minlength=terms)
    held = None
    if postings.places:
        held = np.bincount(postings.terms, weights=postings.frequencies, minlength=terms).astype(np.int64)
    size = int(postings.documents.max(initial=0)) + 1
    lists = listed(postings.documents, counts, size)
    write_chapter(writer, name, counts, size, lists, postings.frequencies, postings.weights, held, postings.places)


def write_chapter(
    writer: ArrayFileWriter,
    name: str,
    counts: NDArray[Any],
    size: int,
    lists: Lists,
    frequencies: NDArray[Any],
    weights: NDArray[np.float32] | None,
    held: NDArray[Any] | None,
    places: dict[str, NDArray[Any]],
) -> None:
    """Write the arrays of a chapter of `size` documents: how many each term has, and which, as `listed` gives them.

    `held` is how many places each term has, None for a field that keeps none.
    """
    write_small(writer, f"{name}.counts", counts)
    write_lists(writer, name, size, lists)
    if (frequencies != 1).any():
        write_frequencies(writer, f"{name}.frequencies", frequencies)
    if weights is not None:
        writer.add(f"{name}.weights", weights)
    if held is not None:
        write_small(writer, f"{name}.place_counts", held)
    for stream, numbers in places.items():
        if stream == POSITIONS:
            write_positions(writer, f"{name}.{stream}", numbers)
        elif numbers.dtype.kind == "u":
            writer.add_narrow(f"{name}.{stream}", numbers)
        else:
            writer.add(f"{name}.{stream}", numbers)
