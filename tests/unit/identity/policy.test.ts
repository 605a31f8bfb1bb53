import { describe, expect, it } from "vitest"
import { type Actor, canEditCampaign, canManagePeople, isAtLeast, scopesOf } from "#lib/domain/identity/policy"
import { ROLES } from "#lib/domain/identity/schema"

const HERE = "here"
const OTHER = "other"

const on = (scope: string, role: (typeof ROLES)[number]): Actor => ({ organiserId: "o", roles: { [scope]: role } })

describe("roles", () => {
  it.each([
    ["OWNER", [true, true, true, true]],
    ["EDITOR", [false, true, true, true]],
    ["MODERATOR", [false, false, true, true]],
    ["VIEWER", [false, false, false, true]],
  ] as const)("%s holds exactly its own rights, on the whole site and in one campaign", (role, expected) => {
    for (const scope of ["", HERE])
      expect(ROLES.map((least) => isAtLeast(on(scope, role), HERE, least))).toEqual(expected)
  })

  it("do not reach into another campaign", () => {
    for (const role of ROLES) for (const least of ROLES) expect(isAtLeast(on(OTHER, role), HERE, least)).toBe(false)
  })

  it("of one campaign never manage people or the site", () => {
    for (const role of ROLES) {
      expect(canManagePeople(on(HERE, role))).toBe(false)
      expect(isAtLeast(on(HERE, role), "", "VIEWER")).toBe(false)
    }
    expect(canManagePeople(on("", "OWNER"))).toBe(true)
    expect(canManagePeople(on("", "EDITOR"))).toBe(false)
  })

  it("add up: the better one counts", () => {
    const actor: Actor = { organiserId: "o", roles: { "": "VIEWER", [HERE]: "EDITOR" } }
    expect(canEditCampaign(actor, HERE)).toBe(true)
    expect(canEditCampaign(actor, OTHER)).toBe(false)
    expect(scopesOf(actor, "MODERATOR")).toEqual([HERE])
    expect(scopesOf(actor, "VIEWER")).toBeNull()
  })

  it("are not found in what objects inherit", () => {
    expect(isAtLeast({ organiserId: "o", roles: {} }, "constructor", "VIEWER")).toBe(false)
  })
})
