"""What can be wrong with a list."""


class NotAList(ValueError):
    """Nothing on these sheets is such a list; the sentence tells the officer what to do."""
