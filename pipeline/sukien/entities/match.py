"""What a rule stage finds: a span of the normalised view, its normal form, and the rule's name."""

from __future__ import annotations

from typing import NamedTuple, Protocol

Norm = dict[str, int | float | str]
"""The normal form of an entity; its keys depend on the label (see the schema)."""


class Match(NamedTuple):
    """`text[start:end]` of the normalised view; `norm` by the label's keys in the schema."""

    start: int
    end: int
    norm: Norm
    rule: str


class Located(Protocol):
    """Anything that lies at `text[start:end]` of the normalised view."""

    @property
    def start(self) -> int:
        """Offset of its first character."""

    @property
    def end(self) -> int:
        """Offset after its last character."""
