"""The repository's own site, as its readers' browsers show it."""
