"""What the event classifiers are told about a trigger, and about a trigger and what may fill a role of it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukien.events.candidates import Candidate
from sukien.events.features import modality_features, role_features, trigger_features
from sukien.events.scene import Mention, Scene
from sukien.layout import lay_out
from sukien.normalize import normalize
from sukien.training.annotation import from_ann
from sukien.training.examples import example
from sukien.words import find_atoms

HEAD = "# id: a\n# published: 2023-04-01\n"


def lay(marked: str, notes: str = "") -> tuple[Scene, list[Candidate]]:
    """The scene of a marked text published on 1 April 2023, and its triggers (marked `K…`)."""
    numbers = {ident: f"{ident} kind=count value=1" for ident in re.findall(r"\{(\w+):NUMBER", marked)}
    given = {line.split()[0] for line in notes.splitlines()}
    norms = "".join(f"{norm}\n" for ident, norm in numbers.items() if ident not in given)
    events = "".join(f"E{ident[1:]} ADMISSION {ident}\n" for ident in re.findall(r"\{(K\d+)\|", marked))
    article = example(from_ann(f"{HEAD}{marked}\n---\n{norms}{notes}{events}"))
    words = article.scene.words
    found = [Candidate(e.first, e.last, " ".join(words[e.first : e.last]), (e.type,)) for e in article.events]
    return article.scene, found


def pair(marked: str, words: str, notes: str = "") -> set[str]:
    """The features of the first trigger and the mention that reads `words`."""
    scene, triggers = lay(marked, notes)
    (mention,) = (m for m in scene.mentions if scene.text[m.start : m.end] == words)
    found = role_features(scene, triggers[0], "ADMISSION", mention, triggers)
    plain = {name for name in found if not name.startswith("ADMISSION&")}
    assert {f"ADMISSION&{name}" for name in plain} == set(found) - plain
    return plain


# --- triggers


def of_trigger(marked: str) -> set[str]:
    scene, triggers = lay(marked)
    return set(trigger_features(scene, triggers[0]))


@pytest.mark.parametrize(
    ("marked", "expected", "absent"),
    [
        ("Xã đã {K1|kết nạp} {N1:NUMBER|5} đảng viên.", {"t=kết nạp", "l0=đã", "r0=<NUMBER>", "r1=đảng"}, {"heading"}),
        ("Xã {K1|cử} {P1:PERSON|Lê Na} đi.", {"lt=xã|cử", "tr=cử|<PERSON>", "a=PERSON", "s=PERSON"}, {"b=PERSON"}),
        ("{O1:ORG|Đoàn xã} {K1|cử} người.", {"l0=<ORG>", "b=ORG", "anone"}, {"bnone", "a=ORG"}),
        ("{K1|Cử} người; {N1:NUMBER|5} người về.", {"anone", "s=NUMBER", "capital", "initial"}, {"a=NUMBER"}),
        ("{K1|KẾT NẠP} ĐẢNG VIÊN", {"heading", "initial", "capitals"}, {"capital"}),
        ('Ông nói: "Xã {K1|cử} người".', {"quoted"}, {"heading", "bracketed"}),
        ("Xã họp (đã {K1|cử} người).", {"bracketed"}, {"quoted"}),
        ("Xã họp (tối) rồi {K1|cử} người.", set(), {"bracketed"}),
        ("Trời đẹp. Xã {K1|cử} người.", {"l0=xã", "l01=#|xã"}, {"l1=đẹp", "initial"}),  # not over the sentence
    ],
)  # fmt: skip
def test_a_trigger_is_told_its_words_its_mentions_and_its_place(
    marked: str, expected: set[str], absent: set[str]
) -> None:
    found = of_trigger(marked)
    assert expected <= found
    assert found.isdisjoint(absent)


def test_a_trigger_is_told_what_is_counted_after_it() -> None:
    scene, (trigger,) = lay(
        "Xã {K1|kết nạp} {N1:NUMBER|5} đảng viên mới.", "N1 kind=count value=5 unit=đảng viên mới\n"
    )
    found = set(trigger_features(scene, trigger))
    assert {"ah=đảng viên", "n=NUMBER|đảng viên", "nt=kết nạp|NUMBER|đảng viên"} <= found


# --- the place of a filler


@pytest.mark.parametrize(
    ("marked", "words", "expected"),
    [
        ("{O1:ORG|Đoàn xã} {K1|cử} người.", "Đoàn xã", {"k=LORG", "d=0", "path=LORG|"}),
        ("Xã {K1|cử} anh {P1:PERSON|Na}.", "Na", {"k=RPERSON", "d=1", "path=RPERSON|anh", "b0=PERSON|anh"}),
        ("Xã {K1|cử} {N1:NUMBER|5} người, {K2|tặng} {N2:NUMBER|8} quà.", "8", {"o=RNUMBER|1", "a=RNUMBER|1"}),
        ("Xã {K1|cử} {N1:NUMBER|5} người ({N2:NUMBER|2} nữ).", "2", {"inside=RNUMBER", "stop=RNUMBER|("}),
        ("Xã {K1|cử} {N1:NUMBER|5} người.", "5", {"o=RNUMBER|0", "a=RNUMBER|0", "nth=RNUMBER|0", "f0=NUMBER|người"}),
    ],
)  # fmt: skip
def test_a_filler_is_told_where_it_stands(marked: str, words: str, expected: set[str]) -> None:
    assert expected <= pair(marked, words)


@pytest.mark.parametrize(
    ("marked", "words", "side"),
    [
        ("{O1:ORG|Đoàn xã} họp. Sau đó {K1|cử} người.", "Đoàn xã", "LORG-1"),
        ("{O1:ORG|Đoàn xã} họp. Ấm áp. Vui vẻ. Sau đó {K1|cử} người.", "Đoàn xã", "LORG-2"),  # two or more
        ("Xã {K1|cử} người. Gồm {N1:NUMBER|5} nam.", "5", "RNUMBER+1"),
        ("{O1:ORG|Đoàn xã} họp.\nSau đó {K1|cử} người.", "Đoàn xã", "LORG^stop-1"),
        ("{O1:ORG|Đoàn xã} đã:\n- {K1|Cử} người.", "Đoàn xã", "LORG^colon-1"),
        ("{O1:ORG|ĐOÀN XÃ} RA QUÂN\nĐã {K1|cử} người.", "ĐOÀN XÃ", "LORG^heading-1"),
        ("{O1:ORG|ĐOÀN XÃ} RA QUÂN\nMột. Hai. Ba. Bốn.\nĐã {K1|cử} người.", "ĐOÀN XÃ", "LORG^heading-3"),
    ],
)
def test_a_filler_of_another_sentence_is_told_how_far_it_is(marked: str, words: str, side: str) -> None:
    assert f"k={side}" in pair(marked, words)


# --- dates


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2023-03-30", {"grain=LDATE|10", "relation=LDATE|before", "grains=LDATE|10|before"}),
        ("2023-04-01", {"grain=LDATE|10", "relation=LDATE|same"}),
        ("2023-04-02T08:30", {"grain=LDATE|16", "relation=LDATE|after"}),
        ("2023-05", {"grain=LDATE|7", "relation=LDATE|after"}),
        ("2023", {"grain=LDATE|4", "relation=LDATE|same"}),  # the year of publication
        ("2022", {"grain=LDATE|4", "relation=LDATE|before"}),
        ("2020/2025", {"grain=LDATE|range", "relation=LDATE|after"}),  # by its end
    ],
)
def test_a_date_is_told_how_fine_it_is_and_where_it_lies_from_publication(value: str, expected: set[str]) -> None:
    assert expected <= pair("{D1:DATE|Hôm đó}, xã {K1|cử} người.", "Hôm đó", f"D1 value={value}\n")


def test_without_a_day_of_publication_or_a_value_the_relation_is_unknown() -> None:
    view = normalize("Hôm đó, xã cử người.")
    atoms, date = find_atoms(view.text), Mention(0, 6, "DATE", {"value": "2022"})
    for mention, published in ((date, ""), (Mention(0, 6, "DATE"), "2023-04-01")):
        scene = Scene(view.text, atoms, lay_out(view).sentences, [mention], published)
        trigger = Candidate(4, 5, "cử", ("TRAINING",))
        assert "relation=LDATE|unknown" in role_features(scene, trigger, "TRAINING", mention, [trigger])


# --- plain text


def of_text(**filler: float | str) -> set[str]:
    """The features of `gia đình chính sách` after `thăm`, found as `filler` says."""
    view = normalize("Đoàn thăm gia đình chính sách.")
    start = view.text.index("gia")
    mention = Mention(start, start + len("gia đình chính sách"), "TEXT", **filler)  # type: ignore[arg-type]
    scene = Scene(view.text, find_atoms(view.text), lay_out(view).sentences, [mention])
    trigger = Candidate(1, 2, "thăm", ("VISIT",))
    return set(role_features(scene, trigger, "VISIT", mention, [trigger]))


def test_plain_text_is_told_its_words_and_the_role_it_looks_like() -> None:
    found = of_text(hint="beneficiary", score=0.9)
    assert {"k=Rbeneficiary", "w=gia", "ww=gia đình", "wl=sách", "n=4", "w=gia|Rbeneficiary"} <= found


@pytest.mark.parametrize(
    ("score", "expected"),
    [(0.9, "sure=beneficiary|4"), (0.07, "sure=beneficiary|0"), (0.0, "sure=beneficiary|listed")],
)
def test_plain_text_is_told_how_sure_its_finder_is(score: float, expected: str) -> None:
    assert expected in of_text(hint="beneficiary", score=score)


def test_only_plain_text_is_told_so() -> None:
    found = pair("{O1:ORG|Đoàn xã} {K1|cử} người.", "Đoàn xã")
    assert not any(name.startswith("sure=") for name in found)
    assert {"v=LORG|đoàn", "vv=LORG|đoàn xã", "vl=LORG|xã"} <= found


# --- carried over from another sentence


@pytest.mark.parametrize(
    ("marked", "words", "expected"),
    [
        ("{O1:ORG|Đoàn xã} họp. Sau đó, {K1|cử} người.", "Đoàn xã",  # nothing stands in its way
         {"own=LORG-1|False", "recent=LORG-1|0", "before=LORG-1|none", "subject=LORG-1|sau", "first=LORG-1|True"}),
        ("{O1:ORG|Đoàn xã} họp. {O2:ORG|Hội xã} {K1|cử} người.", "Đoàn xã",  # the verb has a body of its own
         {"own=LORG-1|True", "before=LORG-1|ORG", "subject=LORG-1|<ORG>", "left=LORG-1|<ORG>"}),
        ("{O1:ORG|Đoàn xã}, {O2:ORG|Hội xã} họp. Sau đó {K1|cử} người.", "Đoàn xã",  # another stands nearer
         {"own=LORG-1|False", "recent=LORG-1|1"}),
        ("{O1:ORG|Đoàn xã}, {O2:ORG|Hội xã} họp. Sau đó {K1|cử} người.", "Hội xã",
         {"recent=LORG-1|0", "first=LORG-1|False"}),
        ("{O1:ORG|Đoàn xã} đã:\n- {K1|Cử} người.", "Đoàn xã", {"bullet=LORG^colon-1|True", "subject=LORG^colon-1|-"}),
        ("{O1:ORG|Đoàn xã} họp.\n{K1|Cử} người.", "Đoàn xã", {"bullet=LORG^stop-1|False", "at=LORG^stop-1|0"}),
    ],
)  # fmt: skip
def test_what_is_carried_over_is_told_what_stands_in_its_way(marked: str, words: str, expected: set[str]) -> None:
    assert expected <= pair(marked, words)


def test_a_filler_of_the_same_sentence_is_not_carried_over() -> None:
    found = pair("{O1:ORG|Đoàn xã} {K1|cử} người.", "Đoàn xã")
    assert not any(name.startswith(("own=", "recent=", "bullet=")) for name in found)


# --- counts

BREAKDOWN = "N1 kind=count value=12 unit=đảng viên\nN2 kind=count value=5 unit=đảng viên\n"


def test_a_count_is_told_the_words_of_a_breakdown_and_the_count_before() -> None:
    found = pair("Xã {K1|kết nạp} {N1:NUMBER|12} đảng viên, trong đó có {N2:NUMBER|5} nữ.", "5", BREAKDOWN)
    assert {"cue=RNUMBER|trong đó", "cue=RNUMBER|có", "nth=RNUMBER|1", "less=RNUMBER|True|count"} <= found
    assert {"same=RNUMBER|True|True", "hh=đảng viên|đảng viên", "h=NUMBER|đảng viên"} <= found
    first = pair("Xã {K1|kết nạp} {N1:NUMBER|12} đảng viên, trong đó có {N2:NUMBER|5} nữ.", "12", BREAKDOWN)
    assert not any(name.startswith(("cue=", "less=", "same=")) for name in first)


# --- modality


@pytest.mark.parametrize(
    ("marked", "notes", "expected"),
    [
        ("Xã sẽ {K1|cử} người.", "", {"l0=sẽ", "near=sẽ", "LS=sẽ"}),
        ("{D1:DATE|Năm tới}, xã {K1|cử} người.", "D1 value=2024\n", {"time=after", "ntime=after"}),
        ("{D1:DATE|Năm qua}, xã {K1|cử} người.", "D1 value=2022\n", {"time=before", "ntime=before"}),
        ("Chỉ tiêu năm tới. Xã {K1|cử} người.", "", {"P=tiêu", "O=chỉ"}),
        ("NHIỆM VỤ\nXã {K1|cử} người.", "", {"A=nhiệm", "A=vụ"}),
    ],
)
def test_the_mood_is_told_by_words_times_and_what_was_said_before(marked: str, notes: str, expected: set[str]) -> None:
    scene, (trigger,) = lay(marked, notes)
    assert expected <= set(modality_features(scene, trigger, "TRAINING"))


# --- any text

PIECES = ["xã ", "cử ", "5 ", ". ", "\n", ": ", "- ", "(", ")", '"', ", ", "Đoàn "]


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=40).map("".join))
def test_any_trigger_and_any_filler_have_features(text: str) -> None:
    view = normalize(text)
    atoms = find_atoms(view.text)
    mentions = [
        Mention(start, end, "NUMBER" if view.text[start:end] == "5" else "ORG", {"kind": "count", "value": 5})
        for start, end in atoms
        if view.text[start:end] in ("5", "Đoàn")
    ]
    scene = Scene(view.text, atoms, lay_out(view).sentences, mentions, "2023-04-01")
    triggers = [Candidate(i, i + 1, "cử", ("TRAINING",)) for i, word in enumerate(scene.words) if word == "cử"]
    for trigger in triggers:
        assert "t=cử" in trigger_features(scene, trigger)
        assert modality_features(scene, trigger, "TRAINING")
        for mention in mentions:
            names = role_features(scene, trigger, "TRAINING", mention, triggers)
            assert any(name.startswith("k=") for name in names)
