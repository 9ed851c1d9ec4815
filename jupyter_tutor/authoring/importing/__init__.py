"""Others' courses brought over: nbgrader, otter-grader and learntools, one module each.

Start at :mod:`.course`, which turns a path into the files of a course and a list of remarks on
what could not be carried over; :mod:`.settle` proves that our own reader takes what was made.
Nothing of a source is ever run or imported: notebooks are read as JSON, Python as syntax trees.
What cannot be carried over is kept in raw cells, which no learner is ever given.
"""
