"""What the event classifiers look at: strings that describe a trigger, its mood, or a pair of trigger and filler."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from sukien.events.candidates import Candidate
from sukien.events.scene import Mention, Scene
from sukien.schema import TEXT

_NEAR = 6
_CLAUSE_END = frozenset({".", ";", "!", "?", "…"})
_SENTENCE_ENDS = frozenset('.!?…;"')
_STOPS = frozenset({",", ";", ".", ":", "(", ")", "-"})
_NUMBER_CUES = (
    "trong đó", "gồm", "bao gồm", "cụ thể", "riêng", "còn lại", "kết quả", "đạt", "chỉ tiêu", "mỗi", "trị giá", "tổng",
    "chiếm", "tăng", "giảm", "vượt", "hiện", "nâng", "có", "phiếu", "tuổi", "số",
)  # fmt: skip
"""Words before a number that tell a whole from a part, a target or a price."""


def trigger_features(scene: Scene, candidate: Candidate) -> list[str]:
    """Describe a candidate for the type classifier."""
    first, last, phrase = candidate.first, candidate.last, candidate.phrase
    bounds = scene.sentences[scene.sentence_of[first]]
    left = scene.items(first - 1, -1, 5, bounds)
    right = scene.items(last, 1, 6, bounds)
    found = [f"t={phrase}", f"lex={'+'.join(candidate.types)}"]
    found += [f"l{i}={item}" for i, item in enumerate(left)]
    found += [f"r{i}={item}" for i, item in enumerate(right)]
    found += [f"L={item}" for item in left] + [f"R={item}" for item in right]
    left0, left1, left2 = _padded(left, 3)
    right0, right1, right2 = _padded(right, 3)
    found += [
        f"l01={left1}|{left0}",
        f"r01={right0}|{right1}",
        f"l012={left2}|{left1}|{left0}",
        f"r012={right0}|{right1}|{right2}",
    ]
    found += [
        f"lt={left0}|{phrase}",
        f"tr={phrase}|{right0}",
        f"trr={phrase}|{right0}|{right1}",
        f"llt={left1}|{left0}|{phrase}",
        f"ltr={left0}|{phrase}|{right0}",
    ]
    found += _mentions_around(scene, candidate, bounds)
    found += _frame(scene, candidate, bounds)
    return found


def _padded(items: Sequence[str], count: int) -> list[str]:
    return [*items[:count], *["#"] * (count - len(items))]


def _mentions_around(scene: Scene, candidate: Candidate, bounds: tuple[int, int]) -> list[str]:
    """Labels, counted things and hinted fillers on both sides, within the clause and within the sentence."""
    found = []
    phrase = candidate.phrase
    clause_end = next((i for i in range(candidate.last, bounds[1]) if scene.words[i] in _CLAUSE_END), bounds[1])
    clause_start = next(
        (i + 1 for i in range(candidate.first - 1, bounds[0] - 1, -1) if scene.words[i] in _CLAUSE_END), bounds[0]
    )
    for side, first, last in (("a", candidate.last, clause_end), ("b", clause_start, candidate.first)):
        kinds = {mention.hint or mention.label for mention in scene.between(first, last)}
        found += [f"{side}={kind}" for kind in kinds] + [f"{side}t={kind}|{phrase}" for kind in kinds]
        found += [f"{side}h={mention.head}" for mention in scene.between(first, last) if mention.head]
        found += [f"{side}none"] if not kinds else []
    nearest = scene.between(candidate.last, clause_end)[:1]
    found += [f"n={mention.hint or mention.label}|{mention.head}" for mention in nearest]
    found += [f"nt={phrase}|{mention.hint or mention.label}|{mention.head}" for mention in nearest]
    found += [f"s={kind}" for kind in {mention.label for mention in scene.between(*bounds)}]
    return found


def _frame(scene: Scene, candidate: Candidate, bounds: tuple[int, int]) -> list[str]:
    """Where the candidate stands: in a heading, at the start, in quotes, in capitals."""
    found = []
    last_word = scene.words[bounds[1] - 1]
    if last_word not in '.!?…;:"':
        found.append("heading")
    if candidate.first == bounds[0]:
        found.append("initial")
    if scene.words[bounds[0] : candidate.first].count('"') % 2:
        found.append("quoted")
    if scene.words[bounds[0] : candidate.first].count("(") > scene.words[bounds[0] : candidate.first].count(")"):
        found.append("bracketed")
    start, end = scene.atoms[candidate.first][0], scene.atoms[candidate.last - 1][1]
    if scene.text[start:end].isupper():
        found.append("capitals")
    elif scene.text[start].isupper():
        found.append("capital")
    return found


def modality_features(scene: Scene, candidate: Candidate, event_type: str) -> list[str]:
    """Describe a trigger for the modality classifier: the words that lead to it and those that follow."""
    bounds = scene.sentences[scene.sentence_of[candidate.first]]
    left = scene.items(candidate.first - 1, -1, 10, bounds)
    right = scene.items(candidate.last, 1, 6, bounds)
    found = [f"type={event_type}", f"t={candidate.phrase}", f"type={event_type}|t={candidate.phrase}"]
    found += [f"l{i}={item}" for i, item in enumerate(left[:4])] + [f"r{i}={item}" for i, item in enumerate(right[:3])]
    found += (
        [f"near={item}" for item in left[:_NEAR]] + [f"L={item}" for item in left] + [f"R={item}" for item in right]
    )
    found += [f"ll={b}|{a}" for a, b in pairwise(left)]
    found += [f"rr={a}|{b}" for a, b in pairwise(right)]
    whole = scene.items(bounds[0], 1, 60, bounds)
    found += [f"S={item}" for item in set(whole)] + [f"SS={a}|{b}" for a, b in pairwise(whole[:26])]
    led = scene.items(candidate.first - 1, -1, 60, bounds)
    found += [f"LS={item}" for item in set(led)] + [f"LLS={b}|{a}" for a, b in pairwise(led)]
    found += [f"time={relation}" for relation in _times(scene, bounds)]
    near = (max(bounds[0], candidate.first - 12), candidate.first)
    found += [f"ntime={relation}" for relation in _times(scene, near)]
    return found + _setting(scene, candidate)


def _times(scene: Scene, bounds: tuple[int, int]) -> set[str]:
    """How the dates in a stretch relate to the day of publication: before, same, after, or unknown."""
    dates = [str(mention.norm.get("value", "")) for mention in scene.between(*bounds) if mention.label == "DATE"]
    return {_relation(value.split("/")[-1], scene.published) for value in dates}


def _relation(value: str, published: str) -> str:
    if not value or not published:
        return "unknown"
    size = min(len(value), len(published))
    return "before" if value[:size] < published[:size] else "after" if value[:size] > published[:size] else "same"


def _setting(scene: Scene, candidate: Candidate) -> list[str]:
    """What was said before in the paragraph, and how the paragraph and the line above it begin."""
    index = scene.sentence_of[candidate.first]
    line = scene.paragraph_of[index]
    found: list[str] = []
    opening = index
    while opening and scene.paragraph_of[opening - 1] == line:
        opening -= 1
    if index > opening:
        before = scene.sentences[index - 1]
        found += [f"P={item}" for item in set(scene.items(before[0], 1, 25, before))]
        first = scene.sentences[opening]
        found += [f"O={item}" for item in set(scene.items(first[0], 1, 8, first))]
    if opening:
        above = scene.sentences[opening - 1]
        found += [f"A={item}" for item in set(scene.items(above[0], 1, 12, above))]
    return found


def role_features(
    scene: Scene, trigger: Candidate, event_type: str, filler: Mention, triggers: Sequence[Candidate]
) -> list[str]:
    """Describe the pair of a trigger and a possible filler for the role classifier; `triggers` are all, in order."""
    kind = filler.hint or filler.label
    right = filler.first >= trigger.first
    if filler.first >= trigger.last:
        low, high = trigger.last, filler.first
    elif filler.last <= trigger.first:
        low, high = filler.last, trigger.first
    else:
        low = high = trigger.last
    same = scene.sentence_of[trigger.first] == scene.sentence_of[min(filler.first, len(scene.words) - 1)]
    bounds = (low, high)
    path = scene.items(low, 1, 40, bounds)
    words = scene.words[low:high]
    between = scene.between(low, high)
    side = ("R" if right else "L") + kind + ("" if same else _jump(scene, trigger, filler))
    others = bisect_left(triggers, (high,)) - bisect_left(triggers, (low,))
    alike = sum(1 for mention in between if mention.label == filler.label)
    whole = scene.sentences[scene.sentence_of[min(filler.first, len(scene.words) - 1)]]
    before = scene.items(filler.first - 1, -1, 3, whole)
    after = scene.items(filler.last, 1, 3, whole)
    before0, before1, _ = _padded(before, 3)
    after0, after1, _ = _padded(after, 3)
    distance = _bucket(len(path))
    base = [
        f"k={side}",
        f"d={distance}",
        f"kd={side}|{distance}",
        f"o={side}|{min(others, 3)}",
        f"a={side}|{min(alike, 3)}",
        f"oa={side}|{min(others, 2)}|{min(alike, 2)}",
        f"b0={kind}|{before0}",
        f"b01={kind}|{before1}|{before0}",
        f"f0={kind}|{after0}",
        f"f01={kind}|{after0}|{after1}",
        f"bk={side}|{before0}",
        f"h={kind}|{filler.head}",
        f"hk={filler.norm.get('kind', '')}|{side}",
        f"t={trigger.phrase}|{kind}",
        f"ts={trigger.phrase}|{side}",
        f"tl={kind}|{_left_word(scene, trigger)}|{'R' if right else 'L'}",
        f"tr={kind}|{_right_item(scene, trigger)}|{'R' if right else 'L'}",
    ]
    if same:
        if len(path) <= 4:
            base.append(f"path={side}|{'_'.join(path)}")
        base += [f"pw={side}|{word}" for word in set(path)]
        base += [f"stop={side}|{stop}" for stop in _STOPS.intersection(words)]
        if words.count("(") > words.count(")"):
            base.append(f"inside={side}")
            base.append(f"insideh={kind}|{filler.head}")
        labels = [item for item in path if item[0] == "<"]
        base.append(f"labels={side}|{'_'.join(labels[-3:])}")
    else:
        first = whole[0]
        base += [f"sw={side}|{item}" for item in scene.items(first, 1, 4, whole)]
        base.append(f"first={side}|{not any(m.label == filler.label for m in scene.between(first, filler.first))}")
        base += _carried_features(scene, trigger, filler, side)
    first_of_kind = not any(m.label == filler.label for m in scene.between(whole[0], filler.first))
    base.append(f"lead={side}|{first_of_kind}")
    if filler.label == TEXT:
        base += _text_features(scene, filler, side)
    elif filler.label != "NUMBER":
        words = scene.words[filler.first : filler.last]
        base += [f"v={side}|{words[0]}", f"vv={side}|{' '.join(words[:2])}", f"vl={side}|{words[-1]}"]
    if filler.label == "DATE":
        base += _date_features(scene, filler, side)
    if filler.label == "NUMBER":
        base += _number_features(scene, trigger, filler, side)
    return base + [f"{event_type}&{name}" for name in base]


def _jump(scene: Scene, trigger: Candidate, filler: Mention) -> str:
    """How far the filler's sentence is from the trigger's: in its line, in a line near, in a heading or far above."""
    here, there = scene.sentence_of[trigger.first], scene.sentence_of[min(filler.first, len(scene.words) - 1)]
    if scene.paragraph_of[here] == scene.paragraph_of[there]:
        return f"{max(-2, min(2, there - here)):+d}"
    ending = scene.words[scene.sentences[there][1] - 1]
    lines = max(-3, min(3, there - here))
    return f"^{'colon' if ending == ':' else 'stop' if ending in _SENTENCE_ENDS else 'heading'}{lines:+d}"


def _date_features(scene: Scene, filler: Mention, side: str) -> list[str]:
    """For a date: how fine it is, and where it lies from the day of publication."""
    value = str(filler.norm.get("value", ""))
    grain = "range" if "/" in value else str(len(value))
    relation = _relation(value.split("/")[-1], scene.published)
    return [f"grain={side}|{grain}", f"relation={side}|{relation}", f"grains={side}|{grain}|{relation}"]


def _text_features(scene: Scene, filler: Mention, side: str) -> list[str]:
    """For plain text: its first and last words, and how sure its finder is of it."""
    words = scene.words[filler.first : filler.last]
    found = [f"w={words[0]}", f"ww={' '.join(words[:2])}", f"wl={words[-1]}", f"n={min(len(words), 6)}"]
    found += [f"{name}|{side}" for name in found]
    sure = f"{filler.hint}|{int(filler.score * 5) if filler.score else 'listed'}"
    return [*found, f"sure={sure}", f"sure={side}|{sure}"]


def _carried_features(scene: Scene, trigger: Candidate, filler: Mention, side: str) -> list[str]:
    """For a filler of another sentence: what stands in the trigger's own, before it, and between the two."""
    first, last = scene.sentences[scene.sentence_of[trigger.first]]
    before = {m.hint or m.label for m in scene.between(first, trigger.first)}
    whole = {m.label for m in scene.between(first, last)}
    lead = scene.items(first, 1, 2, (first, last))
    low, high = min(filler.last, first), max(filler.last, first)
    since = [m for m in scene.between(low, high) if m.label == filler.label]
    found = [f"own={side}|{filler.label in whole}", f"recent={side}|{min(len(since), 2)}"]
    found += [
        f"subject={side}|{lead[0]}",
        f"subjects={side}|{'_'.join(lead)}",
        f"left={side}|{_left_word(scene, trigger)}",
    ]
    found += [f"before={side}|{kind}" for kind in before] + ([] if before else [f"before={side}|none"])
    found.append(f"at={side}|{_bucket(trigger.first - first)}")
    mark = scene.text.rfind("\n", 0, scene.atoms[first][0]) + 1
    found.append(f"bullet={side}|{scene.text[mark : mark + 1] in '-+*•–'}")
    return found


def _bucket(count: int) -> str:
    return next(
        (
            name
            for limit, name in ((0, "0"), (1, "1"), (2, "2"), (4, "4"), (7, "7"), (12, "12"), (20, "20"))
            if count <= limit
        ),
        "far",
    )


def _left_word(scene: Scene, trigger: Candidate) -> str:
    return scene.item(trigger.first - 1) if trigger.first else "#"


def _right_item(scene: Scene, trigger: Candidate) -> str:
    return scene.item(trigger.last) if trigger.last < len(scene.words) else "#"


def _number_features(scene: Scene, trigger: Candidate, filler: Mention, side: str) -> list[str]:
    """For a count: does it open the list, follow a breakdown word, repeat the unit of the first count?"""
    sentence = scene.sentence_of[min(filler.first, len(scene.words) - 1)]
    first, _ = scene.sentences[sentence]
    lead = " ".join(scene.words[max(first, filler.first - 14) : filler.first])
    found = [f"cue={side}|{cue}" for cue in _NUMBER_CUES if f" {cue} " in f" {lead} "]
    start = trigger.last if trigger.last <= filler.first else scene.sentences[scene.sentence_of[trigger.first]][0]
    earlier = [m for m in scene.between(start, filler.first) if m.label == "NUMBER"]
    found.append(f"nth={side}|{min(len(earlier), 4)}")
    if earlier:
        found.append(f"same={side}|{earlier[0].head == filler.head}|{earlier[-1].head == filler.head}")
        found.append(f"hh={earlier[0].head}|{filler.head}")
        whole, part = earlier[0].norm.get("value"), filler.norm.get("value")
        if isinstance(whole, int | float) and isinstance(part, int | float):
            found.append(f"less={side}|{part < whole}|{filler.norm.get('kind')}")
    return found
