import "server-only"
import type { Signature } from "#lib/generated/prisma/client"
import type { Transaction } from "#lib/platform/db"
import { DEFAULT_LOCALE } from "#lib/shared/locales"

/** The signature, locked until the transaction ends, so that a confirmation, a change and a withdrawal never cross. */
export async function lockSignature(tx: Transaction, id: string): Promise<Signature | null> {
  await tx.$queryRaw`select id from "Signature" where id = ${id}::uuid for update`
  return tx.signature.findUnique({ where: { id } })
}

/** Address, title and addressee of the campaign as the signatory reads them. */
export async function campaignOf(
  tx: Transaction,
  signature: Signature,
): Promise<{ slug: string; title: string; addressedTo: string }> {
  const texts = await tx.campaignText.findMany({
    where: { campaignId: signature.campaignId, locale: { in: [signature.locale, DEFAULT_LOCALE] } },
    orderBy: { version: "desc" },
    select: { locale: true, title: true, addressedTo: true, campaign: { select: { slug: true } } },
  })
  const text = texts.find(({ locale }) => locale === signature.locale) ?? texts[0]
  if (!text) throw new Error("A campaign has no text.")
  return { slug: text.campaign.slug, title: text.title, addressedTo: text.addressedTo }
}
