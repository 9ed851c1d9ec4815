"""The vocabulary an author may use in a check."""
