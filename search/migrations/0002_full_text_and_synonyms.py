from django.db import migrations

# Groups of synonyms of the field, which editors maintain from then on: abbreviations, and what children say for what
# professionals write.
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

# Facet values hold hyphens and colons; no term of a text does.
TOKENIZE = "unicode61 remove_diacritics 0 tokenchars '-:'"
# The table of each full-text index, its primary key, and the columns whose terms are indexed.
INDEXES = {
    "search_index": (
        "search_indexedpagetext",
        "indexed_page_id",
        ["title_terms", "label_terms", "summary_terms", "text_terms", "file_terms", "facet_terms"],
    ),
    "search_file_index": ("search_filepage", "id", ["terms"]),
}
# PostgreSQL: titles have weight A, by which queries for titles alone are restricted. Files and facets are indexed
# without positions. The configuration “simple” leaves our terms as they are.
VECTORS = {
    "search_index": (
        "setweight(to_tsvector('simple', NEW.title_terms), 'A')"
        " || setweight(to_tsvector('simple', NEW.label_terms), 'B')"
        " || setweight(to_tsvector('simple', NEW.summary_terms), 'B')"
        " || to_tsvector('simple', NEW.text_terms)"
        " || array_to_tsvector(array_remove(string_to_array(trim(NEW.file_terms), ' '), ''))"
        " || array_to_tsvector(array_remove(string_to_array(trim(NEW.facet_terms), ' '), ''))"
    ),
    "search_file_index": "to_tsvector('simple', NEW.terms)",
}


def sqlite_statements():
    """Yield the statements for FTS5 tables with external content, which triggers update."""
    for index, (table, key, columns) in INDEXES.items():
        names = ", ".join(columns)
        old, new = (", ".join(f"{row}.{column}" for column in columns) for row in ("old", "new"))
        forget = f"INSERT INTO {index}({index}, rowid, {names}) VALUES ('delete', old.{key}, {old});"
        add = f"INSERT INTO {index}(rowid, {names}) VALUES (new.{key}, {new});"
        yield (
            f"CREATE VIRTUAL TABLE {index} USING fts5({names}, content='{table}', content_rowid='{key}', "
            f'tokenize="{TOKENIZE}")'
        )
        yield f"CREATE TRIGGER {index}_added AFTER INSERT ON {table} BEGIN {add} END"
        yield f"CREATE TRIGGER {index}_removed AFTER DELETE ON {table} BEGIN {forget} END"
        yield f"CREATE TRIGGER {index}_changed AFTER UPDATE ON {table} BEGIN {forget} {add} END"


def postgresql_statements():
    """
    Yield the statements for vectors: of pages in the rows of search_indexedpage, of file pages in a table of their own.

    Long vectors are stored out of line, so that a count reads little.
    """
    yield "ALTER TABLE search_indexedpage ADD COLUMN terms tsvector"
    yield "ALTER TABLE search_indexedpage SET (toast_tuple_target = 128)"
    yield "CREATE INDEX search_index ON search_indexedpage USING gin (terms) WITH (fastupdate = off)"
    yield trigger_function(
        "search_index",
        f"UPDATE search_indexedpage SET terms = {VECTORS['search_index']} WHERE id = NEW.indexed_page_id",
    )
    yield (
        "CREATE FUNCTION search_count(question tsquery, place text) "
        "RETURNS TABLE (combination_id bigint, pages bigint) LANGUAGE sql STABLE SET enable_seqscan = off AS $$ "
        "SELECT doc.combination_id, count(*) FROM search_indexedpage doc "
        "WHERE doc.terms @@ question AND doc.path LIKE place GROUP BY doc.combination_id $$"
    )
    yield (
        "CREATE TABLE search_file_index (rowid bigint PRIMARY KEY REFERENCES search_filepage (id) ON DELETE CASCADE, "
        "terms tsvector NOT NULL)"
    )
    yield "CREATE INDEX search_file_index_terms ON search_file_index USING gin (terms) WITH (fastupdate = off)"
    yield trigger_function(
        "search_file_index",
        f"INSERT INTO search_file_index (rowid, terms) VALUES (NEW.id, {VECTORS['search_file_index']}) "
        "ON CONFLICT (rowid) DO UPDATE SET terms = excluded.terms",
    )
    for index, (table, _, _) in INDEXES.items():
        yield (
            f"CREATE TRIGGER {index}_written AFTER INSERT OR UPDATE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {index}_follow()"
        )


def trigger_function(index, statement):
    """Return the statement for the trigger function that updates an index."""
    head = f"CREATE FUNCTION {index}_follow() RETURNS trigger LANGUAGE plpgsql AS"
    return f"{head} $$ BEGIN {statement}; RETURN NULL; END $$"


def create_indexes(apps, schema_editor):
    """Create the full-text indexes of the database at hand."""
    statements = {"sqlite": sqlite_statements, "postgresql": postgresql_statements}
    for statement in statements[schema_editor.connection.vendor]():
        schema_editor.execute(statement)


def drop_indexes(apps, schema_editor):
    """Drop the full-text indexes, their triggers and functions."""
    for index, (table, _, _) in INDEXES.items():
        if schema_editor.connection.vendor == "sqlite":
            for moment in ("added", "removed", "changed"):
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {index}_{moment}")
            schema_editor.execute(f"DROP TABLE IF EXISTS {index}")
        else:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {index}_written ON {table}")
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {index}_follow()")
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TABLE IF EXISTS search_file_index")
        schema_editor.execute("DROP FUNCTION IF EXISTS search_count(tsquery, text)")
        schema_editor.execute("ALTER TABLE search_indexedpage DROP COLUMN IF EXISTS terms")


def create_synonyms_and_settings(apps, schema_editor):
    """Create the synonyms of the field where there are none, and the settings of every Site."""
    SynonymGroup = apps.get_model("search.SynonymGroup")
    if not SynonymGroup.objects.exists():
        SynonymGroup.objects.bulk_create([SynonymGroup(words=words) for words in SYNONYMS.splitlines()])
    for site in apps.get_model("wagtailcore.Site").objects.all():
        apps.get_model("search.SearchSettings").objects.get_or_create(site=site)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [
        migrations.RunPython(create_indexes, drop_indexes),
        # On the way back what editors have written stays until its tables go.
        migrations.RunPython(create_synonyms_and_settings, migrations.RunPython.noop),
    ]
