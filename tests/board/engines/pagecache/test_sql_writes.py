"""Which SQL statements renew the content version."""

import pytest

from board.engines.pagecache.sql_writes import may_change_pages


@pytest.mark.parametrize(
    "sql",
    [
        'INSERT INTO "news_newspage" ("date") VALUES (%s)',
        'INSERT OR IGNORE INTO "news_newspage_topics" ("id") SELECT 1',
        'UPDATE "basepage_basepage" SET "title" = %s WHERE "basepage_basepage"."id" = %s',
        'UPDATE "basepage_basepage" SET "draft_title" = %s, "live" = %s WHERE "basepage_basepage"."id" = %s',
        'DELETE FROM "wagtailredirects_redirect" WHERE "id" IN (1)',
        'INSERT INTO "basepage_basepage" ("draft_title") VALUES (%s)',
        'DELETE FROM "basepage_basepage" WHERE "basepage_basepage"."id" IN (%s)',
        "update news_newspage set date = null",
        "UPDATE basepage_basepage SET title = %s",
        'UPDATE "basepage_basepage" SET title = %s',
        'UPDATE "basepage_basepage" SET "draft_title" = %s, title=%s',
        "SELECT 1; DELETE FROM news_newspage",
        'UPDATE "accounts_user" SET "last_login" = %s; UPDATE "news_newspage" SET "date" = NULL',
        'WITH gone AS (DELETE FROM "resources_topic" RETURNING id) SELECT * FROM gone',
        'ALTER TABLE "news_newspage" ADD COLUMN "x" integer',
        "TRUNCATE news_newspage",
        "REPLACE INTO news_newspage VALUES (1)",
        "COPY news_newspage FROM STDIN",
        "SELECT * INTO copied FROM news_newspage",
        "  \n-- a comment\nDELETE FROM news_newspage",
        "MERGE INTO news_newspage USING x ON true",
        "CALL publish_everything()",
        "VACUUM",
    ],
)
def test_visible_write_may_change_pages(sql):
    assert may_change_pages(sql)


@pytest.mark.parametrize(
    "sql",
    [
        'SELECT "news_newspage"."date" FROM "news_newspage"',
        '(SELECT 1) UNION (SELECT "update" FROM "x")',
        "WITH RECURSIVE up AS (SELECT 1) SELECT * FROM up",
        'SAVEPOINT "s1"',
        'ROLLBACK TO SAVEPOINT "s1"',
        "BEGIN IMMEDIATE",
        "PRAGMA foreign_keys = ON",
        "EXPLAIN QUERY PLAN SELECT 1",
        'DECLARE "c" NO SCROLL CURSOR WITH HOLD FOR SELECT 1',
        'INSERT INTO "django_session" ("session_key") VALUES (%s)',
        "\n  INSERT INTO wagtailsearch_indexentry (title) (VALUES (%s)) ON CONFLICT (id) DO UPDATE SET title = ''",
        "DELETE FROM django_session;",
        'UPDATE "accounts_user" SET "last_login" = %s WHERE "accounts_user"."id" = %s',
        'DELETE FROM "wagtailcore_revision" WHERE "wagtailcore_revision"."id" IN (%s)',
        'UPDATE "basepage_basepage" SET "draft_title" = %s, "locked" = %s WHERE "basepage_basepage"."id" = %s',
    ],
)
def test_invisible_write_changes_no_page(sql):
    assert not may_change_pages(sql)
