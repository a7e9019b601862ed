/** What FTP's replies and commands announce, and what fools their reader. */
import { describe, expect, test } from "vitest";
import { announcedBy, ftp } from "./announced.ts";

type Row = readonly [name: string, said: string, announced: readonly string[]];

describe("FTP's server", () => {
  const OWN = ["ftp-data server 10.0.0.2 31229/tcp"];
  const rows: readonly Row[] = [
    ["PASV", "227 Entering Passive Mode (10,0,0,2,121,253).\r\n", OWN],
    ["without parentheses", "227 Entering Passive Mode 10,0,0,2,121,253\r\n", OWN],
    ["with anything before the numbers", "227 =10,0,0,2,121,253\n", OWN],
    ["with a number before them", "227 Mode 2 (10,0,0,2,121,253)\r\n", OWN],
    ["behind another reply", "226 Done.\r\n227 Passive (10,0,0,2,121,253)\r\n", OWN],
    ["in a reply of several lines", "211-Features\r\n PASV\r\n211 End\r\n227 (10,0,0,2,121,253)\r\n", OWN],
    ["of another's line", "220 see 227 (10,0,0,2,121,253)\r\n", []],
    ["a line that goes on", "227-Entering (10,0,0,2,121,253)\r\n", []],
    ["cut behind the last digit", "227 Entering Passive Mode (10,0,0,2,121,25", []],
    ["numbers above 255", "227 Entering Passive Mode (300,10,0,0,2,121,253)\r\n", []],
    ["a port byte above 255", "227 Entering Passive Mode (10,0,0,2,256,1)\r\n", []],
    ["seven numbers", "227 Entering Passive Mode (10,0,0,2,121,253,1)\r\n", []],
    ["five numbers", "227 Entering Passive Mode (10,0,0,2,121)\r\n", []],
    ["long numbers", "227 Entering Passive Mode (10,0,0,2,0000121,253)\r\n", []],
    ["port 0", "227 Entering Passive Mode (10,0,0,2,0,0)\r\n", []],
    ["a port that needs privileges", "227 Entering Passive Mode (10,0,0,2,1,189)\r\n", []],
    [
      "another's address: for the client alone",
      "227 Entering Passive Mode (192,0,2,9,121,253)\r\n",
      ["ftp-data server 10.0.0.2 31229/tcp for 10.0.0.1", "ftp-data server 192.0.2.9 31229/tcp for 10.0.0.1"],
    ],
    [
      "no address",
      "227 Entering Passive Mode (0,0,0,0,121,253)\r\n",
      ["ftp-data server 10.0.0.2 31229/tcp for 10.0.0.1"],
    ],
    ["EPSV", "229 Entering Extended Passive Mode (|||31229|)\r\n", OWN],
    ["EPSV with another delimiter", "229 Extended (!!!31229!)\r\n", OWN],
    ["EPSV with two delimiters", "229 Extended (|!|31229|)\r\n", []],
    ["EPSV with digits for delimiters", "229 Extended (1113122911)\r\n", []],
    ["EPSV with an address", "229 Extended (|1|10.0.0.2|31229|)\r\n", []],
    ["EPSV, port 0", "229 Extended (|||0|)\r\n", []],
    ["EPSV, port 65536", "229 Extended (|||65536|)\r\n", []],
    ["EPSV, cut", "229 Extended (|||31229|", []],
    ["EPSV, without end", "229 Extended (|||312299999|)\r\n", []],
    ["a command", "PORT 10,0,0,2,121,253\r\n", []],
  ];
  test.each(rows)("%s", (_, said, announced) => {
    expect(announcedBy(ftp(said, { fromServer: true }))).toEqual(announced);
  });

  test("EPSV over IPv6", () => {
    const ends = { client: "fd00::1", server: "fd00::2", fromServer: true };
    expect(announcedBy(ftp("229 Extended (|||31229|)\r\n", ends))).toEqual([
      "ftp-data server fd00::2 31229/tcp",
    ]);
  });
});

describe("FTP's client", () => {
  const OWN = ["ftp-data server 10.0.0.1 37159/tcp"];
  const rows: readonly Row[] = [
    ["PORT", "PORT 10,0,0,1,145,39\r\n", OWN],
    ["in small letters", "port 10,0,0,1,145,39\n", OWN],
    ["behind another command", "TYPE I\r\nPORT 10,0,0,1,145,39\r\n", OWN],
    ["cut", "PORT 10,0,0,1,145,39", []],
    ["with too few numbers", "PORT 10,0,0,1,145\r\n", []],
    ["with too many", "PORT 10,0,0,1,145,39,1\r\n", []],
    ["port 0", "PORT 10,0,0,1,0,0\r\n", []],
    ["a bounce to a mail server", "PORT 192,0,2,9,0,25\r\n", []],
    [
      "a bounce to a high port: for the server alone",
      "PORT 192,0,2,9,145,39\r\n",
      ["ftp-data server 10.0.0.1 37159/tcp for 10.0.0.2", "ftp-data server 192.0.2.9 37159/tcp for 10.0.0.2"],
    ],
    ["EPRT", "EPRT |1|10.0.0.1|37159|\r\n", OWN],
    ["EPRT with another delimiter", "EPRT $1$10.0.0.1$37159$\r\n", OWN],
    ["EPRT of another protocol", "EPRT |3|10.0.0.1|37159|\r\n", []],
    ["EPRT with an address of the other version", "EPRT |2|10.0.0.1|37159|\r\n", []],
    ["EPRT with a name", "EPRT |1|localhost|37159|\r\n", []],
    ["EPRT, number above 255", "EPRT |1|10.0.0.256|37159|\r\n", []],
    ["EPRT without the last delimiter", "EPRT |1|10.0.0.1|37159\r\n", []],
    ["a reply", "227 Entering Passive Mode (10,0,0,1,145,39).\r\n", []],
  ];
  test.each(rows)("%s", (_, said, announced) => {
    expect(announcedBy(ftp(said))).toEqual(announced);
  });

  test.each([
    ["fd00:20::101", ["ftp-data server fd00:20::101 55653/tcp"]],
    ["fd00:20:0:0:0:0:0:101", ["ftp-data server fd00:20::101 55653/tcp"]],
    ["FD00:20::101", ["ftp-data server fd00:20::101 55653/tcp"]],
    ["fd00:20::1::101", []],
    ["fd00:20:0:0:0:0:0:0:101", []],
    ["fd00:20:0:0:0:0:0:0:101::", []],
    ["fd00:20::10101", []],
    ["fd00:20:", []],
    [":", []],
    ["", []],
  ])("EPRT |2|%s|", (address, announced) => {
    const ends = { client: "fd00:20::101", server: "fd00:20::21" };
    expect(announcedBy(ftp(`EPRT |2|${address}|55653|\r\n`, ends))).toEqual(announced);
  });
});
