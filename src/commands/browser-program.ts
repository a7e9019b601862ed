/** Programs of the machine that show or print the page. Nothing of a capture is in their arguments. */
import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Names of browsers that print without a window, the ones of Chromium's family. */
const CHROMIUMS = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "chrome",
  "microsoft-edge",
  "msedge",
];
/** Where they are installed on systems that have no folder for programs on the path. */
const ELSEWHERE = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];

/** The browser that prints; `CHROME_PATH`, which other programs read too, says which. Null where none is installed. */
export function findChromium(environment: NodeJS.ProcessEnv): string | null {
  const { CHROME_PATH } = environment;
  if (CHROME_PATH !== undefined && CHROME_PATH !== "") return isProgram(CHROME_PATH) ? CHROME_PATH : null;
  const onPath = CHROMIUMS.flatMap((name) => onThePath(name, environment) ?? []);
  return [...onPath, ...ELSEWHERE.filter(isProgram)][0] ?? null;
}

/** What opens a file as a press on its icon does; null where there is nothing. */
export function findOpener(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): Command | null {
  if (platform === "darwin") return { program: "open", words: [] };
  if (platform === "win32") return { program: "explorer.exe", words: [] };
  const program = onThePath("xdg-open", environment) ?? onThePath("wslview", environment);
  return program === null ? null : { program, words: [] };
}

export interface Command {
  readonly program: string;
  readonly words: readonly string[];
}

function onThePath(name: string, { PATH = "" }: NodeJS.ProcessEnv): string | null {
  const folders = PATH.split(delimiter).filter((folder) => folder !== "");
  const endings = process.platform === "win32" ? [".exe", ".cmd", ""] : [""];
  const paths = folders.flatMap((folder) => endings.map((ending) => join(folder, name + ending)));
  return paths.find(isProgram) ?? null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** How a program ended: its exit code (null where it was stopped or never started), and the last of what it said. */
export interface Ended {
  readonly code: number | null;
  readonly said: string;
}

const SAID_AT_MOST = 4000;

export function runProgram({ program, words }: Command, milliseconds: number): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(program, words, { stdio: ["ignore", "ignore", "pipe"], timeout: milliseconds });
    let said = "";
    child.stderr.on("data", (piece: Buffer) => {
      said = (said + piece.toString("utf8")).slice(-SAID_AT_MOST);
    });
    child.on("error", (error) => resolve({ code: null, said: error.message }));
    child.on("close", (code) => resolve({ code, said }));
  });
}

/** Starts a program that goes on by itself. Answers whether it could be started. */
export function startProgram({ program, words }: Command): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(program, words, { stdio: "ignore", detached: true });
    child.on("error", () => resolve(false));
    child.on("spawn", () => {
      child.unref();
      resolve(true);
    });
  });
}
