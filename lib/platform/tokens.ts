import { hash, randomInt } from "node:crypto"
import { randomSlice } from "#lib/platform/random"

const TOKEN_BYTES = 16

/** 31 characters that are not mistaken for each other: A–Z and 2–9 without I, L and O. */
const RECEIPT_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
const RECEIPT_LENGTH = 12

/** A random 128-bit secret as 22 characters of base64url. */
export function newToken(): string {
  return randomSlice(TOKEN_BYTES).toString("base64url")
}

/** Tells whether a text has the form of a token of ours. */
export function isToken(text: string): boolean {
  return /^[A-Za-z0-9_-]{22}$/.test(text)
}

/** What is stored of a token. 128 random bits need no key. */
export function hashToken(token: string): Buffer {
  return hash("sha256", token, "buffer")
}

/** Six random digits. */
export function newCode(): string {
  return String(randomInt(1_000_000)).padStart(6, "0")
}

/** A receipt code in groups of four, e.g. `7K4M-Q2XN-93TD`. */
export function newReceiptCode(): string {
  const characters = Array.from({ length: RECEIPT_LENGTH }, () => RECEIPT_ALPHABET[randomInt(RECEIPT_ALPHABET.length)])
  return characters.join("").replace(/(.{4})(?=.)/g, "$1-")
}

/** A receipt code as typed, without spaces, hyphens and case; `null` when it cannot be one. */
export function normaliseReceiptCode(typed: string): string | null {
  const code = typed.toUpperCase().replace(/[\s\u2010-\u2015-]/g, "")
  return code.length === RECEIPT_LENGTH && [...code].every((character) => RECEIPT_ALPHABET.includes(character))
    ? code
    : null
}
