"""Asks for many pages: several hosts at a time, each host one page after another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from threading import Event
from typing import TypeVar
from urllib.parse import urlsplit

from explainer.authoring.web.manners import TimeUp

T = TypeVar("T")
_HOSTS = 8
"""At a time."""


def asked(urls: Sequence[str], ask: Callable[[str], T]) -> Iterator[tuple[str, T]]:
    """What `ask` returns for each address, as it comes; addresses of a host keep their order.

    It ends early when the time is up (TimeUp); nothing new is asked once the caller takes no more.
    """
    queues: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        queues[urlsplit(url).netloc.lower()].append(url)
    results: SimpleQueue[tuple[str, T] | BaseException | None] = SimpleQueue()

    is_over = Event()

    def work(queue: Sequence[str]) -> None:
        try:
            for url in queue:
                if is_over.is_set():
                    break
                results.put((url, ask(url)))
            results.put(None)
        except TimeUp:
            results.put(None)
        except BaseException as error:
            results.put(error)

    pool = ThreadPoolExecutor(min(_HOSTS, len(queues)) or 1)
    try:
        for queue in queues.values():
            pool.submit(work, queue)
        left = len(queues)
        while left:
            result = results.get()
            if isinstance(result, BaseException):
                raise result
            if result is None:
                left -= 1
            else:
                yield result
    finally:
        is_over.set()
        pool.shutdown(cancel_futures=True)
