import { createHash, X509Certificate } from "node:crypto";
import { existsSync } from "node:fs";
import path from "node:path";
import puppeteer, { type Browser } from "puppeteer-core";
import { PARTS } from "../../scripts/lib/server-parts.ts";

/** Where Chromium is; undefined without one. */
export function chromium(): string | undefined {
    const { found } = PARTS.find(({ name }) => name === "chromium")!;
    const folders = (process.env.PATH ?? "").split(path.delimiter);
    return folders.flatMap((folder) => found.map((one) => path.join(folder, one))).find(existsSync);
}

/**
 * A browser for which these names, with their ports, are ports of the loopback, and nothing else is anywhere. The one
 * certificate counts as good, so that it does with it all that it does with a real one.
 */
export function startChromium(
    program: string,
    names: Record<string, number>,
    cert: Buffer,
): Promise<Browser> {
    const key = new X509Certificate(cert).publicKey.export({ type: "spki", format: "der" });
    const rules = Object.entries(names).map(([name, port]) => `MAP ${name} 127.0.0.1:${port}`);
    return puppeteer.launch({
        executablePath: program,
        headless: program.endsWith("-headless-shell") ? "shell" : true,
        // Milliseconds. Where others keep the machine busy, it takes longer than the usual 30 s to come up.
        timeout: 120_000,
        args: [
            `--host-resolver-rules=${[...rules, "MAP * ~NOTFOUND"].join(", ")}`,
            `--ignore-certificate-errors-spki-list=${createHash("sha256").update(key).digest("base64")}`,
            // It would go to HTTPS by itself, told to or not.
            "--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable",
            // A camera, and a user who lets everybody use it.
            ...["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"],
            // Containers of CI run as root, where it has no sandbox.
            ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
        ],
    });
}
