"""Questions about tasks, answered from the table of task lines: what is due, who must do what, what was decided."""

from index.task_questions.match import in_time, knows, matching
from index.task_questions.models import Period, TaskQuestion
from index.task_questions.read import read_task_question

__all__ = ["Period", "TaskQuestion", "in_time", "knows", "matching", "read_task_question"]
