"""Looks after what entries rest on: whether links are alive, copies of pages, quoted words."""
