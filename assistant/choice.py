"""Which of the readings of a question in a conversation is taken: the one that is answered most surely."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Answer
from assistant.followup import Reading, Readings

# Of two ways to read a question that find the same, the one that is better to read may be less sure by so much; and by
# so much surer must be a question that leans on another, and is answered by another meeting when it is asked alone.
_AS_SURE = 0.15
# A few words that may lean on another question are about something else where neither its document nor all documents
# answer them with so much confidence ("giá vàng" behind a question about the elevator).
_LEAST_OF_ITS_OWN = 0.1


def surest(could_mean: Readings, choices: Sequence[Reading], answers: Sequence[Answer], document: str | None) -> int:
    """The number of the reading to take. The last is the question alone, unless it is said where to look."""
    alone = len(answers) - 1
    if choices[alone].how != "alone":
        return alone
    if could_mean.lean == "no" and answers[alone].answered:
        # A question of its own, and answered: nothing is wanting.
        return alone
    of_its_own = [answer for each, answer in zip(choices, answers, strict=True) if each.how in ("inside", "alone")]
    if could_mean.lean == "perhaps" and max(each.confidence for each in of_its_own) < _LEAST_OF_ITS_OWN:
        return alone
    numbers = [number for number in range(len(answers)) if number != alone or not could_mean.empty or alone == 0]
    of_slots = [number for number in numbers if choices[number].how == "slot"]
    if of_slots:
        # A month for a month: nothing else is meant.
        return max(of_slots, key=lambda number: (answers[number].answered, answers[number].confidence))

    def how_sure(number: int) -> tuple[bool, float, int]:
        answer = answers[number]
        # Alone, a question that leans on another may well be answered by another meeting: that must be surer.
        strays = number == alone and could_mean.lean == "surely" and _finds(answer, document) is None
        return answer.answered, answer.confidence - (_AS_SURE if strays else 0), number

    best = max(numbers, key=how_sure)
    if not answers[best].answered:
        return alone if could_mean.lean == "no" else best
    sure = [
        number
        for number in numbers
        if answers[number].answered and answers[number].confidence >= answers[best].confidence - _AS_SURE
    ]
    if could_mean.lean != "surely" and alone in sure:
        return alone
    return next(number for number in sure if _finds(answers[number]) == _finds(answers[best]))


def _finds(answer: Answer, document: str | None = None) -> str | None:
    """The id of the surest paragraph, of that document if one is named."""
    best = answer.surest
    return None if best is None or document not in (None, best.paragraph.document) else best.paragraph.id
