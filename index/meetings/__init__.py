"""What a document says of its meeting: title, day, time, place, body, session, chair, those present and agenda."""

from index.meetings.find import facts_of
from index.meetings.models import FACTS, Fact, Facts

__all__ = ["FACTS", "Fact", "Facts", "facts_of"]
