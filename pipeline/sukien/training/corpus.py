"""The annotated corpus as a whole: written articles and, where their texts are at hand, real ones."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Final

from sukien.document import Document
from sukien.errors import AnnotationError
from sukien.training.annotation import read_annotated, read_head
from sukien.training.standoff import idents, read_standoff

PARTS: Final = ("train", "dev", "test")
"""The folders of the corpus; every article is in one of them."""

SECOND: Final = "second"
"""The folder of articles annotated once more, blind, to measure agreement; no model learns from it."""


def read_corpus(folder: Path, texts: Path | None) -> list[Document]:
    """The annotated documents of one part of the corpus (`corpus/train`), in a fixed order.

    Written articles are `.ann` files; real ones are stand-off (`real.jsonl`) and are left out when `texts`, the folder
    of their texts, is not given.

    Raises:
        AnnotationError: there is no article, one breaks the rules of its format, or two have the same id.
    """
    apart = sorted(folder.rglob("real.jsonl")) if folder.is_dir() else []
    only_apart = bool(apart) and not any(folder.rglob("*.ann"))
    documents = [] if only_apart else list(read_annotated(folder))
    if texts is not None:
        for source in apart:
            documents += read_standoff(source, texts)
    if not documents:
        raise AnnotationError(
            f"{folder}: no annotated article that can be read; the real ones need their texts (sukien corpus fetch)"
        )
    ident, count = Counter(document.id for document in documents).most_common(1)[0]
    if count > 1:
        raise AnnotationError(f"{folder}: {count} articles have the id {ident}; give each one its own")
    return documents


def is_real(document: Document) -> bool:
    """Whether the article belongs to others and only its annotation is ours."""
    return document.id.startswith("vietnews-")


def registers(folder: Path) -> dict[str, str]:
    """The register of each article under `folder` that names one (`# register: daily` in its head), by its id.

    The real articles of a stand-off file are a register of their own, `real`.
    """
    found = {}
    for path in sorted(folder.rglob("*.ann")) if folder.is_dir() else ():
        head = read_head(path)
        if "register" in head:
            found[head.get("id", path.stem)] = head["register"]
    for source in sorted(folder.rglob("real.jsonl")):
        found |= dict.fromkeys(idents(source), "real")
    return found
