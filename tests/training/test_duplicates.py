"""Near-duplicates between the parts of the corpus."""

from __future__ import annotations

from pathlib import Path

from sukien.document import Document
from sukien.training.corpus import PARTS, read_corpus
from sukien.training.duplicates import across, near_duplicates

STORY = "Sáng 5/4, Đảng ủy xã Tân Phú trao Huy hiệu 40 năm tuổi Đảng cho ông Lê Văn Sáu, nguyên Bí thư chi bộ ấp Tư."
RETOLD = f"{STORY} Dự lễ có đại diện lãnh đạo huyện."
OTHER = "Chiều 6/4, Hội Nông dân xã Phú Hòa tặng 20 suất quà cho học sinh nghèo vượt khó trước thềm năm học mới."


def article(ident: str, text: str) -> Document:
    return Document(id=ident, text=text)


def test_a_retold_story_is_found_and_another_is_not() -> None:
    found = near_duplicates([article("a", STORY), article("b", OTHER), article("c", RETOLD)])
    assert [(pair.first, pair.second) for pair in found] == [("a", "c")]
    assert found[0].shared == 1.0


def test_only_pairs_in_different_parts_matter() -> None:
    assert across({"train": [article("a", STORY), article("b", RETOLD)], "test": [article("c", OTHER)]}) == []
    pairs = across({"train": [article("a", STORY)], "test": [article("b", RETOLD)]})
    assert [(pair.first, pair.second) for pair in pairs] == [("a", "b")]


def test_articles_without_words_are_no_duplicates() -> None:
    assert near_duplicates([article("a", ""), article("b", ""), article("c", "Tin")]) == []


def test_no_near_duplicates_across_the_parts_of_the_written_corpus(root: Path) -> None:
    assert across({part: read_corpus(root / "corpus" / part, None) for part in PARTS}) == []
