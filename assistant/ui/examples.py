"""Questions to begin with: about the samples where they are in the library, else such as any meeting answers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from assistant.settings import Language

SHOWN = 4


@dataclass(frozen=True, slots=True)
class Example:
    """A question that the sample `document` answers, in each language. One Vietnamese one is typed without marks."""

    document: str
    questions: dict[Language, str]


EXAMPLES: tuple[Example, ...] = (
    Example(
        "hoi-nghi-22-tinh-uy-vinh-phuc.txt",
        {
            "vi": "Ai chủ trì hội nghị lần thứ 22 của Tỉnh ủy Vĩnh Phúc?",
            "en": "Who chaired the 22nd conference of the Vinh Phuc provincial committee?",
        },
    ),
    Example(
        "giao-ban-xa-phu-lam.md",
        {
            "vi": "Xã Phú Lâm có bao nhiêu con chó đã được tiêm phòng dại?",
            "en": "How many dogs were vaccinated against rabies in Phu Lam?",
        },
    ),
    Example(
        "hop-ban-quan-tri-chung-cu-sen-xanh.txt",
        {
            "vi": "thang may so 3 ket bao nhieu lan?",
            "en": "How often did lift number 3 get stuck?",
        },
    ),
    Example(
        "records-portal-2024-03-18.md",
        {
            "vi": "Cuối cùng nhóm dự án chọn nhà cung cấp nào?",
            "en": "Which vendor was chosen in the end, and why?",
        },
    ),
)

GENERIC: dict[Language, tuple[str, ...]] = {
    "vi": (
        "Ai chủ trì cuộc họp?",
        "Cuộc họp đã quyết định những gì?",
        "Việc gì phải xong và hạn chót là khi nào?",
        "cuoc hop tiep theo vao ngay nao?",
    ),
    "en": (
        "Who chaired the meeting?",
        "What did the meeting decide?",
        "What has to be done, and by when?",
        "When is the next meeting?",
    ),
}


def examples(samples: Collection[str], language: Language) -> list[str]:
    """Four questions; `samples` are the names of the sample documents in the library."""
    about_samples = [example.questions[language] for example in EXAMPLES if example.document in samples]
    return [*about_samples, *GENERIC[language]][:SHOWN]
