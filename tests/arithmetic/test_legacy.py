"""Text from before Unicode is told apart and read; text of today is left as it is."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import legacy
from rules.syllables import is_syllable

# bytes 80 to FF as the standards print them: TCVN 5712:1993 (VN1), RFC 1456
_VN1 = (
    "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ ĂÂÊÔƠƯĐăâêôơưđẶ?????àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩ"
    "íịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
)
_RFC1456 = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡư"
    "àáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
LETTERS = [
    unicodedata.normalize("NFC", vowel + tone)
    for vowel in "aâăeêioôơuưy"
    for tone in ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323")
] + ["đ"]
_ONSETS = ["", "b", "ch", "d", "đ", "gh", "h", "kh", "l", "ngh", "nh", "ph", "qu", "tr", "x"]
_FINALS = ["", "n", "ng", "nh", "t", "c", "i", "u", "m"]
syllables = st.builds(
    lambda onset, letter, final: onset + letter + final,
    st.sampled_from(_ONSETS),
    st.sampled_from(LETTERS),
    st.sampled_from(_FINALS),
).filter(is_syllable)
names = st.lists(syllables, min_size=2, max_size=4).map(
    lambda words: " ".join(word.capitalize() for word in words)
)


def written(text: str, encoding: str) -> str:
    """The text as an old programme wrote it and a new one shows it."""
    by_letter = {each: old for old, each in reversed(legacy.ENCODINGS[encoding].letters.items())}
    return "".join(
        by_letter.get(letter) or by_letter.get(letter.lower(), letter) for letter in text
    )


def test_every_letter_of_tcvn3_is_read_as_the_standard_prints_it() -> None:
    for western, letter in legacy.ENCODINGS["tcvn3"].letters.items():
        printed = _printed(western, _VN1)
        assert letter.lower() == (printed or western).lower(), western
        assert printed != printed.lower() or letter == (printed or western), western


def test_every_letter_of_viscii_is_read_as_the_standard_prints_it() -> None:
    shared = legacy.ENCODINGS["viscii"].shared
    for western, letter in legacy.ENCODINGS["viscii"].letters.items():
        printed = _printed(western, _RFC1456)
        assert letter == (printed.lower() if western in shared else printed or western), western


def _printed(western: str, table: str) -> str:
    try:
        code = western.encode("cp1252")[0]
    except UnicodeEncodeError:
        code = ord(western)
    return table[code - 0x80] if code >= 0x80 else ""


@pytest.mark.parametrize("encoding", legacy.ENCODINGS)
@pytest.mark.parametrize("letter", LETTERS)
def test_every_letter_comes_back_small_and_as_a_capital(encoding: str, letter: str) -> None:
    for word in (f"th{letter}", f"TH{letter.upper()}"):
        assert legacy.convert(written(word, encoding), encoding) == word


@given(names, st.sampled_from(["tcvn3", "vni"]))
def test_a_name_is_read_with_its_font(name: str, encoding: str) -> None:
    font = {"tcvn3": ".VnTime", "vni": "VNI-Times"}[encoding]
    read = legacy.read(written(name, encoding), font)
    assert read.text.lower() == name.lower()


@given(names, st.sampled_from(list(legacy.ENCODINGS)))
def test_a_name_is_read_or_left_to_ask_about_but_never_garbled(name: str, encoding: str) -> None:
    old = written(name, encoding)
    read = legacy.read(old, likely=encoding)
    if read.encoding:
        assert read.encoding == encoding
        assert read.text.lower() == name.lower()
    else:
        assert read.text == old


@given(names)
def test_a_name_of_today_is_left_as_it_is(name: str) -> None:
    assert legacy.read(name) == legacy.Reading(name, "")


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_letters_and_numbers_are_left_as_they_are(text: str) -> None:
    assert legacy.read(text, ".VnTime") == legacy.Reading(text, "")


@pytest.mark.parametrize(
    ("old", "font", "new", "encoding"),
    [
        ("NguyÔn ThÞ Hång", "", "Nguyễn Thị Hồng", "tcvn3"),
        ("TrÇn V¨n §øc (Tr­ëng th«n)", "", "Trần Văn Đức (Trưởng thôn)", "tcvn3"),
        ("ubnd x· a l­íi", ".VnTimeH", "UBND XÃ A LƯỚI", "tcvn3"),
        ("Nguyeãn Thò Hoàng", "", "Nguyễn Thị Hồng", "vni"),
        ("ÑAËNG VAÊN ÑÖÙC", "", "ĐẶNG VĂN ĐỨC", "vni"),
        ("Lý Hà, 1975", "", "Lý Hà, 1975", ""),
        ("Huế – Đà Nẵng", ".VnTime", "Huế – Đà Nẵng", ""),
        ("Café Zürich", "", "Café Zürich", ""),
    ],
)
def test_what_lists_of_communes_hold(old: str, font: str, new: str, encoding: str) -> None:
    assert legacy.read(old, font) == legacy.Reading(new, encoding)


def test_a_short_word_that_could_be_two_things_follows_the_rest_of_its_column() -> None:
    assert legacy.read("Hå", likely="tcvn3").text == "Hồ"
    assert legacy.read("Hå", likely="vps").text == "Hạ"


@pytest.mark.parametrize("text", ["DT (m²)", "2 × 3 m", "120m³", "25 °C", "± 5", "3 km²", "§ 2"])
def test_signs_of_todays_texts_are_no_old_letters(text: str) -> None:
    assert legacy.read(text) == legacy.Reading(text, "")
