"""What the rule stages share: reading their data files and making regular expressions of word lists."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from importlib.resources import files
from typing import Any, Final

UPPER: Final = "[" + "".join(c for c in map(chr, (*range(0x41, 0x250), *range(0x1E00, 0x1F00))) if c.isupper()) + "]"
"""A capital Latin letter, for regexes: `re` has no class for it."""


def read_data(name: str) -> dict[str, Any]:
    """The data file `name` (TOML) that stands in `entities/data`."""
    return tomllib.loads((files("sukien.entities") / "data" / name).read_text(encoding="utf-8"))


def any_of(words: Iterable[str]) -> str:
    """The words as one regex group, longest first, so that the longest match wins.

    >>> any_of(["ban", "ban bí thư", "v/v"])
    '(?:ban\\\\ bí\\\\ thư|ban|v/v)'
    """
    return "(?:" + "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word))) + ")"


def lowered(text: str) -> str:
    """`text` in lower case, every character still in its place (`İ`, which would become two, stays as it is).

    >>> lowered("Ủy Ban"), len(lowered("İ"))
    ('ủy ban', 1)
    """
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
