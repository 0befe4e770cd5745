"""Which tests go to one worker together."""

from __future__ import annotations

#: Folders whose files share what takes long to make: a comparison, a browser, a team of workers, people followed.
SHARING = ("browser", "cluster", "comparison", "examples", "model", "stories", "testing", "wording")
#: Files that read all of the package's source, which is parsed once in a process (``source_trees.py``).
READING = ("test_errors", "test_layers", "test_mechanism_names", "test_one_file", "test_red_lines")
#: Files that install glasshouse from one clone, beside the example's, which install it too.
INSTALLING = ("test_install",)


def place(nodeid: str) -> str:
    """What goes to one worker: a file, or a folder whose files share something.

    >>> place("tests/lab/test_run.py::test_it[a::b]"), place("tests/browser/test_run.py::test_it")
    ('tests/lab/test_run.py', 'tests/browser')
    >>> place("tests/test_layers.py::test_it") == place("tests/test_errors.py::test_it")
    True
    >>> place("tests/test_install.py::test_it")
    'tests/examples'
    """
    file = nodeid.split("::", 1)[0]
    if file in {f"tests/{name}.py" for name in READING}:
        return "tests/source_trees.py"
    if file in {f"tests/{name}.py" for name in INSTALLING}:
        return "tests/examples"
    folder, _, _ = file.rpartition("/")
    return folder if folder in {f"tests/{name}" for name in SHARING} else file
