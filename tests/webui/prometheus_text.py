"""Reading of Prometheus' text format 0.0.4, as strict as its description is, for tests of what is written in it."""

from __future__ import annotations

import re

_NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
_LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\\\|\\"|\\n)*)"(?:,|$)')
_SAMPLE = re.compile(rf"({_NAME})(?:\{{(.*)\}})? (NaN|[+-]?Inf|[+-]?[0-9]+(?:\.[0-9]*)?(?:e[+-]?[0-9]+)?)")

Labels = frozenset[tuple[str, str]]


def parsed(text: str) -> dict[str, dict[Labels, float]]:
    """Return the samples by name and labels. Fails where the text is not what Prometheus and promtool accept."""
    assert text.endswith("\n")
    samples: dict[str, dict[Labels, float]] = {}
    types: dict[str, str] = {}
    told: set[str] = set()
    for line in text.splitlines():
        if help_ := re.fullmatch(rf"# HELP ({_NAME}) (\S.*)", line):
            assert help_[1] not in told, f"told twice: {line}"
            told.add(help_[1])
        elif type_ := re.fullmatch(rf"# TYPE ({_NAME}) (counter|gauge|histogram)", line):
            assert type_[1] in told and type_[1] not in types, line
            assert (type_[2] == "counter") == type_[1].endswith("_total"), f"not a counter's name: {line}"
            types[type_[1]] = type_[2]
            family = type_[1]
        else:
            sample = _SAMPLE.fullmatch(line)
            assert sample, f"no sample: {line}"
            suffixes = ("_bucket", "_sum", "_count") if types[family] == "histogram" else ("",)
            assert sample[1] in [family + suffix for suffix in suffixes], f"stands under {family}: {line}"
            labels = frozenset(_LABEL.findall(sample[2] or ""))
            assert len("".join(m[0] for m in _LABEL.finditer(sample[2] or ""))) == len(sample[2] or ""), line
            assert labels not in samples.setdefault(sample[1], {}), f"twice: {line}"
            samples[sample[1]][labels] = float(sample[3])
    for name in [name for name, type_ in types.items() if type_ == "histogram"]:
        _check_histogram(name, samples)
    return samples


def _check_histogram(name: str, samples: dict[str, dict[Labels, float]]) -> None:
    counts = samples.get(f"{name}_count", {})
    for labels, count in counts.items():
        buckets = [
            (float(dict(of)["le"]), value)
            for of, value in samples[f"{name}_bucket"].items()
            if labels == without_le(of)
        ]
        bounds, values = zip(*buckets, strict=True)
        assert list(bounds) == sorted(bounds) and bounds[-1] == float("inf")
        assert list(values) == sorted(values) and values[-1] == count
        assert labels in samples[f"{name}_sum"]


def without_le(labels: Labels) -> Labels:
    """Return the labels of a bucket but for its bound."""
    return frozenset((name, value) for name, value in labels if name != "le")
