"""The form in which editors edit entries in a browser."""
