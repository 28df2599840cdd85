"""What may be on a disk after the power failed: as little as POSIX promises, and not more.

The content of a file is safe up to its last `fsync`; of what was written since, all, a part or nothing may be there. A
name made, changed or taken away is safe once its folder was synced; of those since, any may be there and any not, in
any order. A rename is there or not. (Common file systems promise more; none of it is relied on.)
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.index.reindexing.file_operations import Operation

Tree = dict[str, bytes | None]
"""Paths below the root, with the content of files and None for folders."""


@dataclass(eq=False)
class _Node:
    """A file or a folder: as it is, and what of it is safe."""

    is_folder: bool
    content: bytes = b""
    safe_content: bytes = b""
    names: dict[str, _Node] = field(default_factory=dict)
    safe_names: dict[str, _Node] = field(default_factory=dict)
    unsafe: list[tuple[str, str, _Node]] = field(default_factory=list)  # (name taken away, name given, to what)


class Disk:
    """A folder on a disk, as operations change it."""

    def __init__(self, root: str, tree: Tree) -> None:
        """Take what is safe from the beginning; parents come before what is in them."""
        self._root = _Node(True)
        self._prefix = root
        for path, content in tree.items():
            parent, name = self._place(f"{root}/{path}")
            node = _Node(content is None, content or b"", content or b"")
            parent.names[name] = parent.safe_names[name] = node

    def _node(self, path: str) -> _Node:
        node = self._root
        for part in path.removeprefix(self._prefix).strip("/").split("/"):
            node = node.names[part] if part else node
        return node

    def _place(self, path: str) -> tuple[_Node, str]:
        folder, _, name = path.rpartition("/")
        return self._node(folder), name

    def apply(self, operation: Operation) -> None:
        """Do one operation."""
        match operation.kind:
            case "create" | "mkdir":
                self._give(operation.path, _Node(operation.kind == "mkdir", operation.content))
            case "write":
                self._node(operation.path).content = operation.content
            case "sync":
                node = self._node(operation.path)
                node.content = node.safe_content = operation.content
            case "sync_folder":
                node = self._node(operation.path)
                node.safe_names, node.unsafe = dict(node.names), []
            case "link":
                self._give(operation.to, self._node(operation.path))
            case "unlink" | "rmdir":
                folder, name = self._place(operation.path)
                if name in folder.names:  # SQLite's scratch file came past what is recorded
                    folder.unsafe.append((name, "", folder.names.pop(name)))
            case "rename":
                folder, name = self._place(operation.path)
                target, new = self._place(operation.to)
                assert folder is target, "a rename from folder to folder is not simulated"
                node = folder.names[new] = folder.names.pop(name)
                folder.unsafe.append((name, new, node))
            case other:
                raise AssertionError(other)

    def _give(self, path: str, node: _Node) -> None:
        folder, name = self._place(path)
        folder.names[name] = node
        folder.unsafe.append(("", name, node))

    def now(self) -> Tree:
        """Return the tree as a process sees it."""
        return self._tree(self._root, 1.0, 1.0, random.Random(0))

    def after_power_loss(self, chance: random.Random, samples: int) -> Iterator[Tree]:
        """Give what may be found: the four extremes of names and contents lost or not, and `samples` between them."""
        for names in (0.0, 1.0):
            for contents in (0.0, 1.0):
                yield self._tree(self._root, names, contents, chance)
        for _ in range(samples):
            yield self._tree(self._root, chance.random(), chance.random(), chance)

    def _tree(self, folder: _Node, names: float, contents: float, chance: random.Random) -> Tree:
        """Return a tree in which each unsafe name and content is there with these probabilities."""
        found = dict(folder.safe_names)
        for old, new, node in folder.unsafe:
            if chance.random() >= names:
                continue
            if found.get(old) is node:
                del found[old]
            if new:
                found[new] = node
        tree: Tree = {}
        for name, node in found.items():
            if node.is_folder:
                tree[name] = None
                below = self._tree(node, names, contents, chance)
                tree |= {f"{name}/{path}": content for path, content in below.items()}
            elif node.content == node.safe_content or chance.random() < contents:
                tree[name] = node.content
            else:
                part = node.content[: chance.randrange(len(node.content) + 1)]
                tree[name] = (
                    chance.choice((part, bytes(len(node.content)), node.safe_content))
                    if contents
                    else (node.safe_content)
                )
        return tree


def read_tree(root: Path) -> Tree:
    """Return what a folder holds."""
    paths: Iterable[Path] = sorted(root.rglob("*"))
    return {str(path.relative_to(root)): None if path.is_dir() else path.read_bytes() for path in paths}


def write_tree(tree: Tree, root: Path) -> None:
    """Make a folder that holds this."""
    root.mkdir(parents=True)
    for path, content in tree.items():
        if content is None:
            (root / path).mkdir()
        else:
            (root / path).write_bytes(content)
