"""The order of the month with the processes of plugins."""

from __future__ import annotations

import pytest

from simsocial.core.errors import ConfigError
from simsocial.model.schedule import ORDER, known_processes
from simsocial.processes import base
from simsocial.processes.base import Process, register


@pytest.fixture
def plugin(monkeypatch):
    """Return a function that registers a process for one test."""
    monkeypatch.setattr(base, "_REGISTRY", dict(known_processes()))

    def add(name, after):
        register(type(name, (Process,), {"name": name, "after": after, "step": lambda self, month: None}))

    return add


def test_without_plugins_the_order_is_the_stated_one():
    assert tuple(name for name in known_processes() if name in ORDER) == ORDER


def test_a_plugin_may_follow_another_whatever_their_names(plugin):
    plugin("z_first", "ageing")
    plugin("a_third", "m_second")
    plugin("m_second", "z_first")
    assert list(known_processes())[:5] == ["ageing", "z_first", "m_second", "a_third", "mortality"]


def test_an_unknown_name_is_told_with_the_nearest(plugin):
    plugin("mine", "mortalty")
    with pytest.raises(ConfigError, match=r"after 'mortalty'\. Did you mean 'mortality'"):
        known_processes()


def test_an_unknown_name_is_told_also_if_others_follow(plugin):
    plugin("a_behind", "mine")
    plugin("mine", "mortalty")
    with pytest.raises(ConfigError, match="'mine' wants its turn after 'mortalty'"):
        known_processes()


def test_plugins_that_wait_for_each_other_are_named(plugin):
    plugin("one", "other")
    plugin("other", "one")
    with pytest.raises(ConfigError, match="Processes one, other want their turns after each other"):
        known_processes()
