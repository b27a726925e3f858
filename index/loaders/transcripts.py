"""Turns of a transcript in text: most of its paragraphs begin with a speaker's name and a colon, and names recur.

So do those that programs write: "[00:12:03] Lan: …", "Lan (00:12:03): …", "**Lan** *[12:03]*: …" (Fireflies's
Markdown) and "[SPEAKER_00]: …" (WhisperX's utils.py, WriteTXT). SPEAKER_00 is kept as a speaker's name: it is the
file's own, tells the speakers apart, and can be searched for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.loaders.blocks import blocks, gaps, lines
from index.models import Span, Turn
from index.text import fold, normalise

_CLOCK = r"(?P<{0}>\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:[.,]\d{{1,3}})?)"
_LABEL = re.compile(
    rf"(?:[\[(]?{_CLOCK.format('before')}(?:\s*-->?\s*[\d:.,]+)?[\])]?[\s\-–—]*)?"
    r"(?:\[(?P<diarised>SPEAKER_\d+)\]|(?:\*\*|__)?(?P<name>[^\W_a-z][^:\[\]{}<>|\"“”!?;\n]{0,59}?(?:\([^:\n]{1,90}\)+)?)"
    rf"(?:\*\*|__)?\s*(?:\*?[\[(]?{_CLOCK.format('after')}[\])]?\*?\s*)?)"
    r"[:：](?:\*\*|__)?(?=\s+\S|\s*$)"
)
_MOST_WORDS = 12
# Labels of minutes, letters, forms and reports: words like these name no speaker, however often they recur.
_LABELS = """
    kính gửi, nơi nhận, nơi gửi, địa điểm, thời gian, thành phần, thành phần tham dự, thành phần dự họp, tham dự, có
    mặt, vắng mặt, vắng, khách mời, đại biểu, nội dung, nội dung họp, kết luận, kết quả, ghi chú, lưu ý, chú ý, số,
    ngày, giờ, hôm nay, tháng, năm, về việc, v/v, trích yếu, căn cứ, yêu cầu, nhiệm vụ, mục tiêu, mục đích, giải pháp,
    nguyên nhân, kiến nghị, đề xuất, ý kiến, thảo luận, biểu quyết, quyết định, quyết nghị, phân công, phụ trách,
    người phụ trách, đơn vị, đơn vị thực hiện, thời hạn, hạn, hạn chót, tiến độ, trạng thái, tình trạng, rủi ro, vướng
    mắc, khó khăn, tồn tại, hạn chế, ưu điểm, nhược điểm, thuận lợi, công việc, việc cần làm, kế hoạch, bước tiếp
    theo, hành động, kinh phí, ngân sách, chi phí, tổng, tổng cộng, họ tên, họ và tên, chức vụ, điện thoại, fax, địa
    chỉ, tiêu đề, chủ đề, dự án, tài liệu, phụ lục, đính kèm, nguồn, ảnh, tin, xem thêm, tác giả, người viết, người
    lập, người ký, hỏi, đáp, trả lời, câu hỏi, ví dụ, trong đó, cụ thể, như sau, bao gồm, gồm, một là, hai là, ba là,
    thứ nhất, thứ hai, thứ ba, thứ tư, kết thúc, bắt đầu, khai mạc, bế mạc,
    date, time, place, location, venue, where, when, present, attendees, attendance, participants, members, guests,
    absent, apologies, regrets, chaired by, minutes by, minute taker, note taker, recorder, facilitator, agenda, item,
    subject, topic, re, to, from, cc, bcc, sent, title, project, note, notes, remark, remarks, action, actions, action
    item, action items, decision, decisions, discussion, conclusion, conclusions, summary, outcome, outcomes, result,
    results, owner, owners, assignee, responsible, deadline, due, due date, status, progress, risk, risks, issue,
    issues, blocker, blockers, next, next step, next steps, next meeting, budget, cost, goal, goals, objective,
    objectives, background, update, updates, plan, done, todo, to do, priority, question, questions, q, answer,
    answers, example, source, contact, phone, tel, email, e-mail, website, address, name, role, position, appendix,
    attachment, total, purpose, duration
"""
_NO_SPEAKERS = frozenset(normalise(label) for label in _LABELS.split(","))
# Without diacritics only those of several words: "Nam" and "Lan" are names, though they fold as "năm" and "lần" do.
_NO_SPEAKERS_FOLDED = frozenset(fold(label) for label in _NO_SPEAKERS if " " in label)
# Names of a part in the meeting: in minutes a label that comes once, in a transcript a speaker who comes back.
_ROLES = frozenset(
    ("chu tri", "chu toa", "thu ky", "chair", "chairman", "chairperson", "secretary", "moderator", "host")
)
_NUMBERED_LABEL = re.compile(
    r"(?:buoc|muc|dieu|phan|chuong|cau|viec|nhiem vu|giai doan|tuan|thang|ngay|quy|nam|lan|vong|nhom viec|"
    r"step|item|part|chapter|section|task|phase|week|month|day|quarter|year|round|action|question|point|figure|table|bang|hinh)"
    r"\s+(?:thu\s+)?[\divx]+.*"
)


@dataclass(frozen=True, slots=True)
class Label:
    """A speaker's label at the start of a line, `length` code points long with its time and colon."""

    speaker: str
    length: int
    start_ms: int | None


def read_label(line: str) -> Label | None:
    """The label that the line begins with, or None. Whether its name is a speaker's shows in the whole document."""
    match = _LABEL.match(line)
    if match is None:
        return None
    name = match["diarised"] or match["name"].strip(" *_\t\u00a0")
    if is_form_label(name):
        return None
    if len(re.sub(r"\(.*\)", "", name).split()) > _MOST_WORDS:
        return None
    if not any(char.isalpha() for char in name) or (not name[0].isupper() and not name[0].isdigit()):
        return None
    clock = match["before"] or match["after"]
    return Label(name, match.end(), clock_ms(clock) if clock else None)


def is_form_label(label: str) -> bool:
    """Whether a label ("Địa điểm", "Date", "Bước 2") is one of forms and minutes, and no speaker's name."""
    plain = normalise(label).lower().strip(" .*-")
    folded = fold(plain)
    return plain in _NO_SPEAKERS or folded in _NO_SPEAKERS_FOLDED or _NUMBERED_LABEL.fullmatch(folded) is not None


def recurring(names: Iterable[str]) -> bool:
    """Whether at least half of the labels bear a name that comes up again."""
    counts = Counter(names)
    total = sum(counts.values())
    again = sum(count for count in counts.values() if count > 1)
    return total >= 3 and again * 2 >= total


def find_turns(text: str, headings: Sequence[Span], body: Span) -> tuple[Turn, ...]:
    """The turns in a range of the text, each from its label to the next, or none where it is no transcript.

    A paragraph without a label inside a transcript is a turn of an unknown speaker.
    """
    paragraphs = [block for gap in gaps(body, headings) for block in blocks(text, gap)]
    rows = [row for block in paragraphs for row in lines(text, block)]
    by_paragraph = [label for block in paragraphs if (label := read_label(text[block.start : block.end]))]
    by_row = [label for row in rows if (label := read_label(text[row.start : row.end].lstrip()))]
    for labels, of in ((by_paragraph, len(paragraphs)), (by_row, len(rows))):
        speakers = _speakers(labels)
        labelled = [label.speaker for label in labels if label.speaker in speakers]
        if len(labelled) >= 0.6 * of and recurring(labelled):
            return _turns(text, paragraphs, speakers)
    return ()


def _speakers(labels: Iterable[Label]) -> frozenset[str]:
    counts = Counter(label.speaker for label in labels)
    return frozenset(name for name, count in counts.items() if count > 1 or is_speakers_name(name))


def is_speakers_name(label: str) -> bool:
    """Whether a label that comes once can be a name: it ends with a capital or a number, and is no role in minutes."""
    words = re.sub(r"\(.*\)", "", label).split()
    return bool(words) and (words[-1] != words[-1].lower() or words[-1].isdigit()) and fold(label) not in _ROLES


def _turns(text: str, paragraphs: Sequence[Span], speakers: frozenset[str]) -> tuple[Turn, ...]:
    found: list[Turn] = []
    for block in paragraphs:
        current: Turn | None = None
        for row in lines(text, block):
            indent = len(text[row.start : row.end]) - len(text[row.start : row.end].lstrip())
            label = read_label(text[row.start + indent : row.end])
            if label is not None and label.speaker in speakers:
                current = Turn(row.start + indent, row.end, label.speaker, label.start_ms, None)
                found.append(current)
            elif current is not None:
                current = Turn(current.start, row.end, current.speaker, current.start_ms, None)
                found[-1] = current
            elif found:
                current = Turn(row.start + indent, row.end, None, None, None)
                found.append(current)
    return tuple(_without_outer_space(text, turn) for turn in found)


def _without_outer_space(text: str, turn: Turn) -> Turn:
    end = turn.start + len(text[turn.start : turn.end].rstrip())
    return Turn(turn.start, end, turn.speaker, turn.start_ms, turn.end_ms)


def clock_ms(clock: str) -> int:
    """ "00:12:03", "12:03.5" or "1:02:03,250" in milliseconds."""
    whole, _, fraction = clock.replace(",", ".").partition(".")
    seconds = 0
    for part in whole.split(":"):
        seconds = seconds * 60 + int(part)
    return seconds * 1000 + int(fraction.ljust(3, "0") or 0)
