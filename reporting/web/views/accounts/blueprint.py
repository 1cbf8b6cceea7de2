"""The blueprint of all pages about people; the modules beside this one add to it."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)
