"""Short names and short names of bodies find the full form they stand for."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukien.entities.coreference import full_bodies, full_names
from sukien.entities.match import Match

MARK = re.compile(r"\{([^}]*)\}")


def read(marked: str) -> tuple[str, list[Match]]:
    """`{name}` in a text -> the text and the marked spans."""
    text, last, found = "", 0, []
    for mark in MARK.finditer(marked):
        text += marked[last : mark.start()]
        found.append(Match(len(text), len(text) + len(mark[1]), {}, "PERSON"))
        text += mark[1]
        last = mark.end()
    return text + marked[last:], found


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("Ông {Trần Thanh Toàn} dự. Ông {Toàn} nói.", {1: "Trần Thanh Toàn"}),
        ("Ông {TRẦN THANH TOÀN} dự. Ông {Toàn} nói.", {1: "TRẦN THANH TOÀN"}),
        ("Ông {Toàn} nói. Ảnh: ông {Trần Thanh Toàn}.", {0: "Trần Thanh Toàn"}),
        ("Ông {Thanh Toàn}, tức {Trần Thanh Toàn}.", {0: "Trần Thanh Toàn"}),
        ("{Lê Toàn} dự. {Toàn} nói. {Trần Toàn} đến. {Toàn} về.", {1: "Lê Toàn", 3: "Trần Toàn"}),
        ("{Toàn} nói. {Lê Toàn} dự. {Trần Toàn} đến.", {}),
        ("{Sáu Thơm} ({Ngô Văn Thơm}) kể. {Sáu Thơm} cười.", {0: "Ngô Văn Thơm", 2: "Ngô Văn Thơm"}),
        ("Chú {Ngô Văn Thơm} kể. Chú {Tư Thơm} cười.", {1: "Ngô Văn Thơm"}),
        ("{Tô Thị Nhạn} và {Tô Nhạn}", {1: "Tô Thị Nhạn"}),
        ("{Y Thuân Mlô} dự, {Y Thuân} nói.", {1: "Y Thuân Mlô"}),
        ("{Dũng Chinh} viết, {DŨNG CHINH} chụp.", {}),
        ("{Lê An} và {Lê Bình}", {}),
        ("", {}),
    ],
)
def test_a_short_name_stands_for_the_full_one(marked: str, expected: dict[int, str]) -> None:
    assert full_names(*read(marked)) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("{Ban Tổ chức Tỉnh ủy} họp. {Ban Tổ chức} đề nghị.", {1: "Ban Tổ chức Tỉnh ủy"}),
        (
            "{Ban Tổ chức} và {Ban Tổ chức Tỉnh ủy} của {Ban Tổ chức Tỉnh ủy Đồng Tháp}",
            dict.fromkeys((0, 1), "Ban Tổ chức Tỉnh ủy Đồng Tháp"),
        ),
        ("{UBND huyện Tam Nông}, {UBND huyện Lai Vung}; {UBND huyện} họp.", {}),
        ("{Ban Tuyên giáo} và {Ban Tổ chức}", {}),
    ],
)
def test_a_short_body_stands_for_the_only_full_one(marked: str, expected: dict[int, str]) -> None:
    assert full_bodies(*read(marked)) == expected


@given(st.lists(st.lists(st.sampled_from(["An", "T", "T.", "Ba", "Lê", "Văn"]), min_size=1, max_size=12), max_size=12))
def test_a_full_form_is_a_mention_of_the_document(names: list[list[str]]) -> None:
    text, persons = read(" nói, ".join("{" + " ".join(name) + "}" for name in names))
    mentions = {text[p.start : p.end] for p in persons}
    assert set(full_names(text, persons).values()) <= mentions
    assert set(full_bodies(text, persons).values()) <= mentions


def test_many_names_take_little_time() -> None:
    text, persons = read(" ".join("{An Bình " + str(i) + " Lê}" for i in range(5000)))
    assert full_names(text, persons) == {}
