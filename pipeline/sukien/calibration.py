"""From what a model says to how often it is right: curves fitted on articles the models have not learned from.

A score of 0.8 is meant to say that of a hundred such things eighty are right. What the models say themselves is surer
than that, or less sure, so each kind of score goes through a logistic curve (Platt scaling: Platt, 1999).
"""

from __future__ import annotations

from math import exp, log
from pathlib import Path
from typing import Final

import msgspec

from sukien.errors import ModelError

CALIBRATION_FILE: Final = "calibration.json"
_LEAST: Final = 1e-4


def log_odds(score: float) -> float:
    """The logarithm of the odds of a probability, which is kept off 0 and 1.

    >>> log_odds(0.5)
    0.0
    """
    kept = min(max(score, _LEAST), 1 - _LEAST)
    return log(kept / (1 - kept))


class Curve(msgspec.Struct, frozen=True):
    """A logistic curve over log-odds; as it stands by default it changes (almost) nothing.

    >>> round(Curve()(0.8), 3), round(Curve(slope=0.5)(0.8), 3)
    (0.8, 0.667)
    """

    slope: float = 1.0
    shift: float = 0.0

    def __call__(self, score: float) -> float:
        """The share that is right of what a model gives `score`; both 0 to 1."""
        return 1 / (1 + exp(-(self.slope * log_odds(score) + self.shift)))


class Curves(msgspec.Struct, frozen=True):
    """The curve of each kind of score: entities, events, arguments."""

    entity: Curve = Curve()
    event: Curve = Curve()
    argument: Curve = Curve()

    @classmethod
    def load(cls, folder: Path) -> Curves:
        """Read the curves of a model folder; `ModelError` if they are missing or damaged."""
        path = folder / CALIBRATION_FILE
        try:
            return msgspec.json.decode(path.read_bytes(), type=cls)
        except (OSError, msgspec.DecodeError) as error:
            raise ModelError(f"{path}: no calibration ({error}); make the model again with `sukien train`") from error

    def save(self, folder: Path) -> None:
        """Write the curves into a model folder."""
        (folder / CALIBRATION_FILE).write_bytes(msgspec.json.format(msgspec.json.encode(self), indent=2) + b"\n")
