"""``python -m scripts.notebooks``: run the notebooks of the manual, keep what they print, and write each as a page.

The manual's builder shows Markdown only; so does a terminal. What a cell shows is kept as text, so that a change is
seen.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "notebooks"


def notebooks() -> list[Path]:
    """The notebooks, in the order in which they are to be read."""
    return [FOLDER / f"{name}.ipynb" for name in ("first-comparison", "whose-errors", "known-effects")]


def read(path: Path) -> Any:
    """A notebook as it lies there."""
    import nbformat

    return nbformat.read(path, as_version=4)


def executed(path: Path) -> Any:
    """A notebook run from top to bottom in a fresh process, with what its cells show as text.

    Raises ``nbclient.exceptions.CellExecutionError`` for a cell that fails.
    """
    from nbclient import NotebookClient

    book = read(path)
    os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    NotebookClient(book, timeout=300, kernel_name="python3").execute()
    for cell in book.cells:
        cell.metadata = {}
        if cell.cell_type == "code":
            cell.outputs = [_as_text(output) for output in cell.outputs if "data" in output]
            cell.execution_count = None
    return book


def _as_text(output: Any) -> Any:
    output.data = {"text/plain": output.data["text/plain"]}
    output.execution_count = None
    return output


def shown(book: Any) -> list[str]:
    """What the cells show, one text each."""
    return [output.data["text/plain"] for cell in book.cells for output in cell.get("outputs", ())]


def _block(text: str) -> str:
    """What a cell shows: a table as it is, since Polars writes it in Markdown; anything else as it stands."""
    return text if text.startswith("| ") else f"```text\n{text}\n```"


def page(path: Path) -> str:
    """A notebook as a page of Markdown."""
    book = read(path)
    parts = []
    for cell in book.cells:
        if cell.cell_type == "markdown":
            parts.append(cell.source)
            continue
        parts.append(f"```python\n{cell.source}\n```")
        parts += [_block(output.data["text/plain"]) for output in cell.outputs]
    title, *rest = parts
    link = f"*This page is [a notebook]({path.name}), run by the tests from top to bottom.*"
    head, _, opening = title.partition("\n\n")
    return "\n\n".join([head, link, opening, *rest]) + "\n"


if __name__ == "__main__":
    import nbformat

    for one in notebooks():
        nbformat.write(executed(one), one)
        one.with_suffix(".md").write_text(page(one), encoding="utf-8", newline="\n")
        print(f"docs/notebooks/{one.name} is run, and its page written.")
