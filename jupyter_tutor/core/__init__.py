"""The rules of tutoring: pure, synchronous, standard library only."""
