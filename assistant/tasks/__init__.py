"""Questions about tasks, answered from the table of task lines."""

from assistant.tasks.found import answer_from_tasks

__all__ = ["answer_from_tasks"]
