"""Normalisation: what is made plain, and that every offset finds its way back."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukien.normalize import MARKS_KEPT, View, normalize

TONES = [
    ("Xã Hoà Bình", "Xã Hòa Bình"),
    ("XÃ HOÀ BÌNH", "XÃ HÒA BÌNH"),
    ("Uỷ ban Kiểm tra Tỉnh uỷ", "Ủy ban Kiểm tra Tỉnh ủy"),
    ("UỶ BAN", "ỦY BAN"),
    ("bà Nguyễn Thị Thuý", "bà Nguyễn Thị Thúy"),
    ("toạ đàm, xoá nhà tạm, toả sáng, đoá hoa, hoạ sĩ", "tọa đàm, xóa nhà tạm, tỏa sáng, đóa hoa, họa sĩ"),
    ("sức khoẻ, loè loẹt, xoè tay, oẹ", "sức khỏe, lòe loẹt, xòe tay, ọe"),
    ("tuỳ nghi, thuỷ lợi, luỹ kế, truỵ tim", "tùy nghi, thủy lợi, lũy kế, trụy tim"),
]

NEW_STYLE_ALREADY = [
    "quý I, quỳ gối, quỷ kế, quỹ khuyến học, quỵ ngã",
    "hoàn thành, toán học, thuyền, huỳnh, khuỷu tay, xoáy nước, ngoài, khoẻn",
    "hòa bình, thúy, ủy viên, khỏe",
]

MISTYPED = [
    ("Qúy vị, quyên góp qũy, qúa trình, hiệu qủa", "Quý vị, quyên góp quỹ, quá trình, hiệu quả"),
    ("Tòan tỉnh hòan thành kế họach", "Toàn tỉnh hoàn thành kế hoạch"),
    ("ông Hùynh Văn Tòng", "ông Huỳnh Văn Tòng"),
]

CHARACTERS = [
    ("Thành\u00a0ủy\u202fCao\tLãnh", "Thành ủy Cao Lãnh"),
    ("Đồng\u200b Tháp\ufeff, dân\u00adsố", "Đồng Tháp, dânsố"),
    ("“xóa đói”, ‘giảm nghèo’, «thi đua»", '"xóa đói", \'giảm nghèo\', "thi đua"'),
    ("nhiệm kỳ 2020 – 2025 — ngày 3−2", "nhiệm kỳ 2020 - 2025 - ngày 3-2"),
    ("dòng một\r\ndòng hai\rdòng ba\n\u2028bốn", "dòng một\ndòng hai\ndòng ba\n\nbốn"),
    ("chi\x00 bộ\x07 \x85ấp", "chi bộ \nấp"),
    ("\u200e12 \u200fđảng viên\u202c", "12 đảng viên"),
    ("kết  nạp\t 5 \u200b\u00a0 đảng\u200b viên", "kết nạp 5 đảng viên"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "expected"), TONES + MISTYPED + CHARACTERS)
def test_what_becomes_of_a_text(text: str, expected: str) -> None:
    assert normalize(text).text == expected
    assert normalize(unicodedata.normalize("NFD", text)).text == expected


@pytest.mark.parametrize("text", NEW_STYLE_ALREADY)
def test_what_is_left_alone(text: str) -> None:
    assert normalize(text) == View(text, text)


@pytest.mark.parametrize(
    ("text", "word", "original"),
    [
        ("cán bộ Tỉnh u\u0309y", "Tỉnh ủy", "Tỉnh u\u0309y"),
        ("\ufeffBí thư\u200b Thành uỷ\u200b nói", "Thành ủy", "Thành uỷ"),
        ("tặng\r\n\r\n20 suất quà", "20 suất", "20 suất"),
        ("chi bộ “Bốn\u00a0tốt”", '"Bốn tốt"', "“Bốn\u00a0tốt”"),
        ("cử  5   đồng  chí", "5 đồng chí", "5   đồng  chí"),
        ("Ủ\u0323y ban xã An\u00adHòa", "AnHòa", "An\u00adHòa"),
    ],
)
def test_a_word_found_in_the_view_is_the_word_in_the_original(text: str, word: str, original: str) -> None:
    view = normalize(text)
    start = view.text.index(word)
    found = view.to_original(start, start + len(word))
    assert text[slice(*found)] == original
    assert view.to_view(*found) == (start, start + len(word))


def test_endless_marks_are_cut_off_in_bounded_time() -> None:
    view = normalize("a" + "\u0300\u0323" * 200_000 + " b")
    assert len(view.text) <= MARKS_KEPT + 3
    assert view.original[slice(*view.to_original(len(view.text) - 1, len(view.text)))] == "b"


# Pieces that meet in real articles, mixed with any character at all.
PIECES = st.sampled_from([
    "hoà", "Uỷ", "qúy", "tóan", "thuý", "quý", "HOÀ", "khoẻ", "ạ", "q", "u", "y", "o", "n", "a", "12", "Đ", "“", "–",
    "a\u0323\u0302", "o\u031b\u0300", "\u0323", "\u0301", "\u0344", "\u1112\u1161\u11ab", "\u09c7\u09be", "\u2126",
    "\u200b", "\r\n", "\r", "\n", "\u00a0", " ",
])  # fmt: skip
ANY_TEXT = st.lists(PIECES | st.characters(exclude_categories=["Cs"]), max_size=30).map("".join)


@given(ANY_TEXT)
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalize(text).text
    assert normalize(once) == View(once, once)


@given(ANY_TEXT)
def test_a_decomposed_text_gives_the_same_view(text: str) -> None:
    assert normalize(unicodedata.normalize("NFD", text)).text == normalize(text).text


@given(ANY_TEXT)
def test_offsets_are_monotone_and_never_empty(text: str) -> None:
    view = normalize(text)
    last = (0, 0)
    for i in range(len(view.text)):
        span = view.to_original(i, i + 1)
        assert 0 <= span[0] < span[1] <= len(text)
        assert span[0] >= last[0]
        assert span[1] >= last[1]
        last = span
    assert view.to_original(0, len(view.text))[1] <= len(text)


@given(ANY_TEXT)
def test_every_original_character_lies_where_it_is_said_to_lie(text: str) -> None:
    view = normalize(text)
    for i in range(len(text)):
        start, end = view.to_view(i, i + 1)
        assert 0 <= start <= end <= len(view.text)
        if start < end:
            back = view.to_original(start, end)
            assert back[0] <= i < back[1]


@given(ANY_TEXT, st.data())
def test_a_span_of_the_original_normalises_to_its_span_of_the_view(text: str, data: st.DataObject) -> None:
    view = normalize(text)
    # Tone placement looks at the whole syllable, and a mark belongs to what stands before it.
    in_word = [character.isalnum() or unicodedata.category(character)[0] == "M" for character in view.text]
    marks = [unicodedata.category(character)[0] == "M" for character in view.text]
    inner = [i for i in range(1, len(view.text)) if not (in_word[i - 1] and in_word[i]) and not marks[i]]
    cuts = sorted({0, *inner, len(view.text)})
    if len(cuts) < 2:
        return
    start, end = sorted(data.draw(st.lists(st.sampled_from(cuts), min_size=2, max_size=2, unique=True)))
    first, last = view.to_original(start, end)
    assert normalize(text[first:last]).text == view.text[start:end]
