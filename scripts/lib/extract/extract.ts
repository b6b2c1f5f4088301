import type { Comparison } from "../../../functions/extract/compare.ts";
import type { Report } from "../../../functions/extract/report.ts";
import type { Cloud } from "../cloud.ts";
import { Refusal } from "../command.ts";
import { outputOf, type Environment } from "../environment.ts";
import { Stopped } from "../stack-update.ts";
import { plain } from "../table.ts";
import type { World } from "../world.ts";
import type { ExtractAsked } from "./asked.ts";
import { report, untilAlone } from "./task.ts";
import { appliedText, comparisonText, hints } from "./text.ts";

/**
 * Brings rows back from a generation that is there: compares, asks, and puts back what was confirmed. It keeps no notes
 * of its own: run again, it compares again, and what was put back is no difference any more.
 */
export async function extract(
    environment: Environment,
    cloud: Cloud,
    generation: string,
    ask: ExtractAsked,
    isYes: boolean,
    world: World,
): Promise<number> {
    const { name, stack } = environment;
    const { table, where, only } = ask;
    const chosen = { table, ...(where !== undefined && { where }), ...(only !== undefined && { only }) };
    const told = {
        copy: `${name}-${generation}`,
        live: outputOf(environment, "databaseInstance"),
        ...chosen,
    };
    await untilAlone(environment, cloud, world);
    const comparison = partOf(await report(environment, cloud, told, world), "comparison");
    world.out(comparisonText(comparison));
    const { deleted, changed, digest, horizon } = comparison;
    if (deleted + changed > 0) {
        for (const look of hints(comparison)) world.err(`restore: ${look}`);
        await confirmRows(environment, comparison, ask, isYes, world);
        const confirmed = { deleted, changed, digest, horizon, by: cloud.caller, reason: ask.reason ?? "" };
        const done = await report(environment, cloud, { ...told, apply: confirmed }, world);
        world.out(appliedText(partOf(done, "applied")));
    } else world.err(`restore: ${table} reads as in generation ${generation}, where it was asked for.`);
    world.err(`Look at ${table}. When nothing else is wanted of generation ${generation}, next:`);
    world.err(
        `    npm run restore -- --stack ${stack} --retire ${generation} --reason "its rows were brought back" --apply`,
    );
    return 0;
}

function partOf<Part extends "comparison" | "applied">(told: Report, part: Part): NonNullable<Report[Part]> {
    const found = told[part];
    if (found) return found;
    throw new Stopped(`${plain(told.fault ?? "The task said nothing.")}`);
}

/** A name alone is typed by habit; the number has to be read first. */
async function confirmRows(
    { name, stack }: Environment,
    { deleted, changed, table }: Comparison,
    { rows }: ExtractAsked,
    isYes: boolean,
    world: World,
): Promise<void> {
    const count = deleted + changed;
    if (isYes) {
        if (rows !== undefined && count <= rows) return;
        throw new Refusal(
            `${count} rows of ${table} would change, and --rows is ${rows}. Nothing was changed.`,
        );
    }
    const wanted = `${count} ${name}`;
    const typed = await world.ask(
        `Type the number of rows and the environment's name, ${wanted}, to go on: `,
    );
    if (typed === undefined) {
        throw new Refusal(
            `Nobody is at a terminal to type ${wanted}; use --yes --rows ${count} to do it to ${stack} without. Nothing was changed.`,
        );
    }
    if (typed.trim() !== wanted) throw new Refusal(`That is not ${wanted}. Nothing was changed.`);
}
