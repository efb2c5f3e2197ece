"""How entries came to read as they do: versions, differences, and the gate that lets no silent change through."""
