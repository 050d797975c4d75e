"""The model card: what the model was made from, with which settings, and the hashes of its files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import msgspec

from sukien.document import Document
from sukien.training.corpus import is_real

CARD = "MODEL_CARD.md"
MANIFEST = "manifest.json"
_MADE_WITH = ("spacy", "scikit-learn", "python-crfsuite", "numpy", "underthesea")


def write_card(folder: Path, documents: Sequence[Document], *, with_real: bool) -> None:
    """Write `MODEL_CARD.md` and `manifest.json` (file -> SHA-256) into the model folder."""
    files = sorted(path for path in folder.iterdir() if path.name not in (CARD, MANIFEST))
    hashes = {path.name: sha256(path.read_bytes()).hexdigest() for path in files}
    (folder / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(hashes), indent=2) + b"\n")
    (folder / CARD).write_text(_card(documents, hashes, with_real=with_real), encoding="utf-8")


def _card(documents: Sequence[Document], hashes: dict[str, str], *, with_real: bool) -> str:
    labels = Counter(entity.label for document in documents for entity in document.entities)
    types = Counter(event.type for document in documents for event in document.events)
    moods = Counter(event.modality for document in documents for event in document.events)
    real = sum(map(is_real, documents))
    origin = (
        f"{len(documents) - real} written articles and {real} real ones (stand-off annotation)"
        if with_real
        else f"{len(documents)} written articles; the real ones were left out, because their texts were not given"
    )
    return f"""# The model of sukien

Made by `sukien train` from `corpus/train`: {origin}.

It reads Vietnamese provincial news and national news on politics and party life. It knows nothing of other kinds of
text, and its scores say how sure it is only on text of that kind. Figures on data it has not seen are in the README.

| entities | in training |
|---|---|
{_rows(labels)}

| events | in training |
|---|---|
{_rows(types)}

| modality | in training |
|---|---|
{_rows(moods)}

Made with {", ".join(f"{name} {version(name)}" for name in _MADE_WITH)}.
The same corpus and versions give the same bytes.

| file | SHA-256 |
|---|---|
{chr(10).join(f"| `{name}` | `{digest}` |" for name, digest in hashes.items())}

Licence: Apache-2.0. The word classes were learned from the training part of the public news collection
ThanhChinhBK/vietnews and hold single words and their classes only.
"""


def _rows(counts: Counter[str]) -> str:
    return "\n".join(f"| {name} | {count} |" for name, count in sorted(counts.items()))
