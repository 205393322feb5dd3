"""The files that prove something: an answer, a class, a survey."""
