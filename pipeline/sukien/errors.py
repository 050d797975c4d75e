"""The exceptions of the library. Everything it raises on purpose is a `SukienError`."""

from __future__ import annotations


class SukienError(Exception):
    """Root of all errors of the library; its message says what to do."""


class ArticleError(SukienError):
    """One article cannot be read. The message names the article, the place in it and the reason."""


class ModelError(SukienError):
    """A model file is missing, damaged or made by another version of the library."""


class AnnotationError(SukienError):
    """An annotated file breaks the rules of its format. The message names file, line and remedy."""


class MissingPartError(SukienError):
    """A part of the library that is installed only when asked for is needed and not there.

    >>> str(MissingPartError("zstd files", "archive"))
    "zstd files need a part of sukien that is not installed; install it: pip install 'sukien[archive]'"
    """

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(
            f"{what} need a part of sukien that is not installed; install it: pip install 'sukien[{extra}]'"
        )
