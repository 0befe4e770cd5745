"""``python -m scripts.manual``: write the generated parts of the manual anew (``docs/odd.md`` and others)."""

from __future__ import annotations

from pathlib import Path

from scripts import commands, evidence, odd, reference, safeguards, sources

DOCS = Path(__file__).parents[1] / "docs"
PAGES = {
    "odd.md": odd.rewritten,
    "api.md": reference.rewritten,
    "commands.md": commands.rewritten,
    "safeguards.md": safeguards.rewritten,
    "evidence.md": evidence.rewritten,
    "sources.md": sources.rewritten,
}

if __name__ == "__main__":
    for name, rewritten in PAGES.items():
        page = DOCS / name
        page.write_text(rewritten(page.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
        print(f"docs/{name} is written.")
