import { defineConfig } from "vitest/config";

export default defineConfig({
  // "source": imports such as #core/… lead to the TypeScript files, not to a build
  resolve: { conditions: ["source"] },
  ssr: { resolve: { conditions: ["source"] } },
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 20_000,
    // a forgotten .only would leave out everything else and still be green
    allowOnly: false,
    restoreMocks: true,
    unstubEnvs: true,
  },
});
