"""Whether a text asks something, or only names what is looked for ("kinh phí lễ hội", "drone permit").

People type either. Of a few words that ask nothing a paragraph holds them all much sooner by chance, so they are judged
by weights of their own (index/fuse.py).
"""

from __future__ import annotations

import re

# With more concepts, its words tell as much as a question's.
_MOST_CONCEPTS = 4
# Of Vietnamese the words without marks too that hardly stand for another one.
_ANYWHERE = re.compile(
    r"(?<!\w)(?:ai|gì|gi|nào|nao|đâu|mấy|sao|nhiêu|nhieu|bao (?:giờ|lâu|xa)|hãy|liệt kê|tóm tắt|cho biết|"
    r"who|whom|whose|what|which|when|where|why|how)(?!\w)"
)
_FIRST = re.compile(
    r"(?:nêu|kể|tìm|so sánh|trình bày|giải thích|(?:is|are|was|were|am|do|does|did|can|could|will|would|shall|should|"
    r"may|might|must|has|have|had|summari[sz]e|describe|explain|list|tell|give|show|find|compare|discuss|outline))"
    r"(?!\w)"
)
_LAST = re.compile(r"(?<!\w)(?:không|chưa|hả|à|nhỉ)\W*$")


def is_phrase(text: str, concepts: int) -> bool:
    """Whether a normalised text of so many concepts is a few words that ask nothing.

    A question mark alone makes no question of a name.
    """
    return concepts <= _MOST_CONCEPTS and not _asks(text.lower())


def _asks(text: str) -> bool:
    return any(found is not None for found in (_ANYWHERE.search(text), _FIRST.match(text), _LAST.search(text)))
