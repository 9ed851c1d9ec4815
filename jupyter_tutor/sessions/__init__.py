"""The shell of a session: decide, journal, evolve, publish, perform effects."""
