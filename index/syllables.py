"""Vietnamese syllables: whether a word is spelt as one, with its marks. The spelling is regular enough to tell.

A syllable is an initial, a rhyme and a tone; only the rising and the heavy tone (sắc, nặng) stand on a rhyme that ends
in c, ch, p or t. Rhymes as in Đoàn Thiện Thuật, Ngữ âm tiếng Việt, with those of loan words and names (oong, ơng, y-).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_RHYMES = """
    a ac ach ai am an ang anh ao ap at au ay ă ăc ăk ăm ăn ăng ăp ăt â âc âm ân âng âp ât âu ây e ec em en eng eo
    ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu o oa oac oach oai
    oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oem oen oeo oet oi om on ong oong ooc op ot ô
    ôc ôi ôm ôn ông ôông ôp ôt ơ ơi ơm ơn ơng ơp ơt u ua uac uach uai uam uan uang uanh uao uat uau uay uâc uân
    uâng uât uây uăc uăm uăn uăng uăp uăt uc ue uen ueo uet uê uêch uên uênh uêt uêu ui uit um un ung uôc uôi
    uôm uôn uông uôt uơ uơi uơn uơt up ut uy uya uych uyên uyêt uyn uynh uyp uyt uyu ư ưa ưc ưi ưng ưt ươ ươc
    ươi ươm ươn ương ươp ươt ươu ưu ưn y yêm yên yêng yêt yêu ym yn ynh
"""
_INITIALS = "ngh|ch|gh|gi|kh|ng|nh|ph|th|tr|[bcdđghklmnpqrstvx]"
_SYLLABLE = re.compile(f"(?:{_INITIALS})?(?P<rhyme>{'|'.join(sorted(_RHYMES.split(), key=len, reverse=True))})")
_GRAVE, _ACUTE, _TILDE, _HOOK, _DOT = "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"
_TONE = re.compile(f"[{_GRAVE}{_ACUTE}{_TILDE}{_HOOK}{_DOT}]")
_STOPS = ("c", "ch", "k", "p", "t")


@lru_cache(maxsize=65_536)
def is_syllable(word: str) -> bool:
    """Whether the word, in any letter case and normal form, is spelt as a Vietnamese syllable."""
    marks = unicodedata.normalize("NFD", word.lower())
    tones = _TONE.findall(marks)
    match = _SYLLABLE.fullmatch(unicodedata.normalize("NFC", _TONE.sub("", marks)))
    if match is None or len(tones) > 1:
        return False
    return not match["rhyme"].endswith(_STOPS) or not tones or tones[0] in (_ACUTE, _DOT)
