"""``python -m simsocial`` is the command ``simsocial``."""

from __future__ import annotations

from simsocial.cli import main

if __name__ == "__main__":
    main()
