import { expect, it } from "vitest"
import { fixTypo } from "../../../enhance/typo.ts"

it("finds the domain that was probably meant", () => {
  expect(fixTypo("ana@gmial.com")).toBe("ana@gmail.com")
  expect(fixTypo("ana@gmail.con")).toBe("ana@gmail.com")
  expect(fixTypo("ana.b+c@hotmial.com")).toBe("ana.b+c@hotmail.com")
  expect(fixTypo("ana@gmail.co")).toBe("ana@gmail.com")
  expect(fixTypo("ana@yandx.ru")).toBe("ana@yandex.ru")
})

it("is silent about addresses that are right, and about those it cannot judge", () => {
  for (const address of [
    "ana@gmail.com",
    "ana@GMAIL.com",
    "ana@riseup.net",
    "ana@amnesty.org",
    "ana@mail.com",
    "ana@hotmail.it",
    "ana@yahoo.co.in",
    "ana@gmx.ch",
    "ana",
    "@gmail.com",
    "",
  ]) {
    expect(fixTypo(address), address).toBeNull()
  }
})

it("judges a long or hostile text at once", () => {
  expect(fixTypo(`a@${"g".repeat(100_000)}.com`)).toBeNull()
})
