"""Questions to begin with: about the samples where they are in the library, else such as any meeting answers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from assistant.settings import Language

SHOWN = 4


@dataclass(frozen=True, slots=True)
class Example:
    """A question that the sample `document` answers."""

    document: str
    question: str


# One Vietnamese question is typed without diacritics, and two English ones are about Vietnamese documents.
EXAMPLES: Mapping[Language, tuple[Example, ...]] = {
    "vi": (
        Example("hoi-nghi-22-tinh-uy-vinh-phuc.txt", "Ai chủ trì hội nghị Tỉnh ủy Vĩnh Phúc ngày 7/12/2023?"),
        Example("giao-ban-xa-phu-lam.md", "Đến nay xã Phú Lâm đã tiêm phòng dại được bao nhiêu con chó?"),
        Example("hop-phu-huynh-lop-6a2.docx", "lop 6a2 di lang gom ngay nao?"),
        Example("hop-toa-soan-2024-09-17.vtt", "Bờ kênh Thạch Đào bị vỡ lúc mấy giờ?"),
    ),
    "en": (
        Example("records-portal-2024-03-11.txt", "What faults did Fenwick Assurance find in Brightfold's system?"),
        Example("records-portal-2024-03-04.md", "When does the records portal open to the public?"),
        Example("hop-phu-huynh-lop-6a2.docx", "What food allergies do children in class 6A2 have?"),
        Example("giao-ban-xa-phu-lam.md", "How many dogs in Phu Lam have been vaccinated against rabies?"),
    ),
}

GENERIC: Mapping[Language, tuple[str, ...]] = {
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
    about_samples = [example.question for example in EXAMPLES[language] if example.document in samples]
    return [*about_samples, *GENERIC[language]][:SHOWN]
