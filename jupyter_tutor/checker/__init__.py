"""The trusted process that runs check code against a learner's objects.

Start at :mod:`~jupyter_tutor.checker.pool`, which a server uses; then follow one answer through
``process`` and ``worker`` (the two ends of a pipe), ``judge`` (a question), ``bench`` (a check),
``rewrite`` (its text), ``handles``, ``asking``, ``dealings`` and ``connection`` (the learner's
side), ``limits`` (time and memory), ``outcomes``, ``findings`` and ``explain`` (the words) and
``foreseen`` (misconceptions). ``closely`` is for authors who rehearse a course. Answers that are
judged by their text start at ``by_text``; ``fresh`` and ``started`` run them, and ``sandbox``
(``bubblewrap``, or ``limited`` in its place) shuts them in.
"""
