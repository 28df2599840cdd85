"""Known faults of what is pinned, by advisories that lie in a file: for a machine that reaches no service.

    python -m tests.advisories ADVISORIES REQUIREMENTS…

ADVISORIES are records of OSV (https://ossf.github.io/osv-schema/) as their export has them: a zip file (`all.zip`),
a folder of JSON files, or one file of JSON, of one record or a list. Status 0: none is known, 1: some are, each with
the versions that mend it, 2: the file cannot be used.
"""

from __future__ import annotations

import json
import re
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

_PIN = re.compile(r"^(?P<name>[A-Za-z0-9][\w.-]*)(?:\[[^]]*])?==(?P<version>[^\s;\\]+)", re.MULTILINE)

Record = Mapping[str, Any]


def pins_of(text: str) -> dict[str, str]:
    """Return the versions that a file of requirements pins, by name in its one spelling."""
    return {canonicalize_name(found["name"]): found["version"] for found in _PIN.finditer(text)}


def records_in(path: Path) -> Iterator[Record]:
    """Yield the records of OSV in a zip file, a folder or a file of JSON. Raises OSError, ValueError, BadZipFile."""
    if path.is_dir():
        texts = (one.read_text(encoding="utf-8") for one in sorted(path.rglob("*.json")))
    elif zipfile.is_zipfile(path):
        archive = zipfile.ZipFile(path)
        texts = (archive.read(name).decode("utf-8") for name in archive.namelist() if name.endswith(".json"))
    else:
        texts = iter([path.read_text(encoding="utf-8")])
    for text in texts:
        read = json.loads(text)
        yield from read if isinstance(read, list) else [read]


def _is_in(version: str, events: Sequence[Mapping[str, str]]) -> bool:
    """Tell whether a version lies in a range of OSV: from each `introduced` to before the next `fixed`."""
    inside, at = False, Version(version)
    for event in events:
        if "introduced" in event:
            inside = inside or event["introduced"] == "0" or at >= Version(event["introduced"])
        elif "fixed" in event:
            inside = inside and at < Version(event["fixed"])
        elif "last_affected" in event:
            inside = inside and at <= Version(event["last_affected"])
    return inside


def _fixed(affected: Record) -> list[str]:
    return [event["fixed"] for one in affected.get("ranges", ()) for event in one["events"] if "fixed" in event]


def faults(pins: Mapping[str, str], records: Iterator[Record]) -> Iterator[str]:
    """Yield a sentence for each advisory that is of a pinned version and was not withdrawn."""
    for record in records:
        for affected in record.get("affected", ()) if not record.get("withdrawn") else ():
            package = affected.get("package", {})
            version = pins.get(canonicalize_name(package.get("name", "")))
            if version is None or package.get("ecosystem") != "PyPI":
                continue
            ranges = [one["events"] for one in affected.get("ranges", ()) if one.get("type") != "GIT"]
            if version in affected.get("versions", ()) or any(_is_in(version, events) for events in ranges):
                mended = ", ".join(_fixed(affected)) or "none yet"
                told = record.get("summary") or "no summary"
                yield f"{package['name']} {version}: {record['id']}: {told} (mended in {mended})"


def main(arguments: Sequence[str]) -> int:
    """Print the known faults of the pins; return the status."""
    advisories, *files = map(Path, arguments)
    try:
        pins = {name: version for file in files for name, version in pins_of(file.read_text("utf-8")).items()}
        records = list(records_in(advisories))
        found = sorted(set(faults(pins, iter(records))))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile, InvalidVersion) as error:
        print(f"{advisories}: no advisories of OSV can be read from it ({error!r})", file=sys.stderr)
        return 2
    print("\n".join(found) or f"none of {len(records)} advisories is of one of {len(pins)} pinned versions")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
