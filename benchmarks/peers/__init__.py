"""This assistant beside what people would use instead: the same training data, the same messages."""
