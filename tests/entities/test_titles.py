"""TITLE: how it divides into position and organisation, and whom the text says it belongs to."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukien.entities.match import Match
from sukien.entities.titles import link_titles, title_norm

MARK = re.compile(r"\{([PT])\|([^}]*)\}")


def read(marked: str) -> tuple[str, list[Match], list[Match]]:
    """`{P|name}` and `{T|title}` in a sentence -> its text, the persons and the titles."""
    text, last = "", 0
    found: dict[str, list[Match]] = {"P": [], "T": []}
    for mark in MARK.finditer(marked):
        text += marked[last : mark.start()]
        found[mark[1]].append(Match(len(text), len(text) + len(mark[2]), {}, mark[1]))
        text += mark[2]
        last = mark.end()
    return text + marked[last:], found["P"], found["T"]


def links(marked: str) -> list[tuple[str, str]]:
    text, persons, titles = read(marked)
    pairs = link_titles(text, persons, titles, [(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text)])
    return [(text[persons[p].start : persons[p].end], text[titles[t].start : titles[t].end]) for p, t in pairs]


@pytest.mark.parametrize(
    ("title", "position", "organization"),
    [
        ("Phó Bí thư Thường trực Thành ủy Cao Lãnh", "Phó Bí thư Thường trực", "Thành ủy Cao Lãnh"),
        ("Bí thư", "Bí thư", None),
        ("Bí thư thứ nhất Trung ương Đoàn", "Bí thư thứ nhất", "Trung ương Đoàn"),
        ("bí thư chi bộ", "bí thư", "chi bộ"),
        ("Ủy viên Ban Thường vụ Tỉnh ủy", "Ủy viên", "Ban Thường vụ Tỉnh ủy"),
        ("Tỉnh ủy viên", "Tỉnh ủy viên", None),
        ("UV BTV", "UV", "BTV"),
        ("PCT UBND xã Mỹ Hòa", "PCT", "UBND xã Mỹ Hòa"),
        ("Chủ tịch UBND xã Mỹ Hòa", "Chủ tịch", "UBND xã Mỹ Hòa"),
        ("Phó Chủ tịch nước", "Phó Chủ tịch nước", None),
        ("Trưởng Ban Tổ chức Tỉnh ủy", "Trưởng Ban", "Ban Tổ chức Tỉnh ủy"),
        ("Phó ban Dân vận Huyện ủy", "Phó ban", "ban Dân vận Huyện ủy"),
        ("Phó Trưởng ban Thường trực Ban Tổ chức Tỉnh ủy", "Phó Trưởng ban Thường trực", "Ban Tổ chức Tỉnh ủy"),
        ("Trưởng phòng", "Trưởng phòng", None),
        ("Trưởng phòng Nội vụ huyện", "Trưởng phòng", "phòng Nội vụ huyện"),
        ("Phó Chánh Văn phòng Tỉnh ủy", "Phó Chánh Văn phòng", "Văn phòng Tỉnh ủy"),
        ("phó đội trưởng Đội Cảnh sát giao thông", "phó đội trưởng", "Đội Cảnh sát giao thông"),
        ("hiệu trưởng Trường THPT Lấp Vò 1", "hiệu trưởng", "Trường THPT Lấp Vò 1"),
        ("trưởng ấp", "trưởng ấp", None),
        ("Bộ trưởng Tư pháp", "Bộ trưởng", "Bộ Tư pháp"),
        ("Bộ trưởng Bộ Nội vụ", "Bộ trưởng", "Bộ Nội vụ"),
        ("Thứ trưởng Khoa học và Công nghệ", "Thứ trưởng", "Bộ Khoa học và Công nghệ"),
        ("nguyên Chủ tịch HĐND tỉnh", "nguyên Chủ tịch", "HĐND tỉnh"),
        ("người phát ngôn của Bộ Ngoại giao", "người phát ngôn", "Bộ Ngoại giao"),
        ("cố vấn an ninh quốc gia", "cố vấn an ninh quốc gia", None),
        ("Đại tá", "Đại tá", None),
        ("PGS.TS", "PGS.TS", None),
        ("CHỦ TỊCH UBND TỈNH", "CHỦ TỊCH", "UBND TỈNH"),
    ],
)
def test_a_title_is_a_position_in_a_body(title: str, position: str, organization: str | None) -> None:
    expected = {"position": position} | ({"organization": organization} if organization else {})
    assert title_norm(f"đồng chí {title} dự", 9, 9 + len(title)) == expected


def test_the_spelling_of_the_text_is_kept() -> None:
    assert title_norm("Uỷ viên Uỷ ban Kiểm tra", 0, 23) == {"position": "Uỷ viên", "organization": "Uỷ ban Kiểm tra"}


def test_a_line_break_inside_a_title_becomes_a_space() -> None:
    assert title_norm("Bí thư\nHuyện ủy", 0, 15) == {"position": "Bí thư", "organization": "Huyện ủy"}


@given(st.text(alphabet="Phó Trưởng ban xã\n-,.1"), st.integers(0, 30), st.integers(0, 30))
def test_no_text_makes_it_fail(text: str, start: int, end: int) -> None:
    norm = title_norm(text, start, end)
    assert bool(norm) == bool(text[start:end].strip())


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("{T|Bí thư Huyện ủy} {P|Lê Văn An} phát biểu.", [("Lê Văn An", "Bí thư Huyện ủy")]),
        ("{T|Bí thư Huyện ủy}, ông {P|Lê Văn An} phát biểu.", [("Lê Văn An", "Bí thư Huyện ủy")]),
        ("{T|Bí thư Huyện ủy} là bà {P|Lê Thị Ba}.", [("Lê Thị Ba", "Bí thư Huyện ủy")]),
        ("Bác sĩ: {T|BSCKII}. {P|Lê Văn An} mổ chính.", [("Lê Văn An", "BSCKII")]),
        (
            "Dự có đ/c {P|An} - {T|Phó Bí thư}, {T|Chủ tịch UBND}; đ/c {P|Bình} - {T|Chủ nhiệm UBKT}.",
            [("An", "Phó Bí thư"), ("An", "Chủ tịch UBND"), ("Bình", "Chủ nhiệm UBKT")],
        ),
        (
            "Ông {P|An}, {T|Ủy viên Ban Thường vụ}, {T|Trưởng Ban Tổ chức}; {T|Phó Giám đốc Sở} {P|Bình} cùng dự.",
            [("An", "Ủy viên Ban Thường vụ"), ("An", "Trưởng Ban Tổ chức"), ("Bình", "Phó Giám đốc Sở")],
        ),
        (
            "Ông {P|An} - {T|Giám đốc Sở}, {T|PGS.TS} {P|Bình} và học viên dự lễ.",
            [("An", "Giám đốc Sở"), ("Bình", "PGS.TS")],
        ),
        (
            "{T|Tỉnh ủy viên}, {T|Bí thư} kiêm {T|Chủ tịch} {P|An}",
            [("An", t) for t in ("Tỉnh ủy viên", "Bí thư", "Chủ tịch")],
        ),
        ("Ông {P|An} ({T|nguyên Giám đốc Sở}) dự.", [("An", "nguyên Giám đốc Sở")]),
        ("Bà {P|An} (52 tuổi, {T|kế toán xã}) bị phạt.", [("An", "kế toán xã")]),
        ("Ông {P|An} hiện là {T|Chủ tịch xã}.", [("An", "Chủ tịch xã")]),
        ("Ông {P|An} với cương vị {T|Chủ tịch xã} đã ký.", [("An", "Chủ tịch xã")]),
        ("Với cương vị {T|Chủ tịch xã}, ông {P|An} đã ký.", [("An", "Chủ tịch xã")]),
        ("Hai {T|Phó Chủ tịch} {P|An} và {P|Bình} cùng dự.", [("An", "Phó Chủ tịch"), ("Bình", "Phó Chủ tịch")]),
        ("{T|Phó Chủ tịch} {P|An} và {P|Bình} cùng dự.", [("An", "Phó Chủ tịch")]),
        ("Ông {P|Sáu Thơm} ({P|Ngô Văn Thơm}), {T|nguyên Bí thư xã}, kể.", [("Sáu Thơm", "nguyên Bí thư xã")]),
    ],
)
def test_a_title_beside_a_name_is_linked(marked: str, expected: list[tuple[str, str]]) -> None:
    assert links(marked) == expected


@pytest.mark.parametrize(
    "marked",
    [
        "Đại hội bầu ông {P|An} làm {T|Bí thư}.",
        "Bổ nhiệm bà {P|An} giữ chức {T|Trưởng phòng}.",
        "Miễn nhiệm chức {T|Phó Chủ tịch} đối với ông {P|An}.",
        "Ông {P|An} từng giữ chức {T|Bí thư xã}.",
        "Trước khi được bầu làm {T|Bí thư}, ông {P|An} công tác ở tỉnh.",
        "Theo quyết định của {T|Chủ tịch UBND tỉnh}, ông {P|An} nghỉ hưu.",
        "Ông Ba được điều động làm {T|Giám đốc Sở}. {P|An}",
        "{T|Bí thư Huyện ủy}\n{P|An}",
    ],
)
def test_a_title_gained_left_or_apart_is_not_linked(marked: str) -> None:
    assert links(marked) == []


@given(st.lists(st.sampled_from(["{P|An}", "{T|Bí thư}", ", ", " - ", " ", "(", ")", "\n", ". ", " và ", "ông ", ";"])))
def test_links_point_at_what_was_given(pieces: list[str]) -> None:
    text, persons, titles = read("".join(pieces))
    pairs = link_titles(text, persons, titles, [(0, len(text))])
    assert all(p in range(len(persons)) and t in range(len(titles)) for p, t in pairs)
    assert len(set(pairs)) == len(pairs)
