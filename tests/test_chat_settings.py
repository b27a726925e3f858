from __future__ import annotations

from pathlib import Path

import pytest

from assistant.settings import ChatSettings
from index import BadSetting


def test_defaults_are_vietnamese_on_this_machine_only() -> None:
    assert ChatSettings.from_environment({}) == ChatSettings("vi", "127.0.0.1", 8501)
    assert ChatSettings.from_environment({"HOIHOP_LANGUAGE": "", "HOIHOP_PORT": ""}) == ChatSettings()


def test_the_environment_sets_each() -> None:
    environment = {"HOIHOP_LANGUAGE": "en", "HOIHOP_HOST": "0.0.0.0", "HOIHOP_PORT": "9000", "HOIHOP_SHARED": "1"}
    assert ChatSettings.from_environment(environment) == ChatSettings("en", "0.0.0.0", 9000, shared=True)
    assert not ChatSettings.from_environment({"HOIHOP_SHARED": "0"}).shared
    assert ChatSettings.from_environment({"HOIHOP_WATCH": "/họp"}).watch == Path("/họp")
    assert ChatSettings.from_environment({"HOIHOP_WATCH": ""}).watch is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HOIHOP_LANGUAGE", "fr"),
        ("HOIHOP_PORT", "0"),
        ("HOIHOP_PORT", "65536"),
        ("HOIHOP_PORT", "²"),
        ("HOIHOP_PORT", "x"),
        ("HOIHOP_SHARED", "yes"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(name: str, value: str) -> None:
    with pytest.raises(BadSetting) as caught:
        ChatSettings.from_environment({name: value})
    assert (caught.value.values["name"], caught.value.values["value"]) == (name, value)
