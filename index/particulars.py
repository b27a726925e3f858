"""What a document's particulars say: they are context of all its paragraphs, as a heading is of those under it.

People name the meeting that they ask about, by its title, its file or its day ("họp chung cư ngày 22/8 …"), and no
paragraph needs to repeat that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.named_days import NamedDay

# A number in a file's name is mostly that of a file, and a date there is the document's date.
_WORD = re.compile(r"[^\W\d_]+")


def particulars(name: str, title: str | None, meeting_date: str | None, asked: Sequence[NamedDay]) -> str:
    """The title, the words of the file's name, and of the days that a question asks for those that are its date."""
    days = [day.text for day in asked if day.is_date_of(meeting_date)]
    return "\n".join(filter(None, [title, " ".join(_WORD.findall(name.rpartition(".")[0] or name)), *days]))
