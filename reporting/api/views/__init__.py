"""The operations, one file for each group. Importing them puts them into the table."""
