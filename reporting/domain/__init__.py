"""Rules and values of national reporting. Knows no database, no web and no files but form data."""
