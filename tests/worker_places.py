"""Which tests go to one worker together."""

from __future__ import annotations

#: Folders whose files share what takes long to make: a comparison, a browser, a team of workers, people followed.
SHARING = ("browser", "cluster", "comparison", "examples", "model", "stories", "testing", "wording")


def place(nodeid: str) -> str:
    """What goes to one worker: a file, or a folder whose files share something.

    >>> place("tests/lab/test_run.py::test_it[a::b]"), place("tests/browser/test_run.py::test_it")
    ('tests/lab/test_run.py', 'tests/browser')
    """
    file = nodeid.split("::", 1)[0]
    folder, _, _ = file.rpartition("/")
    return folder if folder in {f"tests/{name}" for name in SHARING} else file
