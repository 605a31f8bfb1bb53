import { expect, test } from "#tests/support/admin-site"
import { type Mail, mailTo, tokenIn } from "#tests/support/visitor"

test.describe.configure({ timeout: 90_000 })

const OWNER = "owner@example.org"

/** The newest message to an address, as soon as it has come. */
async function newestTo(url: string, address: string, subject: string): Promise<Mail> {
  const find = async () => (await mailTo(url, address)).find((mail) => mail.subject === subject)
  await expect.poll(find, { timeout: 20_000 }).toBeDefined()
  return (await find())!
}

test(
  "news in two languages: write, see both mails, try, publish, send; a reader gets it and stops it with one press",
  { tag: "@noscript" },
  async ({ organiser, page, admin }) => {
    const { url } = admin.site
    const slug = "amnesty-2015"
    const supporter = `reader-${Date.now()}@example.org`

    // Somebody signs and asks for news.
    await page.goto(`${url}/es/c/${slug}`)
    await page.fill("#sign-name", "Ana")
    await page.fill("#sign-email", supporter)
    await page.locator("summary").filter({ hasText: "Más opciones" }).first().click()
    await page.check("#sign-updates")
    await page.check("#sign-consent")
    await page.locator("#sign-form button.button-primary").click()
    const asked = await newestTo(url, supporter, "Confirma tu dirección de correo")
    await page.goto(`${url}/es/confirm/${tokenIn(asked, "confirm")}`)
    await page.getByRole("button", { name: "Confirmar mi firma" }).click()

    // What no reader may get is refused by name, and nothing typed is lost.
    await organiser.goto(`${url}/admin/campaigns`)
    await organiser.locator(".own-campaigns h2 a").first().click()
    await organiser.getByRole("link", { name: "Updates" }).click()
    await organiser.getByRole("link", { name: "Write an update" }).click()
    await organiser.getByLabel("Title in English").fill("The council met")
    await organiser
      .getByLabel("Text in English")
      .fill("Dear {{name}}, <script>x</script> ![x](https://other.example/x.gif)")
    await organiser.getByRole("button", { name: "Save" }).click()
    await expect(organiser.locator(".summary")).toContainText("These fields are not known: {{name}}.")
    await expect(organiser.getByLabel("Title in English")).toHaveValue("The council met")
    await organiser.getByLabel("Text in English").fill("It met on **Monday**. {{count}} people have signed.")
    await organiser.getByRole("button", { name: "Save" }).click()
    await expect(organiser.getByRole("status").getByText("Saved.")).toBeVisible()
    await organiser.locator("#main").getByRole("link", { name: "Español" }).click()
    await organiser.getByLabel("Title in Español").fill("El consejo se reunió")
    await organiser.getByLabel("Text in Español").fill("Se reunió el **lunes**.")
    await organiser.getByRole("button", { name: "Save" }).click()

    // Both variants of the message, as its readers will see them.
    const [standard, discreet] = [organiser.locator(".mail-preview").nth(0), organiser.locator(".mail-preview").nth(1)]
    await expect(standard).toContainText("Se reunió el lunes.")
    await expect(discreet).toContainText("Hay novedades. Léelas aquí:")
    await expect(discreet).not.toContainText("consejo")
    await organiser.getByRole("button", { name: "Send me the discreet one" }).click()
    await expect(organiser.getByText("Sent to your own address.")).toBeVisible()
    const tried = await newestTo(url, OWNER, "Novedades para ti")
    expect(tried.text).toContain("Una prueba: este mensaje solo te llegó a ti.")

    await organiser.getByRole("link", { name: "Publish or send" }).click()
    await expect(organiser.getByText("There is no text in: Français, Русский, 中文.")).toBeVisible()
    await organiser.getByRole("button", { name: /^Publish and send to/ }).click()
    await expect(organiser.locator("h1")).toHaveText("Update")
    await expect(organiser.getByText("Done", { exact: true })).toBeVisible({ timeout: 20_000 })

    // A visitor reads it, in their language.
    await page.goto(`${url}/es/c/${slug}`)
    await page.getByRole("link", { name: "El consejo se reunió" }).first().click()
    await expect(page.locator("h1")).toHaveText("El consejo se reunió")
    await expect(page.locator("article strong")).toHaveText("lunes")

    // The reader stops it with one press.
    const news = await newestTo(url, supporter, "Novedades para ti")
    const stop = /\/es\/unsubscribe\/[\w-]{22}/.exec(news.text)![0]
    await page.goto(url + stop)
    await page.getByRole("button", { name: "Dejar de recibirlos" }).click()
    await expect(page.locator("h1")).toHaveText("Hecho")
    await organiser.reload()
    await expect(organiser.locator(".figures div").filter({ hasText: "Unsubscribed" })).toContainText("1")
  },
)
