"""The chain as a whole: what is given and what is made, several threads, other processes."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path

import pytest

import sukien
from sukien.document import Document
from sukien.entities.tagger import Tagged
from sukien.errors import ArticleError, ModelError
from sukien.normalize import normalize
from sukien.pipeline import Analysis, Extractor, as_written, begin, extractor, link
from sukien.reading import read

TEXTS = [
    "Năm 2022, Đảng ủy xã Tân Phú kết nạp 12 đảng viên.",
    "Sáng 5/4/2023, bà Lê Thị Na, Chủ tịch UBND xã Tân Phú, trao 20 suất quà cho hộ nghèo.",
    "Huyện ủy cử 3 đồng chí học lớp Cao cấp lý luận chính trị; 43 đồng chí học lớp Trung cấp lý luận chính trị.",
    "Kỷ luật 20 đảng viên: khiển trách 15, cảnh cáo 5.",
    "",
]


# --- the beginning


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ("2023-04-01", "2023-04-01"),
        ("2023-04-01T15:27:00", "2023-04-01"),
        (date(2023, 4, 1), "2023-04-01"),
        (datetime(2023, 4, 1, 15, 27), "2023-04-01"),
        (None, None),
    ],
)
def test_the_day_of_publication(published: str | date | None, expected: str | None) -> None:
    analysis = begin("Xã họp.", published)
    assert analysis.document.published == expected
    assert analysis.published == (date(2023, 4, 1) if expected else None)


def test_the_day_of_publication_in_the_article_gives_way_to_the_one_given() -> None:
    text = "XÃ HỌP\n\nCập nhật ngày: 05/06/2022 09:10:11\n\nXã họp."
    assert begin(text).document.published == "2022-06-05"
    assert begin(text, "2022-07-01").document.published == "2022-07-01"


@pytest.mark.parametrize("published", ["", "ngày mai", "2023-02-30", "01/04/2023"])
def test_what_is_no_day_is_refused_by_name(published: str) -> None:
    with pytest.raises(ArticleError, match="bài-1: published"):
        begin("Xã họp.", published, "bài-1")


def test_an_article_without_a_name_is_named_by_its_text() -> None:
    assert begin("Xã họp.").document.id == begin("Xã họp.").document.id != begin("Xã  họp.").document.id
    assert begin("Xã họp.", ident="bài-1").document.id == "bài-1"
    assert begin("Xã họp.", ident="").document.id == ""


def test_a_lone_surrogate_is_refused_by_name_and_place() -> None:
    with pytest.raises(ArticleError, match="bài-1: character 3 is a lone surrogate"):
        begin("Xã \udc00", None, "bài-1")


def test_rule_matches_are_taken_in_order() -> None:
    analysis = begin("Ngày 5/4/2023, xã thực hiện Chỉ thị 05 và cử 3 người.", "2023-05-01")
    for stage in list(extractor().stages())[:3]:
        stage(analysis)
    assert [analysis.reading.view.text[start:end] for start, end in analysis.taken()] == [
        "Ngày 5/4/2023",
        "Chỉ thị 05",
        "3",
    ]


# --- entities written down


def linked(text: str, *tagged: tuple[str, str]) -> Document:
    """The document of `text` with these words tagged, in order, and linked."""
    reading = read(text)
    analysis = Analysis(reading, Document(id="a", text=text, published="2023-04-01"))
    last = 0
    for words, label in tagged:
        start = reading.view.text.index(words, last)
        last = start + len(words)
        analysis.tagged.append(Tagged(start, last, label, 0.98765))
    link(analysis)
    return analysis.document


def test_people_get_their_titles_and_full_names() -> None:
    document = linked(
        "Ông Trần Văn An, Bí thư Huyện ủy, phát biểu. Ông An đi.",
        ("Trần Văn An", "PERSON"),
        ("Bí thư Huyện ủy", "TITLE"),
        ("An", "PERSON"),
    )
    full, title, short = document.entities
    assert [entity.id for entity in document.entities] == ["T1", "T2", "T3"]
    assert full.norm["titles"] == ["T2"]
    assert title.norm == {"position": "Bí thư", "organization": "Huyện ủy"}
    assert short.norm == {"name": "Trần Văn An"}
    assert full.score == 0.988
    assert full.found_by == "tagger"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_norms_are_in_the_spelling_of_the_article(form: str) -> None:
    text = unicodedata.normalize(form, "Bà Na, Bí thư Huyện uỷ\u00a0Hoà Bình.")  # type: ignore[arg-type]
    document = linked(text, ("Na", "PERSON"), ("Bí thư Huyện ủy Hòa Bình", "TITLE"))
    title = document.entities[1]
    assert title.text == text[title.start : title.end]
    assert title.norm["organization"] == unicodedata.normalize(form, "Huyện uỷ\u00a0Hoà Bình")  # type: ignore[arg-type]
    document.check_offsets()


@pytest.mark.parametrize(
    ("text", "value", "near", "expected"),
    [
        ("Uỷ ban xã", "Ủy ban", 0, "Uỷ ban"),
        ("Uỷ ban, Ủy ban", "Ủy ban", 3, "Ủy ban"),  # the nearest after
        ("Uỷ ban, xã", "Ủy ban", 8, "Uỷ ban"),  # else before
        ("Uỷ ban", "count", 0, "count"),  # no words of the article
        ("Uỷ ban", "", 0, ""),
        ("Uỷ ban", 5, 0, 5),
    ],
)
def test_a_value_as_written(text: str, value: int | str, near: int, expected: int | str) -> None:
    assert as_written(normalize(text), value, near) == expected


# --- the extractor


def test_it_is_loaded_once() -> None:
    assert extractor() is extractor()


def test_an_empty_folder_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=str(tmp_path)):
        Extractor(tmp_path)


def test_many_articles_in_order() -> None:
    documents = list(sukien.extract_all((text, None, str(i)) for i, text in enumerate(TEXTS)))
    assert [document.id for document in documents] == ["0", "1", "2", "3", "4"]
    assert [document.text for document in documents] == TEXTS


def test_threads_do_not_disturb_each_other() -> None:
    alone = [sukien.extract(text).to_json() for text in TEXTS]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda text: sukien.extract(text).to_json(), TEXTS * 20)) == alone * 20


@pytest.mark.parametrize("seed", ["1", "2"])
def test_another_process_gives_the_same_bytes(seed: str) -> None:
    """Whatever order its sets have."""
    text = "\n".join(TEXTS)
    program = f"import sukien; print(ascii(sukien.extract({text!r}, published='2023-04-01').to_json()))"
    paths = os.pathsep.join(filter(None, [str(Path(sukien.__file__).parents[1]), os.environ.get("PYTHONPATH")]))
    environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": paths}
    ran = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == ascii(sukien.extract(text, published="2023-04-01").to_json())


def test_every_found_by_names_its_source() -> None:
    for text in TEXTS:
        document = sukien.extract(text)
        assert all(entity.found_by for entity in document.entities)
        assert all((event.found_by or "").startswith("trigger:") for event in document.events)
