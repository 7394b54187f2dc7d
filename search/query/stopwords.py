"""Words that say nothing of what is looked for."""

from search.analyser import term_of

# A question in a whole sentence is answered by its other words.
WORDS = """
a about after all also am an and any are as at be because been before being but by can could did do does doing
don't for from had has have he her here him his how i i'm i've if im in into is isn't it it's its ive just like me
more my myself no not of off on or our out over please she should so some someone something than that the their
them then there these they this those to too up us very was we were what when where which who why will with would
you your want need know get got going think really thing things wants needs
"""

STOP_WORDS = frozenset(map(term_of, WORDS.split()))
