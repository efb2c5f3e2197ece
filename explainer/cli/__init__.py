"""The commands, a module each; `cli` loads the one that is called."""
