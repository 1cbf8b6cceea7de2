"""What a password has to be: long, and not one of those tried first."""

from __future__ import annotations

import pytest

from reporting.domain.errors import Invalid
from reporting.services.accounts.passwords import check

EMAIL = "flora.focal.point@testland.example"


@pytest.mark.parametrize(
    "password",
    [
        "national-reports-demo",
        "four plain little words",
        "xK9$mQ2#vL5!",
        "十二个汉字组成的一个密码好",
        "парольдлиннее12",
    ],
)
def test_long_and_uncommon_passwords_are_taken(password: str):
    check(password, EMAIL)


@pytest.mark.parametrize("password", ["", "short", "elevenchars"])
def test_short_ones_are_not(password: str):
    with pytest.raises(Invalid) as refused:
        check(password, EMAIL)
    assert (refused.value.code, refused.value.params["length"]) == ("password_too_short", 12)


@pytest.mark.parametrize(
    "password",
    [
        "password1234", "PassWord1234", "123456789012", "abcdefghijklmnop", "zyxwvutsrqponmlk", "aaaaaaaaaaaa",
        "abcabcabcabc", "letmein letmein", EMAIL, EMAIL.upper(), "flora.focal.point", "x" * 600,
    ],
)  # fmt: skip
def test_neither_are_easy_ones(password: str):
    with pytest.raises(Invalid, match="password_too_common"):
        check(password, EMAIL)
