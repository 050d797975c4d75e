"""The annotated corpus as a whole."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from sukien.document import Document
from sukien.errors import AnnotationError
from sukien.training.annotation import from_ann
from sukien.training.corpus import PARTS, is_real, read_corpus, registers
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


@pytest.mark.parametrize(
    ("ident", "real"), [("vietnews-012345", True), ("real", False), ("an-vietnews-1", False), ("", False)]
)
def test_a_real_article_is_known_by_its_id(ident: str, real: bool) -> None:
    assert is_real(Document(id=ident, text="")) is real


def headed(file: Path, *head: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join([*head, "Xã họp.", "---", ""]), encoding="utf-8")


def test_the_register_stands_in_the_head_of_an_article(tmp_path: Path) -> None:
    headed(tmp_path / "written" / "a.ann", "# id: tin-1", "# register: daily")
    headed(tmp_path / "written" / "more" / "b.ann", "# id: tin-2", "# published: 2023-04-01", "# register: official")
    headed(tmp_path / "c.ann", "# register: daily")  # called by its file
    headed(tmp_path / "d.ann", "# id: tin-4")
    assert registers(tmp_path) == {"tin-1": "daily", "tin-2": "official", "c": "daily"}


def test_a_register_is_read_from_the_head_alone(tmp_path: Path) -> None:
    (tmp_path / "a.ann").write_text("# id: a\nXã họp.\n# register: daily\n---\n", encoding="utf-8")
    assert registers(tmp_path) == {}


def test_real_articles_are_a_register_of_their_own(tmp_path: Path) -> None:
    part = corpus(tmp_path, "a")
    assert registers(part) == {"real": "real"}  # their texts are not needed


def test_what_is_no_folder_has_no_registers(tmp_path: Path) -> None:
    headed(tmp_path / "a.ann", "# register: daily")
    assert registers(tmp_path / "a.ann") == {}
    assert registers(tmp_path / "nowhere") == {}


def test_every_written_article_of_the_corpus_names_its_register(root: Path) -> None:
    for part in PARTS:
        folder = root / "corpus" / part
        named = registers(folder)
        assert [document.id for document in read_corpus(folder, None) if document.id not in named] == []
