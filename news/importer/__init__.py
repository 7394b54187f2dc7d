"""
The importer of the board's old "Latest News" list: file → text → parsed items → drafts.

The grammar of a list; each part is read by the module named beside it, and none of them needs a database::

    list        = [ "Latest News" ] { separator item }                                        list_items
    separator   = "news item" on a line of its own, perhaps numbered, marked or tagged
    item        = { fact } heading [ heading repeated ] { line }                              parser
    line        = statement | labelled | table | event-lines | fact | documents | sentences
    statement   = ( "Statement from" speaker | heading that says so ) { line } [ "-ends-" ]   statement_rules
                | speaker "said:" quotation | quotation "said" speaker
    speaker     = name [ "," role ] | role [ name ] | body
    labelled    = ( "Further information:" | "Source:" | … ) ( documents | link )             link_rules
    table       = row row { row }, cells parted by tabs or bars                               event_lines
    event-lines = date, time and place, each on a line, labelled or not
    fact        = "Posted on" date [ "by" author ] | "Category:" … | …                        fact_rules
    documents   = title "(PDF, 1.2MB)" { [ "and" ] title marker }                             document_rules
    sentences   = { event | link | lost link | words }
    event       = [ name ] date [ name ] time [ place ], in any order                         event_rules
    link        = words address; lost link = words with "click here" or the like              link_rules
    date, time  = as people write them in Britain                                             dates
    style       = bullet | number | "##" | ">" before a line                                  lines
    words       = text, "[words](address)", "**bold**"                                        inline

HTML is brought into the same form first (``markup``). What a rule is not sure of, it leaves as words with a note, and
the notes are the worklist that the command prints. ``details`` reads a table of what the list lacks; ``builder`` and
``drafts`` make the pages.
"""
