"""The places of the window; each is given a desk and a subject, and knows no other screen."""
