import pytest

from simsocial.core.errors import ParameterError
from simsocial.parameters.dates import parse_date


@pytest.mark.parametrize(
    ("text", "holds", "known"),
    [
        (2023, 2023 * 12, 2023 * 12 + 11),
        ("2023-07", 2023 * 12 + 6, 2023 * 12 + 6),
        ("2022/24", 2023 * 12, 2024 * 12 + 11),
    ],
)
def test_a_date_holds_from_its_begin_and_is_known_at_its_end(text, holds, known):
    assert parse_date(text, "here") == (holds, known)


@pytest.mark.parametrize("text", ["23", "2023-13", "2023-00", "2024/22", "soon", "", "1492"])
def test_a_malformed_date_names_what_is_valid(text):
    with pytest.raises(ParameterError, match="Valid: a year"):
        parse_date(text, "file.yaml, 'a.b'")
