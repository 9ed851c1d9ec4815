"""Words with a learner: what is asked of a language model, and what of its answer may be shown."""
