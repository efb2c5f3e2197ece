"""The commands; `main` imports only the module of the one that is called."""
