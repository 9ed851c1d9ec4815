"""Proving a course before any learner sees it.

Start at :mod:`~jupyter_tutor.authoring.rehearsal.course`, which runs what there is to run. What an
author promises of a code question is in ``trials``, judged side by side in ``lane``s, and becomes
findings in ``code_findings`` (by what was seen) with ``leaks`` and ``touching`` (by reading); a
question answered in the panel is judged in ``typed_findings``, a lesson from top to end in
``walkthrough``. ``memory`` says what need not be run again, ``summing_up`` makes one result of it
all, and ``report_text``, ``report_data`` and ``report_page`` tell it.
"""
