"""Publishes a built site as one of several editions, on a git branch."""
