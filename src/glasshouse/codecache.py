"""Compiled code kept on disk between runs, in a folder that nobody else can write.

What is kept is unpickled and run by the next process. Whoever can write the folder could run code as this user, so it
must be this user's own, with no rights for others, and is looked at again each time that it is opened. Numba's own
cache trusts any folder, and fails on a file that was cut off or on a full disk; here such a file is compiled anew.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import secrets
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache, cached_property
from multiprocessing import parent_process
from pathlib import Path
from typing import Any

import llvmlite
import numba
from numba.core.caching import NullCache
from numba.core.compiler import CompileResult
from numba.core.serialize import dumps

if os.name == "posix":
    import pwd

_POSIX = os.name == "posix"
_DIGEST = 16
#: What others may do with a folder that is trusted: read it, at most.
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


class Store:
    """A folder of sealed files: what is read from it is what this user wrote, or nothing.

    >>> with tempfile.TemporaryDirectory() as place:
    ...     store = Store(Path(place))
    ...     store.write("one", b"code")
    ...     store.read("one"), store.read("two")
    (b'code', None)
    """

    def __init__(self, folder: Path) -> None:
        """Touch nothing yet."""
        self.folder = folder

    def read(self, name: str) -> bytes | None:
        """A file's content; None where there is none. Raises ``OSError``, ``ValueError`` for a damaged one."""
        with self._opened() as at:
            try:
                handle = os.open(
                    _name(at, self.folder, name), os.O_RDONLY | _flags("O_NOFOLLOW", "O_BINARY"), dir_fd=at
                )
            except FileNotFoundError:
                return None
            with open(handle, "rb") as file:
                found = file.read()
        if _digest(found[_DIGEST:]) != found[:_DIGEST]:
            raise ValueError("a file in it is damaged")
        return found[_DIGEST:]

    def write(self, name: str, content: bytes) -> None:
        """Write a file in one step. Raises ``OSError``; nothing is left then."""
        with self._opened() as at:
            whole, partial = (_name(at, self.folder, each) for each in (name, f"{name}.{secrets.token_hex(8)}.part"))
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _flags("O_NOFOLLOW", "O_BINARY")
            handle = os.open(partial, flags, 0o600, dir_fd=at)
            try:
                with open(handle, "wb") as file:
                    file.write(_digest(content) + content)
                os.replace(partial, whole, src_dir_fd=at, dst_dir_fd=at)
            except BaseException:
                with suppress(OSError):
                    os.unlink(partial, dir_fd=at)
                raise

    @contextmanager
    def _opened(self) -> Iterator[int | None]:
        """The folder itself, not its name: what stands under the name can change between two looks at it."""
        if not _POSIX:  # a user's own folders are theirs alone there, and cannot be opened
            yield None
            return
        handle = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            if fault := _fault(os.fstat(handle), os.getuid()):
                raise PermissionError(0, fault)
            yield handle
        finally:
            os.close(handle)


class CodeCache(NullCache):
    """What Numba asks for the code of one function, and gives what it compiled.

    - ``function``: the Python function.
    - ``store``: gives the store, or None when there is none; asked when the first code is needed.
    - ``say``: told, once, of what goes wrong. Nothing that goes wrong here stops a run.
    """

    def __init__(
        self, function: Any, store: Callable[[], Store | None], say: Callable[[str], None], source: str = ""
    ) -> None:
        """Touch nothing yet. `source`: of a function that stands in no file."""
        self._function, self._store, self._say, self._text = function, store, say, source

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """The code for these types, or None."""
        target_context.refresh()
        store = self._store()
        if store is None:
            return None
        try:
            found = store.read(self._file(sig, target_context.codegen()))
        except (OSError, ValueError) as error:
            self._say(f"Compiled code in {store.folder} cannot be used ({_why(error)}). It is compiled anew.")
            return None
        return None if found is None else CompileResult._rebuild(target_context, *pickle.loads(found))

    def save_overload(self, sig: Any, cres: Any) -> None:
        """Keep the code for these types."""
        store = self._store()
        if store is None or cres.lifted or cres.library.has_dynamic_globals:
            return
        try:
            store.write(self._file(sig, cres.codegen), dumps(cres._reduce()))
        except OSError as error:
            self._say(f"Compiled code cannot be kept in {store.folder} ({_why(error)}). Later runs compile it anew.")

    def _file(self, sig: Any, codegen: Any) -> str:
        key = hashlib.blake2b(repr((sig, codegen.magic_tuple())).encode(), digest_size=_DIGEST)
        key.update(self._stamp)
        return f"{self._function.__name__}-{key.hexdigest()}"

    @cached_property
    def _stamp(self) -> bytes:
        """What else the code hangs on: versions, the function's file and place in it, and what it closes over."""
        code, closure = self._function.__code__, self._function.__closure__ or ()
        versions = (numba.__version__, llvmlite.__version__, sys.implementation.cache_tag)
        place = repr((versions, self._function.__qualname__, code.co_firstlineno)).encode()
        written = _digest(self._text.encode()) if self._text else _source(code.co_filename)
        return _digest(place + written + dumps(tuple(cell.cell_contents for cell in closure)))


def opened(name: str, environment: Mapping[str, str], say: Callable[[str], None]) -> Store | None:
    """The store of a name in the first folder that can be had; None, and a word about it, when there is none."""
    refused: list[str] = []
    for base in bases(environment):
        try:
            return Store(_made(base, name))
        except OSError as error:
            refused.append(f"{base}: {_why(error)}")
    say(f"Compiled code cannot be kept, so that each run compiles it anew ({'; '.join(refused) or 'no home folder'}).")
    return None


def bases(environment: Mapping[str, str]) -> list[Path]:
    """Where compiled code may be kept, the best place first. Names of folders that are not absolute do not count.

    >>> [str(base) for base in bases({"NUMBA_CACHE_DIR": "/fast", "HOME": "/users/ann"})]
    ['/fast/glasshouse']
    """
    asked, cached, home, local = (
        _absolute(environment.get(name)) for name in ("NUMBA_CACHE_DIR", "XDG_CACHE_HOME", "HOME", "LOCALAPPDATA")
    )
    if asked:
        return [asked / "glasshouse"]
    if sys.platform == "win32":
        user = local
    elif sys.platform == "darwin":
        user = _below(home or _home(), "Library", "Caches")
    else:
        user = cached or _below(home or _home(), ".cache")
    shared = _below(_temporary(), f"glasshouse-{os.getuid()}" if _POSIX else "glasshouse")
    return [base for base in (_below(user, "glasshouse"), shared) if base]


def _made(base: Path, name: str) -> Path:
    """The folder of a name below a base, both this user's alone. Raises ``OSError``."""
    os.makedirs(base.parent, 0o700, exist_ok=True)
    for folder in (base, base / name):
        with suppress(FileExistsError):
            folder.mkdir(0o700)
        fault = _fault(folder.lstat(), os.getuid()) if _POSIX else ""
        if fault:
            raise PermissionError(0, fault)
    if not os.access(base / name, os.W_OK | os.X_OK):
        raise PermissionError(0, "it cannot be written")
    return base / name


def _fault(found: os.stat_result, user: int) -> str:
    """Why a folder cannot be trusted, or nothing."""
    if not stat.S_ISDIR(found.st_mode):
        return "it is no folder, or a link to one"
    if found.st_uid != user:
        return "it belongs to another user"
    return "others may write it" if found.st_mode & _OTHERS_WRITE else ""


def _temporary() -> Path | None:
    """The folder for temporary files; None where there is none but the working directory, which is anybody's."""
    try:
        found = Path(tempfile.gettempdir())
        if found == Path.cwd() and not found.stat().st_mode & stat.S_ISVTX:
            return None
    except OSError:
        return None
    return found if found.is_absolute() else None


def _home() -> Path | None:
    """The home folder that the system knows of this user, if it knows the user."""
    if not _POSIX:
        return None
    with suppress(KeyError):
        return _absolute(pwd.getpwuid(os.getuid()).pw_dir)
    return None


def _absolute(name: str | None) -> Path | None:
    return Path(name) if name and Path(name).is_absolute() else None


def _below(base: Path | None, *names: str) -> Path | None:
    return base.joinpath(*names) if base else None


def _name(at: int | None, folder: Path, name: str) -> str | Path:
    return folder / name if at is None else name


def _flags(*names: str) -> int:
    """Flags of a system that has them."""
    return sum(getattr(os, name, 0) for name in names)


def _digest(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=_DIGEST).digest()


@cache
def _source(name: str) -> bytes:
    return _digest(Path(name).read_bytes())


def _why(error: OSError | ValueError) -> str:
    return getattr(error, "strerror", None) or str(error)


@cache
def tell(text: str) -> None:
    """One line on the error stream, once; not from each of many processes that do one piece of work."""
    if parent_process() is None:
        print(f"glasshouse: {text}", file=sys.stderr)
