"""Linear classifiers over named features: trained by scikit-learn, kept as plain arrays, applied with NumPy.

A model is a NumPy archive (`.npz`): classes, feature names, weights (float16) and bias (float32). Nothing in it can run
as code.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from sukien.errors import AnnotationError, ModelError

_ITERATIONS: Final = 120
"""Three hundred give the same figures."""
_LEAST_SPREAD: Final = 0.1
"""A feature whose weights differ less from class to class is dropped: a quarter of the size, and the figures stay."""

Floats = npt.NDArray[np.float32]


class LinearClassifier:
    """A multinomial logistic regression.

    >>> import numpy as np
    >>> weights, bias = np.array([[-1, 1]], dtype=np.float32), np.zeros(2, dtype=np.float32)
    >>> model = LinearClassifier(["no", "yes"], ["x=1"], weights, bias)
    >>> [round(float(p), 2) for p in model.probabilities([["x=1", "unknown"]])[0]]
    [0.12, 0.88]
    """

    def __init__(self, classes: Sequence[str], names: Sequence[str], weights: Floats, bias: Floats) -> None:
        self.classes = list(classes)
        self.names = list(names)
        self._index = {name: i for i, name in enumerate(names)}
        self.weights, self.bias = weights, bias

    def probabilities(self, rows: Sequence[Sequence[str]]) -> Floats:
        """One row of class probabilities (in the order of `classes`) for each row of feature names."""
        scores = np.tile(self.bias, (len(rows), 1))
        get = self._index.get
        for i, row in enumerate(rows):
            # A feature counts once, as in training, and in a fixed order, for the sums are rounded.
            known = sorted({j for j in map(get, row) if j is not None})
            if known:
                scores[i] += self.weights[known].sum(axis=0)
        scores -= scores.max(axis=1, keepdims=True, initial=-np.inf)
        np.exp(scores, out=scores)
        scores /= scores.sum(axis=1, keepdims=True)
        return scores

    def save(self, path: Path) -> None:
        """Write the model; the same model gives the same bytes."""
        np.savez_compressed(
            path,
            classes=np.array(self.classes),
            names=np.frombuffer("\n".join(self.names).encode(), dtype=np.uint8),
            weights=self.weights.astype(np.float16),
            bias=self.bias,
        )

    @classmethod
    def load(cls, path: Path) -> LinearClassifier:
        """Read a model; `ModelError` if the file is missing or damaged."""
        try:
            with np.load(path, allow_pickle=False) as members:
                names = members["names"].tobytes().decode().split("\n")
                weights = members["weights"].astype(np.float32)
                return cls([str(c) for c in members["classes"]], names, weights, members["bias"])
        except (OSError, EOFError, KeyError, ValueError, BadZipFile) as error:
            raise ModelError(f"{path}: not a usable classifier ({error}); make it again with `sukien train`") from error


class Problem(NamedTuple):
    """What a classifier learns from: a row for each example, a column for each name of a feature."""

    names: list[str]
    matrix: Any
    labels: list[str]

    def only(self, chosen: npt.NDArray[np.bool_]) -> Problem:
        """The problem of some of the rows; the columns stay."""
        labels = [label for label, is_chosen in zip(self.labels, chosen, strict=True) if is_chosen]
        return Problem(self.names, self.matrix[chosen], labels)


def problem(rows: Sequence[Sequence[str]], labels: Sequence[str], min_count: int) -> Problem:
    """Number the features of `rows`; those seen in fewer than `min_count` rows are dropped.

    >>> problem([["a", "b"], ["a"], ["a", "c"]], ["yes", "no", "yes"], min_count=2).names
    ['a']
    """
    from scipy.sparse import csr_matrix

    seen = Counter(name for row in rows for name in set(row))
    names = sorted(name for name, count in seen.items() if count >= min_count)
    index = {name: i for i, name in enumerate(names)}
    indices: list[int] = []
    starts = [0]
    for row in rows:
        indices += sorted({index[name] for name in row if name in index})
        starts.append(len(indices))
    ones = np.ones(len(indices), dtype=np.float32)  # learned in half the time of float64, and the weights are the same
    return Problem(names, csr_matrix((ones, indices, starts), shape=(len(rows), len(names))), list(labels))


def solve(problem: Problem, strength: float) -> LinearClassifier:
    """Train; `strength` is scikit-learn's inverse regularisation `C`. Deterministic for the same problem.

    Raises:
        AnnotationError: all rows have the same label, or no feature is seen often enough.
    """
    from sklearn.linear_model import LogisticRegression

    if not problem.names or len(set(problem.labels)) < 2:
        told = ", ".join(sorted(set(problem.labels))) or "none"
        raise AnnotationError(
            f"too little to learn from (labels: {told}); annotate more articles, of more than one kind"
        )
    model: Any = LogisticRegression(C=strength, max_iter=_ITERATIONS)
    model.fit(problem.matrix, problem.labels)
    weights, bias = model.coef_.T, model.intercept_
    if len(model.classes_) == 2:  # scikit-learn keeps one column for two classes
        weights, bias = np.hstack([-weights, weights]) / 2, np.array([-bias[0], bias[0]]) / 2
    used = weights.max(axis=1) - weights.min(axis=1) > _LEAST_SPREAD
    return LinearClassifier(
        list(map(str, model.classes_)),
        [name for name, keep in zip(problem.names, used, strict=True) if keep],
        weights[used].astype(np.float16).astype(np.float32),
        bias.astype(np.float32),
    )


def fit(rows: Sequence[Sequence[str]], labels: Sequence[str], *, strength: float, min_count: int) -> LinearClassifier:
    """Train on rows of feature names: `solve` the `problem`."""
    return solve(problem(rows, labels, min_count), strength)
