"""The outside: database, queue, mail, files, clock, sign-in. Each has one small door."""
