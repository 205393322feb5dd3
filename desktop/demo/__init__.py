"""A centre and two communes with invented data, to show the programme with."""
