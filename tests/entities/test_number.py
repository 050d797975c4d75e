"""Numbers: what counts or measures, what does not, and what each one says."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukien.entities.number import find_number, number_norm
from sukien.entities.units import unit_at
from sukien.normalize import normalize

Norm = dict[str, int | float | str]


def count(value: float, unit: str = "", bound: str = "") -> Norm:
    return norm("count", value, unit, bound)


def norm(kind: str, value: float, unit: str = "", bound: str = "") -> Norm:
    found: Norm = {"kind": kind, "value": value}
    return found | ({"bound": bound} if bound else {}) | ({"unit": unit} if unit else {})


def ratio(value: int, total: int, unit: str = "", bound: str = "") -> Norm:
    found: Norm = {"kind": "ratio", "value": value, "total": total}
    return found | ({"bound": bound} if bound else {}) | ({"unit": unit} if unit else {})


def span(low: float, high: float, unit: str = "", bound: str = "") -> Norm:
    found: Norm = {"kind": "range", "low": low, "high": high}
    return found | ({"bound": bound} if bound else {}) | ({"unit": unit} if unit else {})


# A bracket stands for the span: what is inside is the surface.
FOUND: list[tuple[str, Norm]] = [
    # digits
    ("Chi bộ kết nạp [3] đồng chí trong quý.", count(3, "đồng chí")),
    ("Bầu [05] ủy viên, trong đó có hai nữ.", count(5, "ủy viên")),
    ("Toàn tỉnh có [16.212] đảng viên.", count(16212, "đảng viên")),
    ("Xã vận động được [1 250] lượt người.", count(1250, "lượt người")),
    ("Tuyến đường dài [1,8]km vừa thông xe.", norm("measure", 1.8, "km")),
    ("Căn nhà rộng [48]m2 vừa bàn giao.", norm("measure", 48, "m2")),
    ("Cầu cao [5m5] so với mặt sông.", norm("measure", 5.5, "m")),
    ("Đạt [76,72%] so với nghị quyết.", norm("percent", 76.72)),
    ("Có [100%] chi bộ tổ chức học tập.", norm("percent", 100, "chi bộ")),
    # scale words and money
    ("Đón gần [3 ngàn] lượt khách.", count(3000, "lượt khách", "<")),
    ("Thành phố có [1,2 triệu] dân.", count(1_200_000, "dân")),
    ("Tổng kinh phí trên [1,5 tỷ đồng] do ngân sách chi.", norm("money", 1_500_000_000, bound=">")),
    ("Trao [486,35 triệu đồng] cho quỹ.", norm("money", 486_350_000)),
    ("Mỗi suất [200k] và một lá cờ.", norm("money", 200_000)),
    ("Kinh phí [38tr], xã chịu.", norm("money", 38_000_000)),
    ("Hỗ trợ [1 triệu 200 nghìn đồng] cho mỗi hộ.", norm("money", 1_200_000)),
    ("Ủng hộ [2 tỷ rưỡi] xây cầu.", norm("money", 2_500_000_000)),
    ("Tặng mỗi em [500.000đ] tiền mặt.", norm("money", 500_000)),
    ("Góp thêm [12,5 triệu], còn lại vay.", norm("money", 12_500_000)),
    ("Xuất khẩu thu về [118,6 triệu USD] trong năm.", norm("money", 118_600_000, "USD")),
    ("Đoàn bạn tặng [30 triệu riel] cho đồn.", norm("money", 30_000_000, "riel")),
    # spelled out
    ("Ban đã cử [hai] đồng chí đi học.", count(2, "đồng chí")),
    ("[Mười lăm] hộ được nhận nhà.", count(15, "hộ")),
    ("Có [hai mươi mốt] em nhận học bổng.", count(21, "em")),
    ("Hơn [năm trăm] công nhân dự lễ.", count(500, "công nhân", ">")),
    ("[Năm] đồng chí xin bảo lưu kết quả.", count(5, "đồng chí")),
    ("Gần [một trăm] hội viên tham dự.", count(100, "hội viên", "<")),
    ("Quyên góp [một tỷ đồng] trong ngày.", norm("money", 1_000_000_000)),
    ("Chuyến đi kéo dài [ba trăm linh năm] ngày.", norm("measure", 305, "ngày")),
    ("Cả [hai] đều hoàn thành nhiệm vụ.", count(2)),
    ("Khẩu hiệu không quá [ba phần tư] khổ chữ.", ratio(3, 4, "khổ chữ", "<")),
    # ratios and ranges
    ("Đã có [245/245] chi bộ đại hội xong.", ratio(245, 245, "chi bộ")),
    ("Kiểm tra [07/09] chi đoàn trong quý.", ratio(7, 9, "chi đoàn")),
    ("Ông được [50/52] phiếu tín nhiệm cao.", ratio(50, 52, "phiếu tín nhiệm cao")),
    ("Mỗi tổ từ [3 đến 7] người phụ trách.", span(3, 7, "người")),
    ("Chi bộ có [3 - 7] đảng viên trẻ.", span(3, 7, "đảng viên trẻ")),
    ("Huy động [20-40] người mỗi ca.", span(20, 40, "người")),
    ("Nhà trị giá [50 - 60 triệu đồng]/căn.", span(50_000_000, 60_000_000)),
    ("Mỗi suất từ [500 ngàn đến 1 triệu đồng]/tháng.", span(500_000, 1_000_000)),
    ("Xã luôn thiếu [một, hai] người.", span(1, 2, "người")),
    ("Tuổi từ [16 đến 22], sức khỏe tốt.", span(16, 22, "tuổi")),
    # measures and durations
    ("Sau [33] năm công tác, bà nghỉ hưu.", norm("measure", 33, "năm")),
    ("Thời hạn [2] năm rưỡi kể từ khi nhận việc.", norm("measure", 2.5, "năm")),
    ("Cụ Lê Văn Bền ([98] tuổi) nhận quà.", norm("measure", 98, "tuổi")),
    ("Ông qua đời ở tuổi [96], tại quê nhà.", norm("measure", 96, "tuổi")),
    ("Huấn luyện trong [02] ngày liên tục.", norm("measure", 2, "ngày")),
    ("Sản lượng tăng gấp [ba] so với trước.", norm("measure", 3)),
    # bounds
    ("Có ít nhất [10] căn nhà cần sửa.", count(10, "căn nhà", ">")),
    ("Tặng khoảng [70] phần quà.", count(70, "phần quà", "~")),
    ("Nhập các ấp dưới [250] hộ.", count(250, "hộ", "<")),
    ("Chi chưa đến [90 triệu đồng] cho mỗi tuyến.", norm("money", 90_000_000, bound="<")),
    ("Kết nạp hội viên từ [60] tuổi trở lên.", norm("measure", 60, "tuổi", ">")),
    ("Cấm xe trên [10] tuyến đường nội ô.", count(10, "tuyến đường")),
    # the unit
    ("Kiểm tra [32] lượt chi bộ tổ chức đại hội.", count(32, "lượt chi bộ")),
    ("Tặng [9] chiếc cặp cho học sinh nghèo.", count(9, "chiếc cặp")),
    ("Vắng [06] đ/c vì đi công tác.", count(6, "đ/c")),
    ("Xếp loại giỏi [49]đ/c, còn lại khá.", count(49, "đ/c")),
    ("Toàn xã có [68] ĐV đến dự.", count(68, "ĐV")),
    ("Học viên gồm điều dưỡng [52], còn lại là khách.", count(52, "điều dưỡng")),
    ("Đoàn có [4] người Mỹ cùng đi.", count(4, "người Mỹ")),
]

NOT_FOUND = [
    "Kỳ họp thứ 6 HĐND tỉnh khóa X",
    "Đại hội lần thứ 11 của tỉnh",
    "Công an Phường 2 và quận 8",
    "Bí thư Chi bộ ấp 1, ấp 2 và 3",
    "Tòa án khu vực 4 tỉnh An Giang",
    "Trường Tiểu học số 2, lớp 6A3",
    "Trường Tiểu học Sa Rài 1 cũng vậy",
    "Trực ban 24/7 suốt mùa lũ",
    "Liên hệ điện thoại 0912345678, gặp cô Lan",
    "Trụ sở tại số 75 Đinh Tiên Hoàng",
    "Máy bay MiG-31 và xe LX570",
    "Chủ đề là công nghiệp 4.0, không khác",
    "Nhờ hàng trăm người giúp sức",
    "Có một số ý kiến và nhiều góp ý",
    "Ông Lê Văn Mười và bà Võ Thị Sáu",
    "Huyện Tháp Mười đón Huân chương hạng Ba",
    "Ngã ba chợ, thứ hai tuần sau",
    "Ba mẹ của em rất vui",
    "Mỗi năm một lần, năm học mới bắt đầu",
    "Bà nhận Huy hiệu 75 năm tuổi Đảng",
    "Thương binh 2/4 Trần Văn Út",
    "Vào lúc 06:12 [GMT+7]",
    "Biển số 62 C. 043.48 bị tạm giữ",
    "1. Về công tác tổ chức\n2) Về kiểm tra\n3/ Về dân vận",
]


def spans(text: str) -> list[str]:
    return [text[match.start : match.end] for match in find_number(text)]


@pytest.mark.parametrize(("marked", "expected"), FOUND)
def test_a_number_and_its_norm(marked: str, expected: Norm) -> None:
    surface = re.findall(r"\[(.*?)\]", marked)[0]
    text = marked.replace("[", "").replace("]", "")
    start = marked.index("[")
    match = next(match for match in find_number(text) if match.start == start)
    assert text[match.start : match.end] == surface
    assert match.norm == expected
    assert number_norm(text, start, start + len(surface)) == expected


@pytest.mark.parametrize("text", NOT_FOUND)
def test_what_is_no_number(text: str) -> None:
    assert spans(text) == []


@pytest.mark.parametrize(
    ("marked", "expected"), [row for row in FOUND if "[" in row[0] and row[0][row[0].index("[") + 1].isdigit()]
)
def test_the_same_in_capitals(marked: str, expected: Norm) -> None:
    text = marked.replace("[", "").replace("]", "").upper()
    found = {match.start: match.norm for match in find_number(text)}
    value = found.get(marked.index("["))
    assert value is not None
    assert {key: v for key, v in value.items() if key != "unit"} == {k: v for k, v in expected.items() if k != "unit"}


@pytest.mark.parametrize("marked", [marked for marked, _ in FOUND])
def test_the_same_when_decomposed(marked: str) -> None:
    text = marked.replace("[", "").replace("]", "")
    again = normalize(unicodedata.normalize("NFD", text)).text
    assert find_number(again) == find_number(text)


def test_a_row_of_a_table_is_four_numbers() -> None:
    assert spans("2 - Bắn súng - 118 - 52 - 49 - 17") == ["118", "52", "49", "17"]


def test_a_taken_span_is_left_alone() -> None:
    text = "Quyết định số 29 thưởng 3 cá nhân"
    assert [text[m.start : m.end] for m in find_number(text, [(0, 16)])] == ["3"]


def test_a_breakdown() -> None:
    text = "20 đảng viên: khiển trách 15, cảnh cáo 3, khai trừ 02"
    assert spans(text) == ["20", "15", "3", "02"]


UNITS = [
    ("3 đồng chí tham gia học", "đồng chí"),
    ("41 chi bộ tổ chức đại hội", "chi bộ"),
    ("6 cán bộ xã đã nghỉ", "cán bộ xã"),
    ("14 nữ được kết nạp", "nữ"),
    ("2 Phó Chủ tịch và thư ký", "Phó Chủ tịch"),
    ("5 máy bơm mới mua", "máy bơm mới"),
]


@pytest.mark.parametrize(("text", "unit"), UNITS)
def test_the_unit_ends_before_the_verb(text: str, unit: str) -> None:
    found = unit_at(text, text.index(" "))
    assert found is not None
    assert text[found.start : found.end] == unit


ONES = ["", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]


def spelled(n: int) -> str:
    """`n` below a million in words, as it is said."""
    if n >= 1000:
        rest = n % 1000
        filler = " không trăm" if 0 < rest < 100 else ""
        return f"{spelled(n // 1000)} nghìn" + (f"{filler} {spelled(rest)}" if rest and not filler else "")
    if n >= 100:
        rest = n % 100
        tail = f" linh {ONES[rest]}" if 0 < rest < 10 else f" {spelled(rest)}" if rest else ""
        return f"{ONES[n // 100]} trăm{tail}"
    if n < 10:
        return ONES[n]
    last = n % 10
    tens = "mười" if n < 20 else f"{ONES[n // 10]} mươi"
    unit = "lăm" if last == 5 else "mốt" if last == 1 and n > 20 else ONES[last]
    return f"{tens} {unit}".rstrip()


def grouped(n: int) -> str:
    return f"{n:,}".replace(",", ".")


@given(st.integers(0, 10**15))
def test_digits_in_groups_come_back(n: int) -> None:
    text = f"có {grouped(n)} người"
    assert number_norm(text, 3, 3 + len(grouped(n)))["value"] == n


@given(st.integers(0, 10**7), st.integers(1, 999))
def test_decimals_come_back(n: int, thousandths: int) -> None:
    surface = f"{grouped(n)},{thousandths:03d}"
    assert number_norm(surface, 0, len(surface))["value"] == pytest.approx(n + thousandths / 1000)


@given(st.integers(2, 999_999).filter(lambda n: not 0 < n % 1000 < 100 or n < 1000))
def test_words_come_back(n: int) -> None:
    words = spelled(n)
    text = f"Có {words} đồng chí dự họp."
    assert number_norm(text, 3, 3 + len(words))["value"] == n
    if words != "năm":
        assert [text[m.start : m.end] for m in find_number(text)] == [words]


@given(st.integers(1, 999), st.sampled_from([("nghìn", 10**3), ("triệu", 10**6), ("tỷ", 10**9)]))
def test_scaled_money_comes_back(n: int, scale: tuple[str, int]) -> None:
    surface = f"{n} {scale[0]} đồng"
    assert number_norm(surface, 0, len(surface)) == {"kind": "money", "value": n * scale[1]}


PIECES = ["12", "3,5", "1.200", "07/09", "%", " ", "-", "/", ".", "(", "\n", "hai", "mươi", "năm", "triệu", "đồng", "k"]
PIECES += ["người", "tuổi", "khoảng", "trở lên", "đến", "lớp", "Lan", "A", "😀", "\u0301", "²", "٣", "ⅷ", "m"]


@given(st.lists(st.sampled_from(PIECES)).map("".join) | st.text())
def test_any_text_gives_spans_in_order(text: str) -> None:
    last = 0
    for match in find_number(text):
        assert last <= match.start < match.end <= len(text)
        assert text[match.start : match.end] == text[match.start : match.end].strip()
        assert match.norm["kind"] in ("count", "ratio", "percent", "range", "money", "measure")
        last = match.end


@given(st.lists(st.sampled_from(PIECES)).map(" ".join) | st.text(), st.integers(-5, 40), st.integers(-5, 60))
def test_any_span_has_a_norm(text: str, start: int, end: int) -> None:
    assert "kind" in number_norm(text, start, end)


@pytest.mark.parametrize("piece", ["1", "1 ", "1,", "hai ", "1 triệu ", "1-", "(1", "a"])
def test_a_long_text_is_no_trouble(piece: str) -> None:
    find_number(piece * (50_000 // len(piece)))
