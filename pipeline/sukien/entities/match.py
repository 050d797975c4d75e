"""What a rule stage finds: a span of the normalised view, its normal form, and the rule's name."""

from __future__ import annotations

from typing import NamedTuple

Norm = dict[str, int | float | str]
"""The normal form of an entity; its keys depend on the label (see the schema)."""


class Match(NamedTuple):
    """`text[start:end]` of the normalised view; `norm` by the label's keys in the schema."""

    start: int
    end: int
    norm: Norm
    rule: str
