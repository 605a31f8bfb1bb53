import { beforeAll, expect, it } from "vitest"
import { hasDigest, sendDigests, setDigest } from "#lib/domain/mailings/digest"
import { db } from "#lib/platform/db"
import { loadKeyring } from "#lib/platform/keyring"
import { createCampaign } from "#tests/factories/campaign"
import { createSupporters } from "#tests/factories/mailing"
import { createOrganiser } from "#tests/factories/organiser"
import { lastMessageTo, messagesTo } from "#tests/support/mailbox"

beforeAll(loadKeyring)

it("tells whoever asked, once a day, of their own campaigns, and only when there is something to say", async () => {
  const now = new Date()
  const campaign = await createCampaign()
  const owner = await createOrganiser()
  const editor = await createOrganiser({ role: "EDITOR", scope: campaign.id })
  const viewer = await createOrganiser({ role: "VIEWER", scope: campaign.id })
  const elsewhere = await createOrganiser({ role: "EDITOR", scope: (await createCampaign()).id })
  expect(await hasDigest(owner.actor)).toBe(false)
  for (const { actor } of [editor, viewer, elsewhere]) await setDigest(actor, true)
  expect(await sendDigests(now)).toBe(0)
  await createSupporters(campaign, 7, (place) => `day${place}@example.org`)
  expect(await sendDigests(now)).toBe(1)
  expect(await lastMessageTo(editor.email)).toMatchObject({
    ...{ template: "organiser.digest", data: { signatures: 7, letters: 0, waiting: 0, problems: 0 } },
  })
  expect(await sendDigests(now)).toBe(0)
  expect(await messagesTo(owner.email)).toEqual([])
  await setDigest(editor.actor, false)
  expect(await sendDigests(new Date(now.getTime() + 20 * 3_600_000))).toBe(0)
  expect(await db().message.count({ where: { template: "organiser.digest" } })).toBe(1)
})
