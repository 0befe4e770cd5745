"""A table of a kind that does arithmetic, to look at everything around a kind."""

from __future__ import annotations

import re
from pathlib import Path

ADD = """
glasshouse-validation: 1
name: small
title: A small crowd
kind: lfr-deployment
summary: A few faces pass.
status: confirmed
inputs:
  faces: {value: 3000, unit: faces, source: mine, confidence: S}
  watchlist: {value: 1000, unit: faces, source: mine, confidence: S}
  on_watchlist_share: {value: 0, unit: share, assumed: "nobody on the list passed"}
  fpir: {value: 0.01, unit: probability, range: [0.008, 0.012], source: npl-2023, confidence: S}
  true_match_rate: {value: 0.9, unit: probability, assumed: "no matter"}
outputs:
  false_alerts: {value: 30, unit: alerts, source: mine, confidence: S, widest: 50, naive: [0, 3000]}
wrong:
  - {because: "ten times fewer errors", set: {fpir: 0.001}}
notes: None.
sources:
  mine: {author: Somebody, title: A count, year: 2024, at: A desk}
"""


def written(folder: Path, text: str = ADD, **changes: str) -> Path:
    """A file with the table; each of `changes` replaces the line that begins with that key (``""`` drops it)."""
    for key, line in changes.items():
        text, found = re.subn(rf"(?m)^( *){key}:.*\n", f"\\g<1>{line}\n" if line else "", text)
        assert found, key
    path = folder / "small.yaml"
    path.write_text(text.lstrip("\n"), encoding="utf-8")
    return path
