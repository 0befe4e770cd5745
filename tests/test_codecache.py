"""Compiled code on disk: whose folder it is, and what happens when it is damaged or the disk is full."""

from __future__ import annotations

import errno
import os
import pickle
import stat
import subprocess
import sys
from pathlib import Path

import numba
import pytest

import glasshouse
from glasshouse import children, codecache, kernels
from glasshouse.codecache import CodeCache, Store

posix = pytest.mark.skipif(os.name != "posix", reason="folders have other rights there")


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A home of its own, and a folder for temporary files."""
    for name in ("NUMBA_CACHE_DIR", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setattr(codecache.tempfile, "gettempdir", lambda: str(tmp_path / "tmp"))
    (tmp_path / "home").mkdir()
    (tmp_path / "tmp").mkdir(mode=0o777)
    monkeypatch.chdir(tmp_path)
    return tmp_path


class Planted:
    """Code that says that it was run, when it is unpickled."""

    def __init__(self, ran: Path) -> None:
        self.ran = ran

    def __reduce__(self):
        return Path.touch, (self.ran,)


def square(x):
    return x * x


def function(store, said):
    """A compiled function whose code is kept in a store."""
    found = numba.njit(nogil=True, _nrt=False)(square)
    found._cache = CodeCache(square, lambda: store, said.append)
    return found


@posix
def test_a_folder_is_made_for_this_user_alone(place):
    said = []
    store = codecache.opened("kernels-1", os.environ, said.append)
    assert store.folder == place / "home" / ".cache" / "glasshouse" / "kernels-1"
    assert said == []
    for folder in (store.folder, store.folder.parent):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


# Kind: code of another user that is trusted, since it lies under the name that is looked for.
@posix
@pytest.mark.parametrize("way", ["another user's", "a link", "writable by others", "a link to the base", "a file"])
def test_a_folder_that_others_may_have_written_is_not_used(place, way, monkeypatch):
    base, folder = place / "tmp" / "glasshouse-7", place / "tmp" / "glasshouse-7" / "kernels-1"
    other = place / "other"
    (other / "kernels-1").mkdir(parents=True, mode=0o700)
    if way == "a link to the base":
        base.symlink_to(other)
    else:
        base.mkdir(mode=0o700)
    if way == "a link":
        folder.symlink_to(other / "kernels-1")
    elif way == "a file":
        folder.write_text("")
    elif way != "a link to the base":
        folder.mkdir(mode=0o700)
    if way == "writable by others":
        folder.chmod(0o777)
    user = os.getuid() + (way == "another user's")
    monkeypatch.setattr(os, "getuid", lambda: user)
    with pytest.raises(OSError, match=r"belongs to another|no folder|others may"):
        codecache._made(base, "kernels-1")


@posix
def test_planted_code_is_never_unpickled_and_the_next_place_is_taken_or_none(place, monkeypatch):
    ran, said = place / "ran", []
    (place / "home" / ".cache").write_text("no folder can be made here")
    shared = place / "tmp" / f"glasshouse-{os.getuid()}"
    (shared / "kernels-1").mkdir(parents=True)
    shared.chmod(0o777)
    for name in ("square", "compiled"):
        content = pickle.dumps(Planted(ran))
        (shared / "kernels-1" / name).write_bytes(codecache._digest(content) + content)
    store = codecache.opened("kernels-1", os.environ, said.append)
    assert store is None
    assert len(said) == 1
    assert "others may write it" in said[0]
    assert function(store, said)(3) == 9
    assert not ran.exists()
    shared.rename(place / "tmp" / "away")
    assert codecache.opened("kernels-1", os.environ, said.append).folder == shared / "kernels-1"


@posix
def test_a_folder_that_changes_hands_later_is_not_used_any_more(place):
    store = codecache.opened("kernels-1", os.environ, print)
    store.write("one", b"code")
    store.folder.chmod(0o777)
    with pytest.raises(PermissionError):
        store.read("one")
    with pytest.raises(PermissionError):
        store.write("two", b"code")


# Kind: a name from the environment that is empty or relative becomes a folder in the working directory.
@posix
def test_names_that_are_not_absolute_do_not_count(place):
    home = place / "home" / ".cache" / "glasshouse"
    for name in ("", "relative", "./here"):
        for variable in ("XDG_CACHE_HOME", "NUMBA_CACHE_DIR"):
            assert codecache.bases({variable: name, "HOME": str(place / "home")})[0] == home
    assert codecache.bases({"XDG_CACHE_HOME": "/there"})[0] == Path("/there/glasshouse")


# Kind: a user without a home, or whom the system does not know.
@posix
def test_without_a_home_there_is_still_a_place(place, monkeypatch):
    import pwd

    def unknown(_):
        raise KeyError

    monkeypatch.setattr(pwd, "getpwuid", unknown)
    assert codecache.bases({}) == [place / "tmp" / f"glasshouse-{os.getuid()}"]
    assert codecache.bases({"HOME": "~"}) == codecache.bases({})


@posix
def test_a_user_whom_the_system_does_not_know_has_a_home_for_libraries(monkeypatch):
    import pwd

    def unknown(user):
        raise KeyError(user)

    monkeypatch.delenv("HOME")
    glasshouse._settle()
    assert ("HOME" in os.environ) == (os.getuid() not in {one.pw_uid for one in pwd.getpwall()})
    monkeypatch.delenv("HOME", raising=False)
    monkeypatch.setattr(pwd, "getpwuid", unknown)
    glasshouse._settle()
    assert Path.home() == Path("/")


@posix
def test_the_working_directory_is_no_temporary_folder(place, monkeypatch):
    monkeypatch.setattr(codecache.tempfile, "gettempdir", lambda: str(place))
    assert codecache.bases({"HOME": str(place / "home")}) == [place / "home" / ".cache" / "glasshouse"]


# Kind: a setting of the user's that is replaced without a word.
def test_the_folder_that_numba_is_given_is_honoured_and_numbas_own_setting_left_alone(tmp_path):
    code = "import numba.core.config as c, glasshouse.kernels as k; print(c.CACHE_DIR); print(k.store().folder.parent)"
    place = {**children.environment(), "NUMBA_CACHE_DIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], env=place, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [str(tmp_path), str(tmp_path / "glasshouse")]
    assert done.stderr == ""


def test_code_is_kept_and_loaded(tmp_path):
    store, said = Store(tmp_path), []
    tmp_path.chmod(0o700)
    assert function(store, said)(3) == 9
    again = function(store, said)
    assert again(4) == 16
    assert sum(again.stats.cache_hits.values()) == 1
    assert said == []


# Kind: a file that was cut off or altered stops every later run.
@pytest.mark.parametrize("damage", [b"", b"short", b"x" * 5000])
def test_a_damaged_file_is_compiled_anew(tmp_path, damage):
    store, said = Store(tmp_path), []
    function(store, said)(3)
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    file.write_bytes(damage if damage else whole[:-1])
    assert function(store, said)(3) == 9
    assert len(said) == 1
    assert "damaged" in said[0]
    assert codecache._digest(file.read_bytes()[16:]) == file.read_bytes()[:16]  # whole again
    function(store, said)(3)
    assert len(said) == 1


# Kind: a full disk elsewhere is told as if the run's own were full.
def test_a_full_disk_of_the_cache_stops_nothing_and_leaves_nothing(tmp_path, monkeypatch):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    store, said = Store(tmp_path), []
    monkeypatch.setattr(codecache.os, "replace", full)
    assert function(store, said)(3) == 9
    assert len(said) == 1
    assert str(tmp_path) in said[0]
    assert "No space left" in said[0]
    assert list(tmp_path.iterdir()) == []


def test_what_goes_wrong_is_said_once(capsys):
    codecache.tell("the same")
    codecache.tell("the same")
    assert capsys.readouterr().err == "glasshouse: the same\n"


def test_kernels_keep_their_code_there():
    @kernels.kernel
    def twice(x):
        return 2 * x

    assert isinstance(twice._cache, CodeCache)
