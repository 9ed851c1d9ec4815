"""The trusted process that runs check code against a learner's objects."""
