"""Many-phrase lookup over atoms: the longest known phrase at each place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")

_ATOM = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_")


class PhraseTable(Generic[T]):
    """Phrases (lower case) with a value each, found in a sequence of lower-case atoms.

    >>> table = PhraseTable({"bí thư": "office", "phó bí thư": "office", "xã": "place"})
    >>> list(table.longest("phó bí thư xã".split()))
    [(0, 3, 'office'), (3, 4, 'place')]
    """

    def __init__(self, phrases: Mapping[str, T]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        for phrase, value in phrases.items():
            atoms = tuple(_ATOM.findall(phrase))
            self._by_first.setdefault(atoms[0], []).append((atoms, value))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def at(self, atoms: Sequence[str], position: int) -> Iterator[tuple[int, T]]:
        """(size in atoms, value) of every phrase that begins at `position`, the longest first."""
        for phrase, value in self._by_first.get(atoms[position], ()):
            size = len(phrase)
            if size == 1 or tuple(atoms[position : position + size]) == phrase:
                yield size, value

    def longest(self, atoms: Sequence[str]) -> Iterator[tuple[int, int, T]]:
        """(first, last, value) of each match, left to right, not overlapping; the longest phrase at a place wins."""
        position, count = 0, len(atoms)
        while position < count:
            size, value = next(self.at(atoms, position), (0, None))
            if size and value is not None:
                yield position, position + size, value
            position += size or 1
