"""Formulas of mathematics as learners type them: a small tree, its readers and its rendering.

What is typed never becomes code. A reader of our own, which knows a short list of signs and words,
makes the tree; whoever calculates with it builds their own objects from it, node by node.
"""
