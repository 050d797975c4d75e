"""Text out of bytes. The bytes of the old encodings here were made by iconv and by hand, not by the code under test."""

from __future__ import annotations

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukien.archive.readers.encodings import UnknownEncoding, decode, repaired

TEXT = (
    "Sáng 5/4, Đảng ủy xã Tân Phú tổ chức lễ kết nạp 12 đảng viên mới; trước đó, chi bộ ấp Mỹ Thạnh đã cử "
    "3 quần chúng ưu tú tham gia lớp bồi dưỡng nhận thức về Đảng, khẳng định sự quyết liệt của cấp ủy."
)
TCVN3 = (
    b"S\xb8ng 5/4, \xa7\xb6ng \xf1y x\xb7 T\xa9n Ph\xf3 t\xe6 ch\xf8c l\xd4 k\xd5t n\xb9p 12 \xae\xb6ng vi\xaan m"
    b"\xedi; tr\xad\xedc \xae\xe3, chi b\xe9 \xcap M\xfc Th\xb9nh \xae\xb7 c\xf6 3 qu\xc7n ch\xf3ng \xadu t\xf3 th"
    b"am gia l\xedp b\xe5i d\xad\xecng nh\xcbn th\xf8c v\xd2 \xa7\xb6ng, kh\xbcng \xae\xdenh s\xf9 quy\xd5t li\xd6"
    b"t c\xf1a c\xcap \xf1y."
)
VISCII = (
    b"S\xe1ng 5/4, \xd0\xe4ng \xfcy x\xe3 T\xe2n Ph\xfa t\xb1 ch\xd1c l\xad k\xaat n\xd5p 12 \xf0\xe4ng vi\xean m"
    b"\xbei; tr\xdf\xbec \xf0\xf3, chi b\xb5 \xa4p M\xdb Th\xd5nh \xf0\xe3 c\xd8 3 qu\xa5n ch\xfang \xdfu t\xfa th"
    b"am gia l\xbep b\xb0i d\xdf\xdeng nh\xa7n th\xd1c v\xab \xd0\xe4ng, kh\xc6ng \xf0\xb8nh s\xf1 quy\xaat li\xae"
    b"t c\xfca c\xa4p \xfcy."
)
CP1258 = (
    b"S\xe1ng 5/4, \xd0a\xd2ng u\xd2y xa\xde T\xe2n Ph\xfa t\xf4\xd2 ch\xfd\xecc l\xea\xde k\xea\xect na\xf2p 12 "
    b"\xf0a\xd2ng vi\xean m\xf5\xeci; tr\xfd\xf5\xecc \xf0\xf3, chi b\xf4\xf2 \xe2\xecp My\xde Tha\xf2nh \xf0a\xde"
    b" c\xfd\xd2 3 qu\xe2\xccn ch\xfang \xfdu t\xfa tham gia l\xf5\xecp b\xf4\xcci d\xfd\xf5\xdeng nh\xe2\xf2n th"
    b"\xfd\xecc v\xea\xcc \xd0a\xd2ng, kh\xe3\xd2ng \xf0i\xf2nh s\xfd\xf2 quy\xea\xect li\xea\xf2t cu\xd2a c\xe2"
    b"\xecp u\xd2y."
)
VNI = (
    "Saùng 5/4, Ñaûng uûy xaõ Taân Phuù toå chöùc leã keát naïp 12 ñaûng vieân môùi; tröôùc ñoù, chi boä aáp Myõ "
    "Thaïnh ñaõ cöû 3 quaàn chuùng öu tuù tham gia lôùp boài döôõng nhaän thöùc veà Ñaûng, khaúng ñònh söï quyeát "
    "lieät cuûa caáp uûy."
)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TCVN3, "tcvn3"),
        (VNI.encode("cp1252"), "vni"),
        (VISCII, "viscii"),
        (CP1258, "windows-1258"),
    ],
)
def test_text_is_read_in_the_encoding_it_is_in(data: bytes, encoding: str) -> None:
    assert decode(data) == (TEXT, encoding)


def test_decomposed_letters_in_utf_8_stay_as_they_are() -> None:
    spread = normalize("NFD", TEXT)
    assert decode(spread.encode()) == (spread, "utf-8")


@pytest.mark.parametrize("wrong", [TCVN3.decode("cp1252"), VNI])
def test_an_old_font_saved_as_utf_8_is_read_as_what_it_shows(wrong: str) -> None:
    assert repaired(wrong).text == TEXT
    assert repaired(wrong).encoding.endswith("in utf-8")


@pytest.mark.parametrize(
    "text",
    [
        "Café au lait à la crème brûlée, déjà vu.",
        "Straße, Übergröße, Äpfel, Öl",
        "naïve",
        "5 °C, 3 × 4 m²",
        "Hội",
        "hò",
    ],
)
def test_other_text_in_utf_8_is_left_alone(text: str) -> None:
    assert decode(text.encode()) == (text, "utf-8")


@pytest.mark.parametrize(
    "data",
    [
        b"C\xe9NG H\xdfA X\xb7 H\xe9I CH\xf1 NGH\xdcA VI\xd6T NAM",
        "COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM".encode("cp1252"),
    ],
)
def test_capitals_of_the_old_fonts(data: bytes) -> None:
    assert decode(data).text == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


def test_curly_quotes_of_windows_stay_quotes_in_tcvn3() -> None:
    assert decode(b"\x93\xa7\xb6ng b\xe9 x\xb7 T\xa9n Ph\xf3\x94").text == "“Đảng bộ xã Tân Phú”"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a PNG picture, not text"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a JPEG picture"),
        (b"%PDF-1.4\n%", "a PDF document"),
        (bytes(range(256)) * 20, "binary data"),
        (TEXT[:30].encode() + b"\xff" + TEXT[30:].encode(), "damaged UTF-8: byte 0xff at 39"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le")[:-1], "damaged UTF-16-LE"),
        ("Текст на русском языке, который никто не прочтёт".encode("koi8-r"), "the encoding is not known"),
        ("Une fête à la forêt près du château".encode("latin-1"), "the encoding is not known"),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(UnknownEncoding, match=reason):
        decode(data)


def reason_to_refuse(data: bytes) -> str | None:
    try:
        decode(data)
    except UnknownEncoding as error:
        return str(error)
    return None


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    assert reason_to_refuse(data) != ""


@given(st.text(max_size=200))
def test_utf_8_is_never_refused_as_another_encoding(text: str) -> None:
    reason = reason_to_refuse(text.encode())
    assert reason is None or "not text" in reason or "damaged" in reason
