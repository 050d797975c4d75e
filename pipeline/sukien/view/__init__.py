"""What was found, shown to people."""

from __future__ import annotations


def printable(text: str) -> str:
    r"""Return `text` on one line, without the characters that could steer a terminal.

    >>> printable("Chi bộ\n  ấp \x1b[31m1")
    'Chi bộ ấp \ufffd[31m1'
    """
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in " ".join(text.split()))
