import { beforeAll, beforeEach, describe, expect, it } from "vitest"
import { PART_KEYS, settingsParts } from "#lib/domain/admin/schema"
import { readSettings, saveSettings } from "#lib/domain/admin/settings"
import type { Actor } from "#lib/domain/identity/policy"
import { db } from "#lib/platform/db"
import { loadKeyring } from "#lib/platform/keyring"
import { refreshSettings, siteSettings } from "#lib/platform/settings"
import { createOrganiser } from "#tests/factories/organiser"

beforeAll(loadKeyring)
beforeEach(async () => {
  await db().setting.deleteMany()
  await refreshSettings()
})

async function read(actor: Actor) {
  const found = await readSettings(actor)
  if (!found.ok) throw new Error(found.code)
  return found.value
}

const names = (more: object = {}) =>
  settingsParts.names.parse({ siteName: "Our voice", orgName: "Project", orgShort: "", ...more })

describe("settings", () => {
  it("are read and changed by owners of the site only", async () => {
    const owner = await createOrganiser()
    const { revisions } = await read(owner.actor)
    for (const role of ["EDITOR", "MODERATOR", "VIEWER"] as const) {
      const { actor } = await createOrganiser({ role })
      expect(await readSettings(actor)).toEqual({ ok: false, code: "forbidden" })
      expect(await saveSettings(actor, "names", names(), revisions.names)).toEqual({ ok: false, code: "forbidden" })
    }
    const { actor } = await createOrganiser({ role: "OWNER", scope: "019af000-0000-7000-8000-000000000000" })
    expect(await readSettings(actor)).toEqual({ ok: false, code: "forbidden" })
    expect(await db().setting.count()).toBe(0)
  })

  it("hold at once in this process, and are in the log", async () => {
    const { actor } = await createOrganiser()
    const { revisions } = await read(actor)
    expect((await saveSettings(actor, "names", names({ orgContact: "us@example.org" }), revisions.names)).ok).toBe(true)
    expect(await siteSettings()).toMatchObject({ siteName: "Our voice", orgShort: null, orgContact: "us@example.org" })
    const { revisions: next } = await read(actor)
    await saveSettings(actor, "languages", settingsParts.languages.parse({ ru: "yes" }), next.languages)
    expect((await siteSettings()).locales).toEqual(["en", "ru"])
    const log = await db().auditEntry.findMany({ where: { organiserId: actor.organiserId }, orderBy: { id: "asc" } })
    expect(log.map(({ action, subjectId }) => [action, subjectId])).toEqual([
      ["settings_changed", "names"],
      ["settings_changed", "languages"],
    ])
    // What is emptied is gone, not kept as an empty text.
    await saveSettings(actor, "names", names({ orgContact: " " }), (await read(actor)).revisions.names)
    expect((await siteSettings()).orgContact).toBeNull()
  })

  it("are not overwritten unseen by somebody who opened the form earlier; parts do not disturb each other", async () => {
    const [one, two] = [await createOrganiser(), await createOrganiser()]
    const { revisions } = await read(one.actor)
    const saves = await Promise.all([
      saveSettings(one.actor, "names", names({ siteName: "One" }), revisions.names),
      saveSettings(two.actor, "names", names({ siteName: "Two" }), revisions.names),
    ])
    expect(saves.filter(({ ok }) => ok)).toHaveLength(1)
    expect(saves.find(({ ok }) => !ok)).toEqual({ ok: false, code: "settings_changed", by: "Olga" })
    const safety = settingsParts.safety.parse({ retentionDays: "90", showsExit: "yes" })
    expect((await saveSettings(two.actor, "safety", safety, revisions.safety)).ok).toBe(true)
    expect(await siteSettings()).toMatchObject({ retentionDays: 90, showsLogo: false, showsExit: true, exitUrl: null })
  })

  it("are checked before they are taken", () => {
    const codes = (part: keyof typeof settingsParts, values: object) =>
      settingsParts[part].safeParse(values).error?.issues.map(({ path, message }) => [path[0], message]) ?? []
    expect(codes("names", { siteName: " ", orgName: "x".repeat(61), orgShort: "us@here" })).toEqual([
      ["siteName", "setting_empty"],
      ["orgName", "setting_too_long"],
      ["orgShort", "setting_plain_name"],
    ])
    for (const days of ["0", "181", "1.5", "many", "-3"]) {
      expect(codes("safety", { retentionDays: days })).toEqual([["retentionDays", "setting_days"]])
    }
    for (const exitUrl of ["javascript:alert(1)", "//evil", "weather", "ftp://x.example"]) {
      expect(codes("safety", { retentionDays: "30", exitUrl })).toEqual([["exitUrl", "setting_address"]])
    }
    expect(settingsParts.languages.parse({})).toEqual({ locales: ["en"] })
    const all = settingsParts.names.parse({ siteName: "\u202e evil", orgName: "x" })
    expect(all.siteName).toBe("evil")
    expect(Object.keys(all).sort()).toEqual([...PART_KEYS.names].sort())
  })
})
