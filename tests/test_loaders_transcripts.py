"""Transcripts in text: turns with speakers and times where names recur, and none in minutes, letters and reports."""

from __future__ import annotations

import pytest

from index.loaders import load
from index.loaders.transcripts import is_speakers_name, read_label
from index.models import LoadedDocument


def read(text: str, name: str = "hop.txt") -> LoadedDocument:
    return load(name, text.encode())


def turns(loaded: LoadedDocument) -> list[tuple[str | None, str]]:
    return [(turn.speaker, loaded.text[turn.start : turn.end]) for turn in loaded.turns]


def test_a_paragraph_a_turn() -> None:
    loaded = read("Nam: Chào chị.\n\nChị Lan (kế toán): Chào anh.\nTa bắt đầu.\n\nNam: Vâng.\r\n")
    assert turns(loaded) == [
        ("Nam", "Nam: Chào chị."),
        ("Chị Lan (kế toán)", "Chị Lan (kế toán): Chào anh.\nTa bắt đầu."),
        ("Nam", "Nam: Vâng."),
    ]
    assert loaded.headings == ()
    assert {(turn.start_ms, turn.end_ms) for turn in loaded.turns} == {(None, None)}


def test_a_line_a_turn() -> None:
    loaded = read("HỌP TỔ\n\nNam: Chào chị.\nLan: Chào anh.\nNam: Vâng,\n  ta bắt đầu.\nLan: Nhớ lưu ý: xong sớm.")
    assert turns(loaded) == [
        ("Nam", "Nam: Chào chị."),
        ("Lan", "Lan: Chào anh."),
        ("Nam", "Nam: Vâng,\n  ta bắt đầu."),
        ("Lan", "Lan: Nhớ lưu ý: xong sớm."),
    ]
    assert [loaded.text[span.start : span.end] for span in loaded.headings] == ["HỌP TỔ"]


def test_times_before_and_after_the_name() -> None:
    loaded = read("[00:12:03] Nam: Chào chị.\n\nLan (00:12:05): Chào anh.\n\n12:07 Nam: Vâng.\n\nLan [1:02:03.5]: Dạ.")
    assert [(turn.speaker, turn.start_ms) for turn in loaded.turns] == [
        ("Nam", 723_000),
        ("Lan", 725_000),
        ("Nam", 727_000),
        ("Lan", 3_723_500),
    ]
    assert loaded.text[loaded.turns[1].start : loaded.turns[1].end] == "Lan (00:12:05): Chào anh."


def test_a_paragraph_without_a_name_is_nobodys() -> None:
    loaded = read("Mở đầu câu chuyện.\n\nNam: Chào chị.\n\n(vỗ tay)\n\nLan: Chào anh.\n\nNam: Vâng.\n\nLan: Dạ.")
    assert turns(loaded) == [
        ("Nam", "Nam: Chào chị."),
        (None, "(vỗ tay)"),
        ("Lan", "Lan: Chào anh."),
        ("Nam", "Nam: Vâng."),
        ("Lan", "Lan: Dạ."),
    ]


def test_markdown_may_set_names_in_bold() -> None:
    loaded = read("# Họp\n\n**Nam:** Chào chị.\n\n**Lan**: Chào anh.\n\n**Nam:** Vâng.", "a.md")
    assert [turn.speaker for turn in loaded.turns] == ["Nam", "Lan", "Nam"]


@pytest.mark.parametrize(
    "name",
    [
        "Grad B",
        "PhD C",
        "Project Manager",
        "Người nói 2",
        "SPEAKER_01",
        "The Acting Chair (Mr. Bruce Stanton (Simcoe North, CPC))",
        "Hon. Mary Ng (Minister of Small Business, Export Promotion and International Trade)",
        "Ms. Jennifer O'Connell",
        "Bí thư Tỉnh ủy Nguyễn Văn Tám",
        "Đại biểu Vừ A Nhè",
        "Nguyê\u0303n Nam",
    ],
)
def test_names_of_speakers(name: str) -> None:
    loaded = read(f"{name}: Xin chào.\n\nAnna: Chào.\n\n{name}: Bắt đầu nhé.\n\nAnna: Vâng.")
    assert [turn.speaker for turn in loaded.turns] == [name, "Anna", name, "Anna"]


@pytest.mark.parametrize(
    "line",
    [
        "Kính gửi: Các phòng",
        "Nơi nhận: Như trên",
        "Địa điểm: Phòng 3",
        "Thời gian: 8 giờ",
        "Thành phần: Cả tổ",
        "Date: 5 February 2024",
        "Attendees: All",
        "Deadline: Friday",
        "Bước 2: Kiểm tra",
        "Điều 3: Hiệu lực",
        "nói thêm: không có",
        "Hôm qua tôi có gặp anh ấy ở cổng trường và anh ấy nói: được",
        "https://example.org",
        "10:30",
        "Nam:không có dấu cách",
    ],
)
def test_labels_that_are_no_speakers(line: str) -> None:
    assert read_label(line) is None


def test_minutes_are_no_transcript() -> None:
    minutes = (
        "BIÊN BẢN HỌP\n\nThời gian: 8 giờ\n\nĐịa điểm: Phòng 3\n\nChủ trì: Ông Nam\n\nThư ký: Bà Lan\n\n"
        "Thành phần: Cả tổ\n\nNội dung: Hai việc\n\nNơi nhận: Như trên\n\nKính gửi: Ban giám đốc"
    )
    assert read(minutes).turns == ()


def test_reports_with_recurring_labels_are_no_transcript() -> None:
    report = "\n\n".join(f"Dự án {name}\n\nTiến độ: tốt\n\nRủi ro: ít\n\nKinh phí: đủ" for name in "ABC")
    assert read(report).turns == ()
    roles = "\n\n".join(f"Chủ trì: Ông {name}\n\nViệc {name} đã bàn xong.\n\nKhông ai hỏi thêm." for name in "ABC")
    assert read(roles).turns == ()


def test_names_that_do_not_recur_make_no_transcript() -> None:
    assert read("Nam: Chào.\n\nLan: Chào.\n\nHòa: Chào.\n\nTâm: Chào.").turns == ()
    assert read("Nam: Chào.\n\nNam: Chào lại.").turns == ()


def test_a_chair_who_comes_back_is_a_speaker() -> None:
    loaded = read("Chủ tọa: Mời anh Nam.\n\nNam: Tôi đồng ý.\n\nChủ tọa: Cảm ơn anh.\n\nNam: Vâng.")
    assert [turn.speaker for turn in loaded.turns] == ["Chủ tọa", "Nam", "Chủ tọa", "Nam"]


def test_what_only_looks_like_a_name_starts_no_turn() -> None:
    assert not is_speakers_name("Tóm lại thế này")
    assert is_speakers_name("Mr. Chris d'Entremont (West Nova, CPC)")
    loaded = read("Nam: Chào.\n\nLan: Tôi tóm lại.\nTóm lại thế này: ta làm tiếp.\n\nNam: Vâng.\n\nLan: Dạ.")
    assert turns(loaded)[1] == ("Lan", "Lan: Tôi tóm lại.\nTóm lại thế này: ta làm tiếp.")
