"""Scripted learners, and the desk they sit at: a lesson with an assistant and no server."""
