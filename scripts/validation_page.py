"""``python -m scripts.validation_page [PAGE]``: write docs/validation.md and known_verdicts.json anew."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from glasshouse.cluster.spread_tables import tables_shared
from glasshouse.validation import known_verdicts
from glasshouse.validation.evaluate_tables import validate
from glasshouse.validation.manual_page import kinds_text, results_text
from glasshouse.wording.marked_page import between_marks


def rewrite(path: str | os.PathLike[str]) -> None:
    """Evaluate all tables; write kinds and results into the page at ``path``, and keep the verdicts.

    Raises ``OSError`` or ``ValueError``.
    """
    page = Path(path)
    text = between_marks(page.read_text(encoding="utf-8"), "kinds", kinds_text())
    found = validate(share=tables_shared(None, os.cpu_count(), None), plugins=False)
    page.write_text(between_marks(text, "results", results_text(found)), encoding="utf-8")
    known_verdicts.write(found)


if __name__ == "__main__":
    PAGE = sys.argv[1] if len(sys.argv) > 1 else "docs/validation.md"
    rewrite(PAGE)
    print(f"{PAGE} and {known_verdicts.FILE.name} are written.")
