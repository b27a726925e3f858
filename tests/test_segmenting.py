"""The words of Vietnamese text: what the segmenter finds, and that no syllable is lost, added or moved."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.segmenting import words_of
from index.text import tokens


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("thang máy", ["thang máy"]),
        ("thuật ngữ nào đề cập đến tầng lớp trung lưu", ["thuật ngữ", "nào", "đề cập", "đến", "tầng lớp", "trung lưu"]),
        ("công ty nào thi công cầu Bản Lạn", ["công ty", "nào", "thi công", "cầu", "bản", "lạn"]),
        ("kỹ thuật viên", ["kỹ thuật viên"]),
        ("ngày 12 3 2024 lớp 6a2", ["ngày", "12", "3", "2024", "lớp", "6a2"]),
    ],
)
def test_words_of_several_syllables(text: str, words: list[str]) -> None:
    assert [" ".join(word) for word in words_of(tokens(text))] == words


@given(st.text(max_size=60))
def test_no_syllable_is_lost(text: str) -> None:
    syllables = tokens(text)
    assert [syllable for word in words_of(syllables) for syllable in word] == syllables


@given(st.lists(st.sampled_from("quy hoạch tỉnh phê duyệt hạn 2 2024 a_b hoà thuỷ ﬁ ² İ đ".split()), max_size=12))
def test_whatever_stands_beside_whatever(syllables: list[str]) -> None:
    assert [syllable for word in words_of(syllables) for syllable in word] == syllables


_AT_ONCE = """
import socket
from concurrent.futures import ThreadPoolExecutor

def refuse(*_):
    raise AssertionError("it asked the network")

socket.socket.connect = socket.getaddrinfo = refuse
from index.segmenting import words_of
with ThreadPoolExecutor(8) as threads:
    found = list(threads.map(lambda _: words_of(["thang", "máy", "hỏng"]), range(8)))
assert found == [[("thang", "máy"), ("hỏng",)]] * 8, found
"""


def test_the_first_questions_may_come_at_once_and_without_a_network() -> None:
    done = subprocess.run([sys.executable, "-c", _AT_ONCE], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
