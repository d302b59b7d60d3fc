"""What pydantic says of values that do not fit, in its own words, so that they have their German."""

from __future__ import annotations

from simsocial.core.language import later

__all__ = ["WORDS"]

WORDS = {
    "bool_parsing": later("Input should be a valid boolean, unable to interpret input"),
    "bool_type": later("Input should be a valid boolean"),
    "dict_type": later("Input should be a valid dictionary"),
    "finite_number": later("Input should be a finite number"),
    "float_parsing": later("Input should be a valid number, unable to parse string as a number"),
    "float_type": later("Input should be a valid number"),
    "greater_than": later("Input should be greater than {gt}"),
    "greater_than_equal": later("Input should be greater than or equal to {ge}"),
    "int_from_float": later("Input should be a valid integer, got a number with a fractional part"),
    "int_parsing": later("Input should be a valid integer, unable to parse string as an integer"),
    "int_type": later("Input should be a valid integer"),
    "less_than": later("Input should be less than {lt}"),
    "less_than_equal": later("Input should be less than or equal to {le}"),
    "list_type": later("Input should be a valid list"),
    "none_required": later("Input should be None"),
    "string_pattern_mismatch": later("String should match pattern '{pattern}'"),
    "string_type": later("Input should be a valid string"),
    "tuple_type": later("Input should be a valid tuple"),
}
"""Templates by type of error."""
