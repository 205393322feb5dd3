"""What screens and reports look at: frozen rows, few statements."""
