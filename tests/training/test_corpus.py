"""The annotated corpus as a whole."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from sukien.errors import AnnotationError
from sukien.training.annotation import from_ann
from sukien.training.corpus import read_corpus
from sukien.training.standoff import to_standoff

WRITTEN = "# id: {}\nXã họp.\n---\n"


def corpus(folder: Path, *names: str) -> Path:
    """A corpus part of written articles, with a real one called `real` whose text is `real.seg`."""
    written = folder / "part" / "written"
    written.mkdir(parents=True)
    for name in names:
        (written / f"{name}.ann").write_text(WRITTEN.format(name), encoding="utf-8")
    (folder / "real.seg").write_text("Chi_bộ họp .", encoding="utf-8")
    real = from_ann("# id: real\nChi bộ {K1|họp}.\n\n---\nE1 CONVENE K1\n")
    (folder / "part" / "real.jsonl").write_bytes(msgspec.json.encode(to_standoff(real, "real.seg")))
    return folder / "part"


def test_written_articles_come_in_a_fixed_order(tmp_path: Path) -> None:
    assert [document.id for document in read_corpus(corpus(tmp_path, "b", "a", "c"), None)] == ["a", "b", "c"]


def test_real_articles_come_with_their_texts(tmp_path: Path) -> None:
    documents = read_corpus(corpus(tmp_path, "a"), tmp_path)
    assert [document.id for document in documents] == ["a", "real"]
    assert documents[1].text == "Chi bộ họp.\n"


@pytest.mark.parametrize("folder", ["part", "nowhere"])
def test_without_an_article_it_says_so(folder: str, tmp_path: Path) -> None:
    corpus(tmp_path)
    with pytest.raises(AnnotationError, match=folder):
        read_corpus(tmp_path / folder, None)


def test_two_articles_with_one_id_are_refused(tmp_path: Path) -> None:
    part = corpus(tmp_path, "a")
    (part / "written" / "b.ann").write_text(WRITTEN.format("a"), encoding="utf-8")
    with pytest.raises(AnnotationError, match="2 articles have the id a"):
        read_corpus(part, None)


def test_a_missing_text_is_named(tmp_path: Path) -> None:
    part = corpus(tmp_path, "a")
    (tmp_path / "real.seg").unlink()
    with pytest.raises(AnnotationError, match=r"real\.seg"):
        read_corpus(part, tmp_path)
