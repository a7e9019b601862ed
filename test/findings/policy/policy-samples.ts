/** Policies, right and wrong, for the reader's tests and for those of the schema that editors use. */

export const TODAY = "2026-11-22";

const HEAD = "version: 1\nzones:\n  office: [10.0.0.0/16, fd00:1::/48]\n  servers: 10.0.1.0/24\n";

/** The rule stands in line 6, its first key in column 5. */
export const withRule = (rule: string) => `${HEAD}rules:\n  - ${rule}\n`;
/** The entry stands in line 7. */
export const withEntry = (entry: string) => `${HEAD}rules: []\nignore:\n  - ${entry}\n`;
const RULE = "{ allow: https, from: office, to: servers }";

export const RIGHT: readonly (readonly [what: string, text: string])[] = [
  ["the least", "version: 1\nrules: []\n"],
  ["JSON", '{"version": 1, "rules": [{"allow": "443/tcp", "from": "any", "to": ["internet"]}]}'],
  ["JSON indented by tabs", '{\n\t"version": 1,\n\t"rules": []\n}'],
  ["a byte order mark and carriage returns", "\uFEFFversion: 1\r\nrules: []\r\n"],
  ["comments and a document's marks", "# ours\n---\nversion: 1\nrules: [] # none\n...\n"],
  [
    "blocks",
    withRule(
      "allow:\n      - https\n      - 53/udp\n    from: office\n    to:\n      - servers\n      - internet",
    ),
  ],
  [
    "every form of ports",
    withRule(
      '{ allow: [443/tcp, 53/udp, "53/tcp,udp", 8000-8999/tcp, any/udp, ssh, dns/tcp, X11], from: any, to: any }',
    ),
  ],
  ["all ports", withRule("{ deny: any, from: office, to: [servers, internet], severity: high, reason: no }")],
  ["a reason that is a number", withRule("{ allow: https, from: any, to: any, reason: 4711 }")],
  ["built-in zones", withRule("{ allow: mdns, from: [link-local, loopback], to: multicast }")],
  [
    "another default zone",
    "version: 1\ndefault-zone: outside\nrules:\n  - { deny: any, from: outside, to: any }\n",
  ],
  [
    "a default zone with addresses",
    "version: 1\nzones: { world: 0.0.0.0/0 }\ndefault-zone: world\nrules: []\n",
  ],
  ["no zones", "version: 1\nzones: {}\nrules: []\n"],
  [
    "zones by any script",
    "version: 1\nzones: { büro: 10.0.0.0/8, 事務所: 10.1.0.0/16, _x.y-1: 10.2.0.0/16 }\nrules: []\n",
  ],
  ["addresses in quotes", 'version: 1\nzones: { a: ["fd00::", "::1/128", 10.0.0.1] }\nrules: []\n'],
  [
    "every field of ignore",
    withEntry(
      "{ rule: [unexpected-port, rare-port], from: [office, 10.9.9.9], to: 10.0.0.0/8, ports: [81/tcp], until: 2027-01-31, reason: moving }",
    ),
  ],
  ["the least entry of ignore", withEntry("rule: any")],
  ["nothing ignored", `${HEAD}rules: []\nignore: []\n`],
  [
    "an alias",
    "version: 1\nzones:\n  a: &a [10.0.0.0/8]\nrules:\n  - { allow: &p [https], from: a, to: any }\n  - { deny: *p, from: any, to: a }\n",
  ],
];

type Told = string | readonly string[];

type WrongPolicy = readonly [what: string, text: string, told: Told, schema?: "accepts"];

/** What is told, without the path: `line:column: words`, or the beginning of the words. */
export const WRONG: readonly WrongPolicy[] = [
  ["an empty file", "", "1:1: this file is empty: a policy has the keys"],
  ["comments alone", "# nothing\n\n  # yet\n", "1:1: this file is empty"],
  [
    "a list",
    "- 1\n",
    "1:1: a policy has the keys version, zones, rules and ignore; portolan policy init writes",
  ],
  ["a word", "policy\n", "1:1: a policy has the keys"],
  ["no version", "rules: []\n", "1:1: the policy's form is not told: write version: 1 in the first line"],
  [
    "a later version",
    "version: 2\nrulez: []\n",
    "1:10: “2” is a version that is not known: this portolan reads version 1",
  ],
  [
    "a version in words",
    "version: one\nrules: []\n",
    "1:10: “one” is a version that is not known: write version: 1",
  ],
  ["no rules", "version: 1\n", "1:1: there are no rules: write rules: with a list behind it"],
  ["rules without a list", "version: 1\nrules:\n", "2:1: rules are a list, each behind a dash"],
  ["rules as a map", `version: 1\nrules:\n  first: ${RULE}\n`, "3:3: rules are a list"],
  ["a slip in a key", "version: 1\nrulse: []\nrules: []\n", "2:1: “rulse” is no key: did you mean rules?"],
  [
    "a key by another name",
    "version: 1\nexceptions: []\nrules: []\n",
    "2:1: “exceptions” is no key: did you mean ignore?",
  ],
  [
    "a key that stands twice",
    "version: 1\nrules: []\nrules: []\n",
    "3:1: rules stands here twice: keep one of them",
  ],
  ["a list as a key", "version: 1\n? [a]\n: b\nrules: []\n", "2:3: a key must be a word"],
  [
    "zones as a list",
    "version: 1\nzones: [office]\nrules: []\n",
    "2:8: zones are names and their addresses: write office:",
  ],
  [
    "a zone without addresses",
    "version: 1\nzones:\n  office:\nrules: []\n",
    "3:3: an address is missing here",
  ],
  ["an empty zone", "version: 1\nzones: { office: [] }\nrules: []\n", "2:18: this list is empty"],
  [
    "a zone that is called any",
    "version: 1\nzones: { any: 10.0.0.1 }\nrules: []\n",
    "2:10: “any” means all zones",
  ],
  [
    "a built-in zone",
    "version: 1\nzones: { loopback: 127.0.0.1 }\nrules: []\n",
    "2:10: “loopback” is a zone that every policy has",
  ],
  [
    "a zone's name with a blank",
    "version: 1\nzones: { my office: 10.0.0.1 }\nrules: []\n",
    "2:10: “my office” is no name of a zone",
  ],
  [
    "an address as a zone's name",
    "version: 1\nzones: { 10.0.0.1: office }\nrules: []\n",
    ["2:10: “10.0.0.1” is no name of a zone: the name comes first", "2:20: “office” is no address"],
  ],
  [
    "a number as a zone's name",
    "version: 1\nzones: { 1e3: 10.0.0.1 }\nrules: []\n",
    "2:10: “1e3” is no name of a zone",
  ],
  [
    "a long zone's name",
    `version: 1\nzones: { ${"x".repeat(65)}: 10.0.0.1 }\nrules: []\n`,
    "2:10: the name has more than 64 characters",
  ],
  [
    "host bits",
    "version: 1\nzones: { a: [10.0.0.5/8] }\nrules: []\n",
    "2:14: “10.0.0.5/8” has bits set beyond /8: write 10.0.0.0/8",
    "accepts",
  ],
  [
    "an address that ends in a colon",
    "version: 1\nzones:\n  a: [fd00::]\nrules: []\n",
    '3:7: text that ends in a colon must be in quotes: write "fd00::"',
  ],
  [
    "the same, without a list",
    "version: 1\nzones:\n  a: fd00::\nrules: []\n",
    "3:6: two colons in one line: text that ends in a colon",
  ],
  [
    "equal prefixes in two zones",
    "version: 1\nzones:\n  a: 10.0.0.0/8\n  b: [10.1.0.0/16, 10.0.0.0/8]\nrules: []\n",
    "4:20: 10.0.0.0/8 is in zone a (line 3): an address is in one zone",
    "accepts",
  ],
  [
    "a prefix that stands twice",
    "version: 1\nzones:\n  a: [fd00::/8, FD00::/8]\nrules: []\n",
    "3:17: fd00::/8 is in this zone already (line 3)",
    "accepts",
  ],
  [
    "a zone that stands twice",
    "version: 1\nzones:\n  a: 10.0.0.1\n  a: 10.0.0.2\nrules: []\n",
    "4:3: zone “a” stands here twice",
  ],
  ["a rule of words", withRule("allow https"), "6:5: a rule has keys and values"],
  [
    "a rule that does nothing",
    withRule("{ from: office, to: servers }"),
    "6:5: this rule says neither allow nor deny",
  ],
  [
    "a rule that does both",
    withRule("{ allow: ssh, deny: dns, from: any, to: any }"),
    "6:19: a rule allows or denies: make two rules of it",
  ],
  [
    "a rule without its zones",
    withRule("allow: https"),
    [
      "6:5: this rule does not say from which zone: write from: any",
      "6:5: this rule does not say to which zone",
    ],
  ],
  [
    "ports behind a key of their own",
    withRule("{ action: allow, ports: https, from: any, to: any }"),
    [
      "6:5: this rule says neither allow nor deny",
      "6:7: “action” is no key: write allow: or deny:",
      "6:22: “ports” is no key: the ports stand behind allow or deny",
    ],
  ],
  [
    "an unknown zone",
    withRule("{ allow: https, from: ofice, to: [servers, nowhere-at-all] }"),
    [
      "6:27: there is no zone “ofice”: did you mean office?",
      "6:48: there is no zone “nowhere-at-all”: the zones are office, servers, internet, multicast, loopback, link-local",
    ],
    "accepts",
  ],
  [
    "an address in the place of a zone",
    withRule("{ allow: https, from: 10.0.0.5, to: any }"),
    "6:27: “10.0.0.5” has no name yet: give it one under zones",
    "accepts",
  ],
  [
    "two zones without a list",
    withRule("{ allow: https, from: any, to: 'office, servers' }"),
    "6:36: “office, servers” is no zone: write several zones as a list",
  ],
  [
    "any among others",
    withRule("{ allow: https, from: [any, office], to: any }"),
    "6:27: any is all zones: leave the others out",
    "accepts",
  ],
  [
    "from multicast",
    withRule("{ allow: https, from: multicast, to: any }"),
    "6:27: nothing comes from multicast",
    "accepts",
  ],
  ["no ports", withRule("{ allow: [], from: any, to: any }"), "6:14: this list is empty"],
  [
    "nothing behind allow",
    withRule("allow:\n    from: any\n    to: any"),
    "6:5: a port is missing here: write 443/tcp, https",
  ],
  [
    "a port without a transport",
    withRule("{ allow: [443, 80-90], from: any, to: any }"),
    ["6:15: 443 has no transport: write 443/tcp or 443/udp, or both", "6:20: 80-90 has no transport"],
  ],
  [
    "a port beyond the last",
    withRule("{ allow: 65536/tcp, from: any, to: any }"),
    "6:14: 65536 is no port: ports run from 0 to 65535",
    "accepts",
  ],
  [
    "a range that runs backwards",
    withRule("{ allow: 90-80/tcp, from: any, to: any }"),
    "6:14: 90-80 runs backwards: write 80-90",
    "accepts",
  ],
  [
    "a comma within a list",
    withRule("{ allow: [53/tcp,udp], from: any, to: any }"),
    "6:22: the comma before udp separates two entries of the list: write 53/udp",
  ],
  [
    "a transport alone",
    withRule("{ allow: udp, from: any, to: any }"),
    "6:14: udp is no port: write any/udp for all of its ports",
  ],
  [
    "the transport first",
    withRule("{ allow: [tcp/443, 8000:8999/tcp], from: any, to: any }"),
    ["6:15: “tcp/443” is no port: write 443/tcp", "6:24: “8000:8999/tcp” is no port: write 8000-8999/tcp"],
    "accepts",
  ],
  [
    "an unknown transport",
    withRule("{ allow: 443/xyz, from: any, to: any }"),
    "6:14: “xyz” is no transport: one of tcp, udp, sctp, dccp, udplite",
    "accepts",
  ],
  [
    "a slip in a service",
    withRule("{ allow: htps, from: any, to: any }"),
    "6:14: no service is called “htps”: did you mean https?",
    "accepts",
  ],
  [
    "a service that nobody knows",
    withRule("{ allow: no-such-service, from: any, to: any }"),
    "6:14: no service is called “no-such-service”: write its number",
    "accepts",
  ],
  [
    "a name of several ports",
    withRule("{ allow: http-alt, from: any, to: any }"),
    "6:14: http-alt is a name of several ports: write the one that is meant (3000/tcp, 5000/tcp,",
    "accepts",
  ],
  [
    "a service of another transport",
    withRule("{ allow: postgresql/sctp, from: any, to: any }"),
    "6:14: “postgresql” is no service of sctp: write its port",
    "accepts",
  ],
  [
    "several services without a list",
    withRule("{ allow: 'https, dns', from: any, to: any }"),
    "6:14: “https, dns” is no port: write a list, [https, dns]",
    "accepts",
  ],
  ["ICMP", withRule("{ allow: icmp, from: any, to: any }"), "6:14: ICMP has no ports", "accepts"],
  [
    "a severity of what is allowed",
    withRule("{ allow: ssh, from: any, to: any, severity: high }"),
    "6:39: what is allowed has no severity",
  ],
  [
    "a slip in a severity",
    withRule("{ deny: ssh, from: any, to: any, severity: hihg }"),
    "6:48: “hihg” is no severity: did you mean high?",
  ],
  [
    "ignore without a list",
    `${HEAD}rules: []\nignore: everything\n`,
    "6:9: ignore is a list, each entry behind a dash",
  ],
  ["an entry without its rule", withEntry("{ from: office }"), "7:5: this entry does not say which findings"],
  [
    "an entry for an unknown rule",
    withEntry("rule: unexpected-prot"),
    "7:11: no finding has the rule “unexpected-prot”: did you mean unexpected-port?",
  ],
  [
    "an entry for an unknown end",
    withEntry("{ rule: any, from: [ofice, 10.0.0.1/8] }"),
    ["7:25: there is no zone “ofice”: did you mean office?", "7:32: “10.0.0.1/8” has bits set beyond /8"],
    "accepts",
  ],
  [
    "a day that there is not",
    withEntry("{ rule: any, until: 2026-02-30 }"),
    "7:25: “2026-02-30” is no day: write year, month and day as 2026-12-31",
  ],
  [
    "a day the other way round",
    withEntry("{ rule: any, until: 31.12.2026 }"),
    "7:25: “31.12.2026” is no day",
  ],
  [
    "a rule's key in an entry",
    withEntry("{ rule: any, allow: 443/tcp }"),
    "7:18: “allow” is no key: an entry of ignore takes ports",
  ],
  ["an alias of nothing", withRule("{ allow: *p, from: any, to: any }"), "6:14: nothing before is called &p"],
];

/** Of these there is a policy all the same. */
export const WARNED: readonly (readonly [what: string, text: string, told: Told])[] = [
  [
    "a rule behind a wider one",
    withRule("{ deny: any/tcp, from: office, to: any }\n  - { allow: ssh, from: office, to: servers }"),
    "7:5: this rule never decides, as the rule in line 6 comes first: put it before, or take it out",
  ],
  [
    "a rule that says again what one said",
    withRule("{ allow: [ssh, https], from: any, to: any }\n  - { allow: ssh, from: office, to: servers }"),
    "7:5: this rule never decides, as the rule in line 6 comes first: take it out",
  ],
  [
    "a rule behind several that leave nothing",
    withRule(
      "{ deny: 80-89/tcp, from: office, to: servers }\n  - { allow: ssh, from: any, to: any }\n  - { allow: 90-99/tcp, from: office, to: servers }\n  - { allow: 80-99/tcp, from: office, to: servers }",
    ),
    "9:5: this rule never decides, as the rules in lines 6 and 8 come first: put it before, or take it out",
  ],
  [
    "an entry that ran out",
    withEntry("{ rule: any, until: 2026-11-21 }"),
    "7:18: this entry ran out on 2026-11-21 and ignores nothing",
  ],
];
