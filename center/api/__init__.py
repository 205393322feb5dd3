"""What devices may ask, one file per resource."""
