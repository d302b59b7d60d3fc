"""The model: its month, what it records and what must always hold."""

from __future__ import annotations

from simsocial.model.social_model import SocialModel

__all__ = ["SocialModel"]
