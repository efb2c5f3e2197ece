"""What other programs subscribe to: Atom feeds and a calendar."""
