"""Pages: thin views over the services."""
