import { describe, expect, it } from "vitest"
import { CSV_ERRORS_MAX, readPaperCsv } from "#lib/domain/signatures/paper-csv"

const read = (text: string) => readPaperCsv(Buffer.from(text))
const ana = { name: "Ana", town: "Bilbao", showName: true, email: "ana@example.org" }
const ben = { name: "Ben", town: "", showName: false, email: null }

describe("a file of signatures on paper", () => {
  it("is read with commas, semicolons or tabs, with and without headings, in every encoding that spreadsheets write", () => {
    const rows = [ana, ben]
    expect(read("Ana,Bilbao,yes,ana@example.org\nBen,,,\n")).toEqual({ rows, errors: [] })
    expect(read('name;town;show;e-mail\r\n"Ana";Bilbao;x;ana@example.org\r\n\r\nBen;;no;\r\n').rows).toEqual(rows)
    expect(read("Correo\tMostrar\tNombre\tLocalidad\nana@example.org\tsí\tAna\tBilbao\n\t\tBen\t\n").rows).toEqual(rows)
    expect(read("\uFEFFИмя,Город,Показать\nAna,Bilbao,да\nBen,,нет").rows).toMatchObject([{ showName: true }, ben])
    const text = "姓名;城市\nАня;Bilbao\n"
    const le = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")])
    const be = Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(text, "utf16le").swap16()])
    for (const bytes of [Buffer.from(text), le, be]) {
      expect(readPaperCsv(bytes).rows).toEqual([{ name: "Аня", town: "Bilbao", showName: false, email: null }])
    }
    expect(read('"Lee, Ana","Bilbao"\n').rows).toMatchObject([{ name: "Lee, Ana", town: "Bilbao" }])
  })

  it("tells every fault with its line, and no row of a wrong file is taken", () => {
    const { errors } = read(
      "name,town,show,email\nAna,,maybe,\n,Bilbao,,\nBen,,,not-an-address\n\nwww.shop.example,,,\nCho,,,,,extra\n",
    )
    expect(errors).toEqual([
      { line: 2, field: "showName", code: "csv_show" },
      { line: 3, field: "name", code: "name_empty" },
      { line: 4, field: "email", code: "email_malformed" },
      { line: 6, field: "name", code: "name_link" },
      { line: 7, field: null, code: "csv_columns" },
    ])
  })

  it("says what to do with a file that is none", () => {
    const code = (bytes: Buffer) => readPaperCsv(bytes).errors.map((error) => error.code)
    expect(code(Buffer.from([0xe9, 0x20, 0xff]))).toEqual(["csv_encoding"])
    expect(code(Buffer.from([0x50, 0x4b, 3, 4, 0, 0]))).toEqual(["csv_encoding"])
    expect(code(Buffer.from(""))).toEqual(["csv_empty"])
    expect(code(Buffer.from("town,e-mail\nBilbao,\n"))).toEqual(["csv_no_name"])
    expect(code(Buffer.from('Ana,"Bil\nBen,x\n'))).toEqual(["csv_quote"])
    expect(code(Buffer.from("Ana\n".repeat(20_001)))).toEqual(["csv_too_many"])
    expect(code(Buffer.from(",x\n".repeat(5_000)))).toHaveLength(CSV_ERRORS_MAX)
  })
})
