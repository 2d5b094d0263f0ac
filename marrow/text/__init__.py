"""Plain text: a message in the form that it is compared in, and the language of phrases."""
