"""Bounds the wait for calls that may block: they run on a thread of their own, in order."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Any, TypeVar

from kiosk.errors import CameraStalled

T = TypeVar("T")


class Patience:
    """One thread that makes blocking calls, while whoever asked waits only as long as they chose.

    A call that came back too late is forgotten, and one that never began is struck off, so nothing
    piles up behind a call that hangs. The thread is a daemon: a call that never returns cannot keep
    the program from ending.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._jobs: SimpleQueue[tuple[Future[Any], Callable[[], Any]] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    @classmethod
    def begun(
        cls,
        name: str,
        first: Callable[[], object],
        within_s: float,
        undo: Callable[[], object],
        undo_within_s: float,
    ) -> "Patience":
        """A thread whose first call was made; when that fails or hangs, ``undo`` is its last.

        Raises:
            CameraStalled: it did not come back within ``within_s`` seconds.
        """
        patience = cls(name)
        try:
            patience.call(first, within_s)
        except BaseException:
            patience.close(undo, undo_within_s)
            raise
        return patience

    def call(self, job: Callable[[], T], timeout_s: float) -> T:
        """Run ``job`` on the thread; its result, or the error it raised.

        Raises:
            CameraStalled: it did not come back within ``timeout_s`` seconds.
        """
        future: Future[T] = Future()
        self._jobs.put((future, job))
        try:
            return future.result(timeout_s)
        except TimeoutError as error:
            if future.done() and not future.cancelled():
                raise
            future.cancel()
            raise CameraStalled(f"{self._name} did not answer within {timeout_s:g} s") from error

    def close(self, last: Callable[[], object], timeout_s: float) -> None:
        """Run ``last`` after whatever still runs, then end; wait for it at most ``timeout_s`` seconds."""
        self._jobs.put((Future(), last))
        self._jobs.put(None)
        self._thread.join(timeout_s)

    def _work(self) -> None:
        while (entry := self._jobs.get()) is not None:
            future, job = entry
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(job())
            except BaseException as error:  # noqa: BLE001 - handed to whoever asked
                future.set_exception(error)
