"""What the search knows before anybody has told it: synonyms of the field, and cries for help."""

# Each line is a group: its words mean the same. Migration 0002 writes them into the database, where editors keep them.
SYNONYMS = """
AAR, after action review
ACE, ACEs, adverse childhood experiences
ADHD, attention deficit hyperactivity disorder
alcohol, drink, drinks, drinking, drunk
annual report, yearly report
anonymous, anonymously, without giving my name
ASB, antisocial behaviour, anti-social behaviour
ASD, autism, autistic
asylum seeker, refugee, UASC, unaccompanied asylum seeking child
babysitter, babysitting, home alone, left alone
BAME, global majority, minority ethnic
boyfriend, girlfriend, partner, relationship
bully, bullying, bullied, picked on, cyberbullying
CAF, EHA, early help assessment, common assessment framework
CAFCASS, Children and Family Court Advisory and Support Service
CAMHS, child and adolescent mental health services
CCE, child criminal exploitation, county lines, drug running, gang, gangs
CDOP, CDR, child death overview panel, child death review
CE, child exploitation
CIC, LAC, CLA, looked after child, looked after children, child in care, children in care
CIN, child in need, children in need
complaint, complain, complaints, grievance
concern, worry, worried, worries
contact, phone, ring, telephone, call
CP, child protection
CPC, ICPC, child protection conference, initial child protection conference
CPP, child protection plan
CSA, child sexual abuse, sexual abuse
CSC, children's social care, social services
CSE, child sexual exploitation, grooming, groomed
CSP, community safety partnership
CSPR, LCSPR, SCR, child safeguarding practice review, serious case review, local child safeguarding practice review
dad, father, stepdad
DASH, domestic abuse risk assessment
death, died, die, dies, dead
DBS, disclosure and barring service, criminal record check, CRB
DfE, Department for Education
disability, disabled, SEND, special educational needs
domestic abuse, domestic violence, DV, DA, DVA
DSL, designated safeguarding lead
e-safety, online safety, internet safety, esafety
early help, family support
EHCP, education health and care plan
elective home education, EHE, home schooling, home education
emotional abuse, psychological abuse
FGM, female genital mutilation, cutting
FII, fabricated or induced illness, perplexing presentations
forced marriage, FM
MASH, multi-agency safeguarding hub
MASH, multi-agency safeguarding hub, front door, first contact
GP, doctor, surgery
harmful sexual behaviour, HSB, peer on peer abuse, child on child abuse
honour based abuse, honour based violence, HBA, HBV
inquest, coroner
IRO, independent reviewing officer
job, jobs, vacancy, vacancies
KCSIE, keeping children safe in education
LADO, local authority designated officer, designated officer, allegations against staff
LSCB, safeguarding children board
LSCP, safeguarding children partnership
LSCB, LSCP, safeguarding children board, safeguarding children partnership
MACE, multi-agency child exploitation
MAPPA, multi-agency public protection arrangements
MARAC, multi-agency risk assessment conference
meeting, conference, seminar
mental health, wellbeing, depression, depressed, anxiety, anxious
minutes, meeting notes
modern slavery, human trafficking, trafficking, NRM, national referral mechanism
mum, mom, mother, stepmum
neglect, neglected, neglectful
NSPCC, National Society for the Prevention of Cruelty to Children
nudes, nude, sexting, naked pictures, youth produced sexual imagery
PACE, Police and Criminal Evidence Act
PEP, personal education plan
physical abuse, hit, hits, hitting, beat, beats, hurt, smack, slap
PREVENT, radicalisation, extremism
PSHE, personal social health and economic education
RSE, relationships and sex education
run away, runaway, missing from home, missing children, go missing, goes missing
school, schools, education settings
secret, secrets
Section 11, S11, self-assessment
Section 17, S17
Section 47, S47
self-harm, self harm, cutting myself, hurting myself
SENCO, special educational needs coordinator
sexual abuse, touch, touched, touching, private parts, molested
social worker, social care
SUDI, SIDS, sudden unexpected death in infancy, cot death, safer sleep
suicide, suicidal, kill myself, end my life
TAC, TAF, team around the child, team around the family
teenager, teenagers, teen, young person, adolescent
threshold, thresholds, levels of need, continuum of need
toddler, baby, babies, infant, under fives
training, course, courses, workshop, learning event, e-learning
VAWG, violence against women and girls
vape, vaping, smoking
whistleblowing, whistleblower, speak up, raise concerns about colleagues
Working Together, WTSC, statutory guidance
YJS, YOT, YOS, youth offending team, youth justice service
young carer, young carers, caring for a parent
""".strip()

# Each line is what somebody may type; all its words in any order are enough.
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
    """Return the help words that a Site starts with; a function, so that another wording needs no migration."""
    return HELP_WORDS
