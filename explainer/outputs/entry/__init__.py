"""The pages of an entry: the entry itself, its changes, its older versions."""
