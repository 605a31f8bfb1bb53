import { describe, expect, it } from "vitest"
import { clientAddress, isLocalVisitor } from "#lib/web/client-address"

describe("clientAddress", () => {
  it.each([
    // No trusted proxy: what a header says does not count.
    ["203.0.113.5", "1.1.1.1", 0, "203.0.113.5"],
    ["::ffff:203.0.113.5", undefined, 0, "203.0.113.5"],
    ["2001:DB8::1", undefined, 0, "2001:db8::1"],
    // One: the last entry only.
    ["10.0.0.1", "198.51.100.7", 1, "198.51.100.7"],
    ["10.0.0.1", "6.6.6.6, 198.51.100.7", 1, "198.51.100.7"],
    ["10.0.0.1", "6.6.6.6,198.51.100.7:4711", 1, "198.51.100.7"],
    ["10.0.0.1", "[2001:db8::7]:4711", 1, "2001:db8::7"],
    ["10.0.0.1", "2001:db8::7", 1, "2001:db8::7"],
    ["10.0.0.1", "::ffff:198.51.100.7", 1, "198.51.100.7"],
    // Two: the last but one.
    ["10.0.0.1", "6.6.6.6, 198.51.100.7, 10.0.0.2", 2, "198.51.100.7"],
    // Lists that did not come through all of our proxies, or hold no address.
    ["10.0.0.1", "198.51.100.7", 2, "10.0.0.1"],
    ["10.0.0.1", "unknown", 1, "10.0.0.1"],
    ["10.0.0.1", "_hidden", 1, "10.0.0.1"],
    ["10.0.0.1", "", 1, "10.0.0.1"],
    ["10.0.0.1", "999.1.1.1", 1, "10.0.0.1"],
    ["10.0.0.1", undefined, 1, "10.0.0.1"],
  ])("takes from peer %s with %s and %i hops the client %s", (peer, forwardedFor, hops, client) => {
    expect(clientAddress(peer, forwardedFor, hops)).toBe(client)
  })
})

describe("isLocalVisitor", () => {
  it.each([
    ["127.0.0.1", { host: "localhost:3000" }, true],
    ["127.0.0.1", { host: "127.0.0.1:3000" }, true],
    ["::1", { host: "[::1]:3000" }, true],
    ["::ffff:127.0.0.1", { host: "LOCALHOST" }, true],
    ["203.0.113.5", { host: "localhost" }, false],
    ["127.0.0.1", { host: "petition.example" }, false],
    ["127.0.0.1", { host: "localhost.evil.example" }, false],
    ["127.0.0.1", { host: "127.0.0.1.evil.example" }, false],
    ["127.0.0.1", {}, false],
    ["127.0.0.1", { host: "localhost", "x-forwarded-for": "203.0.113.5" }, false],
    ["127.0.0.1", { host: "localhost", forwarded: "for=203.0.113.5" }, false],
    ["127.0.0.1", { host: "localhost", via: "1.1 proxy" }, false],
    ["127.0.0.1", { host: "localhost", "x-real-ip": "203.0.113.5" }, false],
    ["", { host: "localhost" }, false],
  ])("says of peer %j with %j: %s", (peer, headers, isLocal) => {
    expect(isLocalVisitor(peer, headers)).toBe(isLocal)
  })
})
