"""What a question speaks of, and its translation."""

from __future__ import annotations

from index.concepts import Form, concepts, content_words, vietnamese_words_of
from index.glossary import (
    english,
    glossary,
    inflected,
    inflections,
    others_in_english,
    synonyms,
    translations,
    vietnamese_words,
)
from index.segmenting import words_of
from index.text import tokens

CAU, XAY = Form(("cau",), True), Form(("xay",), True)


def test_vietnamese_words_stand_for_themselves_folded() -> None:
    found = concepts(
        ["ai", "xây", "cầu"], english=False, occurring=lambda forms: [form.terms == ("cau",) for form in forms]
    )
    assert [each.forms for each in found] == [(), (CAU,)]
    assert [each.every[0] for each in found] == [XAY, CAU]
    assert not any(each.opaque for each in found)


def test_english_text_may_say_a_vietnamese_word() -> None:
    (found,) = concepts(["nhà", "thầu"], english=False, occurring=lambda forms: [True for _ in forms])
    assert found.every[0] == Form(("nha_thau",), True)
    assert {Form((word,), False) for word in ("contractor", "contractors")} <= {*found.forms} == {*found.every}
    # But not by what may be a Vietnamese syllable without its marks: "mua" is "buy" and "purchase".
    (bought,) = concepts(["mua"], english=False, occurring=lambda forms: [True for _ in forms])
    assert Form(("purchase",), False) in bought.every
    assert not any(form.terms == ("buy",) for form in bought.every)


def test_english_words_are_inflected_by_rule() -> None:
    assert inflected("pump") == ("pump", "pumps", "pumped", "pumping")
    assert inflected("stop") == ("stop", "stops", "stoped", "stoping", "stopped", "stopping")
    assert inflected("approve") == ("approve", "approves", "approved", "approving")
    assert inflected("company") == ("company", "companies", "companied", "companying")
    assert inflected("branch") == ("branch", "branches", "branched", "branching")
    assert (inflected("2016"), inflected("go")) == (("2016",), ("go",))


def test_the_other_way_about_the_glossary_says_the_same() -> None:
    assert all(phrase in english()[meaning] for phrase, meanings in glossary().items() for meaning in meanings)
    assert all(meaning in glossary()[phrase] for meaning, phrases in english().items() for phrase in phrases)


def test_a_vietnamese_word_of_several_syllables_is_one_concept() -> None:
    asked = ["được", "thành", "lập", "ngày", "nào"]
    found = concepts(asked, english=False, occurring=lambda forms: [form.terms == ("thanh_lap",) for form in forms])
    assert [each.forms for each in found] == [(), (Form(("thanh_lap",), True),), ()]
    assert [each.every[0] for each in found] == [Form((term,), True) for term in ("duoc", "thanh_lap", "ngay")]
    (found_whole,) = concepts(["hợp", "tác", "xã"], english=False, occurring=lambda forms: [True for form in forms])
    assert found_whole.forms[0] == found_whole.every[0] == Form(("hop_tac", "tac_xa"), True)


def test_a_word_that_only_the_segmenter_knows_is_one_concept() -> None:
    assert ("chênh", "vênh") not in vietnamese_words()
    (found,) = concepts(["chênh", "vênh", "gì"], english=False, occurring=lambda forms: [False for _ in forms])
    assert (found.every, found.opaque) == ((Form(("chenh_venh",), True),), False)
    # The dictionaries' words come first; what asks or joins stands in no other word, and others have two syllables.
    asked = "tại sao gọi là ban quản trị cứu hộ viên".split()
    assert [" ".join(word) for word in words_of(asked)] == ["tại sao", "gọi là", "ban", "quản trị", "cứu hộ viên"]
    assert [" ".join(word) for word in vietnamese_words_of(asked)] == [
        *("tại", "sao", "gọi", "là", "ban quản trị", "cứu hộ", "viên"),
    ]


def test_what_only_asks_or_joins_is_part_of_no_longer_word() -> None:
    phrases = [("được", "coi", "là"), ("so", "với"), ("trước", "đó")]
    assert {*phrases} < vietnamese_words()
    asked = "được coi là so với trước đó".split()
    assert list(vietnamese_words_of(asked)) == [(syllable,) for syllable in asked]
    # "Sao" and "thế" only ask by themselves.
    assert list(vietnamese_words_of(["ngôi", "sao", "thay", "thế"])) == [("ngôi", "sao"), ("thay", "thế")]
    assert not vietnamese_words() & {("vì", "sao"), ("tại", "sao"), ("ra", "sao"), ("mấy", "giờ")}


def test_a_body_is_found_by_its_abbreviation_and_the_other_way_about() -> None:
    (found,) = concepts(["ubnd"], english=False, occurring=lambda forms: [True for _ in forms])
    assert Form(("ủy_ban", "ban_nhân", "nhân_dân"), False) in found.forms
    (found,) = concepts("ủy ban nhân dân".split(), english=False, occurring=lambda forms: [True for _ in forms])
    assert Form(("ubnd",), False) in found.forms


def test_a_vietnamese_word_has_its_synonyms_with_their_marks() -> None:
    asked, meant = Form(("vang_mat",), True), Form(("vắng",), False)
    (found,) = concepts(["ai", "vắng", "mặt"], english=False, occurring=lambda forms: [each == meant for each in forms])
    assert (found.forms, found.every[:2]) == ((meant,), (asked, meant))
    (found,) = concepts(["deadline"], english=False, occurring=lambda forms: [True for _ in forms])
    assert found.forms[0] == Form(("deadline",), True)
    assert {Form(("hạn",), False), Form(("hạn_chót",), False), Form(("không_muộn", "muộn_hơn"), False)} < {*found.forms}


def test_english_grammar_is_neither_a_concept_nor_a_name() -> None:
    asked = "how long can it get for the phu lam s orchard".split()
    found = concepts(asked, english=True, occurring=lambda forms: [form.folded for form in forms])
    assert [each.every[0].terms[0] for each in found if len(each.every) == 1] == ["phu_lam"]
    words = [{form.terms[0] for form in each.every} for each in found[:-1]]
    assert [word for word in asked if any(word in forms for forms in words)] == ["phu", "lam", "orchard"]
    assert len(words) == 3


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


def test_english_text_may_say_an_english_word_otherwise() -> None:
    (found,) = concepts(["bought"], english=True, occurring=lambda forms: [True for _ in forms])
    assert {Form((word,), True) for word in ("bought", "buy", "buys", "purchases")} < {*found.forms}
    assert others_in_english(("purchases",)) == others_in_english(("purchase",)) != ()
    assert others_in_english(("zorble",)) == ()


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
    assert [each.every[0] for each in found] == [Form(("gia",), True)]
    found = concepts(["today"], english=True, occurring=lambda forms: [True for _ in forms])
    assert len(found) == 1


def test_inflected_words_are_looked_up() -> None:
    assert translations(("countries",)) == translations(("country",)) != ()
    assert ("cuộc", "họp") in translations(("meetings",))
    assert translations(("zorbles",)) == ()
    assert {"stop", "stops", "stopped", "stoping"} <= inflections("stopped")


def test_glossary_is_sound() -> None:
    for phrase, vietnamese in glossary().items():
        assert phrase, "an entry without English"
        assert vietnamese and all(vietnamese), phrase
        assert all(word.isascii() and word.isalpha() for word in phrase), phrase


def test_synonyms_are_sound() -> None:
    for word, others in synonyms().items():
        assert word and others and all(others), word
        assert word not in others
        assert all({word, *others} == {other, *synonyms()[other]} for other in others), word


def test_the_dictionaries_spell_words_as_texts_are_searched() -> None:
    for phrase in (*english(), *synonyms()):
        assert tuple(tokens(" ".join(phrase))) == phrase
