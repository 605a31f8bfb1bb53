import "server-only"
import type { Transaction } from "#lib/platform/db"

/**
 * Says of every row of a batch whether it is a repeat: of a signature on the site with the same address, of a row with the same
 * address in this batch or a counted one, of an earlier row of this batch with the same name and town. Repeats do not count.
 */
export async function markRepeats(
  tx: Transaction,
  { campaignId, batchId }: { campaignId: string; batchId: string },
): Promise<void> {
  await tx.$executeRaw`
    with rows as (
      select id, "emailIndex",
        row_number() over (partition by "nameIndex" order by number) > 1 as "sameName",
        "emailIndex" is not null and row_number() over (partition by "emailIndex" order by number) > 1 as "sameEmail"
      from "PaperSignature" where "batchId" = ${batchId}::uuid
    ), judged as (
      select id, case
        when exists (select from "Signature" s where s."campaignId" = ${campaignId}::uuid and s."emailIndex" = r."emailIndex"
          and s.state in ('CONFIRMED', 'DELIVERED', 'DISPUTED')) then 'SIGNATURE'
        when "sameEmail" or exists (select from "PaperSignature" o join "PaperBatch" b on b.id = o."batchId"
          where o."emailIndex" = r."emailIndex" and b."campaignId" = ${campaignId}::uuid and b.state = 'COUNTED') then 'EMAIL'
        when "sameName" then 'NAME'
      end::"PaperRepeat" as repeat from rows r
    )
    update "PaperSignature" p set repeat = j.repeat from judged j where p.id = j.id and p.repeat is distinct from j.repeat`
}
