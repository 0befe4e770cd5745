"""``study.json``: what a study says of itself."""

from __future__ import annotations

from glasshouse.folders.folder_description import Count, Description, Hash, Object, Text
from glasshouse.folders.folder_kind import FolderKind

NAME = "study.json"


class StudySaid(Description):
    """``study.json``."""

    parameters: list[Object]
    study_hash: Text | None = None
    name: Text | None = None
    title: Text | None = None
    points: Count = 0
    points_asked: Count | None = None
    digest: Hash | None = None


KIND = FolderKind(
    noun="study",
    name=NAME,
    form=StudySaid,
    job="point",
    reported=False,
    anew="Run the study again",
)
