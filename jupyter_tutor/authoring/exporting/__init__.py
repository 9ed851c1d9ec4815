"""Our courses for others' tools: :mod:`.nbgrader` writes source notebooks that nbgrader takes."""
