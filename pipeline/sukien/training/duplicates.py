"""Articles that are nearly the same, by the runs of words they share (shingling: Broder, 1997)."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Final, NamedTuple

from sukien.document import Document

_WORD: Final = re.compile(r"\w+")
RUN: Final = 5
"""Syllables of a shingle."""
NEAR: Final = 0.2
"""The share of the shorter article's shingles that makes two articles near-duplicates."""
_COMMON: Final = 20
"""A shingle in so many articles is a phrase of the language."""


class NearDuplicates(NamedTuple):
    """Two articles and the share of the shorter one's shingles that both have."""

    first: str
    second: str
    shared: float


def shingles(text: str) -> frozenset[str]:
    """Every run of `RUN` syllables, in small letters.

    >>> sorted(shingles("Kết nạp đảng viên mới, xã Tân Phú"))[0]
    'kết nạp đảng viên mới'
    """
    words = _WORD.findall(text.lower())
    return frozenset(" ".join(words[i : i + RUN]) for i in range(len(words) - RUN + 1))


def near_duplicates(documents: Iterable[Document]) -> list[NearDuplicates]:
    """The pairs of articles that share at least `NEAR` of the shorter one's shingles, in the order of their ids."""
    found = {document.id: shingles(document.text) for document in documents}
    holders: defaultdict[str, list[str]] = defaultdict(list)
    for ident in sorted(found):
        for shingle in found[ident]:
            holders[shingle].append(ident)
    shared = Counter(pair for idents in holders.values() if len(idents) < _COMMON for pair in combinations(idents, 2))
    pairs = []
    for (first, second), count in sorted(shared.items()):
        share = count / min(len(found[first]), len(found[second]))
        if share >= NEAR:
            pairs.append(NearDuplicates(first, second, round(share, 2)))
    return pairs


def across(parts: Mapping[str, Iterable[Document]]) -> list[NearDuplicates]:
    """The near-duplicates of which one lies in another part of the corpus; `parts` are named."""
    documents = {name: list(part) for name, part in parts.items()}
    home = {document.id: name for name, part in documents.items() for document in part}
    pairs = near_duplicates(document for part in documents.values() for document in part)
    return [pair for pair in pairs if home[pair.first] != home[pair.second]]
