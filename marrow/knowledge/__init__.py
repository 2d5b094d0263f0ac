"""What the guide knows: the shape of the files, the database, finding an answer."""
