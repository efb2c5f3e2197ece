"""Reads content: files into frozen models, with a problem for whatever cannot be read."""
