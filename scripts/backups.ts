/**
 * Lists everything that the database can be restored from, newest first, and what of it has been proven by a restore.
 *
 *     npm run backups -- --stack production
 */
import { signIn } from "./lib/cloud.ts";
import { answer, start, type Command } from "./lib/command.ts";
import { environmentOf, stackOption } from "./lib/environment.ts";
import { allPoints } from "./lib/points/all.ts";
import { pointsTable } from "./lib/points/point.ts";
import { plain } from "./lib/table.ts";
import type { World } from "./lib/world.ts";

const command: Command = {
    name: "backups",
    says: "Lists everything that the database can be restored from, newest first, in both regions.",
    example: "npm run backups -- --stack production",
    options: {
        ...stackOption,
        json: { type: "boolean", says: "One JSON document instead of a table." },
    },
    exits: {
        good: "there is something to restore from",
        faults: "there is nothing, a weekly restore failed, or a region did not answer",
    },
};

export function main(argv: string[], world: World): Promise<number> {
    return answer(command, argv, world, async (given) => {
        const environment = await environmentOf(given.text("stack"), world);
        const { points, unasked } = await allPoints(environment, await signIn(environment));
        if (given.flag("json")) world.out(JSON.stringify(points, null, 4));
        else if (points.length > 0) world.out(pointsTable(points, new Date()));
        for (const why of unasked) world.err(`backups: ${why}`);
        const failed = points.filter(({ proof }) => proof === "failed");
        for (const { to, proofNote = "it says no reason" } of failed)
            world.err(`backups: a restore of ${to} failed: ${plain(proofNote)}`);
        if (!points.some(({ isReady }) => isReady)) {
            const now = points.length > 0 ? " yet: none of these is ready" : "";
            world.err(
                `backups: there is nothing to restore ${environment.name} from${now}. Take one now: npm run backup -- --stack ${environment.stack}`,
            );
            return 1;
        }
        world.err(
            `Next: npm run restore -- --stack ${environment.stack} --to <time, snapshot or recovery point>`,
        );
        return failed.length + unasked.length > 0 ? 1 : 0;
    });
}

start(import.meta.url, main);
