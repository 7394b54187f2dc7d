"""
Tables that no public page shows anything of, or (with names) columns of which that is true.

A write to anything else makes the page cache fetch every page anew, so a table that is missing here makes the site
slower, never wrong. tests/board/engines/pagecache/test_unseen.py reads the pages and checks that the list holds.
"""

PAGE_CACHE_UNSEEN: dict[str, list[str] | None] = {
    "django_session": None,
    "django_migrations": None,
    "django_tasks_database_dbtaskresult": None,
    "accounts_user": None,
    "accounts_user_groups": None,
    "accounts_knowndevice": None,
    "accounts_signinattempt": None,
    "accounts_usedcode": None,
    "accounts_passwordresetrequest": None,
    "account_emailaddress": None,
    "account_emailconfirmation": None,
    "mfa_authenticator": None,
    "lost_factors_factorreset": None,
    "lost_factors_factorresetevent": None,
    "usersessions_usersession": None,
    "wagtailusers_userprofile": None,
    "wagtailadmin_editingsession": None,
    "wagtailadmin_formstate": None,
    "wagtailcore_modellogentry": None,
    "wagtailcore_pagelogentry": None,
    "wagtailcore_pagesubscription": None,
    "wagtailcore_comment": None,
    "wagtailcore_commentreply": None,
    "wagtailcore_revision": None,
    "wagtailcore_taskstate": None,
    "wagtailcore_workflowstate": None,
    "wagtailsearch_indexentry": None,
    "wagtailsearch_indexentry_fts": None,
    "cover_cover": None,
    "approvals_approvalalarm": None,
    "approvals_approvedwords": None,
    "approvals_filechunk": None,
    "approvals_removal": None,
    "approvals_removalproposal": None,
    "mailqueue_queuedmail": None,
    "links_checkedlink": None,
    "links_linkuse": None,
    "reviews_reviewreminder": None,
    # What a draft of a page writes. A page also announces no change of these columns (board/basepage/receivers.py).
    "basepage_basepage": [
        "draft_title",
        "expired",
        "has_unpublished_changes",
        "latest_revision_id",
        "latest_revision_created_at",
        "live_revision_id",
        "locked",
        "locked_at",
        "locked_by_id",
    ],
}
