import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // Vitest leaves one processor free; with two, half the time is lost.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: { name: "stages", include: ["test/**/*.test.ts"], exclude: ["test/cli/**", "test/page/**"] },
      },
      {
        extends: true,
        test: {
          name: "page",
          include: ["test/page/**/*.test.ts"],
          globalSetup: ["test/page/build-page-script.ts"],
          // A second, as it is unless told, is too short for a browser beside other tests.
          expect: { poll: { timeout: 15_000 } },
        },
      },
      {
        extends: true,
        test: {
          name: "cli",
          include: ["test/cli/**/*.test.ts"],
          globalSetup: ["test/cli/build-portolan.ts"],
        },
      },
    ],
  },
});
