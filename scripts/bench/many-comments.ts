import pg from "pg"

/** Stores visible comments, two of three of them replies to the thread before. They are sample data. */
export async function addComments(databaseUrl: string, slug: string, count: number): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query("begin")
    await client.query(
      `with numbered as (
        select n, n - (n - 1) % 3 as head, md5('id ' || n)::uuid as id, md5('id ' || (n - (n - 1) % 3))::uuid as head_id,
          substring(int8send(1767225600000 + n * 60000::bigint) from 3) || int4send(n) as place,
          substring(int8send(1767225600000 + (n - (n - 1) % 3) * 60000::bigint) from 3) || int4send(n - (n - 1) % 3) as head_place,
          substring(int8send(~(1767225600000 + (n - (n - 1) % 3) * 60000::bigint)) from 3) || int4send(~(n - (n - 1) % 3)) as head_newest
        from generate_series(1, $2) n
      ), made as (
        insert into "Comment" (id, "publicId", "campaignId", "parentId", state, "isShown", level, "oldestPlace", "newestPlace", writer,
          "contentIndex", name, body, locale, "postedAt", "visibleAt")
        select m.id, translate(substring(md5('public ' || n) from 1 for 12), '01', 'xy'), c.id, case when n <> head then head_id end,
          'VISIBLE', true, case when n = head then 1 else 2 end, case when n = head then place else head_place || place end,
          case when n = head then head_newest else head_newest || place end, 'GUEST', '', 'Sample ' || n,
          'Where I live the law changed eight years ago, and none of what people feared has happened since. This is comment ' || n || '.',
          'en', to_timestamp(1767225600 + n * 60), to_timestamp(1767225600 + n * 60)
        from "Campaign" c, numbered m where c.slug = $1 order by n returning "campaignId"
      )
      insert into "CommentTally" ("campaignId", visible) select "campaignId", count(*) from made group by 1
      on conflict ("campaignId") do update set visible = excluded.visible`,
      [slug, count],
    )
    await client.query("commit")
    await client.query("analyze")
  } finally {
    await client.end()
  }
}
