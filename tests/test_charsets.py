"""Text that isn't UTF-8: old Vietnamese character sets and UTF-16 are read, all else is refused or left alone."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import NotUtf8
from index.loaders import load
from index.loaders.charsets import from_tcvn3, from_viscii, from_vni, old_charset, utf16
from index.loaders.viqr import from_viqr
from index.syllables import is_syllable

FIXTURES = Path(__file__).parent / "fixtures"
TEXT = (FIXTURES / "sources/charsets.txt").read_text("utf-8")
SETS = {"tcvn": "TCVN3", "vni": "VNI", "viscii": "VISCII", "viqr": "VIQR", "cp1258": "windows-1258"}
# The beginning of article 1 of the Universal Declaration of Human Rights, and words with many marks.
OTHERS = {
    "en": "All human beings are born free and equal in dignity and rights. The café's naïve résumé: 50 £, §7, “fine”.",
    "fr": "Tous les êtres humains naissent libres et égaux en dignité et en droits. Là où ça gêne, l'été a été très "
    "frais à Orléans ; le maître a prié les élèves d'être là dès huit heures. Où est né l'abbé ? Déjà là-bas, à Nîmes.",
    "de": "Alle Menschen sind frei und gleich an Würde und Rechten geboren. Über die Größe der Bäume müßte man später "
    "höflich und ausführlich reden; Übung für Schüler.",
    "es": "Todos los seres humanos nacen libres e iguales en dignidad y derechos. El niño soñó que mañana habrá más "
    "lluvia en España; ¿cuánto costó aquel árbol? Así será, señor.",
    "pt": "Todos os seres humanos nascem livres e iguais em dignidade e em direitos. Não há razão; são irmãos, "
    "mãe e pão, é só ir lá à noite. A reunião não foi só má.",
    "it": "Tutti gli esseri umani nascono liberi ed eguali in dignità e diritti. Perché è già così? La città è "
    "più là, giù.",
    "sv": "Alla människor är födda fria och lika i värde och rättigheter. Åsa går på ön och får två små lås på håll.",
    "nl": "Alle mensen worden vrij en gelijk in waardigheid en rechten geboren. Eén idee, vóór zee, coöperatie.",
}


def read(name: str) -> str:
    return load(name, (FIXTURES / name).read_bytes()).text


@pytest.mark.parametrize("name", SETS)
def test_text_in_an_old_character_set_is_read_as_what_it_says(name: str) -> None:
    data = (FIXTURES / f"charset-{name}.txt").read_bytes()
    charset = old_charset(data)
    assert charset is not None
    assert charset.name == SETS[name]
    assert read(f"charset-{name}.txt") == TEXT
    assert load("a.md", data).text == TEXT


@pytest.mark.parametrize("name", SETS)
def test_a_page_in_an_old_character_set(name: str) -> None:
    data = (FIXTURES / f"charset-{name}.txt").read_bytes().replace(b"\n\n", b"</p>\n<p class='MsoNormal body'>")
    head = b"<html><head><meta charset=iso-8859-1><style>p.cac { color: red; margin: 0 }</style></head><body><p>"
    assert load("a.html", head + data).text == " ".join(TEXT.split(" ")).replace("xưởng gỗ\n", "xưởng gỗ ").strip()


def test_utf_16_with_and_without_its_mark() -> None:
    assert read("charset-utf-16le.txt") == TEXT
    for encoding in ("utf-16", "utf-16-le", "utf-16-be"):
        assert load("a.txt", TEXT.encode(encoding)).text == TEXT
        assert load("a", TEXT.encode(encoding)).media_type == "text/plain"
    assert load("a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nXin chào.".encode("utf-16")).text == "Xin chào."
    assert load("a.html", "<p>Đề án</p>".encode("utf-16-be")).text == "Đề án"


@pytest.mark.parametrize(
    "data", [b"\x00\x01" * 20, b"a\x00\x01\x00" * 20, b"\x00a\x00b\xff\xff" * 9, b"a\0b\0c", b"\0\0"]
)
def test_zero_bytes_alone_make_no_utf_16(data: bytes) -> None:
    assert utf16(data) is None


@pytest.mark.parametrize("encoding", ["cp1252", "iso8859-15", "mac_roman", "cp850"])
@pytest.mark.parametrize("language", OTHERS)
def test_another_language_is_never_taken_for_vietnamese(language: str, encoding: str) -> None:
    for text in (OTHERS[language], OTHERS[language] * 20):
        data = text.encode(encoding, "replace")
        assert old_charset(data) is None
        if not data.isascii():
            with pytest.raises(NotUtf8):
                load("a.txt", data)
        assert load("a.txt", text.encode()).text == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Все люди рождаются свободными и равными в своем достоинстве и правах. " * 5, "cp1251"),
        ("Все люди рождаются свободными и равными в своем достоинстве и правах. " * 5, "koi8-r"),
        ("Wszyscy ludzie rodzą się wolni i równi; żółć, łąka, święto, źródło. " * 5, "cp1250"),
        ("Bütün insanlar hür, haysiyet ve haklar bakımından eşit doğarlar. " * 5, "cp1254"),
        ("Všichni lidé rodí se svobodní a sobě rovní co do důstojnosti a práv. " * 5, "iso8859-2"),
        ("人人生而自由,在尊严和权利上一律平等。" * 9, "gb18030"),
        ("すべての人間は、生まれながらにして自由であり、" * 9, "shift_jis"),
        ("มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกัน " * 9, "cp874"),
    ],
)
def test_another_script_is_never_taken_for_vietnamese(text: str, encoding: str) -> None:
    with pytest.raises(NotUtf8):
        load("a.txt", text.encode(encoding))


def test_bytes_at_random_are_never_taken_for_vietnamese() -> None:
    data = bytes((7 * place * place + 31 * place) % 224 + 32 for place in range(5_000))
    assert old_charset(data) is None


@pytest.mark.parametrize(
    "text",
    [
        "Is this a? No. I've read it: a+b, c+ and o+ are variables; e^x + a^2 = u+v. Add the ladder, Daddy. To do. "
        * 9,
        "for (a^b) in o+u+e^2: add(a(b), dd) # do. me. no. go. to. " * 9,
        "Toi di hoc. Chi Ha di cho. Ba me o nha. " * 9,
    ],
)
def test_ascii_that_is_no_viqr_stays_as_it_stands(text: str) -> None:
    assert load("a.txt", text.encode()).text == text


def test_a_few_vietnamese_words_leave_a_doubt() -> None:
    assert load("a.txt", b"Vie^.t Nam, DDa` Na(~ng").text == "Vie^.t Nam, DDa` Na(~ng"
    with pytest.raises(NotUtf8):
        load("a.txt", "Một lá thư từ Hà Nội".encode("cp1258", "replace"))


def test_vietnamese_in_utf_8_with_a_broken_byte_is_no_other_set() -> None:
    with pytest.raises(NotUtf8) as caught:
        load("a.txt", TEXT.encode() + b"\xff")
    assert caught.value.values == {"path": "a.txt", "position": len(TEXT.encode())}


def test_quotes_and_dashes_of_windows_and_capitals_of_the_standard() -> None:
    words = (FIXTURES / "charset-tcvn.txt").read_bytes()
    assert load("a.txt", b"\x93" + words + b"\x94 \x96 het").text == f"“{TEXT}” – het"
    # VN1, the full set of TCVN 5712, has capitals in the places of Windows' quotes.
    assert load("a.txt", words + b"S\x93I, K\x13 H\x97P").text == f"{TEXT}SỎI, KỲ HỘP"


@pytest.mark.parametrize(
    ("drawn", "letters"),
    [
        (
            from_tcvn3,
            {"\xb8": "á", "\xa8": "ă", "\xbe": "ắ", "\xc6": "ặ", "\xad": "ư", "\xae": "đ", "\xa7": "Đ", "x": "x"},
        ),
        (
            from_vni,
            {"aù": "á", "AÙ": "Á", "Aù": "Á", "aú": "ẳ", "AÚ": "Ẳ", "ôï": "ợ", "ÖÕ": "Ữ", "î": "ỵ", "ì": "ì", "ñ": "đ"},
        ),
        (
            from_vni,
            {"AÈ": "Ằ", "AÉ": "Ắ", "eå": "ể", "xø": "xø", "iø": "iø", "Ñaø Naüng": "Đà Nẵng", "öù": "ứ", "ö": "ư"},
        ),
        (from_viscii, {"\xe1": "á", "\xa2": "ằ", "\x02": "Ẳ", "\xd0": "Đ"}),
    ],
)
def test_letters_of_the_tables(drawn: object, letters: dict[str, str]) -> None:
    assert callable(drawn)
    assert {each: drawn(each) for each in letters} == letters


@pytest.mark.parametrize(
    ("viqr", "text"),
    [
        ("Vie^.t Nam", "Việt Nam"),
        ("DDa` Na(~ng, ddu+o+`ng Ho^`", "Đà Nẵng, đường Hồ"),
        ("cha`o. Su+?a. Ngay. Chi. Ha`", "chào. Sửa. Ngay. Chị Hà"),
        ("thi` ta ddi.\n\nAi?", "thì ta đi.\n\nAi?"),
        ("ta\\. Ai\\? chu+a\\'", "ta. Ai? chưa'"),
        ("ho^.. ta...", "hộ. ta..."),
        ("Ellery's expense. Add it. UBND, HDDND", "Ellery's expense. Add it. UBND, HĐND"),
        ("I. Kinh phi'", "I. Kinh phí"),
        ("ke^'t qua? na`y, gia? thie^'t kia", "kết quả này, giả thiết kia"),
    ],
)
def test_viqr(viqr: str, text: str) -> None:
    assert from_viqr(viqr) == text


@pytest.mark.parametrize(
    "word",
    "nghiêng Nghĩa quốc quyết khuỷu thuở giếng gì gìn ương ỵ yêu Ủy uỷ hòa hoà khoẻ khuya ngoằn ngoèo Đắk".split(),
)
def test_syllables(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(unicodedata.normalize("NFD", word.upper()))


@pytest.mark.parametrize("word", "été hoàc tàp tảch fa wá zá ghhe đđ ạạ hệ1 résumé où über ngh".split())
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=["Cc", "Cs"]), max_size=200))
@settings(max_examples=150)
def test_no_text_in_utf_8_is_read_otherwise(text: str) -> None:
    assert load("a.txt", f"\ufeffx{text}".encode()).text == f"x{text}"
