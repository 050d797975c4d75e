"""The old encodings there and back: any Vietnamese text of real length is recognised and the same.

The encoders here are made of the tables of the standards (as iconv has them) and of the rules of VNI, not of the data
of the readers.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sukien.archive.readers.encodings import decode, repaired

TCVN3_LETTERS = "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
TCVN3_BYTES = bytes.fromhex(
    "a1a2a3a4a5a6a7a8a9aaabacadaeb5b6b7b8b9bbbcbdbec6c7c8c9cacbcccecfd0d1d2d3d4d5d6d7d8dcdddedfe1e2e3e4e5e6e7e8e9eaeb"
    "ecedeeeff1f2f3f4f5f6f7f8f9fafbfcfdfe"
)
VISCII_LETTERS = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
VISCII_CONTROLS = {"Ẳ": b"\x02", "Ẵ": b"\x05", "Ẫ": b"\x06", "Ỷ": b"\x14", "Ỹ": b"\x19", "Ỵ": b"\x1e"}
TONES = "\u0301\u0300\u0309\u0303\u0323"
VNI_PLAIN = dict(zip(TONES, "ùøûõï", strict=True))
VNI_HAT = dict(zip(TONES, "áàåãä", strict=True))
VNI_BOWL = dict(zip(TONES, "éèúüë", strict=True))
VNI_I = dict(zip(TONES, "íìæóò", strict=True))
PRECOMPOSED_1258 = "ÀÁÂĂÈÉÊÍÓÔÙÚàáâăèéêíóôùúĐđƠơƯư"


def to_tcvn3(text: str) -> bytes:
    """What the fonts have: a capital with a tone mark is written as the small letter."""
    table = dict(zip(TCVN3_LETTERS, ([byte] for byte in TCVN3_BYTES), strict=True))
    return b"".join(bytes(table.get(letter) or table.get(letter.lower()) or letter.encode("cp1252")) for letter in text)


def to_viscii(text: str) -> bytes:
    table = {letter: bytes([0x80 + place]) for place, letter in enumerate(VISCII_LETTERS)} | VISCII_CONTROLS
    return b"".join(table.get(letter) or letter.encode("ascii") for letter in text)


def to_vni(text: str) -> bytes:
    letters = []
    for letter in text:
        written = vni_letter(letter.lower())
        letters.append(written.upper() if letter.isupper() else written)
    return "".join(letters).encode("cp1252")


def vni_letter(letter: str) -> str:
    base, *marks = list(normalize("NFD", letter))
    tone = next((mark for mark in marks if mark in TONES), "")
    if base == "i":
        return VNI_I[tone] if tone else "i"
    if letter == "ỵ":
        return "î"
    if "\u0302" in marks:
        return base + (VNI_HAT[tone] if tone else "â")
    if "\u0306" in marks:
        return base + (VNI_BOWL[tone] if tone else "ê")
    if "\u031b" in marks:
        base = {"o": "ô", "u": "ö"}[base]
    return ("ñ" if base == "đ" else base) + (VNI_PLAIN[tone] if tone else "")


def to_1258(text: str) -> bytes:
    """Letters without a tone mark, and the mark behind them, as Windows types them."""
    letters = []
    for letter in text:
        marks = normalize("NFD", letter)
        tone = next((mark for mark in marks if mark in TONES), "")
        letters.append(normalize("NFC", marks.replace(tone, "")) + tone if tone else letter)
    return "".join(letters).encode("cp1258")


def to_1258_composed(text: str) -> bytes:
    """The same with the letters that it has whole (`á`), as converters write them."""
    parts = (letter.encode("cp1258") if letter in PRECOMPOSED_1258 else to_1258(letter) for letter in text)
    return b"".join(parts)


def as_kept(name: str, text: str) -> str:
    """The text as the encoding can keep it: TCVN3 has no capitals with tone marks, and `Ánh` becomes `ánh`."""
    return re.sub(r"[^\W\d_](?<![a-zA-ZĂÂÊÔƠƯĐ])", lambda letter: letter[0].lower(), text) if name == "tcvn3" else text


ENCODERS: dict[str, Callable[[str], bytes]] = {
    "tcvn3": to_tcvn3,
    "vni": to_vni,
    "viscii": to_viscii,
    "windows-1258": to_1258,
    "windows-1258 composed": to_1258_composed,
}

VOCABULARY = """
Đảng ủy xã Tân Phú tổ chức lễ kết nạp đảng viên mới chi bộ ấp Mỹ Thạnh đã cử quần chúng ưu tú tham gia lớp bồi dưỡng
nhận thức về Đảng khẳng định sự quyết liệt của cấp ủy Ủy ban nhân dân tỉnh ban hành Quyết định bổ nhiệm ông Nguyễn Văn
Khởi giữ chức vụ Giám đốc Sở Nông nghiệp thay bà Lê Thị Ngọc Ánh nghỉ hưu theo chế độ UBND TP Cao Lãnh khởi công cầu
Hồng Ngự với kinh phí tỷ đồng do ngân sách hỗ trợ đồng chí Trưởng Ban Tuyên giáo nhấn mạnh yêu cầu đẩy mạnh học tập làm
theo tư tưởng đạo đức phong cách Hồ Chí Minh khen thưởng tập thể cá nhân xuất sắc kỷ luật khiển trách cảnh cáo vi phạm
chủ trương sáp nhập hợp nhất đại hội nhiệm kỳ bầu Ban Chấp hành khóa gồm người trong đó nữ trẻ tuổi dân tộc thiểu số
Khmer giảm hộ nghèo thủy sản lũ lụt sạt lở bờ sông đường lộ điện nước sạch trường học bệnh viện mỗi nhỏ ngõ ngã ngoãn
giữa những nghĩ nguyễn khuỷu quýt thuở rượu hươu khuya giếng thoải mái xoay xở quyển vở bằng sẵn sàng hẵng kẻ chẽ gặp
thì tìm kiếm tòa nhà hòa bình lý do
"""
WORDS = VOCABULARY.split()
MARKS = [" ", " ", " ", " ", " ", " ", ", ", ". ", "; ", " 12 ", " 5/4/2023 ", ' "', '" ', " (", ") ", "\n"]
CAPITALS = st.sampled_from(WORDS).map(str.upper)
NORMAL = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(MARKS)), min_size=15, max_size=150)
HEADLINE = st.lists(CAPITALS, max_size=12).map(" ".join)


@pytest.mark.parametrize("name", ENCODERS)
@settings(max_examples=40)
@given(parts=NORMAL)
def test_a_text_is_recognised_and_the_same(name: str, parts: list[tuple[str, str]]) -> None:
    text = "".join(word + mark for word, mark in parts)
    found = decode(ENCODERS[name](text))
    assert found.encoding == name.split()[0]
    assert as_kept(name, found.text) == as_kept(name, text)


@pytest.mark.parametrize("name", sorted(ENCODERS.keys() - {"tcvn3"}))
@settings(max_examples=40)
@given(headline=HEADLINE, parts=NORMAL)
def test_a_headline_in_capitals_is_the_same(name: str, headline: str, parts: list[tuple[str, str]]) -> None:
    text = headline + "\n" + "".join(word + mark for word, mark in parts)
    assert decode(ENCODERS[name](text)) == (text, name.split()[0])


@settings(max_examples=40)
@given(headline=HEADLINE, parts=NORMAL)
def test_tcvn3_which_has_not_all_capitals_keeps_the_letters(headline: str, parts: list[tuple[str, str]]) -> None:
    text = headline + "\n" + "".join(word + mark for word, mark in parts)
    assert decode(to_tcvn3(text)).text.lower() == text.lower()


@pytest.mark.parametrize("name", ["tcvn3", "vni"])
@settings(max_examples=40)
@given(parts=NORMAL)
def test_an_old_font_in_utf_8_is_recognised_and_the_same(name: str, parts: list[tuple[str, str]]) -> None:
    text = "".join(word + mark for word, mark in parts)
    found = repaired(ENCODERS[name](text).decode("cp1252"))
    assert found.encoding == f"{name} in utf-8"
    assert as_kept(name, found.text) == as_kept(name, text)


@pytest.mark.parametrize(
    "text",
    [
        "Ủy ban xã họp. Ở ấp Mỹ Thạnh, ông Ý phát biểu.\n\nẢnh: HÒA BÌNH",
        "“Ấp văn hóa” là danh hiệu của ấp.\nđó là điều mong muốn",
        "ĐẢNG BỘ XÃ MỸ AN Ở HUYỆN THÁP MƯỜI\nBí thư UBND xã Mỹ An",
    ],
)
def test_capitals_of_tcvn3_are_found_again(text: str) -> None:
    kept = re.sub("Ý", "ý", text)  # a name: nothing says that it is one
    assert decode(to_tcvn3(text)) == (kept, "tcvn3")


@settings(max_examples=40)
@given(parts=NORMAL)
def test_text_in_utf_8_and_utf_16_is_never_taken_for_an_old_one(parts: list[tuple[str, str]]) -> None:
    text = "".join(word + mark for word, mark in parts)
    assert decode(text.encode()) == (text, "utf-8")
    assert decode(text.encode("utf-16")) == (text, "utf-16-le")
    assert decode(text.encode("utf-16-be")) == (text, "utf-16-be")
