import pg from "pg"

/** Stores confirmed signatures with their messages and links, as many as a large campaign has. They are sample data. */
export async function addSignatures(databaseUrl: string, slug: string, count: number): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query("begin")
    await client.query(
      `with made as (
        insert into "Signature" (id, "campaignId", state, "emailIndex", sealed, "showName", "publicName", country, locale,
          "petitionVersion", "consentVersion", "consentAt", "mailedAt", "createdAt", "confirmedAt", "listedAt", "listedOrder")
        select gen_random_uuid(), c.id, 'CONFIRMED', sha256(('sample ' || n)::bytea), sha256('x') || sha256(n::text::bytea) || sha256('y'),
          n % 3 = 0, case when n % 3 = 0 then 'Sample ' || n end, 'ES', 'en', 1, 'sample', now(), now() - interval '2 days',
          now() - n * interval '1 second', now() - n * interval '1 second',
          case when n % 3 = 0 then date_trunc('hour', now() - n * interval '1 second') end, n
        from "Campaign" c, generate_series(1, $2) n where c.slug = $1 returning id, "campaignId"
      ), mailed as (
        insert into "Message" (id, template, locale, "recipientIndex", "isTriggerable", "subjectId", state, "sentAt", "createdAt")
        select gen_random_uuid(), 'signature.confirm', 'en', sha256(id::text::bytea), true, id, 'SENT', now(), now() - interval '2 days' from made
      ), linked as (
        insert into "SignatureToken" (hash, "signatureId", purpose, round) select sha256(id::text::bytea), id, 'CONFIRM', 1 from made
      )
      insert into "CampaignCount" ("campaignId", confirmed) select "campaignId", count(*) from made group by 1
      on conflict ("campaignId") do update set confirmed = excluded.confirmed`,
      [slug, count],
    )
    await client.query("commit")
    await client.query("analyze")
  } finally {
    await client.end()
  }
}
