"""Who may ask: whoever was given the token, as it stands in the address that is printed.

Other users of this machine reach its ports, too, so there is a token even where nobody else does.

A page of some other site, open in the same browser, must not start runs. Its requests name their own site as origin,
and where that site makes its name point here (DNS rebinding) they name it as host: both are refused. A request with
JSON cannot be sent across sites without being asked for first, and nothing here answers that question.
"""

from __future__ import annotations

import hmac
import ipaddress
import secrets
from dataclasses import dataclass
from email.message import Message
from typing import Self

from simsocial.core.language import say

__all__ = ["Guard", "is_loopback"]

_TOKEN_BYTES = 24


def is_loopback(host: str) -> bool:
    """Return whether a host is this machine alone.

    Examples
    --------
    >>> [is_loopback(host) for host in ("127.0.0.1", "::1", "localhost", "0.0.0.0", "192.168.1.7")]
    [True, True, True, False, False]
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True)
class Guard:
    """The rules of one server.

    Attributes
    ----------
    port : int
        Port that it listens at.
    token : str
        What a request must bring.
    local : bool
        Whether the server is reached from this machine alone.
    """

    port: int
    token: str
    local: bool = False

    @classmethod
    def of(cls, host: str, port: int) -> Self:
        """Return the rules for a host, with a fresh token."""
        return cls(port, secrets.token_urlsafe(_TOKEN_BYTES), is_loopback(host))

    def refusal(self, headers: Message, token: str) -> str:
        """Return why a request is refused, empty if it is not.

        Parameters
        ----------
        headers : Message
            Of the request.
        token : str
            That it brings, empty without one.
        """
        if not hmac.compare_digest(token.encode(), self.token.encode()):
            return say("token: missing or wrong. Valid: the whole address that simsocial printed.")
        if self.local and headers.get("Host", "").lower() not in self._hosts:
            return say("Host: not this machine. Valid: {hosts}.", hosts=", ".join(self._hosts))
        origin = headers.get("Origin")
        if origin is not None and origin != f"http://{headers.get('Host', '')}":
            return say("Origin: another site.")
        return ""

    @property
    def _hosts(self) -> tuple[str, ...]:
        """Names of this machine, as a browser writes them: without the port where it is the usual one."""
        names = ("127.0.0.1", "localhost", "[::1]")
        return tuple(f"{name}:{self.port}" for name in names) + (names if self.port == 80 else ())
