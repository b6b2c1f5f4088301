import path from "node:path";
import { buildSync } from "esbuild";

/** The house, wherever the program was started. */
const root = path.resolve(import.meta.dirname, "../..");

/**
 * The agent as one file with all that it needs: the image has no packages, AWS's clients neither. The same source makes
 * the same bytes, on any machine.
 */
export function bundledAgent(): string {
    const { outputFiles } = buildSync({
        absWorkingDir: root,
        entryPoints: ["functions/pooler-agent/index.ts"],
        bundle: true,
        write: false,
        platform: "node",
        target: "node22",
        format: "esm",
        minify: true,
        // Short names in a stack trace help nobody at night.
        keepNames: true,
        legalComments: "inline",
        // What CommonJS packages ask for at run time.
        banner: {
            js: `import { createRequire } from "node:module"; const require = createRequire(import.meta.url);`,
        },
        external: ["pg-native", "pg-cloudflare"],
    });
    return outputFiles[0]!.text;
}
