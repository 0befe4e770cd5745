"""Write a package: one zip file, the same to the byte whenever it is made of the same folder, or a folder."""

from __future__ import annotations

import os
import secrets
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path

from glasshouse.arguments import Argument
from glasshouse.errors import BadInputError, StoppedError, why
from glasshouse.folders.atomic_write import in_one_step
from glasshouse.folders.given_path import folder_of
from glasshouse.folders.new_folder import path_of
from glasshouse.rocrate.crate_metadata import NAME, describe
from glasshouse.rocrate.package_contents import packed
from glasshouse.rocrate.package_readme import citation, readme

#: The earliest date that a zip file can hold: what is packed bears no date of its own.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def pack(folder: str | os.PathLike[str], out: str | os.PathLike[str] | None = None) -> Path:
    """Pack the folder of a finished run or comparison; return the package.

    ``out`` ends in .zip, or is a new folder; without it, the folder's name with .crate.zip, beside it. Raises
    ``BadInputError`` before anything is written, ``StoppedError`` when it cannot be written.
    """
    source = folder_of(folder)
    path = path_of(out) if out is not None else source.resolve().with_name(f"{source.resolve().name}.crate.zip")
    if path.exists():
        raise BadInputError(f"{path}: it exists already. Choose another name with ", Argument("out"), ".")
    if not path.parent.is_dir():
        raise BadInputError(f"{path}: there is no folder {path.parent}.")
    found = packed(source)
    made = {**found.made, "README.md": readme(found), "CITATION.cff": citation(found)}
    files: dict[str, Path | bytes] = {**made, **found.files}
    files = {NAME: describe(found, files), **files}
    try:
        (_zip if path.suffix.lower() == ".zip" else _folder)(path, files)
    except OSError as error:
        raise StoppedError(f"{path}: the package cannot be written ({why(error)}).") from error
    return path


def _zip(path: Path, files: Mapping[str, Path | bytes]) -> None:
    with in_one_step(path) as partial, zipfile.ZipFile(partial, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            if isinstance(content, bytes):
                archive.writestr(entry, content)
                continue
            entry.file_size = content.stat().st_size  # tells whether the entry needs 64 bits
            with content.open("rb") as source, archive.open(entry, "w") as target:
                shutil.copyfileobj(source, target, 1 << 20)


def _folder(path: Path, files: Mapping[str, Path | bytes]) -> None:
    partial = path.with_name(f".{path.name}.{secrets.token_hex(8)}.part")
    try:
        for name, content in files.items():
            target = partial / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, bytes):
                target.write_bytes(content)
            else:
                shutil.copyfile(content, target)
        os.rename(partial, path)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
