"""The tasks of a site by name, gone through only as far as somebody asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from explainer.outputs import refuse_shared_addresses, tasks
from explainer.outputs.base import Task
from explainer.outputs.plan import SitePlan
from explainer.problems import ContentError, Problem


class Tasks(Mapping[str, Task]):
    """Tasks by name; those of a large site are many, and are gone through only as far as somebody asks."""

    def __init__(self, plan: SitePlan) -> None:
        self._context, self._listed = plan.context, tasks(plan)
        self._known: dict[str, Task] = {}
        self._again: list[Task] = []

    def __getitem__(self, name: str) -> Task:
        while name not in self._known:
            task = next(self._listed, None)
            if task is None:
                raise KeyError(name)
            if self._known.setdefault(task.name, task) is not task:
                self._again.append(task)
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        self.get("\0")  # to the end
        return iter(self._known)

    def __len__(self) -> int:
        self.get("\0")  # to the end
        return len(self._known)

    def claimed_twice(self) -> tuple[Problem, ...]:
        """What is wrong where two files claim one address."""
        len(self)
        claimants = [task for again in self._again for task in (self._known[again.name], again)]
        try:
            refuse_shared_addresses(
                (one.address, one.source) for task in claimants for one in self._context.artifacts(task)
            )
        except ContentError as error:
            return error.problems
        return ()
