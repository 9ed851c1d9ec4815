"""Jupyter Tutor: one-to-one tutoring inside the notebook."""
