"""People: how they come in, prove who they are, and what roles they hold. One module for each intention."""
