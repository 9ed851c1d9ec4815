"""The kinds of question, one module each; :mod:`.registry` lists them."""
