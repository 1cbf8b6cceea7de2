"""Plain dicts of what services give, field by field as `schemas` says."""
