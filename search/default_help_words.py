"""The help words that a Site starts with: what a person in danger, or worried about a child, may type."""

HELP_WORDS = """
abused
abuse me
abusing
abusing me
afraid
alone with nobody
am i in danger
am i safe
assaulted
attacked
beat me
beating me
beats
being followed
being hurt
being watched
belt hits
blackmail
blackmailed
bruise
bruises
bullied
bully me
bullying me
burn me
child crying neighbour
child being hurt
child in danger
child left alone
choked
cut myself
cutting myself
dad drunk
dad hits
dad hurts
danger
emergency
end my life
end it all
family hurts
feel unsafe
follows me
forced marriage
forced to marry
frightened
groomed
grooming me
hate my life
hate myself
help me
hit me
hitting
hits
home scared
home not safe
hungry at home
hurt me
hurting me
hurting myself
hurts me
i need help
in danger
kicked out
kill me
kill myself
killing myself
left alone
locked in
made me do things
made me touch
made me undress
made me watch
meet someone online
mum drunk
mum drinks
mum hits
mum hurts
naked picture
neighbour child screaming
neighbour shouting child
no food
no one believes
nobody believes
nobody to talk
nobody to tell
nowhere to go
nowhere to sleep
nude
nudes
overdose
private parts
punched
raped
rape
report abuse
report a child
report a concern
report a worry
report neglect
report my neighbour
running away
runaway
run away
scared
screaming next door
secret touching
self harm
self-harm
sent a picture
sexually abused
sexually assaulted
share my pictures
slapped
someone touched
someone to talk
step dad touches
strangled
suicide
suicidal
taken abroad to marry
talk to someone
tell someone
threatened
threatening me
threatens
touched me
touches me
touching me
trafficked
unsafe
uncle touches
want to die
what to do child hurt
who can i talk
who can i tell
who do i call
who to call
who to ring
who to tell
worried about a child
worried about a baby
worried about a friend
worried about my friend
worried about my neighbour
worried about my child
worried about someone
""".strip()


def default_help_words() -> str:
    """Return the default of ``SearchSettings.help_words``; a function, so that new wording needs no migration."""
    return HELP_WORDS
