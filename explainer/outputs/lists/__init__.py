"""Pages that list entries, sources, predictions or changes."""
