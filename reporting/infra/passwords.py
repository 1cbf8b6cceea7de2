"""Password hashes: argon2id with the library's parameters.

One costs about a tenth of a second of CPU: it is computed after the throttle and outside of transactions.
"""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher()
#: Compared with where there is no account, so that the answer takes as long as for one that exists.
_NOBODYS = _hasher.hash("nobody's password")


def hashed(password: str) -> str:
    return _hasher.hash(password)


def matches(password: str, stored: str | None) -> bool:
    """Whether `password` is the stored one; the same work where nothing is stored."""
    try:
        _hasher.verify(stored or _NOBODYS, password)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """Whether a hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(stored)
