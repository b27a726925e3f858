"""The hour of the day that a clock tells with what stands behind it: "2 giờ chiều" is 14, "12 giờ đêm" 0."""

from __future__ import annotations

# Behind a clock, in small letters. "Tối thiểu" is no evening.
HALF_OF_DAY = r"sáng|trưa|chiều|tối(?! (?:thiểu|đa|ưu))|đêm|khuya|[ap]\.?m(?:\b\.?)"


def hour_of_day(hour: int, half: str) -> int:
    """The hour (0..23) that a clock's hour (0..12) means in a half of the day, in small letters; 13 and more stay."""
    if hour > 12:
        return hour
    if half[:1] == "a" or half in ("đêm", "khuya", "tối"):
        evening = half[:1] != "a" and 6 <= hour < 12 or half == "tối" and hour < 6
        return hour + 12 if evening else hour % 12
    if half[:1] == "p" or half == "chiều" or (half == "trưa" and hour < 4):
        return hour % 12 + 12
    return hour
