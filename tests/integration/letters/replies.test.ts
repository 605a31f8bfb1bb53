import { simpleParser } from "mailparser"
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { aliasAddress } from "#lib/domain/letters/alias"
import { listReplies, recordReply } from "#lib/domain/letters/replies"
import { forgetOldLetters } from "#lib/domain/letters/retention"
import { findLetterView } from "#lib/domain/letters/status"
import { withdrawLetter } from "#lib/domain/letters/withdraw"
import { db } from "#lib/platform/db"
import { env } from "#lib/platform/env"
import { loadKeyring } from "#lib/platform/keyring"
import { createLetter, createLetterCampaign, letterOf } from "#tests/factories/letter"
import { startHandlers } from "#tests/support/handlers"
import { lastMessageTo, templatesSentTo } from "#tests/support/mailbox"
import { clearLetters, NOON, openPostOffice, type PostOffice, readText } from "./support"

const SECRET = "a secret of the mail server, long enough"
let post: PostOffice

beforeAll(loadKeyring)
beforeEach(async () => {
  await clearLetters()
  const known = env()
  vi.spyOn(await import("#lib/platform/env"), "env").mockReturnValue({
    ...known,
    ALIAS_DOMAIN: "replies.example.org",
    BOUNCE_SECRET: SECRET,
  })
  post = await openPostOffice()
})
afterEach(async () => {
  vi.restoreAllMocks()
  await post.close()
})

/** A letter that has left with an alias, and the alias as the office sees it. */
async function sent() {
  const campaign = await createLetterCampaign()
  const letter = await createLetter(campaign, { route: "relay-alias" }, { now: NOON })
  await post.work()
  const mail = await simpleParser(post.smtp.received.at(-1)!.raw)
  const alias = mail.replyTo?.value[0]?.address ?? ""
  return { campaign, letter, mail, alias }
}

let mails = 0
const reply = (to: string, text: string, headers = "") =>
  Buffer.from(
    `From: Office <office@target.example>\r\nTo: <${to}>\r\nSubject: Re: your letter\r\nMessage-ID: <reply-${++mails}@target.example>\r\n${headers}\r\n${text}`,
  )

describe("a reply to a writer who keeps the address to themselves", () => {
  it("goes to an address of ours that says nothing of the writer or the letter", async () => {
    const { letter, mail, alias } = await sent()
    expect(alias).toMatch(/^r-[0-9a-f]{26}@replies\.example\.org$/)
    expect(alias).toBe(aliasAddress(letter.id))
    expect(post.smtp.received.at(-1)!.raw.toString()).not.toContain(letter.fields.email)
    expect(readText(mail.text)).toMatch(/Reply reaches the writer through .+\.\n$/)
    const other = await sent()
    expect(other.alias).not.toBe(alias)
  })

  it("waits encrypted behind the writer's link, and the message about it says nothing of its words", async () => {
    const { letter, alias } = await sent()
    expect(await recordReply(reply(alias, "Thank you for writing. Canary words."), NOON)).toBe("recorded")
    expect(await listReplies(letter.id)).toEqual([
      {
        from: "Office <office@target.example>",
        subject: "Re: your letter",
        text: "Thank you for writing. Canary words.",
        receivedOn: "2026-11-24",
      },
    ])
    expect(await findLetterView(letter.id)).toMatchObject({ status: "answered" })
    const message = await lastMessageTo(letter.fields.email)
    expect(message.template).toBe("letter.reply")
    expect(JSON.stringify(message.data)).not.toContain("Canary")
    const dump = await db().$queryRaw<{ row: string }[]>`select to_jsonb(r)::text as row from "LetterReply" r`
    expect(dump.map(({ row }) => row).join()).not.toContain(Buffer.from("Canary").toString("hex"))
  })

  it("is taken once, and so many times and no more", async () => {
    const { letter, alias } = await sent()
    const mail = reply(alias, "The same.")
    await recordReply(mail, NOON)
    expect(await recordReply(mail, NOON)).toBe("known")
    for (let nth = 0; nth < 12; nth++) await recordReply(reply(alias, `Number ${nth}`), NOON)
    expect(await listReplies(letter.id)).toHaveLength(10)
    const told = (await templatesSentTo(letter.fields.email)).filter((one) => one === "letter.reply")
    expect(told).toHaveLength(10)
  })

  it.each([
    "Auto-Submitted: auto-replied\r\n",
    "Precedence: bulk\r\n",
    "Return-Path: <>\r\n",
    "List-Id: <x.example>\r\n",
    "Content-Type: multipart/report; boundary=b\r\n",
  ])("is none when a machine wrote it: %s", async (header) => {
    const { letter, alias } = await sent()
    expect(await recordReply(reply(alias, "Away.", header), NOON)).toBe("ignored")
    expect(await listReplies(letter.id)).toEqual([])
    expect(await templatesSentTo(letter.fields.email)).not.toContain("letter.reply")
  })

  it("reaches nobody through an address that was made up, or after the letter is withdrawn or its time is over", async () => {
    const { letter, alias } = await sent()
    expect(await recordReply(reply(alias.replace(/.(?=@)/, "x"), "?"), NOON)).toBe("unknown")
    expect(await recordReply(reply(alias.replace("replies.", "other."), "?"), NOON)).toBe("unknown")
    expect((await withdrawLetter(letter.id, NOON)).ok).toBe(true)
    expect(await recordReply(reply(alias, "Too late."), NOON)).toBe("unknown")
    const second = await sent()
    await recordReply(reply(second.alias, "In time."), NOON)
    await forgetOldLetters(new Date(NOON.getTime() + 91 * 86_400_000))
    expect(await letterOf(second.letter.id)).toMatchObject({ aliasHash: null, sealed: null })
    expect(await recordReply(reply(second.alias, "Too late."), NOON)).toBe("unknown")
    expect(await db().letterReply.count()).toBe(0)
  })

  it("comes in by a hook that is closed to all others", async () => {
    const { letter, alias } = await sent()
    const web = await startHandlers()
    const send = (secret: string) =>
      fetch(`${web.url}/hooks/reply`, {
        method: "POST",
        headers: { "content-type": "message/rfc822", authorization: `Bearer ${secret}` },
        body: new Uint8Array(reply(alias, "Hello")),
      })
    expect((await send("wrong")).status).toBe(403)
    const answer = await send(SECRET)
    expect([answer.status, await answer.json()]).toEqual([202, { status: "recorded" }])
    expect(await listReplies(letter.id)).toHaveLength(1)
    vi.restoreAllMocks()
    expect((await send(SECRET)).status).toBe(404)
    web.close()
  })
})
