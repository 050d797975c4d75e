"""Labels, event types, roles and modalities: the annotation schema as code.

>>> "PERSON" in LABELS, "TRAINING" in EVENT_TYPES
(True, True)
>>> sorted(ROLE_LABELS["course"])
['COURSE']
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

LABELS: Final = (
    "PERSON", "TITLE", "ORG", "LOC", "DOCREF", "NUMBER", "DATE", "COURSE", "AWARD", "MEETING",
)  # fmt: skip

EVENT_TYPES: Final = (
    "TRAINING", "ADMISSION", "ELECTION", "APPOINTMENT", "REMOVAL", "DISCIPLINE", "COMMENDATION",
    "INSPECTION", "CONVENE", "ISSUANCE", "IMPLEMENTATION", "ESTABLISHMENT", "VISIT", "DONATION",
)  # fmt: skip

MODALITIES: Final = ("actual", "planned", "negated")

TEXT: Final = "TEXT"
"""Stands for a filler that is a plain stretch of text, not an entity."""

ROLE_LABELS: Final = MappingProxyType(
    {
        "agent": frozenset({"ORG", "PERSON", "LOC", "TITLE", "MEETING", "NUMBER", TEXT}),
        "person": frozenset({"PERSON"}),
        "quantity": frozenset({"NUMBER"}),
        "share": frozenset({"NUMBER"}),
        "target": frozenset({"NUMBER"}),
        "part": frozenset({"NUMBER"}),
        "title": frozenset({"TITLE"}),
        "org": frozenset({"ORG", "LOC", TEXT}),
        "course": frozenset({"COURSE"}),
        "document": frozenset({"DOCREF", TEXT}),
        "award": frozenset({"AWARD"}),
        "meeting": frozenset({"MEETING", TEXT}),
        "form": frozenset({TEXT}),
        "money": frozenset({"NUMBER"}),
        "beneficiary": frozenset({"PERSON", "ORG", "LOC", TEXT}),
        "time": frozenset({"DATE"}),
        "place": frozenset({"LOC", "ORG", TEXT}),
    }
)
"""For each role, the labels of the entities that may fill it."""

ROLES: Final = tuple(ROLE_LABELS)

CORE_ROLES: Final = frozenset(
    {"quantity", "person", "title", "course", "document", "award", "meeting", "money", "form", "share", "part"}
)
"""The roles that must all be right for an event to count as a fact."""
