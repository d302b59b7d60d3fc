"""The public names are found where they live, and only when they are used."""

from __future__ import annotations

import pytest

import simsocial


@pytest.mark.parametrize("name", [name for name in simsocial.__all__ if not name.startswith("__")])
def test_every_public_name_can_be_loaded(name: str) -> None:
    assert callable(getattr(simsocial, name))


def test_a_wrong_name_says_what_there_is() -> None:
    with pytest.raises(AttributeError, match="SocialModel"):
        simsocial.SozialModell  # noqa: B018 - the access itself is tested


def test_public_names_are_listed() -> None:
    assert set(simsocial.__all__) == set(dir(simsocial))
