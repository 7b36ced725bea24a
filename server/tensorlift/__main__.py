"""``python -m tensorlift``."""

from __future__ import annotations

from tensorlift.cli import main

if __name__ == "__main__":
    main(prog_name="tensorlift")
