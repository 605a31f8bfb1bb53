import { describe, expect, it } from "vitest"
import { judge, type Outcome } from "#lib/platform/smtp"

const fault = (responseCode: number, command: string, text = "") => ({
  code: "EENVELOPE",
  responseCode,
  command,
  response: `${responseCode} ${text}`,
})

describe("judge", () => {
  const cases: [string, unknown, Outcome][] = [
    ["an unknown mailbox", fault(550, "RCPT TO", "5.1.1 no such user"), "bounced"],
    ["a plain 550 for a recipient", fault(550, "RCPT TO", "no"), "bounced"],
    ["a full mailbox", fault(552, "RCPT TO", "full"), "refused"],
    ["a full mailbox by its enhanced code", fault(550, "RCPT TO", "5.2.2 full"), "refused"],
    ["a relay that does not know us", fault(554, "RCPT TO", "5.7.1 relay access denied"), "deferred"],
    ["greylisting", fault(451, "RCPT TO", "4.7.1 come back later"), "deferred"],
    ["a full disk there", fault(452, "RCPT TO"), "deferred"],
    ["refused content", fault(554, "DATA", "5.6.0 no"), "refused"],
    ["content put off", fault(450, "DATA"), "deferred"],
    ["a refused sender: our setting", fault(550, "MAIL FROM", "5.1.8 bad sender"), "down"],
    ["a server that closes", fault(421, "RCPT TO", "4.3.2 shutting down"), "down"],
    ["a wrong password", { code: "EAUTH", responseCode: 535, command: "AUTH PLAIN", response: "535 no" }, "down"],
    ["a greeting that refuses", { code: "EPROTOCOL", responseCode: 554, command: "CONN", response: "554 no" }, "down"],
    ["no server", { code: "ESOCKET", originalCode: "ECONNREFUSED", command: "CONN" }, "down"],
    ["no such host", { code: "EDNS", originalCode: "ENOTFOUND", command: "CONN" }, "down"],
    ["no greeting", { code: "ETIMEDOUT", timeoutType: "GREETING_TIMEOUT", command: "CONN" }, "down"],
    ["silence in the middle", { code: "ETIMEDOUT", timeoutType: "SOCKET_TIMEOUT", command: "CONN" }, "deferred"],
    ["a cut connection", { code: "ECONNECTION", command: "CONN" }, "deferred"],
    ["something that is no error at all", undefined, "deferred"],
  ]
  it.each(cases)("%s", (_, error, outcome) => {
    expect(judge(error).outcome).toBe(outcome)
  })

  it("keeps code and kind only, never what the server said", () => {
    const quoted = {
      ...fault(550, "RCPT TO ana@example.org", "5.1.1 <ana@example.org> unknown"),
      code: "ana@example.org",
    }
    expect(judge(quoted).detail).toBe("550 RCPT")
    expect(judge({ code: "ana@example.org" }).detail).toBe("ERROR")
  })
})
