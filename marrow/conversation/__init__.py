"""What a turn is made of, and where conversations are kept."""
