"""Dates: where each form begins and ends, what it means, and when nothing resolves it."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukien.entities.date import date_norm, find_date
from sukien.normalize import normalize

PUBLISHED = date(2023, 4, 1)  # a Saturday

# A bracket stands for the span; the value is the one on the day of publication, `None` if nothing resolves it.
FOUND: list[tuple[str, str | None]] = [
    # days
    ("[Ngày 19/9/2022], chi bộ họp.", "2022-09-19"),
    ("Quyết định có hiệu lực từ [ngày 5 tháng 3 năm 2021].", "2021-03-05"),
    ("[Sáng 18-10], huyện tổ chức lễ.", "2022-10-18"),
    ("[Chiều ngày 31/3], đoàn đến thăm.", "2023-03-31"),
    ("[Tối 23.2], đêm nhạc diễn ra.", "2023-02-23"),
    ("Bà phát biểu [hôm 7-11].", "2022-11-07"),
    ("Cập nhật ngày: [01/04/2023 15:27:34]", "2023-04-01T15:27:34"),
    ("Thứ Ba, [12/3/2024, 08:15]", "2024-03-12T08:15"),
    ("[08:15, 27/03/2023]", "2023-03-27T08:15"),
    ("Ngày gửi: [18/10/2019 - 14:20]", "2019-10-18T14:20"),
    ("Diễn ra lúc [14 giờ 15 phút ngày 17/10/2019] tại xã.", "2019-10-17T14:15"),
    ("Đúng [07h30' ngày 30/9/2022], lễ khai mạc bắt đầu.", "2022-09-30T07:30"),
    ("[5h sáng 18/3], tàu cập cảng.", "2023-03-18T05:00"),
    ("Lễ viếng từ [7h đến 9h30 ngày 20/3].", "2023-03-20T07:00/2023-03-20T09:30"),
    ("Lễ truy điệu vào [12h30], an táng sau đó.", None),
    # ranges
    ("Lớp học diễn ra [ngày 14 và 15/3].", "2023-03-14/2023-03-15"),
    ("Trong các [ngày 14 - 15/3], xã bầu cử.", "2023-03-14/2023-03-15"),
    ("Mở lớp từ [ngày 24 đến 26/2].", "2023-02-24/2023-02-26"),
    ("Từ [ngày 28/12 đến ngày 3/1/2023], kho mở cửa.", "2022-12-28/2023-01-03"),
    ("Huấn luyện từ [10/3 - 14/3] tại thao trường.", "2023-03-10/2023-03-14"),
    ("Kiểm tra từ [tháng 3-2020 đến tháng 11-2022].", "2020-03/2022-11"),
    ("Từ [năm 2018 đến năm 2020], xã có nước sạch.", "2018/2020"),
    ("Ông giữ chức ([1967-1975]) tại quân khu.", "1967/1975"),
    # months, quarters, halves
    ("Kỳ họp [tháng 12/2022] bàn ngân sách.", "2022-12"),
    ("Cuối [tháng 2], lực lượng đã kiểm tra.", "2023-02"),
    ("Sơ kết [quý I/2023] tại huyện.", "2023-Q1"),
    ("Nhiệm vụ [quý II] là đại hội.", "2023-Q2"),
    ("[6 tháng đầu năm], tỉnh xuất khẩu gạo.", "2023-H1"),
    ("Báo cáo [9 tháng đầu năm 2022] cho thấy.", "2022-01/2022-09"),
    ("Ngay trong [nửa cuối năm 2022], cầu thông xe.", "2022-H2"),
    ("[3 tháng qua], Hội kết nạp nhiều người.", "2023-01/2023-03"),
    # years, terms, stages
    ("Cuối [năm 2016], bà nghỉ hưu.", "2016"),
    ("Ông Lê Văn Tám (SN [1965]) trú xã này.", "1965"),
    ("Đại hội [nhiệm kỳ 2020 - 2025] thành công.", "2020/2025"),
    ("Đề án [giai đoạn 2016-2021] đã xong.", "2016/2021"),
    ("[Năm học 2022-2023] có nhiều đổi mới.", "2022/2023"),
    ("Sang [thế kỷ 21] rồi vẫn vậy.", "20"),
    ("Chiến dịch [hè 2022] kết thúc tốt.", "2022-SU"),
    ("Trong [năm 2021 và 2022], sở đã thanh tra.", "2021/2022"),
    # words for times
    ("[Sáng nay], tỉnh khai mạc hội thi.", "2023-04-01"),
    ("[Chiều qua], đoàn đã về nước.", "2023-03-31"),
    ("So với [hôm qua], nước lên cao.", "2023-03-31"),
    ("Học sinh nghỉ từ [ngày mai].", "2023-04-02"),
    ("[Sáng nay 1/4], hội nghị bắt đầu.", "2023-04-01"),
    ("Phà ngừng chạy từ [18 giờ hôm qua đến 6 giờ sáng nay].", "2023-03-31T18:00/2023-04-01T06:00"),
    ("Đơn được rút [tuần trước] rồi.", "2023-W12"),
    ("Xã thi lại vào [tháng sau].", "2023-05"),
    ("[Năm nay], lễ hội không tổ chức.", "2023"),
    ("[Năm ngoái] có 12 người nghỉ.", "2022"),
    ("Cao hơn [cùng kỳ năm trước] một chút.", "2022"),
    ("[Từ đầu năm đến nay], xã làm 3 cầu.", "2023-01/2023-04"),
    ("Các sở từ [tháng 6/2022 đến nay] đã họp.", "2022-06/2023-04"),
    ("[Hai ngày trước], đoàn đã đến.", "2023-03-30"),
    ("Trong [năm], đã cử 3 đồng chí đi học.", "2022"),
]

NOT_FOUND = [
    "Kiểm tra 07/09 chi đoàn và 5/9 xã",
    "Trực 24/24 giờ, tỷ lệ 1/500",
    "Những năm qua, thời gian qua, hiện nay, vừa qua, dịp này",
    "Sau 3 năm làm việc, mỗi năm một lần",
    "Thứ Bảy và chủ nhật hằng tuần",
    "Thương binh 1/4, xã Hòa Bình",
    "Tàu Phú Quý 2 gặp nạn",
    "Mỗi tháng 1,5 triệu đồng",
    "Đội thắng với tỷ số 3-2",
    "Lớp 40 học viên học buổi tối",
    "Kéo dài gần 3 giờ mới xong",
]


def unmarked(marked: str) -> tuple[str, int, int]:
    start = marked.index("[")
    return marked.replace("[", "").replace("]", ""), start, marked.index("]") - 1


@pytest.mark.parametrize(("marked", "value"), FOUND)
def test_a_date_and_its_value(marked: str, value: str | None) -> None:
    text, start, end = unmarked(marked)
    match = next(match for match in find_date(text, PUBLISHED) if match.start == start)
    assert text[match.start : match.end] == text[start:end]
    assert match.norm.get("value") == value


@pytest.mark.parametrize("text", NOT_FOUND)
def test_what_is_no_date(text: str) -> None:
    assert [text[m.start : m.end] for m in find_date(text, PUBLISHED)] == []


@pytest.mark.parametrize(("marked", "value"), [row for row in FOUND if "SN " not in row[0]])
def test_the_same_in_capitals(marked: str, value: str | None) -> None:
    text, start, end = unmarked(marked.upper())
    match = next(match for match in find_date(text, PUBLISHED) if match.start == start)
    assert (match.end, match.norm.get("value")) == (end, value)


@pytest.mark.parametrize("marked", [marked for marked, _ in FOUND])
def test_the_same_when_decomposed(marked: str) -> None:
    text, *_ = unmarked(marked)
    again = normalize(unicodedata.normalize("NFD", text)).text
    assert find_date(again, PUBLISHED) == find_date(text, PUBLISHED)


WITHOUT_PUBLICATION = [(marked, value) for marked, value in FOUND if not re.search(r"\d{4}|thế kỷ", marked)]


@pytest.mark.parametrize("marked", [marked for marked, _ in WITHOUT_PUBLICATION])
def test_nothing_is_guessed_without_a_day_of_publication(marked: str) -> None:
    text, start, end = unmarked(marked)
    assert date_norm(text, start, end) == {}


NEAREST = [
    (date(2023, 4, 1), "Họp ngày 29/3.", "2023-03-29"),
    (date(2023, 4, 1), "Họp ngày 30/4.", "2023-04-30"),  # soon
    (date(2019, 10, 18), "Thăm các mẹ dịp 22/12.", "2018-12-22"),  # long ago, rather than long from now
    (date(2024, 1, 5), "Họp ngày 28/12.", "2023-12-28"),
    (date(2022, 10, 3), "Báo cáo trước 15/10.", "2022-10-15"),
    (date(2025, 2, 18), "Dự kiến đến ngày 30-6, tỉnh giải thể 6 ban.", "2025-06-30"),
    (date(2023, 1, 12), "Ngày 15/1 tới, Tỉnh đoàn tặng quà.", "2023-01-15"),
    (date(2023, 4, 1), "Đại hội sẽ khai mạc tháng 9.", "2023-09"),
    (date(2023, 11, 8), "Kỳ thi tháng 9 đã xong.", "2023-09"),
    (date(2022, 7, 8), "Nhìn lại 6 tháng qua, tổ làm tốt.", "2022-H1"),
    (date(2023, 9, 14), "Suốt 8 tháng qua, Hội rất mạnh.", "2023-01/2023-08"),
    (date(2024, 1, 9), "Thi đua quý IV đã xong.", "2023-Q4"),
    (date(2019, 10, 18), "Tổng kết năm học qua.", "2018/2019"),
]


@pytest.mark.parametrize(("published", "text", "value"), NEAREST)
def test_the_year_that_is_meant(published: date, text: str, value: str) -> None:
    assert [match.norm.get("value") for match in find_date(text, published)] == [value]


LOOKING_BACK = [
    ("Ông bị bắt ngày 9-1-2023. Tháng 4 năm đó, xã khai trừ ông.", ["2023-01-09", "2023-04"]),
    ("Ngày 30/3, tại ấp 1, đồn trao quà. Cùng ngày, Hội đến thăm.", ["2023-03-30", "2023-03-30"]),
    ("Sáng 30/3, xã họp; nghỉ từ 1/3. Chiều cùng ngày, xã nghỉ.", ["2023-03-30", "2023-03-01", "2023-03-30"]),
    ("So với 6 tháng đầu năm 2022, tăng 16% cùng kỳ năm 2021.", ["2022-H1", "2021-H1"]),
    ("Ông theo cách mạng năm 1938 và một năm sau vào Đảng.", ["1938", "1939"]),
    ("Năm 2021, xã nghèo. Trong năm, xã xóa 5 nhà tạm.", ["2021", "2021"]),
]


@pytest.mark.parametrize(("text", "values"), LOOKING_BACK)
def test_dates_that_look_back(text: str, values: list[str]) -> None:
    assert [match.norm.get("value") for match in find_date(text, PUBLISHED)] == values


NEVER = [
    "ngày 31/2/2023",
    "ngày 29/2/2023",
    "tháng Giêng",
    "mùng 2 Tết",
    "23 tháng Chạp",
    "tháng 3 âm lịch",
    "nửa tháng trước",
]


@pytest.mark.parametrize("surface", NEVER)
def test_no_value_where_there_is_none(surface: str) -> None:
    assert date_norm(surface, 0, len(surface), PUBLISHED) == {}


def test_a_taken_span_is_left_alone() -> None:
    text = "theo Nghị định 08/2016 ngày 25/1/2016"
    assert [text[m.start : m.end] for m in find_date(text, None, [(5, 22)])] == ["ngày 25/1/2016"]


DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))


@given(
    DAYS, st.sampled_from(["{d}/{m}/{y}", "{d:02}/{m:02}/{y}", "{d}-{m}-{y}", "{d}.{m}.{y}", "{d} tháng {m} năm {y}"])
)
def test_full_dates_come_back(day: date, form: str) -> None:
    text = "Sáng ngày " + form.format(d=day.day, m=day.month, y=day.year) + ", xã họp."
    assert [(m.start, m.norm.get("value")) for m in find_date(text)] == [(0, day.isoformat())]


@given(DAYS, st.integers(-60, 0))
def test_a_day_just_gone_needs_no_year(published: date, days: int) -> None:
    day = published + timedelta(days)
    text = f"Chiều {day.day}/{day.month}, xã họp."
    assert [m.norm.get("value") for m in find_date(text, published)] == [day.isoformat()]


PIECES = [
    "1",
    "12",
    "31",
    "99",
    "2023",
    "0000",
    "9999",
    "/",
    "-",
    ".",
    ":",
    " ",
    ", ",
    "h",
    "giờ",
    "phút",
    "ngày",
    "tháng",
]
PIECES += ["năm", "quý", "I", "XX", "đầu", "cuối", "đến", "nay", "từ", "và", "hôm", "qua", "sau", "trước", "cùng", "kỳ"]
PIECES += [
    "sáng",
    "nhiệm kỳ",
    "giai đoạn",
    "thế kỷ",
    "tuần",
    "hai",
    "một",
    "nửa",
    "đó",
    "học",
    "tết",
    "mùng",
    "\n",
    "٣",
    "😀",
]
TEXTS = st.lists(st.sampled_from(PIECES)).map(" ".join) | st.lists(st.sampled_from(PIECES)).map("".join) | st.text()
PUBLICATION = st.none() | st.dates()


@given(TEXTS, PUBLICATION)
def test_any_text_gives_spans_in_order(text: str, published: date | None) -> None:
    last = 0
    for match in find_date(text, published):
        assert last <= match.start < match.end <= len(text)
        assert text[match.start : match.end] == text[match.start : match.end].strip()
        last = match.end


@given(TEXTS, st.integers(-5, 40), st.integers(-5, 80), PUBLICATION)
def test_any_span_has_a_norm(text: str, start: int, end: int, published: date | None) -> None:
    assert set(date_norm(text, start, end, published, find_date(text, published))) <= {"value"}


@pytest.mark.parametrize("piece", ["1", "1/", "1/2 - ", "ngày 1, ", "năm 2020, ", "tháng 1 - ", "10 giờ ", "a"])
def test_a_long_text_is_no_trouble(piece: str) -> None:
    find_date(piece * (50_000 // len(piece)), PUBLISHED)
