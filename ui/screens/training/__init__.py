"""Tập huấn: classes, who is in them, who came, what they got, and how far training reaches."""
