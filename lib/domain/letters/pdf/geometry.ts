const POINTS_PER_MM = 72 / 25.4

/** Millimetres as points, the unit of PDF. */
export const mm = (length: number): number => length * POINTS_PER_MM

const inch = (length: number): number => length * 72

export type PaperFormat = "A4" | "Letter"

/** Where things stand on a page; all in points from the top left corner. */
export type Geometry = {
  width: number
  height: number
  margin: number
  /** The part of the page that shows in the envelope's window wherever the sheet slips. `top` to `bottom` is preferred; a long address begins at `earliest`. */
  window: { left: number; top: number; bottom: number; earliest: number; width: number }
  /** Widest the sender's block may be, so that nothing of it shows in the window. */
  senderWidth: number
  /** Where subject and text begin on the first page: below the window. */
  bodyTop: number
}

/**
 * A4 for DL and C6/5 envelopes with a left window of 90 × 45 mm, 20 mm from the left and 15 mm from the bottom (DIN 680), folded by
 * DIN 5008:2020 form B: address field 45 to 90 mm from the top and 20 to 105 mm from the left, of which the lower 27.3 mm hold the
 * address, written 5 mm inside the field; text from 98.5 mm on. A C6/5 envelope is 19 mm wider than the sheet, so that only what
 * stands within 91 mm is sure to show.
 *
 * Letter for US #10 envelopes (9.5 × 4.125 in) with the common left window of 4.5 × 1.125 in, 0.875 in from the left and 0.5 in from the
 * bottom. Folded in three the sheet is 3.667 in high and can slip 0.458 in up and 1 in sideways: 2.5 to 3.167 in from the top
 * and 0.875 to 4.375 in from the left always show. What begins earlier (to 2.05 in) shows while the sheet lies on the bottom.
 */
export const GEOMETRY: Record<PaperFormat, Geometry> = {
  A4: {
    width: mm(210),
    height: mm(297),
    margin: mm(25),
    window: { left: mm(25), top: mm(62.7), bottom: mm(90), earliest: mm(46), width: mm(66) },
    senderWidth: mm(70),
    bodyTop: mm(98.5),
  },
  Letter: {
    width: inch(8.5),
    height: inch(11),
    margin: mm(25),
    window: { left: mm(25), top: inch(2.5), bottom: inch(3.167), earliest: inch(2.05), width: inch(4.375) - mm(25) },
    senderWidth: mm(51),
    bodyTop: inch(3.75),
  },
}

/** Room to sign by hand. */
export const SIGNATURE_SPACE = mm(25)
