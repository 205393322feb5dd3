"""Whether a word could be Vietnamese: an onset, a rhyme and at most one tone."""

from __future__ import annotations

import re
import unicodedata

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_ONSETS = "ngh ng gh gi kh nh ph th tr ch qu b c d đ g h k l m n p r s t v x"
_RHYMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet
oi om on ong oc ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uc ui um un ung up ut uâng uân uât uây uê uêch uênh uôc uôi uôm uôn uông uôt uơ
uy uya uych uyên uyêt uyn uynh uyp uyt uyu
ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y ych yêm yên yêng yêt yêu ynh yt
"""


def _either(words: str) -> str:
    return "|".join(words.split())


_SYLLABLE = re.compile(f"(?:{_either(_ONSETS)})?(?:{_either(_RHYMES)})").fullmatch


def is_syllable(word: str) -> bool:
    """Whether this word, in any case, is spelled as a Vietnamese syllable can be."""
    marks = unicodedata.normalize("NFD", word.lower())
    bare = "".join(mark for mark in marks if mark not in _TONES)
    return len(marks) - len(bare) <= 1 and bool(_SYLLABLE(unicodedata.normalize("NFC", bare)))
