"""What the reader of lessons says today about many files, frozen, so that a change shows itself.

cases           the files: fixtures, lessons, question banks, and ``sources/`` written for this
items           one reading as a flat list of items, each with all that was read of it
store           the frozen readings in ``frozen/``, and how another one differs
__main__        ``python -m tests.content.net``: what a change alters
predicates      ``python -m tests.content.net.predicates``: which yes-or-no functions a case needs
switches        the yes-or-no functions, and how each gets only one answer
answers         which of them answer what in which case
forks           functions run in processes of their own
"""
