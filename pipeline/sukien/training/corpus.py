"""The annotated corpus as a whole: written articles and, where their texts are at hand, real ones."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from sukien.document import Document
from sukien.errors import AnnotationError
from sukien.training.annotation import read_annotated
from sukien.training.standoff import read_standoff


def read_corpus(folder: Path, texts: Path | None) -> list[Document]:
    """The annotated documents of one part of the corpus (`corpus/train`), in a fixed order.

    Written articles are `.ann` files; real ones are stand-off (`real.jsonl`) and are left out when `texts`, the folder
    of their texts, is not given.

    Raises:
        AnnotationError: there is no article, one breaks the rules of its format, or two have the same id.
    """
    documents = list(read_annotated(folder))
    if texts is not None:
        for source in sorted(folder.rglob("real.jsonl")):
            documents += read_standoff(source, texts)
    if not documents:
        raise AnnotationError(f"{folder}: no annotated article; name the folder of a corpus part")
    ident, count = Counter(document.id for document in documents).most_common(1)[0]
    if count > 1:
        raise AnnotationError(f"{folder}: {count} articles have the id {ident}; give each one its own")
    return documents
