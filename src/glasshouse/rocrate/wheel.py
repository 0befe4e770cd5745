"""A wheel made of the installed files, so that a package holds the glasshouse that it was made with.

Only the standard library and what lies on this disk are used; the same files give the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import glasshouse
from glasshouse.report.stated_limits import limits_text, red_lines_text
from glasshouse.source import DISTRIBUTION, RECORD, as_json, source

_EPOCH = (1980, 1, 1, 0, 0, 0)
_WHEEL = b"Wheel-Version: 1.0\nGenerator: glasshouse\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
#: What an installer adds to the facts of a distribution: they are of one machine, or made anew.
_KEPT = ("METADATA", "entry_points.txt")


def wheel() -> tuple[str, bytes] | None:
    """The name of the wheel and its bytes, or None where glasshouse runs without being installed."""
    try:
        installed = distribution(DISTRIBUTION)
    except PackageNotFoundError:
        return None
    if installed.version != glasshouse.__version__ or not all(installed.read_text(name) for name in _KEPT):
        return None
    stem = f"{DISTRIBUTION.replace('-', '_')}-{installed.version}"
    return f"{stem}-py3-none-any.whl", _archive({**_package(), **_facts(installed, f"{stem}.dist-info")}, stem)


def _package() -> dict[str, bytes]:
    root = Path(glasshouse.__file__).parent
    paths = (path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    files = {f"glasshouse/{path.relative_to(root).as_posix()}": path.read_bytes() for path in paths}
    # In a checkout these two lie elsewhere, or nowhere.
    return {
        **files,
        "glasshouse/limits.md": limits_text().encode(),
        "glasshouse/refusals.md": red_lines_text().encode(),
        f"glasshouse/{RECORD}": as_json(source()).encode(),
    }


def _facts(installed: Distribution, folder: str) -> dict[str, bytes]:
    facts = {f"{folder}/{name}": (installed.read_text(name) or "").encode() for name in _KEPT}
    for file in installed.files or ():
        if ".dist-info/licenses/" in file.as_posix():
            facts[f"{folder}/licenses/{file.name}"] = file.read_binary()
    return {**facts, f"{folder}/WHEEL": _WHEEL}


def _archive(files: dict[str, bytes], stem: str) -> bytes:
    record = f"{stem}.dist-info/RECORD"
    lines = [f"{name},sha256={_hash(files[name])},{len(files[name])}" for name in sorted(files)]
    content = {name: files[name] for name in sorted(files)} | {record: "\n".join([*lines, f"{record},,", ""]).encode()}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in content.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, text)
    return made.getvalue()


def _hash(content: bytes) -> str:
    """As a RECORD holds it: URL-safe base64 without padding."""
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
