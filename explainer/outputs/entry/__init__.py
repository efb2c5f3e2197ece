"""What is published of one entry: its page, its record of changes, its older versions."""
