"""What the guide says to one message, in the form of each channel. Free of Rasa, of HTTP and of the database.

The web chat has no module here: its JSON is the contract itself, and the widget (``web/widget``) makes nodes of it.
"""
