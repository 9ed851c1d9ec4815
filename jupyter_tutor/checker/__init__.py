"""The trusted process that runs check code against a learner's objects.

Start at :mod:`~jupyter_tutor.checker.pool`, which a server uses; then follow one answer through
``worker`` (the process), ``judge`` (a question), ``bench`` (a check), ``rewrite`` (its text),
``handles`` and ``connection`` (the learner's side), ``findings`` and ``explain`` (the words) and
``foreseen`` (misconceptions).
"""
