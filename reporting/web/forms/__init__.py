"""Forms of pages, on WTForms."""
