"""From syllabus notebooks to compiled courses and learner notebooks.

Start at :mod:`jupyter_tutor.authoring.source`, which reads a course folder or one notebook and
finds all its faults at once; :mod:`jupyter_tutor.authoring.build` makes the notebooks. Reading
never runs an author's code; only the solved walkthrough does, in a kernel of its own. What others
wrote comes in through :mod:`jupyter_tutor.authoring.importing`.
"""
