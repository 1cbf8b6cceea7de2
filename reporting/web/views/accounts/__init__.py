"""Coming in, one's own account, a Party's people, and all accounts. Importing this puts every page on the blueprint."""

from reporting.web.views.accounts import entry, invited, late, members, own, passwords, secretariat, tokens
from reporting.web.views.accounts.blueprint import bp

__all__ = ["bp", "entry", "invited", "late", "members", "own", "passwords", "secretariat", "tokens"]
