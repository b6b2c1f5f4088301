/**
 * Runs a Pulumi program offline, judges it with policy packs and prints what would be deployed and what is not ready.
 *
 *     npm run rehearse -- --stack production
 */
import { stopAll } from "../rehearsal/child.ts";
import { Misuse } from "../rehearsal/misuse.ts";
import { rehearseWithEngine } from "../rehearsal/real/rehearse.ts";
import { rehearse } from "../rehearsal/rehearse.ts";
import { jsonReport } from "../rehearsal/report/json.ts";
import { textReport } from "../rehearsal/report/text.ts";
import { blocking } from "../rehearsal/report/verdict.ts";
import { answer, start, type Given } from "./lib/command.ts";
import { rehearseCommand, rehearseOptions } from "./lib/rehearse-options.ts";
import type { World } from "./lib/world.ts";

const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

async function rehearseAll(given: Given, world: World): Promise<number> {
    const { stacks, options } = rehearseOptions(given);
    const rehearsals = await Promise.all(
        stacks.map(async (stack) => {
            const begun = Date.now();
            world.err(`${stack}: rehearsing ...`);
            const run = given.flag("engine") ? rehearseWithEngine : rehearse;
            const rehearsal = await run({ ...options, stack });
            const seconds = ((Date.now() - begun) / 1000).toFixed(1);
            world.err(`${stack}: ${rehearsal.resources.length} resources in ${seconds} s`);
            return rehearsal;
        }),
    );
    if (given.flag("json")) world.out(JSON.stringify(rehearsals.map(jsonReport), null, 4));
    else world.out(rehearsals.map(textReport).join("\n\n"));
    return rehearsals.every((rehearsal) => blocking(rehearsal) === 0) ? 0 : 1;
}

/** Answers the command line; whatever the end, no process that it started is left. */
async function main(argv: string[], world: World): Promise<number> {
    for (const [signal, code] of Object.entries(SIGNALS)) {
        process.once(signal, () => {
            stopAll();
            process.exit(code);
        });
    }
    try {
        return await answer(rehearseCommand, argv, world, (given) =>
            rehearseAll(given, world).catch((error: unknown) => {
                if (!(error instanceof Misuse)) throw error;
                world.err(`rehearse: ${error.message}`);
                return 2;
            }),
        );
    } finally {
        stopAll();
    }
}

start(import.meta.url, main);
