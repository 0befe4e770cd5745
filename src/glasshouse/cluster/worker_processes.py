"""Processes of this machine that do pieces of work, each through a pipe of its own; one that ends is replaced.

Nobody else reaches a pipe, and no port is opened. A thread for each process gives it the next piece as soon as it is
done with the last, whatever the coordinator is at. ``concurrent.futures`` has such a pool too, but there the end of one
process is the end of all, and a piece cannot be given to the process that holds its people.
"""

from __future__ import annotations

import multiprocessing
import pickle
import sys
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from itertools import count
from multiprocessing.connection import wait
from threading import Condition, Lock, Thread
from typing import TYPE_CHECKING, Any

from glasshouse.cluster.serve_work import NEWS, RAISED, READY, calling_off, piece, serve
from glasshouse.errors import StoppedError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

#: What the process from which workers are forked imports before the first of them.
IN_COMMON = "glasshouse.cluster.worker_process"
#: The command line, which each process would else import for itself when it looks at the first one's main module.
_MAIN = "glasshouse.cli.main"
#: A piece that ended so many processes is given to one more, and then to no other.
_DEATHS = 3
#: Processes that end before they begin, one after the other, before no more are tried.
_STARTS = 2
#: Seconds between two looks at a process that has nothing to do, and for one to end by itself.
_GLANCE, _END = 1.0, 2.0


class WorkerTask(Future[Any]):
    """A numbered piece of work, pickled: for anybody, or for the process of this ``address`` alone."""

    def __init__(self, number: int, name: str, content: bytes, address: str | None) -> None:
        """``name``: of the work, for what is counted."""
        super().__init__()
        self.number, self.name, self.content, self.address = number, name, content, address
        self.deaths = self.received = 0


class _Process:
    """A process that has begun. Its pipe is written to by one thread at a time."""

    def __init__(self, address: str, process: BaseProcess, connection: Connection) -> None:
        self.address, self.process, self.connection = address, process, connection
        self.task: WorkerTask | None = None
        self.writing = Lock()

    def send(self, content: bytes) -> None:
        with self.writing:
            self.connection.send_bytes(content)

    def call_off(self, number: int) -> None:
        with suppress(OSError):
            self.send(calling_off(number))


class WorkerProcesses:
    """``many`` processes, until ``close``; ``tell`` is called with the topic and the content of each piece of news."""

    def __init__(self, many: int, tell: Callable[[str, tuple[Any, ...]], None]) -> None:
        """Start them, without waiting for them."""
        # Elsewhere system libraries do not survive a fork, or there is none.
        self._context: Any = multiprocessing.get_context("forkserver" if sys.platform == "linux" else "spawn")
        if sys.platform == "linux":
            self._context.set_forkserver_preload([IN_COMMON, *([_MAIN] if _MAIN in sys.modules else [])])
        self._tell = tell
        self._changed = Condition()
        self._numbers, self._pieces = count(1), count(1)
        self._queue: list[WorkerTask] = []
        self._there: dict[str, _Process] = {}
        self._given_up = 0
        #: What befell the last process that could not be started.
        self.fault: Exception | None = None
        self._closing = False
        self._threads = [Thread(target=self._keep, daemon=True, name=f"worker-{place}") for place in range(many)]
        for thread in self._threads:
            thread.start()

    def ready(self) -> bool:
        """Wait until all have begun; False when some could not, for the ``fault``, or after the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._closing or self._given_up or len(self._there) == len(self._threads))
            return not (self._closing or self._given_up)

    def present(self) -> tuple[str, ...]:
        """Addresses of the processes that are there, in the order in which they began."""
        with self._changed:
            return tuple(self._there)

    def submit(self, work: Callable[..., Any], given: tuple[Any, ...], address: str | None = None) -> WorkerTask:
        """Give out ``work(*given)``; for the process of this address alone, if one is named.

        A piece whose only process ends is never done.
        """
        number = next(self._pieces)
        task = WorkerTask(number, work.__name__, piece(number, work, given), address)
        with self._changed:
            self._queue.append(task)
            self._changed.notify_all()
        return task

    def call_off(self, tasks: list[WorkerTask]) -> None:
        """Let go of pieces that are not wanted any more; what is under way ends when it next tells where it is."""
        with self._changed:
            for task in tasks:
                task.cancel()
            self._queue = [task for task in self._queue if task not in tasks]
            there = self._there.values()
            busy = [(each, each.task.number) for each in there if each.task is not None and each.task in tasks]
        for each, number in busy:  # it may be at another by now
            each.call_off(number)

    def close(self) -> None:
        """End all processes: those with nothing to do by themselves, the others at once."""
        with self._changed:
            self._closing = True
            busy = [each for each in self._there.values() if each.task is not None]
            self._changed.notify_all()
        for each in busy:
            each.process.terminate()
        for thread in self._threads:
            thread.join(2 * _END)

    def _keep(self) -> None:
        """Have a process for as long as there is work; another one after it ends."""
        try:
            self._keep_one()
        finally:  # whatever befell it: nobody waits for a process that does not come
            with self._changed:
                self._given_up += not self._closing
                self._changed.notify_all()

    def _keep_one(self) -> None:
        failed = 0
        while not self._closing and failed < _STARTS:
            each = self._begun()
            if each is None:
                failed += 1
                continue
            failed = 0
            try:
                while (task := self._next(each)) is not None:
                    self._do(each, task)
            except (EOFError, OSError):
                pass  # it ended
            finally:
                self._ended(each)

    def _begun(self) -> _Process | None:
        """A new process, once it is there; None when it could not be started, or ended before."""
        try:
            process, ours = self._start()
        except Exception as error:  # anything may go wrong in starting a process
            self.fault = error
            return None
        each = _Process(f"worker-{next(self._numbers)}", process, ours)
        with self._changed:
            self._there[each.address] = each
            self._changed.notify_all()
        return each

    def _start(self) -> tuple[BaseProcess, Connection]:
        """A process that is there, and our end of its pipe. Raises ``EOFError`` when it ends before."""
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=serve, args=(theirs,), daemon=True)
        try:
            process.start()
            theirs.close()
            # A spawned process on Windows that ends before it took its end of the pipe leaves that open, in this one.
            if ours not in wait([ours, process.sentinel]) or pickle.loads(ours.recv_bytes())[0] != READY:
                raise EOFError
        except BaseException:
            ours.close()
            theirs.close()
            if process.pid is not None:
                _end(process)
            raise
        return process, ours

    def _next(self, each: _Process) -> WorkerTask | None:
        """The next piece for a process; None when there will be none. Raises ``EOFError`` when it ended meanwhile."""
        with self._changed:
            while not self._closing:
                mine = (task for task in self._queue if task.address in (None, each.address))
                if task := next(mine, None):
                    self._queue.remove(task)
                    if task.running() or task.set_running_or_notify_cancel():
                        each.task = task
                        return task
                elif wait([each.process.sentinel], 0):
                    raise EOFError
                else:
                    self._changed.wait(_GLANCE)
        return None

    def _do(self, each: _Process, task: WorkerTask) -> None:
        """Have a piece done. Raises ``EOFError`` or ``OSError`` when the process ends."""
        each.send(task.content)
        while True:
            content = each.connection.recv_bytes()
            kind, found = _read(content)
            if kind != NEWS:
                break
            self._tell(*found)
        with self._changed:
            each.task = None
        task.content, task.received = b"", len(content)
        if kind == RAISED:
            task.set_exception(found)
        else:
            task.set_result(found)

    def _ended(self, each: _Process) -> None:
        """A process is gone, or is let go of: what it was at is given to another, if any may have it."""
        with self._changed:
            self._there.pop(each.address, None)
            task, each.task = each.task, None
            self._queue = [other for other in self._queue if other.address != each.address]
            if task is not None and task.address is None and not self._closing:
                task.deaths += 1
                if task.deaths <= _DEATHS:
                    self._queue.insert(0, task)
                else:
                    words = "one piece of work ended worker after worker; perhaps it needs more memory than they have"
                    task.set_exception(StoppedError(words))
            self._changed.notify_all()
        each.connection.close()
        _end(each.process)


def _end(process: BaseProcess) -> None:
    """See a process off, which ends by itself if it can."""
    process.join(_END)
    if process.exitcode is None:
        process.kill()
        process.join(_END)


def _read(content: bytes) -> tuple[str, Any]:
    """What a process says; what cannot be read is told as an error of its work."""
    try:
        said: tuple[str, Any] = pickle.loads(content)
    except Exception as error:  # what a plug-in's objects do as they are read is anybody's
        return RAISED, error
    return said
