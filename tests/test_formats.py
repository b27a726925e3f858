from __future__ import annotations

import pytest

from assistant.ui import formats
from assistant.ui.messages import Speech

VI, EN = Speech("vi"), Speech("en")


@pytest.mark.parametrize(
    ("iso", "vietnamese", "english"),
    [
        ("2023-12-07", "07/12/2023", "7 December 2023"),
        ("2023-12", "12/2023", "December 2023"),
        ("2023", "2023", "2023"),
        ("2023-13-01", "2023-13-01", "2023-13-01"),
        (None, None, None),
    ],
)
def test_dates(iso: str | None, vietnamese: str | None, english: str | None) -> None:
    assert (formats.written_date(iso, VI), formats.written_date(iso, EN)) == (vietnamese, english)


@pytest.mark.parametrize(
    ("milliseconds", "written"),
    [
        (None, None),
        (0, "00:00"),
        (65_999, "01:05"),
        (3_599_000, "59:59"),
        (3_723_000, "1:02:03"),
        (36_000_000, "10:00:00"),
    ],
)
def test_clock(milliseconds: int | None, written: str | None) -> None:
    assert formats.clock(milliseconds) == written


@pytest.mark.parametrize(
    ("confidence", "level", "percent"),
    [
        (1.0, "high", "100%"),
        (0.999, "high", "99%"),
        (0.75, "high", "75%"),
        (0.749, "medium", "74%"),
        (0.5, "medium", "50%"),
        (0.29, "low", "29%"),
        (0.0, "low", "0%"),
    ],
)
def test_confidence_is_a_word_and_a_percentage_never_rounded_up(confidence: float, level: str, percent: str) -> None:
    assert formats.confidence_level(confidence) == level
    assert formats.percentage(confidence, EN) == percent
    assert formats.percentage(confidence, VI) == percent.replace("%", " %")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Hội nghị bế mạc", "vi"),
        ("Ho\u0302\u0323i nghi\u0323", "vi"),
        ("The café of Mr Müller", "en"),
        ("đi", "vi"),
        ("", "en"),
    ],
)
def test_language_of_a_text(text: str, language: str) -> None:
    assert formats.language_of(text) == language
