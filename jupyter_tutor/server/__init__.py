"""The Jupyter server extension: thin handlers."""
