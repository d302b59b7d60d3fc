"""Packaged kinds with other effects, for tests of mechanisms."""

from __future__ import annotations

from simsocial.parameters import Parameters
from simsocial.services.catalogue import Catalogue
from simsocial.services.parts import Effect

__all__ = ["with_effect"]


def with_effect(catalogue, kind, *more, overrides=None, **effect):
    """Return settings of a model: kinds of which one has a further effect, with more kinds and the numbers of all."""
    stated = Effect.model_validate(
        {"factor": {"value": 1.0, "source": "own assumption", "year": 2025}} | effect
    )
    kinds = [
        one.model_copy(update={"effects": one.effects | {"tested": stated}}) if one.id == kind else one
        for one in (*catalogue, *more)
    ]
    changed = Catalogue(kinds)
    parameters = changed.register(Parameters.load())
    return {"catalogue": changed, "parameters": parameters.with_overrides(overrides or {})}
