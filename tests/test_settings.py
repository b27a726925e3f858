from __future__ import annotations

from pathlib import Path

from index.settings import Settings


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


def test_the_cache_follows_the_desktop_s_cache_folder() -> None:
    assert Settings.from_environment({"XDG_CACHE_HOME": "/x"}).cache == Path("/x/hoi-hop")
