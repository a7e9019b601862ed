import { describe, expect, it } from "vitest";
import {
  escapeCsv,
  escapeHtml,
  escapeJson,
  escapeMarkdown,
  escapeText,
  markdownCode,
} from "../../src/report/escape.ts";
import { HOSTILE_STRINGS } from "./sample-report.ts";

describe("plain text", () => {
  it.each([
    ["www.example.com", "www.example.com"],
    ["\u001b[31mred\u001b[0m", "\\x1b[31mred\\x1b[0m"],
    ["bell\u0007", "bell\\x07"],
    ["\u009b2J", "\\x9b2J"],
    ["\u007f", "\\x7f"],
    ["line\r\nbreak", "line\\x0d\\x0abreak"],
    ["evil\u202egpj.exe", "evil\\u202egpj.exe"],
    ["\u2066isolate\u2069", "\\u2066isolate\\u2069"],
    ["zero\u200bwidth\ufeff", "zero\\u200bwidth\\ufeff"],
    ["soft\u00adhyphen", "soft\\xadhyphen"],
    ["two\u2028lines\u2029", "two\\u2028lines\\u2029"],
    ["tag\u{e0041}", "tag\\u{e0041}"],
    ["filler\u3164", "filler\\u3164"],
    ["\ud800 alone", "\\ud800 alone"],
    ["データベース", "データベース"],
    ["café", "café"],
    ["a\u0301\u0302\u0303", "a\u0301\u0302\\u0303"],
  ])("%j is shown as %j", (text, shown) => {
    expect(escapeText(text)).toBe(shown);
  });
});

describe("HTML", () => {
  it.each([
    ["<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"],
    [`" onload='x' \``, "&quot; onload=&#39;x&#39; &#96;"],
    ["a & b", "a &amp; b"],
    ["\u0000<", "\\x00&lt;"],
  ])("%j becomes %j", (text, html) => {
    expect(escapeHtml(text)).toBe(html);
  });
});

describe("Markdown", () => {
  it.each([
    ["443/tcp (https)", "443/tcp (https)"],
    ["a | b", "a &#124; b"],
    ["[x](javascript:alert(1))", "\\[x\\](javascript:alert(1))"],
    ["**bold** _it_ `code`", "\\*\\*bold\\*\\* \\_it\\_ \\`code\\`"],
    ["<b>", "&lt;b&gt;"],
    ["# heading", "\\# heading"],
    ["- item", "\\- item"],
    ["1. item", "1\\. item"],
    ["45.0 %", "45.0 %"],
    ["http://example.com", "http&#58;//example.com"],
    ["two\nlines", "two\\\\x0alines"],
  ])("%j becomes %j", (text, markdown) => {
    expect(escapeMarkdown(text)).toBe(markdown);
  });

  it.each([
    ["10.0.0.1", "`10.0.0.1`"],
    ["a`b``c", "``` a`b``c ```"],
    ["a|b", "`a\\x7cb`"],
    ["", ""],
  ])("%j becomes the code span %j", (text, markdown) => {
    expect(markdownCode(text)).toBe(markdown);
  });
});

describe("CSV", () => {
  it.each(["=1+1", "+1", "-1", "@SUM(A1)", " =1", "＝1", "\u3000=1"])(
    "%j does not start a formula",
    (text) => {
      expect(escapeCsv(text)).toBe(`'${text}`);
    },
  );

  it.each([["\t=1"], ["\r=1"]])("%j is spelled out", (text) => {
    expect(escapeCsv(text)).toMatch(/^\\x0[9d]=1$/);
  });

  it("leaves plain text alone", () => {
    expect(escapeCsv("443/tcp (https)")).toBe("443/tcp (https)");
  });
});

describe("JSON", () => {
  it.each(HOSTILE_STRINGS)("%j is read back as it was, and prints nothing unseen", (text) => {
    const json = escapeJson(JSON.stringify({ text }, null, 2));
    expect(JSON.parse(json)).toEqual({ text });
    expect(json.replaceAll("\n", "")).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
  });

  it("spells a code point beyond the first plane as two units", () => {
    expect(JSON.parse(escapeJson(JSON.stringify("\u{e0041}")))).toBe("\u{e0041}");
  });
});
