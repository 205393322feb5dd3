"""When a pull takes so much away that an officer should look first."""

from __future__ import annotations

MOST = 50  # records
PART = 10  # one in so many of the commune's records
_FEW = 1  # a single record is no mass, however small the commune's register still is


def is_mass(lost: int, whole: int) -> bool:
    """Whether deleting or blanking `lost` of `whole` live records at once asks for a look."""
    return lost > MOST or (lost > _FEW and lost * PART > whole)
