import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { type CommentChoices, DEFAULT_CHOICES } from "#lib/domain/comments/opening"
import { saveCommentChoices } from "#lib/domain/comments/settings"
import { db } from "#lib/platform/db"
import type { env } from "#lib/platform/env"
import { loadKeyring } from "#lib/platform/keyring"
import { LOCALES, type Locale } from "#lib/shared/locales"
import { renderMarkdown } from "#lib/shared/markdown"
import { siteText } from "#lib/web/site-texts"
import { createCampaign } from "#tests/factories/campaign"
import { createOrganiser } from "#tests/factories/organiser"

vi.mock("#lib/platform/env", async (original) => {
  const real = await original<{ env: typeof env }>()
  const changes: Record<string, unknown> = {}
  return { ...real, changes, env: () => ({ ...real.env(), ...changes }) }
})

async function setEnv(settings: Record<string, string>): Promise<void> {
  const { changes } = (await import("#lib/platform/env")) as unknown as { changes: Record<string, unknown> }
  for (const key of Object.keys(changes)) delete changes[key]
  Object.assign(changes, settings)
}

beforeAll(loadKeyring)
beforeEach(async () => {
  await setEnv({})
  // What other campaigns choose is part of the text.
  await db().$executeRaw`truncate "Campaign" cascade`
})

/** The points of the section as a reader sees them. */
async function section(locale: Locale): Promise<string[]> {
  const { body, fields, headingIds } = await siteText("privacy", locale)
  const html = renderMarkdown(body, { fields, headingIds })
  const [, after = ""] = html.split('<h2 id="how-comments-are-processed">')
  const [list = ""] = after.split("<h2", 1)
  return [...list.matchAll(/<li>([\s\S]*?)<\/li>/g)].map(([, point = ""]) => point.replace(/<[^>]+>/g, ""))
}

async function choose(campaignId: string, choices: Partial<CommentChoices>): Promise<void> {
  const { actor } = await createOrganiser()
  expect((await saveCommentChoices(actor, campaignId, { ...DEFAULT_CHOICES, ...choices })).ok).toBe(true)
}

const ALL_PROVIDERS = Object.fromEntries(
  ["WORDPRESS", "GOOGLE", "TWITTER", "FACEBOOK"].flatMap((name) => [
    [`${name}_CLIENT_ID`, "id"],
    [`${name}_CLIENT_SECRET`, "secret"],
  ]),
)

describe.each([
  {
    locale: "en",
    ...{
      service: "are sent to Akismet",
      network: "your network address and your browser's name",
      login: "If you log in",
    },
    ...{ days: "deleted 30 days after the decision", refused: "not published is deleted after 30 days" },
    ...{
      edit: "edit a comment for 10 minutes",
      all: "WordPress.com, Google, Twitter (X) or Facebook",
      minutes: "30 minutes",
    },
  },
  {
    locale: "es",
    ...{
      service: "se envían a Akismet",
      network: "tu dirección de red y el nombre de tu navegador",
      login: "Si inicias sesión",
    },
    ...{ days: "se borra 30 días después", refused: "no se publica se borra a los 30 días" },
    ...{ edit: "durante 10 minutos", all: "WordPress.com, Google, Twitter (X) o Facebook", minutes: "30 minutos" },
  },
] as const)("how comments are processed, in $locale", ({ locale, ...words }) => {
  const says = async () => {
    const text = (await section(locale)).join("\n")
    const has = (word: string) => text.includes(word)
    return {
      service: has(words.service) && has(words.network) && has(words.minutes),
      login: has(words.login),
      addresses: has(words.days),
      refused: has(words.refused),
      edits: has(words.edit),
    }
  }
  const base = { service: false, login: false, addresses: true, refused: true, edits: true }

  it("speaks of neither service nor companies that are not set up", async () => {
    await createCampaign()
    expect(await says()).toEqual(base)
    expect((await section(locale)).join()).not.toMatch(/Akismet|WordPress|Google|Facebook/)
  })

  it("names the spam service, and what it gets, where a key is set and a campaign asks it", async () => {
    const campaign = await createCampaign()
    await choose(campaign.id, { asksOutside: true })
    expect(await says()).toEqual(base)
    await setEnv({ AKISMET_KEY: "123456789abc" })
    expect(await says()).toEqual({ ...base, service: true })
    await choose(campaign.id, { asksOutside: true, mode: "OFF" })
    expect((await says()).service).toBe(false)
    await choose(campaign.id, { asksOutside: false })
    expect(await says()).toEqual(base)
  })

  it("names the companies that are set up, where a campaign lets people log in", async () => {
    const campaign = await createCampaign()
    await setEnv({ GOOGLE_CLIENT_ID: "id", GOOGLE_CLIENT_SECRET: "secret" })
    expect((await section(locale)).join()).toContain("Google")
    expect((await section(locale)).join()).not.toMatch(/WordPress|Facebook/)
    await setEnv(ALL_PROVIDERS)
    expect((await section(locale)).join()).toContain(words.all)
    await choose(campaign.id, { allowsLogin: false })
    expect(await says()).toEqual(base)
  })

  it("speaks of addresses where guests may write, and of deleting where there are comments at all", async () => {
    const campaign = await createCampaign()
    await choose(campaign.id, { allowsGuests: false })
    expect(await says()).toEqual({ ...base, addresses: false })
    await choose(campaign.id, { mode: "OFF" })
    expect(await says()).toEqual({ service: false, login: false, addresses: false, refused: false, edits: false })
    const second = await createCampaign()
    expect(await says()).toEqual(base)
    await db().campaign.update({ where: { id: second.id }, data: { status: "DRAFT" } })
    expect((await says()).addresses).toBe(false)
  })
})

it("has the same points in every language", async () => {
  const campaign = await createCampaign()
  const count = async () => Promise.all(LOCALES.map(async (locale) => (await section(locale)).length))
  expect(new Set(await count()).size).toBe(1)
  await setEnv({ ...ALL_PROVIDERS, AKISMET_KEY: "123456789abc" })
  await choose(campaign.id, { asksOutside: true })
  const counts = await count()
  expect(new Set(counts).size).toBe(1)
  expect(counts[0]).toBe(7)
  for (const locale of LOCALES) {
    const text = (await section(locale)).join("\n")
    for (const word of ["Akismet", "Facebook", "10", "30"]) expect(text, `${locale} ${word}`).toContain(word)
    expect(text).not.toMatch(/\{\{|\}\}/)
  }
})
