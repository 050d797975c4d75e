"""Atoms and words of the view, and the model that finds words."""

from __future__ import annotations

import struct
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sukien.layout import lay_out
from sukien.normalize import normalize
from sukien.word_model import FEATURES, MODEL, read_model, word_model
from sukien.words import find_atoms, segment


def words(text: str) -> list[str]:
    view = normalize(text)
    return [view.text[start:end] for start, end in segment(view, lay_out(view))]


ATOMS = [
    ("Đ/c Lê Văn Tư", "Đ / c Lê Văn Tư"),
    ("thu 16.212 tỷ, đạt 76,72%.", "thu 16.212 tỷ , đạt 76,72 % ."),
    ("chiều 9.9.2022 và 19/9/2022", "chiều 9.9.2022 và 19 / 9 / 2022"),
    ("245/245 chi bộ (100%)", "245 / 245 chi bộ ( 100 % )"),
    ("Quyết định 219-QĐ/TU", "Quyết định 219 - QĐ / TU"),
    ("rộng 48m2, lớp 8A1", "rộng 48 m 2 , lớp 8 A 1"),
    ("đ/cNguyễn Thị Lan", "đ / c Nguyễn Thị Lan"),
    ("xã Ea H'leo 🌺", "xã Ea H ' leo 🌺"),
    ("g\u0323\u0301a", "g\u0323\u0301a"),
]


@pytest.mark.parametrize(("text", "expected"), ATOMS)
def test_atoms(text: str, expected: str) -> None:
    assert [text[start:end] for start, end in find_atoms(text)] == expected.split(" ")


WORDS = [
    ("Chi bộ kết nạp 5 đảng viên", "Chi bộ|kết nạp|5|đảng viên"),
    ("Sức khoẻ của cán bộ, nhân dân", "Sức khỏe|của|cán bộ|,|nhân dân"),
    ("theo Nghị định số 55/2014/NĐ-CP", "theo|Nghị định|số|55/2014/NĐ-CP"),
    ("theo Quyết định 219-QĐ/TU, Kế hoạch 14/KH-UBND", "theo|Quyết định|219-QĐ/TU|,|Kế hoạch|14/KH-UBND"),
    ("ngày 19/9/2022 có 245/245 chi bộ", "ngày|19/9/2022|có|245/245|chi bộ"),
    ("đạt 76,72% và 90 %", "đạt|76,72%|và|90 %"),
    ("thu 16.212 tỷ đồng lúc 08:15", "thu|16.212|tỷ|đồng|lúc|08:15"),
    ("từ 2020-2025, lúc 7h30", "từ|2020-2025|,|lúc|7h30"),
    ("đ/c Lê Văn Tư ở TP. Cao Lãnh", "đ/c|Lê Văn Tư|ở|TP.|Cao Lãnh"),
    ("ông K'Brốt tiêm vắc-xin Covid-19", "ông|K'Brốt|tiêm|vắc-xin|Covid-19"),
    ("gửi về abc@baodongthap.vn, www.dongthap.gov.vn.", "gửi|về|abc@baodongthap.vn|,|www.dongthap.gov.vn|."),
]


@pytest.mark.parametrize(("text", "expected"), WORDS)
def test_words(text: str, expected: str) -> None:
    assert words(text) == expected.split("|")


def test_words_do_not_cross_lines() -> None:
    assert words("Hội thăm bà con nông\ndân nghèo") == ["Hội", "thăm", "bà con", "nông", "dân", "nghèo"]
    assert words("Đoàn về TP.\nHà Nội họp") == ["Đoàn", "về", "TP.", "Hà Nội", "họp"]


SENTENCES = [
    "Đảng uỷ xã Tân Hoà , huyện Lai Vung kết nạp 12 đảng viên mới là học sinh .",
    "UBND TP. Cao Lãnh tặng quà 30 gia đình chính sách",
    "Ông Lê Văn Tư",
    "Đại hội",
    "2023",
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_the_model_says_what_underthesea_says(sentence: str) -> None:
    core = pytest.importorskip("underthesea_core")
    folder = Path(find_spec("underthesea").submodule_search_locations[0], MODEL.parent)  # type: ignore[union-attr, index]
    tagger = core.CRFTagger()
    tagger.load(str(folder / "models.bin"))
    featurizer = core.CRFFeaturizer(FEATURES, set())
    tokens = sentence.split(" ")
    tags = tagger.tag(featurizer.process([[[token] for token in tokens]])[0])
    assert word_model().begins(tokens) == [tag == "B-W" for tag in tags]


def test_a_damaged_model_is_refused() -> None:
    with pytest.raises((ValueError, struct.error)):
        read_model(b"no model")


PIECES = st.sampled_from([
    "Huyện", "đảng viên", "kết nạp", "uỷ ban", "5", "16.212", "1,", "76,72%", "19/9", "-", "/", ".", ",", "'", "h",
    "QĐ", "TU", "TP.", "đ/c", "A1", "_", "@", "%", "\u0323", "\u0301", "🌺", " ", "\n", "\t", "www.", "T.H", "a\u0300",
])  # fmt: skip
TEXTS = st.lists(PIECES | st.characters(exclude_categories=["Cs"]), max_size=40).map("".join)


@settings(deadline=None)
@given(TEXTS)
def test_words_are_made_of_whole_atoms_and_leave_nothing_out(text: str) -> None:
    view = normalize(text)
    found = segment(view, lay_out(view))
    atoms = find_atoms(view.text)
    assert {start for start, _ in found} <= {start for start, _ in atoms}
    assert {end for _, end in found} <= {end for _, end in atoms}
    last = 0
    for start, end in found:
        assert last <= start < end
        assert not view.text[last:start].strip()
        last = end
    assert not view.text[last:].strip()


@given(TEXTS)
def test_atoms_leave_nothing_out(text: str) -> None:
    last = 0
    for start, end in find_atoms(text):
        assert last <= start < end
        assert not text[last:start].strip()
        assert not text[start:end].isspace()
        last = end
    assert not text[last:].strip()


HARD = ["a" * 200_000, "a_" * 50_000, "a." * 100_000, "1/" * 100_000, "A-" * 100_000, "http://" + "." * 200_000]


@pytest.mark.parametrize("text", HARD, ids=range(len(HARD)))
def test_endless_text_takes_bounded_time(text: str) -> None:
    assert words(text)


def test_the_model_is_read_once() -> None:
    assert word_model() is word_model()
    assert word_model().begins([]) == []
