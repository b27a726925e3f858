"""Who must do what by when: the lines of a meeting that decide, give, ask or promise something."""

from index.tasks.find import TaskFinder
from index.tasks.judging import LEAST_CONFIDENCE
from index.tasks.models import Task

__all__ = ["LEAST_CONFIDENCE", "Task", "TaskFinder"]
