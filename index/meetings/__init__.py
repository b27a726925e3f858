"""What a document says of its meeting: title, day, time, place, body, session, chair, those present and agenda."""

from index.meetings.find import facts_of
from index.meetings.linking import Told, same_meetings
from index.meetings.models import FACTS, Fact, Facts
from index.meetings.sessions import roman

__all__ = ["FACTS", "Fact", "Facts", "Told", "facts_of", "roman", "same_meetings"]
