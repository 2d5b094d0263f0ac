"""What a message means: Rasa graph components over spaCy and a sentence encoder."""
