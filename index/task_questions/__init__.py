"""Questions about tasks, answered from the table of task lines: what is due, who must do what, what was decided."""

from index.task_questions.match import knows, matching
from index.task_questions.models import Period, TaskQuestion
from index.task_questions.read import read_task_question

__all__ = ["Period", "TaskQuestion", "knows", "matching", "read_task_question"]
