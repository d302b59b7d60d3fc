"""Strict models for what users write, with errors that name key, value and the nearest valid name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, ValidationInfo, field_validator
from pydantic_core import ErrorDetails

from simsocial.core.errors import ConfigError, SimsocialError, nearest
from simsocial.core.language import say
from simsocial.shapes.pydantic_words import WORDS

__all__ = ["Label", "StrictModel", "UserText", "validated"]


class StrictModel(BaseModel):
    """Base of all models read from YAML: immutable, unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, allow_inf_nan=False)

    @field_validator("*", mode="before")
    @classmethod
    def _refuse_other_than_numbers(cls, value: object, info: ValidationInfo) -> object:
        """Refuse texts and truth values where only numbers fit: ``'1_000'`` and ``true`` are no guesses to make."""
        if info.field_name is not None and _holds_numbers_only(cls.model_fields[info.field_name].annotation):
            for scalar in _scalars(value):
                if isinstance(scalar, str | bool):
                    message = say("is no number. Valid: digits without quotes")
                    message = message if scalar is value else f"{scalar!r} {message}"
                    raise ValueError(message)  # noqa: TRY004 - pydantic names the key of a ValueError only
        return value


class Label(StrictModel):
    """A name in German and English."""

    de: str
    en: str


def _for_both_languages(text: object) -> object:
    """Let one text, or one in one language, stand for both: nobody has to translate for a committee of their own."""
    if isinstance(text, str):
        return {"de": text, "en": text}
    if isinstance(text, Mapping) and len(text) == 1 and set(text) <= {"de", "en"}:
        (only,) = text.values()
        return {"de": only, "en": only}
    return text


UserText = Annotated[Label, BeforeValidator(_for_both_languages)]
"""A text that users write, in one language or both."""


def _holds_numbers_only(annotation: object) -> bool:
    """Whether an annotation such as ``dict[str, float] | None`` has numbers as its only values."""
    if get_origin(annotation) is dict:
        annotation = get_args(annotation)[1]
    leaves = _leaves(annotation)
    return bool(leaves & {int, float}) and leaves <= {int, float, type(None), type(Ellipsis)}


def _leaves(annotation: object) -> set[object]:
    """Return the types inside an annotation; of a mapping those of its values."""
    inner = get_args(annotation)
    if not inner:
        return {type(Ellipsis) if annotation is Ellipsis else annotation}
    if get_origin(annotation) is dict:
        inner = inner[1:]
    return {leaf for part in inner for leaf in _leaves(part)}


def _scalars(value: object) -> Iterator[object]:
    """Iterate over the values inside lists and mappings."""
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from _scalars(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _scalars(inner)
    else:
        yield value


ModelT = TypeVar("ModelT", bound=BaseModel)


def validated(
    model: type[ModelT],
    data: object,
    where: str,
    error: type[SimsocialError] = ConfigError,
) -> ModelT:
    """Return `data` as a `model`, or raise one error that lists every fault in it.

    Parameters
    ----------
    model : type
        The pydantic model.
    data : mapping
        What the user wrote.
    where : str
        What `data` is, to begin the message with: a file, a node of the configuration, a measure.
    error : type
        The class of the error that is raised.

    Raises
    ------
    SimsocialError
        Of class `error`; every fault on a line with its key, its value and what is valid.

    Examples
    --------
    >>> class Place(StrictModel):
    ...     inhabitants: int
    >>> validated(Place, {"inhabitants": 3}, "place").inhabitants
    3
    >>> validated(Place, {"inhabitans": 3}, "place")
    Traceback (most recent call last):
    simsocial.core.errors.ConfigError: place:
      inhabitants: is missing.
      inhabitans: unknown key. Did you mean 'inhabitants'? Valid: inhabitants.
    """
    if not isinstance(data, Mapping):
        message = say("{where}: expected keys with values, found {data!r}.", where=where, data=data)
        raise error(message)
    try:
        return model.model_validate(dict(data))
    except ValidationError as caught:
        lines = [_line(model, fault) for fault in caught.errors(include_url=False)]
    raise error(where + ":\n  " + "\n  ".join(dict.fromkeys(lines)))


def _line(model: type[BaseModel], fault: ErrorDetails) -> str:
    """Phrase one fault: key, what is wrong, what is valid."""
    location = [
        part for part in fault["loc"] if not str(part).startswith(("function-", "dict[", "float", "int"))
    ]
    key = ".".join(str(part) for part in location) or say("(whole entry)")
    if fault["type"] == "extra_forbidden":
        hint = nearest(str(location[-1]), _valid_keys(model, location[:-1]))
        return say("{key}: unknown key. {valid}", key=key, valid=hint)
    if fault["type"] == "missing":
        return say("{key}: is missing.", key=key) + _valid_values(model, location)
    if fault["type"] == "literal_error":
        valid = [entry.strip(" '") for entry in fault["ctx"]["expected"].replace(" or ", ",").split(",")]
        return say(
            "{key}: '{value}' is not valid. {valid}",
            key=key,
            value=fault["input"],
            valid=nearest(str(fault["input"]), valid),
        )
    if fault["type"] == "model_type":
        keys = ", ".join(_valid_keys(model, location))
        return say(
            "{key}: {value!r} is not valid. Valid: keys with values ({keys}).",
            key=key,
            value=fault["input"],
            keys=keys,
        )
    if fault["type"] == "string_type" and isinstance(fault["input"], bool | int | float):
        return say(
            "{key}: {value} is no text. Valid: a text; one that looks like a number stands in quotes.",
            key=key,
            value=fault["input"],
        )
    text = fault["msg"].removeprefix("Value error, ")
    if fault["type"] in WORDS:
        text = say(WORDS[fault["type"]], **fault.get("ctx", {}))
    shown = f" '{fault['input']}':" if isinstance(fault["input"], str | int | float) else ""
    return (
        f"{key}:{shown} {text[:1].lower() + text[1:] if shown else text}{'' if text.endswith('.') else '.'}"
    )


def _valid_values(model: type[BaseModel], path: list[Any]) -> str:
    """Return which words a key takes, '' if it takes others than a few."""
    if len(path) != 1 or path[0] not in model.model_fields:
        return ""
    words = get_args(model.model_fields[path[0]].annotation)
    if not words or not all(isinstance(word, str) for word in words):
        return ""
    return " " + say("Valid: {valid}.", valid=", ".join(words))


def _valid_keys(model: type[BaseModel], path: list[Any]) -> list[str]:
    """Return the keys that are valid at `path` inside `model`."""
    current: type[BaseModel] | None = model
    for part in path:
        if current is None:
            return []
        named = {(field.alias or name): field.annotation for name, field in current.model_fields.items()}
        named |= {name: field.annotation for name, field in current.model_fields.items()}
        if part in named:
            current = _model_in(named[part]) or None
    if current is None:
        return []
    return [field.alias or name for name, field in current.model_fields.items()]


def _model_in(annotation: object) -> type[BaseModel] | None:
    """Return the first pydantic model inside an annotation such as ``dict[str, Model] | None``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in get_args(annotation):
        found = _model_in(part)
        if found is not None:
            return found
    return None
