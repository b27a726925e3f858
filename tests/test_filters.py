"""Filters: which documents and paragraphs they leave, exactly, and what is said of those that can't be used."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.ask import ask, ask_many
from assistant.ui import cards
from assistant.ui.filter_names import Chip, chips, in_words, titles_of, without
from assistant.ui.messages import Speech
from index import (
    NO_FILTERS,
    BadDate,
    BrokenFilters,
    DatesReversed,
    DocumentNotFound,
    Filters,
    KindFacet,
    Library,
    NoSpeakers,
    SpeakerFacet,
    SpeakerNotFound,
    UnknownKind,
    days_of,
    filter_fields,
    read_filters,
    reembed,
)
from index.filters import kinds_of, known_days
from index.speakers import meant, nearest
from tests.stub_embedder import StubEmbedder

Open = Callable[..., Library]
CALL = """WEBVTT

00:00:01.000 --> 00:00:04.000
<v Đỗ Thị Hạnh>Chúng ta chốt ngày bàn giao kho lúa vào thứ Sáu.</v>

00:00:05.000 --> 00:00:09.500
<v Lê Minh>Kho lúa cần sửa mái trước khi bàn giao.</v>
"""
TALK = (
    "Họp kho lúa\n\nNgày 12/03/2024\n\nLÊ MINH: Ta bàn về kho lúa trước đã.\n\nHưng: Tôi nhận sửa mái kho lúa.\n\n"
    "LÊ MINH: Anh Hưng sửa mái kho lúa nhé.\n\nHùng: Tôi trông kho lúa ban đêm.\n"
)
DOCUMENTS = {
    "2024-03-04 giao ban.txt": "Ông Nam báo cáo kho lúa còn ba tấn.\n\nBà Hà giữ chìa khóa kho lúa.\n",
    "2024-04 tổng kết.md": "Kho lúa được sửa xong trong tháng.\n",
    "không ngày.html": "<p>Kho lúa có hai cửa ra vào.</p>",
    "2023-11-20 call.vtt": CALL,
    "talk.txt": TALK,
}


@pytest.fixture
def library(open_library: Open) -> Library:
    library = open_library()
    for name, text in DOCUMENTS.items():
        assert library.add_bytes(name, text.encode()).status == "added"
    return library


def left(library: Library, filters: Filters) -> set[str]:
    """The documents whose paragraphs the filters leave; that a search finds all of them is checked on the way."""
    ids = library.scope(filters).ids.tolist()
    stored = [each.paragraph for each in library._store.paragraphs(ids, library.embedder.dimension)]
    hits = library.search("kho lúa", limit=100, filters=filters)
    assert {hit.paragraph.id for hit in hits} == {each.id for each in stored}
    return {each.document for each in stored}


# Dates


def test_a_month_is_all_of_its_days_and_a_year_all_of_its_months() -> None:
    assert days_of("2024-02-05") == (date(2024, 2, 5), date(2024, 2, 5))
    assert days_of("2024-02") == (date(2024, 2, 1), date(2024, 2, 29))
    assert days_of("2023") == (date(2023, 1, 1), date(2023, 12, 31))


@pytest.mark.parametrize(
    "value", ["", "x", "2024-3", "2024-13", "2024-02-30", "12/03/2024", "0000", "٢٠٢٤", "2024-03-12\n", "2024-03-12-01"]
)
def test_what_is_no_date_is_refused_by_its_value(value: str) -> None:
    with pytest.raises(BadDate) as caught:
        Filters(first_date=value)
    assert caught.value.values == {"value": value}
    assert str(caught.value) == (f"{value}: not a date. Write a day as 2024-03-12, a month as 2024-03, a year as 2024.")


def test_a_first_date_after_the_last_is_refused() -> None:
    with pytest.raises(DatesReversed) as caught:
        Filters(first_date="2024-04", last_date="2024-03-31")
    assert str(caught.value) == "The first date, 2024-04, is after the last, 2024-03-31. Exchange the two."
    assert Filters(first_date="2024-03-31", last_date="2024-03").by_date


days = st.dates(date(2023, 1, 1), date(2025, 12, 31))
partial = st.builds(lambda day, length: day.isoformat()[:length], days, st.sampled_from([4, 7, 10]))


@given(partial, st.none() | partial, st.none() | partial)
def test_a_date_is_in_the_range_where_one_of_its_days_is(held: str, first: str | None, last: str | None) -> None:
    try:
        filters = Filters(first_date=first, last_date=last)
    except DatesReversed:
        assert first is not None and last is not None and first[:4] >= last[:4]
        return
    # Day by day, with nothing but what calendars say of the beginnings of ISO dates.
    every_day = [date.fromordinal(each) for each in range(date(2023, 1, 1).toordinal(), date(2026, 1, 1).toordinal())]
    of_document = {each.isoformat() for each in every_day if each.isoformat().startswith(held)}
    in_range = {
        each.isoformat()
        for each in every_day
        if (first is None or each.isoformat()[: len(first)] >= first)
        and (last is None or each.isoformat()[: len(last)] <= last)
    }
    assert filters.hold_date(held) == bool(of_document & in_range)
    assert filters.hold_date(None) == (first is None and last is None)


def test_a_document_is_found_by_its_date_or_month_and_never_without_one(library: Library) -> None:
    assert left(library, Filters(first_date="2024-03", last_date="2024-03")) == {"2024-03-04 giao ban.txt", "talk.txt"}
    assert left(library, Filters(first_date="2024-04-10", last_date="2024-04-20")) == {"2024-04 tổng kết.md"}
    assert left(library, Filters(last_date="2023")) == {"2023-11-20 call.vtt"}
    assert left(library, Filters(first_date="1900")) == DOCUMENTS.keys() - {"không ngày.html"}
    assert library.scope(Filters(first_date="2025")).undated == 1
    assert library.scope(Filters(first_date="2025", kinds=("text",))).undated == 0
    assert library.scope(Filters(kinds=("web",))).undated == 0


def test_a_stored_date_that_is_none_counts_as_unknown() -> None:
    assert known_days("spring") is None
    assert not Filters(first_date="2024").hold_date("spring")


# Documents and kinds


def test_documents_are_searched_alone_and_an_unknown_one_is_named(library: Library) -> None:
    both = ("không ngày.html", "2024-04 tổng kết.md")
    assert left(library, Filters(documents=both)) == set(both)
    assert left(library, Filters(documents=("talk.txt", "talk.txt"))) == {"talk.txt"}
    with pytest.raises(DocumentNotFound) as caught:
        library.search("kho lúa", filters=Filters(documents=("talk.txt", "nowhere.txt")))
    assert caught.value.values == {"document": "nowhere.txt"}


def test_within_is_one_document_in_place_of_those_of_the_filters(library: Library) -> None:
    filters = Filters(documents=("talk.txt",), first_date="2024")
    found = library.find(
        ["kho lúa"] * 3, 9, ["2024-04 tổng kết.md", None, "2023-11-20 call.vtt"], filters=[filters] * 3
    )
    assert [{hit.paragraph.document for hit in each.hits} for each in found] == [
        {"2024-04 tổng kết.md"},
        {"talk.txt"},
        set(),
    ]


@pytest.mark.parametrize(
    ("kind", "documents"),
    [
        ("text", {"2024-03-04 giao ban.txt", "2024-04 tổng kết.md", "talk.txt"}),
        ("web", {"không ngày.html"}),
        ("transcript", {"2023-11-20 call.vtt", "talk.txt"}),
        ("pdf", set()),
        ("word", set()),
    ],
)
def test_a_kind_is_that_of_the_file_and_a_transcript_is_what_says_who_speaks(
    library: Library, kind: str, documents: set[str]
) -> None:
    assert left(library, Filters(kinds=(kind,))) == documents


def test_an_unknown_kind_names_the_known_ones() -> None:
    with pytest.raises(
        UnknownKind,
        match="docx: no kind of document. Use one of: pdf, word, slides, web, text, email, transcript, picture.",
    ):
        Filters(kinds=("pdf", "docx"))
    assert kinds_of("application/pdf", spoken=True) == ("pdf", "transcript")
    assert kinds_of("audio/ogg", spoken=False) == ()


# Speakers


def test_a_speaker_is_found_in_any_case_and_without_diacritics(library: Library) -> None:
    both = {"2023-11-20 call.vtt", "talk.txt"}
    for name in ("Lê Minh", "lê minh", "LE MINH", "Le\u0302 Minh"):
        assert left(library, Filters(speakers=(name,))) == both
    assert left(library, Filters(speakers=("do thi hanh",))) == {"2023-11-20 call.vtt"}
    assert left(library, Filters(speakers=("do thi hanh", "hung"))) == both


def test_with_its_diacritics_a_name_is_nobody_elses() -> None:
    known = ["Hùng", "Hưng", "HÙNG", "Lan"]
    assert meant("hùng", known) == ("Hùng", "HÙNG")
    assert meant("hung", known) == ("Hùng", "Hưng", "HÙNG")
    assert meant("Hụng", known) == ("Hùng", "Hưng", "HÙNG")
    assert meant("", known) == meant("La", known) == ()


def test_an_unknown_speaker_is_told_with_the_nearest_names(library: Library) -> None:
    with pytest.raises(SpeakerNotFound) as caught:
        library.search("kho lúa", filters=Filters(speakers=("Minh",)))
    assert caught.value.values["speaker"] == "Minh"
    assert str(caught.value.values["nearest"]).split(", ")[:2] == ["LÊ MINH", "Lê Minh"]
    assert nearest("Trần Hạnh", ["Lan", "Đỗ Thị Hạnh", "Tran Hung"])[0] in ("Đỗ Thị Hạnh", "Tran Hung")


def test_in_a_library_where_nobody_speaks_that_is_said(open_library: Open) -> None:
    library = open_library()
    library.add_bytes("a.txt", "Kho lúa có hai cửa.".encode())
    with pytest.raises(NoSpeakers, match="Lan: no document in the library says who speaks."):
        library.scope(Filters(speakers=("Lan",)))


def test_a_group_of_turns_is_kept_whole_and_the_speakers_own_sentence_is_highlighted(library: Library) -> None:
    def highlighted(speaker: str) -> str:
        filters = Filters(documents=("2023-11-20 call.vtt",), speakers=(speaker,))
        answer = ask("Kho lúa bàn giao thế nào?", library, filters=filters)
        (quote,) = [*answer.quotes, *answer.nearest]
        assert {turn.speaker for turn in quote.paragraph.turns} == {"Đỗ Thị Hạnh", "Lê Minh"}
        return quote.paragraph.text[quote.highlights[0].start : quote.highlights[0].end]

    assert highlighted("do thi hanh") == "Đỗ Thị Hạnh: Chúng ta chốt ngày bàn giao kho lúa vào thứ Sáu."
    assert highlighted("le minh") == "Lê Minh: Kho lúa cần sửa mái trước khi bàn giao."


# All together


def test_filters_of_different_subjects_narrow(library: Library) -> None:
    filters = Filters(first_date="2024", speakers=("le minh",), kinds=("text", "web"))
    assert left(library, filters) == {"talk.txt"}
    assert left(library, Filters(last_date="2023", kinds=("text",))) == set()


def test_what_matches_nothing_is_said_and_nothing_else_is_searched(library: Library) -> None:
    filters = Filters(first_date="2025", kinds=("text", "web"))
    answer = ask("Kho lúa có mấy cửa?", library, filters=filters)
    assert (answer.answered, answer.reason, answer.quotes, answer.nearest) == (False, "nothing_matches", (), ())
    assert (answer.confidence, answer.filters, answer.undated) == (0.0, filters, 1)
    assert cards.verdict(answer, Speech("vi")) == (
        "Không có đoạn nào khớp với bộ lọc nên không có gì để tìm. Chỉ tìm trong phạm vi bộ lọc: Từ 2025; Tệp văn bản; "
        "Trang web. Đang lọc theo ngày nên 1 tài liệu không rõ ngày không được tìm."
    )


def test_each_question_has_its_own_filters(library: Library) -> None:
    filters = [Filters(kinds=("web",)), NO_FILTERS, Filters(kinds=("pdf",))]
    answers = ask_many(["Kho lúa có mấy cửa ra vào?", "Bà Hà giữ gì?", "Kho lúa?"], library, filters=filters)
    assert [answer.filters for answer in answers] == filters
    assert {each.paragraph.document for each in [*answers[0].quotes, *answers[0].nearest]} == {"không ngày.html"}
    assert "2024-03-04 giao ban.txt" in {each.paragraph.document for each in [*answers[1].quotes, *answers[1].nearest]}
    assert answers[2].reason == "nothing_matches"


def test_facets_say_what_can_be_chosen_and_follow_each_change(library: Library) -> None:
    facets = library.facets()
    assert [each.document for each in facets.documents] == sorted(DOCUMENTS)
    assert (facets.first_date, facets.last_date, facets.undated) == ("2023-11-20", "2024-04", 1)
    assert facets.kinds == (KindFacet("web", 1), KindFacet("text", 3), KindFacet("transcript", 2))
    # Who is written in two ways is one.
    assert [(each.name, each.paragraphs) for each in facets.speakers] == [
        *(("Lê Minh", 2), ("Hùng", 1), ("Hưng", 1), ("Đỗ Thị Hạnh", 1)),
    ]
    assert library.facets() is facets
    library.remove("talk.txt")
    assert library.facets().speakers == (SpeakerFacet("Lê Minh", 1), SpeakerFacet("Đỗ Thị Hạnh", 1))
    assert library.facets().kinds == (KindFacet("web", 1), KindFacet("text", 2), KindFacet("transcript", 1))


def test_filters_survive_a_new_version_and_a_new_model(library: Library) -> None:
    library.add_bytes("talk.txt", TALK.replace("Hưng", "Hoa").replace("Hùng", "Huy").encode())
    assert left(library, Filters(speakers=("Hoa",))) == {"talk.txt"}
    with pytest.raises(SpeakerNotFound):
        library.scope(Filters(speakers=("Hưng",)))
    reembed(library.folder, StubEmbedder("another"))
    library.embedder.name = "another"  # type: ignore[misc]
    assert left(library, Filters(speakers=("Hoa",))) == {"talk.txt"}


# As JSON and in words


def test_filters_as_json_come_back() -> None:
    filters = Filters(("a.txt",), "2024-03", "2024-04-01", ("Lê Minh",), ("pdf", "word"))
    assert read_filters(filter_fields(filters)) == filters
    assert read_filters({}) == NO_FILTERS
    assert not read_filters(filter_fields(NO_FILTERS)).active
    assert read_filters({"speakers": ["Lan"], "kinds": None}, filters) == Filters(
        ("a.txt",), "2024-03", "2024-04-01", ("Lan",), ("pdf", "word")
    )


@pytest.mark.parametrize(
    ("fields", "value"),
    [
        ([], "[]"),
        ({"speaker": ["Lan"]}, "'speaker'"),
        ({"speakers": "Lan"}, "speakers: 'Lan'"),
        ({"documents": ["a", 1]}, "documents: ['a', 1]"),
        ({"last_date": 2024}, "last_date: 2024"),
    ],
)
def test_json_that_holds_no_filters_is_refused(fields: object, value: str) -> None:
    with pytest.raises(BrokenFilters) as caught:
        read_filters(fields)
    assert caught.value.values == {"value": value}


def test_chips_name_each_filter_and_take_it_away() -> None:
    filters = Filters(("a:b.txt", "c.txt"), "2024-03", "2024-04-01", ("Lan", "Hùng"), ("transcript",))
    drawn = chips(filters, {"a:b.txt": "Họp kho"}, Speech("vi"))
    assert [chip.text for chip in drawn] == [
        *("Họp kho", "c.txt", "Từ 03/2024", "Đến 01/04/2024", "Người nói: Lan", "Người nói: Hùng", "Bản ghi lời nói"),
    ]
    assert in_words(filters, {}, Speech("en")) == (
        "a:b.txt; c.txt; From March 2024; To 1 April 2024; Speaker: Lan; Speaker: Hùng; Transcript"
    )
    assert without(filters, "documents:a:b.txt").documents == ("c.txt",)
    for chip in drawn:
        filters = without(filters, chip.place)
        assert without(filters, chip.place) == filters
    assert filters == NO_FILTERS
    assert chips(NO_FILTERS, {}, Speech("vi")) == []
    assert drawn[0] == Chip("documents:a:b.txt", "Họp kho")


def test_documents_of_one_title_and_date_are_told_apart_by_name(open_library: Open) -> None:
    library = open_library()
    for name in ("x/a.txt", "y/a.txt", "2024-03-04 b.txt"):
        library.add_bytes(name, f"Họp giao ban\n\nKho lúa {name[0]} có hai cửa.\n".encode())
    titles = titles_of(library.facets(), Speech("vi"))
    assert titles["2024-03-04 b.txt"].endswith("04/03/2024")
    assert titles["x/a.txt"] != titles["y/a.txt"]
