import { describe, expect, it } from "vitest"
import { readReply } from "#lib/domain/letters/reply-mail"

const read = (mail: string) => readReply(Buffer.from(mail.replace(/\n/g, "\r\n")))

describe("a mail that may be a reply", () => {
  it("is read from its text part, whatever its encoding and alphabet", () => {
    const koi8 = Buffer.from([0xf0, 0xd2, 0xc9, 0xd7, 0xc5, 0xd4]).toString("base64")
    const mail = `To: r-x@a.example
Subject: =?utf-8?B?${Buffer.from("Ответ").toString("base64")}?= =?iso-8859-1?Q?_=E9t=E9?=
Content-Type: multipart/mixed; boundary="out"

--out
Content-Type: multipart/alternative; boundary=in

--in
Content-Type: text/plain; charset=koi8-r
Content-Transfer-Encoding: base64

${koi8}
--in
Content-Type: text/html; charset=utf-8

<p>Other</p>
--in--
--out
Content-Type: text/plain
Content-Disposition: attachment; filename=x.txt

A file.
--out--
`
    expect(read(mail)).toMatchObject({ subject: "Ответ été", text: "Привет", recipients: ["r-x@a.example"] })
  })

  it("gives the words of HTML alone, and never its code", () => {
    const mail = `Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: quoted-printable

<style>p{color:red}</style><p>Dear Ana,</p><script>alert(1)</script><p>Thank=20you=
 &amp; best wishes.</p><img src=3D"https://tracker.example/x">`
    expect(read(mail).text).toBe("Dear Ana,\nThank you & best wishes.")
  })

  it("has an end, and tidies what hides or turns text", () => {
    expect([...read(`Subject: x\n\n${"a".repeat(50_000)}`).text]).toHaveLength(20_000)
    expect(read("Subject: a\u202Eb\n\nc\u200Bd").text).toBe("cd")
  })

  it.each([
    "",
    "\n\n",
    "Content-Type: multipart/mixed; boundary=\n\nx",
    "Content-Type: text/plain; charset=nothing\n\nhello",
    ":::\n\u0000",
  ])("never fails: %j", (mail) => {
    expect(typeof read(mail).text).toBe("string")
  })

  it("is quick with parts in parts", () => {
    const boundary = (nth: number) => `Content-Type: multipart/mixed; boundary=b${nth}\n\n--b${nth}\n`
    const begin = performance.now()
    read(Array.from({ length: 2_000 }, (_, nth) => boundary(nth)).join(""))
    expect(performance.now() - begin).toBeLessThan(500)
  })
})
