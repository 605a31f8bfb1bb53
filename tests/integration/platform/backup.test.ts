import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { gunzipSync, gzipSync } from "node:zlib"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { findLastBackup } from "#lib/platform/backup-record"
import { restoreBackup } from "#lib/platform/backup/restore"
import { writeBackup } from "#lib/platform/backup/write"
import { db } from "#lib/platform/db"
import { loadKeyring } from "#lib/platform/keyring"
import { requestSignIn } from "#lib/domain/identity/sign-in"
import { createCampaign } from "#tests/factories/campaign"
import { createComment } from "#tests/factories/comment"
import { createOrganiser, createSession } from "#tests/factories/organiser"
import { createConfirmed } from "#tests/factories/signature"
import { freshDatabase, withClient } from "#tests/support/database"

let folder: string
beforeAll(async () => {
  await loadKeyring()
  folder = mkdtempSync(join(tmpdir(), "two-minutes-backup-"))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const NOON = new Date("2026-11-24T12:00:00Z")
const url = () => process.env.DATABASE_URL!
const KEPT = ["Campaign", "CampaignText", "Signature", "Comment", "Organiser", "Membership", "AuditEntry", "SecretKey"]

/** Every row of some tables as text, in a fixed order. */
function contents(of: string, tables = KEPT): Promise<string[]> {
  return withClient(of, async (client) => {
    const all: string[] = []
    for (const table of tables) {
      const { rows } = await client.query<{ row: string }>(`select t::text as row from "${table}" t order by 1`)
      all.push(...rows.map(({ row }) => `${table} ${row}`))
    }
    return all
  })
}

describe("a backup", () => {
  it("brings everything back, with its secrets sealed, and without sign-ins and daily salts", async () => {
    const { email, organiserId } = await createOrganiser()
    await createSession(organiserId)
    await requestSignIn(email, new Date())
    for (let count = 0; count < 3; count++) {
      const campaign = await createCampaign()
      await createConfirmed(campaign)
      await createComment(campaign, { body: `tab\tline\nback\\slash \\. quote " ’ 中文 ${"x".repeat(5_000)}` })
    }
    await db()
      .$executeRaw`insert into "SecretKey" (purpose, wrapped, "expiresAt") values ('rate 2026-11-24', '\\x00', now() + interval '1 day')`

    const file = join(folder, "one.backup")
    const { tables, bytes } = await writeBackup(url(), file, NOON)
    expect(tables).toBeGreaterThan(20)
    expect([statSync(file).mode & 0o777, bytes]).toEqual([0o600, statSync(file).size])
    expect(await findLastBackup()).toEqual(NOON)
    const plain = gunzipSync(readFileSync(file)).toString()
    expect(plain).not.toContain(email)
    expect(plain).not.toContain("rate 2026-11-24")

    const other = await freshDatabase()
    const restored = await restoreBackup(other, file, { replaces: false })
    expect(restored).toMatchObject({ madeAt: NOON.toISOString(), tables })
    const [before, after] = [await contents(url()), await contents(other)]
    expect(after).toEqual(before.filter((row) => !row.includes("rate 2026-11-24")))
    await withClient(other, async (client) => {
      const count = async (text: string) => (await client.query<{ n: string }>(text)).rows[0]!.n
      expect(await count(`select count(*) as n from "OrganiserSession"`)).toBe("0")
      expect(await count(`select count(*) as n from "Message" where state = 'QUEUED'`)).toBe("0")
      // Numbers that the database gives go on where they were.
      await client.query(`insert into "SecretKey" (purpose, wrapped) values ('new', '\\x00')`)
      expect(Number(await count(`select max(id) as n from "SecretKey"`))).toBeGreaterThan(1)
    })
  })

  it("never overwrites a file, nor a site that has data unless told so", async () => {
    const file = join(folder, "two.backup")
    await writeBackup(url(), file, NOON)
    await expect(writeBackup(url(), file, NOON)).rejects.toThrow(/EEXIST/)
    const before = await contents(url())
    await expect(restoreBackup(url(), file, { replaces: false })).rejects.toThrow("--replace")
    await createCampaign()
    expect(await contents(url())).not.toEqual(before)
    await restoreBackup(url(), file, { replaces: true })
    expect(await contents(url())).toEqual(before.filter((row) => !row.includes("rate 2026-11-24")))
  })

  it("changes nothing when the file is cut short, no backup, of another version, or made under another secret", async () => {
    const file = join(folder, "three.backup")
    await writeBackup(url(), file, NOON)
    const plain = gunzipSync(readFileSync(file)).toString()
    const other = await freshDatabase()
    const before = await contents(other)
    const broken: Record<string, [string, RegExp]> = {
      short: [plain.slice(0, Math.floor(plain.length * 0.7)), /cut short/],
      foreign: ["hello\n", /no backup/],
      empty: ["", /no backup/],
      version: [plain.replace("0007_site", "9999_later"), /another version/],
      secret: [plain.replace(/^(\d+\tdata\t\\\\x[0-9a-f]{20})([0-9a-f]{4})/m, "$1ffff"), /APP_SECRET/],
      column: [plain.replace('"purpose"', '"nothing"'), /nothing/],
    }
    for (const [name, [text, reason]] of Object.entries(broken)) {
      const path = join(folder, name)
      writeFileSync(path, gzipSync(text))
      await expect(restoreBackup(other, path, { replaces: false }), name).rejects.toThrow(reason)
    }
    writeFileSync(join(folder, "plain"), "not compressed")
    await expect(restoreBackup(other, join(folder, "plain"), { replaces: false })).rejects.toThrow(/no backup/)
    await expect(restoreBackup(other, join(folder, "absent"), { replaces: false })).rejects.toThrow()
    expect(await contents(other)).toEqual(before)
  })
})
