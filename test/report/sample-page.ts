/** What charts and the page are drawn from, for sample reports. */

import { assemblePageData } from "../../src/report/page/build-page-data.ts";
import type { FlowCourse, PageData, PageFlows } from "../../src/report/page/page-data.ts";
import type { Report } from "../../src/report/report.ts";
import type { ActivityCell, TrafficMap } from "../../src/report/traffic-map.ts";
import { HOSTILE_STRINGS, sampleFlows } from "./sample-report.ts";

const SHOWN = 10;

/** As much of a map as the report's own rows tell. */
export function sampleMap(report: Report): TrafficMap {
  const clients = report.clients.slice(0, SHOWN);
  const services = report.services.slice(0, SHOWN);
  const cells = (value: (service: Report["services"][number]) => number) =>
    clients.map((_, row) =>
      services.map((service, column) => ((row + column) % 3 === 0 ? value(service) : 0)),
    );
  return {
    paths: report.servers.map(({ address, label, bytes, packets, flows }, index) => ({
      network: index % 3 === 0 ? "internet" : `10.${index % 12}.0.0/16`,
      service: label,
      server: address,
      bytes,
      packets,
      flows,
    })),
    matrix: {
      clients: clients.map(({ address }) => address),
      services: services.map(({ label }) => label),
      bytes: cells(({ bytes }) => bytes),
      packets: cells(({ packets }) => packets),
      flows: cells(({ flows }) => flows),
    },
    activity: {
      start: report.captures[0].firstSeen,
      seconds: 300,
      cells: report.services.flatMap(({ port }, index) => cellsOf(port, index)),
    },
  };
}

function cellsOf(port: number, index: number): ActivityCell[] {
  return (["answered", "unanswered", "refused"] as const).map((outcome, kind) => ({
    second: (index * 17 + kind * 90) % 300,
    firstPort: port,
    lastPort: kind === 1 ? Math.min(65_535, port + 10) : port,
    outcome,
    flows: 1 + ((index * 31) % 400),
  }));
}

/** The page's data with so many flows. */
export function samplePageData(report: Report, flowCount: number, hostile = false): PageData {
  const flows = samplePageFlows(report, flowCount, hostile);
  const lines = report.services.map((_, index) => [0, 100 * (index + 1), 3, 50, 7, 1000]);
  return assemblePageData({ report, map: sampleMap(report), flows, lines });
}

export function samplePageFlows(report: Report, count: number, hostile = false): PageFlows {
  const services = report.services.map(({ port, transport }) => `${port}/${transport}`);
  const addresses: string[] = [];
  const numberOf = (address: string) => {
    const known = addresses.indexOf(address);
    return known < 0 ? addresses.push(address) - 1 : known;
  };
  const columns = {
    client: [] as number[],
    clientPort: [] as number[],
    server: [] as number[],
    service: [] as number[],
    bytesToServer: [] as number[],
    bytesToClient: [] as number[],
    packetsToServer: [] as number[],
    packetsToClient: [] as number[],
    first: [] as number[],
    duration: [] as number[],
    frame: [] as number[],
    because: [] as number[],
    course: [] as number[],
  };
  const courses: FlowCourse[] = [];
  for (const flow of services.length === 0 ? [] : sampleFlows(count, hostile)) {
    const { client, server, transport, bytes, packets, state, service, via } = flow;
    const course = courses.findIndex(
      (known) => known.state === state && known.identified === service.identified,
    );
    columns.client.push(numberOf(client.address));
    columns.clientPort.push(client.port);
    columns.server.push(numberOf(server.address));
    columns.service.push(Math.max(0, services.indexOf(`${server.port}/${transport}`)));
    columns.bytesToServer.push(bytes.toServer);
    columns.bytesToClient.push(bytes.toClient);
    columns.packetsToServer.push(packets.toServer);
    columns.packetsToClient.push(packets.toClient);
    columns.first.push(1000);
    columns.duration.push(1_000_000);
    columns.frame.push(1);
    columns.because.push(columns.because.length % 2);
    columns.course.push(
      course >= 0
        ? course
        : courses.push({
            state,
            outcome: state === "refused" || state === "unanswered" ? state : "answered",
            identified: service.identified,
            via: via.join(", "),
            negotiated: hostile ? HOSTILE_STRINGS[2] : null,
          }) - 1,
    );
  }
  return {
    omitted: 0,
    addresses,
    hosts: hostile
      ? Object.fromEntries(addresses.map((_, index) => [index, HOSTILE_STRINGS[index % 16]]))
      : {},
    otherLabels: [],
    evidence: [
      { known: true, confidence: 0.99, because: ["syn", "syn-ack"] },
      { known: false, confidence: 0.71, because: ["dynamic-range"] },
    ],
    courses,
    ...columns,
    serverPort: {},
    folded: {},
  };
}
