"""Formulas compared, in a process of their own.

:mod:`~jupyter_tutor.checker.algebra.pool` is the server's end and loads nothing heavy. The rest
runs in the worker: SymPy takes half a second to load, and what a learner types may keep it busy
for ever, so the pool ends a worker that takes too long.
"""
