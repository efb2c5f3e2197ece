"""The commands, one module each; `main` loads only the one that is called."""
