// The mail providers that people here use most. Only names close to one of them are questioned, and only once.
const DOMAINS =
  "gmail.com googlemail.com mail.com email.com ymail.com hotmail.com outlook.com live.com msn.com yahoo.com icloud.com me.com aol.com proton.me protonmail.com tutanota.com tuta.com riseup.net posteo.de mailbox.org gmx.de gmx.net gmx.com web.de t-online.de fastmail.com zoho.com hotmail.co.uk outlook.es hotmail.es yahoo.es yahoo.com.mx yahoo.com.ar orange.fr free.fr laposte.net wanadoo.fr sfr.fr hotmail.fr outlook.fr yahoo.fr live.fr mail.ru bk.ru list.ru inbox.ru yandex.ru ya.ru rambler.ru ukr.net qq.com vip.qq.com foxmail.com 163.com 126.com yeah.net sina.com sina.cn sohu.com 139.com aliyun.com".split(
    " ",
  )

const MAX_LENGTH = 40

// Many providers have a domain for each country. These endings are slips of "com" and no such domain.
const COUNTRY = /^(?:com?\.)?(?!cm$|co$|om$)[a-z]{2}$/

/** How many letters have to be changed, added, left out or swapped with their neighbour (optimal string alignment). */
function distance(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) => [i, ...Array<number>(b.length).fill(0)])
  for (let j = 0; j <= b.length; j++) rows[0]![j] = j
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1]
      let best = Math.min(rows[i - 1]![j]! + 1, rows[i]![j - 1]! + 1, rows[i - 1]![j - 1]! + (isSame ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, rows[i - 2]![j - 2]! + 1)
      rows[i]![j] = best
    }
  }
  return rows[a.length]![b.length]!
}

/** The address that was probably meant, or `null` when it looks right. */
export function fixTypo(address: string): string | null {
  const at = address.lastIndexOf("@")
  const domain = address
    .slice(at + 1)
    .trim()
    .toLowerCase()
  if (at < 1 || domain.length < 4 || domain.length > MAX_LENGTH || DOMAINS.includes(domain)) return null
  const [name = ""] = domain.split(".", 1)
  if (COUNTRY.test(domain.slice(name.length + 1)) && DOMAINS.some((known) => known.startsWith(`${name}.`))) return null
  // Short names have near neighbours that are right: mail.ru and email.ru, qq.com and qq.co.
  const allowed = domain.length < 8 ? 1 : 2
  let best: string | null = null
  let bestDistance = allowed + 1
  for (const known of DOMAINS) {
    if (Math.abs(known.length - domain.length) > allowed) continue
    const steps = distance(domain, known)
    if (steps < bestDistance) [best, bestDistance] = [known, steps]
  }
  return best && `${address.slice(0, at).trim()}@${best}`
}
