"""What is true without a disk, a window or a wire."""
