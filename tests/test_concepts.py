"""What a question speaks of, and its translation."""

from __future__ import annotations

from index.concepts import Concept, Form, concepts, content_words
from index.glossary import glossary, inflections, translations

CAU, SUA = Form(("cau",), True), Form(("sua",), True)


def test_vietnamese_words_stand_for_themselves_folded() -> None:
    found = concepts(
        ["ai", "sửa", "cầu"], english=False, occurring=lambda forms: [form.terms == ("cau",) for form in forms]
    )
    assert found == (Concept((), (SUA,), opaque=False), Concept((CAU,), (CAU,)))


def test_a_vietnamese_word_of_several_syllables_is_one_concept() -> None:
    asked = ["được", "thành", "lập", "ngày", "nào"]
    found = concepts(asked, english=False, occurring=lambda forms: [form.terms == ("thanh_lap",) for form in forms])
    assert [each.forms for each in found] == [(), (Form(("thanh_lap",), True),), ()]
    assert [each.every for each in found] == [(Form((term,), True),) for term in ("duoc", "thanh_lap", "ngay")]
    (found_whole,) = concepts(["hợp", "tác", "xã"], english=False, occurring=lambda forms: [True for form in forms])
    assert found_whole.forms == found_whole.every == (Form(("hop_tac", "tac_xa"), True),)


def test_english_phrase_is_translated_whole() -> None:
    found = concepts(
        ["the", "standing", "committee"], english=True, occurring=lambda forms: [not form.folded for form in forms]
    )
    (committee,) = found
    assert committee.forms == (
        Form(("thường_vụ",), False),
        Form(("ban_thường", "thường_vụ"), False),
        Form(("thường_trực",), False),
    )
    assert {Form(("standing_committee",), True), *committee.forms} < set(committee.every)


def test_unknown_neighbours_in_the_library_are_a_name() -> None:
    name = Form(("phu_lam",), True)
    found = concepts(["phu", "lam"], english=True, occurring=lambda forms: [form == name for form in forms])
    assert [(each.forms, each.opaque) for each in found] == [((), True), ((), True), ((name,), False)]


def test_numbers_are_marked() -> None:
    (found,) = concepts(["2016"], english=True, occurring=lambda forms: [False for form in forms])
    assert (found.forms, found.opaque, found.numeric) == ((), False, True)


def test_only_empty_words_are_kept_when_there_are_no_others() -> None:
    assert content_words(["ai", "là", "ai"]) == ["ai", "là", "ai"]
    assert content_words(["ai", "ký"]) == ["ký"]


def test_the_day_of_asking_is_nothing_that_an_answer_holds() -> None:
    assert content_words(["giá", "vàng", "hôm", "nay"]) == ["giá", "vàng"]
    assert content_words(["price", "of", "gold", "today"]) == ["price", "gold"]
    found = concepts(["giá", "hôm", "nay"], english=False, occurring=lambda forms: [True for _ in forms])
    assert found == (Concept((Form(("gia",), True),), (Form(("gia",), True),)),)
    found = concepts(["today"], english=True, occurring=lambda forms: [True for _ in forms])
    assert len(found) == 1


def test_inflected_words_are_looked_up() -> None:
    assert translations(("countries",)) == translations(("country",)) != ()
    assert ("cuộc", "họp") in translations(("meetings",))
    assert translations(("zorbles",)) == ()
    assert {"stop", "stops", "stopped", "stoping"} <= inflections("stopped")


def test_glossary_is_sound() -> None:
    for english, vietnamese in glossary().items():
        assert english, "an entry without English"
        assert vietnamese and all(vietnamese), english
