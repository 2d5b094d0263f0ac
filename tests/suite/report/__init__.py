"""What became of the conversations, for people and for machines."""
