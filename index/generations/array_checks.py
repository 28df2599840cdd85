"""Checks a generation beyond its sums: that what its arrays say of each other holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from index.columnar.segment_arrays import SegmentArrays, segment_arrays
from index.generations.catalogue import count_kinds
from index.generations.store import Generation, manifest_problems, verify


def inspect(generation: Generation) -> list[str]:
    """Return a sentence for each fault of a generation; empty when it is sound.

    Files are compared with the manifest first; only where they are as they were written is it looked into them: every
    posting must point to a document of its segment, documents must rise, keys of live documents must be single, and the
    records of each kind must be as many as the manifest says.
    """
    problems = verify(generation) + manifest_problems(generation)
    return problems or list(_contradictions(generation))


def _contradictions(generation: Generation) -> Iterator[str]:
    keys: Counter[str] = Counter()
    index = generation.open()
    with index.reader() as reader:
        for segment in segment_arrays(reader):
            yield from _postings(generation, segment)
            held = zip(segment.code_column("key").load(), segment.live.tolist(), strict=True)
            keys.update(key.decode() for key, lives in held if lives)
    twice = [key for key, count in keys.items() if count > 1]
    if twice:
        yield f"{generation.path}: {len(twice)} keys stand twice, such as {min(twice)!r}"
    kinds = count_kinds(index)
    if kinds != generation.manifest.counts:
        yield f"{generation.path}: holds {kinds}, the manifest says {generation.manifest.counts}"


def _postings(generation: Generation, segment: SegmentArrays) -> Iterator[str]:
    for name in segment.fields():
        field = segment.field(name)
        assert field is not None
        for postings in field.everything():
            documents, terms = postings.documents.astype(np.int64), postings.terms
            outside = documents >= segment.size
            falling = (np.diff(documents) <= 0) & (terms[1:] == terms[:-1])
            strange = terms >= len(field.terms)
            faults = int(np.count_nonzero(outside) + np.count_nonzero(falling) + np.count_nonzero(strange))
            if faults:
                yield f"{generation.path}: field {name}: {faults} postings point to no document of their segment"
