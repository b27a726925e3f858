from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import BadSetting
from index.settings import ReadingLimits, Settings


def test_nothing_set_is_the_model_of_the_library_and_no_cross_encoder() -> None:
    settings = Settings.from_environment({})
    assert (settings.model, settings.reranker) == (None, None)
    assert settings.library == Path(__file__).resolve().parent.parent / "library"
    assert settings.cache == Path.home() / ".cache/hoi-hop"


def test_the_environment_sets_each() -> None:
    environment = {
        "HOIHOP_LIBRARY": "thư viện",
        "HOIHOP_MODEL": "the/model",
        "HOIHOP_CACHE": "/cache",
        "HOIHOP_RERANKER": "a/cross-encoder",
    }
    expected = Settings(Path("thư viện"), "the/model", Path("/cache"), "a/cross-encoder")
    assert Settings.from_environment(environment) == expected


def test_an_empty_one_counts_as_not_set() -> None:
    names = ("HOIHOP_LIBRARY", "HOIHOP_MODEL", "HOIHOP_CACHE", "HOIHOP_RERANKER", "XDG_CACHE_HOME")
    assert Settings.from_environment(dict.fromkeys(names, "")) == Settings.from_environment({})


def test_what_a_file_may_take_is_set_by_the_environment() -> None:
    environment = {"HOIHOP_MAX_FILE_MB": "4096", "HOIHOP_READ_SECONDS": "1", "HOIHOP_READ_MB": "64"}
    assert Settings.from_environment(environment).reading == ReadingLimits(4096, 1, 64)
    assert Settings.from_environment(dict.fromkeys(environment, "")).reading == ReadingLimits(200, 120, 2048)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("HOIHOP_MAX_FILE_MB", "0", "a number from 1 to 4096"),
        ("HOIHOP_MAX_FILE_MB", "4097", "a number from 1 to 4096"),
        ("HOIHOP_READ_SECONDS", "2.5", "a number from 1 to 86400"),
        ("HOIHOP_READ_SECONDS", "²", "a number from 1 to 86400"),
        ("HOIHOP_READ_MB", "63", "a number from 64 to 1048576"),
        ("HOIHOP_READ_MB", "9" * 5_000, "a number from 64 to 1048576"),
    ],
)
def test_a_limit_that_cannot_be_used_is_refused(name: str, value: str, expected: str) -> None:
    with pytest.raises(BadSetting) as caught:
        Settings.from_environment({name: value})
    assert caught.value.values == {"name": name, "value": value, "expected": expected}


def test_the_cache_follows_the_desktop_s_cache_folder() -> None:
    assert Settings.from_environment({"XDG_CACHE_HOME": "/x"}).cache == Path("/x/hoi-hop")
