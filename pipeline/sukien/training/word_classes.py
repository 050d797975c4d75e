"""Makes the table of word classes from raw news: words that stand between the same neighbours get the same class.

For the most frequent words, counts of the neighbours at two places on either side become positive pointwise mutual
information (smoothed as by Levy and Goldberg, 2015), a truncated SVD makes vectors of 100 numbers of them, and k-means
makes classes of the vectors, at three grains. Syllables and segmented words are done apart.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from sukien.errors import AnnotationError
from sukien.normalize import normalize

_ATOM: Final = re.compile(r"[^\W\d_]+|\d+(?:[.,/-]\d+)*|[^\w\s]|_")
_DIGIT: Final = re.compile(r"\d")
_PLACES: Final = (-2, -1, 1, 2)
_SMOOTHING: Final = 0.75
_DIMENSIONS: Final = 100
_LINE: Final = 0
"""The number of the line end, which is a neighbour like any word."""


class Grain(NamedTuple):
    """How one kind of unit is counted: how many get vectors, how many are neighbours, the classes, how many stay."""

    kind: str
    vectors: int
    neighbours: int
    classes: tuple[int, int, int]
    kept: int


SYLLABLES: Final = Grain("syllable", 40_000, 4_000, (50, 200, 800), 20_000)
WORDS: Final = Grain("word", 120_000, 5_000, (64, 256, 1024), 45_000)


def make_word_classes(news: Path, out: Path) -> None:
    """Write the table `out` from a folder of segmented news (`*.txt.seg`, words joined by `_`), about 50 million words.

    Raises:
        AnnotationError: there is no such file in `news`.
    """
    lines = list(_lines(news))
    if not lines:
        raise AnnotationError(
            f"{news}: no *.txt.seg in it; get the news with: sukien corpus fetch DIR, and name its folder"
        )
    rows = [*_classes(lines[1::2], _syllables, SYLLABLES), *_classes(lines, _words, WORDS)]
    out.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")


def _lines(news: Path) -> Iterator[str]:
    for file in sorted(news.glob("*.txt.seg")):
        for line in file.read_text(encoding="utf-8", errors="replace").split("\n"):
            if len(line) > 1:
                yield line


def _syllables(line: str) -> list[str]:
    atoms = _ATOM.findall(normalize(line.replace("_", " ")).text)
    return [_DIGIT.sub("0", atom) if atom[0].isdigit() else atom for atom in atoms]


def _words(line: str) -> list[str]:
    return [_DIGIT.sub("0", word) for word in normalize(line).text.split()]


def _classes(lines: Iterable[str], cut: Callable[[str], list[str]], grain: Grain) -> Iterator[str]:
    numbers: dict[str, int] = {}
    row = array("i")
    for line in lines:
        row.append(_LINE)
        for unit in cut(line):
            row.append(numbers.setdefault(unit, len(numbers) + 1))
    sequence = np.frombuffer(row, dtype=np.int32)
    counts = np.bincount(sequence, minlength=len(numbers) + 1)
    order = np.argsort(-counts, kind="stable")[: grain.vectors]
    names = ["\n", *numbers]
    vectors = _vectors(sequence, order, len(names), grain.neighbours)
    columns = [_cluster(vectors, count) for count in grain.classes]
    for place in range(min(grain.kept, len(order))):
        name = names[order[place]].replace("_", " ")
        if name.strip():
            yield "\t".join([grain.kind, name, *(str(column[place]) for column in columns)])


def _vectors(
    sequence: npt.NDArray[np.int32], order: npt.NDArray[np.int64], units: int, neighbours: int
) -> npt.NDArray[np.float64]:
    from scipy.sparse import coo_matrix, csr_matrix, hstack
    from sklearn.preprocessing import normalize as to_length_one
    from sklearn.utils.extmath import randomized_svd

    ranks = np.full(units, len(order), dtype=np.int32)
    ranks[order] = np.arange(len(order))
    ranked = ranks[sequence]
    blocks = []
    for place in _PLACES:
        here, there = (ranked[:-place], ranked[place:]) if place > 0 else (ranked[-place:], ranked[:place])
        both = (here < len(order)) & (there < neighbours)
        ones = np.ones(int(both.sum()), dtype=np.float32)
        blocks.append(coo_matrix((ones, (here[both], there[both])), shape=(len(order), neighbours)).tocsr())
    table: Any = hstack(blocks).tocoo()
    table.sum_duplicates()
    total = table.sum()
    rows, columns = np.asarray(table.sum(1)).ravel(), np.asarray(table.sum(0)).ravel()
    smoothed = columns**_SMOOTHING * (columns.sum() / (columns**_SMOOTHING).sum())
    values = np.log(table.data * total / (rows[table.row] * smoothed[table.col]))
    positive = values > 0
    information = csr_matrix((values[positive], (table.row[positive], table.col[positive])), shape=table.shape)
    left, strengths, _ = randomized_svd(information, _DIMENSIONS, n_iter=4, random_state=0)
    vectors: npt.NDArray[np.float64] = to_length_one(left * np.sqrt(strengths))
    return vectors


def _cluster(vectors: npt.NDArray[np.float64], count: int) -> npt.NDArray[np.int32]:
    from sklearn.cluster import MiniBatchKMeans

    model: Any = MiniBatchKMeans(count, random_state=0, batch_size=8192, n_init=3)
    labels: npt.NDArray[np.int32] = model.fit(vectors).labels_
    return labels
